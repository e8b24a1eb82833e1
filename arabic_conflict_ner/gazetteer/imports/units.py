"""Units with codes, as the rows of several tables tell of them: names, parents, points."""

import re
from dataclasses import dataclass, field

from arabic_conflict_ner.gazetteer.imports.columns import Columns, UnitColumns
from arabic_conflict_ner.gazetteer.imports.countries import country_of
from arabic_conflict_ner.gazetteer.imports.imported import Imported, Place, Reason
from arabic_conflict_ner.gazetteer.imports.names import distinct, split_double, tidy, without_designator
from arabic_conflict_ner.gazetteer.imports.point import point
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.labels import Label

_TYPES = {1: "governorate", 2: "district", 3: "subdistrict"}
_OWN = 9  # the level of a row's own place, below all others
_KINDS = {
    **{"city": "city", "capital": "city", "town": "town", "village": "village", "hamlet": "village"},
    **{"neighbourhood": "neighbourhood", "neighborhood": "neighbourhood", "quarter": "neighbourhood"},
    **{"suburb": "neighbourhood", "camp": "camp", "refugee camp": "camp", "idp camp": "camp"},
}
"""What tables call a populated place. Community and locality say nothing more."""
_is_code = re.compile(r"[A-Z]{1,3}\d[A-Z\d]*").fullmatch
_DOUBLE_ENGLISH = re.compile(r"\s+[-–/\\]\s+|[/\\]")
_NOT_OF_IDS = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, what its columns are, and where it stands."""

    columns: Columns
    cells: list[str]
    place: Place

    def __getitem__(self, position: int | None) -> str:
        return self.cells[position] if position is not None and position < len(self.cells) else ""

    def all(self, positions: list[int]) -> list[str]:
        """The cells that are not empty."""
        return [self[position] for position in positions if self[position]]


@dataclass(slots=True)
class _Unit:
    """What the rows say of one thing so far."""

    id: str
    place: Place
    type: str
    country: str
    parent: str
    pcode: str | None
    english: str | None = None
    names: list[str] = field(default_factory=list)
    point: tuple[float, float] | None = None


@dataclass(slots=True)
class _Trail:
    """How far a row is read, from the country down: the last id, the last unit, the names so far."""

    country: str
    id: str
    unit: _Unit | None = None
    forms: set[str] = field(default_factory=set)
    lost: str = ""
    """What it says last, where that is neither a code nor an Arabic name."""


@dataclass(slots=True)
class _Said:
    """What a row says of its unit of one level."""

    names: list[str]
    foreign: list[str]
    """What stands in an Arabic column and is not."""
    english: str | None
    pcode: str | None
    osm: str


class Units:
    """The units by id. `type`: of populated places that bear none."""

    def __init__(self, imported: Imported, *, country: str | None, type: str) -> None:
        self._imported = imported
        self._country = country
        self._type = type
        self._by_id: dict[str, _Unit] = {}
        self._told: set[tuple[str, str]] = set()

    def take(self, row: Row) -> None:
        """Read a row: the units of its levels from the largest down, then its own place."""
        country = self._country_of(row)
        if country is None:
            return
        trail = _Trail(country, f"place/{country.lower()}")
        for level, of_unit in [*sorted(row.columns.levels.items()), (_OWN, row.columns.own)]:
            if level > 0:
                self._step(row, level, of_unit, trail)
        if trail.lost:
            self._tell_nameless(f"{trail.lost} in {trail.id}", row.place, "")
        elif trail.unit is None or trail.unit.id != trail.id:
            self._tell_nameless(trail.id, row.place, "")
        else:
            self._locate(trail.unit, row)

    def put(self) -> None:
        """Make entries of the units that have an Arabic name."""
        for unit in self._by_id.values():
            if not unit.names:
                self._tell_nameless(unit.id, unit.place, unit.english or "")
                continue
            lat, lon = unit.point or (None, None)
            attributes = {"english": unit.english, "country": unit.country, "type": unit.type, "parent": unit.parent}
            attributes |= {"pcode": unit.pcode}
            names = distinct(unit.names)
            self._imported.add(unit.id, Label.PLACE, names, unit.place, lat=lat, lon=lon, **attributes)

    def _country_of(self, row: Row) -> str | None:
        """The country that a row names, or else --country, or else that of its first P-code."""
        levels = row.columns.levels
        stated = country_of(row[levels[0].pcode] or next(iter(row.all(levels[0].either)), "")) if 0 in levels else None
        if stated and self._country and stated != self._country:
            cure = f"--country is {self._country}"
            self._imported.leave_out(Reason.OTHER_COUNTRY, row.place, f"the row is of {stated}", cure)
            return None
        coded = (country_of(_said(row, of_unit).pcode or "") for _, of_unit in sorted(levels.items()))
        country = stated or self._country or next(filter(None, coded), None) or country_of(row[row.columns.own.pcode])
        if country is None:
            begin = ",".join(cell for cell in row.cells if cell)[:40]
            cure = "say which with --country SY"
            self._imported.leave_out(Reason.NO_COUNTRY, row.place, f"the row {begin!r} names no country", cure)
        return country

    def _step(self, row: Row, level: int, of_unit: UnitColumns, trail: _Trail) -> None:
        """Read what a row says of one level, if anything, and go down to it."""
        said = _said(row, of_unit)
        type = _TYPES.get(level) or _KINDS.get(row[row.columns.kind].lower(), self._type)
        names = [without_designator(name, type) for name in said.names]
        # جنديرس in البياضة - جنديرس is the unit around it, which tells it from its namesakes.
        names = [*names[:1], *(name for name in names[1:] if name_form(name) not in trail.forms)]
        id = _id(said, names, trail)
        for part in said.foreign:
            self._tell_foreign(id or trail.id, part, row.place)
        if id is None:
            trail.lost = said.english or next(iter(said.foreign), trail.lost)
            return
        if said.names or said.english or said.foreign:
            unit = self._by_id.setdefault(id, _Unit(id, row.place, type, trail.country, trail.id, said.pcode))
            self._merge(unit, names, said.english, row.place)
            trail.unit = unit
        trail.id, trail.lost = id, ""
        trail.forms.update(map(name_form, names))

    def _merge(self, unit: _Unit, names: list[str], english: str | None, place: Place) -> None:
        """Add what a row says of a unit; another name than the first row gives it is left out."""
        unit.english = unit.english or english
        if not unit.names or not names or name_form(unit.names[0]) in map(name_form, names):
            unit.names += [name for name in names if name not in unit.names]
        elif (unit.id, names[0]) not in self._told and name_form(names[0]) not in map(name_form, unit.names):
            self._told.add((unit.id, names[0]))
            found = f"{unit.pcode or unit.id} is {unit.names[0]!r} on line {unit.place.line} and {names[0]!r} here"
            cure = "the first name counts; correct the code, or add the other name by hand"
            self._imported.leave_out(Reason.TWO_NAMES, place, found, cure)

    def _locate(self, unit: _Unit, row: Row) -> None:
        lat, lon = row[row.columns.lat], row[row.columns.lon]
        try:
            unit.point = unit.point or point(lat, lon)
        except ValueError:
            found = f"{unit.pcode or unit.id} lies at {lat!r}, {lon!r}"
            cure = "allowed: degrees from -90 to 90 and from -180 to 180"
            self._imported.leave_out(Reason.BAD_VALUE, row.place, found, cure)

    def _tell_nameless(self, id: str, place: Place, english: str) -> None:
        if (id, "") not in self._told:
            self._told.add((id, ""))
            found = f"{id} {english}".strip() + " has no name in Arabic letters"
            self._imported.leave_out(Reason.NO_ARABIC_NAME, place, found, "type the row by hand if it matters")

    def _tell_foreign(self, id: str, part: str, place: Place) -> None:
        if (id, part) not in self._told:
            self._told.add((id, part))
            found = f"{part!r} of {id} stands in a column of Arabic names"
            self._imported.leave_out(Reason.NOT_ARABIC, place, found, "write it in Arabic letters")


def _said(row: Row, of_unit: UnitColumns) -> _Said:
    """What a row says of a unit. A code in a column of names (adm1: SY07) is its P-code."""
    either = row.all(of_unit.either)
    codes = [cell for cell in either if _is_code(cell)]
    latin = [cell for cell in [*row.all(of_unit.english), *either] if cell not in codes and tidy(cell) is None]
    parts = _DOUBLE_ENGLISH.split(latin[0]) if latin else []
    dashed = len(parts) > 1  # Qasr - Ghanthar: so القصر-الغنثر are two names as well
    english = " ".join(parts[0].split()) if parts else None
    pcode = " ".join(row[of_unit.pcode].split()) or next(iter(codes), None)
    said = _Said([], [], english or None, pcode, row[of_unit.osm])
    for cell in row.all(of_unit.arabic):
        names, foreign = split_double(cell, dashed=dashed)
        said.names += names
        said.foreign += foreign
    for cell in either:
        names, _ = split_double(cell, dashed=dashed)
        said.names += names
    return said


def _of_id(code: str) -> str:
    return _NOT_OF_IDS.sub("-", code.lower()).strip("-")


def _id(said: _Said, names: list[str], trail: _Trail) -> str | None:
    """An id of the source's own code; without one, of the name and the unit around it."""
    country = trail.country.lower()
    code = _of_id(said.pcode or "") or (f"osm-{_of_id(said.osm)}" if said.osm else "")
    if code:
        return f"place/{country}/{code}"
    around = trail.id.rpartition("/")[2]
    return f"user/place/{around}-{name_form(names[0]).replace(' ', '-')}" if names else None
