"""From numbers for each word to spans with probabilities."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.tags import BEGIN, CUTS, INSIDE, TAGS

LEAST = 0.02
"""Spans less probable than this are not worth a word."""
_LEAST_CUT = 0.1
_LONGEST = 14  # words

Numbers = NDArray[np.float32]


class WordSpan(NamedTuple):
    """Words `first` to `last` (half-open) as a name of a label, `cut` letters written onto it left out."""

    first: int
    last: int
    label: Label
    cut: int
    probability: float


def word_spans(numbers: Numbers) -> Iterator[WordSpan]:
    """Every span that is not improbable, from what the network gives for each word (words, COLUMNS).

    A span's probability is that of its parts, taken as independent: the first word begins a name of the label, the
    others go on with it, the next one does not, and so many letters are cut off.
    """
    tags = _softmax(numbers[:, : len(TAGS)])
    cuts = _softmax(numbers[:, len(TAGS) :])
    words = len(tags)
    for label in Label:
        inside = tags[:, INSIDE[label]].tolist()
        inside.append(0.0)
        for first in np.flatnonzero(tags[:, BEGIN[label]] > LEAST).tolist():
            reached = float(tags[first, BEGIN[label]])
            for last in range(first + 1, min(words, first + _LONGEST) + 1):
                probability = reached * (1 - inside[last])
                if probability > LEAST:
                    yield from _with_cuts(first, last, label, probability, cuts[first])
                reached *= inside[last]
                if reached < LEAST:
                    break


def _with_cuts(first: int, last: int, label: Label, probability: float, cuts: Numbers) -> Iterator[WordSpan]:
    for cut, share in enumerate(cuts[: CUTS - 1].tolist()):  # how long a glued word is, the gazetteer knows better
        if share > _LEAST_CUT and probability * share > LEAST:
            yield WordSpan(first, last, label, cut, probability * share)


def _softmax(numbers: Numbers) -> Numbers:
    powers = np.exp(numbers - numbers.max(axis=1, keepdims=True))
    shares: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return shares
