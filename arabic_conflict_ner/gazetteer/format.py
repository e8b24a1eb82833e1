"""Rewrite gazetteer files in the order and writing that the built-in files keep.

Columns stand in the order of :data:`row.COLUMNS`, others behind them in the order they had. Entries keep their order;
the rows of an entry stand together: canonical, then alias, weak and removed, the latter three each by code point. A row
that the reader would leave out keeps its place between the others. UTF-8 without BOM, LF, commas, NFC, no space around
a cell, no empty line.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from arabic_conflict_ner.errors import Problem
from arabic_conflict_ner.gazetteer.entry import Kind
from arabic_conflict_ner.gazetteer.reading import Reading
from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.gazetteer.row import COLUMNS, REMOVED, row_problems

_RANK = {kind: rank for rank, kind in enumerate((Kind.CANONICAL, Kind.ALIAS, Kind.WEAK, REMOVED))}
_LEFT = "the file is left as it is"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file as it is and as it should be."""

    path: Path
    before: bytes
    after: bytes
    problems: tuple[Problem, ...] = ()
    """The rows that kept their place because nobody knows where they belong; or why the file is left as it is."""

    @property
    def is_changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after

    def write(self) -> None:
        """Put the new file in the place of the old one, in one step: no reader ever sees half of it.

        Raises OSError; the file is then as it was.
        """
        with replacing(self.path) as new:
            new.write_bytes(self.after)


@dataclass(slots=True)
class _Row:
    """A line: its cells in the new order of columns, and by column; `why` the reader would leave it out."""

    line: int
    cells: list[str]
    by_column: dict[str, str]
    why: tuple[str, str] | None


def formatted(path: Path) -> Formatted:
    """What a file becomes. Nothing is written.

    A file whose bytes, quotation marks or header cannot be read stays as it is and has a problem that says why.

    Raises FileNotFoundError.
    """
    data = path.read_bytes()
    reading = Reading(str(path))
    lines = list(reading.lines(data))
    line, first = lines[0] if lines else (1, [])
    header = [_clean(cell) for cell in first]
    if "name" not in map(str.lower, header):
        reading.report(line, f"the header is {','.join(header)!r}, without name", "begin: label,name")
    if reading.problems:
        return Formatted(path, data, data, tuple(map(_left, reading.problems)))
    columns = _columns(header, [cells for _, cells in lines[1:]])
    header = [_column(header[column]) for column in columns]
    rows = [_row(line, cells, columns, len(first), header) for line, cells in lines[1:]]
    table = [header, *(row.cells for row in _ordered(rows))]
    after = _written(table)
    if _read(after) != table:  # the reader takes the mark that the header has most of for the delimiter
        problem = Problem(str(path), line, "the name of a column holds ; or a tab", f"rename it; {_LEFT}")
        return Formatted(path, data, data, (problem,))
    return Formatted(path, data, after.encode(), tuple(_problems(path, rows)))


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _column(name: str) -> str:
    """A column that the reader knows, as it is written in the built-in files; others as they are."""
    return name.lower() if name.lower() in COLUMNS else name


def _columns(header: list[str], lines: list[list[str]]) -> list[int]:
    """The numbers of the columns in their new order; what has no name and holds nothing is no column."""
    used = {number for cells in lines for number, cell in enumerate(cells) if cell.strip()}
    kept = [number for number, name in enumerate(header) if name or number in used]
    order = {name: number for number, name in enumerate(COLUMNS)}
    return sorted(kept, key=lambda number: order.get(header[number].lower(), len(order)))


def _row(line: int, cells: list[str], columns: list[int], width: int, header: list[str]) -> _Row:
    clean = [_clean(cell) for cell in cells] + [""] * (width - len(cells))
    behind = clean[width:]
    while behind and not behind[-1]:
        behind.pop()
    kept = [clean[column] for column in columns]
    by_column = {column.lower(): cell for column, cell in zip(header, kept, strict=True) if cell}
    return _Row(line, [*kept, *behind], by_column, _why(by_column, behind, header))


def _why(by_column: dict[str, str], behind: list[str], header: list[str]) -> tuple[str, str] | None:
    """Why the reader would leave a row out, or read only part of it: what was found, and what to do."""
    if behind:
        found = f"the row has cells behind the last column: {', '.join(map(repr, behind))}"
        return found, "put quotation marks around a cell that holds the delimiter, or name the column in the header"
    labelled = (
        by_column if "label" in header else {"label": "PLACE"} | by_column
    )  # the label of the whole file is given
    return next(row_problems(labelled), None)


def _ordered(rows: list[_Row]) -> Iterator[_Row]:
    """The rows in their new order: those that are understood among themselves, the others where they are."""
    understood = [(number, row) for number, row in enumerate(rows) if row.why is None]
    first: dict[str, int] = {}
    for number, row in understood:
        first.setdefault(_id(number, row), number)
    understood.sort(key=lambda item: (first[_id(*item)], *_place(item[1])))
    following = (row for _, row in understood)
    for row in rows:
        yield next(following) if row.why is None else row


def _id(number: int, row: _Row) -> str:
    return row.by_column.get("id") or f" {number}"  # cells begin with no space: a row without id stands alone


def _place(row: _Row) -> tuple[int, str]:
    """Where a row stands in its entry. Of two canonical names the first counts, so they keep their order."""
    rank = _RANK[row.by_column.get("kind", Kind.CANONICAL).lower()]
    return rank, row.by_column.get("name", "") if rank else ""


def _written(table: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def _read(text: str) -> list[list[str]]:
    return [cells for _, cells in Reading().lines(text)]


def _problems(path: Path, rows: list[_Row]) -> Iterator[Problem]:
    for row in rows:
        if row.why is not None:
            yield Problem(str(path), row.line, row.why[0], f"{row.why[1]}; the row keeps its place")


def _left(problem: Problem) -> Problem:
    return Problem(problem.file, problem.line, problem.found, f"{problem.cure}; {_LEFT}")
