"""Admin units and populated places as OCHA publishes them (COD-AB, COD-PS): .xlsx or .csv. https://data.humdata.org

A row names a unit and those around it; each becomes one entry, by its P-code. What stands in no row of its own (a
governorate in a file of districts) is taken from the rows of what it holds.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.imports.columns import columns
from arabic_conflict_ner.gazetteer.imports.imported import Imported, LeftOut, Place, Reason
from arabic_conflict_ner.gazetteer.imports.table import HEADER_WITHIN, Table, tables
from arabic_conflict_ner.gazetteer.imports.units import Row, Units


def read(
    paths: Iterable[Path], *, source: str = "cod", country: str | None = None, type: str | None = None
) -> tuple[list[Entry], list[LeftOut]]:
    """The entries of OCHA's tables, and what was left out of them.

    In: `country`, for tables that name none (rows of another are left out); `type` of populated places that bear none
    (village unless given). Out: an entry for each unit with a name in Arabic letters; the first is canonical.

    Raises FileNotFoundError; ArabicConflictNerError where a workbook is given and openpyxl is not installed.
    """
    imported = Imported(source)
    add(imported, paths, country=country, type=type)
    return imported.entries, imported.left_out


def add(imported: Imported, paths: Iterable[Path], *, country: str | None = None, type: str | None = None) -> None:
    """Put the entries of OCHA's tables with those imported so far. In, and raises: as :func:`read`."""
    units = Units(imported, country=country, type=type or "village")
    for path in paths:
        for table in tables(path, imported):
            for row in _rows(table, imported):
                imported.rows += 1
                units.take(row)
    units.put()


def _rows(table: Table, imported: Imported) -> Iterator[Row]:
    """The rows below the header of a table, but for one of HXL tags (#adm1+name); none of a table without names."""
    rows = iter(table.rows)
    begin: list[str] = []
    for _, cells in islice(rows, HEADER_WITHIN):
        found = columns(cells)
        if found.named:
            break
        begin = begin or [cell for cell in cells if cell]
    else:
        told = f"no header has columns of names; the table begins {','.join(begin)[:60]!r}"
        cure = "allowed: ADM1_AR ADM1_PCODE, admin1Name_ar admin1Pcode, NAME_AR PCODE and their like"
        imported.leave_out(Reason.NO_COLUMNS, Place(table.file, 1), told, cure)
        return
    for line, cells in rows:
        if not all(cell.startswith("#") for cell in cells if cell):
            yield Row(found, cells, Place(table.file, line))
