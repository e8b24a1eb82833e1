"""Words as the network reads them: in the caller's spelling, without marks, in pieces of words, in windows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from arabic_conflict_ner.text.chars import FOLDS, open_presentation_forms
from arabic_conflict_ner.text.tokens import Token

FIRST, PAD, LAST = 0, 1, 2
"""The pieces that open a window, fill it up and close it."""
_UNKNOWN = 3
_LONGEST_WORD = 12  # pieces; the rest of a longer word says nothing more
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
    def of(cls, words: Sequence[str], tokenizer: Tokenizer) -> "Pieces":
        """Cut words into pieces; every word has one at least."""
        encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
        of_word: list[list[int]] = [[] for _ in words]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                of_word[word].append(piece)
        ids: list[int] = []
        starts = [0]
        for pieces in of_word:
            ids += pieces[:_LONGEST_WORD] or [_UNKNOWN]  # of a lone mark, say, nothing may be left
            starts.append(len(ids))
        return cls(ids, starts)


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
