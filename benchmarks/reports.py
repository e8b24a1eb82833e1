"""Texts by the ten thousand, always the same: paragraphs of the example reports, and gazetteer names in templates."""

import json
from collections.abc import Iterator
from pathlib import Path

from arabic_conflict_ner import Gazetteer, Label

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles.jsonl"
TEMPLATES = (
    "اندلعت اشتباكات بين {group} ومسلحين مجهولين قرب بلدة {place}، وأُغلق الطريق إلى {other}.",
    "قال {person} إن {group} انسحبت من {place} باتجاه {other} فجر اليوم.",
    "قصف استهدف {facility} في محيط {place}، دون أنباء عن إصابات.",
    "وصلت تعزيزات إلى {place} و{other} بعد هدنة وقعها {person} مع {group}.",
)
DAYS = ("2015-06-01", None, "2025-06-01")
Report = tuple[int, str | None, str | None]
"""Its id, its text and its day."""


def reports(count: int) -> Iterator[Report]:
    """That many; one in 2,500 cannot be read."""
    lines = [json.loads(line)["text"] for line in EXAMPLES.read_text("utf-8").splitlines()]
    paragraphs = [paragraph for text in lines for paragraph in text.split("\n")]
    names = {label: [entry.name for entry in Gazetteer.builtin() if entry.label is label] for label in Label}
    for number in range(count):
        text = paragraphs[number % len(paragraphs)] if number % 10 == 0 else _filled(number, names)
        yield number, None if number % 2500 == 2499 else text, DAYS[number % len(DAYS)]


def _filled(number: int, names: dict[Label, list[str]]) -> str:
    def name(label: Label, step: int) -> str:
        return names[label][number * step % len(names[label])]

    return TEMPLATES[number % len(TEMPLATES)].format(
        place=name(Label.PLACE, 7919),
        other=name(Label.PLACE, 104729),
        group=name(Label.ARMED_GROUP, 31),
        facility=name(Label.FACILITY, 37),
        person=name(Label.PERSON, 41),
    )
