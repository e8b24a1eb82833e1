"""Find every name of a gazetteer in a text in one pass, with the proclitics written onto it.

A text is cut into words at one byte a character, its marks turned into spaces. What a word may be, and which longer
forms may begin with it, every proclitic chain cut off in turn, is worked out when the word is first met and remembered:
most words cost one look-up. All overlapping hits are kept: choosing is for the decision step.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate, compress, count
from operator import itemgetter
from typing import NamedTuple

from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.names import Form, NameRef, Names, key, name_form
from arabic_conflict_ner.text.normalize import LETTER_CODES, NormalizedText, encode
from arabic_conflict_ner.text.proclitics import ARTICLE, CHAINS, ELIDED, GLUED

__all__ = ["Hit", "NameIndex", "NameRef", "name_form"]

_SPACE = ord(" ")
_SHORT = 4  # letters
_MARKS_TO_SPACE = bytes(code if code in LETTER_CODES else _SPACE for code in range(256))
_JOINING = encode(" -–_'\"«»“”‘’")
"""Marks that may stand inside a name: تل-أبيض, #دير_الزور. No name reaches across any other that is not its own."""
_CHAIN_OF: dict[bytes, str] = {encode(chain): chain for chain in (*CHAINS, *GLUED)}
_CHAIN_BEGINS = frozenset(codes[:1] for codes in _CHAIN_OF)
_CHAIN_LENGTHS = sorted({len(codes) for codes in _CHAIN_OF})
_GLUED = frozenset(GLUED)
_ALEF, _LAM = encode(ARTICLE[0]), encode(ELIDED)
_NO_WORD = b"\n"
_REMEMBERED = 100_000  # words; 20 MB at the most


class Hit(NamedTuple):
    """A form found in a text; `begin` and `end` are offsets in the normalised text.

    `chain` is what is written onto the form and left out: a proclitic chain, or a word glued to it.
    """

    begin: int
    end: int
    chain: str
    form: str
    refs: tuple[NameRef, ...]


_Whole = tuple[int, str, str, tuple[NameRef, ...]]
"""A form of one word: how many characters stand before it in the word of the text, the chain they are, and the form."""
_Head = tuple[frozenset[bytes], int, str, bytes]
"""A word that longer forms begin with: the words that come next in them, what stands before it, and its codes."""
_Start = tuple[tuple[_Whole, ...], tuple[_Head, ...]]
# Plain tuples: a named one takes three times as long to unpack, and this is the cost of matching.
_NOTHING: _Start = ()  # type: ignore[assignment]  # false, and never unpacked
_new = tuple.__new__  # makes a Hit in half the time
_by_end = itemgetter(1)


class NameIndex:
    """The names of some entries, ready to be found. Safe to share between threads.

    In: the entries, or their :class:`Names` where they are at hand; `own`, whether they are the caller's.
    """

    def __init__(self, entries: Iterable[Entry] = (), *, own: bool = False, names: Names | None = None) -> None:
        self.names = names or Names.of(entries, own=own)
        self._starts = _Starts(self.names)
        self._reached = _Reached(self.names)

    def __len__(self) -> int:
        return len(self.names.numbers)

    def __contains__(self, form: str) -> bool:
        return key(form) in self.names.numbers

    @property
    def forms(self) -> list[str]:
        """Every normalised form that can be found."""
        return [self.names.form(number).text for number in self.names.numbers.values()]

    def refs(self, form: str) -> tuple[NameRef, ...]:
        """The names that may be written so."""
        number = self.names.numbers.get(key(form))
        return () if number is None else self.names.form(number).refs

    def find(self, normalized: NormalizedText) -> list[Hit]:
        """All hits, overlapping ones too, by their end."""
        hits: list[Hit] = []
        is_sorted = True
        words = normalized.codes.translate(_MARKS_TO_SPACE).split(b" ")
        letters = list(accumulate(map(len, words), initial=0))
        words.append(_NO_WORD)
        starts = list(map(self._starts.__getitem__, words))
        for position in compress(count(), starts):
            whole, heads = starts[position]
            begin, end = letters[position] + position, letters[position + 1] + position
            for lead, chain, form, refs in whole:
                hits.append(_new(Hit, (begin + lead, end, chain, form, refs)))
            for head in heads:
                if words[position + 1] in head[0]:
                    hits += self._longer(head, words, position, begin, normalized.codes)
                    is_sorted = False
        return hits if is_sorted else sorted(hits, key=_by_end)

    def _longer(self, head: _Head, words: list[bytes], position: int, begin: int, codes: bytes) -> Iterator[Hit]:
        """The forms of several words that begin with the word at a position; `begin`: where it begins in the text."""
        following, lead, chain, reached = head
        end = begin + len(words[position])
        begin += lead
        while (word := words[position := position + 1]) in following:
            reached += b" " + word
            end += 1 + len(word)
            form, following = self._reached[reached]
            if form is not None and _may_stand_behind(chain, reached):
                written = codes[begin:end]
                if written == reached or _is_joined(written) or written in self.names.marked:
                    yield _new(Hit, (begin, end, chain, *form))


