"""The countries that `build_region.py` compiles, and which of their settlements are kept in this slice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from _region_merge import Place
from _region_sources import Record, read_iraq, read_sudan, read_yemen

HAMLET = 100  # Yemeni hamlets below wait for an issue of their own
Keeps = Callable[[Place], bool]


def _everything(place: Place) -> bool:
    return True


def _yemen(place: Place) -> bool:
    """A town of GeoNames, a place of 100 people, or the namesake of the unit it lies in."""
    sources = {source for _, source in place.names}
    sized = place.population >= HAMLET or place.type in ("city", "town")
    return sized or "geonames" in sources or place.kind == "seat"


def _egypt(place: Place) -> bool:
    """Sinai whole; elsewhere the towns of GeoNames."""
    lat, lon = place.point or (0.0, 0.0)
    return (27.7 <= lat <= 31.5 and 32.3 <= lon <= 34.95) or place.kind == "geonames"


def _sudan(place: Place) -> bool:
    """No hamlet of unknown size: their Arabic names are romanised ones turned back (سوني, مانا)."""
    known = place.kind in ("geonames", "seat", "neighbourhood")
    return known or place.population > 0 or "wikidata" in place.attributes


def _turkey(place: Place) -> bool:
    """Cities and towns: Arabic labels of Turkish villages were made by machine (Kale: كرنب أجعد)."""
    return place.type in ("city", "town")


@dataclass(frozen=True, slots=True)
class Country:
    """What is compiled for one country."""

    iso2: str
    stem: str
    units: Callable[[Path], list[Record]] | None = None  # its P-coded admin units
    keeps: Keeps = _everything
    wof: bool = True
    more_districts: bool = True  # take the districts that the P-coded list lacks


COUNTRIES = (
    Country("IQ", "iraq", read_iraq),
    Country("YE", "yemen", read_yemen, _yemen, more_districts=False),
    Country("LB", "lebanon"),
    Country("PS", "palestine_israel"),
    Country("IL", "palestine_israel"),
    Country("JO", "jordan"),
    Country("LY", "libya"),
    Country("SD", "sudan", read_sudan, _sudan, more_districts=False),
    Country("EG", "egypt", keeps=_egypt),
    Country("SA", "saudi_arabia", wof=False),
    Country("TR", "turkey", keeps=_turkey),
)
