"""What goes on a map and what beside it: the places and facilities of results, an entry each, with their sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeVar

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Entity, Extraction, GeoPrecision, Link
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import sentences

_AROUND = 160  # code points shown on each side of a name in a sentence that has no end
_EXACTEST = (GeoPrecision.EXACT, GeoPrecision.NEAR, GeoPrecision.REGION, None)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a place: the entity, and the span of its sentence."""

    extraction: Extraction
    entity: Entity
    start: int
    end: int
    title: str | None = None
    """Of the text, if it was given one."""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry that lies somewhere, and where it is named."""

    link: Link
    lat: float
    lon: float
    mentions: list[Mention] = field(default_factory=list)

    @property
    def label(self) -> Label:
        """PLACE or FACILITY."""
        return self.mentions[0].entity.label

    @property
    def precision(self) -> GeoPrecision | None:
        """The exactest of its mentions."""
        return min((mention.entity.geo_precision for mention in self.mentions), key=_EXACTEST.index)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A name that cannot be put on a map, and where it stands."""

    name: str
    why: str
    mentions: list[Mention] = field(default_factory=list)


_Named = TypeVar("_Named", Place, Unplaced)


def survey(extractions: Iterable[tuple[Extraction, str | None]]) -> tuple[list[Place], list[Unplaced]]:
    """The places and facilities of results with their titles: what lies somewhere, and what does not; oftenest first.

    What has no coordinates, or none that are on earth, is not placed; nor is what lies at 0, 0, where there is nothing
    but sea and where programs put what they do not know.
    """
    places: dict[tuple[str, float, float], Place] = {}
    unplaced: dict[tuple[str, str], Unplaced] = {}
    for extraction, title in extractions:
        for mention in _mentions(extraction, title):
            link = mention.entity.link
            if link and (point := _point(link)):
                places.setdefault((link.entry, *point), Place(link, *point)).mentions.append(mention)
            else:
                name, why = link.name if link else mention.entity.text, _why(mention.entity)
                unplaced.setdefault((name, why), Unplaced(name, why)).mentions.append(mention)
    return _oftenest(places.values()), _oftenest(unplaced.values())


def _oftenest(found: Iterable[_Named]) -> list[_Named]:
    return sorted(found, key=lambda one: -len(one.mentions))


def _point(link: Link) -> tuple[float, float] | None:
    lat, lon = link.lat, link.lon
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0) else None


def _why(entity: Entity) -> str:
    if entity.link:
        return "no coordinates"
    return f"{len(entity.candidates)} known of the name" if entity.candidates else "no entry of the name"


def _mentions(extraction: Extraction, title: str | None) -> Iterator[Mention]:
    entities = [entity for entity in extraction if entity.label in (Label.PLACE, Label.FACILITY)]
    spans = sentences(normalize(extraction.text)) if entities else []
    starts = [start for start, _ in spans]
    for entity in entities:
        sentence = spans[bisect_right(starts, entity.start) - 1]
        yield Mention(extraction, entity, *_around(extraction.text, entity, *sentence), title)


def _around(text: str, entity: Entity, start: int, end: int) -> tuple[int, int]:
    """The sentence of an entity, or of a very long one the words around it."""
    first, last = max(start, entity.start - _AROUND), min(max(end, entity.end), entity.end + _AROUND)
    if first > start:
        first = text.find(" ", first, entity.start) + 1 or first
    if last < end:
        last = max(text.rfind(" ", entity.end, last), entity.end) if " " in text[entity.end : last] else last
    return first, last
