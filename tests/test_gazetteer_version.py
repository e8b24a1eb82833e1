"""The version of a gazetteer: every change of what it holds changes it, nothing else does; results carry it."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from entries import entry
from hypothesis import given
from hypothesis import strategies as st
from test_cli import records, run

import arabic_conflict_ner
from arabic_conflict_ner import Entry, Extraction, Extractor, Gazetteer, extract, extract_many
from arabic_conflict_ner.gazetteer import version
from arabic_conflict_ner.gazetteer.row import COLUMNS

HEADER = ",".join(COLUMNS)
ROWS = (
    {
        "label": "PLACE",
        "id": "place/1",
        "name": "تل النعام",
        "source": "a",
        "english": "Tell",
        "lat": "35.5",
        "lon": "40",
    },
    {"label": "PLACE", "id": "place/1", "kind": "alias", "name": "تلة النعام", "source": "a"},
    {"label": "PLACE", "id": "place/1", "kind": "weak", "name": "النعام", "source": "a"},
    {"label": "ARMED_GROUP", "id": "group/1", "name": "لواء الورد", "source": "b", "country": "SY", "theatre": "SY IQ"},
    {
        "label": "PERSON",
        "id": "person/1",
        "name": "زيد العمرو",
        "source": "b",
        "role": "spokesman",
        "valid_from": "2015",
    },
)


def written(path: Path, *rows: dict[str, str]) -> Path:
    lines = [HEADER, *(",".join(row.get(column, "") for column in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read(folder: Path, *rows: dict[str, str]) -> Gazetteer:
    return Gazetteer.from_csv(written(folder / "mine.csv", *rows))


def made(*entries: dict) -> Gazetteer:
    return Gazetteer.from_entries(entries)


# What changes it

CHANGES = {
    "label": "FACILITY",
    "id": "person/2",
    "name": "زيد العمر",
    "source": "c",
    "english": "Zayd",
    "country": "IQ",
    "type": "village",
    "parent": "place/1",
    "lat": "36.5",
    "pcode": "SY1",
    "geonames": "1",
    "wof": "2",
    "wikidata": "Q3",
    "population": "0",
    "role": "commander",
    "group": "group/1",
    "theatre": "SY",
    "designation": "self",
    "valid_from": "2016",
    "valid_to": "2020",
    "trust": "strong",
}


@pytest.mark.parametrize("column", sorted(set(COLUMNS) - {"kind"}))
def test_a_change_of_any_cell_changes_it(column: str, tmp_path: Path) -> None:
    row = {"label": "PLACE", "id": "x", "name": "تل", "source": "a", "lat": "1", "lon": "2"}
    changed = row | {column: CHANGES.get(column, "3")}
    assert read(tmp_path, row).version != read(tmp_path, changed).version


@pytest.mark.parametrize("number", range(1, len(ROWS)))
def test_a_row_less_and_a_row_more_change_it(number: int, tmp_path: Path) -> None:
    fewer, more = [row for row in ROWS if row is not ROWS[number]], (*ROWS, ROWS[1] | {"name": "تل نعام"})
    assert len({read(tmp_path, *rows).version for rows in (ROWS, fewer, more)}) == 3


def test_the_kind_of_a_name_changes_it(tmp_path: Path) -> None:
    weaker = [row | {"kind": "weak"} if row.get("kind") == "alias" else row for row in ROWS]
    assert read(tmp_path, *ROWS).version != read(tmp_path, *weaker).version
    assert made(entry("x", "تل", "تلة")).version != made(entry("x", "تلة", "تل")).version


def test_whose_the_names_are_changes_it() -> None:
    """A name of the caller's own counts more than a built-in one."""
    few = Gazetteer.builtin().without(*(e.id for e in list(Gazetteer.builtin())[3:]))
    assert len(few) == 3
    assert Gazetteer.from_entries(few).version != few.version


def test_empty_gazetteers_have_one_too() -> None:
    assert made().version == Gazetteer.from_entries([]).version
    assert made().version != made(entry("x", "تل")).version


# What does not


