"""extract() and Extractor: any str, exact slices, own names, proclitics, labels, taggers, threads and pickles."""

import pickle
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from texts import ANY_TEXT, NEWS_TEXT

from arabic_conflict_ner import (
    Extraction,
    Extractor,
    Gazetteer,
    Label,
    Source,
    Tagged,
    Tagger,
    Token,
    extract,
    normalize,
)
from arabic_conflict_ner.extractor import MIN_SCORE
from arabic_conflict_ner.labels import REPORTED
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.text.tokens import Tokens

REPORT = "سيطرت «قسد» على حقل العمر النفطي بريف ديرالزور، وقال مظلوم عبدي إن المعارك وصلت إلى بلدة الشحيل."


def triples(extraction: Extraction) -> list[tuple[str, str, int]]:
    return [(e.text, e.label.value, e.start) for e in extraction]


def pairs(text: str, extractor: Extractor | None = None, **options: object) -> list[tuple[str, str]]:
    return [(e.text, e.label.value) for e in (extractor or Extractor()).extract(text, **options)]


def assert_sound(text: str, extraction: Extraction) -> None:
    assert extraction.text == text
    end = 0
    for entity in extraction:
        assert text[entity.start : entity.end] == entity.text
        assert end <= entity.start < entity.end <= len(text)
        assert MIN_SCORE <= entity.score <= 1
        assert entity.label in REPORTED
        assert entity.source
        assert entity.link is None or entity.link == entity.candidates[0]
        assert Source.GAZETTEER in entity.source or not entity.candidates or entity.label is Label.PERSON  # full name
        end = entity.end


# Every str


@given(NEWS_TEXT | ANY_TEXT)
def test_slices_are_exact_for_any_text(text: str) -> None:
    assert_sound(text, extract(text))


def test_slices_are_exact_with_every_label_and_every_candidate(articles: list[dict]) -> None:
    extractor = Extractor(min_score=0)
    for article in articles:
        text = article["text"].replace(" ", "\u200f \u00a0").replace("ا", "ا\u0651")
        end = 0
        for entity in extractor.extract(text, labels=list(Label)):
            assert text[entity.start : entity.end] == entity.text
            assert end <= entity.start < entity.end
            end = entity.end


def test_words_of_one_ligature_are_not_reported_twice() -> None:
    names = [("محمد صلى", "PERSON"), ("وسلم الكبيرة", "PLACE")]
    entries = [{"id": label, "label": label, "names": [{"text": name}]} for name, label in names]
    found = Extractor(gazetteer=Gazetteer.from_entries(entries), min_score=0).extract("قال محمد ﷺ الكبيرة").entities
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_marks_in_a_report_move_the_offsets_and_nothing_else() -> None:
    marked = "".join(char + "\u064e\u200f" if char.isalpha() else char for char in REPORT)
    assert [(e.label, e.text.replace("\u064e", "").replace("\u200f", "")) for e in extract(marked)] == [
        (e.label, e.text) for e in extract(REPORT)
    ]


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "\x00", "\ud800", "Nothing Arabic here.", "Ничего", "12345", "👍", "،؛؟", "\u200f\u202b", "ـــ"],
    ids=ascii,
)
def test_nothing_in_nothing(text: str) -> None:
    assert extract(text).model_copy(update={"gazetteer": None, "library": None}) == Extraction(
        text=text, tagger=Tagger.load().name
    )


def test_a_text_of_any_length_is_read_to_its_end() -> None:
    once = triples(extract(REPORT))
    assert len(once) >= 4
    text = (REPORT + "\n") * 300
    found = triples(extract(text))
    last = len(text) - len(REPORT) - 1
    assert [(t, label, start - last) for t, label, start in found if start >= last] == once
    assert len(found) == 300 * len(once)


