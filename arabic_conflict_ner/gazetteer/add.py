"""Add an entry, or one more name of it, to a gazetteer file: checked by the reader, and nothing else in it changes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner.errors import ArabicConflictNerError, GazetteerError, Problem
from arabic_conflict_ner.gazetteer import changes, files
from arabic_conflict_ner.gazetteer.entry import Kind
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.ids import make_id
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.parents import find_parent
from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.gazetteer.row import ENTRY_COLUMNS
from arabic_conflict_ner.gazetteer.search import described
from arabic_conflict_ner.gazetteer.sheet import Sheet
from arabic_conflict_ner.gazetteer.variants import variants
from arabic_conflict_ner.gazetteer.written import written
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text import chars

_ID = re.compile("[a-z0-9/-]+")
_CHOICES = 20


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
    """Append an entry to a CSV file, which is made if there is none; or a name of an entry there is (alias or weak).

    In: `cells`, by column of :data:`row.COLUMNS`, `label` and `name` among them; `parent` may be a name of an entry;
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
    sheet = Sheet.read(path)
    others = Gazetteer.builtin() if known is None else known
    own = Gazetteer.from_csv(path, strict=False, changing=others) if sheet.header else Gazetteer.from_entries([])
    known = others | own
    tidy = {column: " ".join(cell.split()) for column, cell in cells.items() if cell.strip()}
    first = _completed(tidy, known, force=force)
    rows = [first, *({**_shared(first), "kind": "alias", "name": written(alias)} for alias in aliases)]
    text, line = sheet.with_rows(rows)
    problems = [] if force else list(_found_already(path, line, rows, known))
    with replacing(path) as new:
        new.write_bytes(sheet.bom + text.encode(sheet.encoding, "surrogatepass"))  # the reader tells a lone one
        problems += _refused(new, others, sources, path, range(line, line + len(rows)))
        if problems:
            raise GazetteerError(problems)
    return Added(first["id"], line, own.problems)


def _completed(cells: dict[str, str], known: Gazetteer, *, force: bool) -> dict[str, str]:
    """The cells of the first row, cleaned, with its parent's id and its own."""
    cells |= {"name": written(cells.get("name", "")), "label": cells.get("label", "").upper()}
    if cells.get("kind", Kind.CANONICAL).lower() != Kind.CANONICAL:
        return _another_name(cells, known)
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


def _another_name(cells: dict[str, str], known: Gazetteer) -> dict[str, str]:
    """The row of an alias or weak name: of an entry, whose attributes stand on its first row."""
    if cells.get("id") not in known:
        what = f"no id of an entry: {cells['id']!r}" if "id" in cells else "none"
        raise ArabicConflictNerError(f"the id for the {cells['kind']} name is {what}; give that of the entry it names")
    needless = [column for column in ENTRY_COLUMNS if column in cells]
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


def _refused(new: Path, others: Gazetteer, sources: frozenset[str] | None, path: Path, lines: range) -> list[Problem]:
    """What the reader says against the rows on some lines of a new file, as it will be called."""
    read = files.read_changing([new], sources=sources)
    problems = [*read.problems, *changes.of_files(read, others.stack)[1]]
    return [replace(problem, file=str(path)) for problem in problems if problem.line in lines]
