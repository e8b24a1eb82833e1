"""The figures of an evaluation for the terminal: what an analyst asks first, and the rest on demand."""

from collections.abc import Iterator
from itertools import chain, groupby
from typing import TextIO

from rich.console import Console
from rich.table import Table

from arabic_conflict_ner.evaluation.bootstrap import Interval
from arabic_conflict_ner.evaluation.evaluation import Evaluation
from arabic_conflict_ner.evaluation.mistakes import Mistake
from arabic_conflict_ner.evaluation.percent import bounds, percent, percents
from arabic_conflict_ner.evaluation.slices import TextSlice

_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_VALUES = 10  # of a field; a field may hold as many as there are texts
INTERVAL = "95 %"


def write(evaluation: Evaluation, out: TextIO, *, details: bool, mistakes: int) -> None:
    """Print scores by label, slices and calibration; with `details` SemEval counts and each `min_score` too.

    In: `mistakes`, how many of the worst errors of each kind to list.
    """
    console = Console(file=out, width=None if out.isatty() else 120, highlight=False, markup=False, emoji=False)
    for table in (_labels(evaluation), _mentions(evaluation), *_texts(evaluation)):
        console.print(table)
    console.print(f"\n {calibration(evaluation)}", soft_wrap=True)
    if details:
        console.print(_semeval(evaluation))
        console.print(_min_scores(evaluation))
    for mistake in chain(evaluation.spurious[:mistakes], evaluation.missed[:mistakes]):
        console.print(describe(mistake), soft_wrap=True)


def _table(title: str, *headers: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, header_style="bold")
    for number, header in enumerate(headers):
        table.add_column(header, justify="right" if number else "left", no_wrap=True)
    return table


def _labels(evaluation: Evaluation) -> Table:
    name = evaluation.data.name if evaluation.data else "evaluation"
    interval = [INTERVAL] * _has_intervals(evaluation)
    headers = ("label", "gold", "P", "R", "F1", *interval, "overlap P", "R", "F1")
    table = _table(f"{name}: {evaluation.texts} texts", *headers)
    for label, figures in evaluation.labels.items():
        strict = (*percents(figures.strict), *_bounds(figures.strict_f1_interval, evaluation))
        table.add_row(label, str(figures.strict.gold), *strict, *percents(figures.overlap))
    return table


def _mentions(evaluation: Evaluation) -> Table:
    interval = [INTERVAL] * _has_intervals(evaluation)
    table = _table("\nrecall of gold entities", "slice", "gold", "R", *interval, "overlap R")
    for slice in evaluation.mentions:
        recall = slice.recall
        strict = (percent(recall.strict_recall), *_bounds(slice.interval, evaluation))
        table.add_row(slice.name, str(recall.gold), *strict, percent(recall.overlap_recall))
    return table


def _texts(evaluation: Evaluation) -> Iterator[Table]:
    if evaluation.by_text:
        interval = [INTERVAL] * _has_intervals(evaluation)
        table = _table("\nby text", "slice", "texts", "gold", "P", "R", "F1", *interval, "overlap F1")
        for field, slices in groupby(evaluation.by_text, key=lambda slice: slice.field):
            for slice in list(slices)[:_VALUES]:
                table.add_row(f"{field} {slice.value}", *_text_row(slice, evaluation))
        yield table


def _text_row(slice: TextSlice, evaluation: Evaluation) -> tuple[str, ...]:
    scores = (*percents(slice.strict), *_bounds(slice.interval, evaluation), percent(slice.overlap.f1))
    return (str(slice.texts), str(slice.strict.gold), *scores)


def calibration(evaluation: Evaluation) -> str:
    """One line: the expected calibration error of every label."""
    errors = ", ".join(f"{label} {percent(figures.calibration.error)}" for label, figures in evaluation.labels.items())
    return f"calibration error in points: {errors}"


def _semeval(evaluation: Evaluation) -> Table:
    headers = ("label", "scheme", "correct", "incorrect", "partial", "missed", "spurious", "F1")
    table = _table("\nSemEval-2013 task 9.1", *headers)
    for label, figures in evaluation.labels.items():
        for scheme, counts in figures.semeval.items():
            five = (counts.correct, counts.incorrect, counts.partial, counts.missed, counts.spurious)
            table.add_row(label, scheme.value, *map(str, five), percent(counts.f1))
    return table


def _min_scores(evaluation: Evaluation) -> Table:
    table = _table("\nstrict F1 with another min_score", "min_score", *evaluation.labels)
    columns = [figures.by_min_score for figures in evaluation.labels.values()]
    for least in columns[0]:
        table.add_row(least, *(percent(column[least].f1) for column in columns))
    return table


def describe(mistake: Mistake) -> str:
    """One line: what kind of error it is, of which label and text, the name in brackets and what stands around it."""
    instead = mistake.instead
    score = "" if instead is None or instead.score is None else f" {instead.score:.2f}"
    other = f", {mistake.other_side} {instead.label}{score} {isolate(instead.text)}" if instead else ""
    context = f"{mistake.before}[{mistake.text}]{mistake.behind}"
    where = f" {mistake.id}" if mistake.id else ""
    return f"{mistake.kind} {mistake.label} {mistake.score:.2f}{where}{other}: {isolate(context)}"


def isolate(text: str) -> str:
    """Arabic that leaves the order of the line around it alone, on one line."""
    return f"{_ISOLATE}{' '.join(text.split())}{_END_ISOLATE}"


def _has_intervals(evaluation: Evaluation) -> bool:
    return any(figures.strict_f1_interval for figures in evaluation.labels.values())


def _bounds(interval: Interval | None, evaluation: Evaluation) -> list[str]:
    """A cell of its own, or none where the table has no intervals."""
    return [bounds(interval)] * _has_intervals(evaluation)