@pytest.mark.parametrize(
    ("wrong", "cure"),
    [
        (None, 'pass ""'),
        (b"\xd9\x82", r"data\.decode\('utf-8'\)"),
        (bytearray(b"x"), r"data\.decode\('utf-8'\)"),
        (["قسد"], r"extract_many\(\)"),
        (5, "extract_many"),
        (Path("x.txt"), "extract_many"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_other_types_raise_with_the_cure(wrong: object, cure: str) -> None:
    with pytest.raises(TypeError, match=f"takes str, not {type(wrong).__name__}; .*{cure}"):
        extract(wrong)
    with pytest.raises(TypeError, match=cure):
        Extractor().extract(wrong)


# What is found


def test_a_report() -> None:
    assert [(e.text, e.label.value, e.designator) for e in extract(REPORT)] == [
        ("قسد", "ARMED_GROUP", None),
        ("حقل العمر النفطي", "FACILITY", None),
        ("ديرالزور", "PLACE", "ريف"),
        ("مظلوم عبدي", "PERSON", None),
        ("الشحيل", "PLACE", "بلدة"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "proclitic"),
    [
        ("اندلعت اشتباكات في الرقة", "الرقة", None),
        ("اندلعت اشتباكات بالرقة", "الرقة", "ب"),
        ("معارك في حلب وبالرقة أيضا", "الرقة", "وب"),
        ("انضم إلى داعش وللجيش السوري موقف آخر", "لجيش السوري", "ول"),
        ('عناصر تابعة لـ"قسد" انسحبت', "قسد", "ل"),
        ("عناصر تابعة ل«قسد» انسحبت", "قسد", "ل"),
    ],
)
def test_the_proclitic_is_outside_the_span_and_told(text: str, name: str, proclitic: str | None) -> None:
    (entity,) = [e for e in extract(text) if e.text == name]
    assert entity.proclitic == proclitic
    before = text[: entity.start].rpartition(" ")[2]
    assert [char for char in before if char.isalpha() and char != "ـ"] == list(proclitic or "")


@pytest.mark.parametrize(
    ("name", "rest"), [("بغداد", "غداد"), ("كركوك", "ركوك"), ("وادي بردى", "ادي بردى"), ("لبنان", "بنان")]
)
def test_a_name_is_not_cut_even_where_the_rest_is_a_name(name: str, rest: str) -> None:
    names = [{"id": rest, "label": "PLACE", "names": [{"text": rest}]}]
    extractor = Extractor(gazetteer=Gazetteer.builtin() | Gazetteer.from_entries(names))
    assert name in [e.text for e in extractor.extract(f"وصلت القوات إلى {name} أمس، وغادرت مدينة {name} اليوم.")]
    assert rest not in [e.text for e in extractor.extract(f"وصلت القوات إلى {name} أمس، وغادرت مدينة {name} اليوم.")]


def test_the_link_says_what_is_known() -> None:
    (entity,) = [e for e in extract("قصف على مدينة الرقة") if e.text == "الرقة"]
    assert entity.link is not None
    link = entity.link
    assert (link.name, link.type, link.country, link.pcode) == ("الرقة", "city", "SY", "C5710")
    assert (round(link.lat or 0), round(link.lon or 0)) == (36, 39)
    assert link.admin[0] == "Syria"
    assert link.entry == entity.candidates[0].entry
    assert sum(candidate.score for candidate in entity.candidates) == pytest.approx(1, abs=0.01)


def test_what_found_it_is_told() -> None:
    by_text = {e.text: e for e in extract("اشتباكات قرب حاجز الجعابي في مدينة الرقة")}
    assert by_text["حاجز الجعابي"].source == (Source.CUE, Source.TAGGER)
    assert by_text["حاجز الجعابي"].link is None
    assert by_text["الرقة"].source == (Source.GAZETTEER, Source.CUE, Source.TAGGER)
    explained = by_text["حاجز الجعابي"].explain()
    assert "head حاجز" in explained
    assert f"the tagger gives it {by_text['حاجز الجعابي'].evidence.tagger:.2f}" in explained


# Options


def test_organizations_are_found_when_asked_for() -> None:
    text = "دانت الأمم المتحدة قصف مدينة الرقة"
    assert ("الأمم المتحدة", "ORGANIZATION") not in pairs(text)
    assert ("الأمم المتحدة", "ORGANIZATION") in pairs(text, labels=list(Label))


@pytest.mark.parametrize(
    "labels", [["PLACE"], [Label.PLACE], "PLACE", Label.PLACE, {"PLACE"}, (label for label in ["PLACE"])], ids=str
)
def test_only_the_labels_asked_for(labels: Iterable[str]) -> None:
    assert pairs(REPORT, labels=labels) == [("ديرالزور", "PLACE"), ("الشحيل", "PLACE")]


def test_no_labels_no_entities() -> None:
    assert pairs(REPORT, labels=[]) == []


def test_an_unknown_label_is_refused_with_those_allowed() -> None:
    with pytest.raises(ValueError, match=r"TOWN.*allowed: PLACE ARMED_GROUP PERSON FACILITY ORGANIZATION"):
        extract(REPORT, labels=["TOWN"])
    with pytest.raises(ValueError, match="TOWN"):
        next(Extractor().pipe([REPORT], labels=["TOWN"]))


def test_a_higher_min_score_reports_a_part_of_it() -> None:
    every, sure = Extractor(min_score=0.3).extract(REPORT), Extractor(min_score=0.95).extract(REPORT)
    assert set(triples(sure)) <= set(triples(every))
    assert min(e.score for e in sure) >= 0.95
    assert pairs(REPORT, Extractor(min_score=1.0)) == []


@pytest.mark.parametrize("score", [-0.1, 1.1, float("nan")])
def test_a_min_score_outside_0_to_1_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="allowed: 0 to 1"):
        Extractor(min_score=score)


def test_extractor_and_extract_are_one() -> None:
    assert Extractor().extract(REPORT) == extract(REPORT) == next(Extractor().pipe([REPORT]))


def test_options_are_named() -> None:
    with pytest.raises(TypeError, match="positional"):
        Extractor(Gazetteer.builtin())
    with pytest.raises(TypeError, match="positional"):
        extract(REPORT, ["PLACE"])


# Own names


VILLAGES = "label,name\nPLACE,رسم الطويحين\nPLACE,جب الرميل\nARMED_GROUP,لواء نسور البادية\n"


@pytest.fixture
def extractor(tmp_path: Path) -> Extractor:
    path = tmp_path / "mine.csv"
    path.write_text(VILLAGES, "utf-8-sig")
    return Extractor(gazetteer=Gazetteer.builtin() | Gazetteer.from_csv(path))


@pytest.mark.parametrize("chain", ["و", "ب", "وب", "ل"])
def test_own_names_are_found_behind_proclitics(extractor: Extractor, chain: str) -> None:
    text = f"قصفت الطائرات قرية حطلة و{chain}رسم الطويحين صباحا".replace("وو", "و")
    (entity,) = [e for e in extractor.extract(text) if e.text == "رسم الطويحين"]
    assert entity.label is Label.PLACE
    assert entity.source[0] is Source.GAZETTEER
    assert entity.link is not None
    assert entity.link.name == "رسم الطويحين"
    assert (entity.proclitic or "").endswith(chain)


def test_own_names_are_found_in_other_spellings(extractor: Extractor) -> None:
    found = pairs("اشتباكات في قرية رَسم الطّويحيـن وبلدة جبالرميل بين لواء نسور الباديه وقسد", extractor)
    assert ("رَسم الطّويحيـن", "PLACE") in found
    assert ("جبالرميل", "PLACE") in found
    assert ("لواء نسور الباديه", "ARMED_GROUP") in found


def test_built_in_names_stay_beside_own_ones(extractor: Extractor) -> None:
    assert pairs(REPORT, extractor) == pairs(REPORT)


def test_without_a_gazetteer_rules_alone_find_names() -> None:
    extractor = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=None)
    found = list(extractor.extract("اشتباكات قرب حاجز الجعابي"))
    assert [(e.text, e.source, e.candidates) for e in found] == [("حاجز الجعابي", (Source.CUE,), ())]


@pytest.mark.parametrize("name", ["my_villages.csv"])
def test_the_example_list_is_found(root: Path, name: str) -> None:
    mine = Gazetteer.from_csv(root / "examples" / name)
    extractor = Extractor(gazetteer=Gazetteer.builtin() | mine)
    for entry in mine:
        assert (entry.name, "PLACE") in pairs(f"دخلت القوات قرية {entry.name} أمس", extractor)


# Trust


WEAK_TEXT = "دافع الأهالي عن النعناعة أمام المحكمة"


@pytest.mark.parametrize("kind", ["canonical", "weak"])
def test_a_row_may_overrule_what_is_worked_out(kind: str) -> None:
    def score(trust: str | None) -> float:
        names = [
            {"text": "تل النعناعة"},
            {"text": "النعناعة", "kind": "weak" if kind == "weak" else "alias", "trust": trust},
        ]
        gazetteer = Gazetteer.from_entries([{"id": "x", "label": "PLACE", "names": names}])
        found = Extractor(gazetteer=gazetteer, min_score=0).extract(WEAK_TEXT, labels=["PLACE"])
        return max((e.score for e in found if e.text == "النعناعة"), default=0)

    assert score("weak") < score("strong")


TAKEN = pytest.mark.xfail(strict=True, reason="the tagger finds a town likely in «طويلا عن السوسة»")


@pytest.mark.parametrize("noun", ["الكرامة", "المعامل", pytest.param("السوسة", marks=TAKEN), "حصان"])
def test_a_common_noun_is_a_place_only_with_support(noun: str) -> None:
    assert (noun, "PLACE") in pairs(f"قصفت الطائرات قرية {noun} في ريف دير الزور")
    assert (noun, "PLACE") not in pairs(f"تحدث الكاتب طويلا عن {noun} في قصته الجديدة")


# Taggers


class Marks:
    """A tagger that marks one word wherever it stands."""

    name = "marks"

    def __init__(self, word: str, label: Label, score: float = 0.999) -> None:
        self.word, self.label, self.score = word, label, score

    def tag(self, text: str, tokens: list[Token]) -> list[Tagged]:
        start = text.find(self.word)
        return [Tagged(start, start + len(self.word), self.label, self.score)] if start >= 0 else []


def test_a_tagger_takes_part() -> None:
    text = "وصل فلنتان إلى الرقة"
    extraction = Extractor(tagger=Marks("فلنتان", Label.PERSON)).extract(text)
    (entity,) = extraction.people
    assert (entity.text, entity.source[-1]) == ("فلنتان", Source.TAGGER)
    assert extraction.tagger == "marks"
    alone = Extractor(tagger=None).extract(text)
    assert alone.people == ()
    assert alone.tagger is None


def test_a_tagger_may_mark_behind_a_proclitic() -> None:
    extractor = Extractor(tagger=Marks("فلنتان", Label.PERSON), min_score=0.1)
    (entity,) = extractor.extract("وصل وفلنتان إلى الرقة").people
    assert (entity.text, entity.proclitic) == ("فلنتان", "و")


@pytest.mark.parametrize("word", ["لنت", "فلنتان إ"])
def test_marks_that_are_no_words_are_left_out(word: str) -> None:
    assert Extractor(tagger=Marks(word, Label.PERSON)).extract("وصل فلنتان إلى الرقة").people == ()


# Threads and pickles


def test_an_extractor_is_shared_between_threads(articles: list[dict]) -> None:
    texts = [article["text"] for article in articles] * 3
    shared = Extractor(gazetteer=Gazetteer.builtin() | Gazetteer.from_entries([]))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.extract, texts)) == [extract(text) for text in texts]


