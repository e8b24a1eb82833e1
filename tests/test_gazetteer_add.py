"""Adding to a gazetteer file: what the row becomes, what is refused, and that nothing else in the file changes."""

import csv
import io
import re
import stat
import time
from pathlib import Path

import pytest
from test_cli import run

from arabic_conflict_ner import ArabicConflictNerError, Gazetteer, GazetteerError, Label
from arabic_conflict_ner.gazetteer.add import add
from arabic_conflict_ner.gazetteer.ids import make_id
from arabic_conflict_ner.gazetteer.parents import find_parent
from arabic_conflict_ner.gazetteer.row import COLUMNS
from arabic_conflict_ner.gazetteer.written import written

NAME = "رسم الطويحين"
VILLAGE = {"label": "PLACE", "name": NAME}


def place(id: str, name: str, **fields: object) -> dict:
    return {"id": id, "label": "PLACE", "names": [{"text": name}], **fields}


KNOWN = Gazetteer.from_entries(
    [
        place("place/sy", "سوريا", english="Syria", country="SY", type="country"),
        place("place/sy/1", "منبج", english="Manbij", country="SY", type="district", parent="place/sy"),
        place("place/sy/2", "منبج", english="Menbij", country="SY", type="town", parent="place/sy/1"),
        place("place/iq/1", "الأنبار", english="Al-Anbar", country="IQ", type="governorate"),
        place("place/sy/3", "البصيرة", english="Basira", country="SY", type="town"),
        place("place/iq/2", "بصيرة", english="Busayra", country="IQ", type="village"),
        {"id": "group/x", "label": "ARMED_GROUP", "names": [{"text": "الأنبار"}]},
    ]
)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def refused(path: Path, cells: dict[str, str], **options: object) -> list[str]:
    """What is told against a row, without the path; the file is to be as it was."""
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(GazetteerError) as caught:
        add(path, cells, known=KNOWN, **options)
    assert (path.read_bytes() if path.exists() else None) == before
    assert [p.name for p in path.parent.iterdir()] == ([path.name] if before is not None else [])
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


# A file that is not there, or empty


def test_a_new_file_has_the_columns_that_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    added = add(path, VILLAGE, known=KNOWN)
    assert path.read_bytes().decode() == (
        f"label,id,kind,name,source\nPLACE,place/rsm-altwyhyn,canonical,{NAME},user\n"
    )
    assert (added.id, added.line, added.problems) == ("place/rsm-altwyhyn", 2, ())


