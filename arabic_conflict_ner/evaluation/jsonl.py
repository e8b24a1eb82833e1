"""Annotated texts in JSONL, one a line: text, entities (start, end, label), and perhaps id, source, country, slice."""

from collections.abc import Iterator
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, ValidationError

from arabic_conflict_ner.evaluation.goldfile import GoldFile, GoldText
from arabic_conflict_ner.evaluation.span import Span


class _Entity(BaseModel):
    model_config = ConfigDict(strict=True)

    start: int
    end: int
    label: str
    text: str | None = None


class _Record(BaseModel):
    model_config = ConfigDict(strict=True)

    text: str
    entities: list[_Entity]
    id: int | str | None = None
    source: str | None = None
    country: str | None = None
    slice: str | None = None


def read(file: GoldFile) -> Iterator[GoldText]:
    """The texts of a JSONL file; what is wrong is noted in `file.problems`."""
    for number, line in file.lines():
        if line.strip():
            try:
                record = _Record.model_validate_json(line)
            except ValidationError as error:
                _note(file, number, error)
            else:
                yield _text(file, number, record)


def _note(file: GoldFile, number: int, error: ValidationError) -> None:
    for detail in error.errors():
        where = ".".join(map(str, detail["loc"]))
        found = f"{where}: {detail['msg']}" if where else detail["msg"]
        file.problem(number, found, 'needed: {"text": …, "entities": [{"start": 0, "end": 4, "label": "PLACE"}]}')


def _text(file: GoldFile, number: int, record: _Record) -> GoldText:
    spans = sorted(set(_spans(file, number, record)))
    for one, other in pairwise(spans):
        if one.touches(other):
            found = f"entities {_shown(one)} and {_shown(other)} overlap"
            file.problem(number, found, "annotations are flat: keep the outermost")
    id = None if record.id is None else str(record.id)
    return GoldText(record.text, tuple(spans), id, record.source, record.country, record.slice)


def _spans(file: GoldFile, number: int, record: _Record) -> Iterator[Span]:
    for entity in record.entities:
        label = file.label(number, entity.label)
        span = f"span ({entity.start}, {entity.end})"
        inside = 0 <= entity.start < entity.end <= len(record.text)
        if not inside:
            file.problem(number, span, f"0 <= start < end <= {len(record.text)}, the length of the text")
        elif entity.text is not None and entity.text != record.text[entity.start : entity.end]:
            found = f"{span} is {record.text[entity.start : entity.end]!r}, not {entity.text!r}"
            file.problem(number, found, "offsets count code points of the text, not bytes or UTF-16 units")
        elif label is not None:
            yield Span(entity.start, entity.end, label)


def _shown(span: Span) -> str:
    return f"({span.start}, {span.end}, {span.label})"
