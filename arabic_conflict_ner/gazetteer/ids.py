"""Ids for new entries."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text import chars

_ROOMS = {Label.ARMED_GROUP: "group", Label.ORGANIZATION: "org"}
_LATIN = {
    letter: latin
    for latin, letters in (
        {"a": "اأآعةى", "i": "إئ", "u": "ؤ", "": "ء", "b": "ب", "t": "تط", "th": "ث", "j": "ج", "h": "حه", "kh": "خ"}
        | {"d": "دض", "dh": "ذ", "r": "ر", "z": "زظ", "s": "سص", "sh": "ش", "gh": "غ", "f": "ف", "q": "ق", "k": "ك"}
        | {"l": "ل", "m": "م", "n": "ن", "w": "و", "y": "ي"}
    ).items()
    for letter in letters
}


def make_id(
    label: Label, name: str, *, country: str | None = None, english: str | None = None, taken: Container[str] = ()
) -> str:
    """An id for a new entry: its label, its country, and its English name, or its Arabic one in Latin letters.

    In: `taken`, the ids that there are; where it is one of them a number is put behind it. The same for the same input.

    >>> make_id(Label.PLACE, "تل النعام", country="SY")
    'place/sy/tl-alnaam'
    >>> make_id(Label.ARMED_GROUP, "لواء الشمال", english="North Brigade")
    'group/north-brigade'
    >>> make_id(Label.PLACE, "تل النعام", country="SY", taken={"place/sy/tl-alnaam"})
    'place/sy/tl-alnaam-2'
    """
    room = "/".join(filter(None, (_ROOMS.get(label, label.lower()), _slug(country or ""))))
    slug = _slug(english or "") or _slug(_romanised(name))
    numbered = (f"{room}/{slug}-{number}" if slug else f"{room}/{number}" for number in count(2 if slug else 1))
    ids = chain([f"{room}/{slug}"], numbered) if slug else numbered
    return next(id for id in ids if id not in taken)


def _romanised(name: str) -> str:
    letters = (_LATIN.get(letter, _LATIN.get(chars.fold(letter), letter)) for letter in name)
    return "".join(letters)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")
