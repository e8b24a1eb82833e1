"""Read gazetteer CSV files: one reader for the built-in ones and for those of users."""

import difflib
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from arabic_conflict_ner.errors import GazetteerError, Problem
from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name
from arabic_conflict_ner.gazetteer.reading import LOST, Reading
from arabic_conflict_ner.gazetteer.row import COLUMNS, ENTRY_COLUMNS, Row, row_id, row_problems
from arabic_conflict_ner.labels import Label

_NUMBERS = ("lat", "lon")


class Change(NamedTuple):
    """What a file does to the entries of other gazetteers: a row that takes away, or all rows that name one entry."""

    file: str
    rows: tuple[Row, ...]

    @property
    def line(self) -> int:
        """The line of its first row."""
        return self.rows[0].line


class Read(NamedTuple):
    """What files hold."""

    entries: dict[str, Entry]
    """By id; of an id in two files the first counts."""
    changes: list[Change]
    """In the order of the rows."""
    problems: list[Problem]
    """By file and line."""


@dataclass(slots=True)
class _Reading(Reading):
    """What a file gave so far besides problems."""

    sources: Container[str] | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    """By entry id."""
    changes: list[Change] = field(default_factory=list)


def read(
    path: Path, *, strict: bool = True, sources: Container[str] | None = None, label: Label | None = None
) -> tuple[list[Entry], list[Problem]]:
    """Read one CSV file.

    In: `path`, UTF-8 (or UTF-16 with BOM) CSV with a header line; comma, semicolon or tab between cells; columns
    `label` and `name` are needed (`label` may be given for the whole file instead), :data:`COLUMNS` are understood,
    others are left alone. `sources`: the names that the source column may hold (None: any).
    Out: the entries, and the problems of the rows left out.

    Raises GazetteerError with all problems of the file if there are any and `strict` is true; FileNotFoundError.
    """
    by_id, problems = read_all([path], sources=sources, label=label)
    if problems and strict:
        raise GazetteerError(problems)
    return list(by_id.values()), problems


