"""Read documents from files for the command line: text files, JSONL, directories, standard input."""

import codecs
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner.errors import InputError

SUFFIXES = (".txt", ".jsonl")
_DAY = len("2024-12-08")  # what follows it is the time of day


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, and where it came from; `error` says why it has none."""

    source: str
    """The file, with the line for JSONL."""
    text: str
    id: str | None = None
    error: str | None = None
    date: str | None = None
    """Its day, as its file has it."""


def documents(paths: Iterable[Path], *, field: str = "text", date_field: str | None = None) -> Iterator[Document]:
    """The documents of files and folders, in order; ``-`` is standard input (a text, or JSONL if it begins with {).

    A text file is one document, a line of a JSONL file is one, its text in `field`, its id in "id", its
    day in `date_field`.

    Raises InputError where a path does not exist or a folder holds no document; what is wrong inside a file becomes a
    document with an `error`.
    """
    fields = _Fields(field, date_field)
    for path in paths:
        if str(path) == "-":
            yield from _from_bytes("-", sys.stdin.buffer.read(), fields, jsonl=None)
        elif path.is_dir():
            yield from _from_folder(path, fields)
        elif path.is_file():
            yield from _from_bytes(str(path), path.read_bytes(), fields, jsonl=path.suffix == ".jsonl")
        else:
            raise InputError(f"{path} does not exist; give files, folders, or - for standard input")


class _Fields(NamedTuple):
    """The fields of a JSONL line that are read."""

    text: str
    date: str | None


def _from_folder(folder: Path, fields: _Fields) -> Iterator[Document]:
    found = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not found:
        raise InputError(f"{folder} holds no document; its files are to end in {' or '.join(SUFFIXES)}")
    yield from documents(found, field=fields.text, date_field=fields.date)


def _from_bytes(name: str, data: bytes, fields: _Fields, *, jsonl: bool | None) -> Iterator[Document]:
    if jsonl is None:
        jsonl = data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    if not jsonl:
        yield _decode(name, data, 0)
        return
    offset = 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield _from_line(_decode(f"{name}:{number}", line, offset), fields)
        offset += len(line) + 1


def _decode(source: str, data: bytes, offset: int) -> Document:
    try:
        return Document(source, data.decode("utf-8").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    except UnicodeDecodeError as error:
        where = f"byte {offset + error.start} (0x{data[error.start]:02x})"
        return Document(
            source, "", error=f"{where} is not UTF-8; convert the file, e.g. iconv -f WINDOWS-1256 -t UTF-8"
        )


def _from_line(line: Document, fields: _Fields) -> Document:
    if line.error:
        return line
    try:
        record = json.loads(line.text)
    except json.JSONDecodeError as error:
        return Document(line.source, "", error=f"not JSON: {error}")
    if not isinstance(record, dict) or not isinstance(record.get(fields.text), str):
        keys = ", ".join(record) if isinstance(record, dict) else type(record).__name__
        return Document(line.source, "", error=f"no text in field {fields.text!r}, found: {keys}; name it with --field")
    id, day = record.get("id"), record.get(fields.date) if fields.date else None
    return Document(
        line.source,
        record[fields.text],
        id=None if id is None else str(id),
        date=None if day is None else str(day)[:_DAY],
    )
