"""Which places of OpenStreetMap the gazetteers have already: by folded name or sound, distance and governorate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from _compile import Point, fold, km
from _osm_sources import LIKE, Spot
from _region_merge import NEAR, SOUNDS_SAME
from _region_sources import arabic_skeleton, latin_skeleton, likeness, read_csv, read_wof

from arabic_conflict_ner import Label
from arabic_conflict_ner.gazetteer.names import name_form
from arabic_conflict_ner.gazetteer.variants import variants

UNITS = frozenset(("country", "region", "governorate", "district", "subdistrict"))
NEIGHBOURS, REACH = 5, 60.0  # km
T = TypeVar("T")


@dataclass(slots=True)
class Known:
    """A settlement that stands in the gazetteers; `region` is the id of its governorate."""

    id: str
    names: list[str]
    english: str
    point: Point | None
    region: str = ""
    new: list[tuple[str, str]] = field(default_factory=list)
    """Names that it had not, with their sources."""

    @property
    def keys(self) -> set[str]:
        """The folded names."""
        return {fold(name) for name in (*self.names, *(name for name, _ in self.new))}


class Country:
    """The settlements that are known, those abroad too, and what is known of where a country's governorates lie."""

    def __init__(self, iso2: str, places: Path, sources: Path) -> None:
        self.id = f"place/{iso2.lower()}"
        rows = [row for path in sorted(places.rglob("*.csv")) for row in read_csv(path)]
        self._entries = {row["id"]: row for row in rows if row["kind"] == "canonical" and row["label"] == "PLACE"}
        self._by_name: dict[str, list[Known]] = {}
        self._by_cell: dict[tuple[int, int], list[Known]] = {}
        self._marks: dict[tuple[int, int], list[tuple[Point, str]]] = {}
        for known in self._settlements(rows):
            self.add(known)
        self._mark_wof(sources, iso2)

    def add(self, known: Known) -> None:
        """Know one more settlement."""
        for key in known.keys:
            self._by_name.setdefault(key, []).append(known)
        if known.point:
            self._by_cell.setdefault(_cell(known.point), []).append(known)
            if known.region:
                self._marks.setdefault(_square(known.point), []).append((known.point, known.region))

    def find(self, spot: Spot, region: str) -> Known | None:
        """The settlement that a spot is: of its name within `NEAR` km, or of its sound within half of that."""
        named = {id(known): known for name in spot.names for known in self._by_name.get(fold(name), [])}
        same = [known for known in named.values() if self._may_be(known, spot, region)]
        if not same:
            around = _around(self._by_cell, _cell(spot.point))
            same = [known for known in around if _is_near(known, spot, region, NEAR / 2) and _sounds_same(known, spot)]
        return min(same, key=lambda known: (_apart(known.point, spot.point), known.id), default=None)

    def _may_be(self, known: Known, spot: Spot, region: str) -> bool:
        """Whether a settlement of a spot's name is near it, or, if nobody knows where it is, in its governorate."""
        if known.point is None:
            return known.id.startswith(self.id) and (known.region == region or "" in (known.region, region))
        return _is_near(known, spot, region, NEAR)

    def region_of(self, point: Point) -> str:
        """The governorate in which a point lies: that of its five nearest neighbours where these agree, else none."""
        marks = ((km(other, point), region) for other, region in _around(self._marks, _square(point)))
        nearest = sorted(mark for mark in marks if mark[0] <= REACH)[:NEIGHBOURS]
        regions = {region for _, region in nearest}
        return regions.pop() if len(nearest) == NEIGHBOURS and len(regions) == 1 else ""

    def _settlements(self, rows: list[dict[str, str]]) -> Iterator[Known]:
        names: dict[str, list[str]] = {}
        for row in rows:
            names.setdefault(row["id"], []).append(row["name"])
        for id_, row in self._entries.items():
            if row.get("type") not in UNITS:
                yield Known(id_, names[id_], row.get("english", ""), _point(row), self._governorate(id_))

    def _governorate(self, id_: str) -> str:
        for _ in range(5):
            row = self._entries.get(id_, {})
            if row.get("type") == "governorate":
                return id_
            id_ = row.get("parent", "")
        return ""

    def _mark_wof(self, sources: Path, iso2: str) -> None:
        """Settlements of Who's On First say where the governorates lie, those too that the gazetteers left out."""
        by_wof = {
            row["wof"]: id_ for id_, row in self._entries.items() if row.get("wof") and row["type"] == "governorate"
        }
        for record in read_wof(sources, iso2):
            if record.point and record.region in by_wof and record.level > 1:
                self._marks.setdefault(_square(record.point), []).append((record.point, by_wof[record.region]))


def _point(row: dict[str, str]) -> Point | None:
    return (float(row["lat"]), float(row["lon"])) if row.get("lat") else None


def _is_near(known: Known, spot: Spot, region: str, limit: float) -> bool:
    same_region = not region or not known.region or region == known.region
    return same_region and _apart(known.point, spot.point) <= limit


def _sounds_same(known: Known, spot: Spot) -> bool:
    """Whether a spot without a common Arabic name is the settlement by its romanised one."""
    if likeness(known.names[0], spot.latin) >= SOUNDS_SAME:
        return len(arabic_skeleton(known.names[0])) > 2
    skeleton = latin_skeleton(known.english)
    return len(skeleton) > 2 and skeleton in {latin_skeleton(text) for text in spot.latin}


def new_names(known: Known, spot: Spot) -> list[str]:
    """The names of a spot by which the library would not find a settlement, and that sound like it."""
    heard = [*spot.latin, known.english]
    words = {fold(word) for name in known.names for word in name.split()}
    found = {form for name in known.names for form in variants(name_form(name), Label.PLACE)}
    return [
        name
        for name in spot.names
        if name_form(name) not in found
        and fold(name) not in known.keys
        and len(fold(name)) > 2
        and not {fold(word) for word in name.split()} <= words
        and likeness(name, heard) >= LIKE
    ]


def _apart(one: Point | None, other: Point | None) -> float:
    return km(one, other) if one and other else float("inf")


def _cell(point: Point) -> tuple[int, int]:
    return int(point[0] * 10), int(point[1] * 10)


def _square(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _around(cells: Mapping[tuple[int, int], Iterable[T]], middle: tuple[int, int]) -> Iterator[T]:
    row, column = middle
    for cell in ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
        yield from cells.get(cell, [])
