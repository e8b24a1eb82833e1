"""The figures of parts of the data: of entities of one kind, and of texts of one source or country."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from arabic_conflict_ner.evaluation.bootstrap import Bootstrap, Floats, Interval, shares, strict_f1
from arabic_conflict_ner.evaluation.figure import Figure, ratio
from arabic_conflict_ner.evaluation.judged import Judged
from arabic_conflict_ner.evaluation.score import Score, Tally, overlap_score, strict_score
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.evaluation.traits import TRAITS, Knowledge, Setting, Trait
from arabic_conflict_ner.labels import Label

FIELDS = ("source", "country", "slice")
"""The fields of a gold text by which texts are put together."""


class Recall(Figure):
    """How many gold entities there are and how many were found, strictly and by overlap."""

    derived = ("strict_recall", "overlap_recall")

    gold: int
    strict: int
    overlap: int

    @property
    def strict_recall(self) -> float:
        """The share found with their span and label, 0 to 1."""
        return ratio(self.strict, self.gold)

    @property
    def overlap_recall(self) -> float:
        """The share found with their label and a shared character, 0 to 1."""
        return ratio(self.overlap, self.gold)


class MentionSlice(Figure):
    """The gold entities with a trait. What is spurious has no trait, so there is no precision."""

    name: str
    says: str
    """What the trait is."""
    recall: Recall
    interval: Interval | None
    """Of the strict recall."""
    labels: dict[Label, Recall]


class TextSlice(Figure):
    """The texts with a value in a field."""

    field: str
    value: str
    texts: int
    strict: Score
    overlap: Score
    interval: Interval | None
    """Of the strict F1."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A gold entity: the number of its text, and how it was found."""

    text: int
    span: Span
    setting: Setting
    strict: bool
    overlap: bool


def mention_slices(
    texts: Sequence[Judged], labels: Sequence[Label], knowledge: Knowledge, bootstrap: Bootstrap
) -> tuple[MentionSlice, ...]:
    """The slices of gold entities that hold any, "unseen in train" only where training texts are known."""
    mentions = list(_mentions(texts, knowledge))
    slices = (_mention_slice(trait, mentions, labels, len(texts), bootstrap) for trait in TRAITS)
    return tuple(slice for slice in slices if slice.recall.gold)


def _mentions(texts: Sequence[Judged], knowledge: Knowledge) -> Iterator[_Mention]:
    for number, judged in enumerate(texts):
        setting = Setting(judged.text, knowledge)
        for span in judged.gold:
            overlap = any(map(span.overlaps, judged.reported))
            yield _Mention(number, span, setting, span in judged.reported, overlap)


def _mention_slice(
    trait: Trait, mentions: list[_Mention], labels: Sequence[Label], texts: int, bootstrap: Bootstrap
) -> MentionSlice:
    held = [mention for mention in mentions if trait.holds(mention.span, mention.setting)]
    counts = np.zeros((texts, 2), np.int64)
    for mention in held:
        counts[mention.text] += (1, mention.strict)
    return MentionSlice(
        name=trait.name,
        says=trait.says,
        recall=_recall(held),
        interval=bootstrap.interval(_strict_recall, counts),
        labels={label: _recall([mention for mention in held if mention.span.label is label]) for label in labels},
    )


def _strict_recall(sums: Floats) -> Floats:
    return shares(sums[:, 1], sums[:, 0])


def _recall(mentions: list[_Mention]) -> Recall:
    strict, overlap = sum(mention.strict for mention in mentions), sum(mention.overlap for mention in mentions)
    return Recall(gold=len(mentions), strict=strict, overlap=overlap)


def text_slices(texts: Sequence[Judged], tally: Tally, bootstrap: Bootstrap) -> tuple[TextSlice, ...]:
    """The slices of texts by each field that the data has, those of most texts first."""
    slices: list[TextSlice] = []
    for field in FIELDS:
        values = [getattr(judged.text, field) for judged in texts]
        for value, _count in Counter(value for value in values if value is not None).most_common():
            slices.append(_text_slice(field, value, np.array([other == value for other in values]), tally, bootstrap))
    return tuple(slices)


def _text_slice(field: str, value: str, chosen: np.ndarray, tally: Tally, bootstrap: Bootstrap) -> TextSlice:
    counts = tally.by_text(*tally.labels) * chosen[:, np.newaxis]
    sums = counts.sum(axis=0)
    interval = bootstrap.interval(strict_f1, counts)
    return TextSlice(
        field=field,
        value=value,
        texts=int(chosen.sum()),
        strict=strict_score(sums),
        overlap=overlap_score(sums),
        interval=interval,
    )
