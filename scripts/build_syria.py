"""Compile gazetteers/places/syria/*.csv from OCHA, Open Syria Geography, Who's On First, GeoNames.

    python scripts/build_syria.py [--sources ../shared/gazetteer_sources] [--out DIR] [--check]

Every governorate, district, subdistrict and OCHA community is an entry under its P-code. A town and the
district or governorate named after it are two entries. GeoNames towns join the record of Who's On First that
cites their id; what is left to decide is which record of Who's On First is which community. The name alone
never decides, for 599 names of communities occur more than once. Pairs are made from the surest kind to the
least sure, within a kind the nearest first, each record and community once:

0. a seat of a governorate, which OCHA gives no point, and the largest record of its name in the governorate;
1. the same folded name within 5 km;
2. names that sound alike (consonants equal) within 1 km;
3. one name the other with a further word (المسنة, المسنة الباب) within 500 m, or names that resemble each
   other, much within 1 km (طيانة, طياني), somewhat within 250 m;
4. whatever the names, within 50 m: one village under its Arabised and its older name (عطيرة, مورتلو);
5. a community without a point and the one record of its folded name nearest to its subdistrict's communities.

Both must lie in one governorate, unless they are within 1 km across its border. Kinds 2 to 4 never join an
upper to a lower, an eastern to a western, a big to a little village.

An alias that is the name of another village within 10 km goes to that one; in the same subdistrict it is weak.

A record left over repeats a place (its names become aliases) if it has the same folded name within 2 km, or
sounds alike within 1 km, or lies within 50 m of it, or has the same name within 5 km and no GeoNames id (the
middle of a town's area, not of the town). Any other is a place of its own, `place/sy/wof-<id>`, in the
subdistrict of the nearest community of its governorate within 15 km, else in the governorate.

What a reader decided case by case stands in `_syria_decisions.py`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import starmap
from pathlib import Path

from _compile import MAX_ROWS, Point, Row, Speller, care, fold, km, plain, render
from _region_sources import arabic_skeleton
from _syria_decisions import EXTRA_NAMES, GIVEN_NAMES, PREFERRED, SAME_PLACE, TYPES, WEAK_NAMES
from _syria_sources import (
    DROPPED,
    Place,
    Spelling,
    read_communities,
    read_records,
    read_unit_ids,
    read_units,
    without_wrong,
)

SLUGS = {
    "SY01": "damascus", "SY02": "aleppo", "SY03": "rif-dimashq", "SY04": "homs", "SY05": "hama",
    "SY06": "latakia", "SY07": "idlib", "SY08": "hasakah", "SY09": "deir-ez-zor", "SY10": "tartus",
    "SY11": "raqqa", "SY12": "daraa", "SY13": "suwayda", "SY14": "quneitra",
}  # fmt: skip

SPOT = 0.05  # km: two points so near are one village, whatever it is called
SAME = 5.0  # km: the farthest that two points of one place lie apart
NEAR = 15.0  # km: a place belongs to the subdistrict of the nearest community
FAR = 60.0  # km: a place of the desert belongs to the governorate of the nearest community
CITY, TOWN = 100_000, 10_000  # inhabitants


# --- how alike two places are ------------------------------------------------------------------------------


@cache
def folded(name: str) -> str:
    """The key under which two spellings are one name."""
    return fold(name)


_EMPHATIC = str.maketrans("صضطظذثق", "سدتددتك")


@cache
def sound(name: str) -> str:
    """The consonants of a name with three and more; without vowels shorter names sound too much alike."""
    skeleton = arabic_skeleton(name)
    return skeleton if len(skeleton) > 2 else folded(name).translate(_EMPHATIC)


def namesakes(a: Place, b: Place) -> bool:
    """Whether `a` and `b` share a folded name."""
    return not {folded(name) for name, _ in a.names}.isdisjoint(folded(name) for name, _ in b.names)


def sound_alike(a: Place, b: Place) -> bool:
    """Whether a name of `a` sounds like one of `b`, and none sets the two apart."""
    if {sound(name) for name, _ in a.names}.isdisjoint(sound(name) for name, _ in b.names):
        return False
    return not any(starmap(opposed, pairs_of_names(a, b)))


def pairs_of_names(a: Place, b: Place) -> list[tuple[str, str]]:
    """Each name of `a` with each of `b`."""
    return [(name, other) for name, _ in a.names for other, _ in b.names]


_OPPOSITES = [
    frozenset({"فوقاني", "تحتاني", "وسطاني"}),
    frozenset({"شرقي", "غربي", "شمالي", "جنوبي", "قبلي"}),
    frozenset({"كبير", "صغير", "وسط"}),
    frozenset({"اول", "اولي", "ثاني"}),
]


@cache
def _sides(name: str) -> tuple[frozenset[str], ...]:
    parts = {folded(word).removesuffix("ه") for word in name.split()}
    return tuple(group & parts for group in _OPPOSITES)


def opposed(a: str, b: str) -> bool:
    """Whether the names set two villages apart: تحتاني and فوقاني, كبير and صغير."""
    return any(x and y and x.isdisjoint(y) for x, y in zip(_sides(a), _sides(b), strict=True))


@cache
def widened(a: str, b: str) -> bool:
    """Whether one name is the other with further words."""
    parts, others = (set(map(folded, name.split())) for name in (a, b))
    return parts <= others or others <= parts


_HEADS = re.compile(r"^(?:خربة|تل|رسم|بئر|بير|جب|مزرعة|عين|كفر|بيت|دير|أم|ام|أبو|ابو|حوش|خراب|قصر) ")


@cache
def resemblance(a: str, b: str) -> float:
    """How far two names are one, 0–1; خربة and the like, which a thousand villages share, do not count."""
    a, b = (folded(_HEADS.sub("", name)).translate(_EMPHATIC) for name in (a, b))
    return SequenceMatcher(None, a, b).ratio()


def kinship(community: Place, record: Place, distance: float) -> int | None:
    """The kind of pair 1–4 (see the module) that the two make, or None."""
    if community.adm1 != record.adm1 and distance > 1.0:
        return None
    if namesakes(community, record):
        return 1
    pairs = pairs_of_names(community, record)
    if distance > 1.0 or any(starmap(opposed, pairs)):
        return None
    if sound_alike(community, record):
        return 2
    enough = 0.6 if distance <= 0.25 else 0.8
    if max(starmap(resemblance, pairs)) >= enough or (distance <= 0.5 and any(starmap(widened, pairs))):
        return 3
    return 4 if distance <= SPOT else None


class Grid:
    """Places by the tenth of a degree they lie in, so that neighbours are found without reading all."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[Point, Place]]] = defaultdict(list)
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        """Put `place` on the map, if it has a point."""
        if place.point is not None:
            self._cells[self._cell(place.point)].append((place.point, place))

    @staticmethod
    def _cell(point: Point) -> tuple[int, int]:
        return int(point[0] * 10), int(point[1] * 10)

    def near(self, point: Point | None, radius: float) -> list[tuple[float, Place]]:
        """The places within `radius` km of `point`, the nearest first."""
        if point is None:
            return []
        reach = int(radius / 8.5) + 1  # the cells are 11 km high and 8.8 to 9.4 km wide
        row, column = self._cell(point)
        steps = range(-reach, reach + 1)
        cells = (self._cells.get((row + south, column + east), ()) for south in steps for east in steps)
        found = [(km(point, there), place) for cell in cells for there, place in cell]
        return sorted((pair for pair in found if pair[0] <= radius), key=lambda pair: (pair[0], pair[1].key))


