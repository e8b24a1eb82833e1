"""Count agreement as SemEval-2013 task 9.1 does, in its four schemes.

Isabel Segura-Bedmar, Paloma Martínez, María Herrero-Zazo: SemEval-2013 Task 9: Extraction of Drug-Drug Interactions
from Biomedical Texts (DDIExtraction 2013), section 5; the five counts go back to Nancy Chinchor, Beth Sundheim: MUC-5
Evaluation Metrics, 1993. Which span answers which is not said there; see :func:`align`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from arabic_conflict_ner.evaluation.figure import Figure, harmonic, ratio
from arabic_conflict_ner.evaluation.span import Span

Pair = tuple[Span | None, Span | None]
"""A gold entity and the predicted one that answers it; None where there is none."""


class Scheme(StrEnum):
    """What an answer has to agree in."""

    STRICT = "strict"
    """Boundaries and label."""
    EXACT = "exact"
    """Boundaries; the label does not count."""
    PARTIAL = "partial"
    """Boundaries, half a point for a shared character; the label does not count."""
    TYPE = "type"
    """The label, and a shared character."""


class Agreement(Figure):
    """The five counts, and precision, recall and F1 made of them, each 0 to 1.

    >>> agreement = Agreement(correct=2, incorrect=0, partial=1, missed=1, spurious=0)
    >>> agreement.precision, agreement.recall
    (0.8333333333333334, 0.625)
    """

    derived = ("possible", "actual", "precision", "recall", "f1")

    correct: int = 0
    """The answer agrees."""
    incorrect: int = 0
    """There is an answer, and it does not agree."""
    partial: int = 0
    """The answer shares characters, and the scheme is PARTIAL."""
    missed: int = 0
    """Gold entities without an answer."""
    spurious: int = 0
    """Predicted entities that answer nothing."""

    @property
    def possible(self) -> int:
        """Gold entities."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """Predicted entities."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def precision(self) -> float:
        """What is correct, and half of what is partial, of what was predicted."""
        return ratio(self.correct + self.partial / 2, self.actual)

    @property
    def recall(self) -> float:
        """What is correct, and half of what is partial, of what is there."""
        return ratio(self.correct + self.partial / 2, self.possible)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.precision, self.recall)


def agreement(texts: Iterable[tuple[Collection[Span], Collection[Span]]], scheme: Scheme) -> Agreement:
    """The counts over texts, each its gold and its predicted entities.

    >>> from arabic_conflict_ner.labels import Label
    >>> gold, predicted = [Span(0, 9, Label.PLACE)], [Span(0, 5, Label.PLACE), Span(6, 9, Label.PERSON)]
    >>> agreement([(gold, predicted)], Scheme.STRICT)
    Agreement(correct=0, incorrect=1, partial=0, missed=0, spurious=1)
    >>> agreement([(gold, predicted)], Scheme.TYPE)
    Agreement(correct=1, incorrect=0, partial=0, missed=0, spurious=1)
    """
    counts = Counter(outcome(pair, scheme) for gold, predicted in texts for pair in align(gold, predicted, scheme))
    return Agreement(**counts)


def align(gold: Collection[Span], predicted: Collection[Span], scheme: Scheme) -> Iterator[Pair]:
    """Pair the entities of a text, one with one at most.

    From the first to the last each predicted entity answers one of the gold entities that it shares a character with
    and that have no answer yet: under TYPE the one of its label whose boundaries are nearest, under the others the one
    of its own boundaries; failing that the first. Where no entity of a side overlaps another of it, as ours never do,
    nothing that agrees in its boundaries is lost in this way.
    """
    free = sorted(gold)
    for span in sorted(predicted):
        answered = _choose(span, [other for other in free if span.touches(other)], scheme)
        if answered is not None:
            free.remove(answered)
        yield answered, span
    for missed in free:
        yield missed, None


def _choose(span: Span, touched: list[Span], scheme: Scheme) -> Span | None:
    if scheme is Scheme.TYPE:
        better = [other for other in touched if other.label is span.label]
        better.sort(key=lambda other: abs(other.start - span.start) + abs(other.end - span.end))
    else:
        better = [other for other in touched if other[:2] == span[:2]]
    return next(iter(better + touched), None)


def outcome(pair: Pair, scheme: Scheme) -> str:
    """Which of the five counts a pair adds to.

    >>> from arabic_conflict_ner.labels import Label
    >>> outcome((Span(0, 5, Label.PLACE), Span(0, 4, Label.PLACE)), Scheme.PARTIAL)
    'partial'
    """
    gold, predicted = pair
    if gold is None or predicted is None:
        return "spurious" if gold is None else "missed"
    if scheme is Scheme.TYPE:
        return "correct" if gold.label is predicted.label else "incorrect"
    if gold[:2] == predicted[:2] and (scheme is not Scheme.STRICT or gold.label is predicted.label):
        return "correct"
    return "partial" if scheme is Scheme.PARTIAL else "incorrect"
