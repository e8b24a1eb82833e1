"""Country dumps of GeoNames: SY.txt, or SY.zip as it is downloaded. https://download.geonames.org/export/dump/"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.imports import archive
from arabic_conflict_ner.gazetteer.imports.feature_codes import ADMIN, type_of
from arabic_conflict_ner.gazetteer.imports.imported import Imported, LeftOut, Place, Reason
from arabic_conflict_ner.gazetteer.imports.names import distinct, tidy, without_designator
from arabic_conflict_ner.gazetteer.imports.point import point
from arabic_conflict_ner.labels import Label

_LONGEST = 1_000_000  # bytes of a line; no list of alternate names has more than 10,000 characters
_UNKNOWN_UNITS = ("", "00")
_DOWNLOAD = "download the country's file again from https://download.geonames.org/export/dump/"
_is_country = re.compile("[A-Z]{2}|").fullmatch


class _Line(NamedTuple):
    """The cells of a line of a dump."""

    geonameid: str
    name: str
    asciiname: str
    alternatenames: str
    latitude: str
    longitude: str
    feature_class: str
    feature_code: str
    country: str
    cc2: str
    admin1: str
    admin2: str
    admin3: str
    admin4: str
    population: str
    elevation: str
    dem: str
    timezone: str
    modified: str

    @property
    def code(self) -> str:
        return f"{self.feature_class}.{self.feature_code}"

    @property
    def called(self) -> str:
        """What a report says for it."""
        return f"{self.geonameid} {self.english} ({self.code})"

    @property
    def english(self) -> str:
        return self.asciiname or self.name

    @property
    def inhabitants(self) -> int:
        return int(self.population) if self.population.isascii() and self.population.isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Record:
    """A line that becomes an entry, with what it is to us."""

    line: _Line
    place: Place
    label: Label
    type: str
    names: list[str]

    @property
    def id(self) -> str:
        line = self.line
        return "/".join(filter(None, (self.label.lower(), line.country.lower(), f"gn-{line.geonameid}")))

    def units(self, level: int) -> tuple[str, ...]:
        """The codes of its country and its units down to a level; empty where that unit is not known."""
        codes = (self.line.country, self.line.admin1, self.line.admin2, self.line.admin3)[: level + 1]
        return () if codes[-1] in _UNKNOWN_UNITS else codes


def read(
    paths: Iterable[Path], *, source: str = "geonames", country: str | None = None, label: Label | None = None
) -> tuple[list[Entry], list[LeftOut]]:
    """The entries of country dumps, .txt or .zip, and what was left out of them.

    In: `country` and `label`, where only the records of one are wanted. Out: an entry for each record that has a name
    in Arabic letters and a feature code that is a type of ours; the first such name is canonical.

    Raises FileNotFoundError.
    """
    imported = Imported(source)
    add(imported, paths, country=country, label=label)
    return imported.entries, imported.left_out


def add(imported: Imported, paths: Iterable[Path], *, country: str | None = None, label: Label | None = None) -> None:
    """Put the entries of country dumps with those imported so far. In, and raises: as :func:`read`."""
    records = [
        record
        for path in paths
        for place, line in _lines(path, imported)
        if (record := _record(line, place, imported, country, label)) is not None
    ]
    ids = {record.units(level): record.id for record in records if (level := ADMIN.get(record.line.code))}
    for record in records:
        _put(record, ids, imported)


def _lines(path: Path, imported: Imported) -> Iterator[tuple[Place, _Line]]:
    """The lines of a file; what is no line of a dump is left out."""
    with path.open("rb") as file:
        try:
            for name, stream in _texts(file, str(path)):
                for number, data in _numbered(stream):
                    line = _line(data, Place(name, number), imported)
                    if line is not None:
                        yield Place(name, number), line
        except archive.TooLargeError as error:
            cure = "unpack it and give the .txt, of one country"
            imported.leave_out(Reason.BROKEN, Place(str(path), 1), str(error), cure)
        except archive.UNREADABLE as error:
            found = f"the file cannot be read to its end ({error})"
            imported.leave_out(Reason.BROKEN, Place(str(path), 1), found, _DOWNLOAD)


def _texts(file: IO[bytes], name: str) -> Iterator[tuple[str, IO[bytes]]]:
    """The texts that a file holds: itself, or those of a zip but for its readme."""
    if not archive.is_zip(file):
        yield name, file
        return
    with zipfile.ZipFile(file) as packed:
        archive.check_size(packed)
        for member in packed.namelist():
            if member.lower().endswith(".txt") and not member.lower().endswith("readme.txt"):
                with packed.open(member) as stream:
                    yield f"{name}/{member}", stream


def _numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty; one that is too long comes in pieces of the same number."""
    number, begins = 0, True
    while piece := stream.readline(_LONGEST):
        number += begins
        begins = piece.endswith(b"\n")
        if piece.strip():
            yield number, piece


