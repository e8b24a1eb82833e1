"""A CSV file as it is written: its delimiter, line ends, quotation marks and columns of its own outlive an edit."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner.errors import GazetteerError
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.reading import SEP_LINE, delimiter
from arabic_conflict_ner.gazetteer.row import COLUMNS, NAME_COLUMNS

_ENCODINGS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNSAID = {"kind": "canonical", "source": "user"}
"""What a file without the column says of its rows."""


class Record(NamedTuple):
    """A row as it is written, its line end included, and its cells."""

    raw: str
    cells: list[str]

    @property
    def is_filled(self) -> bool:
        """Whether any cell holds anything."""
        return any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file as it is written."""

    bom: bytes
    encoding: str
    lead: str
    """The line that names the delimiter (sep=;), if there is one."""
    delimiter: str
    line_end: str
    records: tuple[Record, ...]

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """An empty one if there is no file. Raises GazetteerError where it is no UTF-8 or no CSV."""
        data = path.read_bytes() if path.exists() else b""
        bom, encoding = next((known for known in _ENCODINGS if data.startswith(known[0])), (b"", "utf-8"))
        try:
            text = data.removeprefix(bom).decode(encoding)
            named = SEP_LINE.match(text)
            lead = named[0] if named else ""
            mark = named[1] if named else delimiter(text)
            records = tuple(_records(text[len(lead) :], mark))
        except (UnicodeDecodeError, csv.Error):
            raise GazetteerError(files.read_all([path])[1]) from None
        sheet = cls(bom, encoding, lead, mark, _line_end(text), records)
        if sheet.header and not {"label", "name"} <= set(sheet.header):
            raise GazetteerError(files.read_all([path])[1])
        return sheet

    @property
    def header(self) -> list[str]:
        """The columns; none in an empty file."""
        return [cell.strip().lower() for cell in next((r.cells for r in self.records if r.is_filled), [])]

    def with_rows(self, rows: Sequence[Mapping[str, str]]) -> tuple[str, int]:
        """The text with the rows of an entry added, and the line of the first: behind its other rows, or at the end."""
        said = {column for row in rows for column, cell in row.items() if cell != _UNSAID.get(column)}
        columns, records = self.header, list(self.records)
        if not columns:
            columns = [column for column in COLUMNS if column in said or column in NAME_COLUMNS]
            records.append(self._record(columns))
        elif new := [column for column in COLUMNS if column in said and column not in columns]:
            width = max(len(record.cells) for record in records)
            columns = [*columns, *[""] * (width - len(columns)), *new]
            records = [self._widened(record, columns, width) for record in records]
        position = _behind(records, columns, rows[0]["id"])
        before = self.lead + "".join(record.raw for record in records[:position])
        before += self.line_end if before and not before.endswith(("\n", "\r")) else ""
        added = [self._record([row.get(column) or _UNSAID.get(column, "") for column in columns]) for row in rows]
        text = "".join(record.raw for record in (*added, *records[position:]))
        return before + text, len(io.StringIO(before, newline="").readlines()) + 1

    def _record(self, cells: list[str]) -> "Record":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end).writerow(cells)
        return Record(out.getvalue(), cells)

    def _widened(self, record: "Record", columns: list[str], width: int) -> "Record":
        """A row with the new columns, which begin behind the widest row: a cell too many is not to fall into one."""
        if not record.cells:
            return record
        is_header = [cell.strip().lower() for cell in record.cells] == self.header
        extra = columns[len(record.cells) :] if is_header else [""] * (len(columns) - len(record.cells))
        body = record.raw.rstrip("\r\n")
        raw = self.delimiter.join([body, *extra]) + record.raw[len(body) :]
        return Record(raw, [*record.cells, *extra])


def _records(text: str, delimiter: str) -> Iterator[Record]:
    lines = io.StringIO(text, newline="").readlines()
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    done = 0
    for cells in rows:
        yield Record("".join(lines[done : rows.line_num]), cells)
        done = rows.line_num


def _behind(records: Sequence[Record], columns: Sequence[str], id: str) -> int:
    """Where a row of an entry goes: behind the last one that has its id, else behind the last one that has anything."""
    column = columns.index("id")
    own = [number for number, record in enumerate(records) if id in record.cells[column : column + 1]]
    return (own or [number for number, record in enumerate(records) if record.is_filled])[-1] + 1


def _line_end(text: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
