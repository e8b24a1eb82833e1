"""What came out of foreign files: entries, and everything that was left out with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from arabic_conflict_ner.errors import Problem
from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name
from arabic_conflict_ner.labels import Label


class Reason(StrEnum):
    """Why something was not taken over, in the words of the report."""

    NO_ARABIC_NAME = "without an Arabic name"
    NO_TYPE = "of a kind that is no type of ours"
    OTHER_COUNTRY = "of another country than --country"
    OTHER_LABEL = "of another label than --label"
    NO_COLUMNS = "tables without columns of names"
    BROKEN = "that cannot be read"
    NOT_ARABIC = "names not in Arabic letters"
    BAD_VALUE = "values that cannot be (the entry is kept without)"
    NO_COUNTRY = "of no known country"
    TWICE = "given twice"
    TWO_NAMES = "codes with two names"


EXPECTED = frozenset({Reason.NO_ARABIC_NAME, Reason.NO_TYPE, Reason.OTHER_COUNTRY, Reason.OTHER_LABEL})
"""What every large source holds beside: counted and listed, but nothing is wrong with the file."""


@dataclass(frozen=True, slots=True)
class LeftOut(Problem):
    """Something in one place of a file that was not taken over."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, or a sheet of one, and a line."""

    file: str
    line: int


@dataclass(slots=True)
class Imported:
    """What the files gave so far. `source` stands on every row that is written."""

    source: str
    rows: int = 0
    """Rows read, the bad ones too; empty lines and headers do not count."""
    by_id: dict[str, Entry] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        """The entries, in the order of the files."""
        return list(self.by_id.values())

    @property
    def wrong(self) -> bool:
        """Whether anything was left out that a sound file would not hold."""
        return any(left.reason not in EXPECTED for left in self.left_out)

    def leave_out(self, reason: Reason, place: Place, found: str, cure: str) -> None:
        """Note what was not taken over: what stands there, and what is allowed or to be done."""
        self.left_out.append(LeftOut(place.file, place.line, found, cure, reason))

    def add(self, id: str, label: Label, names: Iterable[str], place: Place, **attributes: Any) -> None:
        """Make an entry of its names, the canonical one first; an id that is there already is left out."""
        if id in self.by_id:
            found = f"id {id!r} is that of {self.by_id[id].name!r} already"
            self.leave_out(Reason.TWICE, place, found, "the first one counts; delete one of the rows")
            return
        canonical, *others = names
        aliases = (Name(text=name, kind=Kind.ALIAS, source=self.source) for name in sorted(others))
        self.by_id[id] = Entry(
            id=id, label=label, names=(Name(text=canonical, source=self.source), *aliases), **attributes
        )
