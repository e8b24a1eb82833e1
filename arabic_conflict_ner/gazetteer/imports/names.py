"""Foreign spellings of Arabic names, made into names as a careful newspaper writes them."""

import re
import unicodedata
from collections.abc import Container, Iterable

from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.written import written
from arabic_conflict_ner.text.normalize import UNKNOWN, normalize

_IS_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]").search
_BRACKETED = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|﴿[^﴾]*﴾?")
_QUOTES = dict.fromkeys(map(ord, "\"'`´«»“”„‘’‹›"))
_ENDS = " .,،؛;:؟?!*•·|/\\_-–—)]"
# Keyboards of neighbours put the same letter under another code point; پ چ گ are letters of their own and stay.
_KEYBOARD = str.maketrans("یکڪہھ", "يككهه")
_LETTERS_OF_OTHERS = re.compile(r"[^\Wء-غف-ي0-9_]").search
_DOUBLE = re.compile(r"\s*[/\\_|\n]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_DASHED = re.compile(r"\s*[/\\_|\n\-–—]\s*")
_UNITS = (
    *("محافظة", "محافظه", "قضاء", "ناحية", "ناحيه", "منطقة", "منطقه", "مديرية", "مديريه", "ولاية", "ولايه"),
    *("محلية", "محليه", "مركز", "لواء", "إمارة", "امارة", "عزلة", "عزله", "بلدية", "بلديه"),
)
_DESIGNATORS = {
    **dict.fromkeys(("governorate", "district", "subdistrict"), _UNITS),
    **{"village": ("قرية", "قريه"), "neighbourhood": ("حي", "حارة", "حاره")},
}


def tidy(raw: str) -> str | None:
    """A name as it is typed into a gazetteer: no tashkeel, tatweel, quotation marks or brackets, digits as 0-9.

    Out: None where that leaves no name in Arabic letters.

    >>> tidy("«دَيْر الزُّور» (المدينة)"), tidy("اللواء ٣٥"), tidy("کرکوک")
    ('دير الزور', 'اللواء 35', 'كركوك')
    >>> tidy("Aleppo"), tidy("تل Abyad"), tidy("٣٥"), tidy("ق")
    (None, None, None, None)
    """
    if not _IS_ARABIC(raw):
        return None
    name = _BRACKETED.sub(" ", unicodedata.normalize("NFC", raw)).translate(_QUOTES)
    name = written(name).translate(_KEYBOARD).strip(_ENDS)
    return name if is_arabic(name) else None


def is_arabic(name: str) -> bool:
    """Whether a name has two letters at least, and none that Arabic texts would not hold.

    >>> is_arabic("چمچمال"), is_arabic("Тарту")
    (True, False)
    """
    normalized = normalize(name)
    letters = [char for char in normalized.text if char.isalpha()]
    return len(letters) > 1 and UNKNOWN not in normalized.codes and all("ء" <= char <= "ي" for char in letters)


def distinct(names: Iterable[str]) -> list[str]:
    """One spelling of each name, in order; those with letters of Persian, Urdu or Kurdish behind the Arabic ones.

    >>> distinct(["جمجمال", "چەمچەماڵ", "جمجمال", "الرقة", "الرقه"])
    ['جمجمال', 'الرقة', 'چەمچەماڵ']
    >>> distinct(["گلگاون", "كلكاون"]), distinct(["د مشق", "دمشق"])
    (['كلكاون'], ['دمشق'])
    """
    by_form: dict[str, str] = {}
    for name in names:
        other = by_form.setdefault(name_form(name), name)
        if _LETTERS_OF_OTHERS(other) and not _LETTERS_OF_OTHERS(name):
            by_form[name_form(name)] = name
    whole = [name for form, name in by_form.items() if not _is_torn(form, by_form)]
    return sorted(whole, key=lambda name: _LETTERS_OF_OTHERS(name) is not None)


def _is_torn(form: str, forms: Container[str]) -> bool:
    """Whether a letter is cut off a word that is there too: د مشق beside دمشق."""
    return " " in form and min(map(len, form.split())) == 1 and form.replace(" ", "") in forms


def split_double(raw: str, *, dashed: bool = False) -> tuple[list[str], list[str]]:
    """The names of a cell that may hold two, and the parts of it that are in other letters.

    In: `dashed`, where something says that a dash without spaces parts two names too: تل-أبيض is one. Nothing does
    where a part is a number.

    >>> split_double("تشرين / دفيل"), split_double("عين العرب - Kobani")
    ((['تشرين', 'دفيل'], []), (['عين العرب'], ['Kobani']))
    >>> split_double("القصر-الغنثر", dashed=True)
    (['القصر', 'الغنثر'], [])
    >>> split_double("تل-أبيض"), split_double("اليرموك - ٢"), split_double("السلام - ج د")
    ((['تل-أبيض'], []), (['اليرموك - 2'], []), (['السلام'], []))
    """
    parts = [part for part in (_DASHED if dashed else _DOUBLE).split(_BRACKETED.sub(" ", raw).strip()) if part.strip()]
    if any(not any(map(str.isalpha, part)) for part in parts):
        parts = [raw]
    tidied = [(part, tidy(part)) for part in parts]
    names = [name for _, name in tidied if name]
    foreign = [part for part, name in tidied if name is None]
    # ج د behind a Sudanese name says which Darfur; as a name of its own it would be found everywhere.
    return [*names[:1], *(name for name in names[1:] if max(map(len, name.split())) > 2)], foreign


def without_designator(name: str, type: str) -> str:
    """A name without the word for what it is, which stands outside of spans.

    >>> without_designator("محافظة حلب", "governorate"), without_designator("مدينة الصدر", "neighbourhood")
    ('حلب', 'مدينة الصدر')
    """
    first, _, rest = name.partition(" ")
    return rest if first in _DESIGNATORS.get(type, ()) and is_arabic(rest) else name
