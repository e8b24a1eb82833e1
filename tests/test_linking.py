"""Which entry a name is: designators, context, dates, the same thing named twice, and how exactly a place is given."""

from collections.abc import Sequence
from datetime import date

import pytest

from arabic_conflict_ner import Entity, Extractor, Gazetteer, Label, extract, normalize
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.point import Point, distance
from arabic_conflict_ner.linking.admin import agrees, announces_several
from arabic_conflict_ner.linking.dates import as_text, is_valid
from arabic_conflict_ner.linking.linker import Linked, Linker
from arabic_conflict_ner.linking.precision import geo_precision
from arabic_conflict_ner.linking.scene import Named, Scene
from arabic_conflict_ner.results import GeoPrecision

PLACES = [
    ("sy", "PLACE", "سوريا", "country", None, "SY", None),
    ("sy/n", "PLACE", "الشمال", "governorate", "sy", "SY", (36.0, 37.0)),
    ("sy/s", "PLACE", "الجنوب", "governorate", "sy", "SY", (33.0, 36.0)),
    ("sy/n/karm", "PLACE", "الكرم", "village", "sy/n", "SY", (36.10, 37.10)),
    ("sy/s/karm", "PLACE", "الكرم", "village", "sy/s", "SY", (33.10, 36.10)),
    ("sy/n/tal", "PLACE", "تل النعام", "village", "sy/n", "SY", (36.15, 37.12)),
    ("sy/rih", "PLACE", "ريحانة", "city", "sy/g", "SY", (35.0, 38.0)),
    ("sy/g", "PLACE", "ريحانة", "governorate", "sy", "SY", (35.3, 38.6)),
    ("sy/wadi", "PLACE", "الوادي", "governorate", "sy", "SY", (34.0, 39.0)),
    ("lb", "PLACE", "لبنان", "country", None, "LB", None),
    ("lb/sahl", "PLACE", "سهل التين", "village", "lb", "LB", (34.0, 36.0)),
]
GROUPS = [
    {
        "id": "g/old",
        "label": "ARMED_GROUP",
        "names": [{"text": "جيش البلاد"}],
        "country": "SY",
        "valid_to": "2024-12-08",
    },
    {
        "id": "g/new",
        "label": "ARMED_GROUP",
        "names": [{"text": "جيش البلاد"}],
        "country": "SY",
        "valid_from": "2024-12",
    },
    {"id": "g/north", "label": "ARMED_GROUP", "names": [{"text": "الحلف"}], "theatre": "SY IQ"},
    {"id": "g/south", "label": "ARMED_GROUP", "names": [{"text": "الحلف"}], "theatre": ["YE"]},
    {
        "id": "g/storm",
        "label": "ARMED_GROUP",
        "names": [{"text": "قوات العاصفة الحمراء"}, {"text": "الحمراء", "kind": "alias"}],
    },
    {"id": "g/red", "label": "ARMED_GROUP", "names": [{"text": "الحمراء"}]},
    {"id": "h/1", "label": "PERSON", "names": [{"text": "سالم الورداني"}]},
    {"id": "h/2", "label": "PERSON", "names": [{"text": "خالد الورداني"}]},
    {"id": "h/3", "label": "PERSON", "names": [{"text": "الورداني"}]},
]


def place(row: Sequence[object]) -> dict[str, object]:
    id, label, name, type, parent, country, point = row
    made = {"id": id, "label": label, "names": [{"text": name}], "type": type, "parent": parent, "country": country}
    return made | ({"lat": point[0], "lon": point[1]} if point else {})


SMALL = Gazetteer.from_entries([*map(place, PLACES), *GROUPS])


def linked(*names: tuple[str, str | None] | str, day: str | None = None, gap: int = 10) -> list[Linked]:
    """Link names that stand `gap` characters apart, each with a designator or none."""
    mentions: list[Named] = []
    at = 0
    for given in names:
        name, designator = given if isinstance(given, tuple) else (given, None)
        refs = tuple(SMALL.search(name))
        label = refs[0].entry.label if refs else Label.PERSON
        form = normalize(name).text
        mentions.append(Named(label, form, at, at + len(form), refs, designator))
        at += len(form) + gap
    return Linker(SMALL).link(mentions, day)


