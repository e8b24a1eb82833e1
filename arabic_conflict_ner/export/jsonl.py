"""JSON lines: one document a line, with its text, entities, links and evidence."""

import json
from typing import TextIO

from arabic_conflict_ner.documents import Document
from arabic_conflict_ner.results import Extraction


class JsonlWriter:
    """Writes one line a document, as soon as it comes."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, document: Document, extraction: Extraction) -> None:
        """Add a document."""
        record = {"source": document.source, "id": document.id, **extraction.model_dump(mode="json")}
        self._out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Nothing is held back."""