def test_an_extractor_can_be_pickled_before_and_after_use(extractor: Extractor) -> None:
    small = Extractor(
        gazetteer=Gazetteer.from_entries([{"id": "x", "label": "PLACE", "names": [{"text": "تل النعام"}]}])
    )
    text = "دخلت القوات قرية تل النعام أمس"
    before = pickle.loads(pickle.dumps(small))  # noqa: S301  # our own bytes
    assert before.extract(text) == small.extract(text)
    after = pickle.loads(pickle.dumps(small))  # noqa: S301
    assert after.extract(text) == small.extract(text)
    assert small.extract(text).places


# Names for a while

FARM = {"id": "x/1", "label": "PLACE", "names": [{"text": "خربة السروات", "trust": "strong"}]}
RAID = "قصف على خربة السروات وبخربة السروات"


def test_names_are_added_for_a_while() -> None:
    extractor = Extractor(tagger=None)
    before = extractor.gazetteer
    with extractor.adding([FARM]):
        assert [(e.text, e.proclitic, e.link and e.link.entry) for e in extractor.extract(RAID)] == [
            ("خربة السروات", None, "x/1"),
            ("خربة السروات", "وب", "x/1"),
        ]
        assert "x/1" in extractor.gazetteer
    assert extractor.gazetteer is before
    assert "x/1" not in extractor.gazetteer
    assert all(e.link is None for e in extractor.extract(RAID))


