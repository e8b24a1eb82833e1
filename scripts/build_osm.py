"""Compile the places of OpenStreetMap that the gazetteers lack into `gazetteers/odbl/`.

    python scripts/build_osm.py [--sources ../shared/gazetteer_sources] [--places gazetteers/places]
                                [--out gazetteers/odbl] [--check]

OpenStreetMap is under the ODbL: who shares a database made from it must share that under the ODbL too. So these rows
stand in files of their own, which the library reads only when asked to (`Gazetteer.osm()`, `--osm`), and no other
compiler reads these sources. Run it after `build_region.py`: it looks at what that wrote.

Method: a settlement is one of the gazetteers' if a folded name of both is the same within 5 km, or, where none is, if
their names sound the same within 2.5 km, never across the border of a governorate; one without coordinates, if it has
the name and lies in that governorate. What is there already brings only the names that it had not: rows of kind alias
with the id of the gazetteers' entry, in `names.csv`. The others are new entries, in `<country>.csv`. A place lies in
the governorate of its five nearest neighbours, where all five agree, else in the country. Hamlets are weak, as are
names that are common words or begin with a man's.

`--check` writes nothing and exits 1 naming the files that differ from what the sources say.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from _compile import Entry, Row, Speller, fold, publish, report, split_rows
from _osm_merge import Country, Known, new_names
from _osm_sources import DROPPED, Spot, read_libya, read_sudan
from _region_entries import COMMON
from _region_settlements import FACILITIES, GIVEN

from arabic_conflict_ner.gazetteer.check_names import COMMON as COMMON_WORD
from arabic_conflict_ner.gazetteer.names import name_form
from arabic_conflict_ner.mentions.lexicon import Lexicon

HERE = Path(__file__).resolve().parent
NO_SETTLEMENTS = {*FACILITIES, "سجن", "مشروع"}
FREQUENCY = Lexicon.builtin().frequency
COUNTRIES = (("LY", "libya", read_libya), ("SD", "sudan", read_sudan))


@dataclass(frozen=True, slots=True)
class MoreNames:
    """New names of an entry of the gazetteers."""

    known: Known

    def rows(self) -> Iterator[Row]:
        """An alias row a name, by code point."""
        for name, source in sorted(self.known.new):
            yield {"label": "PLACE", "id": self.known.id, "kind": "alias", "name": name, "source": source}


def compile_all(sources: Path, places: Path) -> dict[str, list[Row]]:
    """Every file's rows."""
    named: list[MoreNames] = []
    files: dict[str, list[Row]] = {}
    for iso2, stem, read in COUNTRIES:
        country, spots = Country(iso2, places, sources), read(sources)
        entries, known = build(country, spots, iso2)
        files |= split_rows(entries, stem)
        named += (MoreNames(one) for one in known if one.new)
    files["names.csv"] = [row for more in sorted(named, key=lambda more: more.known.id) for row in more.rows()]
    return files


def build(country: Country, spots: list[Spot], iso2: str) -> tuple[list[Entry], list[Known]]:
    """The new entries of a country, and the settlements that it had already."""
    spell = Speller(name for spot in spots for name in spot.names)
    entries: dict[str, Entry] = {}
    met: dict[str, Known] = {}
    for spot in sorted(spots, key=lambda spot: (spot.is_hamlet, spot.type, spot.id)):
        region = country.region_of(spot.point)
        known = country.find(spot, region)
        if known is None:
            if entry := _entry(spot, region or country.id, iso2, spell):
                entries[spot.id] = entry
                country.add(Known(spot.id, list(spot.names), spot.english, spot.point, region))
        elif known.id in entries:
            DROPPED[f"{spot.source}: stands twice"] += 1
        else:
            met[known.id] = known
            known.new += [(spell(name), spot.source) for name in new_names(known, spot)]
    order = sorted(entries.values(), key=lambda entry: (entry.attributes["parent"], entry.id))
    return order, list(met.values())


def _entry(spot: Spot, parent: str, iso2: str, spell: Speller) -> Entry | None:
    """None, and counted, for a hamlet whose name is but a man's, and for what is no settlement."""
    given = [fold(word) in GIVEN for word in spot.names[0].split()]
    if spot.names[0].split()[0] in NO_SETTLEMENTS:
        DROPPED[f"{spot.source}: no settlement"] += 1
        return None
    if spot.type == "village" and len(given) > 1 and all(given):
        DROPPED[f"{spot.source}: hamlet called after its owner"] += 1
        return None
    is_common = FREQUENCY.get(name_form(spot.names[0]), 0) >= COMMON_WORD
    is_weak = spot.is_hamlet or is_common or (spot.type == "village" and (given[0] or fold(spot.names[0]) in COMMON))
    lat, lon = (f"{degrees:.5f}" for degrees in spot.point)
    attributes = {"english": spot.english, "country": iso2, "type": spot.type, "parent": parent}
    attributes |= {"lat": lat, "lon": lon, "trust": "weak" if is_weak else ""}
    first, *others = [(spell(name), spot.source) for name in spot.names]
    filled = {column: value for column, value in attributes.items() if value}
    return Entry(spot.id, [first], filled, others) if is_weak else Entry(spot.id, [first, *others], filled)


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--sources", type=Path, default=HERE.parent.parent / "shared" / "gazetteer_sources")
    parser.add_argument("--places", type=Path, default=HERE.parent / "gazetteers" / "places")
    parser.add_argument("--out", type=Path, default=HERE.parent / "gazetteers" / "odbl")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file is stale")
    options = parser.parse_args()
    files = compile_all(options.sources, options.places)
    stale = publish(options.out, files, check=options.check, stems={stem for _, stem, _ in COUNTRIES})
    for reason, count in sorted((+DROPPED).items()):
        print(f"dropped {count:6} {reason}", file=sys.stderr)
    return report(stale, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
