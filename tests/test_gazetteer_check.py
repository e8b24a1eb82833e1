"""gazetteer check: everything wrong with a file is told at once, with its line, its cure, and how bad it is."""

import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from arabic_conflict_ner import Gazetteer
from arabic_conflict_ner.cli import app
from arabic_conflict_ner.gazetteer.check import check
from arabic_conflict_ner.gazetteer.check_places import Box, Margin
from arabic_conflict_ner.gazetteer.checked import Finding
from arabic_conflict_ner.gazetteer.point import Point, distance
from arabic_conflict_ner.mentions.lexicon import Lexicon

HEADER = "label,id,kind,name,country,type,parent,lat,lon,group,valid_from,valid_to,trust"


def row(label: str, id: str, kind: str, name: str, **cells: object) -> str:
    columns = HEADER.split(",")[4:]
    assert set(cells) <= set(columns)
    return ",".join([label, id, kind, name, *(str(cells.get(column, "")) for column in columns)])


@pytest.fixture
def told(tmp_path: Path):
    """The findings of a file, as they are printed, without the path."""

    def findings(*rows: str, header: str = HEADER, **options: object) -> list[str]:
        path = tmp_path / "mine.csv"
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
        return [str(finding).replace(f"{path}:", "") for finding in check([path], **options)[1]]

    return findings


@pytest.fixture(scope="module")
def known() -> dict:
    return {entry.id: entry for entry in Gazetteer.builtin()}


# Characters of names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("الشح\u200fيل", r"1: name 'الشح\u200fيل' holds RIGHT-TO-LEFT MARK (U+200F); delete it"),
        ("\u202bالشحيل\u202c", r"holds RIGHT-TO-LEFT EMBEDDING (U+202B)"),
        ("نه\u200dر", "holds ZERO WIDTH JOINER (U+200D)"),
        ("نه\u200cر", "holds ZERO WIDTH NON-JOINER (U+200C)"),
        ("الشح\ufeffيل", "holds ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
        ("دير\u00a0الزور", r"'دير\u00a0الزور' holds NO-BREAK SPACE (U+00A0); write a plain space or none"),
        ("الشحيـــل", r"holds ARABIC TATWEEL (U+0640)"),
        ("الشَحيل", r"'الش\u064eحيل' holds ARABIC FATHA (U+064E)"),
        ("ﻻذقية", "holds ARABIC LIGATURE LAM WITH ALEF ISOLATED FORM (U+FEFB); write letters"),
        ("ا\u0654ربيل", "'أربيل' is written in parts, a letter and its hamza apart; run gazetteer format"),
        ("Raqqa", "1: name 'Raqqa' holds the Latin word 'Raqqa'; write it in Arabic letters"),
        ("مدينة Raqqa", "holds the Latin word 'Raqqa'"),
        ("RAQQAH", "holds the Latin word 'RAQQAH'"),
        ("الرaقة", "mixes Latin letters (a) with others in a word"),
        ("مطارT4", "mixes Latin letters (T) with others in a word"),
        ("Рaкка", "has a letter that no Arabic text would hold"),
    ],
)
def test_a_character_that_does_not_belong_is_an_error(told, name: str, expected: str) -> None:
    lines = told(row("PLACE", "x", "canonical", name))
    assert any(expected in "1" + line.removeprefix("2") for line in lines)
    assert not any("warning" in line for line in lines)


@pytest.mark.parametrize("name", ["قسد", "مطار T4", "YPG", "محطة ضخ T2", "الفرقة 17", "تل-أبيض", "ب.ك.ك", "کوبانی"])
def test_names_that_news_writes_so_are_fine(told, name: str) -> None:
    assert told(row("FACILITY", "x", "canonical", name)) == []


def test_each_character_is_told_once_a_name(told) -> None:
    assert len(told(row("PLACE", "x", "canonical", "ا\u200fل\u200fش\u200fح\u0640يل"))) == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("اللواء ٣٥", "2: warning: name 'اللواء ٣٥' holds Arabic digits; write 'اللواء 35'"),
        ("«قسد»", "quotation marks"),
    ],
)
def test_what_is_read_all_the_same_is_a_warning(told, name: str, expected: str) -> None:
    (line,) = told(row("ARMED_GROUP", "x", "canonical", name))
    assert expected in line
    assert ": warning: " in line


