"""What can be wrong with a name: its characters, its script, its twins in other rows, and words too common for one."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping

from arabic_conflict_ner.gazetteer.checked import Checked, Finding, Row, form, is_later
from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name
from arabic_conflict_ner.gazetteer.index import NameIndex, name_form
from arabic_conflict_ner.gazetteer.point import distance, point
from arabic_conflict_ner.text.chars import INVISIBLE, MARKS, PRESENTATION_FORMS, SPACES
from arabic_conflict_ner.text.proclitics import ARTICLE

_TATWEEL = "\N{ARABIC TATWEEL}"
_UNWANTED = re.compile(f"[{re.escape(''.join([*INVISIBLE, *SPACES, *MARKS, *PRESENTATION_FORMS, _TATWEEL]))}]")
_CURES = (
    (frozenset(SPACES), "write a plain space or none"),
    (frozenset(PRESENTATION_FORMS), "write letters, not shapes of letters"),
)
_DIGIT = re.compile("[٠-٩۰-۹]")
_QUOTE = re.compile("[«»“”„‹›\"']")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile("[A-Z0-9]{1,5}").fullmatch  # YPG, T4: news writes these in Latin letters
_SHOWN = 3
_ONE_PLACE = 2.0  # km: villages of one name and subdistrict do not lie closer
_DETAILS = (
    *("english", "lat", "lon", "pcode", "geonames", "wof", "wikidata", "role", "group", "theatre"),
    *("valid_from", "valid_to"),
)
"""Columns of which any that differs shows that an editor knew of both entries."""

COMMON = 10
"""log2 of the frequency per ten million from which a word may be too common for a name: 50 times a million words."""
_TWIN = 8  # the same of the word with ال added or dropped: nouns have both forms, names seldom (الرقة, not رقة)
_PARTICLE = 8  # the same of a word that stands in no name: عليه, سوف
_WEIGHTY = frozenset(("country", "governorate", "city", "region", "continent", "sea", "river"))  # mostly these


def characters(row: Row) -> Iterator[Finding]:
    """Characters of a row's name that readers cannot see, that no newspaper prints, or that are not Arabic."""
    written = row.cells.get("name", "")
    name = unicodedata.normalize("NFC", written)
    if name != written:
        yield row.error(f"name {name!r} is written in parts, a letter and its hamza apart", "run gazetteer format")
    for char in dict.fromkeys(_UNWANTED.findall(name)):
        cure = next((cure for chars, cure in _CURES if char in chars), "delete it")
        title = unicodedata.name(char, "CONTROL CHARACTER")
        yield row.error(f"name {ascii_marks(name)} holds {title} (U+{ord(char):04X})", cure)
    for word in _WORD.findall(name):
        yield from _latin(row, name, word)
    if _DIGIT.search(name):
        yield row.warning(f"name {name!r} holds Arabic digits", f"write {_plain_digits(name)!r}; both are found")
    if _QUOTE.search(name):
        yield row.warning(f"name {name!r} holds quotation marks", "delete them; a name is found in them and without")


def _latin(row: Row, name: str, word: str) -> Iterator[Finding]:
    latin = "".join(char for char in word if unicodedata.name(char, "").startswith("LATIN "))
    if not latin:
        return
    if any(char.isalpha() and char not in latin for char in word):
        yield row.error(f"name {name!r} mixes Latin letters ({latin}) with others in a word", "write it in one script")
    elif not _ACRONYM(word):
        yield row.error(
            f"name {name!r} holds the Latin word {word!r}",
            "write it in Arabic letters, and the English name in column english; YPG and T4 may stay",
        )


def ascii_marks(name: str) -> str:
    r"""A name between quotes, with the characters escaped that nobody sees or that join their neighbours.

    >>> print(ascii_marks("الشح\N{RIGHT-TO-LEFT MARK}يل"), ascii_marks("حَلب"))
    'الشح\u200fيل' 'ح\u064eلب'
    """
    return "'" + _UNWANTED.sub(lambda found: f"\\u{ord(found[0]):04x}", name) + "'"


def _plain_digits(name: str) -> str:
    return _DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), name)


def twins_within(entry: Entry, checked: Checked) -> Iterator[Finding]:
    """Names of one entry that are one name in two spellings."""
    first: dict[str, Name] = {}
    for name in entry.names:
        other = first.setdefault(form(name.text), name)
        if other is not name:
            row, of = checked.row_of[entry.id, name.text], checked.row_of[entry.id, other.text]
            yield row.error(
                f"name {name.text!r} of entry {entry.id!r} is the {other.text!r} of line {of.line} in another spelling",
                "delete one of the rows; every spelling of a name is found",
            )


