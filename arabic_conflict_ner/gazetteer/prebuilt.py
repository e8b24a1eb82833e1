"""Entries and their names in one file that opens quickly, and is good only for what it was made of.

Its first line holds the digest of what it was made of, the size of each part, and a checksum. Then come the parts, line
by line: JSON, numbers, and forms in the code page of the normaliser. Nothing in it is code.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.names import Form, NameRef, Names
from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, REWRITES
from arabic_conflict_ner.text.normalize import NormalizedText

_VARIANTS = (AS_WRITTEN, *(done for done, _rewrite, _labels in REWRITES))
_NAME = ("text", "kind", "source", "designation", "trust")


class Entries(Mapping[str, Entry]):
    """Entries by id, in order. Each is made when it is first asked for, and is then the same for all who ask."""

    def __init__(self, ids: list[str], lines: list[bytes]) -> None:
        self._numbers = {id: number for number, id in enumerate(ids)}
        self._lines = lines
        self._made: dict[int, Entry] = {}

    def __getitem__(self, id: str) -> Entry:
        return self.at(self._numbers[id])

    def __contains__(self, id: object) -> bool:
        return id in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def at(self, number: int) -> Entry:
        """The entry that stands there."""
        entry = self._made.get(number)
        return self._made.setdefault(number, _entry(self._lines[number])) if entry is None else entry


class _Forms(dict[int, Form]):
    """Forms by number, each made when it is first asked for."""

    def __init__(self, entries: Entries, codes: list[bytes], refs: list[bytes]) -> None:
        super().__init__()
        self._entries = entries
        self._codes = codes
        self._refs = refs

    def __missing__(self, number: int) -> Form:
        refs = tuple(map(self._ref, self._refs[number].split()))
        text = NormalizedText("", self._codes[number], None, None).text
        return self.setdefault(number, Form(text, refs))

    def _ref(self, written: bytes) -> NameRef:
        number, name, variant = map(int, written.split(b"."))
        entry = self._entries.at(number)
        return NameRef(entry, entry.names[name], _VARIANTS[variant])


def read(path: Path, made_of: str) -> tuple[Entries, Names, int] | None:
    """The entries, names and digest of a file. None if it is not there, was made of anything else, or is damaged."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    end = data.find(b"\n")
    head, _, checksum = data[:end].rpartition(b" ")
    body = memoryview(data)[end + 1 :]
    if not head.startswith(made_of.encode()) or checksum != _checksum(head, body):
        return None
    sizes = map(int, head.split()[1:])
    return _opened(*_parts(body, sizes))


def _parts(body: memoryview, sizes: Iterable[int]) -> Iterator[list[bytes]]:
    """The lines of each part."""
    begin = 0
    for size in sizes:
        yield bytes(body[begin : begin + size]).split(b"\n")[:-1]
        begin += size


def _opened(
    whole: list[bytes],
    lines: list[bytes],
    codes: list[bytes],
    refs: list[bytes],
    heads: list[bytes],
    marked: list[bytes],
) -> tuple[Entries, Names, int]:
    total, ids = map(json.loads, whole)
    entries = Entries(ids, lines)
    numbers = {form: number for number, form in enumerate(codes)}
    following = {head: words for head, _, words in (line.partition(b",") for line in heads)}
    forms = _Forms(entries, codes, refs)
    return entries, Names(numbers, following, frozenset(marked), forms.__getitem__), total


def write(path: Path, made_of: str, entries: Mapping[str, Entry], names: Names, total: int) -> None:
    """Write the file for a digest; whoever reads it meanwhile gets the former one. Raises OSError."""
    parts = [b"".join(line + b"\n" for line in part) for part in _lines(entries, names, total)]
    head = " ".join([made_of, *(str(len(part)) for part in parts)]).encode()
    body = b"".join(parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as new:
        new.write_bytes(b"%b %b\n%b" % (head, _checksum(head, body), body))


def _lines(entries: Mapping[str, Entry], names: Names, total: int) -> Iterator[Iterable[bytes]]:
    """The lines of each part, as :func:`_opened` takes them."""
    numbers = {id: number for number, id in enumerate(entries)}
    yield [json.dumps(total).encode(), json.dumps(list(entries)).encode()]
    yield map(_line, entries.values())
    yield names.numbers
    forms = map(names.form, names.numbers.values())
    yield (b" ".join(_ref(ref, numbers) for ref in form.refs) for form in forms)
    yield (head + b"," + words for head, words in names.following.items())
    yield sorted(names.marked)


def _checksum(head: bytes, body: bytes | memoryview) -> bytes:
    return b"%08x" % zlib.crc32(body, zlib.crc32(head))


def _line(entry: Entry) -> bytes:
    fields = entry.model_dump(mode="json", exclude_unset=True)
    fields["names"] = [[getattr(name, field) for field in _NAME] for name in entry.names]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _entry(line: bytes) -> Entry:
    fields = json.loads(line)
    fields["names"] = [dict(zip(_NAME, name, strict=True)) for name in fields["names"]]
    return Entry.model_validate(fields)


def _ref(ref: NameRef, numbers: Mapping[str, int]) -> bytes:
    return b"%d.%d.%d" % (numbers[ref.entry.id], ref.entry.names.index(ref.name), _VARIANTS.index(ref.variant))