def test_a_row_that_the_reader_leaves_out_is_looked_at_too(told) -> None:
    lines = told(row("TOWN", "x", "canonical", "الشح\u200fيل", parent="nowhere", valid_from=2020, valid_to=2019))
    assert [line.split(" ")[1] for line in lines] == ["label", "name", "valid_from", "parent"]
    assert {line.split(":")[0] for line in lines} == {"2"}


# Twins


def test_one_name_twice_in_an_entry_is_an_error(told) -> None:
    lines = told(row("PLACE", "x", "canonical", "الرقة"), row("PLACE", "x", "alias", "الرَّقه"))
    assert lines[-1] == (
        "3: name 'الرَّقه' of entry 'x' is the 'الرقة' of line 2 in another spelling; "
        "delete one of the rows; every spelling of a name is found"
    )


def test_a_dash_makes_another_name(told) -> None:
    assert (
        told(row("ARMED_GROUP", "x", "canonical", "فتح - المجلس"), row("ARMED_GROUP", "x", "alias", "فتح المجلس")) == []
    )


def test_two_entries_that_nothing_tells_apart_are_an_error(told) -> None:
    lines = told(
        row("PLACE", "a", "canonical", "تل النعام", parent="p"),
        row("PLACE", "b", "canonical", "تل النّعام", parent="p"),
        row("PLACE", "p", "canonical", "ريف النعام"),
    )
    (line,) = [line for line in lines if "SHADDA" not in line]
    assert line.startswith("3: entry 'b' has name, label and parent of 'a' of 2; make one entry")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, "3: entry"),
        ({"parent": "p"}, {"parent": "q"}, None),
        ({"type": "village"}, {"type": "camp"}, None),
        ({"type": "village"}, {}, "3: entry"),  # what one of them may be, the other may be
        ({"country": "SY"}, {"country": "IQ"}, None),
        ({"lat": 36, "lon": 40}, {"lat": 36.1, "lon": 40}, None),
        ({"lat": 36, "lon": 40}, {"lat": 36.001, "lon": 40}, "3: warning: entry"),
        ({"lat": 36, "lon": 40}, {}, "3: warning: entry"),
        ({"valid_to": "2024-12-08"}, {"valid_from": "2024-12"}, None),
        ({"valid_from": "2024-12"}, {"valid_to": "2024-12-08"}, None),
        ({"valid_to": "2024-12-08"}, {"valid_from": "2023"}, "3: warning: entry"),
    ],
)
def test_what_tells_two_entries_apart(told, one: dict, other: dict, expected: str | None) -> None:
    areas = (row("PLACE", "p", "canonical", "جهة"), row("PLACE", "q", "canonical", "طرف"))
    place = ("PLACE", "canonical", "تل النعام")
    rows = [row(place[0], id, *place[1:], **cells) for id, cells in (("a", one), ("b", other))]
    lines = told(*rows, *areas)
    assert len(lines) == (expected is not None)
    assert expected is None or lines[0].startswith(expected)


def test_twins_with_another_label_are_two_things(told) -> None:
    assert told(row("PLACE", "a", "canonical", "النصرة"), row("ARMED_GROUP", "b", "canonical", "النصرة")) == []