def twins_elsewhere(entry: Entry, checked: Checked) -> Iterator[Finding]:
    """Earlier entries of the files with the same canonical name, label and parent that nothing tells from this one."""
    for other in checked.canonicals[form(entry.name), entry.label]:
        if other is entry:
            return
        if other.id in checked.entries and other.parent == entry.parent and not _are_apart(entry, other):
            told, of = checked.row(entry), f"{other.id!r} of {checked.row(other).where}"
            found = f"entry {entry.id!r} has name, label and parent of {of}"
            if _differ(entry, other):
                yield told.warning(found, "make one entry of them if they are one thing; else give both their points")
            else:
                yield told.error(found, "make one entry of them, or say what tells them apart: type, point, P-code")
            return  # a third one is told with the first


def aliases(entry: Entry, checked: Checked) -> Iterator[Finding]:
    """Aliases that are the canonical name of another entry of the label, where place, type and time do not decide."""
    for name in entry.names[1:]:
        if name.kind is Kind.ALIAS and name.trust is None:
            of = [
                other.id
                for other in checked.canonicals.get((form(name.text), entry.label), ())
                if other.id != entry.id and _are_near(entry, other) and not _are_apart(entry, other, points=False)
            ]
            if of:
                more = f" and {len(of) - _SHOWN} more" if len(of) > _SHOWN else ""
                yield checked.row_of[entry.id, name.text].warning(
                    f"alias {name.text!r} is the canonical name of {', '.join(of[:_SHOWN])}{more} too",
                    "set its kind to weak, or delete it",
                )


def lost(entry: Entry, checked: Checked) -> Iterator[Finding]:
    """Names of an entry that this one takes the place of by which nothing is found any more."""
    former = checked.replaced.get(entry.id)
    if former is not None:
        found = NameIndex([entry])
        names = [name.text for name in former.names if name_form(name.text) not in found]
        if names:
            yield checked.row(entry).warning(
                f"entry {entry.id!r} takes the place of one that was found by {', '.join(names)} too",
                "leave the canonical row out to add names to that one, or add a row for each name that is to stay",
            )


def _are_near(entry: Entry, other: Entry) -> bool:
    return entry.parent is None or other.parent is None or entry.parent == other.parent


def _are_apart(entry: Entry, other: Entry, *, points: bool = True) -> bool:
    """Whether country, type, point or time show two things."""
    for one, two in ((entry.country, other.country), (entry.type, other.type)):
        if one is not None and two is not None and one != two:
            return True
    here, there = point(entry), point(other)
    if points and here is not None and there is not None and distance(here, there) >= _ONE_PLACE:
        return True
    return _ends_before(entry, other) or _ends_before(other, entry)


def _differ(entry: Entry, other: Entry) -> bool:
    return any(getattr(entry, column) != getattr(other, column) for column in _DETAILS)


def _ends_before(entry: Entry, other: Entry) -> bool:
    end, start = entry.valid_to, other.valid_from
    return end is not None and start is not None and not is_later(end, start)


def common(
    entry: Entry, checked: Checked, *, frequency: Mapping[str, int], outside: Container[str]
) -> Iterator[Finding]:
    """Names of one word that news has so often, with ال and without, that they are mostly no names.

    In: `frequency` of normalised words, log2 per ten million; `outside`: words that stand in no name.
    """
    for name in entry.names:
        if name.kind is Kind.WEAK or name.trust is not None:
            continue
        word = form(name.text)
        count, twin = frequency.get(word, 0), frequency.get(_twin(word), 0)
        is_particle = word in outside and count >= _PARTICLE
        if is_particle or (count >= COMMON and twin >= _TWIN and entry.type not in _WEIGHTY):
            yield checked.row_of[entry.id, name.text].warning(
                f"name {name.text!r} is a common word too: up to {expected(count)} false finds a million words of news",
                "set kind or trust to weak, or trust to strong where the word is mostly this name",
            )


def expected(bits: int) -> int:
    """How often a word of this frequency stands in a million words: the middle of 2**(bits-1) to 2**bits in ten.

    >>> expected(10), expected(14)
    (77, 1229)
    """
    return round(0.075 * 2.0**bits)


def _twin(word: str) -> str:
    return word.removeprefix(ARTICLE) if word.startswith(ARTICLE) else ARTICLE + word
