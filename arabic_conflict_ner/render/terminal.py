"""A result as plain lines for a terminal: one entity a line, whatever the terminal makes of right-to-left text.

What is Arabic comes last on its line, in an isolate: a terminal that knows bidi keeps it there, and one that does not
has nothing behind it to displace. What would steer a terminal is shown, not sent.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from arabic_conflict_ner.results import Entity, Extraction

_SHOWN = 100  # entities
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")
_ISOLATE, _END_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def lines(extraction: Extraction) -> Iterator[str]:
    """A line about the text, and one for each entity: offsets, label, score, where it is, and its words."""
    if extraction.error is not None:
        yield f"not read: {plain(extraction.error)}"
        return
    count = len(extraction)
    yield f"{count} {'entity' if count == 1 else 'entities'} in {len(extraction.text)} characters"
    shown = extraction.entities[:_SHOWN]
    rows = [(f"{e.start}-{e.end}", e.label.value, f"{e.score:.2f}", _where(e), e.text) for e in shown]
    widths = [max(map(len, column)) for column in list(zip(*rows, strict=True))[:-1]]
    for *cells, words in rows:
        left = "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"{left}  {isolated(words)}"
    if count > _SHOWN:
        yield f"… and {count - _SHOWN} more, in .entities"


def _where(entity: Entity) -> str:
    """The English name of its entry and of what that lies in; ASCII, as far as the gazetteer's English is."""
    if entity.link is None:
        return f"{len(entity.candidates)} candidates" if entity.candidates else "-"
    names = [entity.link.english or entity.link.entry, *reversed(entity.link.admin)]
    return plain(", ".join(name for name, _ in groupby(names)))  # a district is often called like its town


def plain(text: str) -> str:
    r"""A text without characters that steer a terminal, one � for a run of them.

    >>> plain("place\x1b[2J")
    'place�[2J'
    """
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def isolated(text: str) -> str:
    """An Arabic text that keeps its place among what is written from left to right."""
    return f"{_ISOLATE}{plain(text)}{_END_ISOLATE}"
