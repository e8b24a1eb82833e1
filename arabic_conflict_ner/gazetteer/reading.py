"""A CSV file as spreadsheets write it: its lines as cells, and everything wrong with it so far."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from arabic_conflict_ner.errors import Problem

LOST = "\N{REPLACEMENT CHARACTER}"
"""Stands for bytes that could not be decoded."""
SEP_LINE = re.compile(r"\s*sep=([,;\t])[^\n]*\n", re.IGNORECASE)
"""The line in which some spreadsheets name the delimiter: sep=;"""
_DELIMITERS = ",;\t"
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(slots=True)
class Reading:
    """A file while it is read. In: its name, as problems are to give it."""

    file: str = ""
    problems: list[Problem] = field(default_factory=list)
    is_broken: bool = False
    """Whether bytes of the file could not be decoded."""

    def report(self, line: int, found: str, cure: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(self.file, line, found, cure))

    def lines(self, content: bytes | str) -> Iterator[tuple[int, list[str]]]:
        """The lines that are not empty, as cells, with the number of the line on which each begins.

        In: what the file holds: UTF-8, or UTF-16 with BOM; comma, semicolon or tab between cells. Bytes that are not,
        and lines that are no CSV, become problems.
        """
        text = self._decode(content) if isinstance(content, bytes) else content
        named = SEP_LINE.match(text)
        body = "\n" + text[named.end() :] if named else text
        rows = csv.reader(io.StringIO(body, newline=""), delimiter=named[1] if named else delimiter(text), strict=True)
        while True:
            line = rows.line_num + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                self.report(line, f"the line cannot be read as CSV ({error})", "check its quotation marks")
                continue
            if any(cell.strip() for cell in cells):
                yield line, cells

    def _decode(self, data: bytes) -> str:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        try:
            return data.decode(encoding).removeprefix(_BOM)
        except UnicodeDecodeError as error:
            self.is_broken = True
            line = data.count(b"\n", 0, error.start) + 1
            self.report(
                line,
                f"byte {error.start} (0x{data[error.start]:02x}) is not UTF-8",
                "save the file as «CSV UTF-8» (an older spreadsheet writes Windows-1256)",
            )
            return data.decode(encoding, errors="replace").removeprefix(_BOM)


def delimiter(text: str) -> str:
    r"""What stands between the cells: the mark that the header has most of.

    >>> delimiter("label;name\nPLACE;دير, الزور")
    ';'
    """
    header = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=header.count)
