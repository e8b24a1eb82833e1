"""Tables from elsewhere: CSV files as any spreadsheet writes them, and .xlsx workbooks with their sheets."""

import csv
import datetime
import importlib
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.gazetteer.imports import archive
from arabic_conflict_ner.gazetteer.imports.imported import Imported, Place, Reason

_DELIMITERS = ",;\t"
_LINE_END = re.compile(r"\r\n|\r|\n")
_NAMED = re.compile(r"sep=([,;\t])", re.IGNORECASE).fullmatch
_MOST_LINES = 10  # of one row, where cells hold line breaks
_MOST_ROWS = 1_048_576  # of a sheet; a damaged workbook may claim any number
HEADER_WITHIN = 15  # lines or rows
_NOTHING = {"", "-", "n/a", "#n/a", "null", "<null>", "none", "nan"}
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file or sheet that are not empty, with their line numbers; cells are stripped."""

    file: str
    rows: Iterable[tuple[int, list[str]]]


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, without the mark; :data:`LOST` stands for bytes that are neither."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")


def lines(text: str) -> list[str]:
    """The lines of a text, without their ends."""
    return _LINE_END.split(text)


def tables(path: Path, imported: Imported) -> Iterator[Table]:
    """The tables of a file. What cannot be read is left out: rows, sheets, or all of it.

    Raises FileNotFoundError; ArabicConflictNerError where openpyxl is needed and not installed.
    """
    with path.open("rb") as file:
        begin, is_zip = file.peek(4)[:4], archive.is_zip(file)
    if is_zip:
        yield from _sheets(path, imported)
    elif begin == _OLD_WORKBOOK:
        found = "the file is an .xls workbook of before 2007"
        imported.leave_out(Reason.BROKEN, Place(str(path), 1), found, "save it as .xlsx or as «CSV UTF-8»")
    else:
        yield Table(str(path), _csv_rows(lines(decode(path.read_bytes())), str(path), imported))


def _csv_rows(text: list[str], file: str, imported: Imported) -> Iterator[tuple[int, list[str]]]:
    number = next((number for number, line in enumerate(text) if line.strip()), len(text))
    named = _NAMED(text[number].strip()) if number < len(text) else None
    number += named is not None
    # The widest of the first lines: titles, which have no cells, may stand above the header.
    header = max(text[number : number + HEADER_WITHIN], key=_marks, default="")
    delimiter = named[1] if named else max(_DELIMITERS, key=header.count)
    width = len(_split(header, delimiter) or [])
    while number < len(text):
        cells, taken = _row(text, number, delimiter, width)
        if cells is None or any(LOST in cell for cell in cells):
            _tell_broken(cells, Place(file, number + 1), text[number], imported)
        elif any(cells):
            yield number + 1, cells
        number += taken


def _marks(line: str) -> int:
    return max(map(line.count, _DELIMITERS))


def _tell_broken(cells: list[str] | None, place: Place, line: str, imported: Imported) -> None:
    why, cure = "its quotation marks are not closed", "close or delete them"
    if cells is not None:
        why = "it holds bytes that are not UTF-8"
        cure = "save the file as «CSV UTF-8» (an older spreadsheet writes Windows-1256)"
    imported.rows += 1
    imported.leave_out(Reason.BROKEN, place, f"the line begins {line[:30]!r}; {why}", cure)


def _row(text: list[str], number: int, delimiter: str, width: int) -> tuple[list[str] | None, int]:
    """The cells that begin on a line, and how many lines they take: one, unless a quoted cell goes on.

    A quotation mark that is never closed costs its own line at most.
    """
    if text[number].count('"') % 2 == 0:
        return _split(text[number], delimiter), 1
    for taken in range(2, min(_MOST_LINES, len(text) - number) + 1):
        whole = "\n".join(text[number : number + taken])
        if whole.count('"') % 2 == 0:
            cells = _split(whole, delimiter, strict=True)
            if cells is not None and len(cells) == width:
                return cells, taken
            break
    cells = _split(text[number], delimiter)
    return (cells if cells is not None and len(cells) == width else None), 1


def _split(row: str, delimiter: str, *, strict: bool = False) -> list[str] | None:
    reader = csv.reader(io.StringIO(row, newline=""), delimiter=delimiter, strict=strict)
    try:
        return [_cell(cell) for cell in next(reader, [])]
    except csv.Error:
        return None


def _sheets(path: Path, imported: Imported) -> list[Table]:
    """The sheets of a workbook; of a damaged one what stands before the damage."""
    openpyxl = _openpyxl(path)
    found: list[Table] = []
    try:
        with zipfile.ZipFile(path) as packed:
            archive.check_size(packed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl does not know do not matter here
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # other programs write wrong ones
                rows: list[tuple[int, list[str]]] = []
                found.append(Table(f"{path}/{sheet.title}", rows))
                rows.extend(_sheet_rows(sheet.iter_rows(values_only=True)))
            book.close()
    except Exception as error:  # openpyxl lets through whatever it stumbles over
        told = f"the workbook cannot be read to its end ({type(error).__name__}: {error})"
        imported.leave_out(Reason.BROKEN, Place(str(path), 1), told, "open and save it anew, as .xlsx or «CSV UTF-8»")
    return found


def _openpyxl(path: Path) -> ModuleType:
    try:
        return importlib.import_module("openpyxl")  # of the extra [xlsx]
    except ImportError:
        raise ArabicConflictNerError(
            f"{path} is a workbook, and openpyxl, which reads them, is not installed; "
            "pip install 'arabic_conflict_ner[xlsx]', or save the sheet as «CSV UTF-8»"
        ) from None


def _sheet_rows(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(islice(rows, _MOST_ROWS), start=1):
        cells = [_cell(_written(value)) for value in values]
        if any(cells):
            yield number, cells


def _written(value: object) -> str:
    """The value of a cell as CSV would have it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _cell(text: str) -> str:
    stripped = text.strip()
    return "" if stripped.lower() in _NOTHING else stripped