def test_every_attribute_stands_on_the_canonical_row_in_the_order_of_the_built_in_files(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    cells = {"lon": "37.1", "lat": "36.2", "type": "village", "english": "Rasm", "country": "sy", "source": "me"}
    add(path, VILLAGE | cells | {"parent": "place/sy/1"}, aliases=["الرسم الطويل", "رسم طوايحين"], known=KNOWN)
    first, *others = rows(path)
    assert list(first) == [column for column in COLUMNS if column in first]
    assert first == {
        **{"label": "PLACE", "id": "place/sy/rasm", "kind": "canonical", "name": NAME, "source": "me"},
        **{"english": "Rasm", "country": "SY", "type": "village", "parent": "place/sy/1", "lat": "36.2", "lon": "37.1"},
    }
    assert [(row["name"], row["kind"], row["id"], row["source"], row["lat"]) for row in others] == [
        ("الرسم الطويل", "alias", "place/sy/rasm", "me", ""),
        ("رسم طوايحين", "alias", "place/sy/rasm", "me", ""),
    ]
    (entry,) = Gazetteer.from_csv(path)
    assert (len(entry.names), entry.lat, entry.lon, entry.parent) == (3, 36.2, 37.1, "place/sy/1")


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbfsep=;\n"])
def test_an_empty_file_gets_a_header(file, content: bytes) -> None:
    path = file(content)
    add(path, VILLAGE, known=KNOWN)
    assert path.read_bytes().startswith(content)
    assert [entry.name for entry in Gazetteer.from_csv(path)] == [NAME]


# A file that is there stays as it is written

OLD = "PLACE,a,canonical,تل الغزال,mine"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("label,id,kind,name,source\n{old}\n", "label,id,kind,name,source\n{old}\n{new}\n"),
        ("label,id,kind,name,source\n{old}", "label,id,kind,name,source\n{old}\n{new}\n"),
        ("label,id,kind,name,source\r\n{old}\r\n", "label,id,kind,name,source\r\n{old}\r\n{new}\r\n"),
        ("label,id,kind,name,source\r{old}\r", "label,id,kind,name,source\r{old}\r{new}\r"),
        ("label,id,kind,name,source\n{old}\n,,,,\n\n", "label,id,kind,name,source\n{old}\n{new}\n,,,,\n\n"),
        ("\nLabel , ID,kind,name,source\n{old}\n", "\nLabel , ID,kind,name,source\n{old}\n{new}\n"),
        (
            'label,id,kind,name,source,notes\n"PLACE",a,,"تل, الغزال",mine,"two\nlines"\n',
            'label,id,kind,name,source,notes\n"PLACE",a,,"تل, الغزال",mine,"two\nlines"\n{new},\n',
        ),
        (
            "name,notes,label,id\nتل الغزال,x,PLACE,a\n",
            "name,notes,label,id\nتل الغزال,x,PLACE,a\n{name},,PLACE,{id}\n",
        ),
    ],
    ids=["plain", "no last line end", "CRLF", "CR", "empty rows behind", "header as typed", "quoted", "own order"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_was_there_is_kept_letter_by_letter(file, content: str, expected: str, encoding: str) -> None:
    id = "place/rsm-altwyhyn"
    values = {"old": OLD, "new": f"PLACE,{id},canonical,{NAME},user", "name": NAME, "id": id}
    path = file(content.format(**values), encoding)
    add(path, VILLAGE, known=KNOWN)
    assert path.read_bytes() == expected.format(**values).encode(encoding)
    assert [entry.id for entry in Gazetteer.from_csv(path)] == ["a", id]


@pytest.mark.parametrize(("delimiter", "lead"), [(";", ""), ("\t", ""), (";", "sep=;\n")])
def test_the_delimiter_is_kept(file, delimiter: str, lead: str) -> None:
    content = lead + "label;id;name;english\nPLACE;a;تل الغزال;x\n".replace(";", delimiter)
    path = file(content)
    added = add(path, VILLAGE | {"english": "Rasm; at Tuwayhin"}, known=KNOWN)
    line = path.read_text("utf-8").removeprefix(content)
    assert line.split(delimiter)[:3] == ["PLACE", "place/rasm-at-tuwayhin", NAME]
    assert added.line == 3 + bool(lead)
    assert Gazetteer.from_csv(path).entry("place/rasm-at-tuwayhin").english == "Rasm; at Tuwayhin"


def test_missing_columns_are_added_behind_the_others_and_rows_are_filled_up(file) -> None:
    path = file('label,name\r\n"PLACE",تل الغزال\r\n\r\nPLACE,تل أبيض\r\n')
    add(path, VILLAGE | {"lat": "36.2", "lon": "37"}, known=KNOWN)
    assert path.read_bytes().decode() == (
        'label,name,id,lat,lon\r\n"PLACE",تل الغزال,,,\r\n\r\nPLACE,تل أبيض,,,\r\n'
        f"PLACE,{NAME},place/rsm-altwyhyn,36.2,37\r\n"
    )


def test_a_cell_too_many_does_not_fall_into_a_new_column(file) -> None:
    path = file("label,name\nPLACE,تل الغزال,ملاحظة\nPLACE,تل أبيض\n")
    add(path, VILLAGE | {"english": "Rasm"}, known=KNOWN)
    assert path.read_text("utf-8") == (
        f"label,name,,id,english\nPLACE,تل الغزال,ملاحظة,,\nPLACE,تل أبيض,,,\nPLACE,{NAME},,place/rasm,Rasm\n"
    )
    assert [entry.english for entry in Gazetteer.from_csv(path)] == [None, None, "Rasm"]


def test_a_kind_column_comes_only_with_an_alias(file) -> None:
    path = file("label,name,id\nPLACE,تل الغزال,a\n")
    add(path, VILLAGE, aliases=["رسم طوايحين"], known=KNOWN)
    assert path.read_text("utf-8").splitlines()[0] == "label,name,id,kind"
    assert [row["kind"] for row in rows(path)] == ["", "canonical", "alias"]


def test_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    lines = [add(path, {"label": "PLACE", "name": f"خربة {number}"}, known=KNOWN).line for number in range(1, 6)]
    assert lines == [2, 3, 4, 5, 6]
    assert len(Gazetteer.from_csv(path)) == 5


def test_problems_that_the_file_had_are_kept_and_told(file) -> None:
    path = file("label,name\nPLAEC,تل الغزال\nPLACE,\nPLACE,تل أبيض\n")
    added = add(path, VILLAGE, known=KNOWN)
    assert [problem.line for problem in added.problems] == [2, 3]
    gazetteer = Gazetteer.from_csv(path, strict=False)
    assert [entry.name for entry in gazetteer] == ["تل أبيض", NAME]
    assert len(gazetteer.problems) == 2


def test_the_permissions_and_a_link_are_kept(file, tmp_path: Path) -> None:
    path = file("label,name\n")
    path.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    add(link, VILLAGE, known=KNOWN)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(Gazetteer.from_csv(path)) == 1


def test_a_new_file_can_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    add(tmp_path / "mine.csv", VILLAGE, known=KNOWN)
    assert (tmp_path / "mine.csv").stat().st_mode == (tmp_path / "other").stat().st_mode


# What is written


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("«رسم الطويحين»", NAME),
        ("رَسْم  الطويحيـن\u200f", NAME),
        ("اللواء ٣٥", "اللواء 35"),
        ("رأس العي\u0646", "رأس العين"),
        ("را\u0654س", "رأس"),
        ("ﺣﻠﺐ\nالجديدة", "حلب الجديدة"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_the_files_have_it(given: str, expected: str) -> None:
    assert written(given) == expected


@pytest.mark.parametrize(("lat", "lon"), [("٣٦٫٢٥", "-٤"), ("36,25", "-4"), ("36.25 ", " -4")])
def test_coordinates_as_they_are_typed(tmp_path: Path, lat: str, lon: str) -> None:
    path = tmp_path / "mine.csv"
    add(path, VILLAGE | {"lat": lat, "lon": lon}, known=KNOWN)
    assert [(row["lat"], row["lon"]) for row in rows(path)] == [("36.25", "-4")]


def test_cells_with_marks_of_csv_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    english = 'Rasm, "the" big'
    add(path, VILLAGE | {"english": english, "id": "x"}, known=KNOWN)
    assert Gazetteer.from_csv(path).entry("x").english == english


# What is refused


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"label": "TOWN"}, ["2: label 'TOWN' is unknown", "allowed: PLACE"]),
        ({"name": "«»"}, ["2: the name is empty"]),
        ({"name": "-"}, ["2: name '-' has no letter"]),
        ({"name": "Рaкка"}, ["2: name 'Рaкка' has a letter that no Arabic text would hold"]),
        ({"type": "airport"}, ["2: type 'airport' is none of PLACE", "village"]),
        ({"country": "Syria"}, ["2: country: 'SYRIA'"]),
        ({"lat": "95", "lon": "1"}, ["2: lat: '95'"]),
        ({"lat": "35"}, ["2: lat and lon go together"]),
        ({"lat": "north", "lon": "1"}, ["2: lat: 'north'"]),
        ({"name": "تل \ud800"}, ["2: byte", "is not UTF-8"]),
    ],
)
def test_what_the_reader_would_refuse_is_refused_in_its_words(tmp_path: Path, cells: dict, told: list[str]) -> None:
    (problem,) = refused(tmp_path / "mine.csv", VILLAGE | cells)
    for part in told:
        assert part in problem


