"""How a name is written in a gazetteer, whatever text it was copied from."""

import unicodedata

from arabic_conflict_ner.text import chars

_CLEANING = (
    *(chars.open_presentation_forms, chars.remove_marks, chars.remove_tatweel, chars.remove_invisible),
    *(chars.fold_spaces, chars.fold_digits),
)
_NO_QUOTES = dict.fromkeys(map(ord, "«»“”„‘’‹›\"'"))


def written(name: str) -> str:
    """A name as gazetteers have it: no tashkeel, tatweel, invisible characters or quotation marks; digits 0 to 9.

    >>> written("«اللواء ٣٥»"), written("الشَّحِيـل")
    ('اللواء 35', 'الشحيل')
    """
    name = unicodedata.normalize("NFC", name)
    for clean in _CLEANING:
        name = clean(name)
    return " ".join(name.translate(_NO_QUOTES).split())
