"""Read a gold file: texts that people have annotated, in JSONL or CoNLL."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from arabic_conflict_ner.errors import AnnotationError, ArabicConflictNerError, InputError
from arabic_conflict_ner.evaluation import conll, jsonl
from arabic_conflict_ner.evaluation.goldfile import OUTSIDE, GoldFile, GoldText
from arabic_conflict_ner.labels import Label


class GoldFormat(StrEnum):
    """How a gold file is written."""

    JSONL = "jsonl"
    CONLL = "conll"


_READERS: dict[GoldFormat, Callable[[GoldFile], Iterator[GoldText]]] = {
    GoldFormat.JSONL: jsonl.read,
    GoldFormat.CONLL: conll.read,
}


def read_gold(
    path: Path, *, format: GoldFormat | None = None, names: Mapping[str, Label | None] | None = None
) -> list[GoldText]:
    """The annotated texts of a file.

    In: `format`, unless given by the file's name: JSONL for .jsonl, CoNLL for any other; `names`, what the file calls
    the labels (see :func:`label_names`).

    Raises AnnotationError that names every bad line; FileNotFoundError; InputError for a file without texts, or one
    that cannot be read.
    """
    if format is None:
        format = GoldFormat.JSONL if path.suffix.lower() == ".jsonl" else GoldFormat.CONLL
    file = GoldFile(path, names or {})
    texts = list(_READERS[format](file))
    if file.problems:
        raise AnnotationError(file.problems)
    if not texts:
        raise InputError(f"{path} holds no annotated text; it was read as {format}, --format says otherwise")
    return texts


def of_country(texts: list[GoldText], country: str | None) -> list[GoldText]:
    """The texts whose country field says so; all of them for None. Raises InputError where there are none."""
    chosen = [text for text in texts if country is None or text.country == country]
    if not chosen:
        known = ", ".join(sorted({text.country for text in texts if text.country})) or "none"
        raise InputError(f"no text has the country {country!r}; countries in the file: {known}")
    return chosen


def label_names(written: Iterable[str]) -> dict[str, Label | None]:
    """What a file calls the labels, from ``THEIRS=OURS``; O for one to leave out.

    Raises ArabicConflictNerError for anything else.

    >>> label_names(["PER=PERSON", "MISC=O"])
    {'PER': <Label.PERSON: 'PERSON'>, 'MISC': None}
    """
    names: dict[str, Label | None] = {}
    for pair in written:
        theirs, equals, ours = pair.rpartition("=")
        if not (theirs and equals) or ours not in (*Label, OUTSIDE):
            allowed = f"THEIRS=OURS, OURS one of {' '.join(Label)} or {OUTSIDE}"
            raise ArabicConflictNerError(f"--map {pair!r} is not understood; allowed: {allowed}, e.g. PER=PERSON")
        names[theirs] = None if ours == OUTSIDE else Label(ours)
    return names
