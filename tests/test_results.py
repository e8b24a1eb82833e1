"""What comes back: frozen, complete, the same after a trip through JSON, and readable."""

import json
import math
import sys

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from arabic_conflict_ner import Entity, Extraction, Label, Link, Source, extract
from arabic_conflict_ner.labels import REPORTED
from arabic_conflict_ner.results import COLUMNS, Evidence, Rival

TEXT = "سيطرت «قسد» على قرية وحصان وحقل العمر، قال زيد"
LINK = Link(
    entry="place/sy/c1",
    name="حصان",
    english="Hasan",
    type="village",
    country="SY",
    score=0.75,
    admin=("Syria", "Deir ez-Zor"),
    pcode="C1",
    lat=35.5,
    lon=40.25,
)
BARE = Link(entry="place/2", name="حصان")


def entity(text: str, label: Label, **fields: object) -> Entity:
    start = TEXT.index(text)
    required = {"score": 0.9, "source": (Source.CUE,)}
    return Entity(**required | {"text": text, "label": label, "start": start, "end": start + len(text)} | fields)


GROUP = entity("قسد", Label.ARMED_GROUP, source=(Source.GAZETTEER, Source.CUE), candidates=(BARE, LINK))
PLACE = entity(
    "حصان",
    Label.PLACE,
    proclitic="و",
    designator="قرية",
    link=LINK,
    candidates=(LINK,),
    source=(Source.GAZETTEER,),
    evidence=Evidence(
        name="حصان",
        variant="as written",
        weak=True,
        cues=("designator قريه", "rare"),
        rivals=(Rival(text="وحصان", label=Label.PERSON, score=0.25),),
    ),
)
FACILITY = entity("حقل العمر", Label.FACILITY)
PERSON = entity("زيد", Label.PERSON, source=(Source.TAGGER,))
EXTRACTION = Extraction(text=TEXT, entities=(GROUP, PLACE, FACILITY, PERSON))


def test_iterating_gives_the_entities_in_order() -> None:
    assert list(EXTRACTION) == [GROUP, PLACE, FACILITY, PERSON]
    assert len(EXTRACTION) == 4


def test_entities_by_label() -> None:
    assert EXTRACTION.places == (PLACE,)
    assert EXTRACTION.armed_groups == (GROUP,)
    assert EXTRACTION.people == (PERSON,)
    assert EXTRACTION.facilities == (FACILITY,)
    assert EXTRACTION.organizations == ()


