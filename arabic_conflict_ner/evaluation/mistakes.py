"""The worst errors: what was reported most surely and is wrong, and what was missed with least inkling of it."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from arabic_conflict_ner.evaluation.figure import Figure
from arabic_conflict_ner.evaluation.judged import Judged, Scored
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import Label

_BEFORE, _BEHIND = 50, 35  # characters
_SPACES = re.compile(r"\s+")


class Kind(StrEnum):
    """Which side alone has an entity."""

    SPURIOUS = "spurious"
    """The extractor."""
    MISSED = "missed"
    """The annotators."""


class Instead(Figure):
    """What the other side has in the same words: a gold entity, or a found one with its score."""

    text: str
    label: Label
    score: float | None = None


class Mistake(Figure):
    """An entity that only one side has, with what stands around it."""

    kind: Kind
    label: Label
    id: str | None
    """The id of its text."""
    start: int
    end: int
    text: str
    before: str
    """The words before it, for reading: cut to some 50 characters, on one line."""
    behind: str
    score: float
    """Of a spurious one its score; of a missed one the highest score of anything found in the same words, 0 if none."""
    instead: Instead | None

    @property
    def other_side(self) -> str:
        """Who has what stands in `instead`: "gold" or "found"."""
        return "gold" if self.kind is Kind.SPURIOUS else "found"


def worst(texts: Sequence[Judged], kind: Kind, count: int) -> tuple[Mistake, ...]:
    """The worst errors of a kind, at most `count`: the surest spurious ones, the least suspected missed ones first."""
    found = [mistake for judged in texts for mistake in _OF[kind](judged)]
    found.sort(key=lambda mistake: mistake.score, reverse=kind is Kind.SPURIOUS)
    return tuple(found[:count])


def _spurious(judged: Judged) -> Iterator[Mistake]:
    for span, score in judged.scored:
        if span in judged.reported and span not in judged.gold:
            gold = next(filter(span.touches, sorted(judged.gold)), None)
            instead = gold and Instead(text=_text(judged, gold), label=gold.label)
            yield _mistake(Kind.SPURIOUS, judged, span, score, instead)


def _missed(judged: Judged) -> Iterator[Mistake]:
    for span in sorted(judged.gold - judged.reported):
        near = [found for found in judged.scored if span.touches(found.span)]
        best = max(near, key=lambda found: found.score, default=None)
        yield _mistake(Kind.MISSED, judged, span, best.score if best else 0.0, best and _found(judged, best))


_OF = {Kind.SPURIOUS: _spurious, Kind.MISSED: _missed}


def _found(judged: Judged, found: Scored) -> Instead:
    return Instead(text=_text(judged, found.span), label=found.span.label, score=found.score)


def _text(judged: Judged, span: Span) -> str:
    return judged.text.text[span.start : span.end]


def _mistake(kind: Kind, judged: Judged, span: Span, score: float, instead: Instead | None) -> Mistake:
    start, end, label = span
    text = judged.text.text
    return Mistake(
        kind=kind,
        label=label,
        id=judged.text.id,
        start=start,
        end=end,
        text=text[start:end],
        before=_last_words(text[:start]),
        behind=_first_words(text[end:]),
        score=score,
        instead=instead,
    )


def _last_words(text: str) -> str:
    """The end of a text, from where a word begins.

    >>> _last_words("قالت مصادر " * 9 + "ب")
    '… قالت مصادر قالت مصادر قالت مصادر قالت مصادر ب'
    """
    line = _SPACES.sub(" ", text)
    if len(line) <= _BEFORE:
        return line
    cut = line[-_BEFORE:]
    return f"… {cut.partition(' ')[2] if ' ' in cut.rstrip() else cut}"


def _first_words(text: str) -> str:
    """The beginning of a text, up to where a word ends."""
    line = _SPACES.sub(" ", text)
    if len(line) <= _BEHIND:
        return line
    cut = line[:_BEHIND]
    return f"{cut.rpartition(' ')[0] if ' ' in cut.lstrip() else cut} …"
