"""Looking a name up: which entries bear it, what is around them, and which spellings are like one that nobody bears."""

import json
import random
import time

import pytest
from entries import entry
from test_cli import run

from arabic_conflict_ner import Gazetteer, Label
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.search import Spellings, by_english, search


def found(gazetteer: Gazetteer, name: str, **options: object) -> list[tuple[str, str, str]]:
    return [(match.entry.id, match.matched, match.variant) for match in search(gazetteer, name, **options)]


GAZETTEER = Gazetteer.from_entries(
    [
        entry("place/sy", "سوريا", "الجمهورية العربية السورية", english="Syria", type="country"),
        entry("place/sy/1", "دير الزور", english="Deir ez-Zor", type="governorate", parent="place/sy"),
        entry("place/sy/2", "الشحيل", english="Al-Shuḥayl", type="town", parent="place/sy/1", lat=35.1, lon=40.4),
        entry("place/sy/3", "الزر", english="Zir", type="village", parent="place/sy/1", lat=35.13, lon=40.4),
        entry("place/sy/4", "بقرص", type="village", parent="place/sy/1", lat=35.1, lon=40.5, population=900),
        entry("place/sy/5", "بعيدة", type="village", parent="place/sy/1", lat=35.2, lon=40.4),
        entry("facility/1", "حقل الشحيل", "الشحيل", label="FACILITY", type="oil_field", lat=35.1, lon=40.41),
        entry("group/1", "قسد", english="SDF", label="ARMED_GROUP"),
    ]
)


# What is found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("دير الزور", [("place/sy/1", "دير الزور", "as written")]),
        ("ديرالزور", [("place/sy/1", "دير الزور", "glued")]),
        ("دَيـر الزّور", [("place/sy/1", "دير الزور", "as written")]),
        ("الجمهوريه العربيه السوريه", [("place/sy", "الجمهورية العربية السورية", "as written")]),
        ("شحيل", [("place/sy/2", "الشحيل", "article added or dropped")]),
        ("deir EZZOR", [("place/sy/1", "Deir ez-Zor", "English name")]),
        ("al shuhayl", [("place/sy/2", "Al-Shuḥayl", "English name")]),
        ("place/sy/3", [("place/sy/3", "place/sy/3", "id")]),
        (" place/sy/3 ", [("place/sy/3", "place/sy/3", "id")]),
        ("sdf", [("group/1", "SDF", "English name")]),
        ("الشحيل", [("place/sy/2", "الشحيل", "as written"), ("facility/1", "الشحيل", "as written")]),
        ("تل", []),
        ("", []),
        ("-", []),
    ],
)
def test_by_name_english_name_and_id(name: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(GAZETTEER, name) == expected


def test_only_one_label() -> None:
    assert found(GAZETTEER, "الشحيل", label=Label.FACILITY) == [("facility/1", "الشحيل", "as written")]
    assert found(GAZETTEER, "الشحيل", label=Label.PERSON) == []


def test_an_entry_that_matches_twice_comes_once() -> None:
    gazetteer = Gazetteer.from_entries([entry("قسد", "قسد", english="قسد")])
    assert found(gazetteer, "قسد") == [("قسد", "قسد", "id")]


def test_where_it_lies() -> None:
    (match,) = search(GAZETTEER, "الزر")
    assert match.admin == ("Syria", "Deir ez-Zor")


def test_an_area_has_its_children_those_with_the_most_inhabitants_first() -> None:
    (match,) = search(GAZETTEER, "place/sy/1")
    assert [child.id for child in match.children] == ["place/sy/4", "place/sy/2", "place/sy/3", "place/sy/5"]
    assert match.child_count == 4
    assert match.near == ()


def test_the_first_ten_children_and_how_many_there_are() -> None:
    places = [entry("x", "حلب"), *(entry(f"x/{n:02}", f"خربة {n}", parent="x") for n in range(30))]
    (match,) = search(Gazetteer.from_entries(places), "حلب")
    assert [child.id for child in match.children] == [f"x/{n:02}" for n in range(10)]
    assert match.child_count == 30


def test_the_nearest_places_within_ten_kilometres() -> None:
    match = search(GAZETTEER, "الشحيل")[0]
    assert [(place.id, place.km) for place in match.near] == [("place/sy/3", 3.3), ("place/sy/4", 9.1)]


def test_a_facility_has_places_near_it() -> None:
    (match,) = search(GAZETTEER, "facility/1")
    assert [(place.id, place.km) for place in match.near] == [
        *(("place/sy/2", 0.9), ("place/sy/3", 3.5), ("place/sy/4", 8.2)),
    ]


def test_no_more_than_ten_are_near() -> None:
    places = [entry(f"x/{n:02}", f"خربة {n}", lat=35 + n / 1000, lon=40.0) for n in range(30)]
    (match,) = search(Gazetteer.from_entries(places), "x/00")
    assert [place.id for place in match.near] == [f"x/{n:02}" for n in range(1, 11)]


def test_near_across_the_date_line() -> None:
    pair = Gazetteer.from_entries([entry("a", "تل", lat=0, lon=179.99), entry("b", "كفر", lat=0, lon=-179.99)])
    assert [(place.id, place.km) for place in search(pair, "a")[0].near] == [("b", 2.2)]


def test_by_english_needs_letters() -> None:
    gazetteer = Gazetteer.from_entries([entry("a", "تل", english="'"), entry("b", "كفر")])
    assert by_english(gazetteer, "-") == by_english(gazetteer, "") == by_english(gazetteer, "كفر") == []


# Spellings


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("الشحييل", "الشحيل"),
        ("الشحل", "الشحيل"),
        ("دير الزوور", "دير الزور"),
        ("ديير الزر", "دير الزور"),
        ("قسدد", "قسد"),
        ("Deir Azzor", "Deir ez-Zor"),
        ("Siria", "Syria"),
    ],
)
def test_the_nearest_spelling(asked: str, expected: str) -> None:
    nearest = Spellings(GAZETTEER, english=asked.isascii()).nearest(asked)
    assert nearest[0].name == expected
    assert [near.likeness for near in nearest] == sorted((near.likeness for near in nearest), reverse=True)


