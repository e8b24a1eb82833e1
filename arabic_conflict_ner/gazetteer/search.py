"""Look a name up as an editor does: which entries bear it, what lies in and near them, which spellings are like it."""

import difflib
import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.point import Point, distance, point
from arabic_conflict_ner.labels import Label

BY_ENGLISH = "English name"
BY_ID = "id"
_REACH = 10.0  # km
_NO_LATIN = re.compile("[^a-z0-9]+")
_SHOWN = 10  # neighbours of a kind
_DEGREE = 111.0  # km: one degree of latitude, a little less than it is
_LIKE = 0.7  # of difflib's ratio: one letter of a short word may differ
_TELLING = 0.7  # the share of pairs that is looked up
_WEIGHED = 40  # forms with the most bigrams in common, whose letters are then compared


class Neighbour(BaseModel):
    """An entry in or near another one."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    english: str | None = None
    type: str | None = None
    km: float | None = None
    """How far away it lies; None for what lies inside."""


class Found(BaseModel):
    """An entry that may be meant, and what is around it."""

    model_config = ConfigDict(frozen=True)

    entry: Entry
    matched: str
    """The name, English name or id of the entry that matched."""
    variant: str
    """What was done to that name: "as written", "glued" …; or "English name", "id"."""
    admin: tuple[str, ...] = ()
    """The English names of what it lies in, or belongs to, the largest first."""
    children: tuple[Neighbour, ...] = ()
    """The first ten things that lie in it, those with the most inhabitants first."""
    child_count: int = 0
    near: tuple[Neighbour, ...] = ()
    """The ten nearest places within 10 km."""


def search(gazetteer: Gazetteer, name: str, *, label: Label | None = None) -> list[Found]:
    """Every entry that may be written so, or has this English name (in any case), or this id.

    In: `label`, to leave the others out. Out: the entry of the id first, then by Arabic name, then by English one.

    >>> mine = Gazetteer.from_entries([{"id": "x/1", "label": "PLACE", "names": [{"text": "تل النعام"}]}])
    >>> [(found.entry.id, found.matched, found.variant) for found in search(mine, "تلالنعام")]
    [('x/1', 'تل النعام', 'glued')]
    """
    matches: dict[str, tuple[Entry, str, str]] = {}
    for match in _matches(gazetteer, name):
        matches.setdefault(match[0].id, match)
    wanted = [match for match in matches.values() if label in (None, match[0].label)]
    if not wanted:
        return []
    around = _Around(gazetteer)
    return [around.found(entry, matched, variant) for entry, matched, variant in wanted]


def by_english(gazetteer: Gazetteer, name: str) -> list[Entry]:
    """The entries with an English name, whatever its case, accents, hyphens and spaces.

    >>> [entry.id for entry in by_english(Gazetteer.builtin(), "deir ezzor")][0]
    'place/sy/sy09'
    """
    wanted = _latin_form(name)
    return [entry for entry in gazetteer if wanted and entry.english and _latin_form(entry.english) == wanted]


def _matches(gazetteer: Gazetteer, name: str) -> Iterator[tuple[Entry, str, str]]:
    """Entries with what matched; one may come several times, in the best way first."""
    if name.strip() in gazetteer:
        yield gazetteer.entry(name.strip()), name.strip(), BY_ID
    for ref in gazetteer.search(name):
        yield ref.entry, ref.name.text, ref.variant
    for entry in by_english(gazetteer, name):
        yield entry, entry.english or "", BY_ENGLISH


class _Around:
    """What lies in and near the entries of a gazetteer, gathered once for all that were found."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._children: dict[str, list[Entry]] = defaultdict(list)
        self._spots: list[tuple[Point, Entry]] = []
        for entry in gazetteer:
            if entry.parent:
                self._children[entry.parent].append(entry)
            if entry.label is Label.PLACE and (there := point(entry)):
                self._spots.append((there, entry))

    def found(self, entry: Entry, matched: str, variant: str) -> Found:
        children = sorted(self._children.get(entry.id, ()), key=lambda child: (-(child.population or 0), child.id))
        return Found(
            entry=entry,
            matched=matched,
            variant=variant,
            admin=where(self._gazetteer, entry),
            children=tuple(_neighbour(child) for child in children[:_SHOWN]),
            child_count=len(children),
            near=tuple(_neighbour(other, km) for km, other in self._near(entry)),
        )

    def _near(self, entry: Entry) -> list[tuple[float, Entry]]:
        here = point(entry)
        if here is None:
            return []
        around = [
            (km, other)
            for there, other in self._spots
            if abs(there.lat - here.lat) * _DEGREE <= _REACH
            and other.id != entry.id
            and (km := distance(here, there)) <= _REACH
        ]
        return sorted(around, key=lambda item: (item[0], item[1].id))[:_SHOWN]


