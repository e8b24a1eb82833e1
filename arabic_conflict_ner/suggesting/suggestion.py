"""A name worth a row of a gazetteer, and suggestions as a table."""

import csv
from collections.abc import Iterable
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from arabic_conflict_ner.export.table_csv import safe
from arabic_conflict_ner.labels import Label

COLUMNS = (
    *("label", "name", "kind", "source", "type", "parent", "mentions", "documents", "score", "nearest"),
    *("nearest_entry", "within", "beside", "cues", "context1", "context2", "context3"),
)
"""The columns of :func:`write`. The reader of gazetteers takes `count` for `country` and `designators` for
`designation` written wrongly; hence `mentions` and `beside`."""
SOURCE = "suggested"


class Suggestion(BaseModel):
    """A name that texts use and no gazetteer has."""

    model_config = ConfigDict(frozen=True)

    name: str
    """In the spelling most used."""
    label: Label
    type: str | None = None
    """Guessed from the nouns that announce it."""
    parent: str | None = None
    """The id of the area that it seems to lie in."""
    within: str | None = None
    """The English name of that area."""
    mentions: int
    documents: int
    score: float
    """The mean of the mentions' scores."""
    nearest: str | None = None
    """The known spelling most like it, of the same label: perhaps it is only misspelt."""
    nearest_entry: str | None = None
    """The id of an entry that bears that name."""
    designators: tuple[str, ...] = ()
    """The nouns seen beside it, and outside it, the most frequent first."""
    cues: tuple[str, ...] = ()
    """All that announced it, the most frequent first."""
    contexts: tuple[str, ...] = ()
    """Up to three places where it stands, with forty characters on either side."""


def write(suggestions: Iterable[Suggestion], out: TextIO) -> None:
    """Write suggestions as a CSV that spreadsheets open and ``Gazetteer.from_csv`` reads, with :data:`COLUMNS`."""
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for suggestion in suggestions:
        rows.writerow({column: safe(cell) for column, cell in _row(suggestion).items()})


def _row(suggestion: Suggestion) -> dict[str, str | int | float | None]:
    contexts = {f"context{number}": context for number, context in enumerate(suggestion.contexts, start=1)}
    return {
        **suggestion.model_dump(mode="json", include=set(COLUMNS) - {"cues"}),
        **{"kind": "canonical", "source": SOURCE},
        **{"beside": "; ".join(suggestion.designators), "cues": "; ".join(suggestion.cues)},
        **contexts,
    }