def test_twins_in_two_files_name_the_other_file(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path, id in zip(paths, "xy", strict=True):
        path.write_text(f"label,id,name\nPLACE,{id},تل النعام\n", "utf-8")
    (finding,) = check(paths)[1]
    assert str(finding).startswith(f"{paths[1]}:2: entry 'y' has name, label and parent of 'x' of {paths[0]}:2; ")


@pytest.mark.parametrize(
    ("cells", "is_told"),
    [
        ({"kind": "alias"}, True),
        ({"kind": "weak"}, False),
        ({"kind": "alias", "trust": "weak"}, False),
        ({"kind": "alias", "trust": "strong"}, False),
    ],
)
def test_an_alias_that_is_anothers_canonical_name_is_a_warning(told, cells: dict, is_told: bool) -> None:
    kind = cells.pop("kind")
    lines = told(
        row("ARMED_GROUP", "a", "canonical", "جيش الإسلام الفلسطيني"),
        row("ARMED_GROUP", "a", kind, "جيش الإسلام", **cells),
        row("ARMED_GROUP", "b", "canonical", "جيش الاسلام"),
    )
    expected = ["3: warning: alias 'جيش الإسلام' is the canonical name of b too; set its kind to weak, or delete it"]
    assert lines == (expected if is_told else [])


def test_an_alias_is_compared_with_known_entries(told, known: dict) -> None:
    rows = (row("ARMED_GROUP", "a", "canonical", "فوج النعام"), row("ARMED_GROUP", "a", "alias", "داعش"))
    assert told(*rows) == []
    (line,) = told(*rows, known=known)
    assert line.startswith("3: warning: alias 'داعش' is the canonical name of group/")


def test_an_alias_in_another_country_or_of_another_type_is_no_warning(told) -> None:
    rows = [
        row("PLACE", "a", "canonical", "تل النعام", country="SY", type="village"),
        row("PLACE", "a", "alias", "تل تمر"),
    ]
    for cells in ({"country": "IQ"}, {"type": "district"}):
        assert told(*rows, row("PLACE", "b", "canonical", "تل تمر", **cells)) == []


def test_a_known_entry_that_the_file_has_itself_does_not_count(told, known: dict) -> None:
    rows = (row("ARMED_GROUP", "a", "canonical", "فوج النعام"), row("ARMED_GROUP", "a", "alias", "داعش"))
    told_of = told(*rows, row("ARMED_GROUP", "group/isis", "canonical", "تنظيم النعام"), known=known)
    assert [line for line in told_of if "takes the place" not in line] == []


@pytest.mark.parametrize(("parent", "expected"), [("p", 1), ("", 1), ("q", 0)])
def test_an_alias_under_another_parent_is_no_warning(told, parent: str, expected: int) -> None:
    areas = (row("PLACE", "p", "canonical", "جهة"), row("PLACE", "q", "canonical", "طرف"))
    rows = (row("PLACE", "a", "canonical", "تل النعام", parent="p"), row("PLACE", "a", "alias", "تل تمر"))
    assert len(told(*areas, *rows, row("PLACE", "b", "canonical", "تل تمر", parent=parent))) == expected


def test_many_namesakes_are_told_in_one_line(told) -> None:
    others = [row("PLACE", f"b{n}", "canonical", "الزهراء", lat=30 + n, lon=40) for n in range(5)]
    lines = told(row("PLACE", "a", "canonical", "تل النعام"), row("PLACE", "a", "alias", "الزهراء"), *others)
    assert [line for line in lines if "alias" in line] == [
        "3: warning: alias 'الزهراء' is the canonical name of b0, b1, b2 and 2 more too; "
        "set its kind to weak, or delete it"
    ]


# Common words


WORDS = {"frequency": {"السلام": 11, "سلام": 9, "الرقه": 11, "رقه": 3, "سوف": 11, "بلد": 9}, "outside": {"سوف"}}


@pytest.mark.parametrize(
    ("name", "cells", "is_told"),
    [
        ("السلام", {}, True),
        ("سوف", {"type": "governorate"}, True),
        ("الرقة", {}, False),
        ("بلد", {}, False),
        ("حي السلام", {}, False),
        ("السلام", {"trust": "weak"}, False),
        ("السلام", {"trust": "strong"}, False),
        ("السلام", {"type": "city"}, False),
    ],
)
def test_a_common_word_is_a_warning_unless_it_is_marked(told, name: str, cells: dict, is_told: bool) -> None:
    lines = told(row("PLACE", "x", "canonical", name, **cells), **WORDS)
    cure = "set kind or trust to weak, or trust to strong where the word is mostly this name"
    expected = f"2: warning: name {name!r} is a common word too: up to 154 false finds a million words of news; {cure}"
    assert lines == ([expected] if is_told else [])


def test_a_weak_name_may_be_common(told) -> None:
    assert told(row("PLACE", "x", "canonical", "تل النعام"), row("PLACE", "x", "weak", "السلام"), **WORDS) == []


# Parents, groups, ids, dates


def test_an_unknown_parent_or_group_is_an_error(told, known: dict) -> None:
    rows = (
        row("PLACE", "a", "canonical", "تل النعام", parent="place/sy/nowhere"),
        row("PERSON", "b", "canonical", "عمر النعام", group="group/nobody"),
        row("PLACE", "c", "canonical", "تل الحمام", parent="place/sy/sy09"),
    )
    of = "is no entry of these files or of what they are compared with; give it a row, or delete it"
    expected = [
        f"2: parent 'place/sy/nowhere' {of}",
        f"3: group 'group/nobody' {of}",
        f"4: parent 'place/sy/sy09' {of}",
    ]
    assert told(*rows) == expected
    assert told(*rows, known=known) == expected[:2]


def test_a_parent_called_by_its_name_gets_its_id(told, known: dict) -> None:
    (line,) = told(row("PLACE", "a", "canonical", "تل النعام", parent="دير الزور"), known=known)
    assert "; place/sy/sy09 or place/sy/" in line
    assert line.endswith(" is so called; write the id")


def test_a_parent_that_was_left_out_for_another_fault_is_no_second_one(told) -> None:
    lines = told(
        row("PLACE", "a", "canonical", "تل النعام", type="airport"), row("PLACE", "b", "", "تل تمر", parent="a")
    )
    assert len(lines) == 1
    assert "type 'airport'" in lines[0]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"a": "a"}, ["2: the parents lead in a circle: a > a; correct one of them"]),
        ({"a": "b", "b": "c", "c": "a"}, ["2: the parents lead in a circle: a > b > c > a; correct one of them"]),
        ({"a": "b", "b": "c", "c": "b"}, ["3: the parents lead in a circle: b > c > b; correct one of them"]),
        ({"a": "b", "b": "c", "c": ""}, []),
        (
            {"a": "b", "b": "a", "c": "d", "d": "c"},
            [
                "2: the parents lead in a circle: a > b > a; correct one of them",
                "4: the parents lead in a circle: c > d > c; correct one of them",
            ],
        ),
    ],
)
def test_parents_that_lead_in_a_circle_are_told_once(told, parents: dict, expected: list[str]) -> None:
    rows = [row("PLACE", id, "canonical", f"تل {n}", parent=parent) for n, (id, parent) in enumerate(parents.items())]
    assert told(*rows) == expected


