"""Our counts against those of others: nervaluate 1 in all its modes, seqeval in mode "strict" with scheme IOB2.

Where they differ, a test shows it and says why.
"""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from nervaluate.evaluator import Evaluator
from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.scheme import IOB2
from test_score import LABELS, TEXTS, Texts, tally_of

from arabic_conflict_ner import Extractor, Label, normalize, tokenize
from arabic_conflict_ner.evaluation.gold import read_gold
from arabic_conflict_ner.evaluation.judged import Judged, judge
from arabic_conflict_ner.evaluation.score import Score, Tally
from arabic_conflict_ner.evaluation.semeval import Agreement, Scheme, agreement
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import REPORTED

PLACE, GROUP, PERSON = LABELS
NERVALUATE = {Scheme.STRICT: "strict", Scheme.EXACT: "exact", Scheme.PARTIAL: "partial", Scheme.TYPE: "ent_type"}
COUNTS = ("correct", "incorrect", "partial", "missed", "spurious", "possible", "actual")


# By hand


GOLD = [Span(0, 5, PLACE), Span(6, 12, GROUP), Span(13, 20, PERSON), Span(30, 40, GROUP), Span(50, 55, PLACE)]
PREDICTED = [
    Span(0, 5, PLACE),  # right
    Span(6, 12, PLACE),  # another label
    Span(13, 16, PERSON),  # too short
    Span(30, 33, GROUP),  # too short, and
    Span(34, 40, GROUP),  # the rest, which answers nothing any more
    Span(60, 65, PERSON),  # nothing there
]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (Scheme.STRICT, Agreement(correct=1, incorrect=3, missed=1, spurious=2)),
        (Scheme.EXACT, Agreement(correct=2, incorrect=2, missed=1, spurious=2)),
        (Scheme.PARTIAL, Agreement(correct=2, partial=2, missed=1, spurious=2)),
        (Scheme.TYPE, Agreement(correct=3, incorrect=1, missed=1, spurious=2)),
    ],
)
def test_counts_by_hand(scheme: Scheme, expected: Agreement) -> None:
    assert agreement([(GOLD, PREDICTED)], scheme) == expected
    assert (expected.possible, expected.actual) == (len(GOLD), len(PREDICTED))


def test_figures_by_hand() -> None:
    counts = Agreement(correct=2, incorrect=1, partial=2, missed=1, spurious=0)
    assert (counts.precision, counts.recall, counts.f1) == (3 / 5, 3 / 6, pytest.approx(6 / 11))
    nothing = Agreement()
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_under_type_the_nearest_of_the_label_is_answered() -> None:
    gold, predicted = [Span(0, 3, PLACE), Span(4, 12, PLACE)], [Span(2, 12, PLACE)]
    assert agreement([(gold, predicted)], Scheme.TYPE) == Agreement(correct=1, missed=1)
    gold = [Span(0, 3, GROUP), Span(4, 12, PLACE)]
    assert agreement([(gold, predicted)], Scheme.TYPE) == Agreement(correct=1, missed=1)
    assert agreement([(gold, predicted)], Scheme.STRICT) == Agreement(incorrect=1, missed=1)


# nervaluate


def nervaluate(texts: Texts, labels: tuple[Label, ...]) -> dict:
    def prodigy(spans: list[Span]) -> list[dict]:
        # nervaluate's ends are inclusive
        return [{"start": start, "end": end - 1, "label": label.value} for start, end, label in sorted(spans)]

    gold, predicted = ([prodigy(pair[side]) for pair in texts] for side in (0, 1))
    return Evaluator(gold, predicted, tags=[label.value for label in labels], loader="dict").evaluate()


def assert_is_nervaluates(ours: Agreement, theirs: object) -> None:
    for count in COUNTS:
        assert getattr(ours, count) == getattr(theirs, count), count
    for figure in ("precision", "recall", "f1"):
        assert getattr(ours, figure) == pytest.approx(getattr(theirs, figure)), figure


def assert_all_modes_agree(texts: Texts, labels: tuple[Label, ...]) -> None:
    """Over all labels together, and for each by itself, in all four modes."""
    theirs = nervaluate(texts, labels)
    for scheme, mode in NERVALUATE.items():
        assert_is_nervaluates(agreement(texts, scheme), theirs["overall"][mode])
        for label in {span.label for pair in texts for side in pair for span in side}:
            single = [tuple([span for span in side if span.label is label] for side in pair) for pair in texts]
            assert_is_nervaluates(agreement(single, scheme), theirs["entities"][label.value][mode])


@given(TEXTS)
def test_every_mode_of_nervaluate(texts: Texts) -> None:
    assert_all_modes_agree(texts, LABELS)


