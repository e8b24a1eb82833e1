"""Puts records of several sources together: one `Place` for one real place, with its id and its parent.

Admin units are matched inside their parent, by folded name, by spelling or by sound. Settlements are matched
by GeoNames id; else by folded name, at most `NEAR` km apart and inside the same governorate. Never by name
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from _compile import Point, Speller, care, fold, km
from _region_sources import (
    ARTICLE,
    DROPPED,
    TOWN,
    Record,
    arabic_skeleton,
    ascii_name,
    latin_skeleton,
    likeness,
)  # fmt: skip

NEAR = 5.0
SOUNDS_SAME = 0.85
WRITTEN_SAME = 0.8


@dataclass(slots=True)
class Place:
    """One real place. `names` are (name, source), canonical first; `region` is its governorate's id."""

    id: str
    parent: str
    level: int
    type: str
    english: str
    region: str = ""
    point: Point | None = None
    names: list[tuple[str, str]] = field(default_factory=list)
    latin: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    population: int = 0
    kind: str = ""
    weak: bool = False
    weak_names: list[tuple[str, str]] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """The folded names."""
        return {fold(name) for name, _ in self.names}

    def absorb(self, record: Record) -> None:
        """Take over what `record` knows beyond this place; what is known already stays."""
        known = {name for name, _ in self.names}
        self.names += [(name, record.source) for name in record.names if name not in known]
        self.latin += record.latin
        self.english = self.english or record.english
        self.point = self.point or record.point
        self.population = max(self.population, record.population)
        self.kind = self.kind or record.kind
        for column in ("pcode", "geonames", "wof", "wikidata"):
            if value := getattr(record, column):
                self.attributes.setdefault(column, value)

    def spell_best(self, spell: Speller) -> None:
        """Let the canonical name be its best spelling: with hamzas, with the article where one was heard."""
        named = [(name, source) for name, source in self.names if fold(name) == fold(self.names[0][0])]
        article = self.names[0][0].startswith("ال") or any(ARTICLE.match(ascii_name(text)) for text in self.latin)

        def rank(named: tuple[str, str]) -> tuple[bool, bool, int, int, str]:
            name, source = named
            return (
                source == "curated",
                name.startswith("ال") == article,
                name.count(" "),
                care(spell(name)),
                name,
            )

        best = max(named, key=rank)
        self.names.remove(best)
        self.names.insert(0, best)


def sounds_same(place: Place, record: Record) -> bool:
    """Whether a record without a common Arabic name is the place by its romanised name (Ka'im, Al-Kaim)."""
    if place.names and likeness(place.names[0][0], record.latin) >= SOUNDS_SAME:
        return len(arabic_skeleton(place.names[0][0])) > 2
    skeletons = {latin_skeleton(text) for text in record.latin}
    return any(latin_skeleton(text) in skeletons for text in place.latin if len(latin_skeleton(text)) > 2)


class Admin:
    """The admin units of a country, found by the keys that sources use for them."""

    def __init__(self, iso2: str) -> None:
        self.country = f"place/{iso2.lower()}"
        self.places: dict[str, Place] = {}
        self.by_key: dict[str, str] = {}

    def add(self, record: Record, parent: str, type_: str) -> Place:
        """A new unit under the id `parent`."""
        id_ = f"{self.country}/{record.tail}"
        region = parent if record.level > 2 else (parent if record.level == 2 else id_)
        place = Place(id_, parent, record.level, type_, record.english, self.region_of(region) or id_)
        place.absorb(record)
        self.places[id_] = place
        self.know(record, place)
        return place

    def know(self, record: Record, place: Place) -> None:
        """Remember the keys under which other records speak of `place`."""
        own = record.region if record.level == 1 else ""
        for key in (record.pcode, record.wof, record.iso, own):
            if key:
                self.by_key.setdefault(key, place.id)

    def region_of(self, id_: str) -> str:
        """The id of the governorate that the unit `id_` lies in."""
        place = self.places.get(id_)
        return "" if place is None else place.id if place.level == 1 else place.region

    def find(self, record: Record, parent: str, level: int) -> Place | None:
        """The unit of `level` below `parent` (or anywhere in the country) that `record` speaks of."""
        below = [p for p in self.places.values() if p.level == level and parent in (p.parent, self.country)]
        keys = {fold(name) for name in record.names}
        same = [p for p in below if p.keys & keys]
        if len(same) == 1:
            return same[0]
        heard = [p for p in below if sounds_same(p, record)]
        return _closest(same or below, record) or (heard[0] if not same and len(heard) == 1 else None)

    def parent_of(self, record: Record) -> str:
        """The id of the smallest unit known to hold a settlement: county, else region, else the country."""
        return self.by_key.get(record.county) or self.by_key.get(record.region) or self.country