def test_a_circle_through_a_known_entry_is_found(told, known: dict) -> None:
    found = told(row("PLACE", "place/sy", "canonical", "سوريا", parent="place/sy/sy09"), known=known)
    (line,) = [line for line in found if "takes the place" not in line]
    assert "circle: place/sy > place/sy/sy09 > place/sy" in line


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2016", "2015", "valid_from 2016 is later than valid_to 2015"),
        ("2015-11", "2015-10-30", "valid_from 2015-11 is later"),
        ("2015-10", "2015", None),
        ("2015", "2015-10", None),
        ("2015-10-01", "2015-10-01", None),
        ("2015-13", "", "valid_from '2015-13' is no date; write YYYY"),
        ("", "2015-02-30", "valid_to '2015-02-30' is no date"),
    ],
)
def test_dates(told, start: str, end: str, expected: str | None) -> None:
    lines = told(row("ARMED_GROUP", "x", "canonical", "فوج النعام", valid_from=start, valid_to=end))
    assert len(lines) == (expected is not None)
    assert expected is None or lines[0].startswith(f"2: {expected}")


def test_an_unusual_id_is_a_warning(told) -> None:
    assert told("PLACE,Place 1,تل النعام", "PLACE,,تل تمر", header="label,id,name") == [
        "2: warning: id 'Place 1' is unusual; use lower-case letters, digits, / and -"
    ]


def test_attributes_that_are_not_read_are_a_warning(told) -> None:
    rows = (
        row("PLACE", "x", "canonical", "تل النعام"),
        row("PLACE", "x", "alias", "تل نعام", type="village", country="SY"),
    )
    assert told(*rows) == [
        "3: warning: country, type of entry 'x' on the row of another name; "
        "move to the canonical row; elsewhere they are not read"
    ]


def test_cells_behind_the_last_column_are_an_error(told) -> None:
    lines = told("PLACE,تل النعام,a village, in Syria", "PLACE,تل تمر,a town,", header="label,name,english")
    assert lines == [
        "2: the row has cells behind the last column: 'in Syria'; "
        "put quotation marks around a cell that holds the delimiter, or name the column in the header"
    ]


# Points


def test_a_point_outside_the_country_is_an_error(told, known: dict) -> None:
    (line,) = told(row("PLACE", "x", "canonical", "تل النعام", country="SY", lat=48.85, lon=2.35), known=known)
    assert line.startswith("2: lat 48.85, lon 2.35 of 'تل النعام' lies outside SY, whose other entries have lat 32.")
    assert line.endswith("; correct lat and lon, or the country")


def test_swapped_coordinates_are_called_so(told, known: dict) -> None:
    rows = [row("PLACE", f"x{n}", "canonical", f"تل {n}", country="SY", lat=40 + n / 100, lon=35) for n in range(3)]
    lines = told(*rows, known=known)
    assert len(lines) == 3  # many wrong points do not vouch for each other
    assert all(line.endswith("; lat and lon look swapped: exchange them") for line in lines)


