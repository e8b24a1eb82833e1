"""Read gazetteer CSV files: one reader for the built-in ones and for those of users."""

import csv
import difflib
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from arabic_conflict_ner.errors import GazetteerError, Problem
from arabic_conflict_ner.gazetteer.entry import Designation, Entry, Kind, Name, Trust
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import LETTER_CODES, UNKNOWN, normalize

NAME_COLUMNS = ("label", "id", "kind", "name", "source")
ENTRY_COLUMNS = (
    *("english", "country", "type", "parent", "lat", "lon", "pcode", "geonames", "wof", "wikidata", "population"),
    *("role", "group", "theatre", "valid_from", "valid_to"),
)
COLUMNS = (
    *(*NAME_COLUMNS, *ENTRY_COLUMNS[:13]),
    *("theatre", "designation", "valid_from", "valid_to", "trust"),
)
"""Every column of a gazetteer file, in the order that the built-in files keep."""

_DELIMITERS = ",;\t"
_SEP_LINE = re.compile(r"\s*sep=([,;\t])[^\n]*\n", re.IGNORECASE)
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_LOST = "\N{REPLACEMENT CHARACTER}"
_ALLOWED = {"kind": tuple(Kind), "designation": tuple(Designation), "trust": tuple(Trust)}
_NUMBERS = ("lat", "lon")


@dataclass(slots=True)
class _Row:
    """A line of a file with its cells stripped, by column."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class _Reading:
    """What a file gave so far: rows by entry id, and everything wrong with it."""

    file: str
    sources: frozenset[str] | None
    rows: dict[str, list[_Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    """Whether bytes of the file could not be decoded; U+FFFD stands for them."""

    def report(self, line: int, found: str, cure: str) -> None:
        self.problems.append(Problem(self.file, line, found, cure))


def read(
    path: Path, *, strict: bool = True, sources: frozenset[str] | None = None, label: Label | None = None
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
    paths: Iterable[Path], *, sources: frozenset[str] | None = None, label: Label | None = None
) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries of several files by id, and all problems; of an id in two files the first counts.

    In, and raises: as :func:`read` without `strict`.
    """
    by_id: dict[str, Entry] = {}
    file_of: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        reading = _Reading(str(path), sources)
        for row in _rows(path, reading, label):
            _sort_in(row, reading)
        for id, rows in reading.rows.items():
            entry = _entry(id, rows, reading)
            if entry is not None and id in by_id:
                reading.report(rows[0].line, f"id {id!r} stands in {file_of[id]} too", "an id belongs to one entry")
            elif entry is not None:
                by_id[id], file_of[id] = entry, reading.file
        problems += sorted(reading.problems, key=lambda problem: problem.line)
    return by_id, problems


def _rows(path: Path, reading: _Reading, label: Label | None) -> Iterator[_Row]:
    records = _records(_decode(path.read_bytes(), reading), reading)
    first_line, cells = next(records, (1, []))
    header = [cell.strip().lower() for cell in cells]
    if not _check_header(header, first_line, reading, label):
        return
    for line, cells in records:
        row = {column: cell.strip() for column, cell in zip(header, cells, strict=False) if cell.strip()}
        if not (reading.broken and any(_LOST in cell for cell in row.values())):  # told once, for the whole file
            yield _Row(line, {"label": label.value} | row if label else row)


