"""Judge an extractor against annotated texts, and print the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ValidationError
from rich.console import Console
from rich.table import Table

from arabic_conflict_ner.errors import AnnotationError, Problem
from arabic_conflict_ner.evaluation.score import Score, Span, Tally
from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.labels import Label


class GoldEntity(BaseModel):
    """An annotated span: code points, half-open."""

    start: int
    end: int
    label: Label


class GoldText(BaseModel):
    """A line of an annotated JSONL file."""

    text: str
    entities: list[GoldEntity]
    id: str | None = None
    country: str | None = None

    def spans(self, labels: Sequence[Label]) -> set[Span]:
        """The annotated spans of some labels."""
        return {(e.start, e.end, e.label) for e in self.entities if e.label in labels}


@dataclass(frozen=True, slots=True)
class Miss:
    """A span that only one side has."""

    kind: str
    label: Label
    id: str | None
    context: str


def read_gold(path: Path) -> list[GoldText]:
    """The texts of an annotated JSONL file. Raises AnnotationError naming every bad line; FileNotFoundError."""
    texts: list[GoldText] = []
    problems: list[Problem] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            text = GoldText.model_validate_json(line)
        except ValidationError as error:
            detail = error.errors()[0]
            where = ".".join(map(str, detail["loc"]))
            problems.append(Problem(str(path), number, f"{where}: {detail['msg']}", "text and entities are needed"))
            continue
        outside = [e for e in text.entities if not 0 <= e.start < e.end <= len(text.text)]
        problems += [Problem(str(path), number, f"span ({e.start}, {e.end})", "inside the text") for e in outside]
        texts.append(text)
    if problems:
        raise AnnotationError(problems)
    return texts


def judge(texts: Sequence[GoldText], extractor: Extractor, labels: Sequence[Label]) -> tuple[Tally, list[Miss]]:
    """The counts over all texts, and every span that only one side has."""
    tally = Tally()
    misses: list[Miss] = []
    for text in texts:
        gold = text.spans(labels)
        predicted = {(e.start, e.end, e.label) for e in extractor.extract(text.text, labels=labels)}
        tally.add(gold, predicted)
        misses += [_miss("missed", span, text) for span in sorted(gold - predicted)]
        misses += [_miss("spurious", span, text) for span in sorted(predicted - gold)]
    return tally, misses


def _miss(kind: str, span: Span, text: GoldText) -> Miss:
    start, end, label = span
    context = f"{text.text[max(0, start - 40) : start]}[{text.text[start:end]}]{text.text[end : end + 25]}"
    return Miss(kind, label, text.id, context.replace("\n", " "))


def print_report(
    path: Path, extractor: Extractor, labels: Sequence[Label], *, country: str | None, errors: int, out: TextIO
) -> None:
    """Judge and print a table of figures, and the first `errors` errors. Raises AnnotationError."""
    texts = [text for text in read_gold(path) if country is None or text.country == country]
    tally, misses = judge(texts, extractor, labels)
    table = Table(
        "label", "gold", "P", "R", "F1", "overlap P", "R", "F1", title=f"{path.name}: {len(texts)} texts", box=None
    )
    for name, strict, overlap in _rows(tally, labels):
        table.add_row(name, str(strict.gold), *_percent(strict), *_percent(overlap))
    console = Console(file=out, width=None if out.isatty() else 120, highlight=False)
    console.print(table)
    for miss in misses[:errors]:
        console.print(f"{miss.kind} {miss.label} {miss.id or ''}: {miss.context}", markup=False)


def _rows(tally: Tally, labels: Sequence[Label]) -> Iterator[tuple[str, Score, Score]]:
    for label in labels:
        yield label, tally.strict(label), tally.overlap(label)
    yield "all", tally.strict(*labels), tally.overlap(*labels)


def _percent(score: Score) -> tuple[str, str, str]:
    return tuple(f"{100 * value:.1f}" for value in (score.precision, score.recall, score.f1))  # type: ignore[return-value]  # three of them