# --- merging -----------------------------------------------------------------------------------------------


class Merger:
    """The communities, and the records of Who's On First as they join them or become places of their own."""

    def __init__(self, units: dict[str, Place], communities: list[Place], records: list[Place]) -> None:
        self.units = units
        self.places = {place.key: place for place in communities}
        for key, kept in SAME_PLACE.items():
            self.places[kept].names += self.places.pop(key).names
        self.grid = Grid(self.places.values())
        self.seats = dict(self._seats())
        self.records = {record.key: record for record in records if self._govern(record)}
        self.counts: Counter[str] = Counter()
        self._paired: set[str] = set()

    def merge(self) -> list[Place]:
        """All places, merged."""
        self._pair_seats()
        self._pair_near()
        self._pair_pointless()
        self._settle()
        return list(self.places.values())

    def _seats(self) -> Iterator[tuple[str, str]]:
        """The units, each with the community that bears its name."""
        for pcode, unit in self.units.items():
            centre = pcode if len(pcode) == 8 else "00"
            bearers = [
                (place.english != unit.english, place.point is not None, place.key)
                for place in self.places.values()
                if place.parent.startswith(pcode) and place.parent.endswith(centre) and namesakes(unit, place)
            ]
            if bearers:
                yield pcode, min(bearers)[-1]

    def seat_of(self) -> dict[str, str]:
        """The communities that are seats, each with its largest unit."""
        return {key: pcode for pcode, key in sorted(self.seats.items(), key=lambda seat: -len(seat[0]))}

    def restore_articles(self) -> None:
        """Give subdistricts the ال that OCHA omits (بصيرة), where the seat and a second source have it."""
        for pcode, key in self.seats.items():
            unit, seat = self.units[pcode], {name for name, _ in self.places[key].names}
            article = f"ال{unit.names[0][0]}"
            unit.names.sort(key=lambda spelling: spelling[0] != article or article not in seat)

    def _govern(self, record: Place) -> bool:
        """Give `record` a governorate, where it has none: the nearest community's; False far from all."""
        if not record.adm1:
            nearest = self.grid.near(record.point, NEAR) or self.grid.near(record.point, FAR)
            record.adm1 = nearest[0][1].adm1 if nearest else ""
        if not record.adm1:
            DROPPED["records: far from all communities"] += 1
        return bool(record.adm1)

    def _house(self, record: Place) -> None:
        """Give `record` its parent: the subdistrict of the governorate's nearest community, or the latter."""
        around = (place for _, place in self.grid.near(record.point, NEAR) if place.adm1 == record.adm1)
        record.parent = next((place.parent for place in around), record.adm1)

    def _join(self, place: Place, record: Place, kind: str) -> None:
        place.absorb(record)
        self._paired.add(place.key)
        del self.records[record.key]
        self.counts[kind] += 1

    def _pair_seats(self) -> None:
        for key in self.seat_of():
            seat = self.places[key]
            found = [r for r in self.records.values() if r.adm1 == seat.adm1 and namesakes(seat, r)]
            if seat.point is None and found:
                self._join(seat, max(found, key=lambda r: (r.population, r.key)), "0 seat")
                self.grid.add(seat)

    def _pair_near(self) -> None:
        pairs = [
            (kind, distance, place.key, record.key)
            for record in self.records.values()
            for distance, place in self.grid.near(record.point, SAME)
            if place.key not in self._paired and (kind := kinship(place, record, distance)) is not None
        ]
        for kind, _, key, other in sorted(pairs):
            if key not in self._paired and other in self.records:
                self._join(self.places[key], self.records[other], f"{kind} near")

    def _pair_pointless(self) -> None:
        """Communities without a point, by name and subdistrict, where both sides have one of that name."""
        places, records = defaultdict(list), defaultdict(list)
        for place in self.places.values():
            if place.point is None:
                places[place.parent, folded(place.names[0][0])].append(place)
        for record in self.records.values():
            self._house(record)
            for name in {folded(name) for name, _ in record.names}:
                records[record.parent, name].append(record)
        for key in sorted(places):
            if len(places[key]) == len(records[key]) == 1 and records[key][0].key in self.records:
                self._join(places[key][0], records[key][0], "5 no point")
                self.grid.add(places[key][0])

    def _settle(self) -> None:
        """Every record left over repeats a place or becomes one, towns and GeoNames' records first."""
        for record in sorted(self.records.values(), key=lambda r: (-r.population, not r.geonames, r.key)):
            around = self.grid.near(record.point, SAME)
            repeated = next((place for distance, place in around if repeats(record, place, distance)), None)
            if repeated is None:
                self._house(record)
                self.places[record.key] = record
                self.grid.add(record)
            elif namesakes(record, repeated):
                repeated.absorb(record)
            else:
                repeated.names += record.names
            self.counts["own entry" if repeated is None else "repeats a place"] += 1


