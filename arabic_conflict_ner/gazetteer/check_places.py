"""What can be wrong with where an entry lies: a point outside its country, or far from its parent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Self

from arabic_conflict_ner.gazetteer.checked import Checked, Finding
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.point import Point, distance, point

FAR = 150.0
"""Kilometres from its parent beyond which a point is doubted, unless the parent's other entries lie there too."""
TOO_FAR = 500.0
"""The same for a point that must be wrong: nothing in the built-in files lies farther from its governorate than 482."""
_AREAS = frozenset(("governorate", "district", "subdistrict", "city", "town", "village", "neighbourhood", "camp", None))
_FEWEST = 5  # points that make a box
_TRUSTED = 50  # known points of a country, beside which those of the files are not asked


@dataclass(frozen=True, slots=True)
class Margin:
    """How many degrees outside a box a point may lie: at least so many, and more where few points are scattered."""

    least: float
    spacings: float
    """Times the distance of neighbours, were the points evenly spread over the box."""

    def of(self, area: float, count: int) -> float:
        """The degrees for a box of so many square degrees around a number of points."""
        return max(self.least, self.spacings * sqrt(area / count))


# حلايب lies 1.0 degrees outside the box of the other 566 entries of Egypt; تندوف and أنادير lie 6 spacings outside
# those of the other known towns of Algeria and Russia.
_OF_COUNTRY = Margin(1.5, 7)
_OF_PARENT = Margin(0.5, 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A box around points, widened by a margin in degrees."""

    south: float
    north: float
    west: float
    east: float
    margin: float

    @classmethod
    def around(cls, points: list[Point], *, margin: Margin) -> Self | None:
        """The box of some points; None where they are too few."""
        if len(points) < _FEWEST:
            return None
        lats, lons = [place.lat for place in points], [place.lon for place in points]
        south, north, west, east = min(lats), max(lats), min(lons), max(lons)
        return cls(south, north, west, east, margin.of((north - south) * (east - west), len(points)))

    def __contains__(self, place: Point) -> bool:
        return (
            self.south - self.margin <= place.lat <= self.north + self.margin
            and self.west - self.margin <= place.lon <= self.east + self.margin
        )

    def __str__(self) -> str:
        box = f"lat {self.south:g} to {self.north:g}, lon {self.west:g} to {self.east:g}"
        return f"{box} ({self.margin:.2g} degrees more allowed)"

    def touches(self, place: Point) -> bool:
        """Whether a point lies on its edge: only without such a one the box is another."""
        return place.lat in (self.south, self.north) or place.lon in (self.west, self.east)


@dataclass
class _Group:
    """The points of one country or under one parent."""

    margin: Margin
    points: list[Point] = field(default_factory=list)
    _without: dict[Point, Box | None] = field(default_factory=dict)

    @cached_property
    def box(self) -> Box | None:
        return Box.around(self.points, margin=self.margin)

    def others(self, left_out: Point) -> Box | None:
        """The box of all points but one of its own."""
        if len(self.points) > _FEWEST and self.box is not None and not self.box.touches(left_out):
            return self.box
        if left_out not in self._without:
            rest = list(self.points)
            rest.remove(left_out)
            self._without[left_out] = Box.around(rest, margin=self.margin)
        return self._without[left_out]


class Places:
    """What the files, and the entries they are compared with, say of where things lie."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._countries: dict[str | None, _Group] = {}
        self._known: dict[str | None, _Group] = {}
        self._parents: dict[str | None, _Group] = {}
        for entry in (*checked.entries.values(), *checked.known.values()):
            place, country = point(entry), checked.country(entry)
            if place is not None:
                self._countries.setdefault(country, _Group(_OF_COUNTRY)).points.append(place)
                self._parents.setdefault(entry.parent, _Group(_OF_PARENT)).points.append(place)
                if entry.id in checked.known:
                    self._known.setdefault(country, _Group(_OF_COUNTRY)).points.append(place)

    def check(self, entry: Entry) -> Iterator[Finding]:
        """What is wrong with the point of an entry of the files."""
        place = point(entry)
        if place is not None:
            found = list(self._outside_country(entry, place))
            yield from found or self._far_from_parent(entry, place)

    def _outside_country(self, entry: Entry, place: Point) -> Iterator[Finding]:
        country = self._checked.country(entry)
        box = self._country_box(country, place)
        if country is not None and box is not None and place not in box:
            found = f"{place} of {entry.name!r} lies outside {country}, whose other entries have {box}"
            cure = _SWAPPED if _swapped(place) in box else "correct lat and lon, or the country"
            yield self._checked.row(entry).error(found, cure)

    def _country_box(self, country: str | None, left_out: Point) -> Box | None:
        known = self._known.get(country)
        if known is not None and len(known.points) >= _TRUSTED:  # two wrong points would vouch for each other
            return known.box
        return self._countries[country].others(left_out)

    def _far_from_parent(self, entry: Entry, place: Point) -> Iterator[Finding]:
        parent = self._checked.entry(entry.parent)
        centre = point(parent) if parent is not None and parent.type in _AREAS else None
        if parent is None or centre is None or distance(place, centre) <= FAR:
            return
        box = self._parents[parent.id].others(place)
        if box is not None and place in box and distance(place, centre) <= TOO_FAR:
            return
        found = f"{place} of {entry.name!r} lies {distance(place, centre):.0f} km from its parent {parent.name!r}"
        row = self._checked.row(entry)
        if distance(_swapped(place), centre) <= FAR:
            yield row.error(found, _SWAPPED)
        elif distance(place, centre) > TOO_FAR:
            yield row.error(found, f"correct lat and lon, or the parent {parent.id!r}")
        else:
            yield row.warning(found, f"correct lat and lon, or the parent {parent.id!r}, if it is not so large")


_SWAPPED = "lat and lon look swapped: exchange them"


def _swapped(place: Point) -> Point:
    return Point(place.lon, place.lat)
