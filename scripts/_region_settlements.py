"""Builds the settlements of a country from Who's On First and GeoNames, and says what each is."""

from __future__ import annotations

from pathlib import Path

from _compile import fold, km
from _region_country import Country
from _region_merge import Admin, Place, Settlements
from _region_sources import DROPPED, TOWN, Record

CITY, BIG = 50_000, 5_000  # inhabitants of a city, of a town
REACH, NEAR = 80.0, 12.0  # km from the middle of a district to the town, to the village that it is called after


def build_settlements(country: Country, admin: Admin, wof: list[Record], towns: list[Record]) -> list[Place]:
    """The settlements of a country from both their sources, those that it keeps."""
    settlements = Settlements(admin)
    for record in sorted((r for r in wof if r.level == TOWN), key=lambda r: (-r.population, int(r.wof))):
        settlements.put(record)
    for record in sorted(towns, key=lambda r: (-r.population, int(r.geonames))):
        settlements.put(record)
    settlements.drop_neighbours_names()
    settlements.place_by_neighbours()
    settlements.prefer_geonames_ids()
    places = list(settlements.places.values())
    _classify_all(places, admin, {record.geonames for record in towns})
    kept = [place for place in places if country.keeps(place) and not _facility(place)]
    _seat_all(kept, admin)
    DROPPED[f"{country.iso2}: settlement left for later"] += len(places) - len(kept)
    return [place for place in kept if not _owner(place)]


FACILITIES = frozenset(
    [
        "مطار",
        "جامعة",
        "وزارة",
        "مستشفى",
        "بارك",
        "المجمع",
        "مصنع",
        "معمل",
        "كلية",
        "شركة",
        "معهد",
        "مقر",
        "فندق",
        "مصفاة",
        "مصفى",
        "سفارة",
        "نادي",
        "مدرسة",
        "ميناء",
    ]
)


def _facility(place: Place) -> bool:
    """Whether the place is none, but an airport or a school among the settlements."""
    words = place.names[0][0].split()
    found = len(words) > 1 and words[0] in FACILITIES and place.kind != "geonames"
    DROPPED["facility among settlements"] += found
    return found


def _classify_all(places: list[Place], admin: Admin, known: set[str]) -> None:
    """Classify every settlement, each beside the units of its governorate that are called like it."""
    named: dict[tuple[str, str], list[Place]] = {}
    for unit in (unit for unit in admin.places.values() if unit.names):
        named.setdefault((unit.region, fold(unit.names[0][0])), []).append(unit)
    for place in places:
        _classify(place, named.get((place.region, fold(place.names[0][0])), []), known)


def _classify(place: Place, named: list[Place], known: set[str]) -> None:
    """Give a settlement its type; put the seat of a subdistrict under it; note what vouches for the place."""
    namesakes = {unit.level: unit for unit in named if unit.level == 1 or place.parent in (unit.id, unit.parent)}
    if 3 in namesakes:
        place.parent = namesakes[3].id
    neighbourhood = place.kind == "neighbourhood" and 1 not in namesakes
    place.kind = "geonames" if place.attributes.get("geonames") in known else "seat" if namesakes else place.kind
    if place.names[0][0].startswith("مخيم "):
        place.type = "camp"
    elif neighbourhood and not place.id.startswith("place/ye/"):  # Yemen's are hamlets
        place.type = "neighbourhood"
    elif place.population >= CITY or (1 in namesakes and place.kind == "geonames"):
        place.type = "city"
    elif place.population >= BIG or (2 in namesakes and place.kind == "geonames"):
        place.type = "town"


def _seat_all(places: list[Place], admin: Admin) -> None:
    """Put every town into the unit of its governorate that bears its name; the seats of Iraq's نواح are towns."""
    named: dict[tuple[str, str], list[Place]] = {}
    for unit in (unit for unit in admin.places.values() if unit.names and unit.level > 1):
        named.setdefault((unit.region, fold(unit.names[0][0])), []).append(unit)
    for place in places:
        reach = REACH if place.type in ("city", "town") else NEAR
        bearers = [u for u in named.get((place.region, fold(place.names[0][0])), []) if _reaches(u, place, reach)]
        inside = {place.parent, admin.places[place.parent].parent} if place.parent in admin.places else set()
        if bearers and inside.isdisjoint(unit.id for unit in bearers):
            lowest = [unit for unit in bearers if unit.level == max(u.level for u in bearers)]
            place.parent = lowest[0].id if len(lowest) == 1 else place.parent
        if admin.country == "place/iq" and place.type == "village" and place.parent in {u.id for u in bearers}:
            place.type = "town"


def _reaches(unit: Place, place: Place, reach: float) -> bool:
    """Whether a place lies within `reach` km of a unit's point; a unit without one is taken to be all around."""
    if unit.point is None or place.point is None:
        return reach == REACH
    return km(unit.point, place.point) <= reach


GIVEN = frozenset(fold(word) for word in Path(__file__).with_name("region_given_names.txt").read_text("utf-8").split())


def _owner(place: Place) -> bool:
    """True, and counted, for a hamlet whose name is but a man's; one that begins so becomes weak."""
    words = place.names[0][0].split()
    given = [fold(word) in GIVEN for word in words]
    known = place.type != "village" or place.kind in ("geonames", "seat") or place.population > 0
    if known or not (given[0] or words[0] == "عرب"):
        return False
    place.weak = True
    DROPPED["hamlet called after its owner"] += all(given) and len(words) > 1
    return all(given) and len(words) > 1
