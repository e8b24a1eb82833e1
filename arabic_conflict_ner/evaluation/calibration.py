"""Whether a score is the probability it claims to be.

Entities are put into ten bins of equal width by their score. In a calibrated library the mean score of a bin is the
share of its entities that are right. The expected calibration error is the mean distance between the two, bins weighted
by how many entities they hold: Mahdi Pakdaman Naeini, Gregory F. Cooper, Milos Hauskrecht: Obtaining Well Calibrated
Probabilities Using Bayesian Binning, AAAI 2015; Chuan Guo et al.: On Calibration of Modern Neural Networks, ICML 2017.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from arabic_conflict_ner.evaluation.figure import Figure, ratio

BINS = 10


class Bin(Figure):
    """The entities whose score lies in [low, high); the last bin holds 1 too."""

    low: float
    high: float
    count: int
    score: float
    """Their mean score."""
    right: float
    """The share of them that is right, strictly: span and label."""


class Calibration(Figure):
    """The bins that hold anything, and what follows from them.

    >>> calibration = Calibration.of([(0.9, True), (0.9, True), (0.9, False), (0.3, False)])
    >>> [(bin.low, bin.count, round(bin.right, 3)) for bin in calibration.bins]
    [(0.3, 1, 0.0), (0.9, 3, 0.667)]
    >>> round(calibration.error, 3)  # (0.3 + 3 * (0.9 - 0.667)) / 4
    0.25
    """

    derived = ("count", "error")

    bins: tuple[Bin, ...]

    @classmethod
    def of(cls, entities: Iterable[tuple[float, bool]]) -> Self:
        """From entities: the score of each, 0 to 1, and whether it is right."""
        held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for score, right in entities:
            held[min(int(score * BINS), BINS - 1)].append((score, right))
        return cls(bins=tuple(_bin(number, held[number]) for number in sorted(held)))

    @property
    def count(self) -> int:
        """How many entities there are."""
        return sum(bin.count for bin in self.bins)

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1; 0 is best, and what no entities give."""
        return ratio(sum(bin.count * abs(bin.score - bin.right) for bin in self.bins), self.count)


def _bin(number: int, held: list[tuple[float, bool]]) -> Bin:
    count = len(held)
    score, right = sum(score for score, _right in held) / count, sum(right for _score, right in held) / count
    return Bin(low=number / BINS, high=(number + 1) / BINS, count=count, score=score, right=right)
