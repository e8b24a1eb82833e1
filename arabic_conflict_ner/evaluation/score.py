"""Count how well spans agree: strictly (same span, same label), and by overlap (same label, a shared character).

Precision is the share of predicted entities that are right, recall the share of gold entities that are found, F1 their
harmonic mean (van Rijsbergen, Information Retrieval, 2nd ed. 1979, ch. 7).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from arabic_conflict_ner.labels import Label

Span = tuple[int, int, Label]
"""start, end, label; half-open."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0 to 1, from counts. 0 where there is nothing to divide by."""

    right: int
    """Predicted entities that agree with a gold one."""
    predicted: int
    found: int
    """Gold entities that agree with a predicted one."""
    gold: int

    @property
    def precision(self) -> float:
        """Right of what was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Found of what is there."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Tally:
    """Counts that grow text by text.

    >>> tally = Tally()
    >>> tally.add(gold=[(0, 5, Label.PLACE)], predicted=[(1, 5, Label.PLACE)])
    >>> tally.strict(Label.PLACE).f1, tally.overlap(Label.PLACE).f1
    (0.0, 1.0)
    """

    _counts: Counter[tuple[str, Label]] = field(default_factory=Counter)

    def add(self, gold: Iterable[Span], predicted: Iterable[Span]) -> None:
        """Count one text."""
        gold, predicted = set(gold), set(predicted)
        for span in gold:
            self._counts["gold", span[2]] += 1
            self._counts["strict", span[2]] += span in predicted
            self._counts["found", span[2]] += any(overlaps(span, other) for other in predicted)
        for span in predicted:
            self._counts["predicted", span[2]] += 1
            self._counts["right", span[2]] += any(overlaps(span, other) for other in gold)

    def strict(self, *labels: Label) -> Score:
        """Same span, same label; the micro average over `labels`."""
        right = self._sum("strict", labels)
        return Score(right, self._sum("predicted", labels), right, self._sum("gold", labels))

    def overlap(self, *labels: Label) -> Score:
        """Same label and a shared character; the micro average over `labels`."""
        counts = (self._sum(what, labels) for what in ("right", "predicted", "found", "gold"))
        return Score(*counts)

    def _sum(self, what: str, labels: Iterable[Label]) -> int:
        return sum(self._counts[what, label] for label in labels)


def overlaps(one: Span, other: Span) -> bool:
    """Same label and a shared character."""
    return one[2] is other[2] and one[0] < other[1] and other[0] < one[1]
