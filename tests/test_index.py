"""The matcher finds exactly what a slow and plain search finds, and everything that spaCy's EntityRuler finds."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import BIDI, EMOJI, MARKS, TASHKEEL

from arabic_conflict_ner import Entry, Gazetteer, Label, normalize
from arabic_conflict_ner.gazetteer.index import NameIndex, name_form
from arabic_conflict_ner.gazetteer.variants import variants
from arabic_conflict_ner.text.proclitics import CHAINS

PARTS = (
    *("دير", "الزور", "الرقة", "رقة", "قسد", "الجيش", "السوري", "جيش", "أبو", "بو", "كمال", "عبد", "الله", "عبدالله"),
    *("ابن", "بن", "وادي", "بغداد", "كركوك", "ل", "لل", "ال", "صنعاء", "35", "ISIS", "الـ", "بردى", "لبنان", "وو"),
)
NAMES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=3).map(" ".join)
SEPARATORS = st.sampled_from([*" " * 20, *MARKS, *"\n\t", " - ", *EMOJI, *BIDI, *TASHKEEL, ""])


def entries(names: list[tuple[str, Label]]) -> list[Entry]:
    return [
        Entry.model_validate({"id": str(number), "label": label, "names": [{"text": name}]})
        for number, (name, label) in enumerate(names)
    ]


@st.composite
def texts(draw: st.DrawFn, names: list[str]) -> str:
    word = st.sampled_from((*PARTS, *names, *(name.replace(" ", "") for name in names)))
    words = draw(
        st.lists(st.tuples(st.sampled_from(("", "", *CHAINS, "م", "محافظة", "وبمدينة")), word, SEPARATORS), max_size=12)
    )
    return "".join(part for triple in words for part in triple)


def naive(known: list[Entry], text: str) -> Iterator[tuple[int, int, str, str]]:
    """(begin, end, chain, entry id) of every name in a normalised text, read off the rules with no thought of speed."""
    for entry in known:
        for form in variants(name_form(entry.name), entry.label):
            for written, needs in ((form, ""), (form[1:], "ل"))[: 1 + form.startswith("ال")]:
                pattern = re.compile(written.replace(" ", "[-– _'\"«»“”‘’]"))
                for begin in range(len(text)):
                    match = pattern.match(text, begin)
                    if match and not text[match.end() : match.end() + 1].isalnum():
                        first = begin
                        while first and text[first - 1].isalnum():
                            first -= 1
                        chain = text[first:begin]
                        if chain in ("", *CHAINS) and chain.endswith(needs):
                            yield begin, match.end(), chain, entry.id


def found(known: list[Entry], text: str) -> list[tuple[int, int, str, str]]:
    hits = NameIndex(known).find(normalize(text))
    # A word glued to the name (محافظةكركوك) counts as a longer chain: no business of the plain search.
    return [(hit.begin, hit.end, hit.chain, ref.entry.id) for hit in hits for ref in hit.refs if len(hit.chain) <= 2]


@given(st.lists(st.tuples(NAMES, st.sampled_from(Label)), min_size=1, max_size=8), st.data())
def test_finds_exactly_what_a_plain_search_finds(names: list[tuple[str, Label]], data: st.DataObject) -> None:
    text = data.draw(texts([name for name, _label in names]))
    known = entries(names)
    assert set(found(known, text)) == set(naive(known, normalize(text).text))


@given(st.lists(st.tuples(NAMES, st.sampled_from(Label)), min_size=1, max_size=8), st.data())
def test_a_hit_is_the_form_it_says_it_is(names: list[tuple[str, Label]], data: st.DataObject) -> None:
    normalized = normalize(data.draw(texts([name for name, _label in names])))
    hits = NameIndex(entries(names)).find(normalized)
    for hit in hits:
        words = name_form(normalized.text[hit.begin - len(hit.chain) : hit.end])
        assert words in (hit.chain + hit.form, hit.chain + hit.form[1:])
    assert [hit.end for hit in hits] == sorted(hit.end for hit in hits)
    assert len({(hit.begin, hit.end, hit.form) for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("تل أبيض", "قرب تل-أبيض.", True),
        ("دير الزور", "#دير_الزور", True),
        ("دير الزور", "دير. الزور", False),
        ("دير الزور", "دير، الزور", False),
        ("دير الزور", "دير\nالزور", False),
        ("دير الزور", "دير (الزور)", False),
        ("جبهة النصرة", "جبهة «النصرة»", False),
        ("معبر جابر - نصيب", "معبر جابر - نصيب", True),
        ("معبر جابر - نصيب", "معبر جابر-نصيب", True),
        ("معبر جابر - نصيب", "معبر جابر نصيب", True),
        ("معبر جابر - نصيب", "معبر جابر – نصيب", True),
        ("معبر جابر-نصيب", "ومعبر جابر - نصيب", True),
        ("معبر جابر - نصيب", "معبر جابر، نصيب", False),
        ("ب.ك.ك", "حزب ب.ك.ك الكردي", True),
        ("ب.ك.ك", "حزب ب ك ك الكردي", True),
        ("ب ك ك", "حزب ب، ك، ك", False),
        ("كركوك", "محافظةكركوك", True),
        ("كركوك", "ومحافظة كركوك", True),
        ("كركوك", "المحافظةكركوك", False),
        ("قسد", "قسد", True),
        ("قسد", "", False),
    ],
)
def test_marks_inside_and_beside_a_name(name: str, text: str, is_found: bool) -> None:
    assert bool(NameIndex(entries([(name, Label.PLACE)])).find(normalize(text))) is is_found


def test_every_built_in_name_is_found_as_it_is_written() -> None:
    gazetteer = Gazetteer.builtin()
    missed = []
    for entry in gazetteer:
        for name in entry.names:
            text = normalize(f"في {name.text} أمس")
            span = text.to_normalized(3, 3 + len(name.text))
            hits = [hit for hit in gazetteer.find(text) if (hit.begin, hit.end) == span]
            if not any(ref.entry is entry for hit in hits for ref in hit.refs):
                missed.append((entry.id, name.text))
    assert missed == []


def test_an_empty_index_finds_nothing() -> None:
    assert found([], "قسد") == []
    assert len(NameIndex([])) == 0


def test_len_forms_and_membership() -> None:
    index = NameIndex(entries([("دير الزور", Label.PLACE)]))
    assert sorted(index.forms) == sorted(["دير الزور", "ديرالزور"])
    assert len(index) == 2
    assert "ديرالزور" in index
    assert "دير" not in index


def test_finds_every_name_that_the_entity_ruler_finds(articles: list[dict]) -> None:
    import spacy  # takes a second

    names = {entity["text"]: Label(entity["label"]) for article in articles for entity in article["entities"]}
    nlp = spacy.blank("ar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label.value, "pattern": name} for name, label in names.items()])
    known = entries(list(names.items()))
    theirs = 0
    for article in articles:
        text = article["text"]
        normalized = normalize(text)
        ours = {
            (*normalized.to_original(hit.begin, hit.end), ref.entry.label.value)
            for hit in NameIndex(known).find(normalized)
            for ref in hit.refs
        }
        spans = {(entity.start_char, entity.end_char, entity.label_) for entity in nlp(text).ents}
        theirs += len(spans)
        assert spans - ours == set()
    assert theirs > 150