def repeats(record: Place, place: Place, distance: float) -> bool:
    """Whether a record left over is `place`, which has been paired already, once more."""
    if namesakes(record, place):
        return distance <= (2.0 if record.geonames else SAME)
    if distance <= SPOT:
        return not any(starmap(opposed, pairs_of_names(record, place)))
    return distance <= 1.0 and sound_alike(record, place)


# --- entries -----------------------------------------------------------------------------------------------


def settlement_type(place: Place, seat_of: str | None) -> str:
    """City, town, village, camp or neighbourhood: by name, by inhabitants, by what it is the seat of."""
    if place.key in TYPES:
        return TYPES[place.key]
    if any(name.startswith("مخيم ") for name, _ in place.names):
        return "camp"
    if place.type or (place.adm1 == "SY01" and not place.pcode):
        return place.type or "neighbourhood"
    if place.population >= CITY or (seat_of is not None and len(seat_of) == 4):
        return "city"
    return "town" if place.population >= TOWN or seat_of is not None else "village"


_FOLDS = str.maketrans("أإآٱةىؤئ", "ااااهيوي")


def matched(name: str) -> str:
    """The key under which the library finds a name: no hamza on its seat, no article before it, no spaces.

    >>> matched("الرقة") == matched("رقه"), matched("الحمراء") == matched("الحمرا")
    (True, False)
    """
    parts = plain(name).translate(_FOLDS).removeprefix("ال").split()
    return "".join({"ابي": "ابو", "ابا": "ابو", "بو": "ابو", "ابن": "بن"}.get(part, part) for part in parts)


