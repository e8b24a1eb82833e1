"""What both kinds of gold file have in common: annotated texts, lines, label names, and problems found on the way."""

import codecs
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from arabic_conflict_ner.errors import InputError, Problem
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import Label

OUTSIDE = "O"
"""What a label that is to be left out is mapped to."""


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text and its annotated entities, in order, none overlapping another."""

    text: str
    entities: tuple[Span, ...]
    id: str | None = None
    source: str | None = None
    country: str | None = None
    slice: str | None = None

    def spans(self, labels: Collection[Label]) -> frozenset[Span]:
        """The entities of some labels."""
        return frozenset(span for span in self.entities if span.label in labels)


@dataclass(slots=True)
class GoldFile:
    """A file being read: its lines, and what is wrong with them.

    `names` says what the file calls a label: ``{"PER": Label.PERSON, "MISC": None}``, None for one to leave out. The
    library's own five are always understood.
    """

    path: Path
    names: Mapping[str, Label | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines with their numbers from 1, without BOM and line ends (LF or CRLF); what is not UTF-8 is a problem.

        Raises FileNotFoundError; InputError where the file cannot be read.
        """
        for number, line in enumerate(_content(self.path).removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
            try:
                yield number, line.removesuffix(b"\r").decode("utf-8")
            except UnicodeDecodeError as error:
                found = f"byte {error.start} of the line (0x{line[error.start]:02x}) is not UTF-8"
                self.problem(number, found, "convert the file, e.g. iconv -f WINDOWS-1256 -t UTF-8")

    def problem(self, line: int, found: str, cure: str) -> None:
        """Note what is wrong with a line."""
        self.problems.append(Problem(str(self.path), line, found, cure))

    def label(self, line: int, written: str) -> Label | None:
        """The label that a name stands for; None for one that is left out, or unknown, which is a problem."""
        if written in self.names:
            return self.names[written]
        if written in Label.__members__:
            return Label[written]
        cure = f"allowed: {' '.join(Label)}; read it as one of them with --map {written}=PLACE, or as none with"
        self.problem(line, f"label {written!r} is unknown", f"{cure} --map {written}={OUTSIDE}")
        return None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; give a JSONL or CoNLL file") from error
