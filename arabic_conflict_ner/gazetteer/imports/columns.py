"""What the columns of an OCHA table hold, read from its header however that is spelt.

A header names its units by level (ADM1_AR, admin1Name_en, adm1_name1, ADM3_PCODE) or bears a row's own name
(NAME_AR, featureName_ar, pcode). Letters, digits and their order matter, case and marks do not.
"""

import re
from dataclasses import dataclass, field

_UNIT = r"(?:adm(?:in)?(?P<level>[0-5])|(?P<own>feature|popplace|place|location|locality|community|village|settlement"
_UNIT += r"|neighbou?rhood|camp|site|city|town))?"
_LANGUAGE = r"(?P<language>arabic|ar|english|en)?"
_is_pcode = re.compile(_UNIT + r"p?cod(?:e)?").fullmatch
_is_name = re.compile(_UNIT + r"(?P<name>(?:alt\d?)?(?:name)?(?:alt)?\d?)" + _LANGUAGE).fullmatch
_is_kind = re.compile(r"(?:feature|location|place|settlement)?(?:class|type)(?:\d{4})?|place|fclass").fullmatch
_is_level = re.compile(r"adm(?:in)?level").fullmatch
_LATITUDE = ("lat", "latitude", "latitudey", "pointy", "ycoord", "centerlat", "centroidlat", "y")
_LONGITUDE = ("lon", "long", "longitude", "longitudex", "pointx", "xcoord", "centerlon", "centroidlon", "x")


@dataclass(slots=True)
class UnitColumns:
    """Where the names and the code of a unit stand in a row."""

    arabic: list[int] = field(default_factory=list)
    english: list[int] = field(default_factory=list)
    either: list[int] = field(default_factory=list)
    """Names of no declared language: each cell shows its own."""
    pcode: int | None = None
    osm: int | None = None

    @property
    def named(self) -> bool:
        """Whether an Arabic name may stand in any of them."""
        return bool(self.arabic or self.either)


@dataclass(slots=True)
class Columns:
    """What a header says. `own` are the columns of the row's own place, below all levels."""

    levels: dict[int, UnitColumns] = field(default_factory=dict)
    own: UnitColumns = field(default_factory=UnitColumns)
    kind: int | None = None
    lat: int | None = None
    lon: int | None = None
    width: int = 0

    @property
    def named(self) -> bool:
        """Whether this is the header of a table of names: two columns that are known, or one that is Arabic."""
        units = [self.own, *self.levels.values()]
        known = sum(len(unit.either) + len(unit.english) + (unit.pcode is not None) for unit in units)
        return any(unit.arabic for unit in units) or (any(unit.either for unit in units) and known > 1)


def columns(header: list[str]) -> Columns:
    """What the columns of a header are; those of other things are left alone.

    >>> found = columns(["ADM1_AR", "ADM1_PCODE", "admin2Name_en", "featureName_ar", "Latitude", "Longitude"])
    >>> found.levels[1].arabic, found.levels[1].pcode, found.levels[2].english, found.own.arabic, found.lat
    ([0], 1, [2], [3], 4)
    >>> columns(["Indicator", "Value", "2019"]).named
    False
    """
    found = Columns(width=len(header))
    keys = ["".join(char for char in cell.lower() if char.isalnum()) for cell in header]
    for position, key in enumerate(keys):
        _sort_in(found, position, key)
    found.lat, found.lon = (_first(keys, names) for names in (_LATITUDE, _LONGITUDE))
    if any(map(_is_level, keys)):  # the row's name and point are those of its unit of that level
        found.own = UnitColumns()
    return found


def _sort_in(found: Columns, position: int, key: str) -> None:
    if (match := _is_pcode(key)) is not None:
        unit = _unit(found, match)
        unit.pcode = position if unit.pcode is None else unit.pcode
    elif _is_kind(key):
        found.kind = position if found.kind is None else found.kind
    elif key == "osmid":
        found.own.osm = position
    elif key and (match := _is_name(key)) is not None and _says_name(match):
        unit = _unit(found, match)
        language = match["language"] or ""
        (unit.arabic if language[:1] == "a" else unit.english if language else unit.either).append(position)


def _says_name(match: re.Match[str]) -> bool:
    """Whether a header means a name: `adm1`, `ar`, `name` do, `camp` alone may be anything."""
    return bool(match["level"] or match["language"] or "name" in match["name"])


def _unit(found: Columns, match: re.Match[str]) -> UnitColumns:
    return found.own if match["level"] is None else found.levels.setdefault(int(match["level"]), UnitColumns())


def _first(keys: list[str], names: tuple[str, ...]) -> int | None:
    return next((keys.index(name) for name in names if name in keys), None)
