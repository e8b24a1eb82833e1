"""Add an entry, or one more name of it, to a gazetteer file: checked by the reader, and nothing else in it changes.

A file is kept as its lines, so that its delimiter, line ends, quotation marks and columns of its own outlive the edit.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, Problem
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.entry import Entry, Kind
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.gazetteer.search import Spellings, by_english, described
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, variants
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text import chars

_ENCODINGS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNSAID = {"kind": "canonical", "source": "user"}
"""What a file without the column says of its rows."""
_ID = re.compile("[a-z0-9/-]+")
_ROOMS = {Label.ARMED_GROUP: "group", Label.ORGANIZATION: "org"}
_PARENTS = {
    Label.PLACE: (Label.PLACE,),
    Label.FACILITY: (Label.PLACE,),
    Label.ARMED_GROUP: (Label.ARMED_GROUP,),
    Label.ORGANIZATION: (Label.ORGANIZATION,),
}
_CHOICES = 20
_CLEANING = (
    *(chars.open_presentation_forms, chars.remove_marks, chars.remove_tatweel, chars.remove_invisible),
    *(chars.fold_spaces, chars.fold_digits),
)
_NO_QUOTES = dict.fromkeys(map(ord, "«»“”„‘’‹›\"'"))
_LATIN = {
    letter: latin
    for latin, letters in (
        {"a": "اأآعةى", "i": "إئ", "u": "ؤ", "": "ء", "b": "ب", "t": "تط", "th": "ث", "j": "ج", "h": "حه", "kh": "خ"}
        | {"d": "دض", "dh": "ذ", "r": "ر", "z": "زظ", "s": "سص", "sh": "ش", "gh": "غ", "f": "ف", "q": "ق", "k": "ك"}
        | {"l": "ل", "m": "م", "n": "ن", "w": "و", "y": "ي"}
    ).items()
    for letter in letters
}


class Added(NamedTuple):
    """What was added, and where it stands."""

    id: str
    line: int
    problems: tuple[Problem, ...] = ()
    """What was wrong with other rows of the file already; it still is."""


def add(
    path: Path,
    cells: Mapping[str, str],
    *,
    aliases: Sequence[str] = (),
    known: Gazetteer | None = None,
    sources: frozenset[str] | None = None,
    force: bool = False,
) -> Added:
    """Append an entry to a CSV file, which is made if there is none; or a name to an entry of it (kind alias or weak).

    In: `cells`, by column of :data:`files.COLUMNS`, `label` and `name` among them; `parent` may be a name of an entry;
    without `id` one is made. `aliases`: its other names. `known`: the gazetteer that may have the name already, the
    built-in one unless given. `sources`: those that the rows may name. `force`: add what is found already too, and take
    a parent's id that nobody knows.
    Out: the id, and the line of the first row.

    Raises GazetteerError with all that the reader would refuse, or that is there already; ArabicConflictNerError for a
    parent that is unclear or an id that is none. The file is then as it was.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     added = add(Path(folder, "mine.csv"), {"label": "PLACE", "name": "رسم الطويحين", "country": "SY"})
    >>> added.id, added.line
    ('place/sy/rsm-altwyhyn', 2)
    """
    sheet = _Sheet.read(path)
    own = Gazetteer.from_csv(path, strict=False) if sheet.header else Gazetteer.from_entries([])
    known = (Gazetteer.builtin() if known is None else known) | own
    tidy = {column: " ".join(cell.split()) for column, cell in cells.items() if cell.strip()}
    first = _completed(tidy, known, own, force=force)
    rows = [first, *({**_shared(first), "kind": "alias", "name": written(alias)} for alias in aliases)]
    text, line = sheet.with_rows(rows)
    problems = [] if force else list(_found_already(path, line, rows, known))
    with replacing(path) as new:
        new.write_bytes(sheet.bom + text.encode(sheet.encoding, "surrogatepass"))  # the reader tells a lone one
        problems += _refused(new, path, range(line, line + len(rows)), sources)
        if problems:
            raise GazetteerError(problems)
    return Added(first["id"], line, own.problems)


def written(name: str) -> str:
    """A name as gazetteers have it: no tashkeel, tatweel, invisible characters or quotation marks; digits 0 to 9.

    >>> written("«اللواء ٣٥»"), written("الشَّحِيـل")
    ('اللواء 35', 'الشحيل')
    """
    name = unicodedata.normalize("NFC", name)
    for clean in _CLEANING:
        name = clean(name)
    return " ".join(name.translate(_NO_QUOTES).split())


def make_id(
    label: Label, name: str, *, country: str | None = None, english: str | None = None, taken: Container[str] = ()
) -> str:
    """An id for a new entry: its label, its country, and its English name, or its Arabic one in Latin letters.

    In: `taken`, the ids that there are; where it is one of them a number is put behind it. The same for the same input.

    >>> make_id(Label.PLACE, "تل النعام", country="SY")
    'place/sy/tl-alnaam'
    >>> make_id(Label.ARMED_GROUP, "لواء الشمال", english="North Brigade")
    'group/north-brigade'
    >>> make_id(Label.PLACE, "تل النعام", country="SY", taken={"place/sy/tl-alnaam"})
    'place/sy/tl-alnaam-2'
    """
    room = "/".join(filter(None, (_ROOMS.get(label, label.lower()), _slug(country or ""))))
    slug = _slug(english or "") or _slug(_romanised(name))
    numbered = (f"{room}/{slug}-{number}" if slug else f"{room}/{number}" for number in count(2 if slug else 1))
    ids = chain([f"{room}/{slug}"], numbered) if slug else numbered
    return next(id for id in ids if id not in taken)


def find_parent(given: str, known: Gazetteer, *, label: Label, country: str | None = None) -> Entry:
    """The entry that an id, or an Arabic or English name, means as a parent of something.

    In: `label` and `country` of that something: a village lies in a place, and in its country.

    Raises ArabicConflictNerError with the choices if there are several, and with like spellings if there are none.

    >>> find_parent("Raqqa", Gazetteer.builtin(), label=Label.FACILITY).id
    'place/sy/sy11'
    """
    if given in known:
        return known.entry(given)
    refs = known.search(given)
    named = [ref.entry for ref in refs if ref.variant == AS_WRITTEN] or [ref.entry for ref in refs]
    choices = {
        entry.id: entry
        for entry in [*named, *by_english(known, given)]
        if entry.label in _PARENTS.get(label, Label) and country in (None, entry.country)
    }
    if len(choices) == 1:
        return next(iter(choices.values()))
    raise ArabicConflictNerError(_unclear(given, list(choices.values()), known))


def _unclear(given: str, choices: list[Entry], known: Gazetteer) -> str:
    if choices:
        told = f"parent {given!r} may be {len(choices)} entries; give the id of one:"
        more = [f"… and {len(choices) - _CHOICES} more"] if len(choices) > _CHOICES else []
        return "\n  ".join([told, *described(known, choices[:_CHOICES]), *more])
    nearest = Spellings(known, english=given.isascii()).nearest(given)
    like = ", ".join(f"{near.name} ({near.entries[0].id})" for near in nearest)
    return f"parent {given!r} is no id or name of an entry; " + (f"written like it: {like}" if like else "give an id")


def _completed(cells: dict[str, str], known: Gazetteer, own: Gazetteer, *, force: bool) -> dict[str, str]:
    """The cells of the first row, cleaned, with its parent's id and its own."""
    cells |= {"name": written(cells.get("name", "")), "label": cells.get("label", "").upper()}
    if cells.get("kind", Kind.CANONICAL).lower() != Kind.CANONICAL:
        return _another_name(cells, own)
    for column in ("lat", "lon"):
        if column in cells:
            cells[column] = chars.fold_digits(cells[column]).replace("٫", ".").replace(",", ".")
    if "country" in cells:
        cells["country"] = cells["country"].upper()
    # What the label cannot be is told by the reader, with the rest.
    label = Label(cells["label"]) if cells["label"] in Label.__members__ else Label.PLACE
    return _with_id(_with_parent(cells, label, known, force=force), label, known)


