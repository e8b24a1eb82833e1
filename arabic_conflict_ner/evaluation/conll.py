"""Annotated texts in CoNLL: a token a line, its tag in the last column, a blank line between sentences.

Tags are BIO (IOB1 and IOB2) or IOBES. What begins and ends an entity is decided as conlleval does (Tjong Kim Sang and
Buchholz, Introduction to the CoNLL-2000 shared task, 2000): an I- that follows no entity of its label begins one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from arabic_conflict_ner.evaluation.goldfile import OUTSIDE, GoldFile, GoldText
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import Label

_TAG = re.compile(r"([BIES])-(\S+)")
_COLUMNS = re.compile("[ \t]+")
_DOCUMENT = "-DOCSTART-"
_COMMENT = "#"


@dataclass(frozen=True, slots=True)
class _Row:
    """A token and its tag: what the tag says of the position, the label as written, and the label it stands for."""

    line: int
    token: str
    position: str = OUTSIDE
    written: str = ""
    label: Label | None = None

    def goes_on(self, previous: "_Row") -> bool:
        """Whether it belongs to the entity of the token before it."""
        return self.position in "IE" and previous.position in "BI" and self.written == previous.written


def read(file: GoldFile) -> Iterator[GoldText]:
    """The sentences of a CoNLL file as texts; what is wrong is noted in `file.problems`.

    The text of a sentence is its tokens with a space between each two; its id is the number of its first line. Lines
    that begin with -DOCSTART- end a sentence; lines that begin with # and end with no tag are comments.
    """
    rows: list[_Row] = []
    for number, line in file.lines():
        if not line.strip() or line.startswith(_DOCUMENT):
            yield from _text(rows)
            rows = []
        elif row := _row(file, number, line):
            rows.append(row)
    yield from _text(rows)


def _row(file: GoldFile, number: int, line: str) -> _Row | None:
    columns = _columns(line)
    tag = columns[-1]
    if tag == OUTSIDE and len(columns) > 1:
        return _Row(number, columns[0])
    parts = _TAG.fullmatch(tag)
    if parts and len(columns) > 1:
        label = file.label(number, parts[2])
        return _Row(number, columns[0], parts[1], parts[2], label) if label else _Row(number, columns[0])
    if not line.startswith(_COMMENT):
        hint = "; JSONL is read with --format jsonl" if line.startswith("{") else ""
        file.problem(number, f"last column {tag!r} is no tag", f"needed: a token and O, B-PLACE, I-PLACE …{hint}")
    return None


def _columns(line: str) -> list[str]:
    r"""The columns of a line, at tabs, or at spaces where it has none.

    >>> _columns("الرقة\tNNP\tB-LOC "), _columns("الرقة  B-LOC"), _columns("دير الزور\tB-LOC")
    (['الرقة', 'NNP', 'B-LOC'], ['الرقة', 'B-LOC'], ['دير الزور', 'B-LOC'])
    """
    line = line.strip(" \t")
    if "\t" in line:
        return [column.strip(" ") for column in line.split("\t") if column.strip(" ")]
    return _COLUMNS.split(line)


def _text(rows: list[_Row]) -> Iterator[GoldText]:
    if rows:
        yield GoldText(" ".join(row.token for row in rows), tuple(_spans(rows)), id=f"line {rows[0].line}")


def _spans(rows: list[_Row]) -> list[Span]:
    spans: list[Span] = []
    previous, start = _Row(0, ""), 0
    for row in rows:
        end = start + len(row.token)
        if row.label is not None:
            begun = spans.pop().start if row.goes_on(previous) else start
            spans.append(Span(begun, end, row.label))
        previous, start = row, end + 1
    return spans