def test_the_country_of_the_parent_counts(told, known: dict) -> None:
    cells = {"parent": "place/sy/sy09", "lat": 48.85, "lon": 2.35}
    (line,) = told(row("PLACE", "x", "canonical", "تل النعام", **cells), known=known)
    assert "outside SY" in line


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"lat": 35.3, "lon": 40.1}, None),
        ({"lat": 36.2, "lon": 37.2}, "2: warning: lat 36.2, lon 37.2 of 'تل النعام' lies 301 km from its parent"),
        ({"lat": 40.1, "lon": 35.3}, "look swapped"),
        ({"lat": 34.4, "lon": 41.1}, None),  # the governorate reaches so far
    ],
)
def test_a_point_far_from_its_parent(told, known: dict, cells: dict, expected: str | None) -> None:
    lines = told(row("PLACE", "x", "canonical", "تل النعام", parent="place/sy/sy09", **cells), known=known)
    assert len(lines) == (expected is not None)
    assert expected is None or expected in lines[0]


def far(lat: float, lon: float) -> tuple[str, ...]:
    """A parent with a point and one entry under it, in no country."""
    return (
        row("PLACE", "p", "canonical", "جهة", type="district", lat=10, lon=20),
        row("PLACE", "x", "canonical", "تل النعام", parent="p", lat=lat, lon=lon),
    )


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        (11.3, 20, None),
        (
            11.5,
            20,
            "3: warning: lat 11.5, lon 20 of 'تل النعام' lies 167 km from its parent 'جهة'; correct lat and lon",
        ),
        (15, 20, "3: lat 15, lon 20 of 'تل النعام' lies 556 km from its parent"),
        (20, 10.5, "3: lat 20, lon 10.5 of 'تل النعام' lies 1508 km from its parent 'جهة'; lat and lon look swapped"),
    ],
)
def test_with_no_country_the_parent_alone_decides(told, lat: float, lon: float, expected: str | None) -> None:
    lines = told(*far(lat, lon))
    assert len(lines) == (expected is not None)
    assert expected is None or lines[0].startswith(expected)


@pytest.mark.parametrize(("lat", "expected"), [(12.9, 0), (16.0, 8)])
def test_entries_of_one_parent_vouch_for_each_other_up_to_a_limit(told, lat: float, expected: int) -> None:
    parent, _ = far(0, 0)
    rows = (row("PLACE", f"x{n}", "canonical", f"تل {n}", parent="p", lat=lat, lon=20) for n in range(8))
    lines = told(parent, *rows)
    assert len(lines) == expected
    assert not any("warning" in line for line in lines)


def test_a_country_has_no_middle_to_be_far_from(told) -> None:
    assert told(*(line.replace("district", "country") for line in far(15, 20))) == []


def test_without_known_entries_the_files_own_points_make_the_box(told) -> None:
    around = [
        row("PLACE", f"a{n}", "canonical", f"تل {n}", country="UA", lat=48 + n / 50, lon=30 + n / 50) for n in range(60)
    ]
    wrong = row("PLACE", "x", "canonical", "تل النعام", country="UA", lat=30, lon=48)
    (line,) = told(*around, wrong)
    assert line.startswith("62: lat 30, lon 48 of 'تل النعام' lies outside UA")
    assert "swapped" in line
    assert told(*around[:4], wrong) == []  # five make no box


def test_a_box_of_few_scattered_points_is_wide() -> None:
    points = [Point(0, 0), Point(10, 0), Point(0, 10), Point(10, 10), Point(5, 5)]
    box = Box.around(points, margin=Margin(1.5, 0.5))  # half of √(10 · 10 / 5): 2.24
    assert box is not None
    found = [place in box for place in (Point(12.2, 5), Point(12.3, 5), Point(5, -2.2), Point(5, -2.3))]
    assert found == [True, False, True, False]
    assert Box.around(points[:4], margin=Margin(1.5, 1)) is None


def test_distance() -> None:
    assert distance(Point(0, 0), Point(0, 180)) == pytest.approx(20015, abs=2)
    assert distance(Point(33.51, 36.29), Point(33.51, 36.29)) == 0


