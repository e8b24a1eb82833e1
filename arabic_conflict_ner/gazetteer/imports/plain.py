"""Lists of names in a text file: one name a line, or several between ، or ; with # before comments."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.imports.imported import Imported, LeftOut, Place, Reason
from arabic_conflict_ner.gazetteer.imports.names import tidy
from arabic_conflict_ner.gazetteer.imports.table import decode, lines
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import normalize

_SEPARATOR = re.compile(r"[،؛;,\t]")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_NUMBERING = re.compile(r"\s*[0-9٠-٩]+\s*[.)]\s+")
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


def read(
    paths: Iterable[Path], *, label: Label, source: str = "list", country: str | None = None, type: str | None = None
) -> tuple[list[Entry], list[LeftOut]]:
    """The names of text files, an entry each, and what was left out of them.

    In: `label`, and `country` and `type` if given, are those of every name.

    Raises FileNotFoundError.
    """
    imported = Imported(source)
    add(imported, paths, label=label, country=country, type=type)
    return imported.entries, imported.left_out


def add(
    imported: Imported, paths: Iterable[Path], *, label: Label, country: str | None = None, type: str | None = None
) -> None:
    """Put the names of text files with those imported so far. In, and raises: as :func:`read`."""
    for path in paths:
        for place, raw in _names(path, imported):
            name = tidy(raw)
            if name is None:
                found = f"{raw[:60]!r} is no name in Arabic letters"
                imported.leave_out(Reason.NOT_ARABIC, place, found, "write it in Arabic letters, # before a comment")
            else:
                # As the library names it where a file gives `label,name` alone.
                id = f"user/{label.lower()}/{normalize(name).text.replace(' ', '-')}"
                imported.add(id, label, [name], place, country=country, type=type)


def _names(path: Path, imported: Imported) -> Iterator[tuple[Place, str]]:
    """The names of a file as they are typed, without comments, numbers and empty lines."""
    data = path.read_bytes()
    if data.startswith(_BINARY):
        found = "the file is a workbook or document, no text"
        imported.leave_out(Reason.BROKEN, Place(str(path), 1), found, "save it as plain text, UTF-8")
        return
    for number, line in enumerate(lines(decode(data)), start=1):
        text = _COMMENT.sub("", line).strip()
        imported.rows += bool(text)
        if "\N{REPLACEMENT CHARACTER}" in text:
            found = "the line holds bytes that are not UTF-8"
            imported.leave_out(Reason.BROKEN, Place(str(path), number), found, "save the file as text in UTF-8")
            continue
        for part in _SEPARATOR.split(text):
            name = _NUMBERING.sub("", part, count=1).strip()
            if name:
                yield Place(str(path), number), name
