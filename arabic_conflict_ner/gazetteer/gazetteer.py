"""Gazetteers: entries with ids, their names, and the union of several."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Self

from arabic_conflict_ner import resources
from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, Problem
from arabic_conflict_ner.gazetteer import builtin, files
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.index import Hit, NameIndex, NameRef, name_form
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import NormalizedText


class Gazetteer:
    """Entries by id, and their names ready to be found in texts. Immutable; ``a | b`` makes a new one.

    >>> mine = Gazetteer.from_entries([{"id": "x/1", "label": "PLACE", "names": [{"text": "تل النعام"}]}])
    >>> len(mine), mine.entry("x/1").name
    (1, 'تل النعام')
    """

    def __init__(self, layers: tuple["_Layer", ...], problems: tuple[Problem, ...] = ()) -> None:
        self._layers = layers
        self.problems = problems
        """What was left out of a file read with ``strict=False``."""

    @classmethod
    def builtin(cls) -> Self:
        """The gazetteers that ship with the library. Read once a process; later calls give the same entries."""
        return cls((_builtin(),))

    @classmethod
    def from_csv(cls, *paths: Path | str, strict: bool = True, label: Label | str | None = None) -> Self:
        """Read one or more CSV files; `label,name` is all that a file needs (gazetteers/README.md says the rest).

        In: `label`, for files without a label column; `strict=False` leaves bad rows out and lists them in `.problems`.

        Raises GazetteerError with file, line, value and cure of every bad row; FileNotFoundError; ValueError for an
        unknown label.
        """
        by_id, problems = files.read_all(map(Path, paths), label=Label(label) if label else None)
        if problems and strict:
            raise GazetteerError(problems)
        return cls((_Layer(by_id),), tuple(problems))

    @classmethod
    def from_entries(cls, entries: Iterable[Entry | dict[str, object]]) -> Self:
        """Entries, or dicts of their fields. Raises pydantic.ValidationError; ValueError for an id given twice."""
        by_id: dict[str, Entry] = {}
        for entry in map(Entry.model_validate, entries):
            if entry.id in by_id:
                raise ArabicConflictNerError(f"id {entry.id!r} is given twice; an id belongs to one entry")
            by_id[entry.id] = entry
        return cls((_Layer(by_id),))

    def __or__(self, other: "Gazetteer") -> "Gazetteer":
        """Both; where both have an id, the entry of the right one counts. The names of neither are indexed anew."""
        if not isinstance(other, Gazetteer):
            return NotImplemented
        return Gazetteer(self._layers + other._layers, self.problems + other.problems)

    def __len__(self) -> int:
        return len({id for layer in self._layers for id in layer.entries})

    def __iter__(self) -> Iterator[Entry]:
        return iter({id: entry for layer in self._layers for id, entry in layer.entries.items()}.values())

    def __contains__(self, id: object) -> bool:
        return any(id in layer.entries for layer in self._layers)

    def entry(self, id: str) -> Entry:
        """The entry with an id. Raises KeyError."""
        for layer in reversed(self._layers):
            if id in layer.entries:
                return layer.entries[id]
        raise KeyError(f"no entry {id!r} in this gazetteer")

    def search(self, name: str) -> list[NameRef]:
        """Every entry that may be written so, spelling variants included.

        >>> [ref.entry.id for ref in Gazetteer.builtin().search("ديرالزور")][0].startswith("place/sy/")
        True
        """
        form = name_form(name)
        return [ref for layer in self._layers for ref in layer.index.refs(form) if self._counts(layer, ref)]

    def find(self, normalized: NormalizedText) -> list[Hit]:
        """Every name in a text, overlapping ones too."""
        if len(self._layers) == 1:
            return self._layers[0].index.find(normalized)
        hits: list[Hit] = []
        for layer in self._layers:
            for hit in layer.index.find(normalized):
                refs = tuple(ref for ref in hit.refs if self._counts(layer, ref))
                if refs:
                    hits.append(Hit(hit.begin, hit.end, hit.chain, hit.form, refs))
        return hits

    def _counts(self, layer: "_Layer", ref: NameRef) -> bool:
        """False for an entry that a later layer overrides."""
        return len(self._layers) == 1 or self.entry(ref.entry.id) is layer.entries[ref.entry.id]

    def ancestors(self, entry: Entry) -> list[Entry]:
        """The parents of an entry, nearest first, as far as they are known."""
        chain: list[Entry] = []
        while entry.parent is not None and entry.parent in self and len(chain) < 10:
            entry = self.entry(entry.parent)
            chain.append(entry)
        return chain


class _Layer:
    """Entries that were loaded together, and the index of their names, built when first used."""

    def __init__(self, entries: Mapping[str, Entry], *, own: bool = True, index: NameIndex | None = None) -> None:
        self.entries = entries
        self.own = own
        """False for the built-in entries."""
        self._index = index

    def __reduce__(self) -> tuple[Callable[..., "_Layer"], tuple[object, ...]]:
        # The index is quick to build; the built-in entries are at hand everywhere.
        return (_Layer, (self.entries,)) if self.own else (_builtin, ())

    @property
    def index(self) -> NameIndex:
        if self._index is None:
            self._index = NameIndex(self.entries.values(), own=self.own)
        return self._index


@cache
def _builtin() -> _Layer:
    entries, names = builtin.load(resources.gazetteers(), cache=resources.cache())
    return _Layer(entries, own=False, index=NameIndex(names=names))
