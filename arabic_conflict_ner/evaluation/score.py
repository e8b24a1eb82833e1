"""Count how well spans agree: strictly (same span, same label), and by overlap (same label, a shared character).

Precision is the share of predicted entities that are right, recall the share of gold entities that are found, F1 their
harmonic mean (van Rijsbergen, Information Retrieval, 2nd ed. 1979, ch. 7). The average over labels is the micro
average: counts are added up before anything is divided.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arabic_conflict_ner.evaluation.figure import Figure, harmonic, ratio
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import Label

Counts = NDArray[np.int64]
GOLD, PREDICTED, STRICT, RIGHT, FOUND = range(5)
"""What is counted: entities of each side; those on both; predicted and gold ones that overlap one of the other side."""
_COUNTED = 5


class Score(Figure):
    """Precision, recall and F1, each 0 to 1, from counts. 0 where there is nothing to divide by."""

    derived = ("precision", "recall", "f1")

    right: int
    """Predicted entities that agree with a gold one."""
    predicted: int
    found: int
    """Gold entities that agree with a predicted one."""
    gold: int

    @property
    def precision(self) -> float:
        """Right of what was predicted."""
        return ratio(self.right, self.predicted)

    @property
    def recall(self) -> float:
        """Found of what is there."""
        return ratio(self.found, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by text, label, and what is counted (GOLD, PREDICTED, STRICT, RIGHT, FOUND).

    >>> tally = Tally.of([{Span(0, 5, Label.PLACE)}], [{Span(1, 5, Label.PLACE)}], [Label.PLACE])
    >>> tally.strict(Label.PLACE).f1, tally.overlap(Label.PLACE).f1
    (0.0, 1.0)
    """

    labels: tuple[Label, ...]
    counts: Counts

    @classmethod
    def of(
        cls, gold: Sequence[Collection[Span]], predicted: Sequence[Collection[Span]], labels: Sequence[Label]
    ) -> "Tally":
        """Count texts, those of one side in the order of the other's. A span given twice counts once."""
        counts = np.zeros((len(gold), len(labels), _COUNTED), np.int64)
        for text, ours, theirs in zip(counts, gold, predicted, strict=True):
            for row, label in enumerate(labels):
                text[row] = _count({s for s in ours if s.label is label}, {s for s in theirs if s.label is label})
        return cls(tuple(labels), counts)

    def by_text(self, *labels: Label) -> Counts:
        """The counts of each text, added up over labels: one row a text."""
        rows = [self.labels.index(label) for label in labels]
        counts: Counts = self.counts[:, rows].sum(axis=1)
        return counts

    def strict(self, *labels: Label) -> Score:
        """Same span, same label; the micro average over `labels`."""
        return strict_score(self.by_text(*labels).sum(axis=0))

    def overlap(self, *labels: Label) -> Score:
        """Same label and a shared character; the micro average over `labels`."""
        return overlap_score(self.by_text(*labels).sum(axis=0))


def _count(gold: set[Span], predicted: set[Span]) -> tuple[int, ...]:
    """What is counted of one label in one text."""
    right = sum(any(map(span.touches, gold)) for span in predicted)
    found = sum(any(map(span.touches, predicted)) for span in gold)
    return len(gold), len(predicted), len(gold & predicted), right, found


def strict_score(sums: Counts) -> Score:
    """The score by same span and label, from counts in the order of GOLD, PREDICTED, …"""
    gold, predicted, same = map(int, sums[[GOLD, PREDICTED, STRICT]])
    return Score(right=same, predicted=predicted, found=same, gold=gold)


def overlap_score(sums: Counts) -> Score:
    """The score by a shared character, from counts in the order of GOLD, PREDICTED, …"""
    gold, predicted, right, found = map(int, sums[[GOLD, PREDICTED, RIGHT, FOUND]])
    return Score(right=right, predicted=predicted, found=found, gold=gold)
