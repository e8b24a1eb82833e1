"""How far a figure would vary with other texts of the same kind: percentile intervals of the bootstrap.

Bradley Efron, Robert J. Tibshirani: An Introduction to the Bootstrap, 1993, ch. 13: as many texts as there are, drawn
with replacement, many times; between the 2.5th and the 97.5th percentile of the figure lie 95 % of the draws. Texts are
drawn, not entities, for the entities of a text are alike.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from arabic_conflict_ner.evaluation.figure import Figure
from arabic_conflict_ner.evaluation.score import FOUND, GOLD, PREDICTED, RIGHT, STRICT, Counts

Floats = NDArray[np.float64]
SEED = 1
_PERCENTILES = (2.5, 97.5)
_LEAST = 5  # texts; fewer say too little of others


class Interval(Figure):
    """The bounds between which 95 % of the draws lie, 0 to 1."""

    low: float
    high: float


class Bootstrap:
    """Draws of texts, the same ones for every figure.

    In: `texts`, how many there are; `resamples`, how many draws to make. Takes 8 bytes for each text of each draw.
    No draws give no intervals.
    """

    def __init__(self, texts: int, resamples: int) -> None:
        self._draws: Floats | None = None
        if resamples > 0:
            chance = np.random.default_rng(SEED)
            self._draws = chance.multinomial(texts, np.full(texts, 1 / texts), size=resamples).astype(np.float64)

    def interval(self, figure: Callable[[Floats], Floats], counts: Counts) -> Interval | None:
        """The interval of a figure.

        In: `counts`, a row a text; `figure`, what makes one number of each row of sums. Out: None without draws, or
        where fewer than five texts have anything to count. Draws in which there is nothing to count are left out.
        """
        if self._draws is None or counts.any(axis=1).sum() < _LEAST:
            return None
        sums = self._draws @ counts.astype(np.float64)
        sums = sums[sums.any(axis=1)]
        if not len(sums):
            return None
        low, high = np.percentile(figure(sums), _PERCENTILES)
        return Interval(low=float(low), high=float(high))


def strict_f1(sums: Floats) -> Floats:
    """Strict F1 of each row of counts (GOLD, PREDICTED, …): :attr:`Score.f1`, for many at once."""
    return shares(2 * sums[:, STRICT], sums[:, GOLD] + sums[:, PREDICTED])


def overlap_f1(sums: Floats) -> Floats:
    """Overlap F1 of each row of counts."""
    precision, recall = shares(sums[:, RIGHT], sums[:, PREDICTED]), shares(sums[:, FOUND], sums[:, GOLD])
    return shares(2 * precision * recall, precision + recall)


def shares(parts: Floats, wholes: Floats) -> Floats:
    """Each part of its whole, 0 where there is nothing to divide by."""
    return np.divide(parts, wholes, out=np.zeros_like(wholes), where=wholes > 0)
