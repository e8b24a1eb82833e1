"""OpenStreetMap's places: apart from all others, found only when asked for, laid on the entries that are there."""

import csv
import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT
from test_cli import records, run

from arabic_conflict_ner import Extractor, Gazetteer, GazetteerError
from arabic_conflict_ner.gazetteer import builtin
from arabic_conflict_ner.gazetteer.stack import Stack

FOLDER = ROOT / "gazetteers"
SOURCES = ROOT.parent / "shared" / "gazetteer_sources"
TOWN, ID = "بنقنارتي قبلي", "place/sd/osm-n4283473533"
REPORT = f"اندلعت اشتباكات في قرية {TOWN}"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / "odbl" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def both() -> Gazetteer:
    return Gazetteer.builtin() | Gazetteer.osm()


def test_no_share_alike_row_is_built_in() -> None:
    share_alike = {"osm-libya", "osm-sudan"}
    assert not any(name.source in share_alike for entry in Gazetteer.builtin() for name in entry.names)
    assert ID not in Gazetteer.builtin()


def test_its_rows_name_openstreetmap_and_its_licence() -> None:
    told = tomllib.loads((FOLDER / "sources.toml").read_text("utf-8"))
    for source in {row["source"] for name in ("libya.csv", "sudan.csv", "names.csv") for row in rows(name)}:
        assert told[source]["licence"] == "ODbL-1.0"
        assert "© OpenStreetMap contributors" in told[source]["attribution"]
    assert "opendatacommons.org/licenses/odbl/1.0" in (ROOT / "NOTICE").read_text("utf-8")


def test_its_places_are_found_when_asked_for(both: Gazetteer) -> None:
    assert Gazetteer.builtin().search(TOWN) == []
    (ref,) = both.search(TOWN)
    assert (ref.entry.id, ref.own) == (ID, False)
    assert [area.id for area in both.ancestors(ref.entry)][-1] == "place/sd"
    assert len(both) - len(Gazetteer.builtin()) == sum(row["kind"] == "canonical" for row in rows("sudan.csv")) + sum(
        row["kind"] == "canonical" for row in rows("libya.csv")
    )


def test_its_names_of_built_in_entries_lead_to_these(both: Gazetteer) -> None:
    for row in rows("names.csv"):
        assert row["id"] in Gazetteer.builtin()
        assert row["id"] not in {ref.entry.id for ref in Gazetteer.builtin().search(row["name"])}
        assert row["id"] in {ref.entry.id for ref in both.search(row["name"])}
        former, entry = Gazetteer.builtin().entry(row["id"]), both.entry(row["id"])
        assert set(former.names) < set(entry.names)
        assert (entry.lat, entry.parent, entry.name) == (former.lat, former.parent, former.name)


def test_no_place_of_theirs_is_one_that_is_built_in(both: Gazetteer) -> None:
    """Nothing of the same name and governorate within five kilometres."""
    from arabic_conflict_ner.gazetteer.point import distance, point

    units = {"country", "governorate", "district", "subdistrict", "region"}
    for entry in (entry for entry in both if "/osm-" in entry.id):
        here = point(entry)
        twins = [
            ref.entry.id
            for ref in Gazetteer.builtin().search(entry.name)
            if ref.variant == "as written" and ref.entry.label == "PLACE" and ref.entry.type not in units
            if (there := point(ref.entry)) and here and distance(here, there) < 5
        ]
        assert twins == [], entry.id


def test_results_differ_in_link_and_version(both: Gazetteer) -> None:
    plain, more = (Extractor(gazetteer=g, tagger=None).extract(REPORT) for g in (Gazetteer.builtin(), both))
    assert plain.gazetteer != more.gazetteer
    assert [e.link.entry for e in more if e.link] == [ID]
    assert all(not (e.link and "osm" in e.link.entry) for e in plain)


def test_rows_of_the_caller_may_change_them(file, both: Gazetteer) -> None:
    path = file(f"label,id,kind,name\nPLACE,{ID},removed,\n")
    with pytest.raises(GazetteerError, match="there is no entry"):
        Gazetteer.from_csv(path)
    assert (both | Gazetteer.from_csv(path, changing=both)).search(TOWN) == []


def test_it_is_pickled_by_name_alone(both: Gazetteer) -> None:
    data = pickle.dumps(both)
    assert len(data) < 5_000
    assert pickle.loads(data).version == both.version  # noqa: S301  # our own bytes


def test_the_command_line_reads_it_when_asked_to(tmp_path: Path) -> None:
    arguments = ("extract", "-", "--format", "jsonl", "--tagger", "none")
    links = [
        [
            entity["link"]["entry"]
            for entity in records(run(*arguments, *more, input=REPORT))[0]["entities"]
            if entity["link"]
        ]
        for more in ((), ("--osm",))
    ]
    assert links == [[], [ID]]
    assert run("gazetteer", "search", TOWN).exit_code == 1
    assert ID in run("gazetteer", "search", TOWN, "--osm").stdout
    path = tmp_path / "mine.csv"
    path.write_text(f"label,id,kind,name\nPLACE,{ID},removed,\n", "utf-8")
    (record,) = records(run(*arguments, "--osm", "--gazetteer", path, input=REPORT))
    assert not any(entity["link"] for entity in record["entities"])


def test_bad_rows_are_told(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("[osm]\n", "utf-8")
    (tmp_path / "odbl").mkdir()
    (tmp_path / "odbl" / "names.csv").write_text("label,id,kind,name,source\nPLACE,x,alias,تل,osm\n", "utf-8")
    with pytest.raises(GazetteerError, match="entry 'x' has no canonical name"):
        builtin.load_odbl(tmp_path, Stack())


# How it is compiled


def test_what_a_machine_turned_back_is_recognised_by_its_ends() -> None:
    code = """
import doctest, sys
sys.path.insert(0, "scripts")
import _osm_sources
failed, tried = doctest.testmod(_osm_sources)
print(failed, tried)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "0"
    assert int(done.stdout.split()[1]) > 0


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"needs the sources in {SOURCES}, which are not part of the project")
def test_the_files_are_what_their_sources_say() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "build_osm.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
