"""Shares as percent, the way all reports write them: one digit, no sign."""

from arabic_conflict_ner.evaluation.bootstrap import Interval
from arabic_conflict_ner.evaluation.score import Score


def percent(share: float) -> str:
    """A share.

    >>> percent(0.9421)
    '94.2'
    """
    return f"{100 * share:.1f}"


def percents(score: Score) -> list[str]:
    """Precision, recall and F1.

    >>> percents(Score(right=1, predicted=1, found=1, gold=3))
    ['100.0', '33.3', '50.0']
    """
    return [percent(share) for share in (score.precision, score.recall, score.f1)]


def bounds(interval: Interval | None) -> str:
    """An interval, empty for none.

    >>> bounds(Interval(low=0.921, high=0.96)), bounds(None)
    ('92.1–96.0', '')
    """
    return f"{percent(interval.low)}–{percent(interval.high)}" if interval else ""
