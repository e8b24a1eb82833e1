"""Masking persons: no name that was found is left anywhere in a result, and nothing else changes."""

import json

import pytest
from hypothesis import given
from texts import NEWS_TEXT

from arabic_conflict_ner import Entity, Extraction, Label, Link, extract
from arabic_conflict_ner.redact import MASK, redacted
from arabic_conflict_ner.results import Evidence, Rival

LINK = Link(entry="person/zayd", name="زيد الأحمد", english="Zayd")


def extraction(text: str, *found: tuple[str, Label], **fields: object) -> Extraction:
    """A text with the first occurrence of each name as an entity."""
    entities = []
    for name, label in found:
        start = text.index(name)
        entities.append(
            Entity(
                text=name,
                label=label,
                start=start,
                end=start + len(name),
                score=0.5,
                source=(),
                **fields,
            )
        )
    return Extraction(text=text, entities=tuple(entities))


def test_a_person_is_masked_in_the_text_and_the_entity() -> None:
    found = extraction(
        "قال زيد الأحمد في حلب",
        ("زيد الأحمد", Label.PERSON),
        ("حلب", Label.PLACE),
        link=LINK,
        candidates=(LINK,),
        evidence=Evidence(
            name="زيد الأحمد", cues=("title العميد",), rivals=(Rival(text="زيد", label="PERSON", score=0.1),)
        ),
    )
    hidden = found.redacted()
    assert hidden.text == f"قال {MASK * 10} في حلب"
    person, place = hidden
    assert (person.text, person.link, person.candidates, person.evidence) == (MASK * 10, None, (), Evidence())
    assert (person.label, person.start, person.end, person.score) == (Label.PERSON, 4, 14, 0.5)
    assert place.link == LINK
    assert place.evidence.rivals == ()
    assert place.evidence.name == "زيد الأحمد"
    assert "زيد" not in extraction("زيد", ("زيد", Label.PERSON), link=LINK).redacted().model_dump_json()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("زيد. عاد زيد ومضى", "███. عاد ███ ومضى"),
        ("زيد. قيل لزيد وبزيد وزيد", "███. قيل ل███ وب███ و███"),
        ("زيد. زيدان ويزيد", "███. زيدان ويزيد"),
        ("زَيْد. زيـد، زيد", "█████. ████، ███"),
        ("علي. مضى على الطريق", "███. مضى على الطريق"),
        ("أبو علي الكردي. ابو على الكردى", "██████████████. ██████████████"),
    ],
)
def test_a_name_that_was_found_is_masked_wherever_it_stands(text: str, masked: str) -> None:
    found = extraction(text, (text.partition(".")[0], Label.PERSON))
    assert redacted(found).text == masked


def test_a_name_inside_another_entity_stays() -> None:
    text = "زيد الأحمد. قصف مشفى زيد الأحمد"
    found = extraction(text, ("زيد الأحمد", Label.PERSON), ("مشفى زيد الأحمد", Label.FACILITY))
    assert redacted(found).text == f"{MASK * 10}. قصف مشفى زيد الأحمد"


def test_what_has_no_person_stays_as_it_is() -> None:
    for found in (extract("قصف على الرقة"), Extraction(text=""), Extraction(text="", error="ValueError: x")):
        assert redacted(found).text == found.text
        assert [(e.text, e.label, e.link) for e in redacted(found)] == [(e.text, e.label, e.link) for e in found]


@given(NEWS_TEXT)
def test_offsets_stay_and_no_person_is_left(text: str) -> None:
    found = extract(text, labels=list(Label))
    hidden = redacted(found)
    assert len(hidden.text) == len(text)
    assert [(e.start, e.end, e.label, e.score) for e in hidden] == [(e.start, e.end, e.label, e.score) for e in found]
    for entity in hidden:
        assert hidden.text[entity.start : entity.end] == entity.text
        if entity.label is Label.PERSON:
            assert set(entity.text) == {MASK}
    for before, after in zip(text, hidden.text, strict=True):
        assert after in (before, MASK)
    assert redacted(hidden) == hidden


def test_every_way_out_masks(tmp_path) -> None:
    found = extract("قال مظلوم عبدي في مدينة الرقة إن عبدي ومظلوم عبدي بخير")
    assert found.people[0].text == "مظلوم عبدي"
    path = tmp_path / "page.html"
    found.render(path, redact_persons=True)
    hidden = found.redacted()
    shown = [
        *(
            path.read_text("utf-8"),
            hidden._repr_html_(),
            str(hidden),
            hidden.to_df().to_csv(),
            hidden.model_dump_json(),
        ),
        *(
            found.to_map(redact_persons=True).html(),
            json.dumps(found.to_displacy(redact_persons=True), ensure_ascii=False),
        ),
    ]
    for out in shown:
        assert "مظلوم" not in out
        assert "Mazloum" not in out
        assert "person/" not in out
