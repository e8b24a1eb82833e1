"""The command line: what it reads, what it writes, and how it ends."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from arabic_conflict_ner import extract
from arabic_conflict_ner.cli import app
from arabic_conflict_ner.results import COLUMNS

TEXT = "سيطر الجيش السوري على حقل العمر النفطي بريف ديرالزور"
OTHER = "اشتباكات قرب حاجز الجعابي في مدينة هجين"
FOUND = ["الجيش السوري", "حقل العمر النفطي", "ديرالزور"]
LABELS = ["ARMED_GROUP", "FACILITY", "PLACE"]


def run(*arguments: object, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)


def records(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def names(result: Result) -> list[list[str]]:
    return [[entity["text"] for entity in record["entities"]] for record in records(result)]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "more" / "b.jsonl").write_text(
        json.dumps({"id": 7, "text": OTHER}, ensure_ascii=False) + "\n\n" + json.dumps({"id": 8, "text": TEXT}) + "\n",
        "utf-8",
    )
    (folder / "notes.md").write_text("قسد", "utf-8")
    return folder


# What it reads


def test_a_text_file(texts: Path) -> None:
    result = run("extract", texts / "a.txt", "--format", "jsonl")
    assert result.exit_code == 0
    assert names(result) == [FOUND]
    assert records(result)[0]["source"] == str(texts / "a.txt")


def test_a_text_file_with_bom(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_text(TEXT, "utf-8-sig")
    (record,) = records(run("extract", path, "--format", "jsonl"))
    assert record["text"] == TEXT
    assert [entity["text"] for entity in record["entities"]] == FOUND


def test_jsonl_with_ids(texts: Path) -> None:
    result = run("extract", texts / "more" / "b.jsonl", "--format", "jsonl")
    assert [(record["id"], record["source"].rpartition(":")[2]) for record in records(result)] == [
        ("7", "1"),
        ("8", "3"),
    ]
    assert names(result) == [["حاجز الجعابي", "هجين"], FOUND]


def test_jsonl_with_a_field_of_another_name(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"body": TEXT, "text": ""}) + "\n", "utf-8")
    assert names(run("extract", path, "--field", "body", "--format", "jsonl")) == [FOUND]


def test_a_folder_is_read_through_in_order(texts: Path) -> None:
    result = run("extract", texts, "--format", "jsonl")
    assert [Path(record["source"].partition(":")[0]).name for record in records(result)] == [
        "a.txt",
        "b.jsonl",
        "b.jsonl",
    ]


def test_several_files_in_the_order_given(texts: Path) -> None:
    result = run("extract", texts / "more" / "b.jsonl", texts / "a.txt", "--format", "jsonl")
    assert [record["text"] for record in records(result)] == [OTHER, TEXT, TEXT]


@pytest.mark.parametrize(
    "written",
    [TEXT, json.dumps({"text": TEXT}), "\ufeff" + json.dumps({"text": TEXT})],
    ids=["text", "jsonl", "jsonl+BOM"],
)
def test_standard_input(written: str) -> None:
    result = run("extract", "-", "--format", "jsonl", input=written)
    assert names(result) == [FOUND]
    assert records(result)[0]["source"].startswith("-")


def test_empty_input_is_one_empty_document() -> None:
    result = run("extract", "-", "--format", "jsonl", input="")
    assert (result.exit_code, names(result)) == (0, [[]])


# What it writes


def test_jsonl_holds_the_whole_extraction(texts: Path) -> None:
    (record,) = records(run("extract", texts / "a.txt", "--format", "jsonl"))
    assert record == {"source": str(texts / "a.txt"), "id": None} | extract(TEXT).model_dump(mode="json")


def test_csv_has_a_row_an_entity(texts: Path) -> None:
    result = run("extract", texts, "--format", "csv")
    assert result.stdout.startswith("\ufeffdocument,id,text,")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert list(rows[0]) == ["document", "id", *COLUMNS, "error"]
    assert [(row["text"], row["label"]) for row in rows[:3]] == list(zip(FOUND, LABELS, strict=True))
    assert [row["id"] for row in rows] == ["", "", "", "7", "7", "8", "8", "8"]
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows[:3]] == FOUND


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@x"])
def test_no_cell_of_the_csv_is_a_formula(formula: str) -> None:
    result = run("extract", "-", "--format", "csv", input=json.dumps({"id": formula, "text": TEXT}))
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert {row["id"] for row in rows} == {"'" + formula}


def test_the_table_has_a_line_an_entity(texts: Path) -> None:
    result = run("extract", texts / "a.txt")
    assert result.exit_code == 0
    title, header, *lines = [line.strip() for line in result.stdout.splitlines() if line.strip()]
    assert title.endswith("a.txt: 3 entities")
    assert header.split()[:4] == ["start", "end", "label", "score"]
    assert [line.split()[:3] for line in lines] == [
        [str(TEXT.index(name)), str(TEXT.index(name) + len(name)), label]
        for name, label in zip(FOUND, LABELS, strict=True)
    ]


def test_arabic_in_the_table_is_isolated_and_comes_last(texts: Path) -> None:
    lines = [line for line in run("extract", texts / "a.txt").stdout.splitlines() if "\u2068" in line]
    assert [line[line.rindex("\u2068") :].strip() for line in lines] == [f"\u2068{name}\u2069" for name in FOUND]
    for line in lines:
        assert line.count("\u2068") == line.count("\u2069")
        outside = "".join(part.partition("\u2069")[2] if n else part for n, part in enumerate(line.split("\u2068")))
        assert not any("\u0600" <= char <= "\u06ff" for char in outside)


@pytest.mark.parametrize("id", ["[/b]", "[red]x", ":smile:", "1/2"])
def test_the_table_prints_ids_as_they_are(id: str) -> None:
    result = run("extract", "-", input=json.dumps({"id": id, "text": TEXT}))
    assert result.stdout.startswith(f"{id}: 3 entities")


def test_a_text_without_names_says_so() -> None:
    assert "0 entities" in run("extract", "-", input="لا شيء").stdout


# Options


def test_only_the_labels_asked_for(texts: Path) -> None:
    arguments = ("extract", texts / "a.txt", "--format", "jsonl", "--label", "PLACE", "--label", "FACILITY")
    assert names(run(*arguments)) == [FOUND[1:]]


def test_min_score(texts: Path) -> None:
    assert names(run("extract", texts / "a.txt", "--format", "jsonl", "--min-score", "1")) == [[]]


def test_own_names_are_read_beside_the_built_in_ones(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("label,name\nPLACE,رسم الطويحين\n", "utf-8")
    arguments = ("extract", "-", "--format", "jsonl", "--gazetteer", path)
    (record,) = records(run(*arguments, input="قصف على قرية رسم الطويحين في ريف حلب"))
    assert [entity["text"] for entity in record["entities"]] == ["رسم الطويحين", "حلب"]
    assert record["entities"][0]["link"]["name"] == "رسم الطويحين"


def test_two_processes_write_what_one_does(texts: Path) -> None:
    one, two = (run("extract", texts, "--format", "jsonl", "--processes", number) for number in (1, 2))
    assert one.stdout == two.stdout
    assert one.exit_code == two.exit_code == 0


# What goes wrong


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
def test_bytes_that_are_not_utf8_are_named_and_the_rest_is_read(tmp_path: Path, bom: bytes) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(bom + "قسد".encode() + b"\xc8\xc9")
    good.write_text(TEXT, "utf-8")
    result = run("extract", bad, good, "--format", "jsonl")
    assert result.exit_code == 1
    assert f"{bad}: byte {len(bom) + 6} (0xc8) is not UTF-8" in result.stderr
    assert "iconv" in result.stderr
    assert names(result) == [[], FOUND]
    assert records(result)[0]["error"].startswith("byte ")


def test_a_bad_line_of_jsonl_is_named_with_its_offset_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    first = json.dumps({"text": TEXT}).encode() + b"\n"
    path.write_bytes(first + b'{"text": "\xd9"}\n{"text": 5}\n[1]\n{"tex\n' + first)
    result = run("extract", path, "--format", "jsonl")
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert told[0].startswith(f"arabic-conflict-ner: {path}:2: byte {len(first) + 10} (0xd9) is not UTF-8")
    assert f"{path}:3: no text in field 'text', found: text; name it with --field" in told[1]
    assert f"{path}:4: no text in field 'text', found: list" in told[2]
    assert f"{path}:5: not JSON: " in told[3]
    assert names(result) == [FOUND, [], [], [], [], FOUND]


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_an_error_is_in_every_format(tmp_path: Path, format: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(b"\xc8")
    result = run("extract", path, "--format", format)
    assert result.exit_code == 1
    assert "byte 0 (0xc8) is not UTF-8" in result.stdout


@pytest.mark.parametrize("format", ["table", "csv", "jsonl"])
def test_lone_surrogates_are_written_escaped(format: str) -> None:
    result = run("extract", "-", "--format", format, input='{"id": "\\ud800", "text": "قصف على مدينة الرقة \\udfff"}')
    assert result.exit_code == 0
    assert "\\ud800" in result.stdout
    if format == "jsonl":
        assert records(result)[0]["text"] == "قصف على مدينة الرقة \udfff"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("extract", "nowhere.txt"), "nowhere.txt does not exist; give files, folders, or - for standard input"),
        (("extract", "-", "--gazetteer", "nowhere.csv"), "nowhere.csv"),
        (("extract",), "Missing argument"),
        (("extract", "-", "--format", "xml"), "xml"),
        (("extract", "-", "--label", "TOWN"), "TOWN"),
        (("extract", "-", "--min-score", "2"), "min-score"),
        (("extract", "-", "--processes", "0"), "processes"),
        (("gazetteer", "check", "nowhere.csv"), "nowhere.csv does not exist"),
        (("translate",), "translate"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], told: str) -> None:
    result = run(*arguments, input="")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_folder_ends_with_2(tmp_path: Path) -> None:
    result = run("extract", tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path} holds no document; its files are to end in .txt or .jsonl" in result.stderr


def test_bad_own_names_end_with_2_and_tell_everything(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("label,name\nTOWN,تل\nPLACE,\n", "utf-8")
    result = run("extract", "-", "--gazetteer", path, input=TEXT)
    assert result.exit_code == 2
    assert f"{path}:2: label 'TOWN' is unknown" in result.stderr
    assert f"{path}:3: the name is empty" in result.stderr


# gazetteer check


def test_check_of_good_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("label,name\nPLACE,تل\n", "utf-8")
    (tmp_path / "b.csv").write_text("label,name\nPLACE,حلب\nPLACE,حمص\n", "utf-8")
    result = run("gazetteer", "check", tmp_path)
    assert (result.exit_code, result.stdout.strip()) == (0, "2 files, 3 entries, 0 problems")


def test_check_lists_every_problem_of_every_file(tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    one.write_text("label,id,name,source\nPLACE,x,تل,mine\nTOWN,y,حلب,mine\n", "utf-8")
    other.write_text("label,id,name,source\nPLACE,x,تل,mine\nPLACE,z,حمص,theirs\n", "utf-8")
    (tmp_path / "sources.toml").write_text("[mine]\n", "utf-8")
    result = run("gazetteer", "check", one, other)
    assert result.exit_code == 1
    assert [line.partition(";")[0] for line in result.stdout.splitlines()] == [
        f"{one}:3: label 'TOWN' is unknown",
        f"{other}:2: id 'x' stands in {one} too",
        f"{other}:3: source 'theirs' is unknown",
        "2 files, 1 entries, 3 problems",
    ]


def test_check_of_the_built_in_files(root: Path) -> None:
    result = run("gazetteer", "check", root / "gazetteers")
    assert result.stdout.splitlines()[-1].endswith(" 0 problems")
    assert result.exit_code == 0


# evaluate


def test_evaluate_prints_strict_and_overlap(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    spans = [
        {"start": TEXT.index(n), "end": TEXT.index(n) + len(n), "label": m} for n, m in zip(FOUND, LABELS, strict=True)
    ]
    spans[2]["start"] -= 1
    path.write_text(json.dumps({"text": TEXT, "entities": spans}) + "\n", "utf-8")
    result = run("evaluate", path)
    assert result.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert rows["ARMED_GROUP"] == ["1", *["100.0"] * 6]
    assert rows["PLACE"] == ["1", *["0.0"] * 3, *["100.0"] * 3]
    assert rows["all"] == ["3", *["66.7"] * 3, *["100.0"] * 3]


# As a program of its own


def program(arguments: list[object], environment: dict[str, str], **options: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "arabic_conflict_ner.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, check=False, capture_output=True, **options)


def test_as_a_program_in_a_pipe_without_arabic(texts: Path, environment: dict[str, str]) -> None:
    old = {key: value for key, value in environment.items() if key != "PYTHONUTF8"} | {"PYTHONIOENCODING": "cp1252"}
    done = program(["extract", "-", texts / "nowhere.txt", "--format", "jsonl"], old, input=TEXT.encode())
    assert done.returncode == 2
    assert [entity["text"] for entity in json.loads(done.stdout)["entities"]] == FOUND
    assert "nowhere.txt does not exist" in done.stderr.decode()


def test_a_terminal_gets_a_progress_bar(texts: Path, environment: dict[str, str]) -> None:
    import pty  # POSIX alone has it

    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "arabic_conflict_ner.cli", "extract", str(texts), "--format", "jsonl"]
    done = subprocess.run(command, env=environment | {"TERM": "xterm"}, stdout=subprocess.PIPE, stderr=end, check=True)
    os.close(end)
    assert b"extract" in os.read(terminal, 100_000)
    os.close(terminal)
    assert len(done.stdout.splitlines()) == 3