def test_an_added_entry_takes_the_place_of_the_one_with_its_id() -> None:
    extractor = Extractor(tagger=None)
    text = "اشتباكات في بلدة الشحيل"
    village = extractor.extract(text).places[0].link
    assert village is not None
    mine = {"id": village.entry, "label": "PLACE", "names": [{"text": "الشحيل"}], "lat": 1.5, "lon": 2.5}
    with extractor.adding([mine]):
        link = extractor.extract(text).places[0].link
        assert link is not None
        assert (link.entry, link.lat, link.lon) == (village.entry, 1.5, 2.5)
    assert extractor.extract(text).places[0].link == village


def test_blocks_may_overlap_and_end_in_any_order() -> None:
    extractor = Extractor(tagger=None)
    other = FARM | {"id": "x/2", "names": [{"text": "تل الهدهدين", "trust": "strong"}]}
    first, second = extractor.adding([FARM]), extractor.adding(Gazetteer.from_entries([other]))
    first.__enter__()
    second.__enter__()
    assert {"x/1", "x/2"} <= {entry.id for entry in extractor.gazetteer}
    first.__exit__(None, None, None)
    assert ("x/1" in extractor.gazetteer, "x/2" in extractor.gazetteer) == (False, True)
    second.__exit__(None, None, None)
    assert "x/2" not in extractor.gazetteer


