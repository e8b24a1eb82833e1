"""gazetteer format: one order and one writing, nothing lost, and the second time nothing to do."""

import csv
import io
import os
import stat
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from arabic_conflict_ner.cli import app
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.format import formatted
from arabic_conflict_ner.gazetteer.row import COLUMNS


@pytest.fixture
def file(tmp_path: Path):
    def write(content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / "mine.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def after(path: Path) -> str:
    """What a file becomes; and that it stays so."""
    made = formatted(path)
    path.write_bytes(made.after)
    assert not formatted(path).is_changed
    return made.after.decode()


# Writing

PLAIN = "label,name,english\nPLACE,تل النعام,\nFACILITY,حقل الورد,\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.rstrip("\n"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        "Label, NAME ,english\n PLACE ,تل النعام ,\nFACILITY,حقل الورد,\n",
        '"label","name","english"\n"PLACE","تل النعام",""\n"FACILITY","حقل الورد",""\n',
        "label,name,english,,\nPLACE,تل النعام,,,\nFACILITY,حقل الورد,,,\n,,,,\n\n",
        "\nlabel,name,english\nPLACE,تل النعام\n\nFACILITY,حقل الورد\n",
        "english,name,label\n,تل النعام,PLACE\n,حقل الورد,FACILITY\n",
    ],
    ids=[
        *("plain", "CRLF", "CR", "no last line end", "semicolons", "tabs", "sep line", "case and spaces", "quoted"),
        *("trailing empty cells and rows", "empty lines and short rows", "columns swapped"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-sig"])
def test_every_writing_becomes_one(file, content: str, encoding: str) -> None:
    data = ("\ufeff" + content).encode("utf-16-be") if encoding == "utf-16-be-sig" else content.encode(encoding)
    path = file(data)
    assert (after(path), formatted(path).problems) == (PLAIN, ())


def test_a_file_that_is_in_order_is_not_changed(file) -> None:
    assert not formatted(file(PLAIN)).is_changed


def test_cells_are_composed_and_quoted_where_needed(file) -> None:
    content = 'label;name;english;remark\nPLACE;ا\u0654ربيل;"Erbil; Hawler";"a, ""b"""\nPLACE;دير;35,3;"two\r\nlines"\n'
    assert after(file(content)) == (
        'label,name,english,remark\nPLACE,أربيل,Erbil; Hawler,"a, ""b"""\nPLACE,دير,"35,3","two\nlines"\n'
    )


def test_what_is_no_rule_stays(file) -> None:
    content = "label,id,kind,name\nplace,x,Canonical,الشَحيـل ٣٥\nPLACE,x,,«قسد»\n"
    assert after(file(content)) == content


# Columns


def test_columns_stand_in_the_order_of_the_built_in_files(file) -> None:
    columns = list(reversed(COLUMNS))
    text = after(file(",".join(columns) + "\n" + ",".join("PLACE" if c == "label" else "" for c in columns) + "\n"))
    assert text.splitlines()[0] == ",".join(COLUMNS)


def test_unknown_columns_follow_in_their_order_and_empty_ones_stay(file) -> None:
    content = "ملاحظات,Remark,trust,name,label,,lat\nx,y,,تل,PLACE,z,\n"
    assert after(file(content)) == "label,name,lat,trust,ملاحظات,Remark,\nPLACE,تل,,,x,y,z\n"


def test_a_column_given_twice_stays_twice(file) -> None:
    assert after(file("name,label,name\nتل,PLACE,حلب\n")) == "label,name,name\nPLACE,تل,حلب\n"


def test_a_file_without_label_column_is_a_gazetteer_too(file) -> None:
    assert after(file("name\nتل\nحلب\n")) == "name\nتل\nحلب\n"


# Rows

HEADER = "label,id,kind,name,english\n"


def test_rows_of_an_entry_stand_together_in_their_order(file) -> None:
    rows = [
        *("PLACE,b,weak,ي,", "PLACE,a,alias,ب,", "PLACE,b,canonical,ه,Beta", "PLACE,b,alias,و,"),
        *("PLACE,c,canonical,ا,", "PLACE,a,canonical,ت,Alpha", "PLACE,b,weak,أ,", "PLACE,a,alias,ا,"),
    ]
    order = (2, 3, 6, 0, 5, 7, 1, 4)
    assert after(file(HEADER + "\n".join(rows))) == HEADER + "".join(f"{rows[number]}\n" for number in order)


def test_entries_keep_their_order(file) -> None:
    content = HEADER + "PLACE,c,canonical,ي,\nPLACE,a,canonical,ت,\nPLACE,b,canonical,ا,\n"
    assert after(file(content)) == content


def test_rows_without_id_are_entries_of_their_own(file) -> None:
    content = "label,name\nPLACE,ي\nPLACE,ا\nPLACE,ي\n"
    assert after(file(content)) == content


def test_of_two_canonical_names_the_first_stays_first(file) -> None:
    content = HEADER + "PLACE,a,canonical,ي,\nPLACE,a,canonical,ا,\n"
    assert after(file(content)) == content


# What is not understood

ODD = {
    "PLAEC,a,alias,ا,": "label 'PLAEC' is unknown",
    "PLACE,a,main,ا,": "kind 'main' is unknown",
    "PLACE,a,alias,,Tell": "the name is empty",
    "PLACE,a,alias,«-»,": "name '«-»' has no letter",
    "PLACE,a,alias,ا,Tell,Tall": "the row has cells behind the last column: 'Tall'",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_a_row_that_is_not_understood_keeps_its_place(file, odd: str, position: int) -> None:
    good = ["PLACE,a,alias,ي,", "PLACE,b,canonical,ت,", "PLACE,a,canonical,ن,"]
    path = file(HEADER + "\n".join([*good[:position], odd, *good[position:]]))
    (problem,) = formatted(path).problems
    assert (problem.line, problem.file) == (position + 2, str(path))
    assert problem.found == ODD[odd]
    assert problem.cure.endswith("; the row keeps its place")
    lines = after(path).splitlines()
    assert lines[position + 1] == odd
    del lines[position + 1]
    assert lines[1:] == [good[2], good[0], good[1]]


@pytest.mark.parametrize(
    ("content", "line", "found", "cure"),
    [
        ("", 1, "the header is '', without name", "begin: label,name"),
        ("word,count\nفي,3\n", 1, "the header is 'word,count', without name", "begin"),
        ('label;name\nPLACE;"تل\nPLACE;حلب\n', 2, "the line cannot be read as CSV", "check its quotation marks"),
        ('label;name\nPLACE;حلب\nPLACE;"تل" أبيض\n', 3, "the line cannot be read as CSV", "check its quotation marks"),
        ("label;name\nPLACE;حلب\n".encode("cp1256"), 2, "byte 17 (0xcd) is not UTF-8", "CSV UTF-8"),
        ('sep=,\nname,label,"a;b;c;d"\nتل,PLACE,x\n', 2, "the name of a column holds ; or a tab", "rename it"),
    ],
    ids=["empty", "no gazetteer", "open quotation", "stray quotation mark", "Windows-1256", "a column with semicolons"],
)
def test_a_file_that_cannot_be_read_is_left_as_it_is(
    file, content: str | bytes, line: int, found: str, cure: str
) -> None:
    made = formatted(file(content))
    assert not made.is_changed
    problem = made.problems[0]
    assert (problem.line, problem.found[: len(found)]) == (line, found)
    assert cure in problem.cure
    assert problem.cure.endswith("; the file is left as it is")


# Whatever stands in it

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6)
ARABIC = st.text("ابتثة أإ\u0654\u064e\u0640ي«-\u200f\u00a035٣,;\t\"'\n\r", max_size=6)
CELLS = {
    "label": st.sampled_from(["PLACE", "place", "PERSON", "TOWN", "", " PLACE"]),
    "id": st.sampled_from(["", "a", "b", "c ", "d"]),
    "kind": st.sampled_from(["", "canonical", "alias", "weak", "Weak", "main"]),
    "name": st.one_of(ARABIC, TEXT),
    "trust": st.sampled_from(["", "weak", "high"]),
}


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows, some of them too short or too long."""
    own = draw(st.lists(st.sampled_from(["Remark", "ملاحظة", "", "a;b", "name"]), max_size=3))
    header = draw(st.permutations([*CELLS, *own]))
    if draw(st.booleans()):
        header = [column.upper() for column in header]
    row = st.tuples(*(CELLS.get(column.lower(), TEXT) for column in header)).map(list)
    rows = draw(st.lists(row, max_size=12))
    longer = ([*cells, *draw(st.lists(TEXT, max_size=2))] for cells in rows)
    return [header, *(cells[: len(cells) - draw(st.sampled_from([0, 0, 0, 1, 4]))] for cells in longer)]


def clean(table: list[list[str]]) -> Counter[tuple[str, ...]]:
    """The cells of each row in no order, composed and stripped, without empty ones; the header in lower case."""
    rows = [
        [unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip() for cell in cells]
        for cells in table
    ]
    rows[0] = [column.lower() for column in rows[0]]
    return Counter(filter(None, (tuple(sorted(filter(None, cells))) for cells in rows)))


@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=300)
def test_nothing_is_lost_and_a_second_time_changes_nothing(
    tmp_path: Path, table: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    path = tmp_path / "mine.csv"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    made = formatted(path)
    path.write_bytes(made.after)
    assert formatted(path).after == made.after
    event("left as it is" if made.before == made.after else "rewritten")
    if made.is_changed:
        written = list(csv.reader(io.StringIO(made.after.decode(), newline="")))
        known = Counter({tuple(sorted(row)): count for row, count in clean(table).items() if row})
        of_header = Counter([tuple(sorted(filter(None, (c.lower() for c in table[0]))))])
        expected = clean([[c.lower() for c in table[0]], *table[1:]])
        found = clean([[c.lower() for c in written[0]], *written[1:]])
        del expected[()]
        assert known
        assert of_header
        assert found == expected


@given(rows=st.lists(st.tuples(*(CELLS[column] for column in ("label", "id", "kind", "name"))), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_reader_finds_the_same_entries(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("label", "id", "kind", "name"), *rows])
    before = files.read_all([path])[0]
    path.write_bytes(formatted(path).after)
    again = files.read_all([path])[0]
    assert list(again) == list(before)
    for id, entry in before.items():
        assert again[id].names[0].text == unicodedata.normalize("NFC", entry.names[0].text).strip()
        assert len(again[id].names) <= len(entry.names)  # two spellings of one letter may have become one


# Written in one step


def test_a_file_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    path, link = tmp_path / "mine.csv", tmp_path / "link.csv"
    path.write_text(PLAIN.replace(",", ";"), "utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    formatted(link).write()
    assert (path.read_text("utf-8"), stat.S_IMODE(path.stat().st_mode), link.is_symlink()) == (PLAIN, 0o640, True)


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(PLAIN.replace(",", ";"), "utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        formatted(path).write()
    result = run(tmp_path)
    assert result.exit_code == 1
    assert f"{path} cannot be written (No space left on device); it is as it was" in result.stderr
    assert result.stdout == "1 files, 0 changed, 1 problems\n"
    assert [file.name for file in tmp_path.iterdir()] == ["mine.csv"]
    assert path.read_text("utf-8") == PLAIN.replace(",", ";")


# The command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["gazetteer", "format", *map(str, arguments)])


def test_check_only_tells(tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    contents = (PLAIN, PLAIN.replace(",", ";"))
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content, "utf-8")
    result = run("--check", tmp_path)
    assert (result.exit_code, result.stdout) == (1, f"{paths[1]}: would change\n2 files, 1 would change, 0 problems\n")
    assert tuple(path.read_text("utf-8") for path in paths) == contents


def test_format_writes_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(PLAIN.replace(",", ";"), "utf-8-sig")
    result = run(path)
    assert (result.exit_code, result.stdout) == (0, f"{path}: formatted\n1 files, 1 changed, 0 problems\n")
    assert path.read_bytes() == PLAIN.encode()
    before = path.stat().st_mtime_ns
    assert run(path).stdout == "1 files, 0 changed, 0 problems\n"
    assert run(path, "--check").exit_code == 0
    assert path.stat().st_mtime_ns == before


def test_lines_are_those_of_the_file_as_it_is_then(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("sep=;\nlabel;name\n\nTOWN;تل\nPLACE;حلب\n", "utf-8")
    result = run(path, "--check")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}:4: label 'TOWN' is unknown; allowed: PLACE ")
    result = run(path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}:2: label 'TOWN' is unknown; allowed: PLACE ")
    assert path.read_text("utf-8") == "label,name\nTOWN,تل\nPLACE,حلب\n"


def test_a_bad_file_does_not_keep_others_from_being_formatted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n", "utf-8")
    (tmp_path / "b.csv").write_text(PLAIN.replace(",", ";"), "utf-8")
    result = run(tmp_path)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "2 files, 1 changed, 1 problems")
    assert (tmp_path / "a.csv").read_text("utf-8") == "x\n"
    assert (tmp_path / "b.csv").read_text("utf-8") == PLAIN


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    assert run().exit_code == 2
    result = run(tmp_path / "nowhere.csv")
    assert (result.exit_code, "nowhere.csv does not exist" in result.stderr) == (2, True)


def test_the_built_in_files_are_in_order(root: Path) -> None:
    paths = [path for path in (root / "gazetteers").rglob("*.csv") if path.parent.name != "lexicon"]
    assert len(paths) > 40
    start = time.process_time()
    made = [formatted(path) for path in paths]
    assert time.process_time() - start < 20
    assert [str(one.path) for one in made if one.is_changed or one.problems] == []
