"""Where entries lie, and how far apart."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from arabic_conflict_ner.gazetteer.entry import Entry

_ACROSS = 12742.0  # km, the diameter of a sphere of the earth's mean radius


class Point(NamedTuple):
    """WGS 84 decimal degrees."""

    lat: float
    lon: float

    def __str__(self) -> str:
        return f"lat {self.lat:g}, lon {self.lon:g}"


def point(entry: Entry) -> Point | None:
    """Where an entry lies; None where nobody knows."""
    return None if entry.lat is None or entry.lon is None else Point(entry.lat, entry.lon)


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points: the great circle, by the haversine formula on a sphere.

    >>> round(distance(Point(36.2, 37.16), Point(33.51, 36.29)))  # حلب - دمشق
    309
    """
    north = sin(radians(other.lat - one.lat) / 2) ** 2
    east = sin(radians(other.lon - one.lon) / 2) ** 2
    return _ACROSS * asin(sqrt(north + cos(radians(one.lat)) * cos(radians(other.lat)) * east))
