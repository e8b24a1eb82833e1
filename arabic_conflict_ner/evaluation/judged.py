"""A gold text beside what an extractor makes of it."""

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Extraction

_ROUNDED = 1e-4
"""Scores are rounded to four digits."""


class Scored(NamedTuple):
    """An entity that an extractor found, and its score, 0 to 1."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold text and its entities, annotated and found, of the labels that are judged."""

    text: GoldText
    gold: frozenset[Span]
    scored: tuple[Scored, ...]
    """What an extractor finds whose `min_score` is 0; none overlaps another."""
    reported: frozenset[Span]
    """What it finds with its own `min_score`."""

    def only(self, labels: Collection[Label]) -> "Judged":
        """The same text, of fewer labels."""
        scored = tuple(found for found in self.scored if found.span.label in labels)
        gold, reported = (frozenset(s for s in side if s.label in labels) for side in (self.gold, self.reported))
        return Judged(self.text, gold, scored, reported)


def judge(texts: Sequence[GoldText], extractor: Extractor, labels: Sequence[Label]) -> list[Judged]:
    """Run an extractor over texts and keep everything it finds, likely or not.

    Once is enough: candidates are taken from the most to the least probable (:func:`mentions.decide.select`), so what a
    lower `min_score` adds takes nothing away. Raises ArabicConflictNerError where a text cannot be read.
    """
    generous = copy(extractor)
    generous.min_score = 0.0
    extractions = generous.pipe((text.text for text in texts), labels=labels)
    return [_judge(text, found, extractor, labels) for text, found in zip(texts, extractions, strict=True)]


def _judge(text: GoldText, extraction: Extraction, extractor: Extractor, labels: Sequence[Label]) -> Judged:
    scored = _scored(extraction)
    reported = [found for found in scored if found.score >= extractor.min_score]
    if any(abs(found.score - extractor.min_score) < _ROUNDED for found in scored):  # its rounding hides which side
        reported = _scored(extractor.extract(text.text, labels=labels))
    return Judged(text, text.spans(labels), tuple(scored), frozenset(found.span for found in reported))


def _scored(extraction: Extraction) -> list[Scored]:
    if extraction.error:
        raise ArabicConflictNerError(f"a text failed, so nothing can be judged: {extraction.error}")
    return [Scored(Span(e.start, e.end, e.label), e.score) for e in extraction]
