"""evaluation/score.py: counts by hand, and what overlaps against counting characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic_conflict_ner import Label
from arabic_conflict_ner.evaluation.score import Score, Tally
from arabic_conflict_ner.evaluation.span import Span

PLACE, GROUP, PERSON = LABELS = (Label.PLACE, Label.ARMED_GROUP, Label.PERSON)
Texts = list[tuple[list[Span], list[Span]]]


@st.composite
def flat_spans(draw: st.DrawFn) -> list[Span]:
    """Spans of a text of 60 characters that do not overlap, as entities never do."""
    edges = sorted(draw(st.lists(st.integers(0, 60), unique=True, max_size=16)))
    spans = zip(edges[::2], edges[1::2], strict=False)
    return [Span(start, end, draw(st.sampled_from(LABELS))) for start, end in spans if draw(st.booleans())]


TEXTS = st.lists(st.tuples(flat_spans(), flat_spans()), min_size=1, max_size=4)


def tally_of(texts: Texts) -> Tally:
    return Tally.of([gold for gold, _ in texts], [predicted for _, predicted in texts], LABELS)


def test_counts_by_hand() -> None:
    gold = [Span(0, 5, PLACE), Span(6, 9, PLACE), Span(10, 20, GROUP), Span(30, 35, PERSON)]
    predicted = [Span(0, 5, PLACE), Span(6, 8, PLACE), Span(10, 14, GROUP), Span(15, 20, GROUP), Span(30, 35, PLACE)]
    tally = tally_of([(gold, predicted), ([], [Span(0, 1, PLACE)])])
    assert tally.strict(PLACE) == Score(right=1, predicted=4, found=1, gold=2)
    assert tally.overlap(PLACE) == Score(right=2, predicted=4, found=2, gold=2)
    assert tally.strict(GROUP) == Score(right=0, predicted=2, found=0, gold=1)
    assert tally.overlap(GROUP) == Score(right=2, predicted=2, found=1, gold=1)
    assert tally.strict(PERSON) == tally.overlap(PERSON) == Score(right=0, predicted=0, found=0, gold=1)
    assert tally.strict(*LABELS) == Score(right=1, predicted=6, found=1, gold=4)
    assert tally.overlap(*LABELS) == Score(right=4, predicted=6, found=3, gold=4)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((0, 0, 0, 0), (0, 0, 0)),
        ((0, 3, 0, 2), (0, 0, 0)),
        ((2, 2, 2, 2), (1, 1, 1)),
        ((1, 2, 1, 4), (0.5, 0.25, 1 / 3)),
    ],
)
def test_precision_recall_f1(counts: tuple[int, int, int, int], expected: tuple[float, float, float]) -> None:
    score = Score(**dict(zip(("right", "predicted", "found", "gold"), counts, strict=True)))
    assert (score.precision, score.recall, score.f1) == pytest.approx(expected)


def test_a_score_is_written_with_its_figures() -> None:
    written = Score(right=1, predicted=2, found=1, gold=4).model_dump()
    assert written == {
        **{"right": 1, "predicted": 2, "found": 1, "gold": 4},
        **{"precision": 0.5, "recall": 0.25, "f1": pytest.approx(1 / 3)},
    }
    assert Score.model_validate(written).gold == 4


@given(TEXTS)
def test_overlap_counts_what_shares_a_character(texts: Texts) -> None:
    def characters(span: Span) -> set[tuple[int, Label]]:
        return {(position, span.label) for position in range(span.start, span.end)}

    ours = tally_of(texts).overlap(*LABELS)
    assert ours.right == sum(any(characters(p) & characters(g) for g in gold) for gold, pred in texts for p in pred)
    assert ours.found == sum(any(characters(p) & characters(g) for p in pred) for gold, pred in texts for g in gold)


@given(TEXTS)
def test_overlap_is_never_below_strict(texts: Texts) -> None:
    tally = tally_of(texts)
    strict, overlap = tally.strict(*LABELS), tally.overlap(*LABELS)
    assert strict.precision <= overlap.precision <= 1
    assert strict.recall <= overlap.recall <= 1


@given(TEXTS)
def test_the_micro_average_adds_up_the_labels(texts: Texts) -> None:
    tally = tally_of(texts)
    for micro, single in ((tally.strict(*LABELS), tally.strict), (tally.overlap(*LABELS), tally.overlap)):
        for count in ("right", "predicted", "found", "gold"):
            assert getattr(micro, count) == sum(getattr(single(label), count) for label in LABELS)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [((0, 5), (4, 6), True), ((0, 5), (5, 6), False), ((0, 5), (1, 2), True), ((3, 4), (3, 4), True)],
)
def test_overlaps(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    assert Span(*one, PLACE).overlaps(Span(*other, PLACE)) is expected
    assert Span(*other, PLACE).overlaps(Span(*one, PLACE)) is expected
    assert not Span(*one, PLACE).overlaps(Span(*other, PERSON))
    assert Span(*one, PLACE).touches(Span(*other, PERSON)) is expected


def test_a_span_given_twice_counts_once() -> None:
    tally = tally_of([([Span(0, 3, PLACE)] * 2, [Span(0, 3, PLACE)] * 3)])
    assert (tally.strict(PLACE).gold, tally.strict(PLACE).predicted) == (1, 1)