@given(st.permutations(ROWS), st.integers(0, len(ROWS)))
def test_rows_and_files_in_any_order_have_the_same(rows: list[dict[str, str]], at: int) -> None:
    gazetteer = Gazetteer.from_entries(read_rows(rows))
    assert gazetteer.version == Gazetteer.from_entries(read_rows(ROWS)).version
    united = Gazetteer.from_entries(read_rows(rows)[: at // 2]) | Gazetteer.from_entries(read_rows(rows)[at // 2 :])
    assert united.version == gazetteer.version


def read_rows(rows: list[dict[str, str]]) -> list[Entry]:
    """The entries of rows, without a file."""
    by_id: dict[str, list[dict[str, str]]] = {}
    for row in sorted(rows, key=lambda row: row.get("kind") in ("alias", "weak")):
        by_id.setdefault(row["id"], []).append(row)
    return [
        Entry.model_validate(
            {"id": id, "label": own[0]["label"]}
            | {key: own[0][key] for key in own[0].keys() - {"id", "label", "name", "kind", "source"}}
            | {
                "names": [
                    {"text": row["name"], "kind": row.get("kind", "canonical"), "source": row["source"]} for row in own
                ]
            }
        )
        for id, own in by_id.items()
    ]


def test_the_order_of_rows_in_a_file_is_no_matter(tmp_path: Path) -> None:
    shuffled = list(ROWS)
    random.Random(1).shuffle(shuffled)  # noqa: S311  # no secret
    assert shuffled != list(ROWS)
    assert read(tmp_path, *shuffled).version == read(tmp_path, *ROWS).version


def test_layers_count_by_what_they_come_to() -> None:
    one, other = made(entry("a", "تل"), entry("b", "حلب")), made(entry("b", "هجين"), entry("c", "بلد"))
    assert (one | other).version != (other | one).version
    assert (one | other).version == made(entry("a", "تل"), entry("b", "هجين"), entry("c", "بلد")).version
    assert (one | one).version == one.version
    assert (one | other | one).version == (other | one).version


def test_what_is_taken_away_is_as_if_it_had_not_been_there() -> None:
    whole = made(entry("a", "تل", "تلة"), entry("b", "حلب"))
    assert whole.without("b").version == made(entry("a", "تل", "تلة")).version
    assert whole.without("a", name="تلة").version == made(entry("a", "تل"), entry("b", "حلب")).version
    assert (whole.without("b") | whole).version == whole.version
    assert whole.without().version == whole.version


def test_a_row_that_takes_away_changes_it_once_it_is_laid_on(tmp_path: Path) -> None:
    whole = made(entry("a", "تل"), entry("b", "حلب"))
    path = tmp_path / "mine.csv"
    path.write_text("label,id,kind,name\nPLACE,b,removed,\n", "utf-8")
    changes = Gazetteer.from_csv(path, changing=whole)
    assert (whole | changes).version == whole.without("b").version == made(entry("a", "تل")).version


def test_it_is_the_same_in_every_process(environment: dict[str, str]) -> None:
    code = """
from arabic_conflict_ner import Gazetteer
names = [{"text": "تل", "designation": "self"}, {"text": "تلة", "kind": "alias"}, {"text": "تلال", "kind": "alias"}]
group = {"id": "x", "label": "ARMED_GROUP", "names": names, "theatre": ["SY", "IQ"]}
print(Gazetteer.from_entries([group]).version)
"""
    versions = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert versions == {"b918bdc79819aaee"}


def test_the_one_of_the_built_in_gazetteer_is_that_of_its_entries() -> None:
    assert Gazetteer.builtin().version == version.written(sum(map(version.digest, Gazetteer.builtin())))


# Results carry it


def test_results_say_what_made_them() -> None:
    found = extract("معارك في الرقة")
    assert (found.gazetteer, found.library) == (Gazetteer.builtin().version, arabic_conflict_ner.__version__)
    back = Extraction.model_validate_json(found.model_dump_json())
    assert (back.gazetteer, back.library, back.tagger) == (found.gazetteer, found.library, found.tagger)


def test_what_is_added_shows_in_the_results_and_only_then() -> None:
    extractor = Extractor(tagger=None)
    before = extractor.extract("قصف").gazetteer
    with extractor.adding([entry("x/1", "خربة السروات")]):
        assert extractor.extract("قصف").gazetteer not in (before, None)
    assert extractor.extract("قصف").gazetteer == before


@pytest.mark.parametrize("n_process", [1, 2])
def test_it_is_the_same_in_other_processes(n_process: int) -> None:
    extractor = Extractor(gazetteer=made(entry("x/1", "تل النعام"), entry("x/2", "حلب")).without("x/2"), tagger=None)
    versions = {found.gazetteer for found in extract_many(["حلب", "تل"], extractor=extractor, n_process=n_process)}
    assert versions == {made(entry("x/1", "تل النعام")).version}


def test_what_failed_names_no_gazetteer() -> None:
    (failed,) = Extractor(tagger=None).pipe([None])  # type: ignore[list-item]
    assert (failed.gazetteer, failed.library, failed.tagger) == (None, None, None)


def test_the_command_line_writes_it(tmp_path: Path) -> None:
    arguments = ("extract", "-", "--format", "jsonl", "--tagger", "none")
    (plain,) = records(run(*arguments, input="معارك في الرقة"))
    assert (plain["gazetteer"], plain["library"]) == (Gazetteer.builtin().version, arabic_conflict_ner.__version__)
    path = tmp_path / "mine.csv"
    path.write_text("label,name\nPLACE,رسم الطويحين\n", "utf-8")
    (own,) = records(run(*arguments, "--gazetteer", path, input="معارك في الرقة"))
    assert own["gazetteer"] == (Gazetteer.builtin() | Gazetteer.from_csv(path)).version != plain["gazetteer"]
    assert json.dumps(own["gazetteer"]).isascii()