def test_a_name_that_another_gazetteer_finds_says_which_entry_and_can_be_forced(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    (told,) = refused(path, {"label": "PLACE", "name": "مَنبج"})
    assert told.startswith("2: name 'منبج' is found already: place/sy/1: district Manbij, in Syria; place/sy/2: town")
    assert "--force" in told
    add(path, {"label": "PLACE", "name": "منبج"}, known=KNOWN, force=True)
    assert [entry.name for entry in Gazetteer.from_csv(path)] == ["منبج"]


@pytest.mark.parametrize("name", ["تل الغزال", "تلالغزال", "تل  الغزال"])
def test_a_name_that_the_file_finds_is_refused_in_every_spelling(file, name: str) -> None:
    (told,) = refused(file("label,id,name\nPLACE,a,تل الغزال\n"), {"label": "PLACE", "name": name})
    assert told.startswith(f"3: name {written(name)!r} is found already: a: PLACE تل الغزال")


def test_every_alias_is_checked_and_all_problems_are_told_at_once(tmp_path: Path) -> None:
    aliases = ["رسمالطويحين", "البصيره", "سليم"]
    told = refused(tmp_path / "mine.csv", VILLAGE | {"lat": "99", "lon": "0"}, aliases=aliases)
    assert [line.partition(":")[0] for line in told] == ["3", "4", "2"]
    assert "'رسمالطويحين' is 'رسم الطويحين' in another spelling" in told[0]
    assert "'البصيره' is found already: place/sy/3" in told[1]


@pytest.mark.parametrize("force", [False, True])
def test_the_same_name_twice_is_told_once_by_the_reader(tmp_path: Path, force: bool) -> None:
    (told,) = refused(tmp_path / "mine.csv", VILLAGE, aliases=[NAME], force=force)
    assert told.startswith(f"3: name {NAME!r} of entry 'place/rsm-altwyhyn' stands twice")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("place,nom\nx,تل\n", "1: the header is 'place,nom', without label and name"),
        ("label,name\nPLACE,حلب\n".encode("cp1256"), "2: byte 17 (0xcd) is not UTF-8"),
        ('label,name\nPLACE,"تل\n', "2: the line cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_touched(file, content: str | bytes, told: str) -> None:
    assert refused(file(content), VILLAGE)[0].startswith(told)


def test_a_wrong_source_is_refused_where_sources_are_given(tmp_path: Path) -> None:
    (told,) = refused(tmp_path / "mine.csv", VILLAGE | {"source": "me"}, sources=frozenset({"ocha"}))
    assert told.startswith("2: source 'me' is unknown")


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("a", "id 'a' exists: a: PLACE تل الغزال; give another"),
        ("place/sy/1", "id 'place/sy/1' exists: place/sy/1: district Manbij, in Syria"),
        ("A b", "id 'A b' is none; allowed: small Latin letters, digits, / and -"),
    ],
)
def test_an_id_that_exists_or_is_none_is_refused(file, id: str, told: str) -> None:
    path = file("label,id,name\nPLACE,a,تل الغزال\n")
    with pytest.raises(ArabicConflictNerError, match=re.escape(told)):
        add(path, VILLAGE | {"id": id}, known=KNOWN, force=True)
    assert path.read_text("utf-8") == "label,id,name\nPLACE,a,تل الغزال\n"