@pytest.mark.parametrize(
    ("thing", "field"), [(EXTRACTION, "text"), (PLACE, "start"), (LINK, "lat"), (PLACE.evidence, "cues")]
)
def test_results_are_frozen(thing: object, field: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(thing, field, None)


def test_equal_results_are_one_in_a_set() -> None:
    assert len({EXTRACTION, EXTRACTION.model_copy(deep=True)}) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"start": -1}, "greater than or equal to 0"),
        ({"score": 1.5}, "less than or equal to 1"),
        ({"label": "TOWN"}, "'PLACE', 'ARMED_GROUP', 'PERSON', 'FACILITY' or 'ORGANIZATION'"),
        ({"source": ("guess",)}, "'gazetteer', 'cue' or 'tagger'"),
    ],
)
def test_bad_entities_are_refused(fields: dict, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Entity.model_validate(PLACE.model_dump() | fields)


# JSON


@pytest.mark.parametrize(
    "extraction",
    [EXTRACTION, Extraction(text=""), Extraction(text="", error="ValueError: x")],
    ids=["full", "empty", "error"],
)
def test_comes_back_from_json(extraction: Extraction) -> None:
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    assert Extraction.model_validate(json.loads(json.dumps(extraction.model_dump(mode="json")))) == extraction


def test_real_extractions_come_back_from_json(articles: list[dict]) -> None:
    for article in articles:
        extraction = extract(article["text"], labels=list(Label))
        back = Extraction.model_validate_json(extraction.model_dump_json())
        assert back == extraction
        assert back.model_dump_json() == extraction.model_dump_json()
        assert [e.explain() for e in back] == [e.explain() for e in extraction]


@given(st.text())
def test_any_text_comes_back_from_json(text: str) -> None:
    extraction = extract(text)
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction


def test_json_keeps_to_the_schema(articles: list[dict]) -> None:
    schema = Extraction.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for extraction in (EXTRACTION, extract(articles[0]["text"])):
        validator.validate(json.loads(extraction.model_dump_json()))
    assert not validator.is_valid({"text": "قسد", "entities": [{"text": "قسد", "label": "TOWN", "start": 0, "end": 3}]})


def test_the_schema_names_labels_and_sources() -> None:
    definitions = Extraction.model_json_schema()["$defs"]
    assert definitions["Label"]["enum"] == list(Label)
    assert definitions["Source"]["enum"] == ["gazetteer", "cue", "tagger"]


def test_labels_are_plain_strings_in_json() -> None:
    assert [e["label"] for e in json.loads(EXTRACTION.model_dump_json())["entities"]] == [
        *("ARMED_GROUP", "PLACE", "FACILITY", "PERSON"),
    ]
    assert list(REPORTED) == ["PLACE", "ARMED_GROUP", "PERSON", "FACILITY"]


# Tables


def test_a_record_is_flat_and_plain() -> None:
    group, place, *_rest = EXTRACTION.to_records()
    assert [list(record) for record in (group, place)] == [list(COLUMNS)] * 2
    assert place | {"explanation": ""} == {
        **{"text": "حصان", "label": "PLACE", "start": 22, "end": 26, "score": 0.9, "source": "gazetteer"},
        **{"proclitic": "و", "designator": "قرية", "entry": "place/sy/c1", "name": "حصان", "english": "Hasan"},
        **{
            "type": "village",
            "country": "SY",
            "admin": "Syria > Deir ez-Zor",
            "pcode": "C1",
            "lat": 35.5,
            "lon": 40.25,
            "geo_precision": None,
        },
        "explanation": "",
    }
    assert (group["source"], group["entry"], group["lat"]) == ("gazetteer+cue", None, None)
    assert {type(value) for record in (group, place) for value in record.values()} <= {str, int, float, type(None)}


def test_a_record_says_why() -> None:
    assert [record["explanation"] for record in EXTRACTION.to_records()] == [e.explain() for e in EXTRACTION]


def test_a_data_frame_has_a_row_an_entity() -> None:
    frame = EXTRACTION.to_df()
    assert list(frame.columns) == list(COLUMNS)
    assert frame["text"].tolist() == ["قسد", "حصان", "حقل العمر", "زيد"]
    assert frame["lat"].tolist()[1] == 35.5
    assert math.isnan(frame["lat"].tolist()[0])


def test_a_data_frame_of_nothing_has_the_same_columns() -> None:
    frame = Extraction(text="").to_df()
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == 0


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'arabic_conflict_ner\[notebook\]'"):
        EXTRACTION.to_df()


# explain()


def test_the_explanation_names_name_variant_cue_entry_and_losers() -> None:
    assert PLACE.explain() == (
        "حصان is a PLACE (0.90): the gazetteer has the name حصان, a name that needs support, found as written; "
        "behind the proclitic و; cues: designator قريه, rare; "
        "linked to village Hasan in Deir ez-Zor, Syria (place/sy/c1); it beat وحصان as PERSON (0.25)."
    )


def test_the_explanation_of_an_unclear_link() -> None:
    told = "not linked, 2 known of the name are too much alike, first حصان (place/2)"
    assert GROUP.explain() == f"قسد is an ARMED_GROUP (0.90): {told}."


def test_the_explanation_of_a_bare_entity_is_a_sentence_too() -> None:
    assert FACILITY.explain() == "حقل العمر is a FACILITY (0.90)."


def test_every_explanation_is_one_line(articles: list[dict]) -> None:
    for article in articles:
        for found in extract(article["text"], labels=list(Label)):
            told = found.explain()
            assert told.endswith(".")
            assert len(told.splitlines()) == len(found.text.splitlines())
            assert found.label in told
