"""Say which gazetteer entry a mention is: ranked candidates, and a link where the first is clear."""

import math
from collections import Counter
from dataclasses import dataclass

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import NameRef
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN
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
_DESIGNATED = {
    **dict.fromkeys(("محافظه", "محافظتي", "محافظات", "ولايه", "ريف", "باديه"), ("governorate", "region")),
    **dict.fromkeys(("مديريه", "قضاء", "منطقه", "ناحيه"), ("district", "subdistrict")),
    **dict.fromkeys(("مدينه", "مدينتي", "عاصمه", "العاصمه"), ("city", "town", "subdistrict")),
    **dict.fromkeys(("بلده", "بلدتي", "بلدات"), ("town", "village")),
    **dict.fromkeys(("قريه", "قريتي", "قري"), ("village", "town")),
    **dict.fromkeys(("حي", "حيي", "احياء"), ("neighbourhood",)),
    **dict.fromkeys(("دوله", "جمهوريه"), ("country",)),
}
_DESIGNATION = 4.0
_SETTLEMENTS = ("city", "town", "village", "camp", "neighbourhood")
_INHABITANTS = 0.3  # log-odds for each power of ten
_VARIANT = -1.0  # a name that had to be rewritten
_WEAK = -0.7
_IN_REACH = (2.5, 2.0, 1.5, 0.7)
"""For a parent, grandparent … named in the text."""
_CLEAR = 1.0
"""The lead in log-odds that the first candidate needs over the next."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rest of the text says: how often each entry may be named in it, and each country."""

    entries: Counter[str]
    countries: Counter[str]


def context_of(mentions: list[tuple[NameRef, ...]]) -> Context:
    """The context that the names of a text make for each other."""
    entries: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for refs in mentions:
        entries.update({ref.entry.id for ref in refs})
        named = {ref.entry.country for ref in refs if ref.entry.country}
        if len(named) == 1:
            countries.update(named)
    return Context(entries, countries)


class Linker:
    """Ranks the entries that a mention may be."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._ancestors: dict[str, tuple[Entry, ...]] = {}

    def link(
        self, refs: tuple[NameRef, ...], designator: str | None, context: Context
    ) -> tuple[Link | None, tuple[Link, ...]]:
        """The link, if one entry is clearly the likeliest, and all candidates, the likeliest first.

        `designator` is normalised. Scores of the candidates add up to 1.
        """
        if not refs:
            return None, ()
        best: dict[str, tuple[float, Entry]] = {}
        own = {ref.entry.id for ref in refs}
        for ref in refs:
            odds = self._log_odds(ref, designator, context, own)
            if ref.entry.id not in best or odds > best[ref.entry.id][0]:
                best[ref.entry.id] = odds, ref.entry
        ranked = sorted(best.values(), key=lambda item: (-item[0], item[1].id))
        total = sum(math.exp(odds - ranked[0][0]) for odds, _ in ranked)
        links = tuple(self._link(entry, math.exp(odds - ranked[0][0]) / total) for odds, entry in ranked)
        return (links[0] if self._is_clear(ranked) else None), links

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

    def _log_odds(self, ref: NameRef, designator: str | None, context: Context, own: set[str]) -> float:
        """How likely this entry is meant. `own`: the entries of the mention's own name, which vouch for nobody."""
        entry = ref.entry
        odds = _PROMINENCE.get(entry.type or "", 0.0)
        odds += _INHABITANTS * math.log10((entry.population or 0) + 1) if entry.type in _SETTLEMENTS else 0.0
        odds += _VARIANT if ref.variant != AS_WRITTEN else 0.0
        odds += _WEAK if ref.name.kind == "weak" else 0.0
        if designator in _DESIGNATED:
            odds += _DESIGNATION if entry.type in _DESIGNATED[designator] else 0.0
        for distance, ancestor in enumerate(self.ancestors(entry)[: len(_IN_REACH)]):
            if ancestor.id not in own and context.entries[ancestor.id]:
                odds += _IN_REACH[distance]
                break
        return odds + math.log1p(context.countries[entry.country or ""])

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
            score=round(score, 4),
        )