# Another name of an entry


def test_an_alias_goes_behind_the_rows_of_its_entry(file) -> None:
    path = file("label,id,name,kind\nPLACE,a,تل الغزال,canonical\nPLACE,b,تل أبيض,canonical\n")
    added = add(path, {"label": "PLACE", "name": "تل غزال", "kind": "alias", "id": "a"}, known=KNOWN)
    assert added.line == 3
    assert [entry.names[-1].text for entry in Gazetteer.from_csv(path)] == ["تل غزال", "تل أبيض"]


def test_a_weak_name_of_an_entry_whose_id_the_reader_made(file) -> None:
    path = file("label,name\nPLACE,تل الغزال\n")
    (entry,) = Gazetteer.from_csv(path)
    add(path, {"label": "PLACE", "name": "الغزال", "kind": "weak", "id": entry.id}, known=KNOWN)
    (entry,) = Gazetteer.from_csv(path)
    assert [(name.text, name.kind.value) for name in entry.names] == [("تل الغزال", "canonical"), ("الغزال", "weak")]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"id": "b"}, "no id of an entry: 'b'"),
        ({}, "the id for the alias name is none"),
        ({"id": "a", "english": "x", "lat": "1"}, "english, lat stand on the canonical row"),
    ],
)
def test_another_name_needs_its_entry_and_has_no_attributes(file, cells: dict, told: str) -> None:
    path = file("label,id,name\nPLACE,a,تل الغزال\n")
    with pytest.raises(ArabicConflictNerError, match=told):
        add(path, VILLAGE | {"kind": "alias"} | cells, known=KNOWN)


