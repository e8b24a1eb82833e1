"""What the tagger and the decision learn from: gold paragraphs, paragraphs read for this project, silver ones."""

import gzip
import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.pieces import WINDOW, Cutter, Pieces, spellings
from arabic_conflict_ner.tagging.tags import BEGIN, CUTS, INSIDE
from arabic_conflict_ner.text import chars
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import tokenize
from arabic_conflict_ner.training import augment
from arabic_conflict_ner.training.leaks import Guard, texts

Record = dict[str, Any]
IGNORED = -100
"""The tag of a word that nothing is learnt from."""
ANNOTATIONS = Path(__file__).with_name("annotations.jsonl")
"""Paragraphs of the raw news that were read for this project: the hash of each, offsets and labels, no text."""
WRITTEN = Path(__file__).with_name("written")
"""Paragraphs that were written for this project, one a line, with their entities: ب[[P|الرقة]]."""
_MARKS = {
    "P": Label.PLACE,
    "G": Label.ARMED_GROUP,
    "H": Label.PERSON,
    "F": Label.FACILITY,
    "O": Label.ORGANIZATION,
}
_MARKED = re.compile(r"\[\[([PGHFO])\|([^\[\]|]+)\]\]")
FOLDS = 2
"""The parts that the gold is split into, so that what a tagger says of texts it has not read can be known."""
_SURE = 0.75  # silver entities less likely than this are neither learnt nor denied
_FOLDED = 0.12  # share of paragraphs read in normalised spelling: without hamza, ه for ة, ي for ى
_UNMARKED = 0.1  # share read without punctuation, as some corpora are


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph for the network: pieces, where words begin, and for each word a tag and a cut (or IGNORED)."""

    ids: list[int]
    starts: list[int]
    tags: list[int]
    cuts: list[int]


def guard(shared: Path) -> Guard:
    """What must not be learnt from: everything that shares a string with the texts that judge."""
    paths = (shared / "gold" / name for name in ("dev.jsonl", "seed.jsonl"))
    return Guard(text for path in paths for text in texts(path))


def all_gold(shared: Path) -> list[Record]:
    """Every gold paragraph that may be learnt from: train.jsonl, raw ones read for this project, written ones."""
    allowed = guard(shared)
    lines = (shared / "gold" / "train.jsonl").read_text("utf-8").splitlines()
    records = [record for line in lines if not allowed.shares((record := json.loads(line))["text"])]
    return records + annotated(raw_texts(shared, allowed)) + [r for r in written() if not allowed.shares(r["text"])]


def raw_texts(shared: Path, allowed: Guard) -> list[str]:
    """The different conflict paragraphs of the raw news that may be learnt from."""
    with gzip.open(shared / "raw" / "conflict_paragraphs.jsonl.gz", "rt", encoding="utf-8") as lines:
        different = dict.fromkeys(json.loads(line)["text"] for line in lines)
    return [text for text in different if not allowed.shares(text)]


def fold(text: str) -> int:
    """The part of the gold that a paragraph belongs to: that fold's tagger has not read it."""
    return int(sha256(text)[:8], 16) % FOLDS


def sha256(text: str) -> str:
    """The hash that a paragraph is found again by."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def annotated(raw: Iterable[str], annotations: Path = ANNOTATIONS) -> list[Record]:
    """The paragraphs of `raw` that were read for this project, with their entities."""
    rows = [json.loads(line) for line in annotations.read_text("utf-8").splitlines()] if annotations.is_file() else []
    entities = {row["sha256"]: row["entities"] for row in rows}
    found = ((text, entities.get(sha256(text))) for text in raw)
    return [
        {"text": text, "entities": [_entity(text, *e) for e in spans]} for text, spans in found if spans is not None
    ]


def written(folder: Path = WRITTEN) -> list[Record]:
    """The paragraphs that were written for this project."""
    lines = (line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines())
    return [unmarked(line) for line in lines if line.strip()]


def unmarked(line: str) -> Record:
    """A paragraph and its entities from a line with marks.

    >>> unmarked("انفجار ب[[P|الرقة]]")
    {'text': 'انفجار بالرقة', 'entities': [{'start': 8, 'end': 13, 'label': 'PLACE', 'text': 'الرقة'}]}
    """
    text = ""
    entities: list[Record] = []
    last = 0
    for mark in _MARKED.finditer(line):
        text += line[last : mark.start()]
        label = _MARKS[mark[1]].value
        entities.append({"start": len(text), "end": len(text) + len(mark[2]), "label": label, "text": mark[2]})
        text += mark[2]
        last = mark.end()
    return {"text": text + line[last:], "entities": entities}


def _entity(text: str, start: int, end: int, label: str) -> Record:
    return {"start": start, "end": end, "label": label, "text": text[start:end]}


def vary(record: Record, names: augment.Names, chance: random.Random) -> Record:
    """The paragraph as it is, or, as often as not, with other names, other places in them, or a list of villages.

    In one of three, proclitics are put before names or taken away.
    """
    made = [record, *augment.augment(record, names, chance)] if chance.random() < 0.5 else [record]
    chosen = chance.choice(made[1:] or made)
    return augment.with_proclitics(chosen, chance) if chance.random() < 1 / 3 else chosen


def example(record: Record, cutter: Cutter, chance: random.Random | None = None) -> Iterator[Example]:
    """A paragraph as the network learns it, in windows; with `chance`, now and then in a hasty writer's spelling."""
    normalized = normalize(record["text"])
    tokens = tokenize(normalized)
    tags, cuts = _tags(record, [(token.start, token.end) for token in tokens])
    folded = chance is not None and chance.random() < _FOLDED
    words = [token.form for token in tokens] if folded else spellings(record["text"], tokens)
    if chance is not None and chance.random() < _UNMARKED:
        kept = [n for n, word in enumerate(words) if word[0].isalnum()]
        words, tags, cuts = ([column[n] for n in kept] for column in (words, tags, cuts))  # type: ignore[assignment]  # three lists
    if words:
        pieces = Pieces.of(words, cutter)
        yield from _cut(Example(pieces.ids, pieces.starts, tags, cuts))


def _tags(record: Record, spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    tags = [0] * len(spans)
    cuts = [IGNORED] * len(spans)
    for entity in record["entities"]:
        inside = [n for n, (start, end) in enumerate(spans) if start < entity["end"] and entity["start"] < end]
        score = entity.get("score", 1.0)
        for n in inside:
            tags[n] = INSIDE[Label(entity["label"])] if score >= _SURE else IGNORED
        if inside and score >= _SURE:
            tags[inside[0]] = BEGIN[Label(entity["label"])]
            cuts[inside[0]] = min(CUTS - 1, _letters(record["text"][spans[inside[0]][0] : entity["start"]]))
    return tags, cuts


def _letters(text: str) -> int:
    """How many letters a text has, the marks on them not counted."""
    return sum(chars.FOLDS.get(char) != "" for char in text)


def _cut(whole: Example) -> Iterator[Example]:
    first = 0
    words = len(whole.tags)
    while first < words:
        last = first + 1
        while last < words and whole.starts[last + 1] - whole.starts[first] <= WINDOW:
            last += 1
        offset = whole.starts[first]
        starts = [start - offset for start in whole.starts[first : last + 1]]
        ids = whole.ids[offset : whole.starts[last]]
        yield replace(whole, ids=ids, starts=starts, tags=whole.tags[first:last], cuts=whole.cuts[first:last])
        first = last
