"""What the names of a text say of each other: countries, entries, settled places, lists."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.index import NameRef
from arabic_conflict_ner.gazetteer.point import Point, distance, point
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.linking.admin import announces_several

_ONE_SPOT = 30.0  # km: entries no further apart are one spot on the map
_AREAS = ("governorate", "district", "subdistrict")
_SETTLEMENTS = ("city", "town", "village")
_BETWEEN = 4  # characters between two names of a list: «، و»


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A decided mention as the linker sees it; `begin` and `end` are offsets in the normalised text.

    `form`: its normalised words. `designator`, `before`: the designator in front of it and the word in front of it,
    normalised.
    """

    label: Label
    form: str
    begin: int
    end: int
    refs: tuple[NameRef, ...]
    designator: str | None = None
    before: str = ""

    @property
    def ids(self) -> set[str]:
        """The ids of the entries that it may be."""
        return {ref.entry.id for ref in self.refs}


@dataclass(slots=True)
class Scene:
    """The context that the names of a text make for each other."""

    countries: Counter[str] = field(default_factory=Counter)
    """How many mentions are of one country alone."""
    names: dict[str, set[str]] = field(default_factory=dict)
    """By country, the different names that are of it alone."""
    forms: dict[str, set[str]] = field(default_factory=dict)
    """By the id of an entry, the different names that the text uses which may be it."""
    spots: list[tuple[str, Point]] = field(default_factory=list)
    """Names that can lie in one spot only, and where."""
    lists: dict[Named, list[Named]] = field(default_factory=dict)
    """By mention, the others that stand in a list with it."""

    @classmethod
    def of(cls, mentions: Sequence[Named]) -> "Scene":
        """Work out what the mentions of a text, in order, say of each other."""
        scene = cls()
        for mention in mentions:
            entries = [ref.entry for ref in mention.refs]
            countries = {entry.country for entry in entries if entry.country}
            if len(countries) == 1:
                scene.countries.update(countries)
                scene.names.setdefault(countries.pop(), set()).add(mention.form)
            for id in mention.ids:
                scene.forms.setdefault(id, set()).add(mention.form)
            spot = _spot(entries)
            if spot:
                scene.spots.append((mention.form, spot))
        for members in _lists(mentions):
            scene.lists.update({member: [m for m in members if m is not member] for member in members})
        return scene

    def says_designator(self, mention: Named) -> str | None:
        """The designator of a mention: its own, the office in front of it, or that of the list it stands in."""
        if mention.designator:
            return mention.designator
        for other in self.lists.get(mention, ()):
            if other.begin < mention.begin and other.designator and announces_several(other.designator):
                return other.designator
        return mention.before or None

    def abroad(self, country: str | None, form: str) -> int:
        """How many names are of the country most named, if no name but `form` is of this one; 0 otherwise."""
        if country is None or self.names.get(country, set()) - {form}:
            return 0
        return max((len(names) for other, names in self.names.items() if other != country), default=0)

    def nearest(self, entry: Entry, form: str) -> float:
        """Kilometres from an entry to the nearest spot of another name; infinite where nothing is known."""
        here = point(entry)
        if here is None:
            return math.inf
        distances = (distance(here, there) for name, there in self.spots if name != form)
        return min(distances, default=math.inf)

    def siblings(self, entry: Entry, mention: Named) -> float:
        """How far the names listed with a mention make an area of it: 0 to 1.

        The share of them that may be of the entry's type and parent, if one of them can be nothing smaller.
        """
        others = self.lists.get(mention)
        if not others or entry.parent is None or entry.type not in _AREAS:
            return 0.0
        siblings = [other for other in others if _is_sibling(other, entry)]
        sure = any(not _has_settlement(other, entry.country) for other in siblings)
        return len(siblings) / len(others) if sure else 0.0


def _is_sibling(mention: Named, entry: Entry) -> bool:
    return any(r.entry.parent == entry.parent and r.entry.type == entry.type for r in mention.refs)


def _has_settlement(mention: Named, country: str | None) -> bool:
    return any(r.entry.country == country and r.entry.type in _SETTLEMENTS for r in mention.refs)


def _spot(entries: Iterable[Entry]) -> Point | None:
    """The point of entries that lie close together; None where one lies elsewhere, or none has coordinates."""
    points = [there for entry in entries if entry.type != "country" and (there := point(entry))]
    if not points or any(distance(points[0], other) > _ONE_SPOT for other in points[1:]):
        return None
    return points[0]


def _lists(mentions: Sequence[Named]) -> Iterator[list[Named]]:
    """Runs of mentions of a label with nothing between them but و, commas and quotation marks."""
    run: list[Named] = []
    for mention in mentions:
        if run and not (mention.label is run[-1].label and mention.begin - run[-1].end <= _BETWEEN):
            if len(run) > 1:
                yield run
            run = []
        run.append(mention)
    if len(run) > 1:
        yield run
