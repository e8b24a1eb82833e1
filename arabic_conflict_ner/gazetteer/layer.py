"""Entries that were loaded together, and what they take away from the gazetteers before them."""

from collections.abc import Callable, Mapping, Set
from functools import cached_property
from types import MappingProxyType
from typing import Any

from arabic_conflict_ner.gazetteer import version
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.index import NameIndex
from arabic_conflict_ner.gazetteer.names import Names


class Layer:
    """Entries by id, and the index of their names, built when first used. Never changed; safe to share.

    In: `theirs`, names that are not the caller's, as pairs of an entry's id and the text; `gone`, ids of entries that
    are taken away from what comes before, each with the parent it had.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        theirs: Set[tuple[str, str]] = frozenset(),
        gone: Mapping[str, str | None] = MappingProxyType({}),
    ) -> None:
        self.entries = entries
        self.theirs = theirs
        self.gone = gone

    def __reduce__(self) -> tuple[Callable[..., "Layer"], tuple[Any, ...]]:
        return type(self), (self.entries, self.theirs, dict(self.gone))  # the index is quick to build

    def owns(self, id: str, name: str) -> bool:
        """Whether a name of an entry is the caller's."""
        return (id, name) not in self.theirs

    def digest(self, id: str) -> int:
        """The digest of an entry."""
        entry = self.entries[id]
        return version.digest(entry, [name.text for name in entry.names if self.owns(id, name.text)])

    @cached_property
    def total(self) -> int:
        """The sum of the digests of all entries."""
        return sum(map(self.digest, self.entries))

    @cached_property
    def index(self) -> NameIndex:
        """Finds the names."""
        return NameIndex(names=Names.of(self.entries.values(), own=True, theirs=self.theirs))


class Shipped(Layer):
    """Entries that come with the library: `load` gives them in every process."""

    def __init__(
        self, entries: Mapping[str, Entry], *, names: Names, total: int, load: Callable[[], "Shipped"]
    ) -> None:
        super().__init__(entries)
        self._load = load
        self.__dict__.update(index=NameIndex(names=names), total=total)

    def __reduce__(self) -> tuple[Callable[..., Layer], tuple[Any, ...]]:
        return self._load, ()

    def owns(self, id: str, name: str) -> bool:
        """No name of theirs is the caller's."""
        return False


def merged(*layers: Layer) -> Layer:
    """Layers as one, the uppermost last."""
    entries: dict[str, Entry] = {}
    theirs: set[tuple[str, str]] = set()
    gone: dict[str, str | None] = {}
    for layer in layers:
        entries = {id: entry for id, entry in entries.items() if id not in layer.gone} | dict(layer.entries)
        theirs = {name for name in theirs if name[0] not in layer.entries} | layer.theirs
        gone |= layer.gone
    return Layer(entries, frozenset(theirs), gone)