class _Starts(dict[bytes, _Start]):
    """What begins with each word met so far: news says the same words again and again."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, word: bytes) -> _Start:
        if len(self) >= _REMEMBERED:
            self.clear()
        whole, heads = tuple(_whole(word, self._names)), tuple(_heads(word, self._names))
        start = self[word] = (whole, heads) if whole or heads else _NOTHING
        return start


class _Reached(dict[bytes, tuple[Form | None, frozenset[bytes]]]):
    """By words met so far that a longer form begins with: the form, if it ends there, and the words that come next."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, words: bytes) -> tuple[Form | None, frozenset[bytes]]:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self._names.numbers.get(words)
        form = None if number is None else self._names.form(number)
        reached = self[words] = form, self._names.words_behind(words)
        return reached


def _whole(word: bytes, names: Names) -> Iterator[_Whole]:
    """The short forms, and then the others by what stands before them."""
    found: list[tuple[int, int, int, str]] = []
    for lead, chain, rest in _cut(word):
        number = names.numbers.get(rest)
        if number is not None and _may_stand_behind(chain, rest):
            found.append((1 + lead if len(rest) > _SHORT else 0, number, lead, chain))
    for _place, number, lead, chain in sorted(found):
        yield lead, chain, *names.form(number)


def _heads(word: bytes, names: Names) -> Iterator[_Head]:
    for lead, chain, rest in _cut(word):
        if rest in names.following:
            yield names.words_behind(rest), lead, chain, rest


def _cut(word: bytes) -> Iterator[tuple[int, str, bytes]]:
    """What a word may be, each chain cut off in turn: the length of the chain, the chain, and the rest.

    Behind a chain that ends in ل the article may have lost its alef: للجيش is ل + الجيش.
    """
    if word:
        yield 0, "", word
    if word[:1] in _CHAIN_BEGINS:
        for lead in _CHAIN_LENGTHS:
            chain = _CHAIN_OF.get(word[:lead]) if lead < len(word) else None
            if chain is not None:
                yield lead, chain, word[lead:]
                if chain.endswith(ELIDED) and word[lead : lead + 1] == _LAM:
                    yield lead, chain, _ALEF + word[lead:]


def _may_stand_behind(chain: str, form: bytes) -> bool:
    """Whether a form is looked for behind a chain: a short one ends too many words (ان, علي) to follow a glued word."""
    return len(form) > _SHORT or chain not in _GLUED


def _is_joined(codes: bytes) -> bool:
    """Whether no mark but a joining one stands between the words."""
    return codes.translate(_MARKS_TO_SPACE) == codes or b" " not in codes.translate(None, _JOINING).translate(
        _MARKS_TO_SPACE
    )
