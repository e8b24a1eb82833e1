"""The command that makes spaCy's training files of annotated texts: arabic-conflict-ner to-spacy."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from arabic_conflict_ner.cli_gazetteer import told
from arabic_conflict_ner.evaluation.gold import GoldFormat, label_names, read_gold
from arabic_conflict_ner.labels import Label

_SHOWN = 20


def to_spacy(
    path: Annotated[Path, typer.Argument(help="Annotated texts: JSONL with text and entities, or CoNLL.")],
    out: Annotated[Path, typer.Argument(help="The .spacy file to write.")],
    labels: Annotated[list[Label], typer.Option("--label", help="A label to keep; repeat it.")] = list(Label),  # noqa: B006  # typer copies it
    format: Annotated[GoldFormat | None, typer.Option(help="Of the texts; unless given, .jsonl is JSONL.")] = None,
    map: Annotated[list[str], typer.Option(help="What the texts call a label: PER=PERSON, or MISC=O for none.")] = [],  # noqa: B006
) -> None:
    """Make a DocBin of annotated texts, for spaCy's train command, in the tokens of blank_arabic().

    Ends with 0, and tells of every entity that is not whole tokens; with 2 for texts that cannot be read.
    """
    from arabic_conflict_ner.integrations.docbin import gold_to_docbin  # noqa: PLC0415  # spaCy: for this command only

    with told():
        made = gold_to_docbin(read_gold(path, format=format, names=label_names(map)), labels=labels)
        made.docs.to_disk(out)
    told_of = [
        f"{path}: {text.id or text.text[:30]!r}: {text.text[span.start : span.end]!r} ({span.start}, {span.end})\n"
        for text, span in made.unaligned
    ]
    more = len(told_of) - _SHOWN
    sys.stderr.write("".join(told_of[:_SHOWN]) + (f"… and {more} more\n" if more > 0 else ""))
    counted = f"{len(made.docs)} texts, {made.entities} entities, {len(told_of)} of them not whole tokens: left unknown"
    sys.stdout.write(f"{out}: {counted}\n")