@pytest.mark.parametrize("asked", ["", "ظظظظ", "x", "-", "واشنطن", "\ud800"])
def test_nothing_is_like_it(asked: str) -> None:
    for english in (False, True):
        assert Spellings(GAZETTEER, english=english).nearest(asked) == []


def test_a_spelling_names_every_entry_that_bears_it() -> None:
    (near, *_) = Spellings(GAZETTEER).nearest("الشحييل")
    assert [bearer.id for bearer in near.entries] == ["place/sy/2", "facility/1"]
    (near, *_) = Spellings(GAZETTEER, label=Label.FACILITY).nearest("الشحييل")
    assert [bearer.id for bearer in near.entries] == ["facility/1"]


def test_no_more_than_asked_for() -> None:
    names = Spellings(Gazetteer.from_entries([entry(f"x/{n}", f"خربة الشيخ {n}") for n in range(20)]))
    assert len(names.nearest("خربة الشيخ")) == 5
    assert len(names.nearest("خربة الشيخ", limit=2)) == 2


def test_spellings_of_nothing() -> None:
    assert Spellings([]).nearest("تل") == []


def test_a_wrong_letter_in_a_built_in_name_is_found_and_quickly() -> None:
    gazetteer = Gazetteer.builtin()
    begin = time.process_time()
    spellings = Spellings(gazetteer)
    assert time.process_time() - begin < 3  # a second on a machine with nothing else to do
    chance = random.Random(7)  # noqa: S311  # the same names each time
    names = sorted({name.text for entry in gazetteer for name in entry.names if len(name_form(name.text)) > 5})
    begin, right = time.process_time(), 0
    for name in chance.sample(names, 100):
        form = name_form(name)
        cut = chance.randrange(len(form))
        nearest = spellings.nearest(form[:cut] + chance.choice("بتحدرسعفقلمنوي") + form[cut + 1 :])
        right += any(name_form(near.name) == form for near in nearest)
    assert right > 95
    assert time.process_time() - begin < 10


# As a command


def test_the_command_shows_a_line_an_entry_with_arabic_isolated() -> None:
    result = run("gazetteer", "search", "ديرالزور")
    assert result.exit_code == 0
    table, _, around = result.stdout.partition("\n\n")
    header, *lines = table.splitlines()
    assert header.split() == ["id", "label", "type", "english", "where", "lat,", "lon", "found", "by", "name"]
    assert [line.split()[:3] for line in lines] == [
        ["place/sy/sy09", "PLACE", "governorate"],
        ["place/sy/sy0901", "PLACE", "district"],
        ["place/sy/sy090100", "PLACE", "subdistrict"],
        ["place/sy/c5086", "PLACE", "city"],
    ]
    assert all("glued" in line and line.count("\u2068") == line.count("\u2069") == 2 for line in lines)
    assert around.split()[:6] == ["around", "how", "id", "type", "english", "name"]
    assert "in it" in around
    assert " km " in around


def test_the_command_finds_own_names_beside_the_built_in_ones(tmp_path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufefflabel;id;name\r\nPLACE;mine/1;الشحيل\r\n".encode())
    result = run("gazetteer", "search", "الشحيل", "--gazetteer", path, "--json")
    assert [match["entry"]["id"] for match in json.loads(result.stdout)["found"]] == ["place/sy/c5119", "mine/1"]


def test_the_command_for_machines() -> None:
    result = run("gazetteer", "search", "الشحيل", "--json", "--label", "place")
    record = json.loads(result.stdout)
    (match,) = record["found"]
    assert (result.exit_code, record["name"], record["nearest"]) == (0, "الشحيل", [])
    assert match["entry"]["id"] == "place/sy/c5119"
    assert match["variant"] == "as written"
    assert match["admin"][:2] == ["Syria", "Deir ez-Zor"]
    assert len(match["near"]) == 10
    assert all(place["km"] <= 10 for place in match["near"])


def test_the_command_names_like_spellings_and_ends_with_1() -> None:
    result = run("gazetteer", "search", "الشحييل")
    assert result.exit_code == 1
    told, header, first, *_ = result.stdout.splitlines()
    assert told == "nothing is written 'الشحييل'; most like it:"
    assert header.split() == ["likeness", "id", "label", "type", "english", "name"]
    assert first.split()[:2] == ["0.92", "place/sy/c5119"]
    result = run("gazetteer", "search", "الشحييل", "--json")
    assert (result.exit_code, json.loads(result.stdout)["nearest"][0]) == (
        *(1, {"name": "الشحيل", "likeness": 0.92, "entries": ["place/sy/c5119"]}),
    )


def test_the_command_with_nothing_like_it() -> None:
    result = run("gazetteer", "search", "ظظظظظظظ")
    assert (result.exit_code, result.stdout) == (1, "nothing is written 'ظظظظظظظ', or like it\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [((), "search"), (("تل", "--label", "TOWN"), "TOWN"), (("تل", "--gazetteer", "nowhere.csv"), "nowhere.csv")],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], told: str) -> None:
    result = run("gazetteer", "search", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output