def test_names_leave_when_the_block_fails() -> None:
    extractor = Extractor(tagger=None)
    with pytest.raises(RuntimeError), extractor.adding([FARM]):
        raise RuntimeError
    assert "x/1" not in extractor.gazetteer
    with pytest.raises(ValueError, match="given twice"), extractor.adding([FARM, FARM]):
        pass


def test_threads_read_with_all_of_an_addition_or_none_of_it() -> None:
    extractor = Extractor(tagger=None)
    pair = [FARM, FARM | {"id": "x/2", "names": [{"text": "تل الهدهدين", "trust": "strong"}]}]
    text = "قصف على خربة السروات ثم على تل الهدهدين"
    seen: set[tuple[str, ...]] = set()

    def read() -> None:
        for _ in range(150):
            seen.add(tuple(e.link.entry for e in extractor.extract(text) if e.link))

    def change() -> None:
        for _ in range(40):
            with extractor.adding(pair):
                pass

    threads = [threading.Thread(target=target) for target in (read, read, change, change)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen <= {(), ("x/1", "x/2")}
    assert "x/1" not in extractor.gazetteer


def test_an_extractor_with_added_names_can_be_pickled() -> None:
    extractor = Extractor(tagger=None)
    with extractor.adding([FARM]):
        copy = pickle.loads(pickle.dumps(extractor))  # noqa: S301  # our own
    assert [e.link and e.link.entry for e in copy.extract(RAID)] == ["x/1", "x/1"]
    with copy.adding([FARM | {"id": "x/3"}]):
        assert "x/3" in copy.gazetteer


# With a tagger


def test_cues_offer_nothing_that_a_tagger_passes_over() -> None:
    text = "قال العميد زهران الطحيمري إن حاجز الزعبرانة قرب قرية المغيبطات"
    offered = Extractor(tagger=Marks("-", Label.PLACE), min_score=0).extract(text)
    assert {e.text for e in offered if not e.candidates} == set()
    marked = Extractor(tagger=Marks("حاجز الزعبرانة", Label.FACILITY, 0.97)).extract(text)
    (checkpoint,) = [e for e in marked if e.label is Label.FACILITY]
    assert checkpoint.text == "حاجز الزعبرانة"
    assert "head حاجز" in checkpoint.evidence.cues


def test_lists_offer_what_a_tagger_passes_over() -> None:
    words = Text(Tokens(normalize("سيطرت على قرى الشحيل، المغيبطات، الزعبرانة، هجين")), Lexicon.builtin())
    forms = {candidate.form for candidate in read(words, [], [])}
    assert {"المغيبطات", "الزعبرانه"} <= forms