def ids(found: list[Linked]) -> list[str | None]:
    return [link.entry if link else None for link, _ in found]


def test_a_name_of_two_villages_is_left_open() -> None:
    ((link, candidates),) = linked("الكرم")
    assert link is None
    assert [candidate.entry for candidate in candidates] == ["sy/n/karm", "sy/s/karm"]
    assert [candidate.score for candidate in candidates] == [0.5, 0.5]


@pytest.mark.parametrize(("area", "village"), [("الشمال", "sy/n/karm"), ("الجنوب", "sy/s/karm")])
def test_an_area_named_in_the_text_decides(area: str, village: str) -> None:
    assert ids(linked("الكرم", area))[0] == village


def test_a_place_nearby_decides() -> None:
    assert ids(linked("تل النعام", "الكرم")) == ["sy/n/tal", "sy/n/karm"]


def test_a_bare_name_of_city_and_governorate_is_the_city() -> None:
    assert ids(linked("ريحانة")) == ["sy/rih"]


@pytest.mark.parametrize("designator", ["محافظه", "ريف", "باديه"])
def test_a_designator_decides(designator: str) -> None:
    assert ids(linked(("ريحانة", designator))) == ["sy/g"]


def test_the_designator_of_a_list_speaks_for_its_members() -> None:
    assert ids(linked(("الوادي", "محافظتي"), "ريحانة", gap=2)) == ["sy/wadi", "sy/g"]
    assert ids(linked(("الوادي", "محافظتي"), "ريحانة", gap=20))[1] == "sy/rih"


def test_names_listed_with_what_is_nothing_but_a_governorate_are_governorates() -> None:
    assert ids(linked("الوادي", "الشمال", "ريحانة", gap=2))[2] == "sy/g"
    assert ids(linked("الكرم", "ريحانة", gap=2))[1] == "sy/rih"


def test_a_village_of_a_country_that_the_text_is_not_about_is_not_linked() -> None:
    found = linked("سهل التين", "سوريا", "تل النعام", "الوادي")
    link, candidates = found[0]
    assert link is None
    assert [candidate.entry for candidate in candidates] == ["lb/sahl"]
    assert candidates[0].score < 0.5
    assert ids(linked("سهل التين", "سوريا", "لبنان", "تل النعام", "الوادي"))[0] == "lb/sahl"
    assert ids(linked("سهل التين", "سوريا"))[0] == "lb/sahl"


@pytest.mark.parametrize(
    ("day", "group"),
    [("2015-08-01", "g/old"), ("2024-12-08", None), ("2025-03-01", "g/new"), (None, None)],
)
def test_the_date_of_the_text_decides(day: str | None, group: str | None) -> None:
    ((link, candidates),) = linked("جيش البلاد", day=day)
    assert (link.entry if link else None) == group
    assert {(c.entry, c.valid_from, c.valid_to) for c in candidates} == {
        ("g/old", None, "2024-12-08"),
        ("g/new", "2024-12", None),
    }


def test_a_group_is_sought_where_it_fights() -> None:
    assert ids(linked("الحلف")) == [None]
    assert ids(linked("الحلف", "سوريا", "تل النعام", "الوادي"))[0] == "g/north"


def test_the_same_thing_named_twice_gets_one_link() -> None:
    assert ids(linked("الحمراء")) == [None]
    assert ids(linked("قوات العاصفة الحمراء", "الحمراء")) == ["g/storm", "g/storm"]


def test_a_family_name_follows_the_full_name() -> None:
    assert ids(linked("سالم الورداني", "الورداني")) == ["h/1", "h/1"]
    assert ids(linked("الورداني", "سالم الورداني")) == ["h/1", "h/1"]
    assert ids(linked("الورداني")) == ["h/3"]


