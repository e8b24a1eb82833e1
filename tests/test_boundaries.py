"""One rule says where a name begins and ends, for what a tagger marks and for what people annotated."""

import json
from pathlib import Path

import pytest

from arabic_conflict_ner import Label, normalize
from arabic_conflict_ner.mentions.boundaries import within
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.text.tokens import Tokens

PLACE, GROUP = Label.PLACE, Label.ARMED_GROUP


def text_of(text: str) -> Text:
    return Text(Tokens(normalize(text)), Lexicon.builtin())


@pytest.mark.parametrize(
    ("text", "chain", "label", "expected"),
    [
        ("محيط خشام", "", PLACE, "خشام"),
        ("ومدينة الرقة", "و", PLACE, "الرقه"),
        ("محيط مدينة الرقة", "", PLACE, "الرقه"),
        ("«داعش»", "", GROUP, "داعش"),
        ("(قسد،", "", GROUP, "قسد"),
        ("قوات النظام", "", GROUP, "قوات النظام"),
        ("إقليم كردستان", "", PLACE, "اقليم كردستان"),
        ("مزارع شبعا", "", PLACE, "مزارع شبعا"),
        ("مدينة", "", PLACE, "مدينه"),
        ("والغربي", "و", PLACE, None),
        ("الغربي", "", GROUP, "الغربي"),
        ("«»", "", PLACE, None),
    ],
)
def test_what_is_no_part_of_a_name_is_left_out(text: str, chain: str, label: Label, expected: str | None) -> None:
    words = text_of(text)
    found = within(label, 0, len(words.forms), chain, words)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        first, last, rest = found
        assert " ".join(words.forms[first:last])[len(rest) :] == expected


def test_a_known_name_keeps_its_designator() -> None:
    words = text_of("مدينة الصدر")
    assert within(PLACE, 0, 2, "", words, is_known=True) == (0, 2, "")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["train.jsonl", "dev.jsonl"])
def test_the_rule_is_the_annotators_own(gold: Path, name: str) -> None:
    changed = total = 0
    for line in (gold / name).read_text("utf-8").splitlines():
        record = json.loads(line)
        for entity in record["entities"]:
            words = text_of(entity["text"])
            total += 1
            changed += within(Label(entity["label"]), 0, len(words.forms), "", words) != (0, len(words.forms), "")
    assert total > 1000
    assert changed / total < 0.002  # «مدينة الصدر», «حي السلم»: fixed names that the rule does not know
