"""evaluation/score.py against nervaluate 1 in its `strict` mode, and its overlap against counting characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator

from arabic_conflict_ner import Label
from arabic_conflict_ner.evaluation.score import Score, Span, Tally, overlaps

LABELS = list(Label)[:3]


@st.composite
def flat_spans(draw: st.DrawFn) -> list[Span]:
    """Spans of a text of 60 characters that do not overlap, as entities never do."""
    edges = sorted(draw(st.lists(st.integers(0, 60), unique=True, max_size=16)))
    spans = zip(edges[::2], edges[1::2], strict=False)
    return [(start, end, draw(st.sampled_from(LABELS))) for start, end in spans if draw(st.booleans())]


TEXTS = st.lists(st.tuples(flat_spans(), flat_spans()), min_size=1, max_size=4)


def tally_of(texts: list[tuple[list[Span], list[Span]]]) -> Tally:
    tally = Tally()
    for gold, predicted in texts:
        tally.add(gold, predicted)
    return tally


def theirs(texts: list[tuple[list[Span], list[Span]]], labels: list[Label]) -> dict:
    def prodigy(spans: list[Span]) -> list[dict]:
        # nervaluate's ends are inclusive
        return [{"start": start, "end": end - 1, "label": label.value} for start, end, label in spans]

    gold = [prodigy(gold) for gold, _predicted in texts]
    predicted = [prodigy(predicted) for _gold, predicted in texts]
    return Evaluator(gold, predicted, tags=[label.value for label in labels], loader="dict").evaluate()


@given(TEXTS)
def test_strict_is_nervaluates_strict(texts: list[tuple[list[Span], list[Span]]]) -> None:
    ours = tally_of(texts).strict(*LABELS)
    strict = theirs(texts, LABELS)["overall"]["strict"]
    assert (ours.right, ours.predicted, ours.gold) == (strict.correct, strict.actual, strict.possible)
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx((strict.precision, strict.recall, strict.f1))


@given(TEXTS, st.sampled_from(LABELS))
def test_strict_of_a_label_is_nervaluates_strict_of_that_label_alone(
    texts: list[tuple[list[Span], list[Span]]], label: Label
) -> None:
    ours = tally_of(texts).strict(label)
    of_label = [tuple([span for span in spans if span[2] is label] for spans in pair) for pair in texts]
    strict = theirs(of_label, [label])["overall"]["strict"]
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx((strict.precision, strict.recall, strict.f1))


@given(TEXTS)
def test_overlap_counts_what_shares_a_character(texts: list[tuple[list[Span], list[Span]]]) -> None:
    def characters(span: Span) -> set[tuple[int, Label]]:
        return {(position, span[2]) for position in range(span[0], span[1])}

    ours = tally_of(texts).overlap(*LABELS)
    assert ours.right == sum(any(characters(p) & characters(g) for g in gold) for gold, pred in texts for p in pred)
    assert ours.found == sum(any(characters(p) & characters(g) for p in pred) for gold, pred in texts for g in gold)


@given(TEXTS)
def test_overlap_is_never_below_strict(texts: list[tuple[list[Span], list[Span]]]) -> None:
    tally = tally_of(texts)
    strict, overlap = tally.strict(*LABELS), tally.overlap(*LABELS)
    assert strict.precision <= overlap.precision <= 1
    assert strict.recall <= overlap.recall <= 1


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (Score(0, 0, 0, 0), (0, 0, 0)),
        (Score(0, 3, 0, 2), (0, 0, 0)),
        (Score(2, 2, 2, 2), (1, 1, 1)),
        (Score(1, 2, 1, 4), (0.5, 0.25, 1 / 3)),
    ],
)
def test_precision_recall_f1(score: Score, expected: tuple[float, float, float]) -> None:
    assert (score.precision, score.recall, score.f1) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [((0, 5), (4, 6), True), ((0, 5), (5, 6), False), ((0, 5), (1, 2), True), ((3, 4), (3, 4), True)],
)
def test_overlaps(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    assert overlaps((*one, Label.PLACE), (*other, Label.PLACE)) is expected
    assert overlaps((*other, Label.PLACE), (*one, Label.PLACE)) is expected
    assert not overlaps((*one, Label.PLACE), (*other, Label.PERSON))


def test_a_span_given_twice_counts_once() -> None:
    tally = tally_of([([(0, 3, Label.PLACE)] * 2, [(0, 3, Label.PLACE)] * 3)])
    assert (tally.strict(Label.PLACE).gold, tally.strict(Label.PLACE).predicted) == (1, 1)
