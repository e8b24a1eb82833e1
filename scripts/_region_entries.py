"""Turns places into gazetteer entries, after the corrections of `region_fixes.csv`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from _compile import Entry, Point, Speller, fold
from _region_merge import Place
from _region_settlements import GIVEN
from _region_sources import DROPPED, arabic_skeleton, english_name, likeness, read_csv

LIKE = 0.5  # the least likeness of an alias to a romanisation


@dataclass(slots=True)
class Fixes:
    """What readers corrected: rows of `region_fixes.csv` (id, action, name).

    Actions: `canonical`, `alias`, `weak` give the entry that name; `drop` takes a name away; `doubt` marks
    the canonical name weak, `sure` unmarks it; `type`, `english`, `parent` and `population` (none: unknown)
    replace the attribute; `point` gives the entry the point of that record (`gn-98182`, `wof-1276456069`);
    `skip` leaves the entry out.
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

    def apply(self, place: Place, points: Mapping[str, Point]) -> bool:
        """Correct `place`; False where it is to be left out. `points`: of the records, by GeoNames or WOF id."""
        for action, name in self.rows.get(place.id, ()):
            self.used.add(place.id)
            if action == "skip":
                return False
            if action in ("canonical", "alias", "weak", "drop"):
                place.names = [named for named in place.names if fold(named[0]) != fold(name)]
            if action == "point":
                place.point = points[name]
            else:
                _act(place, action, (name, "curated"))
        return bool(place.names)


def _act(place: Place, action: str, named: tuple[str, str]) -> None:
    match action:
        case "canonical":
            place.names.insert(0, named)
        case "alias":
            place.names.append(named)
        case "weak":
            place.weak_names.append(named)
        case "doubt" | "sure":
            place.weak = action == "doubt"
        case "type":
            place.type = named[0]
        case "english":
            place.english = named[0]
        case "parent":
            place.parent = named[0]
        case "population":
            place.population = int(named[0] or 0)
        case "drop":
            pass
        case _:
            raise SystemExit(f"region_fixes.csv: unknown action {action!r} for {place.id}")


COMMON = frozenset(map(fold, Path(__file__).with_name("region_common_words.txt").read_text("utf-8").split()))


def mark_common(places: Iterable[Place]) -> None:
    """Mark weak the small places and subdistricts whose name usually means something else (الشباب, الرياض)."""
    for place in places:
        small = place.level == 3 or place.type in ("town", "village", "neighbourhood")
        if small and not place.population and place.names and fold(place.names[0][0]) in COMMON:
            place.weak = True


def to_entry(place: Place, iso2: str, spell: Speller) -> Entry:
    """The gazetteer entry of a place."""
    place.spell_best(spell)
    canonical, *aliases = [(name if source == "curated" else spell(name), source) for name, source in place.names]
    vouched = [alias for alias in aliases if alias[1] == "curated" or _vouched(alias[0], canonical[0], place)]
    DROPPED["alias unlike its romanisation"] += len(aliases) - len(vouched)
    lat, lon = (f"{place.point[0]:.5f}", f"{place.point[1]:.5f}") if place.point else ("", "")
    attributes = {
        "english": _english(place), "country": iso2, "type": place.type,
        "parent": place.parent, "lat": lat, "lon": lon, **place.attributes,
        "population": str(place.population or ""), "trust": "weak" if place.weak else "",
    }  # fmt: skip
    filled = {column: value for column, value in attributes.items() if value}
    return Entry(place.id, [canonical, *vouched], filled, place.weak_names)


def _english(place: Place) -> str:
    """The usual English name, else the first romanised one."""
    return place.english or next((name for text in place.latin if (name := english_name(text))), "")


def _vouched(alias: str, canonical: str, place: Place) -> bool:
    """Whether an alias may stand: no part of the name, no man's name, alike to a romanisation of the place.

    A hamlet's must be alike to its name too.
    """
    words = {fold(word) for word in alias.split()}
    if len(fold(alias)) < 3 or words <= {fold(word) for word in canonical.split()} or words <= GIVEN:
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
