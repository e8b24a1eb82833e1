"""What a word beside a place says of its type: a محافظة is no village."""

from arabic_conflict_ner.gazetteer.entry import Entry

_GOVERNORATE = ("governorate", "region")
_DISTRICT = ("district", "subdistrict")
_TOWN = ("city", "town", "subdistrict")

_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("محافظه", "محافظتي", "محافظتا", "محافظات", "محافظ"), _GOVERNORATE),
    **dict.fromkeys(("ولايه", "ولايتي", "ولايات", "والي", "مقاطعه", "مقاطعات"), _GOVERNORATE),
    **dict.fromkeys(("ريف", "ريفي", "ارياف", "باديه", "اقليم"), _GOVERNORATE),
    **dict.fromkeys(("مديريه", "مديريتي", "مديريات", "قضاء", "قضائي", "اقضيه"), _DISTRICT),
    **dict.fromkeys(("منطقه", "منطقتي", "ناحيه", "ناحيتي", "نواحي", "قائمقام"), _DISTRICT),
    **dict.fromkeys(("مدينه", "مدينتي", "مدينتا", "مدن", "عاصمه", "العاصمه"), _TOWN),
    **dict.fromkeys(("بلده", "بلدتي", "بلدتا", "بلدات", "البلدات"), ("town", "village")),
    **dict.fromkeys(("قريه", "قريتي", "قريتا", "قري", "القري", "مزرعه", "مزارع"), ("village", "town")),
    **dict.fromkeys(("حي", "حيي", "احياء", "ضاحيه", "حاره"), ("neighbourhood",)),
    **dict.fromkeys(("دوله", "جمهوريه"), ("country",)),
}
"""By normalised word; the words for an office (محافظ، والي) name what it is held over."""
_TYPES_IN: dict[str, dict[str, tuple[str, ...]]] = {
    "SA": {"منطقه": ("governorate",), "اماره": ("governorate",), "محافظه": ("district",)},
}
"""Where a country calls its units otherwise: the Saudi منطقة is of the first level, the محافظة of the second."""
_SEVERAL = frozenset(word for word in _TYPES if word.endswith(("تي", "تا", "ات", "ئي"))) | frozenset(
    ("ريفي", "حيي", "ارياف", "اقضيه", "نواحي", "مدن", "قري", "القري", "مزارع", "احياء")
)


def agrees(entry: Entry, designator: str | None) -> bool:
    """Whether an entry is of a type that a normalised designator says. False for a word that says none."""
    if designator is None:
        return False
    own = _TYPES_IN.get(entry.country or "", {}).get(designator)
    return entry.type in (own or _TYPES.get(designator, ()))


def announces_several(designator: str) -> bool:
    """Whether a normalised designator speaks for everything that is listed behind it: محافظتي الرقة وحلب."""
    return designator in _SEVERAL