# What spreadsheets write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("delimiter", "end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r")])
def test_lines_are_counted_as_an_editor_does(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    lines = [" Label,NAME ,english", "PLACE,تل النعام,", ",,", 'PLACE,تل تمر,"a', 'town"', "PLACE,تـل,"]
    path = tmp_path / "mine.csv"
    path.write_bytes(end.join(lines).replace(",", delimiter).encode(encoding))
    (finding,) = check([path])[1]
    assert (finding.problem.line, "TATWEEL" in finding.problem.found) == (6, True)


@pytest.mark.parametrize("content", ["", "label,name\n", "\n\n"])
def test_empty_files(told, tmp_path: Path, content: str) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(content, "utf-8")
    by_id, findings = check([path])
    assert by_id == {}
    assert len(findings) == (0 if content.startswith("label") else 1)


def test_a_file_of_something_else_is_told_once(told) -> None:
    assert len(told("في,336352", "من,249751", header="word,times")) == 1


def test_findings_come_by_file_and_line(tmp_path: Path) -> None:
    paths = [tmp_path / "b.csv", tmp_path / "a.csv"]
    for path in paths:
        path.write_text("label,name\nPLACE,تـل\nTOWN,حلب\nPLACE,تـمر\n", "utf-8")
    findings = check(paths)[1]
    places = [(Path(finding.problem.file).name, finding.problem.line) for finding in findings]
    of_a = [2, 2, 3, 4, 4]  # two of them twins of names in b.csv
    assert places == [*(("b.csv", line) for line in (2, 3, 4)), *(("a.csv", line) for line in of_a)]


def test_thousands_of_rows_are_quick(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [
        row("PLACE", f"x{n}", "canonical", "الزهراء", country="SY", lat=36, lon=40, parent="x0") for n in range(5000)
    ]
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    start = time.process_time()
    findings = check([path], frequency=Lexicon.builtin().frequency)[1]
    assert len(findings) >= 4998
    assert time.process_time() - start < 10


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["gazetteer", "check", *map(str, arguments)])


WARNING = "label,name\nPLACE,«تل النعام»\n"


@pytest.mark.parametrize(
    ("content", "options", "code", "summary"),
    [
        ("label,name\nPLACE,تل النعام\n", (), 0, "1 files, 1 entries, 0 problems"),
        (WARNING, (), 0, "1 files, 1 entries, 1 warnings, 0 problems"),
        (WARNING, ("--strict",), 1, "1 files, 1 entries, 1 warnings, 0 problems"),
        (WARNING + "PLACE,تـل\n", (), 1, "1 files, 2 entries, 1 warnings, 1 problems"),
        ("label,name\nPLACE,تل النعام\n", ("--strict",), 0, "1 files, 1 entries, 0 problems"),
    ],
)
def test_errors_and_warnings_are_counted_apart(
    tmp_path: Path, content: str, options: tuple[str, ...], code: int, summary: str
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content, "utf-8")
    result = run(path, "--against", "none", *options)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (code, summary)


def test_against_says_whether_built_in_entries_count(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("label,id,name,parent\nPLACE,x,تل النعام,place/sy/sy09\n", "utf-8")
    assert run(path).exit_code == 0
    assert run(path, "--against", "builtin").exit_code == 0
    result = run(path, "--against", "none")
    assert result.exit_code == 1
    assert f"{path}:2: parent 'place/sy/sy09' is no entry" in result.stdout
    assert run(path, "--against", "nothing").exit_code == 2


def test_a_file_given_twice_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("label,id,name\nPLACE,x,تل النعام\n", "utf-8")
    result = run(tmp_path, tmp_path / "mine.csv", "--against", "none")
    assert (result.exit_code, result.stdout) == (0, "1 files, 1 entries, 0 problems\n")


def test_the_built_in_files_hold_no_error(root: Path) -> None:
    paths = sorted(path for path in (root / "gazetteers").rglob("*.csv") if path.parent.name != "lexicon")
    words = Lexicon.builtin()
    start = time.process_time()
    by_id, findings = check(paths, frequency=words.frequency, outside=words.outside)
    assert time.process_time() - start < 20
    assert len(by_id) > 40000
    assert [str(finding) for finding in findings if not finding.is_warning] == []
    assert_few(findings)


def assert_few(findings: list[Finding]) -> None:
    """A list that nobody reads to its end warns nobody."""
    common = [finding for finding in findings if "common word" in finding.problem.found]
    assert 0 < len(common) < 150
    assert len(findings) < 400