def test_a_family_name_of_two_people_stays_as_it_is() -> None:
    assert ids(linked("سالم الورداني", "خالد الورداني", "الورداني"))[2] == "h/3"


def test_a_family_name_of_an_unknown_man_is_nobody_else() -> None:
    assert ids(linked("ماهر الورداني", "الورداني")) == [None, None]


def test_unknown_names_have_no_candidates() -> None:
    assert linked("ماهر الغريب") == [(None, ())]
    assert Linker(SMALL).link([]) == []


# Words and dates


@pytest.mark.parametrize(
    ("type", "country", "designator", "expected"),
    [
        ("governorate", "SY", "محافظه", True),
        ("village", "SY", "محافظه", False),
        ("district", "SA", "محافظه", True),
        ("governorate", "SA", "محافظه", False),
        ("governorate", "SA", "منطقه", True),
        ("district", "SY", "منطقه", True),
        ("village", "SY", "قري", True),
        ("village", "SY", "محيط", False),
        ("village", "SY", None, False),
    ],
)
def test_a_designator_agrees_with_types(type: str, country: str, designator: str | None, expected: bool) -> None:
    entry = Entry.model_validate(
        {"id": "x", "label": "PLACE", "names": [{"text": "س"}], "type": type, "country": country}
    )
    assert agrees(entry, designator) is expected


def test_duals_and_plurals_announce_several() -> None:
    assert announces_several("محافظتي")
    assert announces_several("قري")
    assert not announces_several("محافظه")
    assert not announces_several("محيط")


@pytest.mark.parametrize(
    ("first", "last", "day", "expected"),
    [
        (None, None, "2020-01-01", True),
        ("2012", None, "2012-01-01", True),
        ("2012-02", None, "2012-01-31", False),
        (None, "2016", "2016-12-31", True),
        (None, "2016-07", "2016-08-01", False),
        ("2012-01-05", "2016-07-28", "2016-07-28", True),
    ],
)
def test_an_entry_is_valid_between_its_dates(first: str | None, last: str | None, day: str, expected: bool) -> None:
    names = [{"text": "س"}]
    entry = Entry.model_validate({"id": "x", "label": "PERSON", "names": names, "valid_from": first, "valid_to": last})
    assert is_valid(entry, day) is expected


def test_a_date_is_given_as_a_date_or_as_text() -> None:
    assert as_text(date(2024, 12, 8)) == as_text("2024-12-08") == "2024-12-08"
    assert as_text(None) is None


@pytest.mark.parametrize("given", ["08/12/2024", "2024-13-01", "", "أمس"])
def test_what_is_no_date_is_told(given: str) -> None:
    with pytest.raises(ValueError, match=r"doc_date is .*allowed: a date"):
        extract("هدوء", doc_date=given)


def test_distances_are_great_circles() -> None:
    assert distance(Point(0, 0), Point(0, 90)) == pytest.approx(6371 * 3.141592653589793 / 2)
    assert distance(Point(10, 179.5), Point(10, -179.5)) == pytest.approx(109.5, abs=0.1)
    assert distance(Point(10, 20), Point(10, 20)) == 0


def test_a_scene_counts_what_is_sure() -> None:
    mentions = [
        Named(Label.PLACE, name, at, at + 3, tuple(SMALL.search(name)))
        for at, name in ((0, "الكرم"), (20, "تل النعام"), (40, "سوريا"))
    ]
    scene = Scene.of(mentions)
    assert scene.countries == {"SY": 3}
    assert [name for name, _ in scene.spots] == ["تل النعام"]
    assert scene.lists == {}


