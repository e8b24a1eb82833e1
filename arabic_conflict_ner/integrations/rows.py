"""Results as rows for tables of very many texts: one row an entity, or one a text with its entities in a list."""

from collections.abc import Iterable, Iterator
from typing import Any

from arabic_conflict_ner.results import COLUMNS, Extraction

ENTITIES = "entities"
"""The column of the entities of a text, where one row is one text."""
ERROR = "error"
"""The column that says why a text could not be read; null for all others."""
_NUMBERS = {"start": "long", "end": "long", "score": "double", "lat": "double", "lon": "double"}
KINDS = {name: _NUMBERS.get(name, "string") for name in COLUMNS}
"""What each of COLUMNS holds: string, long (64 bits) or double; any may be null."""

Row = tuple[int, dict[str, Any]]
"""The number of the text that a row belongs to, and the row."""


def entity_rows(extractions: Iterable[Extraction]) -> Iterator[Row]:
    """One row an entity, and one for each text that could not be read: its error and nothing else."""
    for number, extraction in enumerate(extractions):
        if extraction.error is not None:
            yield number, {ERROR: extraction.error}
        for record in extraction.to_records():
            yield number, {**record, ERROR: None}


def text_rows(extractions: Iterable[Extraction]) -> Iterator[Row]:
    """One row a text: the list of its entities, or its error."""
    for number, extraction in enumerate(extractions):
        is_read = extraction.error is None
        yield number, {ENTITIES: extraction.to_records() if is_read else None, ERROR: extraction.error}


def check(there: Iterable[str], text: str, day: str | None, carried: Iterable[str], *, nested: bool) -> list[str]:
    """The columns of the input that the rows carry along, each once.

    Raises ValueError if a column that is wanted is not there, or one that is carried is called like the rows' own.
    """
    there, kept = list(there), list(dict.fromkeys(carried))
    missing = [name for name in dict.fromkeys(filter(None, (text, day, *kept))) if name not in there]
    if missing:
        raise ValueError(f"no column {' and no '.join(missing)}; the columns are {' '.join(there)}")
    own = (ENTITIES, ERROR) if nested else (*COLUMNS, ERROR)
    twice = [name for name in kept if name in own]
    if twice:
        raise ValueError(
            f"the result would have two columns {' and two '.join(twice)}; rename yours first: "
            f"the result's own are {' '.join(own)}"
        )
    return kept
