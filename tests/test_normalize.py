"""The normaliser is total and exact: it folds spellings together and its offsets lead back."""

import doctest
import importlib
import sys
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from texts import (
    ANY_CHAR,
    ANY_TEXT,
    ARABIC,
    BIDI,
    CONTROLS,
    LETTERS,
    LONE_SURROGATES,
    MARKS,
    NEWS_TEXT,
    SPACES,
    TASHKEEL,
)

from arabic_conflict_ner import normalize
from arabic_conflict_ner.text import chars
from arabic_conflict_ner.text.normalize import NormalizedText, _normalize_slowly, encode

TEXTS = ANY_TEXT | NEWS_TEXT
EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]


def spans(length: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda pair: (min(pair), max(pair)))


def starts(normalized: NormalizedText) -> list[int]:
    return [normalized.start(offset) for offset in range(len(normalized) + 1)]


def is_fast(text: str) -> bool:
    try:
        encode(text)
    except UnicodeEncodeError:
        return False
    return True


# What is folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("الشَّحِيل", "الشحيـل", "الشح\u200fيل", "الشحيل"),
        ("إدلب", "ادلب", "أدلب", "\u0627\u0655دلب", "ٱدلب"),
        ("آمد", "امد", "\u0627\u0653مد"),
        ("الرقة", "الرقه", "الرقّة", "الـرقـة", "الرقۃ"),
        ("مصطفى", "مصطفي", "مصطفی"),
        ("مؤتة", "م\u0648\u0654تة", "موتة"),
        ("رئيس", "ر\u064a\u0654يس", "ریيس"),
        ("كركوك", "کرکوک", "ﻛﺮﻛﻮﻙ", "ڪركوك"),
        ("بجاك", "پجاك", "بچاک"),
        ("فيينا", "ڤيينا"),
        ("غولان", "غۆلان"),
        ("اللواء 35", "اللواء ٣٥", "اللواء ۳۵", "اللواء\u00a035", "اللواء  ٣٥"),
        ("عبدالله", "عبدﷲ", "عبداﻟﻠﻪ"),
        ("لأجل", "ﻷجل", "لاجل"),
        ("دير الزور", "دير\u00a0الزور", "دير \t الزور", "دَيْرُ ٱلزَّوْر", "دير\u2003الزور", "\u202bدير الزور\u202c"),
        ("ديرالزور", "دير\u200cالزور", "دير\u00adالزور", "دير\ufeffالزور"),
        ("حلب\nحماة", "حلب\r\nحماة", "حلب \n\n حماة", "حلب\u2028حماة", "حلب\x0bحماة"),
    ],
    ids=lambda spellings: spellings[-1].encode("ascii", "backslashreplace").decode(),
)
def test_spellings_of_one_name_meet(spellings: tuple[str, ...]) -> None:
    assert len({normalize(spelling).text for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("قسد", "قصد"), ("حلب", "حلبا"), ("الرقة", "رقة"), ("دير الزور", "ديرالزور"), ("حمص", "حمض"), ("صنعاء", "صنعا")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normalize(one).text != normalize(other).text


@pytest.mark.parametrize("removed", [*TASHKEEL, *BIDI, "ـ", "\u06d6", "\u06e1", "\u0610", "\u08f0"], ids=ascii)
def test_is_removed_wherever_it_stands(removed: str) -> None:
    assert normalize(f"{removed}قس{removed}{removed}د{removed}").text == "قسد"


@pytest.mark.parametrize(
    ("folded", "into"),
    [
        *(
            ("أإآٱ", "ا"),
            ("ى", "ي"),
            ("ة", "ه"),
            ("ؤ", "و"),
            ("ئ", "ي"),
            ("ی", "ي"),
            ("ک", "ك"),
            ("گ", "ك"),
            ("ڤ", "ف"),
        ),
        *(("پ", "ب"), ("چ", "ج"), ("ژ", "ز"), ("ۀھہە", "ه"), ("ێېے", "ي"), ("ۆۇ", "و"), ("ڕ", "ر"), ("ڵ", "ل")),
    ],
)
def test_letter_is_folded(folded: str, into: str) -> None:
    assert normalize(folded).text == into * len(folded)


def test_digits_become_ascii() -> None:
    assert normalize("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹").text == "0123456789 0123456789"


@pytest.mark.parametrize("kept", ["«قسد»،", "؛ ؟", "T-55 ISIS", "٪ 3.5", "ء ض ظ"])
def test_is_kept(kept: str) -> None:
    assert normalize(kept).text == kept


def test_every_presentation_form_is_what_nfkc_makes_of_it() -> None:
    for form in chars.PRESENTATION_FORMS:
        expected = chars.fold(unicodedata.normalize("NFKC", form).lstrip(" "))
        assert normalize(form).text == expected, unicodedata.name(form, ascii(form))


def test_every_compatibility_form_of_an_arabic_letter_meets_it() -> None:
    for char in ARABIC[: ARABIC.index("\U00010e60")]:
        composed = unicodedata.normalize("NFKC", char).lstrip(" ")
        assert normalize(composed).text == normalize(char).text, f"U+{ord(char):04X}"


@given(st.text(alphabet=st.sampled_from([c for c in ARABIC if c not in chars.PRESENTATION_FORMS])))
def test_composed_and_decomposed_text_meet(text: str) -> None:
    assert normalize(unicodedata.normalize("NFD", text)).text == normalize(unicodedata.normalize("NFC", text)).text


def test_steps_are_one_ordered_tuple_of_documented_functions() -> None:
    assert isinstance(chars.STEPS, tuple)
    assert len(set(chars.STEPS)) == len(chars.STEPS)
    for step in chars.STEPS:
        assert doctest.DocTestFinder(recurse=False).find(step)[0].examples, f"{step.__name__} has no doctest"


def test_every_step_changes_something_that_no_other_does() -> None:
    text = "".join(chars.FOLDS)
    for left_out in chars.STEPS:
        folded = text
        for step in chars.STEPS:
            folded = folded if step is left_out else step(folded)
        assert folded != chars.fold(text), f"{left_out.__name__} does nothing"


def test_the_table_of_folds_is_the_steps_on_every_character() -> None:
    characters = EVERY_CHARACTER[1:]
    folded = chars.fold("\0".join(characters)).split("\0")
    assert [c for c, into in zip(characters, folded, strict=True) if chars.FOLDS.get(c, c) != into] == []


def test_a_folded_character_is_folded_no_further() -> None:
    assert {into for into in chars.FOLDS.values() if chars.fold(into) != into} == set()


@given(TEXTS)
def test_text_is_the_steps_and_single_spaces(text: str) -> None:
    lines = [" ".join(filter(None, line.split(" "))) for line in chars.fold(text).split("\n")]
    expected = "\n".join(line for number, line in enumerate(lines) if line or number in (0, len(lines) - 1))
    assert normalize(text).text.strip(" \n") == expected.strip(" \n")


# The way back


@given(TEXTS)
def test_offsets_rise(text: str) -> None:
    normalized = normalize(text)
    found = starts(normalized)
    assert found == sorted(found)
    assert found[-1] == len(text)
    assert all(0 <= normalized.start(i) < normalized.end(i) <= len(text) for i in range(len(normalized)))


@given(TEXTS)
def test_a_character_leads_back_to_what_it_was(text: str) -> None:
    normalized = normalize(text)
    for offset, char in enumerate(normalized.text):
        start, end = normalized.to_original(offset, offset + 1)
        assert char in normalize(text[start:end]).text


@given(TEXTS, st.data())
def test_the_original_of_a_span_normalises_to_the_span(text: str, data: st.DataObject) -> None:
    normalized = normalize(text)
    begin, end = data.draw(spans(len(normalized)))
    start, stop = normalized.to_original(begin, end)
    first, last = normalized.to_normalized(start, stop)
    assert first <= begin <= end <= last or begin == end
    if begin < end:  # wider only by the letters of a ligature that the span cut
        assert normalized.to_original(first, last) == (start, stop)
        assert normalize(text[start:stop]).text == normalized.text[first:last]
        assert {normalized.start(i) for i in range(first, begin)} <= {start}
        assert {normalized.start(i) for i in range(end, last)} <= {normalized.start(end - 1)}


@given(TEXTS, st.data())
def test_a_span_of_the_original_leads_to_every_character_it_touches(text: str, data: st.DataObject) -> None:
    normalized = normalize(text)
    start, end = data.draw(spans(len(text)))
    touched = [i for i in range(len(normalized)) if normalized.start(i) < end and start < normalized.end(i)]
    begin, stop = normalized.to_normalized(start, end)
    if touched and start < end:
        assert (begin, stop) == (touched[0], touched[-1] + 1)
    else:
        assert begin == stop


@pytest.mark.parametrize(
    ("text", "span", "original"),
    [
        ("سقطت الشَّحِيل اليوم", (5, 11), "الشَّحِيل"),
        ("حلب، \u202bدير\u200fالـزّور\u202c.", (5, 13), "دير\u200fالـزّور"),
        ("عبدﷲ", (0, 4), "عبدﷲ"),
        ("قرب حلبَّ، أمس", (4, 7), "حلبَّ"),
        ("قرب حلبـ، أمس", (4, 7), "حلب"),
        ("قرب حلب\u200f، أمس", (4, 7), "حلب"),
        ("دير \u00a0\tالزور", (0, 9), "دير \u00a0\tالزور"),
        ("👍 قسـد 👍", (2, 5), "قسـد"),
    ],
)
def test_span_leads_back(text: str, span: tuple[int, int], original: str) -> None:
    start, end = normalize(text).to_original(*span)
    assert text[start:end] == original


@given(TEXTS)
@example("\ufbdd").via("a presentation form that opens to a letter outside the codec")
@example("ﭒ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once
    assert starts(normalize(once)) == list(range(len(once) + 1))


# Both paths agree

_FAST = [c for c in LETTERS + ARABIC + TASHKEEL + BIDI + SPACES + MARKS + LONE_SURROGATES + CONTROLS if is_fast(c)]


def assert_both_paths_agree(text: str) -> None:
    fast, slow = normalize(text), _normalize_slowly(text)
    assert fast.text == slow.text
    assert fast.codes == slow.codes
    assert starts(fast) == starts(slow)


@given(st.lists(st.sampled_from(_FAST) | ANY_CHAR, max_size=60).map("".join))
def test_the_fast_path_agrees_with_the_slow_one(text: str) -> None:
    assert_both_paths_agree("".join(filter(is_fast, text)))


def test_the_fast_path_agrees_on_every_character() -> None:
    for first in range(0, len(EVERY_CHARACTER), 4096):
        assert_both_paths_agree("".join(filter(is_fast, EVERY_CHARACTER[first : first + 4096])))


def test_ordinary_news_takes_the_fast_path(articles: list[dict]) -> None:
    assert [article["id"] for article in articles if not is_fast(article["text"])] == []


@pytest.mark.parametrize("rare", ["ﷲ", "ﻻ", "ۻ", "ڒ", "\u3000"], ids=ascii)
def test_one_rare_character_changes_nothing_around_it(rare: str) -> None:
    news = "سيطرت «قسد» على  بلدة الشَّحِيل\r\nأمس. "
    alone, together = normalize(news), normalize(news + "ء" + rare + "ء" + news)
    assert together.text.startswith(alone.text)
    assert together.text.endswith(alone.text)
    assert starts(together)[: len(alone)] == starts(alone)[:-1]


# Bad input


@pytest.mark.parametrize(
    "wrong", [None, b"\xd9\x82", bytearray(b"x"), 5, ["قسد"]], ids=lambda wrong: type(wrong).__name__
)
def test_only_str_is_taken(wrong: object) -> None:
    with pytest.raises(TypeError, match=rf"takes str, not {type(wrong).__name__}.*decode"):
        normalize(wrong)


@pytest.mark.parametrize("span", [(-1, 2), (0, 4), (2, 1), (4, 4), (-2, -1), (0, 10**9)])
def test_bad_spans_raise(span: tuple[int, int]) -> None:
    with pytest.raises(IndexError, match="not inside the normalised text: 0 <= start <= end <= 3"):
        normalize("قسد").to_original(*span)
    with pytest.raises(IndexError, match="not inside the original text: 0 <= start <= end <= 3"):
        normalize("قسد").to_normalized(*span)


@pytest.mark.parametrize("length", [0, 3])
def test_empty_spans_stay_empty(length: int) -> None:
    normalized = normalize("قسد"[:length])
    assert normalized.to_original(length, length) == normalized.to_normalized(length, length) == (length, length)


# camel_tools.utils

_ISOLATED_MARKS = {chr(code) for code in (*range(0xFC5E, 0xFC64), *range(0xFE70, 0xFE80))}
CAMEL_DIFFERS = {
    "NFKC writes an isolated mark as space + mark; no word ends there": _ISOLATED_MARKS,
    "a formula's letters are no text; only the two blocks of presentation forms are opened": {
        chr(c) for c in range(0x1EE00, 0x1EEF0)
    },
    "﷽ has no decomposition in Unicode; camel_tools writes it out by hand, and no name holds it": {"\ufdfd"},
}
CAMEL_FUNCTIONS = (
    *("dediac.dediac_ar", "normalize.normalize_alef_ar", "normalize.normalize_alef_maksura_ar"),
    *("normalize.normalize_teh_marbuta_ar", "normalize.normalize_unicode"),
)


def camel(name: str) -> Callable[[str], str]:
    module, function = name.split(".")
    return getattr(importlib.import_module(f"camel_tools.utils.{module}"), function)


@pytest.mark.camel
@pytest.mark.parametrize("name", CAMEL_FUNCTIONS)
def test_agrees_with_camel_tools_on_every_arabic_character(name: str) -> None:
    theirs = camel(name)
    explained = set().union(*CAMEL_DIFFERS.values()) if name == "normalize.normalize_unicode" else set()
    for char in ARABIC:
        text = f"ب{char}ب"
        ours = normalize(text).text
        assert char in explained or normalize(theirs(text)).text == ours == theirs(ours), f"U+{ord(char):04X}"


@pytest.mark.camel
@pytest.mark.parametrize("reason", CAMEL_DIFFERS)
def test_differs_from_camel_tools_for_a_reason(reason: str) -> None:
    theirs = camel("normalize.normalize_unicode")
    assert any(normalize(theirs(f"ب{char}ب")).text != normalize(f"ب{char}ب").text for char in CAMEL_DIFFERS[reason])


@pytest.mark.camel
@pytest.mark.parametrize("name", CAMEL_FUNCTIONS)
def test_agrees_with_camel_tools_on_news(name: str, articles: list[dict]) -> None:
    theirs = camel(name)
    for text in [article["text"] for article in articles]:
        assert normalize(theirs(text)).text == normalize(text).text


@pytest.mark.camel
@given(st.text(alphabet=st.sampled_from(LETTERS + TASHKEEL + " ،.«»")))
def test_is_all_that_camel_tools_does_to_arabic_letters(text: str) -> None:
    theirs = text
    for name in CAMEL_FUNCTIONS:
        theirs = camel(name)(theirs)
    assert normalize(theirs).text == normalize(text).text
