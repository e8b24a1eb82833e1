"""A row of a gazetteer file: its columns, its id, and what every row must have."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from arabic_conflict_ner.gazetteer.entry import Designation, Kind, Name, Trust
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import LETTER_CODES, UNKNOWN, normalize

NAME_COLUMNS = ("label", "id", "kind", "name", "source")
ENTRY_COLUMNS = (
    *("english", "country", "type", "parent", "lat", "lon", "pcode", "geonames", "wof", "wikidata", "population"),
    *("role", "group", "theatre", "valid_from", "valid_to"),
)
COLUMNS = (
    *(*NAME_COLUMNS, *ENTRY_COLUMNS[:13]),
    *("theatre", "designation", "valid_from", "valid_to", "trust"),
)
"""Every column of a gazetteer file, in the order that the built-in files keep."""
REMOVED = "removed"
"""The kind of a row that takes a name, or an entry, of another gazetteer away."""
_ALLOWED = {"kind": (*Kind, REMOVED), "designation": tuple(Designation), "trust": tuple(Trust)}


@dataclass(slots=True)
class Row:
    """A line of a file with its cells stripped, by column."""

    line: int
    cells: dict[str, str]

    @property
    def label(self) -> Label:
        """What it is about."""
        return Label(self.cells["label"].upper())

    @property
    def kind(self) -> Kind:
        """What its name is to the entry: canonical, unless it says otherwise. Not to be asked of a removal."""
        return Kind(self.cells.get("kind", Kind.CANONICAL).lower())

    @property
    def is_removal(self) -> bool:
        """Whether it takes something away."""
        return is_removal(self.cells)

    @property
    def name(self) -> Name:
        """Its name, with all that the row says of it."""
        cells = self.cells
        return Name(
            text=cells["name"],
            kind=self.kind,
            source=cells.get("source", "user"),
            designation=Designation(cells.get("designation", "neutral").lower()),
            trust=Trust(cells["trust"].lower()) if "trust" in cells else None,
        )


def is_removal(cells: Mapping[str, str]) -> bool:
    """Whether a row takes something away."""
    return cells.get("kind", "").lower() == REMOVED


def row_id(cells: Mapping[str, str]) -> str:
    """The id of a row by its cells: one is made of label and name where none is given."""
    made = f"user/{cells.get('label', '').lower()}/{normalize(cells.get('name', '')).text.replace(' ', '-')}"
    return cells.get("id") or made


def row_problems(cells: Mapping[str, str], *, sources: Container[str] | None = None) -> Iterator[tuple[str, str]]:
    """What keeps a row from being used, whatever else the file holds: what was found, and what to do.

    In: `sources`, the names that the source column may hold (None: any).
    """
    if cells.get("label", "").upper() not in Label.__members__:
        yield f"label {cells.get('label', '')!r} is unknown", f"allowed: {' '.join(Label)}"
    if "name" in cells:
        yield from name_problems(cells["name"])
    elif not is_removal(cells):
        yield "the name is empty", "fill it in or delete the row"
    elif "id" not in cells:
        yield "the row does not say what to remove", "give an id, a name, or both"
    for column, allowed in _ALLOWED.items():
        if column in cells and cells[column].lower() not in allowed:
            yield f"{column} {cells[column]!r} is unknown", f"allowed: {' '.join(allowed)}"
    if sources is not None and cells.get("source") not in sources:
        yield f"source {cells.get('source', '')!r} is unknown", "give it a table in sources.toml"


def name_problems(name: str) -> Iterator[tuple[str, str]]:
    """What keeps a text from being the name of an entry.

    >>> list(name_problems("الرقة")), [found for found, cure in name_problems("-")]
    ([], ["name '-' has no letter"])
    """
    codes = normalize(name).codes
    if b"\n" in codes:
        yield f"name {name!r} holds a line break", "write it on one line; check the quotation marks"
    elif UNKNOWN in codes:
        yield f"name {name!r} has a letter that no Arabic text would hold", "write it in Arabic letters"
    elif LETTER_CODES.isdisjoint(codes):
        yield f"name {name!r} has no letter", "write the name in Arabic letters"
