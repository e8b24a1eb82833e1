"""Judge an extractor against gold texts: every figure of it in one frozen value."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import arabic_conflict_ner
from arabic_conflict_ner.evaluation.bootstrap import SEED, Bootstrap, Interval, overlap_f1, strict_f1
from arabic_conflict_ner.evaluation.calibration import Calibration
from arabic_conflict_ner.evaluation.figure import Figure
from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.judged import Judged, judge
from arabic_conflict_ner.evaluation.mistakes import Kind, Mistake, worst
from arabic_conflict_ner.evaluation.score import Score, Tally
from arabic_conflict_ner.evaluation.semeval import Agreement, Scheme, agreement
from arabic_conflict_ner.evaluation.slices import MentionSlice, TextSlice, mention_slices, text_slices
from arabic_conflict_ner.evaluation.traits import Knowledge
from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.labels import REPORTED, Label

ALL = "all"
"""The name of the micro average beside the labels."""
RESAMPLES = 1000
MISTAKES = 50
MIN_SCORES = tuple(tenth / 10 for tenth in range(1, 10))


class Data(Figure):
    """The file that the gold texts come from."""

    name: str
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """The name of a file and the SHA-256 of its bytes. Raises FileNotFoundError."""
        return cls(name=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


class Library(Figure):
    """What was judged."""

    version: str
    tagger: str | None
    """The name of the tagger; None: rules and gazetteer alone."""
    min_score: float
    gazetteer: int
    """How many entries the gazetteer has."""


class LabelFigures(Figure):
    """The figures of a label, or of all labels together."""

    strict: Score
    """Same span, same label."""
    overlap: Score
    """Same label, a shared character."""
    strict_f1_interval: Interval | None
    """95 % of the bootstrap's draws lie in it; None where there are no draws."""
    overlap_f1_interval: Interval | None
    calibration: Calibration
    """Of the reported entities; its error is the expected calibration error of the label."""
    reliability: Calibration
    """Of all that is found with a `min_score` of 0."""
    semeval: dict[Scheme, Agreement]
    by_min_score: dict[str, Score]
    """The strict score that a `min_score` of 0.1 to 0.9 would give."""


class Evaluation(Figure):
    """Everything that is known of an extractor on some gold texts. Shares, intervals and scores are 0 to 1."""

    library: Library
    data: Data | None
    texts: int
    resamples: int
    """How many draws the intervals come from."""
    seed: int
    labels: dict[str, LabelFigures]
    """By label, and under "all" the micro average."""
    mentions: tuple[MentionSlice, ...]
    by_text: tuple[TextSlice, ...]
    spurious: tuple[Mistake, ...]
    missed: tuple[Mistake, ...]


def evaluate(
    texts: Sequence[GoldText],
    extractor: Extractor,
    *,
    labels: Iterable[Label] = REPORTED,
    train: Sequence[GoldText] | None = None,
    resamples: int = RESAMPLES,
    mistakes: int = MISTAKES,
    data: Data | None = None,
) -> Evaluation:
    """Run an extractor over gold texts, once, and work out every figure.

    In: `labels`, those to judge, one at least; `train`, the texts it has learnt from, for the slice of names unseen
    there; `resamples`, draws of the bootstrap, 0 for no intervals; `mistakes`, how many of the worst errors of each
    kind to keep; `data`, where the texts come from.

    >>> from arabic_conflict_ner.evaluation.span import Span
    >>> gold = GoldText("انسحبت من بلدة الشحيل", (Span(15, 21, Label.PLACE),))
    >>> figures = evaluate([gold], Extractor(tagger=None)).labels["all"]
    >>> figures.strict.f1, figures.semeval["strict"].correct
    (1.0, 1)
    """
    labels = tuple(dict.fromkeys(labels))
    judged = judge(texts, extractor, labels)
    tally = Tally.of([text.gold for text in judged], [text.reported for text in judged], labels)
    bootstrap = Bootstrap(len(texts), resamples)
    return Evaluation(
        library=_library(extractor),
        data=data,
        texts=len(texts),
        resamples=resamples,
        seed=SEED,
        labels={name: _figures(judged, tally, chosen, bootstrap) for name, chosen in _choices(labels)},
        mentions=mention_slices(judged, labels, Knowledge.of(train), bootstrap),
        by_text=text_slices(judged, tally, bootstrap),
        spurious=worst(judged, Kind.SPURIOUS, mistakes),
        missed=worst(judged, Kind.MISSED, mistakes),
    )


def _library(extractor: Extractor) -> Library:
    tagger = extractor.tagger.name if extractor.tagger else None
    return Library(
        version=arabic_conflict_ner.__version__,
        tagger=tagger,
        min_score=extractor.min_score,
        gazetteer=len(extractor.gazetteer),
    )


def _choices(labels: tuple[Label, ...]) -> Iterator[tuple[str, tuple[Label, ...]]]:
    for label in labels:
        yield label.value, (label,)
    yield ALL, labels


def _figures(judged: list[Judged], tally: Tally, labels: tuple[Label, ...], bootstrap: Bootstrap) -> LabelFigures:
    counts = tally.by_text(*labels)
    strict = tally.strict(*labels)
    chosen = [text.only(labels) for text in judged]
    found = [(score, span in text.gold) for text in chosen for span, score in text.scored]
    reported = [(score, span in text.gold) for text in chosen for span, score in text.scored if span in text.reported]
    return LabelFigures(
        strict=strict,
        overlap=tally.overlap(*labels),
        strict_f1_interval=bootstrap.interval(strict_f1, counts),
        overlap_f1_interval=bootstrap.interval(overlap_f1, counts),
        calibration=Calibration.of(reported),
        reliability=Calibration.of(found),
        semeval={scheme: agreement([(text.gold, text.reported) for text in chosen], scheme) for scheme in Scheme},
        by_min_score={f"{least:.1f}": _at_least(least, found, strict.gold) for least in MIN_SCORES},
    )


def _at_least(score: float, found: list[tuple[float, bool]], gold: int) -> Score:
    """The strict score of an extractor with that `min_score`, from what one finds whose `min_score` is 0."""
    right = [is_right for other, is_right in found if other >= score]
    return Score(right=sum(right), predicted=len(right), found=sum(right), gold=gold)
