"""Gazetteers: entries with ids, their names, the union of several, and what is left of one without some of them."""

from collections.abc import Iterable, Iterator
from functools import cache, reduce
from pathlib import Path
from typing import Self

from arabic_conflict_ner import resources
from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, Problem
from arabic_conflict_ner.gazetteer import builtin, changes, files
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.index import Hit, NameRef, name_form
from arabic_conflict_ner.gazetteer.layer import Layer, Shipped
from arabic_conflict_ner.gazetteer.stack import Stack
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import NormalizedText

_HIGHEST = 10  # parents may lead in a circle


class Gazetteer:
    """Entries by id, and their names ready to be found in texts. Immutable; ``a | b`` makes a new one.

    >>> mine = Gazetteer.from_entries([{"id": "x/1", "label": "PLACE", "names": [{"text": "تل النعام"}]}])
    >>> len(mine), mine.entry("x/1").name
    (1, 'تل النعام')
    """

    def __init__(self, stack: Stack, problems: tuple[Problem, ...] = ()) -> None:
        self.stack = stack
        """The layers that it is made of."""
        self.problems = problems
        """What was left out of a file read with ``strict=False``."""

    @classmethod
    def builtin(cls) -> Self:
        """The gazetteers that ship with the library. Read once a process; later calls give the same entries."""
        return cls(Stack((_builtin(),)))

    @classmethod
    def osm(cls) -> Self:
        """What OpenStreetMap has more of Libya and Sudan: some 1,500 places, and names of built-in ones.

        For ``Gazetteer.builtin() | Gazetteer.osm()``. It is under the ODbL: whoever shares a database that is made from
        it, such as a table of all that it finds, shares that under the ODbL too (gazetteers/README.md).
        """
        return cls(Stack((_osm(),)))

    @classmethod
    def from_csv(
        cls,
        *paths: Path | str,
        strict: bool = True,
        label: Label | str | None = None,
        changing: "Gazetteer | None" = None,
    ) -> Self:
        """Read one or more CSV files; `label,name` is all that a file needs (gazetteers/README.md says the rest).

        In: `label`, for files without a label column; `strict=False` leaves bad rows out and lists them in `.problems`;
        `changing`, the gazetteer whose entries rows may add names to or remove, the built-in one unless given. They
        change it only where it is united with these, ``changing | mine``.

        Raises GazetteerError with file, line, value and cure of every bad row; FileNotFoundError; ValueError for an
        unknown label.
        """
        given = list(map(Path, paths))
        read = files.read_changing(given, label=Label(label) if label else None)
        layer, problems = Layer(read.entries), read.problems
        if read.changes:
            base = cls.builtin() if changing is None else changing
            layer, more = changes.of_files(read, base.stack)
            problems = files.in_order([*problems, *more], given)
        if problems and strict:
            raise GazetteerError(problems)
        return cls(Stack((layer,)), tuple(problems))

    @classmethod
    def from_entries(cls, entries: Iterable[Entry | dict[str, object]]) -> Self:
        """Entries, or dicts of their fields. Raises pydantic.ValidationError; ValueError for an id given twice."""
        by_id: dict[str, Entry] = {}
        for entry in map(Entry.model_validate, entries):
            if entry.id in by_id:
                raise ArabicConflictNerError(f"id {entry.id!r} is given twice; an id belongs to one entry")
            by_id[entry.id] = entry
        return cls(Stack((Layer(by_id),)))

    def __or__(self, other: "Gazetteer") -> "Gazetteer":
        """Both; where both have an id, the entry of the right one counts. The names of neither are indexed anew."""
        if not isinstance(other, Gazetteer):
            return NotImplemented
        stack = reduce(Stack.with_layer, other.stack.layers, self.stack)
        return Gazetteer(stack, self.problems + other.problems)

    def without(self, *ids: str, name: str | None = None) -> "Gazetteer":
        """All but the entries with some ids; with `name` all but that name of theirs, of all entries if no id is given.

        A name goes in every spelling that it is found in, and the entry with its last name. What lay in a removed entry
        lies in what that one lay in. Costs milliseconds, and changes nothing here: a new gazetteer comes out.

        Raises ArabicConflictNerError for an id or a name that is not there.

        >>> mine = Gazetteer.from_entries([{"id": "x/1", "label": "PLACE", "names": [{"text": "تل النعام"}]}])
        >>> len(mine.without("x/1")), mine.without(name="تلالنعام").search("تل النعام")
        (0, [])
        """
        made = changes.Changes(self.stack)
        for id in ids:
            if name is None:
                made.remove(id)
            else:
                made.remove_name(id, name)
        if name is not None and not ids:
            made.remove_everywhere(name)
        return Gazetteer(self.stack.with_layer(made.layer()), self.problems)

    @property
    def version(self) -> str:
        """Sixteen hexadecimal digits that tell what it holds: every entry, name and attribute, and whose they are.

        The same for the same content, in whatever files, order and steps it was put together; any change changes it.
        """
        return self.stack.version

    def __len__(self) -> int:
        return len(self.stack)

    def __iter__(self) -> Iterator[Entry]:
        return self.stack.entries()

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self.stack.holder(id) is not None

    def entry(self, id: str) -> Entry:
        """The entry with an id. Raises KeyError."""
        entry = self.stack.get(id)
        if entry is None:
            raise KeyError(f"no entry {id!r} in this gazetteer")
        return entry

    def search(self, name: str) -> list[NameRef]:
        """Every entry that may be written so, spelling variants included.

        >>> [ref.entry.id for ref in Gazetteer.builtin().search("ديرالزور")][0].startswith("place/sy/")
        True
        """
        return self.stack.refs(name_form(name))

    def find(self, normalized: NormalizedText) -> list[Hit]:
        """Every name in a text, overlapping ones too."""
        return self.stack.find(normalized)

    def ancestors(self, entry: Entry) -> list[Entry]:
        """The parents of an entry, nearest first, as far as they are known."""
        chain: list[Entry] = []
        while len(chain) < _HIGHEST and (parent := self.stack.parent(entry)) is not None:
            chain.append(entry := parent)
        return chain


@cache
def _osm() -> Shipped:
    entries, names, total = builtin.load_odbl(resources.gazetteers(), Stack((_builtin(),)))
    return Shipped(entries, names=names, total=total, load=_osm)


@cache
def _builtin() -> Shipped:
    entries, names, total = builtin.load(resources.gazetteers(), cache=resources.cache())
    return Shipped(entries, names=names, total=total, load=_builtin)
