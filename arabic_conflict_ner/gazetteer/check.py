"""List everything wrong with gazetteer files: what the reader finds, and what only an editor would see."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from arabic_conflict_ner.gazetteer import check_names, checked
from arabic_conflict_ner.gazetteer.check_places import Places
from arabic_conflict_ner.gazetteer.checked import Checked, Finding, Row
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.row import ENTRY_COLUMNS
from arabic_conflict_ner.text.normalize import normalize

_ID = re.compile("[a-z0-9/_-]+").fullmatch
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}").fullmatch
_REFERENCES = ("parent", "group")
_SHOWN = 3


def check(
    paths: Iterable[Path],
    *,
    sources: frozenset[str] | None = None,
    known: Mapping[str, Entry] | None = None,
    frequency: Mapping[str, int] | None = None,
    outside: Container[str] = frozenset(),
) -> tuple[dict[str, Entry], list[Finding]]:
    """The entries of some files by id, and everything wrong with the files, by file and line.

    In: `sources`: the names that the source column may hold (None: any). `known`: entries by id to which parents and
    groups may lead and with whose names those of the files are compared. `frequency`: of normalised words, log2 per
    ten million; `outside`: words that stand in no name.

    Raises FileNotFoundError.
    """
    paths = list(paths)
    under_check, findings = checked.read(paths, sources=sources, known=known or {})
    for row in under_check.rows:
        findings += _row(row, under_check)
    findings += _loops(under_check)
    places = Places(under_check)
    for entry in under_check.entries.values():
        findings += check_names.twins_within(entry, under_check)
        findings += check_names.twins_elsewhere(entry, under_check)
        findings += check_names.aliases(entry, under_check)
        findings += check_names.lost(entry, under_check)
        findings += check_names.common(entry, under_check, frequency=frequency or {}, outside=outside)
        findings += places.check(entry)
    order = {str(path): number for number, path in reversed(list(enumerate(paths)))}
    findings.sort(key=lambda finding: (order[finding.problem.file], finding.problem.line))
    return under_check.entries, findings


def _row(row: Row, under_check: Checked) -> Iterator[Finding]:
    yield from check_names.characters(row)
    if row.lost:
        yield row.error(
            f"the row has cells behind the last column: {', '.join(map(repr, row.lost))}",
            "put quotation marks around a cell that holds the delimiter, or name the column in the header",
        )
    if not _ID(row.cells.get("id", "-")):
        yield row.warning(f"id {row.cells['id']!r} is unusual", "use lower-case letters, digits, / and -")
    if row.is_canonical:
        yield from _dates(row)
        yield from _references(row, under_check)
    elif not row.is_removal:
        yield from _stray(row)


def _dates(row: Row) -> Iterator[Finding]:
    start, end = (normalize(row.cells.get(column, "")).text for column in ("valid_from", "valid_to"))
    for column, written in (("valid_from", start), ("valid_to", end)):
        if _DATE(written) and not _is_date(written):
            yield row.error(f"{column} {written!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
    if start and end and checked.is_later(start, end):
        yield row.error(f"valid_from {start} is later than valid_to {end}", "exchange or correct them")


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat((written + "-01-01")[: len("YYYY-MM-DD")])
    except ValueError:
        return False
    return True


def _references(row: Row, under_check: Checked) -> Iterator[Finding]:
    """A parent or group that is no entry."""
    for column in _REFERENCES:
        id = row.cells.get(column)
        if id is not None and id not in under_check.ids:
            named = under_check.named(id)
            cure = (
                f"{' or '.join(named[:_SHOWN])} is so called; write the id" if named else "give it a row, or delete it"
            )
            yield row.error(f"{column} {id!r} is no entry of these files or of what they are compared with", cure)


def _stray(row: Row) -> Iterator[Finding]:
    """Attributes where the reader does not look for them."""
    columns = [column for column in ENTRY_COLUMNS if column in row.cells]
    if columns:
        found = f"{', '.join(columns)} of entry {row.id!r} on the row of another name"
        yield row.warning(found, "move to the canonical row; elsewhere they are not read")


def _loops(under_check: Checked) -> Iterator[Finding]:
    """Parents that lead back to where they came from, each circle once."""
    parents = {entry.id: entry.parent for entry in under_check.known.values()}
    canonical = {row.id: row for row in reversed(under_check.rows) if row.is_canonical}
    parents |= {id: row.cells.get("parent") for id, row in canonical.items()}
    done: set[str] = set()
    for row in reversed(canonical.values()):
        chain: list[str] = []
        id: str | None = row.id
        while id is not None and id not in done:
            done.add(id)
            chain.append(id)
            id = parents.get(id)
        if id in chain:
            circle = [*chain[chain.index(id) :], id]
            first = next((canonical[member] for member in circle if member in canonical), row)
            yield first.error(f"the parents lead in a circle: {' > '.join(circle)}", "correct one of them")