def read_all(
    paths: Iterable[Path], *, sources: Container[str] | None = None, label: Label | None = None
) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries of several files that stand alone by id, and all problems; rows that change other entries are some.

    In, and raises: as :func:`read` without `strict`.
    """
    paths = list(paths)
    entries, changes, problems = read_changing(paths, sources=sources, label=label)
    return entries, in_order([*problems, *map(_alone, changes)], paths)


def read_changing(paths: Iterable[Path], *, sources: Container[str] | None = None, label: Label | None = None) -> Read:
    """What several files hold, rows that change the entries of other gazetteers apart.

    In, and raises: as :func:`read` without `strict`.
    """
    by_id: dict[str, Entry] = {}
    file_of: dict[str, str] = {}
    changes: list[Change] = []
    problems: list[Problem] = []
    for path in paths:
        reading = _Reading(str(path), sources=sources)
        for row in _rows(path, reading, label):
            _sort_in(row, reading)
        for id, rows in reading.rows.items():
            entry = _entry(id, rows, reading)
            if entry is not None and id in by_id:
                reading.report(rows[0].line, f"id {id!r} stands in {file_of[id]} too", "an id belongs to one entry")
            elif entry is not None:
                by_id[id], file_of[id] = entry, reading.file
        changes += sorted(reading.changes, key=lambda change: change.line)
        problems += sorted(reading.problems, key=lambda problem: problem.line)
    return Read(by_id, changes, problems)


def in_order(problems: Iterable[Problem], paths: Iterable[Path]) -> list[Problem]:
    """Problems by file, as the files were given, and by line."""
    order = {str(path): number for number, path in enumerate(paths)}
    return sorted(problems, key=lambda problem: (order[problem.file], problem.line))


def _rows(path: Path, reading: _Reading, label: Label | None) -> Iterator[Row]:
    lines = reading.lines(path.read_bytes())
    first_line, cells = next(lines, (1, []))
    header = [cell.strip().lower() for cell in cells]
    if not _check_header(header, first_line, reading, label):
        return
    for line, cells in lines:
        row = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if cell.strip()}
        if not (reading.is_broken and any(LOST in cell for cell in row.values())):  # told once, for the whole file
            yield Row(line, {"label": label.value} | row if label else row)


def _check_header(header: list[str], line: int, reading: Reading, label: Label | None) -> bool:
    needed = {"name"} if label else {"label", "name"}
    missing = sorted(needed - set(header))
    if missing:
        reading.report(
            line, f"the header is {','.join(header)!r}, without {' and '.join(missing)}", "begin: label,name"
        )
    for column in header:
        close = difflib.get_close_matches(column, COLUMNS, n=1, cutoff=0.8) if column not in COLUMNS else []
        if close:
            reading.report(line, f"column {column!r} is unknown", f"did you mean {close[0]!r}?")
    return not missing


def _sort_in(row: Row, reading: _Reading) -> None:
    """Check what every row must have, and put it with the other rows of its entry."""
    problems = list(row_problems(row.cells, sources=reading.sources))
    for found, cure in problems:
        reading.report(row.line, found, cure)
    if problems:
        return
    row.cells["label"] = row.cells["label"].upper()
    if row.is_removal:
        reading.changes.append(Change(reading.file, (row,)))
    else:
        reading.rows.setdefault(row_id(row.cells), []).append(row)


def _entry(id: str, rows: list[Row], reading: _Reading) -> Entry | None:
    """Make an entry of its rows; report and leave out the rows that do not fit.

    Rows without a canonical one are names for an entry of another gazetteer.
    """
    first = next((row for row in rows if row.kind is Kind.CANONICAL), None)
    if first is None:
        reading.changes.append(Change(reading.file, tuple(rows)))
        return None
    names = [first.name]
    for row in rows:
        if row is not first and _fits(id, row, first, names, reading):
            names.append(row.name)
    try:
        return Entry(id=id, label=first.label, names=tuple(names), **_attributes(first))  # type: ignore[arg-type]  # pydantic turns the strings into numbers
    except ValidationError as error:
        for detail in error.errors():
            found, cure = f"{'.'.join(map(str, detail['loc']))}: {detail['input']!r}", detail["msg"]
            if not detail["loc"]:  # a check of the whole entry says both
                found, _, cure = cure.removeprefix("Value error, ").partition("; ")
            reading.report(first.line, found, cure)
        return None


def _fits(id: str, row: Row, first: Row, names: list[Name], reading: Reading) -> bool:
    if row.label is not first.label:
        found = f"entry {id!r} is {first.label} on line {first.line} and {row.label} here"
        reading.report(row.line, found, "an entry has one label; give the other thing an id of its own")
    elif row.cells["name"] in {name.text for name in names}:
        reading.report(row.line, f"name {row.cells['name']!r} of entry {id!r} stands twice", "delete one of the rows")
    elif "id" not in row.cells:
        found = f"name {row.cells['name']!r} is the {first.cells['name']!r} of line {first.line} in another spelling"
        reading.report(row.line, found, "delete one of the rows; every spelling of a name is found")
    elif row.kind is Kind.CANONICAL:
        reading.report(
            row.line, f"entry {id!r} has a second canonical name {row.cells['name']!r}", "set kind to alias or weak"
        )
    else:
        return True
    return False


def _attributes(row: Row) -> dict[str, str]:
    cells = {column: row.cells[column] for column in ENTRY_COLUMNS if column in row.cells}
    for column in _NUMBERS:
        if column in cells:
            cells[column] = cells[column].replace(",", ".")  # spreadsheets in Europe write 35,33
    return cells


def _alone(change: Change) -> Problem:
    """What is wrong with a change where there is nothing to change."""
    if change.rows[0].is_removal:
        found, cure = "the row takes away what another gazetteer has", "delete it; there is none beside these files"
    else:
        id = row_id(change.rows[0].cells)
        found, cure = f"entry {id!r} has no canonical name", "set kind to canonical on its first row"
    return Problem(change.file, change.line, found, cure)