def _closest(places: list[Place], record: Record) -> Place | None:
    """The unit whose English name is written most alike; None where none is alike, or two are."""
    ranked = sorted(((_written(place, record), place.id, place) for place in places), reverse=True)[:2]
    if not ranked or ranked[0][0] < WRITTEN_SAME or (len(ranked) == 2 and ranked[0][0] - ranked[1][0] < 0.05):
        return None
    return ranked[0][2]


def _written(place: Place, record: Record) -> float:
    own, *_ = [ARTICLE.sub("", ascii_name(text)).lower() for text in (place.english, *place.latin)]
    names = (ARTICLE.sub("", ascii_name(text)).lower() for text in record.latin)
    return max((SequenceMatcher(None, own, name).ratio() for name in names if own), default=0.0)


class Settlements:
    """Towns and villages, found by GeoNames id, by name and neighbourhood, or by sound and neighbourhood."""

    def __init__(self, admin: Admin) -> None:
        self.admin = admin
        self.places: dict[str, Place] = {}
        self._by_geonames: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = {}
        self._by_cell: dict[tuple[int, int], list[Place]] = {}

    def put(self, record: Record) -> None:
        """Merge `record` into the place it tells of, or make a new place of it."""
        place = self._find(record)
        if place is None:
            if not record.names:
                return
            place = self._new(record)
        place.absorb(record)
        if not any(place is other for other in self._by_name.get(fold(place.names[0][0]), [])):
            self._by_name.setdefault(fold(place.names[0][0]), []).append(place)
        if record.geonames:
            self._by_geonames[record.geonames] = place

    def place_by_neighbours(self) -> None:
        """Give a place of unknown governorate that of its five nearest neighbours, where all five agree."""
        lost = [p for p in self.places.values() if p.parent == self.admin.country and p.point]
        found = {}
        for place in lost:
            around = [p for p in self._around(place.point) if p.region]
            nearest = sorted(around, key=lambda p: _apart(p.point, place.point))[:5]
            regions = {p.region for p in nearest}
            if len(nearest) == 5 and len(regions) == 1:
                found[place.id] = regions.pop()
        for id_, region in found.items():
            self.places[id_].parent = self.places[id_].region = region

    def _new(self, record: Record) -> Place:
        parent = self.admin.parent_of(record)
        tail = f"gn-{record.geonames}" if record.geonames else record.tail
        id_ = f"{self.admin.country}/{tail}"
        if id_ in self.places or id_ in self.admin.places:
            id_ = f"{self.admin.country}/{record.tail}"
        place = Place(id_, parent, TOWN, "village", record.english, self.admin.region_of(parent), record.point)
        self.places[id_] = place
        if record.point:
            self._by_cell.setdefault(_cell(record.point), []).append(place)
        return place

    def _find(self, record: Record) -> Place | None:
        if record.geonames in self._by_geonames:
            return self._by_geonames[record.geonames]
        if record.names:  # any name of a GeoNames town: its alternates come in no order
            names = record.names if record.source == "geonames" else record.names[:1]
            alike = (place for name in names for place in self._by_name.get(fold(name), []))
            near = self._near(record, alike, NEAR)
        else:
            near = self._near(record, self._around(record.point), NEAR / 2)
            near = (place for place in near if sounds_same(place, record))
        return min(near, key=lambda place: _distance(place, record), default=None)

    def _near(self, record: Record, places: Iterable[Place], limit: float) -> Iterator[Place]:
        region = self.admin.region_of(self.admin.parent_of(record))
        for place in places:
            same_region = not region or not place.region or region == place.region
            if same_region and _distance(place, record) <= limit:
                yield place

    def _around(self, point: Point | None) -> Iterator[Place]:
        if point is None:
            return
        row, column = _cell(point)
        for cell in ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            yield from self._by_cell.get(cell, [])

    def prefer_geonames_ids(self) -> None:
        """Call a place by its GeoNames id where a later record brought one."""
        for place in list(self.places.values()):
            id_ = f"{self.admin.country}/gn-{place.attributes.get('geonames', '')}"
            if not id_.endswith("-") and id_ not in self.places and id_ not in self.admin.places:
                del self.places[place.id]
                place.id = id_
                self.places[id_] = place

    def drop_neighbours_names(self) -> None:
        """Take from a place the aliases that are the canonical name of another within 2 × `NEAR` km."""
        for place in self.places.values():
            kept = [
                place.names[0],
                *(named for named in place.names[1:] if not self._belongs_near(place, named[0])),
            ]
            DROPPED["alias that is a neighbour's name"] += len(place.names) - len(kept)
            place.names = kept

    def _belongs_near(self, place: Place, name: str) -> bool:
        others = (other for other in self._by_name.get(fold(name), []) if other is not place)
        return any(fold(o.names[0][0]) == fold(name) and _apart(o.point, place.point) <= 2 * NEAR for o in others)


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] * 10), int(point[1] * 10)


def _distance(place: Place, record: Record) -> float:
    return _apart(place.point, record.point)


def _apart(a: Point | None, b: Point | None) -> float:
    return km(a, b) if a and b else float("inf")