@pytest.mark.parametrize(
    ("type", "designator", "before", "expected"),
    [
        ("village", None, ["قصف", "على"], GeoPrecision.EXACT),
        ("village", "محيط", ["في", "محيط"], GeoPrecision.NEAR),
        ("village", None, ["الواقعه", "شرق"], GeoPrecision.NEAR),
        ("village", None, ["وبالقرب", "من"], GeoPrecision.NEAR),
        ("city", "ريف", ["في", "ريف"], GeoPrecision.REGION),
        ("governorate", None, [], GeoPrecision.REGION),
        ("district", None, [], GeoPrecision.NEAR),
        (None, "قريه", ["في", "قريه"], GeoPrecision.EXACT),
    ],
)
def test_how_exactly_a_place_is_given(
    type: str | None, designator: str | None, before: list[str], expected: GeoPrecision
) -> None:
    assert geo_precision(type, designator, before) is expected


# The whole way


def entity(text: str, name: str, **options: object) -> Entity:
    found = Extractor(tagger=None).extract(text, **options)  # type: ignore[arg-type]  # options of extract
    return next(one for one in found if one.text == name)


def test_the_syrian_army_before_and_after_december_2024() -> None:
    text = "انتشرت وحدات من الجيش العربي السوري في دمشق"
    before = entity(text, "الجيش العربي السوري", doc_date="2015-06-01")
    after = entity(text, "الجيش العربي السوري", doc_date="2025-06-01")
    assert before.link is not None
    assert after.link is not None
    assert (before.link.entry, after.link.entry) == ("group/syrian-army", "group/syrian-army-2025")
    bare = entity(text, "الجيش العربي السوري")
    assert bare.link is None
    assert {c.valid_to for c in bare.candidates} >= {"2024-12-08"}


@pytest.mark.parametrize(("day", "group"), [("2014-05-01", "group/nusra"), ("2019-05-01", "group/hts")])
def test_the_nusra_front_becomes_tahrir_al_sham(day: str, group: str) -> None:
    link = entity("سيطرت جبهة النصرة على معرة النعمان في ريف إدلب", "جبهة النصرة", doc_date=day).link
    assert link is not None
    assert link.entry == group


def test_a_village_in_the_countryside_of_a_governorate() -> None:
    link = entity("اشتباكات في بلدة حطلة بريف دير الزور", "حطلة").link
    assert link is not None
    assert link.admin[1] == "Deir ez-Zor"


def test_an_acronym_in_brackets_gets_the_same_link() -> None:
    text = "قالت قوات سوريا الديمقراطية (قسد) إنها انسحبت"
    assert {entity(text, name).link for name in ("قوات سوريا الديمقراطية", "قسد")} == {entity(text, "قسد").link}


def test_a_date_for_each_of_many_texts() -> None:
    text = "انتشر الجيش العربي السوري في دمشق"
    dated = [(text, "2015-06-01"), (text, date(2025, 6, 1)), text, (text, "gestern")]
    found = list(Extractor(tagger=None).pipe(dated))
    links = [one.armed_groups[0].link for one in found[:3]]
    assert [link.entry if link else None for link in links] == ["group/syrian-army", "group/syrian-army-2025", None]
    assert found[3].error == "ValueError: doc_date is 'gestern'; allowed: a date, or a str such as 2024-12-08"


def test_groups_and_people_have_no_precision() -> None:
    found = Extractor(tagger=None).extract("قصف الجيش السوري محيط بلدة سراقب في ريف إدلب")
    precisions = {one.text: one.geo_precision for one in found}
    assert precisions == {"الجيش السوري": None, "سراقب": GeoPrecision.NEAR, "إدلب": GeoPrecision.REGION}


def test_an_explanation_names_the_runner_up() -> None:
    assert "linked to" in (told := entity("معارك في مدينة حلب", "حلب").explain())
    assert "before governorate Aleppo" in told


@pytest.mark.parametrize("theatre", ["Syria", "sy", "SY iq"])
def test_a_theatre_is_made_of_country_codes(theatre: str) -> None:
    with pytest.raises(ValueError, match="two capital letters"):
        Entry.model_validate({"id": "x", "label": "ARMED_GROUP", "names": [{"text": "س"}], "theatre": theatre})