def where(gazetteer: Gazetteer, entry: Entry) -> tuple[str, ...]:
    """The English names, or where there is none the Arabic ones, of what an entry lies in, the largest first."""
    return tuple(parent.english or parent.name for parent in reversed(gazetteer.ancestors(entry)))


def _neighbour(entry: Entry, km: float | None = None) -> Neighbour:
    rounded = None if km is None else round(km, 1)
    return Neighbour(id=entry.id, name=entry.name, english=entry.english, type=entry.type, km=rounded)


class Spelling(NamedTuple):
    """A known name that is written much like what was asked for."""

    name: str
    entries: tuple[Entry, ...]
    """Every entry that bears it."""
    likeness: float
    """0 to 1; 1 where all letters are the same."""


class Spellings:
    """The known spellings of names, ready to be asked for the nearest one: an index of pairs of letters.

    In: `label`, to leave other entries out; `english`: of the English names, instead of the Arabic ones.

    >>> mine = Gazetteer.from_entries([{"id": "x/1", "label": "PLACE", "names": [{"text": "الشحيل"}]}])
    >>> [(near.name, near.entries[0].id, near.likeness) for near in Spellings(mine).nearest("الشحييل")]
    [('الشحيل', 'x/1', 0.92)]
    """

    def __init__(self, entries: Iterable[Entry], *, label: Label | None = None, english: bool = False) -> None:
        self._form = _latin_form if english else name_form
        self._forms: dict[str, tuple[str, list[Entry]]] = {}
        for entry in entries:
            if label in (None, entry.label):
                self._put(entry, filter(None, [entry.english]) if english else (name.text for name in entry.names))
        self._names = list(self._forms)
        self._lengths = [math.sqrt(len(form) + 1) for form in self._names]
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, form in enumerate(self._names):
            for pair in _pairs(form):
                self._with[pair].append(number)

    def _put(self, entry: Entry, names: Iterable[str]) -> None:
        for name in names:
            bearers = self._forms.setdefault(self._form(name), (name, []))[1]
            if not bearers or bearers[-1] is not entry:
                bearers.append(entry)

    def nearest(self, name: str, *, limit: int = 5) -> list[Spelling]:
        """The known names written most like a name, the likest first; none where none is like it."""
        form = self._form(name)
        near = [(likeness, other) for other in self._weighed(form) if (likeness := _likeness(form, other)) >= _LIKE]
        best = sorted(near, key=lambda item: (-item[0], item[1]))[:limit]
        return [Spelling(self._forms[other][0], tuple(self._forms[other][1]), likeness) for likeness, other in best]

    def _weighed(self, form: str) -> list[str]:
        """The forms with the most pairs in common. The commonest pairs say little and cost most: they are left out."""
        pairs = sorted((self._with[pair] for pair in _pairs(form) if pair in self._with), key=len)
        common = Counter[int]()
        for numbers in pairs[: max(3, math.ceil(len(pairs) * _TELLING))]:
            common.update(numbers)
        lengths = self._lengths
        best = heapq.nlargest(_WEIGHED, ((count / lengths[number], number) for number, count in common.items()))
        return [self._names[number] for _, number in best]


def _latin_form(name: str) -> str:
    """Small ASCII letters and digits alone: Deir ez-Zor is deirezzor.

    >>> _latin_form("Deir ez-Zor"), _latin_form("Ḥamāh")
    ('deirezzor', 'hamah')
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name)
    return _NO_LATIN.sub("", plain.casefold())


def _pairs(form: str) -> set[str]:
    edged = f" {form} "
    return {edged[position : position + 2] for position in range(len(edged) - 1)} if form else set()


def _likeness(form: str, other: str) -> float:
    return round(difflib.SequenceMatcher(None, form, other, autojunk=False).ratio(), 2)


def described(gazetteer: Gazetteer, entries: Sequence[Entry]) -> list[str]:
    """An entry a line for messages: its id, type, English name, and where it lies."""
    lines = []
    for entry in entries:
        within = " > ".join(where(gazetteer, entry))
        what = " ".join(filter(None, (entry.type or entry.label, entry.english or entry.name)))
        lines.append(f"{entry.id}: {what}{f', in {within}' if within else ''}")
    return lines
