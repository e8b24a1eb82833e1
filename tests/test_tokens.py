"""Tokens and sentences, with spans in the caller's text."""

from itertools import pairwise

import pytest
from hypothesis import given
from texts import ANY_TEXT, NEWS_TEXT

from arabic_conflict_ner import normalize, sentences, tokenize

TEXTS = ANY_TEXT | NEWS_TEXT


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("«قسد».", "« قسد » ."),
        ('لـ"قسد"،', 'ل " قسد " ،'),
        ("(داعش)/[الجيش]", "( داعش ) / [ الجيش ]"),
        ("حلب-دمشق—حمص–حماة", "حلب - دمشق — حمص – حماه"),
        ("سوريا،مؤكدا", "سوريا ، موكدا"),
        ("قسدISIS", "قسد ISIS"),
        ("ISISقسد", "ISIS قسد"),
        ("اللواء35", "اللواء 35"),
        ("T-72وBM21", "T - 72 و BM 21"),
        ("٣٥٠٫٥ و1,200.75", "350٫5 و 1,200.75"),
        ("#دير_الزور", "# دير _ الزور"),
        ("قال:نعم؟!", "قال : نعم ؟ !"),
        ("عفرين...حلب…", "عفرين . . . حلب …"),
        ("الشَّحِيـل\u200f،", "الشحيل ،"),
        ("👍حلب😀", "👍 حلب 😀"),
        ("Ракка الرقة", "Ракка الرقه"),
        ("سطر\nآخر", "سطر اخر"),
    ],
)
def test_splits(text: str, forms: str) -> None:
    assert [token.form for token in tokenize(normalize(text))] == forms.split(" ")


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0", "\u200f\u202b", "ـ", "\u064b"])
def test_nothing_to_split(text: str) -> None:
    assert tokenize(normalize(text)) == []
    assert sentences(normalize(text)) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("قرب الشَّحِيل.", "الشَّحِيل"),
        ("قرب الشح\u200fيل.", "الشح\u200fيل"),
        ("قرب «ﻗﺴﺪ».", "ﻗﺴﺪ"),
        ("قرب  \u202bقسـد\u202c.", "قسـد"),
    ],
    ids=ascii,
)
def test_a_token_spans_the_word_as_it_is_written(text: str, word: str) -> None:
    assert word in [text[token.start : token.end] for token in tokenize(normalize(text))]


@given(TEXTS)
def test_the_words_of_a_token_are_in_its_span(text: str) -> None:
    for token in tokenize(normalize(text)):
        assert token.form in normalize(text[token.start : token.end]).text


@given(TEXTS)
def test_tokens_follow_each_other_and_leave_nothing_out(text: str) -> None:
    normalized = normalize(text)
    tokens = tokenize(normalized)
    assert "".join(token.form for token in tokens) == "".join(normalized.text.split())
    assert all(one.start <= other.start and one.end <= other.end for one, other in pairwise(tokens))


@given(TEXTS)
def test_a_token_is_one_word_or_one_mark(text: str) -> None:
    for token in tokenize(normalize(text)):
        assert len(token.form) == 1 or any(char.isalnum() for char in token.form)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سقطت الشحيل. هدأت حلب", ["سقطت الشحيل.", "هدأت حلب"]),
        ("هل سقطت؟ نعم! سقطت…", ["هل سقطت؟", "نعم!", "سقطت…"]),
        ("قال: «سقطت حلب.» ثم صمت.", ["قال: «سقطت حلب.»", "ثم صمت."]),
        ("العنوان\nسقطت حلب\r\n\r\nوهدأت", ["العنوان", "سقطت حلب", "وهدأت"]),
        ("(أ. ف. ب.) عن مصدر", ["(أ. ف. ب.) عن مصدر"]),
        ("بلغت 3.5 كم، و1.200 مقاتل", ["بلغت 3.5 كم، و1.200 مقاتل"]),
        ("سقطت... ثم عادت", ["سقطت...", "ثم عادت"]),
        ('هدأت. "قسد" انسحبت."', ["هدأت.", '"قسد" انسحبت."']),
        ('العنوان\n"قسد" انسحبت', ["العنوان", '"قسد" انسحبت']),
        ("سقطت؟! لا", ["سقطت؟!", "لا"]),
        ("بلا نقطة", ["بلا نقطة"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(normalize(text))] == expected


@given(TEXTS)
def test_every_token_is_in_one_sentence(text: str) -> None:
    normalized = normalize(text)
    spans = sentences(normalized)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    for token in tokenize(normalized):
        assert any(start <= token.start and token.end <= end for start, end in spans)


@pytest.mark.parametrize("wrong", ["قسد", None])
def test_only_normalised_text_is_split(wrong: object) -> None:
    with pytest.raises((TypeError, AttributeError)):
        tokenize(wrong)
