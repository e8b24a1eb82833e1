"""The command line: extract, evaluate, gazetteer check.

Exit codes: 0 all well, 1 something in the input could not be used (the rest is done all the same), 2 wrong usage.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Protocol, TextIO

import typer
from rich.console import Console
from rich.progress import track

from arabic_conflict_ner import cli_gazetteer, cli_spacy
from arabic_conflict_ner.cli_gazetteer import Osm, tagger_of, told, with_own
from arabic_conflict_ner.documents import Document, documents
from arabic_conflict_ner.evaluation.gold import GoldFormat
from arabic_conflict_ner.extractor import MIN_SCORE, Dated, Extractor
from arabic_conflict_ner.labels import REPORTED, Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.results import Extraction
from arabic_conflict_ner.tagging.tagger import DEFAULT

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(cli_gazetteer.app, name="gazetteer")
app.command("to-spacy")(cli_spacy.to_spacy)


class Format(StrEnum):
    """How `extract` writes its results."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


class Writer(Protocol):
    """What a format has to offer."""

    def write(self, document: Document, extraction: Extraction) -> None:
        """Add a document."""

    def close(self) -> None:
        """Write what was held back."""


@app.callback()
def main() -> None:
    """Places, armed groups, people and facilities in Arabic conflict news."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a pipe on Windows would take the old code page, without Arabic
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@app.command()
def extract(
    paths: Annotated[list[Path], typer.Argument(help="Text files, JSONL files, folders, or - for standard input.")],
    format: Annotated[
        Format, typer.Option(help="table, jsonl (everything), or csv (one entity a row).")
    ] = Format.TABLE,
    field: Annotated[str, typer.Option(help="The field of a JSONL line that holds the text.")] = "text",
    date: Annotated[
        str | None, typer.Option(help="The day of all texts, 2024-12-08: links prefer what was there.")
    ] = None,
    date_field: Annotated[str | None, typer.Option(help="The field of a JSONL line that holds its day.")] = None,
    label: Annotated[list[Label], typer.Option(help="A label to report; repeat it for several.")] = list(REPORTED),  # noqa: B006  # typer copies it
    gazetteer: Annotated[list[Path], typer.Option(help="A CSV of your own names, beside the built-in ones.")] = [],  # noqa: B006
    osm: Osm = False,
    tagger: Annotated[str, typer.Option(help="A shipped tagger, the folder of your own, or none.")] = DEFAULT,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Report nothing less likely.")] = MIN_SCORE,
    processes: Annotated[int, typer.Option(min=1, help="Processes to run.")] = 1,
) -> None:
    """Find the entities of texts."""
    with told(FileNotFoundError):
        extractor = Extractor(gazetteer=with_own(gazetteer, osm=osm), tagger=tagger_of(tagger), min_score=min_score)
        writer = _writer(format, sys.stdout)
        failed = False
        found = (
            document if document.date else replace(document, date=date)
            for document in documents(paths, field=field, date_field=date_field)
        )
        for document, extraction in _extract_all(found, extractor, label, processes):
            failed = failed or extraction.error is not None
            if extraction.error:
                _tell(f"{document.source}: {extraction.error}")
            writer.write(document, extraction)
        writer.close()
    raise typer.Exit(1 if failed else 0)


@app.command()
def evaluate(
    path: Annotated[Path, typer.Argument(help="Annotated texts: JSONL with text and entities, or CoNLL.")],
    labels: Annotated[list[Label], typer.Option("--label", help="A label to judge.")] = list(REPORTED),  # noqa: B006
    country: Annotated[str | None, typer.Option(help="Only the texts whose country field says so.")] = None,
    train: Annotated[
        Path | None, typer.Option(help="Texts it has learnt from, to single out names unseen there.")
    ] = None,
    format: Annotated[GoldFormat | None, typer.Option(help="Of the texts; unless given, .jsonl is JSONL.")] = None,
    map: Annotated[list[str], typer.Option(help="What the texts call a label: PER=PERSON, or MISC=O for none.")] = [],  # noqa: B006
    gazetteer: Annotated[list[Path], typer.Option(help="A CSV of your own names.")] = [],  # noqa: B006
    osm: Osm = False,
    tagger: Annotated[str, typer.Option(help="A shipped tagger, the folder of your own, or none.")] = DEFAULT,
    min_score: Annotated[float, typer.Option(min=0, max=1, help="Report nothing less likely.")] = MIN_SCORE,
    bootstrap: Annotated[int, typer.Option(min=0, help="Draws of texts that the intervals rest on; 0: none.")] = 1000,
    errors: Annotated[
        int | None, typer.Option(min=0, help="Worst errors of each kind to list; unless given, 50 in the reports.")
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="SemEval counts, and F1 with other min_scores.")] = False,
    html: Annotated[Path | None, typer.Option(help="Where to write the report as a page.")] = None,
    json: Annotated[Path | None, typer.Option(help="Where to write every figure.")] = None,
) -> None:
    """Judge the extraction against annotated texts: precision, recall, F1, slices, calibration, worst errors."""
    from arabic_conflict_ner.evaluation import evaluation, gold, report, table  # noqa: PLC0415  # for this command only

    with told(FileNotFoundError):
        report.check(html, json)
        names = gold.label_names(map)
        texts = gold.of_country(gold.read_gold(path, format=format, names=names), country)
        learnt = gold.read_gold(train, format=format, names=names) if train else None
        extractor = Extractor(gazetteer=with_own(gazetteer, osm=osm), tagger=tagger_of(tagger), min_score=min_score)
        judged = evaluation.evaluate(
            texts,
            extractor,
            labels=labels,
            train=learnt,
            resamples=bootstrap,
            mistakes=evaluation.MISTAKES if errors is None else errors,
            data=evaluation.Data.of(path),
        )
        report.write(judged, html=html, json=json)
        table.write(judged, sys.stdout, details=details, mistakes=errors or 0)


def _extract_all(
    found: Iterator[Document], extractor: Extractor, labels: list[Label], processes: int
) -> Iterator[tuple[Document, Extraction]]:
    """Each document with its result, in order; those that could not be read with their error."""
    read: list[Document] = []

    def texts() -> Iterator[Dated]:
        for document in found:
            read.append(document)
            yield document.text, document.date

    results = extract_many(texts(), extractor=extractor, labels=labels, n_process=processes)
    if sys.stderr.isatty():
        results = iter(track(results, description="extract", console=Console(stderr=True)))
    for extraction in results:
        document = read.pop(0)
        yield document, Extraction(text="", error=document.error) if document.error else extraction


def _writer(format: Format, out: TextIO) -> Writer:
    """The writer of a format; only that one is imported."""
    if format is Format.JSONL:
        from arabic_conflict_ner.export.jsonl import JsonlWriter  # noqa: PLC0415

        return JsonlWriter(out)
    if format is Format.CSV:
        from arabic_conflict_ner.export.table_csv import CsvWriter  # noqa: PLC0415

        return CsvWriter(out)
    from arabic_conflict_ner.export.table import TableWriter  # noqa: PLC0415

    return TableWriter(out)


def _tell(message: str) -> None:
    sys.stderr.write(f"arabic-conflict-ner: {message}\n")


if __name__ == "__main__":
    app()