def _line(data: bytes, place: Place, imported: Imported) -> _Line | None:
    """The cells of a line; None for a header, and for what is no line of a dump."""
    text = data.decode("utf-8-sig", errors="replace")
    cells = [" ".join(cell.split()) for cell in text.split("\t")]
    if cells[0].lower() == "geonameid":
        return None
    imported.rows += 1
    if "\N{REPLACEMENT CHARACTER}" in text:
        imported.leave_out(Reason.BROKEN, place, f"the line of {cells[0][:20]!r} is not UTF-8", _DOWNLOAD)
    elif len(cells) != len(_Line._fields) or not (cells[0].isascii() and cells[0].isdigit()):
        found = f"the line has {len(cells)} cells and begins {cells[0][:20]!r}"
        imported.leave_out(Reason.BROKEN, place, found, f"allowed: a number and 18 cells, tabs between; {_DOWNLOAD}")
    elif not _is_country(cells[8]):
        found = f"{cells[0]} is of country {cells[8]!r}"
        imported.leave_out(Reason.BROKEN, place, found, f"allowed: two capital letters, as SY; {_DOWNLOAD}")
    else:
        return _Line(*cells)
    return None


def _record(line: _Line, place: Place, imported: Imported, country: str | None, label: Label | None) -> _Record | None:
    """What a line is to us; None, and why is noted, where it is nothing or not wanted."""
    kind = type_of(line.code, line.inhabitants)
    if country is not None and line.country != country:
        reason, cure = Reason.OTHER_COUNTRY, f"it is of {line.country or 'no country'}, --country is {country}"
    elif kind is None:
        reason, cure = Reason.NO_TYPE, "type the row by hand if it matters"
    elif label is not None and kind[0] is not label:
        reason, cure = Reason.OTHER_LABEL, f"it is a {kind[0]}, --label is {label}; without --label both are taken"
    elif not (names := _names(line, kind[1])):
        reason, cure = (
            Reason.NO_ARABIC_NAME,
            "none of its names is in Arabic letters; type the row by hand if it matters",
        )
    else:
        return _Record(line, place, *kind, names)
    imported.leave_out(reason, place, line.called, cure)
    return None


def _names(line: _Line, type: str) -> list[str]:
    """The names in Arabic letters, each once; a name that goes on behind ، says where (حلب، سوريا)."""
    raw = (name.split("،")[0] for name in (line.name, *line.alternatenames.split(",")))
    return distinct(without_designator(name, type) for name in map(tidy, raw) if name is not None)


def _put(record: _Record, ids: dict[tuple[str, ...], str], imported: Imported) -> None:
    line = record.line
    imported.add(
        record.id,
        record.label,
        record.names,
        record.place,
        english=line.english or None,
        country=line.country or None,
        type=record.type,
        parent=_parent(record, ids),
        geonames=line.geonameid,
        population=line.inhabitants or None,  # GeoNames writes 0 for what it does not know
        **_coordinates(record, imported),
    )


def _parent(record: _Record, ids: dict[tuple[str, ...], str]) -> str | None:
    """The id of the smallest unit around it that the dump has, or else of its country."""
    own_level = ADMIN.get(record.line.code, 4)
    for level in range(own_level - 1, 0, -1):
        if (units := record.units(level)) and units in ids:
            return ids[units]
    return f"place/{record.line.country.lower()}" if record.line.country else None


def _coordinates(record: _Record, imported: Imported) -> dict[str, float]:
    line = record.line
    try:
        found = point(line.latitude, line.longitude)
    except ValueError:
        told = f"{line.called} lies at {line.latitude!r}, {line.longitude!r}"
        cure = "allowed: degrees from -90 to 90 and from -180 to 180"
        imported.leave_out(Reason.BAD_VALUE, record.place, told, cure)
        return {}
    return {"lat": found[0], "lon": found[1]} if found else {}
