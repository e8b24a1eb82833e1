"""The examples keep their word: the reports are well marked, the notebooks run."""

import json
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

from arabic_conflict_ner import Gazetteer, Label, extract

ARTICLES = [json.loads(line) for line in (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines()]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


def test_there_are_a_dozen_reports_with_ids_of_their_own() -> None:
    assert len(ARTICLES) >= 12
    assert len({article["id"] for article in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])
def test_report_is_well_marked(article: dict) -> None:
    assert list(article) == ["id", "title", "text", "country", "note", "entities"]
    end = 0
    for entity in article["entities"]:
        assert list(entity) == ["start", "end", "label", "text"]
        assert end <= entity["start"] < entity["end"], "entities overlap or are out of order"
        assert article["text"][entity["start"] : entity["end"]] == entity["text"]
        assert entity["label"] in list(Label)
        assert entity["text"] == entity["text"].strip(" «»\"'()[].,،؛:")
        end = entity["end"]


def test_reports_say_that_their_events_are_invented(root: Path) -> None:
    assert "events are invented" in (root / "examples" / "README.md").read_text("utf-8")


def test_most_of_what_is_marked_is_found() -> None:
    right = wanted = reported = 0
    for article in ARTICLES:
        gold = {(e["start"], e["end"], e["label"]) for e in article["entities"] if e["label"] != "ORGANIZATION"}
        found = {(e.start, e.end, e.label.value) for e in extract(article["text"])}
        right, wanted, reported = right + len(gold & found), wanted + len(gold), reported + len(found)
    assert right / wanted > 0.75
    assert right / reported > 0.75


def test_the_village_list_is_made_up_and_can_be_read(root: Path) -> None:
    mine = Gazetteer.from_csv(root / "examples" / "my_villages.csv")
    assert len(mine) == 12
    assert (root / "examples" / "my_villages.csv").read_text("utf-8").startswith("label,name\n")
    for entry in mine:
        assert Gazetteer.builtin().search(entry.name) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_runs_and_gives_what_it_shows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    shown = [output(cell) for cell in notebook.cells if cell.cell_type == "code"]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    given = [output(cell) for cell in notebook.cells if cell.cell_type == "code"]
    assert [now if before else [] for now, before in zip(given, shown, strict=True)] == shown
    assert any(given)


def output(cell: nbformat.NotebookNode) -> list[str]:
    """The plain text that a cell printed or returned; a stream may come in several pieces on a busy machine."""
    streams: dict[str, str] = {}
    for out in cell.outputs:
        kind = out.get("name", out.output_type)
        streams[kind] = streams.get(kind, "") + (out.get("text") or out.get("data", {}).get("text/plain", ""))
    return [text for _, text in sorted(streams.items())]
