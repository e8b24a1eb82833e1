"""The figures of an evaluation: what is judged, slices, intervals, calibration, min_scores, worst errors."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from arabic_conflict_ner import Entity, Extraction, Extractor, Label
from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.evaluation.bootstrap import Bootstrap, Interval, overlap_f1, shares, strict_f1
from arabic_conflict_ner.evaluation.calibration import Calibration
from arabic_conflict_ner.evaluation.evaluation import MIN_SCORES, Evaluation, evaluate
from arabic_conflict_ner.evaluation.gold import read_gold
from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.judged import Judged, Scored, judge
from arabic_conflict_ner.evaluation.mistakes import Kind, worst
from arabic_conflict_ner.evaluation.score import Score, overlap_score, strict_score
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.evaluation.traits import TRAITS, Knowledge, Setting, links
from arabic_conflict_ner.labels import REPORTED
from arabic_conflict_ner.mentions.candidate import Candidate
from arabic_conflict_ner.mentions.decide import select

PLACE, GROUP, PERSON = Label.PLACE, Label.ARMED_GROUP, Label.PERSON
EXTRACTOR = Extractor(tagger=None)


def gold_text(marked: str, label: Label = PLACE, **fields: str) -> GoldText:
    """A text whose entities stand in brackets."""
    spans, text = [], ""
    for number, piece in enumerate(marked.replace("]", "[").split("[")):
        if number % 2:
            spans.append(Span(len(text), len(text) + len(piece), label))
        text += piece
    return GoldText(text, tuple(spans), **fields)


class Given:
    """An extractor that finds what it is told to; its scores are rounded as ours are, after they are compared."""

    tagger, gazetteer = None, ()

    def __init__(self, *found: tuple[int, int, Label, float], min_score: float = 0.5) -> None:
        self.found, self.min_score, self.runs = found, min_score, []

    def extract(self, text: str, *, labels: Iterable[Label]) -> Extraction:
        self.runs.append(self.min_score)
        entities = [
            Entity(text=text[start:end], label=label, start=start, end=end, score=round(score, 4), source=())
            for start, end, label, score in self.found
            if score >= self.min_score and label in labels
        ]
        return Extraction(text=text, entities=tuple(entities))

    def pipe(self, texts: Iterable[str], *, labels: Iterable[Label]) -> Iterable[Extraction]:
        return (self.extract(text, labels=labels) for text in texts)


# What is judged


def test_one_run_gives_what_is_reported_and_what_is_not() -> None:
    extractor = Given((0, 3, PLACE, 0.9), (4, 6, PERSON, 0.2), (7, 9, GROUP, 0.9))
    (judged,) = judge([gold_text("[قسد] من هنا")], extractor, [PLACE, PERSON])
    assert judged.scored == (Scored(Span(0, 3, PLACE), 0.9), Scored(Span(4, 6, PERSON), 0.2))
    assert judged.reported == {Span(0, 3, PLACE)}
    assert extractor.runs == [0]
    assert extractor.min_score == 0.5


def test_what_is_the_threshold_but_for_rounding_is_asked_again() -> None:
    extractor = Given((0, 3, PLACE, 0.49996), (4, 6, PLACE, 0.50004))
    (judged,) = judge([gold_text("[قسد] من هنا")], extractor, [PLACE])
    assert [score for _span, score in judged.scored] == [0.5, 0.5]
    assert judged.reported == {Span(4, 6, PLACE)}
    assert extractor.runs == [0, 0.5]


def test_a_text_that_fails_ends_the_evaluation() -> None:
    class Failing(Given):
        def extract(self, text: str, *, labels: Iterable[Label]) -> Extraction:
            return Extraction(text=text, error="RuntimeError: no")  # as `pipe` has it

    with pytest.raises(ArabicConflictNerError, match="nothing can be judged: RuntimeError: no"):
        judge([gold_text("[قسد]")], Failing(), [PLACE])


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    spans = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4), st.sampled_from(list(Label))), unique=True))
    scores = st.floats(0, 1)
    return [Candidate(label, s, s + n, 3 * s, 3 * (s + n), "", score=draw(scores)) for s, n, label in spans]


@given(candidates(), st.floats(0, 1))
def test_a_lower_min_score_adds_mentions_and_takes_none_away(found: list[Candidate], least: float) -> None:
    everything = [mention.candidate for mention in select(found, 0.0)]
    assert [c for c in everything if c.score >= least] == [mention.candidate for mention in select(found, least)]


def reported_at(least: float, texts: list[str]) -> list[set[Span]]:
    extractor = Extractor(tagger=None, min_score=least)
    return [{Span(e.start, e.end, e.label) for e in extractor.extract(text)} for text in texts]


@pytest.mark.parametrize("least", [0, 0.3, 0.5, 0.9, 1])
def test_reported_is_what_extract_gives(articles: list[dict], least: float) -> None:
    texts = [article["text"] for article in articles]
    judged = judge([GoldText(text, ()) for text in texts], Extractor(tagger=None, min_score=least), REPORTED)
    assert [text.reported for text in judged] == reported_at(least, texts)


@pytest.mark.shared
@pytest.mark.parametrize("least", [0.2, 0.5, 0.8])
def test_the_figures_of_another_min_score_are_those_it_would_give(gold: Path, least: float) -> None:
    texts = read_gold(gold / "dev.jsonl")
    figures = evaluate(texts, EXTRACTOR, resamples=0, mistakes=0).labels["all"]
    again = evaluate(texts, Extractor(tagger=None, min_score=least), resamples=0, mistakes=0).labels["all"]
    guessed, real = figures.by_min_score[f"{least:.1f}"], again.strict
    assert abs(guessed.predicted - real.predicted) <= 1  # a score that is the threshold but for rounding
    assert guessed.f1 == pytest.approx(real.f1, abs=5e-4)


# Slices of mentions


def traits(marked: str, label: Label = PLACE, train: list[GoldText] | None = None) -> list[set[str]]:
    """The traits of each entity in brackets, but for "every mention"."""
    text = gold_text(marked, label)
    setting = Setting(text, Knowledge.of(train))
    return [{trait.name for trait in TRAITS[1:] if trait.holds(span, setting)} for span in text.entities]


@pytest.mark.parametrize(
    ("marked", "label", "unseen"),
    [
        ("قصف على [دمشق]", PLACE, False),
        ("قصف على [قرنفلوستان]", PLACE, True),
        ("قصف على [ديرالزور] وب[إدلب]", PLACE, False),  # spelling variants
        ("عناصر [دمشق]", GROUP, True),  # known under another label
        ("انسحب ل[لجيش السوري]", GROUP, False),  # the alef of ال dropped
    ],
)
def test_unseen_in_the_gazetteer(marked: str, label: Label, unseen: bool) -> None:
    for found in traits(marked, label):
        assert ("unseen in the gazetteer" in found) is unseen


@pytest.mark.parametrize(
    ("marked", "label", "unseen"),
    [
        ("في [الرَّقة]", PLACE, False),  # diacritics do not count
        ("في [الرقة]", GROUP, True),
        ("في [حلب]", PLACE, True),
        ("انسحب ل[لرقة]", PLACE, False),
    ],
)
def test_unseen_in_train(marked: str, label: Label, unseen: bool) -> None:
    ((found),) = traits(marked, label, [gold_text("سقطت [الرقة]")])
    assert ("unseen in train" in found) is unseen
    ((found),) = traits(marked, label)
    assert "unseen in train" not in found


@pytest.mark.parametrize(
    ("marked", "label", "common"),
    [
        ("قرية [حصان]", PLACE, True),
        ("قرية [الكرامة]", PLACE, True),
        ("قال [صالح]", PERSON, True),
        ("في [دمشق]", PLACE, False),  # frequent, but a name of weight
        ("في [دير الزور]", PLACE, False),
        ("قرية [قرنفلوستان]", PLACE, False),
    ],
)
def test_common_nouns(marked: str, label: Label, common: bool) -> None:
    ((found),) = traits(marked, label)
    assert ("common noun" in found) is common


@pytest.mark.parametrize(
    ("marked", "listed"),
    [
        ("قرى [ا]، [ب]، [ت]", [1, 1, 1]),
        ("في [ا] و[ب] وب[ت]، و[ث]", [1, 1, 1, 1]),
        ("«[ا]» و«[ب]» أو «[ت]»", [1, 1, 1]),
        ("[ا] و[ب] في [ت] و[ث] و[ج]", [0, 0, 1, 1, 1]),
        ("[ا]، [ب]", [0, 0]),
        ("[ا] [ب] [ت]", [0, 0, 0]),
        ("[ا]، قرية [ب]، [ت]", [0, 0, 0]),
        ("[ا]. [ب]. [ت]", [0, 0, 0]),
        ("لا شيء", []),
    ],
)
def test_list_members(marked: str, listed: list[int]) -> None:
    assert ["list member" in found for found in traits(marked)] == [bool(member) for member in listed]


@pytest.mark.parametrize(
    ("between", "one"),
    [("، ", 1), (" و", 1), (" و ", 1), ("»، و«", 1), (" وَبِ", 1), (",", 1), (" ثم ", 1), (" ", 0), ("", 0), (" ب", 0)],
)
def test_what_links_the_members_of_a_list(between: str, one: int) -> None:
    assert links(between) == bool(one)


@pytest.mark.parametrize(
    ("marked", "behind"),
    [
        ("قصف ب[الرقة]", True),
        ("وب[دمشق]", True),
        ("وَبِ[دمشق]", True),
        ("لـ[قسد]", True),
        ('لـ"[قسد]"', True),
        ("ل«[قسد]»", True),
        ("في [دمشق]", False),
        ("[دمشق]", False),
        ("«[قسد]»", False),
        ("محافظة[كركوك]", False),  # a word glued to it, no proclitic
        ("كتب [دمشق]", False),
    ],
)
def test_behind_a_proclitic(marked: str, behind: bool) -> None:
    ((found),) = traits(marked)
    assert ("behind a proclitic" in found) is behind


@pytest.mark.parametrize(
    ("marked", "quoted"),
    [
        ("«[قسد]»", True),
        ("“[قسد]”", True),
        ("لـ'[قسد]'", True),
        ("[قسد]»", False),
        ("«[قسد] و", False),
        ("«قوات [قسد]»", False),
        ("([قسد])", False),
    ],
)
def test_quoted(marked: str, quoted: bool) -> None:
    ((found),) = traits(marked)
    assert ("quoted" in found) is quoted


# An evaluation of some texts, by hand


TEXTS = [
    gold_text("سيطرت على قرى [الشحيل]، [ذيبان]، [حصان]", id="a", source="wire", country="syria"),
    gold_text("قصف على «[دمشق]» وب[قرنفلوستان]", id="b", source="wire", country="syria"),
    gold_text("معارك في [بغداد]", id="c", source="daily"),
]


class Knowing(Given):
    """An extractor that finds the gold entities of TEXTS, قرنفلوستان with a low score and a letter too long."""

    def extract(self, text: str, *, labels: Iterable[Label]) -> Extraction:
        (spans,) = {gold.entities for gold in TEXTS if gold.text == text}
        strange = "قرنفلوستان"
        self.found = [
            (*s, 0.9) if text[s.start : s.end] != strange else (s.start - 1, s.end, PLACE, 0.1) for s in spans
        ]
        return super().extract(text, labels=labels)


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(TEXTS, Knowing(), labels=[PLACE, GROUP, PLACE], train=[gold_text("سقطت [دمشق]")])


def test_scores_of_an_evaluation(evaluation: Evaluation) -> None:
    assert list(evaluation.labels) == ["PLACE", "ARMED_GROUP", "all"]
    place, all = evaluation.labels["PLACE"], evaluation.labels["all"]
    assert place.strict.gold == all.strict.gold == 6
    assert place.strict.found == 5
    assert evaluation.labels["ARMED_GROUP"].strict.gold == 0
    assert all.semeval["strict"].correct == all.strict.right
    assert (evaluation.texts, evaluation.library.tagger, evaluation.library.min_score) == (3, None, 0.5)


def test_slices_of_an_evaluation(evaluation: Evaluation) -> None:
    recalls = {slice.name: (slice.recall.strict, slice.recall.gold) for slice in evaluation.mentions}
    assert recalls == {
        "every mention": (5, 6),
        "unseen in the gazetteer": (0, 1),
        "unseen in train": (4, 5),
        "common noun": (1, 1),
        "list member": (3, 3),
        "behind a proclitic": (0, 1),
        "quoted": (1, 1),
    }
    assert evaluation.mentions[0].labels[PLACE].strict_recall == pytest.approx(5 / 6)
    assert [(slice.field, slice.value, slice.texts, slice.strict.gold) for slice in evaluation.by_text] == [
        ("source", "wire", 2, 5),
        ("source", "daily", 1, 1),
        ("country", "syria", 2, 5),
    ]


def test_too_few_texts_give_no_interval(evaluation: Evaluation) -> None:
    assert evaluation.labels["all"].strict_f1_interval is None
    many = evaluate(TEXTS * 2, Knowing(), labels=[PLACE], resamples=200)
    assert many.labels["PLACE"].strict_f1_interval is not None
    assert evaluate(TEXTS * 2, Knowing(), labels=[PLACE], resamples=0).labels["PLACE"].strict_f1_interval is None


def test_the_worst_errors_of_an_evaluation(evaluation: Evaluation) -> None:
    (missed,) = evaluation.missed
    assert (missed.text, missed.id, missed.kind, missed.label) == ("قرنفلوستان", "b", "missed", PLACE)
    assert missed.instead is not None
    assert (missed.instead.text, missed.instead.score, missed.score) == ("بقرنفلوستان", 0.1, 0.1)
    assert TEXTS[1].text[missed.start : missed.end] == missed.text
    assert missed.before.endswith("وب")


def test_it_can_be_written_and_read(evaluation: Evaluation) -> None:
    assert Evaluation.model_validate_json(evaluation.model_dump_json()) == evaluation


def test_it_comes_out_the_same_every_time() -> None:
    one, other = (evaluate(TEXTS * 3, Knowing(), resamples=100).model_dump_json() for _ in range(2))
    assert one == other


# Worst errors


def test_worst_errors_by_hand() -> None:
    text = gold_text("[قسد] في [حلب] و[حمص] و[إدلب]", id="x")
    spans = text.entities
    scored = (
        Scored(Span(0, 3, GROUP), 0.8),  # the wrong label
        Scored(spans[1], 0.9),
        Scored(Span(*spans[2][:2], GROUP), 0.3),  # not reported
        Scored(Span(4, 6, PLACE), 0.95),  # nothing there
    )
    reported = frozenset(found.span for found in scored if found.score >= 0.5)
    judged = Judged(text, frozenset(spans), scored, reported)
    spurious = worst([judged], Kind.SPURIOUS, 9)
    assert [(m.text, m.score, m.instead and m.instead.label) for m in spurious] == [
        ("في", 0.95, None),
        ("قسد", 0.8, PLACE),
    ]
    missed = worst([judged], Kind.MISSED, 9)
    assert [(m.text, m.score, m.instead and m.instead.score) for m in missed] == [
        ("إدلب", 0.0, None),
        ("حمص", 0.3, 0.3),
        ("قسد", 0.8, 0.8),
    ]
    assert worst([judged], Kind.MISSED, 1) == missed[:1]
    assert worst([judged], Kind.MISSED, 0) == ()


# Intervals


COUNTS = st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=1, max_size=9)


@given(COUNTS)
def test_f1_of_many_at_once_is_f1_of_each(rows: list[list[int]]) -> None:
    # gold, predicted, strict, right, found: none of the last three more than there are
    sums = np.array([[g, p, min(g, p, s), min(p, r), min(g, f)] for g, p, s, r, f in rows], np.int64)
    for many, one in ((strict_f1, strict_score), (overlap_f1, overlap_score)):
        assert many(sums.astype(float)).tolist() == pytest.approx([one(row).f1 for row in sums])


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    """400 texts with one gold entity each, 280 of them found: 0.7 ± 1.96 · √(0.7 · 0.3 / 400) = 0.7 ± 0.045."""
    counts = np.array([[1, number < 280] for number in range(400)], np.int64)
    interval = Bootstrap(400, 5000).interval(lambda sums: shares(sums[:, 1], sums[:, 0]), counts)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.655, 0.745), abs=0.004)


def test_texts_that_are_all_alike_leave_nothing_open() -> None:
    counts = np.array([[4, 4, 2, 3, 3]] * 20, np.int64)
    assert Bootstrap(20, 50).interval(strict_f1, counts) == Interval(low=0.5, high=0.5)


@pytest.mark.parametrize(("texts", "counted", "resamples"), [(20, 20, 0), (20, 4, 50), (4, 4, 50), (1, 1, 50)])
def test_no_interval(texts: int, counted: int, resamples: int) -> None:
    counts = np.array([[number < counted] * 5 for number in range(texts)], np.int64)
    assert Bootstrap(texts, resamples).interval(strict_f1, counts) is None


@pytest.mark.parametrize("resamples", [1, 2, 20])
def test_draws_without_anything_to_count_are_left_out(resamples: int) -> None:
    counts = np.array([[number < 5] * 5 for number in range(5000)], np.int64)
    assert Bootstrap(5000, resamples).interval(strict_f1, counts) in (None, Interval(low=1, high=1))


# Calibration


def test_calibration_by_hand() -> None:
    entities = [(0.95, True), (1.0, True), (0.9, False), (0.55, True), (0.55, False), (0.0, False)]
    calibration = Calibration.of(entities)
    assert [(bin.low, bin.high, bin.count) for bin in calibration.bins] == [(0, 0.1, 1), (0.5, 0.6, 2), (0.9, 1, 3)]
    assert [bin.right for bin in calibration.bins] == pytest.approx([0, 0.5, 2 / 3])
    assert [bin.score for bin in calibration.bins] == pytest.approx([0, 0.55, 0.95])
    assert calibration.error == pytest.approx((0 + 2 * 0.05 + 3 * (0.95 - 2 / 3)) / 6)


def test_calibration_of_nothing() -> None:
    calibration = Calibration.of([])
    assert (calibration.bins, calibration.count, calibration.error) == ((), 0, 0)


@given(st.lists(st.tuples(st.integers(0, 999), st.booleans()), min_size=1))
def test_bins_are_those_of_scikit_learn(entities: list[tuple[int, bool]]) -> None:
    """Their bins are (low, high], ours [low, high); no score here lies on a bound."""
    scores = [(thousandth + 0.5) / 1000 for thousandth, _right in entities]
    right = [int(right) for _thousandth, right in entities]
    bins = Calibration.of(zip(scores, map(bool, right), strict=True)).bins
    if len(set(right)) == 2:
        theirs = calibration_curve(right, scores, n_bins=10)
        assert [bin.right for bin in bins] == pytest.approx(theirs[0].tolist())
        assert [bin.score for bin in bins] == pytest.approx(theirs[1].tolist())


def test_the_scores_of_reported_entities_and_of_all() -> None:
    extractor = Given((0, 3, PLACE, 0.9), (4, 6, PLACE, 0.2))
    figures = evaluate([gold_text("[قسد] من هنا")], extractor, labels=[PLACE]).labels["PLACE"]
    assert (figures.calibration.count, figures.calibration.error) == (1, pytest.approx(0.1))
    assert (figures.reliability.count, figures.reliability.error) == (2, pytest.approx((0.1 + 0.2) / 2))
    assert list(figures.by_min_score) == [f"{least:.1f}" for least in MIN_SCORES]
    assert figures.by_min_score["0.2"] == Score(right=1, predicted=2, found=1, gold=1)
    assert figures.by_min_score["0.3"] == Score(right=1, predicted=1, found=1, gold=1)