def _records(text: str, reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file that are not empty, as cells, with the number of the line on which each begins."""
    named = _SEP_LINE.match(text)  # some spreadsheets name the delimiter in a line of its own: sep=;
    body = "\n" + text[named.end() :] if named else text
    lines = csv.reader(io.StringIO(body, newline=""), delimiter=named[1] if named else _delimiter(text), strict=True)
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            reading.report(line, f"the line cannot be read as CSV ({error})", "check its quotation marks")
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _decode(data: bytes, reading: _Reading) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return data.decode(encoding).removeprefix(_BOM)
    except UnicodeDecodeError as error:
        reading.broken = True
        line = data.count(b"\n", 0, error.start) + 1
        reading.report(
            line,
            f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8",
            "save the file as «CSV UTF-8» (an older spreadsheet writes Windows-1256)",
        )
        return data.decode(encoding, errors="replace").removeprefix(_BOM)


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _check_header(header: list[str], line: int, reading: _Reading, label: Label | None) -> bool:
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


def _sort_in(row: _Row, reading: _Reading) -> None:
    """Check what every row must have, and put it with the other rows of its entry."""
    problems = list(_row_problems(row, reading))
    for found, cure in problems:
        reading.report(row.line, found, cure)
    if not problems:
        cells = row.cells
        cells["label"] = cells["label"].upper()
        reading.rows.setdefault(row_id(cells), []).append(row)


def row_id(cells: dict[str, str]) -> str:
    """The id of a row by its cells: one is made of label and name where none is given."""
    made = f"user/{cells.get('label', '').lower()}/{normalize(cells.get('name', '')).text.replace(' ', '-')}"
    return cells.get("id") or made


def _row_problems(row: _Row, reading: _Reading) -> Iterator[tuple[str, str]]:
    cells = row.cells
    if cells.get("label", "").upper() not in Label.__members__:
        yield f"label {cells.get('label', '')!r} is unknown", f"allowed: {' '.join(Label)}"
    if "name" not in cells:
        yield "the name is empty", "fill it in or delete the row"
    else:
        yield from _name_problems(cells["name"])
    for column, allowed in _ALLOWED.items():
        if column in cells and cells[column].lower() not in allowed:
            yield f"{column} {cells[column]!r} is unknown", f"allowed: {' '.join(allowed)}"
    if reading.sources is not None and cells.get("source") not in reading.sources:
        yield f"source {cells.get('source', '')!r} is unknown", "give it a table in sources.toml"


def _name_problems(name: str) -> Iterator[tuple[str, str]]:
    codes = normalize(name).codes
    if b"\n" in codes:
        yield f"name {name!r} holds a line break", "write it on one line; check the quotation marks"
    elif UNKNOWN in codes:
        yield f"name {name!r} has a letter that no Arabic text would hold", "write it in Arabic letters"
    elif LETTER_CODES.isdisjoint(codes):
        yield f"name {name!r} has no letter", "write the name in Arabic letters"


def _entry(id: str, rows: list[_Row], reading: _Reading) -> Entry | None:
    """Make an entry of its rows; report and leave out the rows that do not fit."""
    first = next((row for row in rows if _kind(row) is Kind.CANONICAL), None)
    if first is None:
        reading.report(rows[0].line, f"entry {id!r} has no canonical name", "set kind to canonical on its first row")
        return None
    names = [_name(first)]
    for row in rows:
        if row is not first and _fits(id, row, first, names, reading):
            names.append(_name(row))
    try:
        return Entry(id=id, label=Label(first.cells["label"]), names=tuple(names), **_attributes(first))  # type: ignore[arg-type]  # pydantic turns the strings into numbers
    except ValidationError as error:
        for detail in error.errors():
            found, cure = f"{'.'.join(map(str, detail['loc']))}: {detail['input']!r}", detail["msg"]
            if not detail["loc"]:  # a check of the whole entry says both
                found, _, cure = cure.removeprefix("Value error, ").partition("; ")
            reading.report(first.line, found, cure)
        return None


def _fits(id: str, row: _Row, first: _Row, names: list[Name], reading: _Reading) -> bool:
    if row.cells["label"] != first.cells["label"]:
        found = f"entry {id!r} is {first.cells['label']} on line {first.line} and {row.cells['label']} here"
        reading.report(row.line, found, "an entry has one label; give the other thing an id of its own")
    elif row.cells["name"] in {name.text for name in names}:
        reading.report(row.line, f"name {row.cells['name']!r} of entry {id!r} stands twice", "delete one of the rows")
    elif "id" not in row.cells:
        found = f"name {row.cells['name']!r} is the {first.cells['name']!r} of line {first.line} in another spelling"
        reading.report(row.line, found, "delete one of the rows; every spelling of a name is found")
    elif _kind(row) is Kind.CANONICAL:
        reading.report(
            row.line, f"entry {id!r} has a second canonical name {row.cells['name']!r}", "set kind to alias or weak"
        )
    else:
        return True
    return False


def _kind(row: _Row) -> Kind:
    return Kind(row.cells["kind"].lower()) if "kind" in row.cells else Kind.CANONICAL


def _name(row: _Row) -> Name:
    cells = row.cells
    return Name(
        text=cells["name"],
        kind=_kind(row),
        source=cells.get("source", "user"),
        designation=Designation(cells.get("designation", "neutral").lower()),
        trust=Trust(cells["trust"].lower()) if "trust" in cells else None,
    )


def _attributes(row: _Row) -> dict[str, str]:
    cells = {column: row.cells[column] for column in ENTRY_COLUMNS if column in row.cells}
    for column in _NUMBERS:
        if column in cells:
            cells[column] = cells[column].replace(",", ".")  # spreadsheets in Europe write 35,33
    return cells
