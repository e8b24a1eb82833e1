"""Where a name begins and ends: one rule for what a tagger marks and for what is read by hand.

The guidelines (README, "What is marked") leave the designator out of a place, and marks out of every name.
"""

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.words import Text

_LEFT_OUT = frozenset(
    (
        *("مدينه", "بلده", "قريه", "محافظه", "مديريه", "ناحيه", "قضاء", "حي", "منطقه", "ريف", "عاصمه", "ولايه", "دوله"),
        *("مدن", "بلدات", "قري", "محافظات", "احياء", "مناطق", "محيط", "محور", "اطراف", "مشارف", "ضواحي", "محله"),
    )
)
"""Designators that are no part of a place's name. Others may be: إقليم كردستان، مزارع شبعا، المدينة المنورة."""
_SIDES = frozenset(("الشرقي", "الغربي", "الشمالي", "الجنوبي", "الاوسط"))
"""Adjectives that say which part of a place: «ريف دير الزور الشرقي والغربي»."""


def within(
    label: Label, first: int, last: int, chain: str, text: Text, *, is_known: bool = False
) -> tuple[int, int, str] | None:
    """The words of a name out of a span of words (half-open), and what is written onto the first of them.

    In: `is_known`, whether the gazetteer has just this name (مدينة الصدر): its designator stays.
    Out: None where nothing is left that may be a name.
    """
    while first < last and not text.forms[first][0].isalnum():
        first, chain = first + 1, ""
    while first < last and not text.forms[last - 1][0].isalnum():
        last -= 1
    if label is Label.PLACE:
        while last - first > 1 and not is_known and text.forms[first][len(chain) :] in _LEFT_OUT:
            first, chain = first + 1, ""
        if last - first == 1 and text.forms[first][len(chain) :] in _SIDES:
            return None
    return (first, last, chain) if first < last else None
