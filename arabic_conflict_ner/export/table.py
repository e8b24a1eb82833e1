"""A table for the terminal: one entity a row.

Arabic cells are wrapped in first-strong isolates, so that a terminal that knows bidi keeps the columns in place and one
that does not is no worse off.
"""

from typing import TextIO

from rich.console import Console
from rich.table import Table

from arabic_conflict_ner.documents import Document
from arabic_conflict_ner.results import Entity, Extraction

_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_HEADERS = ("start", "end", "label", "score", "link", "where", "lat, lon", "text")


class TableWriter:
    """Writes one table a document."""

    def __init__(self, out: TextIO) -> None:
        width = None if out.isatty() else 160
        self._console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)

    def write(self, document: Document, extraction: Extraction) -> None:
        """Print a document's table."""
        if extraction.error:
            self._console.print(f"{document.source}: {extraction.error}", style="red")
            return
        title = f"{document.id or document.source}: {len(extraction)} entities"
        table = Table(*_HEADERS, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for entity in extraction:
            table.add_row(*_row(entity))
        self._console.print(table)

    def close(self) -> None:
        """Nothing is held back."""


def _row(entity: Entity) -> tuple[str, ...]:
    link = entity.link
    place = f"{link.lat:.4f}, {link.lon:.4f}" if link and link.lat is not None else ""
    name = (
        (link.english or isolate(link.name))
        if link
        else f"{len(entity.candidates)} candidates" * bool(entity.candidates)
    )
    where = " > ".join(link.admin) if link else ""
    return (
        str(entity.start),
        str(entity.end),
        entity.label,
        f"{entity.score:.2f}",
        name,
        where,
        place,
        isolate(entity.text.replace("\n", " ")),
    )


def isolate(text: str) -> str:
    """A text that keeps its place whatever the direction of its letters."""
    return f"{_ISOLATE}{text}{_END_ISOLATE}"
