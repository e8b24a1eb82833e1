"""Gazetteer files: what a spreadsheet may write is read, and everything wrong is told at once, with its cure."""

from pathlib import Path

import pytest

from arabic_conflict_ner import Entry, Gazetteer, GazetteerError, Label
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.row import COLUMNS


def names(path: Path) -> list[tuple[str, str]]:
    return [(entry.label.value, name.text) for entry in Gazetteer.from_csv(path) for name in entry.names]


def problems(path: Path, **options: object) -> list[str]:
    """The problems of a file as the error tells them, without the path."""
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.from_csv(path, **options)
    assert str(caught.value).splitlines()[1:] == [str(problem) for problem in caught.value.problems]
    return [str(problem).removeprefix(f"{path}:") for problem in caught.value.problems]


# What is read

TWO = [("PLACE", "تل النعام"), ("FACILITY", "حقل الورد")]


@pytest.mark.parametrize(
    "content",
    [
        "label,name\nPLACE,تل النعام\nFACILITY,حقل الورد\n",
        "label,name\r\nPLACE,تل النعام\r\nFACILITY,حقل الورد\r\n",
        "label,name\nPLACE,تل النعام\nFACILITY,حقل الورد",
        "label;name\nPLACE;تل النعام\nFACILITY;حقل الورد\n",
        "label\tname\nPLACE\tتل النعام\nFACILITY\tحقل الورد\n",
        "name,label\nتل النعام,PLACE\nحقل الورد,FACILITY\n",
        "Label, Name \n place , تل النعام \nFacility,حقل الورد\n",
        'label,name\n"PLACE","تل النعام"\n"FACILITY","حقل الورد"\n',
        "label,name,notes\nPLACE,تل النعام,\nFACILITY,حقل الورد,قرب الحسكة\n",
        "label,name,,\nPLACE,تل النعام,,\nFACILITY,حقل الورد,,\n,,,\n,,,\n\n",
        "label,name,english\nPLACE,تل النعام\nFACILITY,حقل الورد\n",
        "\nlabel,name\nPLACE,تل النعام\n\nFACILITY,حقل الورد\n",
        "sep=;\nlabel;name\nPLACE;تل النعام\nFACILITY;حقل الورد\n",
    ],
    ids=[
        *("plain", "CRLF", "no last line end", "semicolons", "tabs", "columns swapped", "case and spaces", "quoted"),
        *("a column of their own", "trailing empty cells and rows", "short rows", "empty lines", "sep line"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_habits_are_read(file, content: str, encoding: str) -> None:
    assert names(file(content, encoding)) == TWO


def test_classic_mac_line_ends_are_read(file) -> None:
    assert names(file("label,name\rPLACE,تل النعام\rFACILITY,حقل الورد\r")) == TWO


def test_label_and_name_are_enough(file) -> None:
    (entry,) = Gazetteer.from_csv(file("label,name\nPLACE,تل النعام\n"))
    assert (entry.label, entry.name, entry.source, entry.country, entry.lat) == (
        *(Label.PLACE, "تل النعام", "user", None, None),
    )


def test_a_label_for_the_whole_file(file) -> None:
    path = file("name\nتل النعام\nحقل الورد\n")
    assert [entry.label for entry in Gazetteer.from_csv(path, label="FACILITY")] == [Label.FACILITY] * 2


def test_rows_with_one_id_are_one_entry(file) -> None:
    (entry,) = Gazetteer.from_csv(
        file(
            "label,id,kind,name,source,designation,trust\n"
            "ARMED_GROUP,g/sdf,alias,قسد,mine,neutral,strong\n"
            "ARMED_GROUP,g/sdf,canonical,قوات سوريا الديمقراطية,mine,,\n"
            "ARMED_GROUP,g/sdf,weak,سوريا الديمقراطية,mine,pejorative,weak\n"
        )
    )
    assert [(name.text, name.kind.value, name.designation.value) for name in entry.names] == [
        ("قوات سوريا الديمقراطية", "canonical", "neutral"),
        ("قسد", "alias", "neutral"),
        ("سوريا الديمقراطية", "weak", "pejorative"),
    ]
    assert [name.trust for name in entry.names] == [None, "strong", "weak"]


def test_every_column_is_read(file) -> None:
    values = {
        **{"label": "PERSON", "id": "p/1", "kind": "canonical", "name": "مظلوم عبدي", "source": "mine"},
        **{
            "english": "Mazloum Abdi",
            "country": "SY",
            "type": "commander",
            "parent": "x/1",
            "lat": "36.5",
            "lon": "-4",
        },
        **{"pcode": "SY01", "geonames": "1", "wof": "2", "wikidata": "Q3", "population": "0", "role": "commander"},
        **{"group": "g/sdf", "theatre": "SY IQ", "designation": "self", "trust": "weak"},
        **{"valid_from": "2015-10", "valid_to": "2026"},
    }
    assert sorted(values) == sorted(COLUMNS)
    (entry,) = Gazetteer.from_csv(file(f"{','.join(values)}\n{','.join(values.values())}\n"))
    (name,) = entry.names
    read = entry.model_dump() | {"name": entry.name, "kind": name.kind, "source": name.source}
    read |= {"designation": name.designation, "trust": name.trust, "theatre": " ".join(entry.theatre)}
    assert {column: str(read[column]) for column in values} == values | {"lat": "36.5", "lon": "-4.0"}


@pytest.mark.parametrize("cells", ["35.33;40.14", '"35,33";"40,14"', "35,33;40,14"])
def test_a_decimal_comma_is_read(file, cells: str) -> None:
    (entry,) = Gazetteer.from_csv(file(f"label;name;lat;lon\nPLACE;تل النعام;{cells}\n"))
    assert (entry.lat, entry.lon) == (35.33, 40.14)


def test_several_files_are_one_gazetteer(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"label,id,name\nPLACE,{name},تل\n", "utf-8")
    assert [entry.id for entry in Gazetteer.from_csv(tmp_path / "a.csv", str(tmp_path / "b.csv"))] == ["a", "b"]


def test_a_column_of_their_own_may_have_any_name(file) -> None:
    assert len(Gazetteer.from_csv(file("label,name,remark,ملاحظات\nPLACE,تل,x,y\n"))) == 1


def test_a_file_with_only_a_header_is_an_empty_gazetteer(file) -> None:
    assert len(Gazetteer.from_csv(file("label,name\n"))) == 0


# What is told

HEADER = "label,id,kind,name,source"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("label,name\nPLAEC,تل", ["2: label 'PLAEC' is unknown", *Label]),
        ("label,name\n,تل", ["2: label '' is unknown", "allowed: PLACE"]),
        ("label,name\nPLACE,", ["2: the name is empty", "delete the row"]),
        ("label,name\nPLACE,«-»", ["2: name '«-»' has no letter"]),
        ("label,name\nPLACE,Рaкка", ["2: name 'Рaкка' has a letter that no Arabic text would hold"]),
        ("name\nتل", ["1: the header is 'name', without label", "begin: label,name"]),
        ("label,nom\nPLACE,تل", ["1: the header is 'label,nom', without name"]),
        ("place\nتل", ["1: the header is 'place', without label and name"]),
        ("", ["1: the header is '', without label and name"]),
        ("label,name,popultion\nPLACE,تل,5", ["1: column 'popultion' is unknown", "did you mean 'population'?"]),
        ("label,name,Kinds\nPLACE,تل,alias", ["1: column 'kinds' is unknown", "did you mean 'kind'?"]),
        ("label,name,kind\nPLACE,تل,main", ["2: kind 'main' is unknown", "allowed: canonical alias weak"]),
        ("label,name,trust\nPLACE,تل,high", ["2: trust 'high' is unknown", "allowed: strong weak"]),
        ("label,name,designation\nPLACE,تل,bad", ["2: designation 'bad'", "allowed: neutral self pejorative"]),
        ("label,name,lat,lon\nPLACE,تل,95,40", ["2: lat: '95'", "less than or equal to 90"]),
        ("label,name,lat,lon\nPLACE,تل,35,-181", ["2: lon: '-181'", "greater than or equal to -180"]),
        ("label,name,lat,lon\nPLACE,تل,35N,40", ["2: lat: '35N'", "valid number"]),
        ("label,name,lat,lon\nPLACE,تل,nan,40", ["2: lat: 'nan'"]),
        ("label,name,lat\nPLACE,تل,35", ["2: ", "lat and lon go together"]),
        (
            "label,name,type\nPLACE,تل,airport",
            ["2: type 'airport' is none of PLACE", "; allowed: country region", "village"],
        ),
        ("label,name,country\nPLACE,تل,Syria", ["2: country: 'Syria'", "^[A-Z]{2}$"]),
        ("label,name,population\nPLACE,تل,many", ["2: population: 'many'", "valid integer"]),
        ("label,name,population\nPLACE,تل,-1", ["2: population: '-1'", "greater than or equal to 0"]),
        ("label,name,valid_from\nPLACE,تل,1.1.2015", ["2: valid_from: '1.1.2015'", r"^\d{4}"]),
        (f"{HEADER}\nPLACE,x,alias,تل,mine", ["2: entry 'x' has no canonical name", "set kind to canonical"]),
        (
            f"{HEADER}\nPLACE,x,,تل,a\nPLACE,x,,تلة,a",
            ["3: entry 'x' has a second canonical name 'تلة'", "alias or weak"],
        ),
        (f"{HEADER}\nPLACE,x,,تل,a\nPLACE,x,alias,تل,a", ["3: name 'تل' of entry 'x' stands twice", "delete"]),
        (
            f"{HEADER}\nPLACE,x,,تل,a\nPERSON,x,alias,عمر,a",
            ["3: entry 'x' is PLACE on line 2 and PERSON here", "an id of its own"],
        ),
        ("label,name\nPLACE,تل\nPLACE,تل", ["3: name 'تل' of entry", "stands twice"]),
        ("label,name\nPLACE,الرقة\nPLACE,الرقه", ["3: name 'الرقه' is the 'الرقة' of line 2", "every spelling"]),
        ('label,name\nPLACE,"تل\nPLACE,حلب\n', ["2: the line cannot be read as CSV", "check its quotation marks"]),
        (
            'label,name\nPLACE,"تل" أبيض\nPLACE,حلب\n',
            ["2: the line cannot be read as CSV", "check its quotation marks"],
        ),
        ('label,name\nPLACE,حلب\nPLACE,"دير\nالزور"\n', ["3: name 'دير\\nالزور' holds a line break", "on one line"]),
    ],
    ids=lambda value: ascii(value)[:60] if isinstance(value, str) else "",
)
def test_a_problem_is_told_with_line_value_and_cure(file, content: str, expected: list[str]) -> None:
    (told,) = problems(file(content))
    for part in expected:
        assert part in told
    assert told.startswith(expected[0])


def test_a_windows_1256_file_is_named_as_such(file) -> None:
    path = file("label,name\nPLACE,حلب\nPLACE,دمشق\n".encode("cp1256"))
    (told, *_rest) = problems(path)
    assert told.startswith("2: byte 17 (0xcd) is not UTF-8")
    assert "Windows-1256" in told
    assert "CSV UTF-8" in told


def test_a_windows_1256_file_gives_one_problem_not_one_a_row(file) -> None:
    assert len(problems(file("label,name\nPLACE,حلب\nPLACE,دمشق\n".encode("cp1256")))) == 1


BAD = """label,id,kind,name,type,lat,lon,source
PLACE,a,canonical,تل النعام,village,35.1,40.2,mine
PLAEC,b,canonical,تل أبيض,town,,,mine
PLACE,c,canonical,,town,,,mine
PLACE,d,main,تل تمر,town,,,mine
PLACE,e,canonical,تل رفعت,airport,,,mine
PLACE,f,canonical,تل حميس,town,95,500,mine
PLACE,g,alias,تل كوجر,town,,,mine
PLACE,a,alias,تل نعام,,,,mine
PLACE,a,alias,تل نعام,,,,mine
PLACE,h,canonical,تل براك,town,36.6,41.0,mine
"""


def test_every_problem_is_told_in_one_error(file) -> None:
    lines = [int(told.split(":")[0]) for told in problems(file(BAD))]
    assert lines == [3, 4, 5, 6, 7, 7, 8, 10]


def test_the_error_is_a_value_error_with_a_count(file) -> None:
    with pytest.raises(ValueError, match="8 problems in the gazetteer"):
        Gazetteer.from_csv(file(BAD))


def test_problems_of_several_files_are_told_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("label,name\nX,تل\n", "utf-8")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.from_csv(*paths)
    assert [problem.file for problem in caught.value.problems] == list(map(str, paths))


def test_not_strict_keeps_the_good_rows_and_tells_the_others(file) -> None:
    gazetteer = Gazetteer.from_csv(file(BAD), strict=False)
    assert {entry.id: [name.text for name in entry.names] for entry in gazetteer} == {
        "a": ["تل النعام", "تل نعام"],
        "h": ["تل براك"],
    }
    assert [problem.line for problem in gazetteer.problems] == [3, 4, 5, 6, 7, 7, 8, 10]


def test_an_id_in_two_files_is_a_problem(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text("label,id,name\nPLACE,x,تل\n", "utf-8")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.from_csv(*paths)
    assert str(caught.value.problems[0]).startswith(f"{paths[1]}:2: id 'x' stands in {paths[0]} too; ")
    kept = Gazetteer.from_csv(*paths, strict=False)
    assert len(kept) == len(kept.problems) == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.csv"):
        Gazetteer.from_csv(tmp_path / "nowhere.csv")


def test_an_unknown_label_for_the_whole_file_is_refused(file) -> None:
    with pytest.raises(ValueError, match="PLAEC"):
        Gazetteer.from_csv(file("name\nتل\n"), label="PLAEC")


def test_a_wrong_source_is_told_where_sources_are_given(file) -> None:
    path = file("label,name,source\nPLACE,تل,mine\nPLACE,حلب,ocha\nPLACE,دمشق,\n")
    with pytest.raises(GazetteerError) as caught:
        files.read(path, sources=frozenset({"ocha"}))
    assert [problem.line for problem in caught.value.problems] == [2, 4]
    assert "sources.toml" in str(caught.value)


# Entries given as objects keep the same rules

NAME = {"text": "تل"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"names": []}, "at least 1"),
        ({"names": [NAME | {"kind": "alias"}]}, "only the first, is to be canonical"),
        ({"names": [NAME, {"text": "تلة"}]}, "only the first, is to be canonical"),
        ({"names": [{"text": ""}]}, "at least 1 character"),
        ({"type": "airport"}, "'airport' is none of PLACE; allowed: country"),
        ({"lat": 91, "lon": 0}, "less than or equal to 90"),
        ({"lat": 35}, "lat and lon go together"),
        ({"label": "TOWN"}, "'PLACE', 'ARMED_GROUP'"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
        ({"id": ""}, "at least 1 character"),
    ],
)
def test_a_bad_entry_is_refused(fields: dict, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Entry.model_validate({"id": "x", "label": "PLACE", "names": [NAME]} | fields)


def test_an_entry_cannot_be_changed() -> None:
    entry = Entry.model_validate({"id": "x", "label": "PLACE", "names": [NAME]})
    with pytest.raises(ValueError, match="frozen"):
        entry.id = "y"