@given(TEXTS)
def test_our_strict_score_is_nervaluates_strict(texts: Texts) -> None:
    ours, theirs = tally_of(texts).strict(*LABELS), nervaluate(texts, LABELS)["overall"]["strict"]
    assert (ours.right, ours.predicted, ours.gold) == (theirs.correct, theirs.actual, theirs.possible)
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx((theirs.precision, theirs.recall, theirs.f1))


def test_nervaluate_does_not_see_an_overlap_below_one_percent() -> None:
    """It asks for 1 % of the gold entity at least; for us one character will do, as in SemEval. Names are shorter."""
    texts = [([Span(0, 200, PLACE)], [Span(199, 210, PLACE)])]
    assert agreement(texts, Scheme.PARTIAL) == Agreement(partial=1)
    assert nervaluate(texts, LABELS)["overall"]["partial"].partial == 0
    assert agreement([([Span(0, 100, PLACE)], [Span(99, 110, PLACE)])], Scheme.PARTIAL) == Agreement(partial=1)


def test_nervaluate_depends_on_the_order_of_entities_and_we_do_not() -> None:
    """It takes predictions as they come; in the order of the text, both find two partners, in another it finds one."""
    gold = [Span(0, 10, PLACE), Span(11, 20, PLACE)]
    predicted = [Span(5, 15, PLACE), Span(16, 20, PLACE)]
    for order in itertools.permutations(gold):
        assert agreement([(list(order), predicted[::-1])], Scheme.PARTIAL) == Agreement(partial=2)
    as_given = [
        [{"start": s.start, "end": s.end - 1, "label": s.label.value} for s in side] for side in (gold[::-1], predicted)
    ]
    theirs = Evaluator([as_given[0]], [as_given[1]], tags=["PLACE"], loader="dict").evaluate()["overall"]["partial"]
    assert (theirs.partial, theirs.missed, theirs.spurious) == (1, 1, 1)


# seqeval, mode="strict", scheme=IOB2


def bio(spans: list[Span], atoms: list[tuple[int, int]]) -> list[str]:
    """The tags of the atoms of a text: stretches that no span begins or ends inside of."""
    tags = ["O"] * len(atoms)
    for span in spans:
        inside = [number for number, atom in enumerate(atoms) if span.start <= atom[0] and atom[1] <= span.end]
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{span.label.value}"
    return tags


def cut(tokens: list[tuple[int, int]], spans: list[Span]) -> list[tuple[int, int]]:
    """Tokens, cut where a span begins or ends: a proclitic is written onto the name, but is no part of it."""
    edges = {edge for span in spans for edge in (span.start, span.end)}
    atoms = []
    for start, end in tokens:
        inner = sorted({start, end} | {edge for edge in edges if start < edge < end})
        atoms += itertools.pairwise(inner)
    return atoms


def assert_is_seqevals(ours: Score, gold: list[list[str]], predicted: list[list[str]]) -> None:
    options = {"mode": "strict", "scheme": IOB2, "average": "micro", "zero_division": 0}
    theirs = [metric(gold, predicted, **options) for metric in (precision_score, recall_score, f1_score)]
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx(theirs)


@given(TEXTS.filter(lambda texts: any(side for pair in texts for side in pair)))
def test_our_strict_score_is_seqevals_strict_iob2(texts: Texts) -> None:
    atoms = [(start, start + 1) for start in range(60)]
    gold, predicted = ([bio(pair[side], atoms) for pair in texts] for side in (0, 1))
    assert_is_seqevals(tally_of(texts).strict(*LABELS), gold, predicted)


# What the extractor really finds


@pytest.fixture(scope="module")
def judged(gold: Path) -> list[Judged]:
    return judge(read_gold(gold / "dev.jsonl"), Extractor(tagger=None), REPORTED)


@pytest.mark.shared
def test_every_mode_of_nervaluate_on_the_gold_texts(judged: list[Judged]) -> None:
    assert_all_modes_agree([(sorted(text.gold), sorted(text.reported)) for text in judged], REPORTED)


@pytest.mark.shared
@pytest.mark.parametrize("labels", [(label,) for label in REPORTED] + [REPORTED], ids=" ".join)
def test_seqeval_strict_iob2_on_the_gold_texts(judged: list[Judged], labels: tuple[Label, ...]) -> None:
    chosen = [text.only(labels) for text in judged]
    gold, predicted = [], []
    for text in chosen:
        tokens = [(token.start, token.end) for token in tokenize(normalize(text.text.text))]
        atoms = cut(tokens, [*text.gold, *text.reported])
        gold.append(bio(list(text.gold), atoms))
        predicted.append(bio(list(text.reported), atoms))
    tally = Tally.of([text.gold for text in chosen], [text.reported for text in chosen], labels)
    assert_is_seqevals(tally.strict(*labels), gold, predicted)
