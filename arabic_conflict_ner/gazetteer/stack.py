"""Layers of entries on one another: of an id the uppermost counts, and nothing below is touched or indexed anew."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from arabic_conflict_ner.gazetteer import version
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.index import Hit, NameRef
from arabic_conflict_ner.gazetteer.layer import Layer
from arabic_conflict_ner.text.normalize import NormalizedText

_NOTHING: Mapping[str, Layer | None] = MappingProxyType({})


class Stack:
    """Layers, the lowest first. Never changed: :meth:`with_layer` gives another one.

    In: `holders`, by the ids that layers contend for, the one whose entry counts, None if it was taken away.
    """

    def __init__(self, layers: tuple[Layer, ...] = (), holders: Mapping[str, Layer | None] = _NOTHING) -> None:
        self.layers = layers
        self._holders = holders

    def __reduce__(self) -> tuple[type["Stack"], tuple[object, ...]]:
        return Stack, (self.layers, dict(self._holders))

    def with_layer(self, layer: Layer) -> "Stack":
        """The layers with one more on top, to which it is moved if it is one of them. Costs as much as that layer."""
        below = tuple(other for other in self.layers if other is not layer)
        holders = dict(self._holders)
        if below:
            known = [other.entries for other in below]
            holders |= {id: None for id in layer.gone if any(id in entries for entries in known)}
            holders |= {id: layer for id in layer.entries if id in holders or any(id in entries for entries in known)}
        return Stack((*below, layer), holders)

    def holder(self, id: str) -> Layer | None:
        """The layer whose entry counts for an id, if there is one."""
        if id in self._holders:
            return self._holders[id]
        return next((layer for layer in self.layers if id in layer.entries), None)

    def get(self, id: str | None) -> Entry | None:
        """The entry of an id, if there is one."""
        holder = None if id is None else self.holder(id)
        return holder.entries[id] if holder and id else None

    def entries(self) -> Iterator[Entry]:
        """The entries that count."""
        for layer in self.layers:
            for id, entry in layer.entries.items():
                if self._holders.get(id, layer) is layer:
                    yield entry

    def __len__(self) -> int:
        return sum(self._holders.get(id, layer) is layer for layer in self.layers for id in layer.entries)

    def refs(self, form: str) -> list[NameRef]:
        """The names that may be written so."""
        return [ref for layer in self.layers for ref in self._counted(layer, layer.index.refs(form))]

    def find(self, normalized: NormalizedText) -> list[Hit]:
        """Every name in a text, overlapping ones too."""
        return list(chain.from_iterable(self._hits(layer, normalized) for layer in self.layers if layer.entries))

    def _hits(self, layer: Layer, normalized: NormalizedText) -> Iterable[Hit]:
        """The hits of a layer, without the names of entries that do not count."""
        hits = layer.index.find(normalized)
        if not self._holders:
            return hits
        counted = ((hit, self._counted(layer, hit.refs)) for hit in hits)
        return (hit if refs is hit.refs else hit._replace(refs=refs) for hit, refs in counted if refs)

    def _counted(self, layer: Layer, refs: tuple[NameRef, ...]) -> tuple[NameRef, ...]:
        """Those names of a layer whose entry counts."""
        if all(ref.entry.id not in self._holders for ref in refs):
            return refs
        return tuple(ref for ref in refs if self._holders.get(ref.entry.id, layer) is layer)

    def parent(self, entry: Entry) -> Entry | None:
        """What an entry lies in, if it is there; what lay in an entry that was taken away lies in that one's parent."""
        id = entry.parent
        for _ in range(len(self._holders) + 1):
            if id is None or self.holder(id) or id not in self._holders:
                break
            id = self._former_parent(id)
        return self.get(id)

    def _former_parent(self, id: str) -> str | None:
        return next((layer.gone[id] for layer in reversed(self.layers) if id in layer.gone), None)

    @cached_property
    def version(self) -> str:
        """What tells these entries from others: see :mod:`version`."""
        total = sum(layer.total for layer in self.layers)
        for id, holder in self._holders.items():
            total -= sum(layer.digest(id) for layer in self.layers if id in layer.entries and layer is not holder)
        return version.written(total)