class Writer:
    """Turns places into rows, in the spelling that all names together vote for."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._speller = Speller(name for place in places for name, _ in place.names)
        self._weak = set(map(matched, WEAK_NAMES))
        self._bearers: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            if not _is_unit(place):
                self._bearers[matched(self.names(place)[0][0])].append(place)

    def _spell(self, name: str) -> str:
        """`name` with hamzas and ة restored word by word; the letters stay as many."""
        respelt = ((word, self._speller(word)) for word in name.split())
        return " ".join(careful if len(careful) == len(word) else word for word, careful in respelt)

    def names(self, place: Place) -> list[Spelling]:
        """An entry's names, each once in its most careful spelling: the canonical one, then by code point."""
        best: dict[str, Spelling] = {}
        for name, source in place.names:
            spelling = (self._spell(name), source)
            known = best.setdefault(matched(name), spelling)
            if care(spelling[0]) > care(known[0]):
                best[matched(name)] = spelling
        usual = matched(PREFERRED.get(place.key, place.usual))
        canonical = best.pop(usual if usual in best else next(iter(best)))
        return [canonical, *sorted(other for other in best.values() if not opposed(canonical[0], other[0]))]

    def _is_weak(self, name: str) -> bool:
        return matched(name) in self._weak or name.split(maxsplit=1)[0] in GIVEN_NAMES

    def rows(self, place: Place) -> Iterator[Row]:
        """The rows of an entry: canonical, alias, weak."""
        (name, source), *others = self.names(place)
        base = {"label": "PLACE", "id": place.id}
        first = attributes(place) | {"trust": "weak" if self._is_weak(name) else ""}
        yield {**base, "kind": "canonical", "name": name, "source": source, **first}
        kinds = [(self._kind(place, name, alias), *alias) for alias in others]
        for kind in ("alias", "weak"):
            for found, alias, vouching in kinds:
                if found == kind:
                    yield {**base, "kind": kind, "name": alias, "source": vouching}

    def _kind(self, place: Place, name: str, alias: Spelling) -> str:
        """The kind of an alias; nothing for what is but the name of a village near by, which a record laid here.

        A neighbour's name that is this one's too (معدان and معدن) is weak here, as is one in the subdistrict.
        """
        kind = "weak" if self._is_weak(alias[0]) else "alias"
        if _is_unit(place) or alias[1] == "curated":
            return kind
        bearers = [other for other in self._bearers[matched(alias[0])] if other is not place]
        near = any(o.point and place.point and km(o.point, place.point) <= 2 * SAME for o in bearers)
        unlike = not widened(name, alias[0]) and resemblance(name, alias[0]) < 0.6
        if near and unlike and alias[1] != "ocha-syr":
            DROPPED["names: a neighbour's"] += 1
            return ""
        return "weak" if near or any(other.parent == place.parent for other in bearers) else kind


def _is_unit(place: Place) -> bool:
    """Whether the place is a governorate, district or subdistrict."""
    return place.key.startswith("SY")