def test_another_name_of_another_label_is_refused(file) -> None:
    (told,) = refused(
        file("label,id,name\nPLACE,a,تل الغزال\n"), {"label": "PERSON", "name": "عمر", "kind": "alias", "id": "a"}
    )
    assert told.startswith("3: entry 'a' is PLACE on line 2 and PERSON here")


# Ids


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize(
    ("name", "country", "english"),
    [
        ("تل النعام", "SY", None),
        ("مصطفى آل ؤئإء گچپژ", None, None),
        ("لواء 35", "IQ", "35th Brigade (Iraq)"),
        ("ʿAyn", None, "Ḥamāh ʿAyn_ʾx"),
        ("ءء", "YE", "؟"),
        ("«»", None, None),
    ],
)
def test_an_id_is_small_letters_digits_and_dashes_and_always_the_same(label, name, country, english) -> None:
    taken: set[str] = set()
    for _ in range(3):
        id = make_id(label, name, country=country, english=english, taken=taken)
        assert re.fullmatch("[a-z0-9]+(/[a-z0-9]+(-[a-z0-9]+)*)+", id.replace("armed_group", "x"))
        assert id not in taken
        assert id == make_id(label, name, country=country, english=english, taken=taken)
        taken.add(id)


def test_ids_are_those_of_the_built_in_files() -> None:
    assert [make_id(label, "تل", taken=()) for label in Label] == [
        *("place/tl", "group/tl", "person/tl", "facility/tl", "org/tl"),
    ]


def test_an_id_of_the_file_or_the_gazetteer_is_not_taken_again(file) -> None:
    path = file("label,id,name\nPLACE,place/sy/4,تل الغزال\nPLACE,place/rsm-altwyhyn,تل أبيض\n")
    assert add(path, VILLAGE, known=KNOWN).id == "place/rsm-altwyhyn-2"
    assert (
        add(path, {"label": "PLACE", "name": "ثلاثة", "english": "3", "country": "SY"}, known=KNOWN).id
        == "place/sy/3-2"
    )


# Parents


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("place/sy/2", "place/sy/2"),
        ("manbij", "place/sy/1"),
        ("al anbar", "place/iq/1"),
        ("الانبار", "place/iq/1"),  # the group of that name is no parent of a place
        ("أنبار", "place/iq/1"),
        ("البصيرة", "place/sy/3"),  # written so; بصيرة only with the article added
        ("بصيره", "place/iq/2"),
    ],
)
def test_a_parent_by_id_arabic_or_english_name(given: str, expected: str) -> None:
    assert find_parent(given, KNOWN, label=Label.PLACE).id == expected


def test_a_parent_of_several_lists_the_choices() -> None:
    with pytest.raises(ArabicConflictNerError) as caught:
        find_parent("منبج", KNOWN, label=Label.FACILITY)
    assert str(caught.value).splitlines() == [
        "parent 'منبج' may be 2 entries; give the id of one:",
        "  place/sy/1: district Manbij, in Syria",
        "  place/sy/2: town Menbij, in Syria > Manbij",
    ]


def test_a_parent_that_nobody_has_says_what_is_written_like_it() -> None:
    with pytest.raises(
        ArabicConflictNerError, match=r"'منبجج' is no id or name .* written like it: منبج \(place/sy/1\)"
    ):
        find_parent("منبجج", KNOWN, label=Label.PLACE)
    with pytest.raises(ArabicConflictNerError, match="is no id or name"):
        find_parent("manbij", KNOWN, label=Label.PLACE, country="IQ")


