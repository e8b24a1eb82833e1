"""CSV: one entity a row, for spreadsheets: UTF-8 with BOM, no cell that a spreadsheet would run as a formula."""

import csv
from typing import Any, TextIO

from arabic_conflict_ner.documents import Document
from arabic_conflict_ner.results import COLUMNS, Extraction

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvWriter:
    """Writes a header and one row an entity. A document that failed is a row with its error."""

    def __init__(self, out: TextIO) -> None:
        out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        self._rows = csv.DictWriter(out, ["document", "id", *COLUMNS, "error"], lineterminator="\n")
        self._rows.writeheader()

    def write(self, document: Document, extraction: Extraction) -> None:
        """Add a document's rows."""
        where = {"document": document.source, "id": document.id}
        if extraction.error:
            self._rows.writerow({key: safe(value) for key, value in (where | {"error": extraction.error}).items()})
        for record in extraction.to_records():
            self._rows.writerow({key: safe(value) for key, value in (where | record).items()})

    def close(self) -> None:
        """Nothing is held back."""


def safe(value: Any) -> Any:
    """A text that begins like a formula gets an apostrophe in front, as spreadsheets have it (OWASP, CSV injection)."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
