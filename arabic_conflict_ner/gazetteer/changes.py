"""Entries changed by hand: names taken away and added, entries taken away. What was there before is not touched."""

from collections.abc import Iterable, Iterator

from arabic_conflict_ner.errors import ArabicConflictNerError, Problem
from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name, Trust
from arabic_conflict_ner.gazetteer.files import Change, Read
from arabic_conflict_ner.gazetteer.index import NameIndex, name_form
from arabic_conflict_ner.gazetteer.layer import Layer, merged
from arabic_conflict_ner.gazetteer.row import Row, row_id
from arabic_conflict_ner.gazetteer.stack import Stack
from arabic_conflict_ner.labels import Label

_SHOWN = 5


class Changes:
    """What is changed of the entries of a stack, to be laid on it. Errors say what was found; and what to do."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._entries: dict[str, Entry] = {}
        self._gone: dict[str, str | None] = {}
        self._own: set[tuple[str, str]] = set()

    def layer(self) -> Layer:
        """The changed entries, and those that are gone."""
        names = ((id, name.text) for id, entry in self._entries.items() for name in entry.names)
        return Layer(self._entries, frozenset(name for name in names if not self._owns(*name)), self._gone)

    def get(self, id: str, label: Label | None = None) -> Entry:
        """An entry as it is now. Raises ArabicConflictNerError if there is none, or none of the label."""
        entry = None if id in self._gone else self._entries.get(id) or self._stack.get(id)
        if entry is None:
            raise ArabicConflictNerError(f"there is no entry {id!r}; gazetteer search shows the ids of a name")
        if label not in (None, entry.label):
            raise ArabicConflictNerError(f"entry {id!r} is {entry.label}, not {label}; correct one of the two")
        return entry

    def remove(self, id: str) -> None:
        """Take an entry away. Raises ArabicConflictNerError if there is none."""
        self._gone[id] = self.get(id).parent
        self._entries.pop(id, None)

    def remove_name(self, id: str, name: str) -> None:
        """Take away the names by which an entry is found where a text has this one; with the last the entry goes.

        Raises ArabicConflictNerError if there is none.
        """
        entry = self.get(id)
        if not self._remove_name(entry, name_form(name)):
            names = ", ".join(other.text for other in entry.names[:_SHOWN])
            raise ArabicConflictNerError(f"entry {id!r} has no name {name!r}; it has {names}")

    def remove_everywhere(self, name: str, label: Label | None = None) -> None:
        """The same for every entry, or for those of a label. Raises ArabicConflictNerError if none has the name."""
        form = name_form(name)
        ids = {ref.entry.id for ref in self._stack.refs(form) if label in (None, ref.entry.label)} - self._gone.keys()
        removed = [self._remove_name(self.get(id), form) for id in sorted(ids)]
        if not any(removed):
            raise ArabicConflictNerError(f"no {label or 'entry'} has the name {name!r}; correct it, or leave it out")

    def add_names(self, id: str, names: Iterable[Name]) -> None:
        """Give an entry more names; one that it has already takes the place of that.

        The canonical name stays canonical: called weak, it needs support. Raises ArabicConflictNerError if there is no
        such entry.
        """
        entry, given = self.get(id), {name.text: name for name in names}
        self._own |= {(id, text) for text in given}
        self._put(entry, [*(given.pop(name.text, name) for name in entry.names), *given.values()])

    def _owns(self, id: str, name: str) -> bool:
        holder = self._stack.holder(id)
        return (id, name) in self._own or bool(holder and holder.owns(id, name))

    def _remove_name(self, entry: Entry, form: str) -> bool:
        """Whether any name went."""
        kept = [name for name in entry.names if form not in _alone(entry, name)]
        if not kept:
            self.remove(entry.id)
        elif len(kept) < len(entry.names):
            self._put(entry, kept)
        return len(kept) < len(entry.names)

    def _put(self, entry: Entry, names: list[Name]) -> None:
        first, *others = names
        self._entries[entry.id] = entry.model_copy(update={"names": (_as_canonical(first), *others)})


def _alone(entry: Entry, name: Name) -> NameIndex:
    """Everything that a name of an entry may be written."""
    return NameIndex([entry.model_copy(update={"names": (name,)})])


def _as_canonical(name: Name) -> Name:
    if name.kind is Kind.CANONICAL:
        return name
    trust = name.trust or (Trust.WEAK if name.kind is Kind.WEAK else None)
    return name.model_copy(update={"kind": Kind.CANONICAL, "trust": trust})


def of_files(read: Read, stack: Stack) -> tuple[Layer, list[Problem]]:
    """The layer that files make on a stack, and what is wrong with the changes that cannot be made.

    What is taken away goes first, and from the stack alone; names may be added to entries of the files too.
    """
    own = Layer(read.entries)
    removals = [change for change in read.changes if change.rows[0].is_removal]
    taken, problems = _changed(removals, stack)
    others = [change for change in read.changes if not change.rows[0].is_removal]
    added, more = _changed(others, stack.with_layer(taken).with_layer(own))
    return merged(taken, own, added), [*problems, *more]


def _changed(changes: Iterable[Change], stack: Stack) -> tuple[Layer, list[Problem]]:
    made = Changes(stack)
    problems = [problem for change in changes for problem in _apply(change, made)]
    return made.layer(), problems


def _apply(change: Change, made: Changes) -> Iterator[Problem]:
    row = change.rows[0]
    try:
        if row.is_removal:
            _remove(row, made)
        else:
            yield from _add(change, made)
    except ArabicConflictNerError as error:
        found, _, cure = str(error).partition("; ")
        yield Problem(change.file, change.line, found, cure)


def _remove(row: Row, made: Changes) -> None:
    id, name = row.cells.get("id"), row.cells.get("name", "")
    if id is None:
        made.remove_everywhere(name, row.label)
    elif made.get(id, row.label) and name:
        made.remove_name(id, name)
    else:
        made.remove(id)


def _add(change: Change, made: Changes) -> Iterator[Problem]:
    """Add the names of rows to their entry; one that stands twice or has another label is left out."""
    id, names = row_id(change.rows[0].cells), dict[str, Name]()
    try:
        label = made.get(id).label
    except ArabicConflictNerError:
        found, cure = f"entry {id!r} has no canonical name", "set kind to canonical on its first row"
        yield Problem(change.file, change.line, found, f"{cure}, or give the id of a built-in entry")
        return
    for row in change.rows:
        if row.label is not label:
            found, cure = f"entry {id!r} is {label}, not {row.label}", "correct one of the two"
            yield Problem(change.file, row.line, found, cure)
        elif row.name.text in names:
            yield Problem(
                change.file, row.line, f"name {row.name.text!r} of entry {id!r} stands twice", "delete one of the rows"
            )
        else:
            names[row.name.text] = row.name
    made.add_names(id, names.values())
