"""The real report that the library was begun for, read whole: every one of its 49 entities and nothing else."""

import json
from collections import Counter
from pathlib import Path

import pytest

from arabic_conflict_ner import Label, extract

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def article(gold: Path) -> str:
    return (gold / "seed_article.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def expected(gold: Path, article: str) -> list[tuple[int, int, str, str]]:
    """The entities of the paragraphs of seed.jsonl, with offsets in the whole file."""
    entities = []
    end = 0
    for line in (gold / "seed.jsonl").read_text("utf-8").splitlines():
        paragraph = json.loads(line)
        begin = article.index(paragraph["text"], end)
        end = begin + len(paragraph["text"])
        entities += [(begin + e["start"], begin + e["end"], e["label"], e["text"]) for e in paragraph["entities"]]
    return entities


def test_the_gold_is_what_it_says(article: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert len(expected) == 49
    assert [article[start:end] for start, end, _label, _text in expected] == [text for *_span, text in expected]
    assert Counter(label for _start, _end, label, _text in expected) == {
        **{"PLACE": 29, "ARMED_GROUP": 15, "PERSON": 1, "FACILITY": 4},
    }


@pytest.mark.parametrize("label", [Label.PLACE, Label.ARMED_GROUP, Label.PERSON, Label.FACILITY])
def test_every_entity_of_the_article_and_nothing_else(
    label: Label, article: str, expected: list[tuple[int, int, str, str]]
) -> None:
    found = [(e.start, e.end, e.label.value, e.text) for e in extract(article) if e.label is label]
    wanted = [entity for entity in expected if entity[2] == label]
    assert sorted(set(wanted) - set(found)) == [], "missed"
    assert sorted(set(found) - set(wanted)) == [], "not there"


def test_no_row_names_the_article(root: Path, article: str) -> None:
    """Names may be in the gazetteers, its sentences may not."""
    words = article.split()
    phrases = {" ".join(words[first : first + 5]) for first in range(len(words) - 4)}
    for path in (root / "gazetteers").rglob("*.csv"):
        text = path.read_text("utf-8")
        assert not [phrase for phrase in phrases if phrase in text], path


@pytest.mark.parametrize("name", ["حصان", "المعامل", "حمار العلي"])
def test_common_nouns_come_out_of_evidence(name: str, article: str) -> None:
    (entity,) = {e.text: e for e in extract(article) if e.text == name}.values()
    assert entity.evidence.cues
