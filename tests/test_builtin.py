"""The gazetteers that ship: what they hold, and the rules that make their files reviewable (gazetteers/README.md)."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

from arabic_conflict_ner import Gazetteer, Label, normalize
from arabic_conflict_ner.gazetteer.entry import TYPES, Designation, Trust
from arabic_conflict_ner.gazetteer.row import COLUMNS, ENTRY_COLUMNS

FOLDER = ROOT / "gazetteers"
FILES = sorted(path for path in FOLDER.rglob("*.csv") if path.parent.name != "lexicon")
KINDS = ("canonical", "alias", "weak")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
_NEVER_IN_A_NAME = re.compile(
    r"[\u064b-\u065f\u0670ـ\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\"«»“”٠-٩۰-۹]|^ | $|  "
)

of_every_file = pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDER)) for path in FILES])


@cache
def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def all_rows() -> list[dict[str, str]]:
    return [row for path in FILES for row in rows(path)]


@cache
def sources() -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))


def entries(label: Label, country: str | None = None, type: str | None = None) -> list:
    return [
        entry
        for entry in Gazetteer.builtin()
        if entry.label is label and country in (None, entry.country) and type in (None, entry.type)
    ]


# What they hold


def test_syria_is_there_in_full() -> None:
    assert sum(len(entry.names) for entry in entries(Label.PLACE, "SY")) >= 14_000
    assert len(entries(Label.PLACE, "SY", "governorate")) == 14
    assert len(entries(Label.PLACE, "SY", "district")) >= 60
    assert len(entries(Label.PLACE, "SY", "subdistrict")) >= 260


@pytest.mark.parametrize("column", ["pcode", "geonames", "wof", "parent", "lat"])
def test_syrian_places_carry_ids_parents_and_coordinates(column: str) -> None:
    places = entries(Label.PLACE, "SY")
    assert sum(getattr(place, column) is not None for place in places) > len(places) / 4


def test_syrian_places_have_their_parents_up_to_the_country() -> None:
    villages = [entry for entry in entries(Label.PLACE, "SY") if entry.pcode and entry.type in ("village", "town")]
    gazetteer = Gazetteer.builtin()
    types = Counter(tuple(a.type for a in gazetteer.ancestors(village)) for village in villages)
    assert types.most_common(1)[0][0] == ("subdistrict", "district", "governorate", "country")


def test_groups_of_the_syrian_theatre() -> None:
    groups = {row["id"] for path in FILES if path.match("armed_groups/syria*.csv") for row in rows(path)}
    assert len(groups) >= 120


def test_facilities_and_people() -> None:
    assert len(entries(Label.FACILITY, "SY")) >= 120
    assert len(entries(Label.PERSON)) >= 200


@pytest.mark.parametrize(
    ("type", "at_least"), [("country", 190), ("sea", 8), ("river", 8), ("mountain", 8), ("continent", 5)]
)
def test_the_world(type: str, at_least: int) -> None:
    assert len(entries(Label.PLACE, type=type)) >= at_least


@pytest.mark.parametrize(
    "name",
    ["سوريا", "العراق", "لبنان", "تركيا", "روسيا", "الولايات المتحدة", "إيران", "البحر الأحمر", "الفرات", "دجلة"],
)
def test_is_known(name: str) -> None:
    assert [ref for ref in Gazetteer.builtin().search(name) if ref.entry.label is Label.PLACE]


# The rules of the files


def test_the_readme_for_editors_names_every_column_type_and_value() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    table = {
        name
        for line in readme.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert set(COLUMNS) <= table
    for label, types in TYPES.items():
        (line,) = [line for line in readme.splitlines() if line.startswith(f"- {label.value}: ")]
        assert re.findall(r"`(\w+)`", line) == list(types)
    for value in (*Label, *KINDS, *Designation, *Trust):
        assert f"`{value}`" in readme


@of_every_file
def test_file_is_utf8_with_lf_and_can_be_reviewed(path: Path) -> None:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.decode("utf-8").endswith("\n")
    assert len(rows(path)) <= 5000


@of_every_file
def test_columns_are_ours_in_our_order(path: Path) -> None:
    header = path.read_text("utf-8").partition("\n")[0].split(",")
    assert header[:5] == ["label", "id", "kind", "name", "source"]
    assert header == [column for column in COLUMNS if column in header]


@of_every_file
def test_the_name_is_the_only_arabic_column(path: Path) -> None:
    assert [row for row in rows(path) if _ARABIC.search("".join(v for k, v in row.items() if k != "name"))] == []


@of_every_file
def test_names_are_written_as_a_careful_newspaper_writes_them(path: Path) -> None:
    assert [row["name"] for row in rows(path) if _NEVER_IN_A_NAME.search(row["name"])] == []


@of_every_file
def test_ids_kinds_and_types_are_legal(path: Path) -> None:
    for row in rows(path):
        assert re.fullmatch(r"[a-z0-9]+(/[a-z0-9-]+)+", row["id"]), row
        assert row["kind"] in KINDS, row
        assert row.get("type", "") in ("", *TYPES[Label(row["label"])]), row


@of_every_file
def test_rows_of_an_entry_stand_together_canonical_alias_weak_by_code_point(path: Path) -> None:
    by_id: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows(path):
        by_id[row["id"]].append((KINDS.index(row["kind"]), row["name"]))
    assert [id for id, names in by_id.items() if names != sorted(names)] == []
    runs = [
        row["id"]
        for row, before in zip(rows(path), [{"id": ""}, *rows(path)], strict=False)
        if row["id"] != before["id"]
    ]
    assert [id for id, count in Counter(runs).items() if count > 1] == []


@of_every_file
def test_attributes_stand_on_the_canonical_row_alone(path: Path) -> None:
    attributes = [column for column in ENTRY_COLUMNS if column in rows(path)[0]]
    assert [row for row in rows(path) if row["kind"] != "canonical" and any(row[c] for c in attributes)] == []


@of_every_file
def test_every_source_is_told(path: Path) -> None:
    assert {row["source"] for row in rows(path)} <= set(sources())


@pytest.mark.parametrize("field", ["title", "licence", "attribution", "retrieved", "how"])
def test_every_source_has(field: str) -> None:
    assert [name for name, source in sources().items() if not source.get(field)] == []


def test_share_alike_sources_stand_in_files_of_their_own() -> None:
    share_alike = {name for name, s in sources().items() if re.search(r"-SA-|ODbL|GPL", s["licence"])}
    for path in FILES:
        found = {row["source"] for row in rows(path)}
        assert not found & share_alike or found <= share_alike, path


@pytest.mark.parametrize("column", ["parent", "group"])
def test_ids_that_rows_point_to_exist(column: str) -> None:
    known = {row["id"] for row in all_rows()}
    assert {row[column] for row in all_rows() if row.get(column)} - known == set()


def test_an_id_belongs_to_one_file() -> None:
    own = (path for path in FILES if path.name != "names.csv")  # has names of entries of other files, and no other rows
    files = Counter(id for path in own for id in {row["id"] for row in rows(path)})
    assert [id for id, count in files.items() if count > 1] == []


def test_no_entry_holds_two_spellings_that_the_library_folds() -> None:
    seen: set[tuple[str, str]] = set()
    twice = []
    for row in all_rows():
        written = (row["id"], normalize(row["name"]).text)
        twice += [row] if written in seen else []
        seen.add(written)
    assert twice == []


@pytest.mark.parametrize("name", ["حصان", "المعامل", "السوسة", "الكرامة"])
def test_a_common_noun_is_known_as_a_place(name: str) -> None:
    assert [ref for ref in Gazetteer.builtin().search(name) if ref.entry.label is Label.PLACE]