def test_what_lies_in_a_place_lies_in_its_country(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    add(path, VILLAGE | {"parent": "Basira"}, known=KNOWN)
    (entry,) = Gazetteer.from_csv(path)
    assert (entry.id, entry.parent, entry.country) == ("place/sy/rsm-altwyhyn", "place/sy/3", "SY")


def test_a_parent_of_the_file_itself_and_one_of_no_gazetteer(file) -> None:
    path = file("label,id,name,country\nPLACE,a,تل الغزال,SY\n")
    add(path, VILLAGE | {"parent": "تل الغزال"}, known=KNOWN)
    with pytest.raises(ArabicConflictNerError, match="'place/jo/9' is no id"):
        add(path, {"label": "PLACE", "name": "تل زعتر", "parent": "place/jo/9"}, known=KNOWN)
    add(path, {"label": "PLACE", "name": "تل زعتر", "parent": "place/jo/9"}, known=KNOWN, force=True)
    with pytest.raises(ArabicConflictNerError, match="'nowhere' is no id"):
        add(path, {"label": "PLACE", "name": "تل شعير", "parent": "nowhere"}, known=KNOWN, force=True)
    assert [(entry.parent, entry.country) for entry in Gazetteer.from_csv(path)] == [
        *((None, "SY"), ("a", "SY"), ("place/jo/9", None)),
    ]


def test_a_long_file_is_quick(file) -> None:
    names = "".join(f"PLACE,خربة {number}\n" for number in range(5000))
    path = file(f"label,name\n{names}")
    begin = time.process_time()
    add(path, VILLAGE, known=KNOWN)
    assert time.process_time() - begin < 5
    assert len(Gazetteer.from_csv(path)) == 5001


# As a command


def test_the_command_says_where_the_row_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    options = ["--type", "village", "--parent", "place/sy/sy02", "--alias", "رسم الطوايحين", "--lat=36", "--lon", "-1"]
    result = run("gazetteer", "add", path, "--label", "place", "--name", NAME, *options)
    assert (result.exit_code, result.stdout) == (0, f"{path}:2: place/sy/rsm-altwyhyn\n")
    (entry,) = Gazetteer.from_csv(path)
    assert (entry.parent, entry.country, entry.lon) == ("place/sy/sy02", "SY", -1.0)
    assert [name.text for name in entry.names] == [NAME, "رسم الطوايحين"]


def test_the_command_refuses_a_built_in_name_with_1_and_force_adds_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    arguments = ("gazetteer", "add", path, "--label", "PLACE", "--name", "الشحيل")
    result = run(*arguments)
    assert result.exit_code == 1
    assert "name 'الشحيل' is found already: place/sy/c5119: village" in result.stderr
    assert not path.exists()
    assert run(*arguments, "--force").exit_code == 0


def test_the_command_tells_the_problems_of_the_file(file) -> None:
    path = file("label,name\nPLAEC,تل\n")
    result = run("gazetteer", "add", path, "--label", "PLACE", "--name", NAME)
    assert result.exit_code == 0
    assert f"problems that {path} has besides: 1" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--label", "TOWN", "--name", NAME), "TOWN"),
        (("--label", "PLACE"), "--name"),
        (("--label", "PLACE", "--name", NAME, "--parent", "دير الزور"), "may be 4 entries"),
        (("--label", "PLACE", "--name", NAME, "--id", "place/sy"), "'place/sy' exists"),
        (("--label", "PLACE", "--name", NAME, "--kind", "alias"), "give that of the entry"),
        (("--label", "PLACE", "--name", NAME, "--kind", "other"), "other"),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("gazetteer", "add", tmp_path / "mine.csv", *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["", "nowhere/mine.csv"], ids=["a folder", "in no folder"])
def test_a_file_that_cannot_be_written_ends_with_2(tmp_path: Path, path: str) -> None:
    result = run("gazetteer", "add", tmp_path / path, "--label", "PLACE", "--name", NAME)
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
