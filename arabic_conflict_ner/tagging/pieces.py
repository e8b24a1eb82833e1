"""Words as the network reads them: in the caller's spelling, without marks, in pieces of words, in windows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from arabic_conflict_ner.text.chars import FOLDS, open_presentation_forms
from arabic_conflict_ner.text.tokens import Token

FIRST, PAD, LAST = 0, 1, 2
"""The pieces that open a window, fill it up and close it."""
_UNKNOWN = 3
_LONGEST_WORD = 12  # pieces; the rest of a longer word says nothing more
_REMEMBERED = 50_000  # words; 15 MB at the most
_REMEMBERED_LENGTH = 40  # characters
WINDOW = 224
"""The most pieces that the network reads at a time."""
_OVERLAP = 40  # pieces on each side of a cut that both windows read

# The network knows hamza, ة and ى from its pretraining; everything else that the normaliser folds is folded for it too.
_FOLDS = str.maketrans({char: folded for char, folded in FOLDS.items() if char not in "أإآؤئىة"})
_FOLDS |= dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")  # lone surrogates are no text
_FOLDED = re.compile(f"[{re.escape(''.join(map(chr, _FOLDS)))}]")


def spellings(text: str, tokens: Sequence[Token]) -> list[str]:
    """The words as the network reads them: the caller's letters without diacritics, tatweel and invisible marks.

    >>> from arabic_conflict_ner import normalize, tokenize
    >>> text = "قُتِلَ في الرَّقـة"
    >>> spellings(text, tokenize(normalize(text)))
    ['قتل', 'في', 'الرقة']
    """
    written = [text[token.start : token.end] for token in tokens]
    if not _FOLDED.search(text):
        return written
    return [_spelling(word) or "\N{REPLACEMENT CHARACTER}" for word in written]


def _spelling(word: str) -> str:
    return unicodedata.normalize("NFC", open_presentation_forms(word)).translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text: `ids`, and where the pieces of each word begin in them (one more at the end)."""

    ids: list[int]
    starts: list[int]

    @classmethod
    def of(cls, words: Iterable[str], cutter: "Cutter") -> "Pieces":
        """Cut words into pieces; every word has one at least."""
        ids: list[int] = []
        starts = [0]
        for word in words:
            ids += cutter[word]
            starts.append(len(ids))
        return cls(ids, starts)


class Cutter(dict[str, list[int]]):
    """The pieces of each word met so far: news says the same words again and again."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, word: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids
        pieces = ids[:_LONGEST_WORD] or [_UNKNOWN]  # of a lone mark, say, nothing may be left
        if len(word) <= _REMEMBERED_LENGTH:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = pieces
        return pieces


def shares(starts: Sequence[int]) -> NDArray[np.float32]:
    """The share of each piece in each word (words + 2, pieces + 2): a word is the mean of its pieces.

    In: where the pieces of each word begin, as :class:`Pieces` has it. The pieces that open and close a window are
    words of their own.

    >>> shares([0, 2, 3]).tolist()
    [[1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0, 1.0]]
    """
    lengths = np.diff(np.asarray([0, *(start - starts[0] + 1 for start in starts), starts[-1] - starts[0] + 2]))
    of_piece = np.repeat(np.arange(len(lengths)), lengths)
    means = np.zeros((len(lengths), len(of_piece)), np.float32)
    means[of_piece, np.arange(len(of_piece))] = (1 / lengths)[of_piece]
    return means


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (half-open) of a text, of which those from `keep` to `keep_last` are taken from here."""

    first: int
    last: int
    keep: int
    keep_last: int


def windows(starts: Sequence[int]) -> Iterator[Window]:
    """Cover a text of any length: each word stands in the middle of one window, or at an end of the text.

    In: where the pieces of each word begin, as :class:`Pieces` has it.
    """
    words = len(starts) - 1
    first = keep = 0
    while keep < words:
        last = first
        while last < words and starts[last + 1] - starts[first] <= WINDOW:
            last += 1
        if last == words:
            yield Window(first, words, keep, words)
            return
        keep_last = last
        while keep_last > keep + 1 and starts[last] - starts[keep_last] < _OVERLAP:
            keep_last -= 1
        yield Window(first, last, keep, keep_last)
        keep = first = keep_last
        while first > 0 and starts[keep] - starts[first - 1] <= _OVERLAP:
            first -= 1
