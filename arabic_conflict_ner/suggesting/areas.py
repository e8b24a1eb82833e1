"""Which area a place seems to lie in, by what its sentence names besides."""

from collections import Counter
from functools import cached_property

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.results import Entity, Extraction
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import sentences

_AREAS = ("region", "governorate", "district", "subdistrict", "country")
_TOWNS = ("city", "town")
_BEHIND = 3  # votes of an area named right behind; one in the same sentence has one
_ENCLOSING = {
    *("ب", "في", "ضمن", "ريف", "الريف", "باديه", "محافظه", "ولايه", "مقاطعه", "اقليم", "منطقه", "ناحيه", "مديريه"),
    *("قضاء", "مدينه", "بلده"),
}
_BETWEEN = _ENCLOSING | {"الشمالي", "الجنوبي", "الشرقي", "الغربي", "الواقع", "الواقعه", "التابع", "التابعه"}
"""Normalised words that stand between a place and the area around it: «كذا الواقعة في الريف الشمالي لمحافظة حلب»."""


class Areas:
    """The areas that a text names, for the places that stand in a sentence with them."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self._text = extraction.text
        self._gazetteer = gazetteer
        self._linked = [(entity, gazetteer.entry(entity.link.entry)) for entity in extraction if entity.link]

    def votes(self, entity: Entity) -> Counter[str]:
        """How much speaks for each area, by its id, as the one that an entity lies in."""
        votes = Counter[str]()
        start, end = self._sentence(entity)
        for other, entry in self._linked:
            if start <= other.start < end:
                is_behind = _encloses(self._text[entity.end : other.start])
                if area := self._area(entry, is_behind=is_behind):
                    votes[area.id] += _BEHIND if is_behind else 1
        return votes

    def _area(self, entry: Entry, *, is_behind: bool) -> Entry | None:
        """The entry if it is an area; of a town that stands for its surroundings («في ريف منبج») the one it lies in."""
        if is_behind and entry.type in _TOWNS and entry.parent in self._gazetteer:
            entry = self._gazetteer.entry(entry.parent or "")
        return entry if entry.type in _AREAS else None

    def _sentence(self, entity: Entity) -> tuple[int, int]:
        return next((span for span in self._sentences if span[0] <= entity.start < span[1]), (0, len(self._text)))

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(normalize(self._text))


def _encloses(between: str) -> bool:
    """Whether the words between a place and what is named behind it say that it lies there.

    >>> _encloses(" في الريف الشمالي لمحافظة "), _encloses(" ومدينة ")
    (True, False)
    """
    words = name_form(between).split()
    words = [word[1:] if word[0] in "بل" and word[1:] in _BETWEEN else word for word in words]
    return not _ENCLOSING.isdisjoint(words) and _BETWEEN.issuperset(words)


def likeliest(votes: Counter[str], gazetteer: Gazetteer) -> Entry | None:
    """The area with the most votes; a country only where nothing smaller is named."""
    areas = [gazetteer.entry(id) for id, _ in votes.most_common()]
    return next((area for area in areas if area.type != "country"), areas[0] if areas else None)
