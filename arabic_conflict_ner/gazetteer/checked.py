"""What a check looks at: the rows of gazetteer files, their entries, and the entries these are compared with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from arabic_conflict_ner.errors import Problem
from arabic_conflict_ner.gazetteer import changes, files
from arabic_conflict_ner.gazetteer.entry import Entry, Kind
from arabic_conflict_ner.gazetteer.layer import Layer
from arabic_conflict_ner.gazetteer.reading import Reading
from arabic_conflict_ner.gazetteer.row import is_removal, row_id
from arabic_conflict_ner.gazetteer.stack import Stack
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import normalize


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The row is left out, or says what cannot be."""
    WARNING = "warning"
    """The row is used as it is, but an editor should look at it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a file, and how bad it is."""

    problem: Problem
    severity: Severity = Severity.ERROR

    @property
    def is_warning(self) -> bool:
        """Whether the row is used as it is."""
        return self.severity is Severity.WARNING

    def __str__(self) -> str:
        mark = "warning: " if self.is_warning else ""
        return f"{self.problem.file}:{self.problem.line}: {mark}{self.problem.found}; {self.problem.cure}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file with its cells stripped, by column; `lost` holds the cells behind the last column."""

    file: str
    line: int
    id: str
    cells: dict[str, str]
    lost: tuple[str, ...] = ()

    @property
    def is_canonical(self) -> bool:
        """Whether the attributes of the entry stand here."""
        return self.cells.get("kind", Kind.CANONICAL).lower() == Kind.CANONICAL

    @property
    def is_removal(self) -> bool:
        """Whether it takes something away."""
        return is_removal(self.cells)

    @property
    def where(self) -> str:
        """File and line, as findings name them."""
        return f"{self.file}:{self.line}"

    def error(self, found: str, cure: str) -> Finding:
        """Something of this row that cannot be."""
        return Finding(Problem(self.file, self.line, found, cure))

    def warning(self, found: str, cure: str) -> Finding:
        """Something of this row that an editor should look at."""
        return Finding(Problem(self.file, self.line, found, cure), Severity.WARNING)


@dataclass(frozen=True)
class Checked:
    """The files under check, read once."""

    rows: list[Row]
    """Every row that can be read as CSV, the wrong ones too."""
    entries: dict[str, Entry]
    """What the reader makes of them."""
    known: dict[str, Entry] = field(default_factory=dict)
    """The entries that they are compared with, as the files leave them: those whose ids they have themselves, or take
    away, are not there."""

    replaced: dict[str, Entry] = field(default_factory=dict)
    """Those of them in whose place the files put another entry."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that a parent or group may name; an entry that was left out for another fault is one too."""
        return frozenset(row.id for row in self.rows if not row.is_removal) | self.known.keys()

    @cached_property
    def row_of(self) -> dict[tuple[str, str], Row]:
        """The row of a name, by entry id and name; of two the first."""
        found: dict[tuple[str, str], Row] = {}
        for row in self.rows:
            found.setdefault((row.id, row.cells.get("name", "")), row)
        return found

    @cached_property
    def canonicals(self) -> dict[tuple[str, Label], list[Entry]]:
        """The entries by the normalised form of their canonical name, and label."""
        found: dict[tuple[str, Label], list[Entry]] = {}
        for entry in (*self.entries.values(), *self.known.values()):
            found.setdefault((form(entry.name), entry.label), []).append(entry)
        return found

    def row(self, entry: Entry) -> Row:
        """The row of an entry's canonical name."""
        return self.row_of[entry.id, entry.name]

    def entry(self, id: str | None) -> Entry | None:
        """The entry of an id, from the files or from what they are compared with."""
        return None if id is None else self.entries.get(id) or self.known.get(id)

    def named(self, name: str) -> list[str]:
        """The ids of the entries whose canonical name this is."""
        return [entry.id for label in Label for entry in self.canonicals.get((form(name), label), ())]

    def country(self, entry: Entry) -> str | None:
        """The country of an entry, or of the nearest parent that has one."""
        current: Entry | None = entry
        for _ in range(10):  # parents may lead in a circle
            if current is None or current.country is not None:
                break
            current = self.entry(current.parent)
        return current.country if current else None


def form(name: str) -> str:
    """The normalised form of a name, its marks kept: «فتح - المجلس» and «فتح المجلس» are two names on purpose.

    >>> form("الرَّقة"), form("فتح - المجلس")
    ('الرقه', 'فتح - المجلس')
    """
    return normalize(name).text.strip()


def is_later(date: str, other: str) -> bool:
    """Whether a date is later than another, as far as both are given.

    >>> is_later("2016", "2015-10"), is_later("2015", "2015-10"), is_later("2015-11-02", "2015-11")
    (True, False, False)
    """
    shorter = min(len(date), len(other))
    return date[:shorter] > other[:shorter]


def read(
    paths: list[Path], *, sources: frozenset[str] | None, known: Mapping[str, Entry]
) -> tuple[Checked, list[Finding]]:
    """Read the files under check.

    In: `sources` as for :func:`files.read`; `known`: entries by id to compare with, which rows may change.
    Out: the files, and what the reader finds wrong with them.
    """
    read = files.read_changing(paths, sources=sources)
    layer, problems = changes.of_files(read, Stack((Layer(known),)))
    rows = [row for path in paths for row in _rows(path)]
    own = layer.gone.keys() | {row.id for row in rows if row.is_canonical}
    others = {id: entry for id, entry in {**known, **layer.entries}.items() if id not in own}
    entries = {id: layer.entries[id] for id in read.entries}
    replaced = {id: known[id] for id in read.entries if id in known}
    return Checked(rows, entries, others, replaced), [Finding(problem) for problem in (*read.problems, *problems)]


def _rows(path: Path) -> Iterator[Row]:
    """The rows of a file by the steps of the reader, with what it has no use for: lines, and cells without a column."""
    lines = Reading().lines(path.read_bytes())
    _, first = next(lines, (1, []))
    header = [cell.strip().lower() for cell in first]
    if not {"label", "name"} <= set(header):
        return  # the reader has told so and reads none of it
    for line, cells in lines:
        stripped = [cell.strip() for cell in cells]
        by_column = {column: cell for column, cell in zip(header, stripped, strict=False) if cell}
        lost = tuple(cell for cell in stripped[len(header) :] if cell)
        yield Row(str(path), line, row_id(by_column), by_column, lost)
