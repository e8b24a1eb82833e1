"""Hard sentences of tests/cases/*.toml: text → entities, in order. What cannot be done yet has a reason in `xfail`."""

import tomllib
from collections import Counter

import pytest
from conftest import ROOT

from arabic_conflict_ner import Label, extract

CASES = [
    case
    for path in sorted((ROOT / "tests" / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
KEYS = {"name", "why", "text", "entities", "labels", "xfail"}


def marks(case: dict) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"], marks=marks(case)) for case in CASES])
def test_case(case: dict) -> None:
    found = extract(case["text"], labels=case.get("labels"))
    assert [[entity.text, entity.label.value] for entity in found] == case["entities"], case["why"]


def test_cases_are_well_formed() -> None:
    assert len(CASES) >= 12
    assert [name for name, count in Counter(case["name"] for case in CASES).items() if count > 1] == []
    for case in CASES:
        assert {"name", "why", "text", "entities"} <= case.keys() <= KEYS, case["name"]
        end = 0
        for text, label in case["entities"]:
            assert Label(label)
            assert text in case["text"][end:], f"{case['name']}: {text} does not come in this order"
            end = case["text"].index(text, end) + len(text)