def _with_parent(cells: dict[str, str], label: Label, known: Gazetteer, *, force: bool) -> dict[str, str]:
    """What lies in a place lies in its country."""
    given = cells.get("parent")
    if given is None or (force and "/" in given and _ID.fullmatch(given) and given not in known):
        return cells
    parent = find_parent(given, known, label=label, country=cells.get("country"))
    country = {"country": parent.country} if parent.country and parent.label is Label.PLACE else {}
    return country | cells | {"parent": parent.id}


def _another_name(cells: dict[str, str], own: Gazetteer) -> dict[str, str]:
    """The row of an alias or weak name: of an entry of the file, whose attributes stand on its first row."""
    if cells.get("id") not in own:
        what = f"no id of an entry of the file: {cells['id']!r}" if "id" in cells else "none"
        raise ArabicConflictNerError(f"the id for the {cells['kind']} name is {what}; give that of the entry it names")
    needless = [column for column in files.ENTRY_COLUMNS if column in cells]
    if needless:
        raise ArabicConflictNerError(
            f"{', '.join(needless)} stand on the canonical row; leave them out of another name"
        )
    return cells


def _with_id(cells: dict[str, str], label: Label, known: Gazetteer) -> dict[str, str]:
    id = cells.get("id")
    if id is None:
        english, country = cells.get("english"), cells.get("country")
        return cells | {"id": make_id(label, cells["name"], country=country, english=english, taken=known)}
    if id in known:
        there = described(known, [known.entry(id)])[0]
        raise ArabicConflictNerError(f"id {id!r} exists: {there}; give another, or none, and one is made")
    if not _ID.fullmatch(id):
        raise ArabicConflictNerError(f"id {id!r} is none; allowed: small Latin letters, digits, / and -")
    return cells


