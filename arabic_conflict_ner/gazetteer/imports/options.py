"""What an import is asked for: the format of the files, and what the command line says of their names."""

import re
from dataclasses import dataclass
from pathlib import Path

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.gazetteer.entry import TYPES
from arabic_conflict_ner.gazetteer.imports import Format, cod, geonames, plain
from arabic_conflict_ner.gazetteer.imports.imported import Imported
from arabic_conflict_ner.labels import Label

_is_country = re.compile("[A-Z]{2}").fullmatch


@dataclass(frozen=True, slots=True)
class Options:
    """How to import files. `source`: who vouches for the rows; the format's name unless given.

    Raises ArabicConflictNerError where an option is wrong, or does not go with the format.

    >>> Options(Format.LIST)
    Traceback (most recent call last):
    arabic_conflict_ner.errors.ArabicConflictNerError: a list does not say what its names are; give --label PLACE, ...
    """

    format: Format
    label: Label | None = None
    country: str | None = None
    source: str | None = None
    type: str | None = None

    def __post_init__(self) -> None:
        if self.country is not None and not _is_country(self.country):
            raise ArabicConflictNerError(f"--country {self.country!r} is no country code; give two capitals, as SY")
        if self.source is not None and not self.source.strip():
            raise ArabicConflictNerError("--source is empty; name who vouches for the rows, as geonames or my-desk")
        if self.format is Format.LIST and self.label is None:
            told = "a list does not say what its names are; give --label PLACE, "
            raise ArabicConflictNerError(told + " or ".join(label for label in Label if label is not Label.PLACE))
        if self.format is Format.COD and self.label not in (None, Label.PLACE):
            raise ArabicConflictNerError(f"--label {self.label}: tables of OCHA's hold places; leave it out")
        self._check_type(self.label or Label.PLACE)

    def _check_type(self, label: Label) -> None:
        if self.type is None:
            return
        if self.format is Format.GEONAMES:
            raise ArabicConflictNerError(f"--type {self.type}: every record of GeoNames has its own; leave it out")
        if self.type not in TYPES[label]:
            raise ArabicConflictNerError(f"--type {self.type!r} is none of {label}; allowed: {' '.join(TYPES[label])}")

    def read(self, paths: list[Path]) -> Imported:
        """Import the files.

        Raises ArabicConflictNerError where one does not exist, or needs openpyxl and that is not installed.
        """
        missing = [str(path) for path in paths if not path.is_file()]
        if missing:
            raise ArabicConflictNerError(f"{', '.join(missing)} does not exist or is no file; give files")
        imported = Imported(self.source.strip() if self.source else self.format.value)
        if self.format is Format.GEONAMES:
            geonames.add(imported, paths, country=self.country, label=self.label)
        elif self.format is Format.COD:
            cod.add(imported, paths, country=self.country, type=self.type)
        elif self.label is not None:
            plain.add(imported, paths, label=self.label, country=self.country, type=self.type)
        return imported
