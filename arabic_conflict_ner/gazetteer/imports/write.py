"""Imported entries written as a gazetteer file."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.gazetteer.row import NAME_COLUMNS

_COLUMNS = ("english", "country", "type", "parent", "lat", "lon", "pcode", "geonames", "population")
"""What an import may know of an entry, in the order of the built-in files."""


def check_out(*files: Path | None, paths: Iterable[Path], force: bool) -> None:
    """Raises ArabicConflictNerError where a file cannot be written, is one of those to read, or exists without `force`.

    An editor may have worked on a file that exists.
    """
    taken = {path.resolve() for path in paths}
    for file in filter(None, files):
        if file.is_dir() or not file.absolute().parent.is_dir():
            raise ArabicConflictNerError(f"{file} cannot be written: it is a folder, or in none; give a file")
        if file.resolve() in taken:
            raise ArabicConflictNerError(f"{file} is a file to import, or given twice; give another to write")
        if file.exists() and not force:
            raise ArabicConflictNerError(f"{file} exists; name another file, or write over it with --force")
        taken.add(file.resolve())


def replace(file: Path, text: str) -> None:
    """Put a text in the place of a file, all of it or nothing. Raises OSError."""
    with replacing(file) as new:
        new.write_text(text, "utf-8", newline="\n")


def to_csv(entries: Iterable[Entry]) -> str:
    """The CSV text of imported entries, one name a row, the canonical first; columns that none needs are left away.

    >>> print(to_csv([Entry(id="x/1", label="PLACE", names=[{"text": "تل النعام", "source": "mine"}], type="village")]))
    label,id,kind,name,source,type
    PLACE,x/1,canonical,تل النعام,mine,village
    """
    entries = list(entries)
    used = {column for entry in entries for column in _COLUMNS if getattr(entry, column) is not None}
    columns = [*NAME_COLUMNS, *(column for column in _COLUMNS if column in used)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerows(_rows(entry, used))
    return out.getvalue()


def _rows(entry: Entry, used: Iterable[str]) -> Iterator[dict[str, object]]:
    attributes = {column: getattr(entry, column) for column in used}
    for name in entry.names:
        row = {"label": entry.label.value, "id": entry.id, "kind": name.kind.value}
        yield row | {"name": name.text, "source": name.source} | attributes
        attributes = {}