def _shared(first: Mapping[str, str]) -> dict[str, str]:
    return {column: first[column] for column in ("label", "id", "source") if column in first}


def _found_already(path: Path, line: int, rows: Sequence[Mapping[str, str]], known: Gazetteer) -> Iterator[Problem]:
    """The names that the gazetteers, or the rows before, find without a row of their own."""
    before: dict[str, str] = {}
    for number, row in enumerate(rows):
        name, form = row["name"], name_form(row["name"])
        entries = list({ref.entry.id: ref.entry for ref in known.search(name)}.values())
        where = str(path), line + number
        if entries:
            there = "; ".join(described(known, entries[:_CHOICES]))
            yield Problem(*where, f"name {name!r} is found already: {there}", "leave it out, or add it with --force")
        elif form in before and name != before[form]:
            yield Problem(
                *where, f"name {name!r} is {before[form]!r} in another spelling", "leave it out; both are found"
            )
        if row["label"] in Label.__members__:
            before |= dict.fromkeys(variants(form, Label(row["label"])), name)


def _romanised(name: str) -> str:
    letters = (_LATIN.get(letter, _LATIN.get(chars.fold(letter), letter)) for letter in name)
    return "".join(letters)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


class _Record(NamedTuple):
    """A row as it is written, its line end included, and its cells."""

    raw: str
    cells: list[str]

    @property
    def is_filled(self) -> bool:
        """Whether any cell holds anything."""
        return any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A CSV file as it is written."""

    bom: bytes
    encoding: str
    lead: str
    """The line that names the delimiter (sep=;), if there is one."""
    delimiter: str
    line_end: str
    records: tuple[_Record, ...]

    @classmethod
    def read(cls, path: Path) -> "_Sheet":
        """An empty one if there is no file. Raises GazetteerError where it is no UTF-8 or no CSV."""
        data = path.read_bytes() if path.exists() else b""
        bom, encoding = next((known for known in _ENCODINGS if data.startswith(known[0])), (b"", "utf-8"))
        try:
            text = data.removeprefix(bom).decode(encoding)
            named = files._SEP_LINE.match(text)
            lead = named[0] if named else ""
            delimiter = named[1] if named else files._delimiter(text)
            records = tuple(_records(text[len(lead) :], delimiter))
        except (UnicodeDecodeError, csv.Error):
            raise GazetteerError(files.read_all([path])[1]) from None
        sheet = cls(bom, encoding, lead, delimiter, _line_end(text), records)
        if sheet.header and not {"label", "name"} <= set(sheet.header):
            raise GazetteerError(files.read_all([path])[1])
        return sheet

    @property
    def header(self) -> list[str]:
        """The columns; none in an empty file."""
        return [cell.strip().lower() for cell in next((r.cells for r in self.records if r.is_filled), [])]

    def with_rows(self, rows: Sequence[Mapping[str, str]]) -> tuple[str, int]:
        """The text with the rows of an entry added, and the line of the first: behind its other rows, or at the end."""
        said = {column for row in rows for column, cell in row.items() if cell != _UNSAID.get(column)}
        columns, records = self.header, list(self.records)
        if not columns:
            columns = [column for column in files.COLUMNS if column in said or column in files.NAME_COLUMNS]
            records.append(self._record(columns))
        elif new := [column for column in files.COLUMNS if column in said and column not in columns]:
            width = max(len(record.cells) for record in records)
            columns = [*columns, *[""] * (width - len(columns)), *new]
            records = [self._widened(record, columns, width) for record in records]
        position = _behind(records, columns, rows[0]["id"])
        before = self.lead + "".join(record.raw for record in records[:position])
        before += self.line_end if before and not before.endswith(("\n", "\r")) else ""
        added = [self._record([row.get(column) or _UNSAID.get(column, "") for column in columns]) for row in rows]
        text = "".join(record.raw for record in (*added, *records[position:]))
        return before + text, len(io.StringIO(before, newline="").readlines()) + 1

    def _record(self, cells: list[str]) -> "_Record":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end).writerow(cells)
        return _Record(out.getvalue(), cells)

    def _widened(self, record: "_Record", columns: list[str], width: int) -> "_Record":
        """A row with the new columns, which begin behind the widest row: a cell too many is not to fall into one."""
        if not record.cells:
            return record
        is_header = [cell.strip().lower() for cell in record.cells] == self.header
        extra = columns[len(record.cells) :] if is_header else [""] * (len(columns) - len(record.cells))
        body = record.raw.rstrip("\r\n")
        raw = self.delimiter.join([body, *extra]) + record.raw[len(body) :]
        return _Record(raw, [*record.cells, *extra])


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    lines = io.StringIO(text, newline="").readlines()
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    done = 0
    for cells in rows:
        yield _Record("".join(lines[done : rows.line_num]), cells)
        done = rows.line_num


def _behind(records: Sequence[_Record], columns: Sequence[str], id: str) -> int:
    """Where a row of an entry goes: behind the last one that has its id, else behind the last one that has anything."""
    column = columns.index("id")
    own = [number for number, record in enumerate(records) if id in record.cells[column : column + 1]]
    return (own or [number for number, record in enumerate(records) if record.is_filled])[-1] + 1


def _line_end(text: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")


def _refused(new: Path, path: Path, lines: range, sources: frozenset[str] | None) -> list[Problem]:
    """What the reader says against the rows on some lines of a new file, as it will be called."""
    problems = files.read_all([new], sources=sources)[1]
    return [replace(problem, file=str(path)) for problem in problems if problem.line in lines]
