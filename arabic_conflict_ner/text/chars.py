"""The folds of Arabic orthography: one named step each, and the one table that they add up to.

Two spellings of one name meet after the steps of :data:`STEPS`, applied in that order. A step rewrites single
characters and looks at no neighbours, so the steps compose into :data:`FOLDS`, a table from a character to the string
that replaces it (empty: the character is removed). Runs of space, the only thing that needs a neighbour, are the
normaliser's own work.
"""

import unicodedata
from collections.abc import Callable


def _chars(*ranges: tuple[int, int]) -> list[str]:
    return [chr(code) for first, last in ranges for code in range(first, last + 1)]


def _into(folds: dict[str, str]) -> dict[int, str]:
    return {ord(char): into for into, chars in folds.items() for char in chars}


PRESENTATION_FORMS = _chars((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
MARKS = _chars(
    (0x0610, 0x061A),  # honorific signs
    (0x064B, 0x065F),  # tashkeel, and the combining hamza and madda of decomposed text
    (0x0670, 0x0670),  # dagger alef
    (0x0674, 0x0674),  # high hamza: ٵ and ٶ taken apart
    (0x06D6, 0x06DC),  # Qur'anic annotation
    (0x06DF, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0898, 0x089F),
    (0x08CA, 0x08E1),
    (0x08E3, 0x08FF),
)
INVISIBLE = [
    *_chars((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069)),
    "\N{ARABIC LETTER MARK}",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{SOFT HYPHEN}",
]
SPACES = ["\t", "\N{NO-BREAK SPACE}", "\N{OGHAM SPACE MARK}", *_chars((0x2000, 0x200A)), "\u202f", "\u205f", "\u3000"]
LINE_BREAKS = ["\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]

# NFKC writes an isolated mark such as U+FE76 as space + mark; no word ends there, so the space goes.
_PRESENTATION_FORMS = {ord(form): unicodedata.normalize("NFKC", form).lstrip(" ") for form in PRESENTATION_FORMS}
_MARKS = dict.fromkeys(map(ord, MARKS))
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_SPACES = dict.fromkeys(map(ord, SPACES), " ")
_LINE_BREAKS = dict.fromkeys(map(ord, LINE_BREAKS), "\n")
_ALEF = _into({"ا": "أإآٱٲٳٵ"})
_WAW = _into({"و": "ؤۆۇۈۉۊۋۄۅٶٷ"})
_YA = _into({"ي": "ىئیېێۍےۓۑٸ"})
_HA = _into({"ه": "ةھہۂۀەۃۿ"})
_NEIGHBOURS = _into(
    {"ك": "کڪگګڭݣ", "ب": "پ", "ج": "چ", "ز": "ژڗ", "ف": "ڤڥڢڡ", "ق": "ڨڧٯ", "ر": "ڕڔړڑ", "ل": "ڵڷ", "ن": "ںڼڻ"}
    | {"ت": "ٹټٺ", "د": "ڈډڊ", "س": "ښ", "ح": "ځ", "خ": "څ"}
)
_DIGITS = {ord(digit): str(unicodedata.digit(digit)) for digit in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}


def open_presentation_forms(text: str) -> str:
    """Presentation forms and ligatures become letters: PDF and old fonts store shapes, not letters.

    >>> open_presentation_forms("ﻻ ﷲ ﺣﻠﺐ")
    'لا الله حلب'
    """
    return text.translate(_PRESENTATION_FORMS)


def remove_marks(text: str) -> str:
    """Tashkeel, Qur'anic marks and combining hamza go: الشَّحِيل and الشحيل are one village.

    >>> remove_marks("الشَّحِيل"), remove_marks("هٰذا")
    ('الشحيل', 'هذا')
    """
    return text.translate(_MARKS)


def remove_tatweel(text: str) -> str:
    """Tatweel lengthens a line, not a word.

    >>> remove_tatweel("الشحيـــل")
    'الشحيل'
    """
    return text.replace("\N{ARABIC TATWEEL}", "")


def remove_invisible(text: str) -> str:
    r"""Zero-width and bidi controls and the soft hyphen go: pages and phones scatter them inside names.

    >>> remove_invisible("الشح\u200fيل") == "الشحيل"
    True
    """
    return text.translate(_INVISIBLE)


def fold_spaces(text: str) -> str:
    r"""Every kind of horizontal space becomes the plain one.

    >>> fold_spaces("دير\u00a0الزور")
    'دير الزور'
    """
    return text.translate(_SPACES)


def fold_line_breaks(text: str) -> str:
    r"""Every kind of line break becomes a line feed, which no name crosses.

    >>> fold_line_breaks("حلب\u2028حماة")
    'حلب\nحماة'
    """
    return text.translate(_LINE_BREAKS)


def fold_alef(text: str) -> str:
    """Hamza and madda on alef are dropped by half of all writers: أربيل and اربيل.

    >>> fold_alef("أربيل"), fold_alef("إدلب"), fold_alef("آمد")
    ('اربيل', 'ادلب', 'امد')
    """
    return text.translate(_ALEF)


def fold_waw(text: str) -> str:
    """ؤ and the Kurdish and Uyghur waws become و, as a decomposed ؤ does when its hamza goes.

    >>> fold_waw("لؤلؤة"), fold_waw("کۆبانی")
    ('لولوة', 'کوبانی')
    """
    return text.translate(_WAW)


def fold_ya(text: str) -> str:
    """ى, ئ and the Persian and Kurdish yas become ي: Egypt writes على for علي, Iran ی for both.

    >>> fold_ya("مصطفى"), fold_ya("رئيس"), fold_ya("علی")
    ('مصطفي', 'رييس', 'علي')
    """
    return text.translate(_YA)


def fold_ha(text: str) -> str:
    """ة and the Persian, Urdu and Kurdish forms of ه become ه: الرقة is often typed الرقه.

    >>> fold_ha("الرقة")
    'الرقه'
    """
    return text.translate(_HA)


def fold_neighbours(text: str) -> str:
    """Letters of Persian, Urdu, Kurdish, Pashto and the Maghreb become the Arabic letter that newspapers put for them.

    >>> fold_neighbours("کرکوک"), fold_neighbours("پژاک"), fold_neighbours("ڤيينا")
    ('كركوك', 'بزاك', 'فيينا')
    """
    return text.translate(_NEIGHBOURS)


def fold_digits(text: str) -> str:
    """Arabic-Indic and Persian digits become 0-9: اللواء ٣٥ and اللواء 35.

    >>> fold_digits("٣٥"), fold_digits("۳۵")
    ('35', '35')
    """
    return text.translate(_DIGITS)


STEPS: tuple[Callable[[str], str], ...] = (
    open_presentation_forms,  # first: what it opens may hold anything that follows
    remove_marks,
    remove_tatweel,
    remove_invisible,
    fold_spaces,
    fold_line_breaks,
    fold_alef,
    fold_waw,
    fold_ya,
    fold_ha,
    fold_neighbours,
    fold_digits,
)


def fold(text: str) -> str:
    """All :data:`STEPS` in order.

    >>> fold("الشَّحِيـل، ﻷجل إدلب")
    'الشحيل، لاجل ادلب'
    """
    for step in STEPS:
        text = step(text)
    return text


_TOUCHED = _chars((0, 0x20), (0x80, 0xAD), (0x0600, 0x06FF), (0x0750, 0x077F), (0x0898, 0x08FF), (0x1680, 0x1680))
_TOUCHED += [*_chars((0x2000, 0x206F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)), *PRESENTATION_FORMS]

FOLDS: dict[str, str] = {char: folded for char in _TOUCHED if (folded := fold(char)) != char}
"""Every character that the steps change, with what they make of it."""
