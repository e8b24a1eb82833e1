"""Say which gazetteer entry a mention is: ranked candidates, and a link where the first is clear.

Each entry that bears the name gets log-odds: how prominent it is, what the designator says, what else the text names
(its parents, its country, places near it, things listed with it, the same entry by another name), and whether it was
there on the day of the article. Family names follow the full name that the text gives.
"""

import math
from collections.abc import Iterable, Sequence

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import NameRef
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.linking.admin import agrees
from arabic_conflict_ner.linking.dates import is_valid
from arabic_conflict_ner.linking.scene import Named, Scene
from arabic_conflict_ner.results import Link

_PROMINENCE = {
    "country": 4.0,
    "city": 3.0,
    "continent": 3.0,
    "sea": 3.0,
    "region": 2.5,
    "river": 2.5,
    "governorate": 1.5,
    "town": 1.5,
    "district": 1.0,
    "camp": 1.0,
    "mountain": 1.0,
    "subdistrict": 0.8,
    "neighbourhood": 0.3,
}
"""How much likelier a place of a type is meant than a village of the same name, in log-odds."""
_DESIGNATION = 5.0
_SETTLEMENTS = ("city", "town", "village", "camp", "neighbourhood")
_LARGE = ("country", "continent", "region", "governorate", "district", "city")
_INHABITANTS = 0.3  # log-odds for each power of ten
_VARIANT = -1.0  # a name that had to be rewritten
_WEAK = -1.2
_IN_REACH = (2.5, 2.0, 1.5, 0.7)
"""For a parent, grandparent … named in the text."""
_NEAR, _NEAR_KM = 2.0, 30.0
"""For a place beside another one named; less by a factor of e every 30 km."""
_SIBLING = 4.0
"""For an area listed with others of its type and parent: «البيضاء ولحج وأبين» are governorates."""
_RENAMED = 2.5
"""For an entry that the text names otherwise too: «قوات سوريا الديمقراطية (قسد)»."""
_SMALL = ("village", "neighbourhood", "subdistrict")
_ABROAD = 1.5
"""For each e-fold of names of another country."""
_ANACHRONISM = -5.0
_CLEAR = 1.0
"""The lead in log-odds that the first candidate needs over the next."""

Linked = tuple[Link | None, tuple[Link, ...]]
"""The link, if one entry is clearly the likeliest, and all candidates, the likeliest first.

Their scores add up to 1, or to less where the name may well be of none of them.
"""


class Linker:
    """Ranks the entries that mentions may be."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._ancestors: dict[str, tuple[Entry, ...]] = {}

    def link(self, mentions: Sequence[Named], day: str | None = None) -> list[Linked]:
        """Link the mentions of a text, in their order. `day`: the date of the article, YYYY-MM-DD, if it is known."""
        scene = Scene.of(mentions)
        linked = [self._rank(mention, scene, day) for mention in mentions]
        return [_full_name(mention, mentions, linked) or own for mention, own in zip(mentions, linked, strict=True)]

    def _rank(self, mention: Named, scene: Scene, day: str | None) -> Linked:
        if not mention.refs:
            return None, ()
        best: dict[str, tuple[float, Entry]] = {}
        own, designator = mention.ids, scene.says_designator(mention)
        for ref in mention.refs:
            odds = _by_itself(ref, designator, day) + self._in_context(ref.entry, mention, own, scene)
            if ref.entry.id not in best or odds > best[ref.entry.id][0]:
                best[ref.entry.id] = odds, ref.entry
        ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].id))
        first, top = ranked[0]
        nowhere = _nowhere(top, mention, scene)
        total = sum(math.exp(odds - first) for odds, _ in ranked) + math.exp(nowhere - first)
        links = tuple(self._link(entry, math.exp(odds - first) / total) for odds, entry in ranked)
        return (links[0] if nowhere < first and self._is_clear(ranked) else None), links

    def _is_clear(self, ranked: list[tuple[float, Entry]]) -> bool:
        """A city and the district named after it are one place to a reader: they do not make each other unclear."""
        first = ranked[0][1]
        for odds, entry in ranked[1:]:
            if ranked[0][0] - odds >= _CLEAR:
                return True
            if not (first in self.ancestors(entry) or entry in self.ancestors(first)):
                return False
        return True

    def ancestors(self, entry: Entry) -> tuple[Entry, ...]:
        """The parents of an entry, nearest first."""
        if entry.id not in self._ancestors:
            self._ancestors[entry.id] = tuple(self._gazetteer.ancestors(entry))
        return self._ancestors[entry.id]

    def _in_context(self, entry: Entry, mention: Named, own: set[str], scene: Scene) -> float:
        """What the rest of the text adds. `own`: the entries of the mention's own name, which vouch for nobody."""
        odds = math.log1p(sum(scene.countries[country] for country in _countries(entry)))
        if len(own) == 1:
            return odds
        others = [ancestor for ancestor in self.ancestors(entry) if ancestor.id not in own]
        odds += next((gain for gain, other in zip(_IN_REACH, others, strict=False) if other.id in scene.forms), 0.0)
        if len(scene.forms[entry.id]) > 1:
            odds += _RENAMED
        if entry.type not in _LARGE:
            odds += _NEAR * math.exp(-scene.nearest(entry, mention.form) / _NEAR_KM)
        return odds + _SIBLING * scene.siblings(entry, mention)

    def _link(self, entry: Entry, score: float) -> Link:
        admin = tuple(a.english or a.name for a in reversed(self.ancestors(entry)))
        return Link.model_construct(
            entry=entry.id,
            name=entry.name,
            english=entry.english,
            type=entry.type,
            country=entry.country,
            admin=admin,
            pcode=entry.pcode,
            lat=entry.lat,
            lon=entry.lon,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
            score=round(score, 4),
        )


def _by_itself(ref: NameRef, designator: str | None, day: str | None) -> float:
    """How likely an entry is meant by its name, before anything else in the text is looked at."""
    entry = ref.entry
    odds = _PROMINENCE.get(entry.type or "", 0.0)
    odds += _INHABITANTS * math.log10((entry.population or 0) + 1) if entry.type in _SETTLEMENTS else 0.0
    odds += _VARIANT if ref.variant != AS_WRITTEN else 0.0
    odds += _WEAK if ref.name.kind == "weak" else 0.0
    odds += _DESIGNATION if agrees(entry, designator) else 0.0
    return odds + (_ANACHRONISM if day and not is_valid(entry, day) else 0.0)


def _nowhere(entry: Entry, mention: Named, scene: Scene) -> float:
    """The log-odds that none of the entries is meant: a small place of a country that the text is not about."""
    if entry.type not in _SMALL:
        return -math.inf
    abroad = scene.abroad(entry.country, mention.form)
    return _ABROAD * math.log1p(abroad) if abroad > 1 else -math.inf


def _countries(entry: Entry) -> Iterable[str]:
    """The country of an entry, and those where it fights."""
    return {entry.country or "", *entry.theatre}


def _full_name(mention: Named, mentions: Sequence[Named], linked: Sequence[Linked]) -> Linked | None:
    """What the full name is linked to where a family name stands alone: «أحمد الشرع … الشرع».

    None where there is no full name, or two.
    """
    if mention.label is not Label.PERSON or " " in mention.form:
        return None
    ending = f" {mention.form}"
    full = {
        m.form: own
        for m, own in zip(mentions, linked, strict=True)
        if m.label is Label.PERSON and m.form.endswith(ending)
    }
    return next(iter(full.values())) if len(full) == 1 else None