def attributes(place: Place) -> dict[str, str]:
    """The columns that stand on the canonical row."""
    lat, lon = (f"{degree:.5f}".rstrip("0") for degree in place.point) if place.point else ("", "")
    return {
        "english": place.english,
        "country": "SY",
        "type": place.type,
        "parent": f"place/sy/{place.parent.lower()}" if place.parent != "SY" else "place/sy",
        "lat": lat,
        "lon": lon,
        "pcode": place.pcode,
        "geonames": place.geonames,
        "wof": place.wof,
        "wikidata": place.wikidata,
        "population": str(place.population or ""),
    }


def build(sources: Path) -> tuple[dict[str, list[Row]], Counter[str]]:
    """The rows of every file, and how the records of Who's On First were merged."""
    units = read_units(sources)
    read_unit_ids(sources, units)
    merger = Merger(units, read_communities(sources, units), read_records(sources))
    settlements = merger.merge()
    seat_of = merger.seat_of()
    for place in settlements:
        place.type = settlement_type(place, seat_of.get(place.key))
    places = [*units.values(), *settlements]
    for place in places:
        place.names += [(name, "curated") for name, _ in EXTRA_NAMES.get(place.key, ())]
        place.names = without_wrong(place.key, place.names)
    merger.restore_articles()
    return dict(files(places)), merger.counts


def files(places: Sequence[Place]) -> Iterator[tuple[str, list[Row]]]:
    """File names with their rows: units, communities, other places; split where a file grows too long."""
    writer = Writer(places)
    for pcode, slug in SLUGS.items():
        own = (place for place in places if place.adm1 == pcode)
        parts: list[list[Row]] = [[]]
        for place in sorted(own, key=lambda p: (not p.key.startswith("SY"), p.key)):
            rows = list(writer.rows(place))
            if len(parts[-1]) + len(rows) > MAX_ROWS:
                parts.append([])
            parts[-1] += rows
        for number, part in enumerate(parts, 1):
            yield f"{slug}.csv" if len(parts) == 1 else f"{slug}-{number}.csv", part


# --- command line ------------------------------------------------------------------------------------------


def stale(out: Path, texts: dict[str, bytes]) -> list[str]:
    """The files of `out` that are missing, differ, or are no longer compiled."""
    compiled = {path.name for slug in SLUGS.values() for path in out.glob(f"{slug}*.csv")}
    present = {name: (out / name).read_bytes() for name in compiled}
    differing = {name for name, text in texts.items() if present.get(name) != text}
    return sorted(differing | compiled - set(texts))


def write(out: Path, texts: dict[str, bytes]) -> None:
    """Write the files and remove those no longer compiled."""
    out.mkdir(parents=True, exist_ok=True)
    for name in stale(out, texts):
        if name in texts:
            (out / name).write_bytes(texts[name])
        else:
            (out / name).unlink()


def summary(name: str, rows: Sequence[Row]) -> str:
    """One line on a file."""
    types = Counter(row["type"] for row in rows if row["kind"] == "canonical")
    told = ", ".join(f"{count} {kind}" for kind, count in types.most_common())
    return f"{name}: {len(rows)} rows, {types.total()} entries ({told})"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description="Compile the gazetteer of Syria.")
    parser.add_argument("--sources", type=Path, default=Path("../shared/gazetteer_sources"))
    parser.add_argument("--out", type=Path, default=Path("gazetteers/places/syria"))
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the stale files")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compile, write or check, and tell; the exit status."""
    options = parse(arguments)
    compiled, counts = build(options.sources)
    texts = {name: render(rows).encode() for name, rows in compiled.items()}
    if options.check:
        outdated = stale(options.out, texts)
        print("\n".join(f"stale: {name}" for name in outdated) or "up to date")
        return 1 if outdated else 0
    write(options.out, texts)
    print("\n".join(starmap(summary, compiled.items())))
    names = {row["name"] for rows in compiled.values() for row in rows}
    merged = ", ".join(f"{count} × {kind}" for kind, count in sorted(counts.items()))
    dropped = ", ".join(f"{count} × {reason}" for reason, count in sorted(DROPPED.items()))
    print(f"{len(names)} distinct names\nmerged: {merged}\ndropped: {dropped}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
