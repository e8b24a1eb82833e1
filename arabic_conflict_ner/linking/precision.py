"""How exactly a place is given, in the sense of ACLED's codebook: at it, near it, somewhere in the area."""

from collections.abc import Sequence

from arabic_conflict_ner.results import GeoPrecision

_AREAS = frozenset(("country", "region", "governorate", "continent", "sea", "river", "desert", "plain"))
_PARTS = frozenset(("district", "subdistrict", "valley", "mountain", "lake", "island", "strait"))
_COUNTRYSIDE = frozenset(("ريف", "ريفي", "ارياف", "باديه", "محافظه", "محافظتي", "محافظات", "ولايه", "ولايات"))
_BESIDE = frozenset(
    (
        *("محيط", "اطراف", "مشارف", "ضواحي", "جوار", "قرب", "بقرب", "بالقرب", "حول", "بمحاذاه", "صوب", "باتجاه", "نحو"),
        *("شرق", "غرب", "شمال", "جنوب", "شرقي", "غربي", "شمالي", "جنوبي", "خارج", "بين"),
    )
)
_REACH = 3  # words in front of the name


def geo_precision(type: str | None, designator: str | None, before: Sequence[str]) -> GeoPrecision:
    """How exactly an event is placed by a name.

    In: the `type` of the entry it is linked to, if it is; the normalised `designator`; the normalised words `before`
    it, the nearest last.
    Out: `region` for a governorate, a country or the countryside of a town; `near` for a word that says beside, or a
    district; `exact` otherwise.

    >>> geo_precision("village", "محيط", ["في", "محيط"]), geo_precision("city", "ريف", ["في", "ريف"])
    (<GeoPrecision.NEAR: 'near'>, <GeoPrecision.REGION: 'region'>)
    """
    if designator in _COUNTRYSIDE or type in _AREAS:
        return GeoPrecision.REGION
    if type in _PARTS or any(word in _BESIDE or word[1:] in _BESIDE for word in before[-_REACH:]):
        return GeoPrecision.NEAR
    return GeoPrecision.EXACT
