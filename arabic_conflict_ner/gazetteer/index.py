"""Find every name of a gazetteer in a text in one pass, with the proclitics written onto it.

The automaton (Aho–Corasick of ahocorasick_rs) runs over the normalised text at one byte a character, its marks turned
into spaces, with patterns ``name + space``; the left side is checked here against the legal proclitic chains. All
overlapping hits are kept: choosing is for the decision step.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from arabic_conflict_ner.gazetteer.entry import Entry, Name
from arabic_conflict_ner.gazetteer.variants import variants
from arabic_conflict_ner.text.normalize import LETTER_CODES, NormalizedText, encode, normalize
from arabic_conflict_ner.text.proclitics import CHAINS, ELIDED, elide

_SPACE = ord(" ")
_MARKS_TO_SPACE = bytes(code if code in LETTER_CODES else _SPACE for code in range(256))
_JOINING = encode(" -_'\"«»“”‘’")
"""Marks that may stand inside a name: تل-أبيض, #دير_الزور. No name reaches across any other mark."""
_CHAIN_OF: dict[bytes, str] = {b"": ""} | {encode(chain): chain for chain in CHAINS}
_LONGEST_CHAIN = max(map(len, CHAINS))


class NameRef(NamedTuple):
    """A name of an entry, and what was done to it to make the form that was found."""

    entry: Entry
    name: Name
    variant: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A form found in a text; `begin` and `end` are offsets in the normalised text, the chain left out."""

    begin: int
    end: int
    chain: str
    form: str
    refs: tuple[NameRef, ...]


class NameIndex:
    """The names of some entries, ready to be found. Immutable; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._refs: dict[str, list[NameRef]] = {}
        for entry in entries:
            for name in entry.names:
                self._add(entry, name)
        self._forms = list(self._refs)
        elided = [(position, short) for position, form in enumerate(self._forms) if (short := elide(form))]
        self._patterns = [*range(len(self._forms)), *(position for position, _ in elided)]
        patterns = [encode(form) + b" " for form in [*self._forms, *(short for _, short in elided)]]
        self._automaton = BytesAhoCorasick(patterns) if patterns else None

    def _add(self, entry: Entry, name: Name) -> None:
        for form, variant in variants(name_form(name.text), entry.label).items():
            refs = self._refs.setdefault(form, [])
            if not any(ref.entry is entry for ref in refs):
                refs.append(NameRef(entry, name, variant))

    def __len__(self) -> int:
        return len(self._forms)

    def __contains__(self, form: str) -> bool:
        return form in self._refs

    @property
    def forms(self) -> list[str]:
        """Every normalised form that can be found."""
        return self._forms

    def refs(self, form: str) -> tuple[NameRef, ...]:
        """The names that may be written so."""
        return tuple(self._refs.get(form, ()))

    def find(self, normalized: NormalizedText) -> Iterator[Hit]:
        """All hits, overlapping ones too, by their end."""
        if self._automaton is None:
            return
        codes = normalized.codes
        text = codes.translate(_MARKS_TO_SPACE) + b" "
        for pattern, begin, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            chain = left_chain(text, begin)
            if chain is None:
                continue
            form = self._forms[self._patterns[pattern]]
            if pattern >= len(self._forms) and not chain.endswith(ELIDED):
                continue
            if " " in form and codes[begin : end - 1].translate(None, _JOINING).translate(_MARKS_TO_SPACE).count(b" "):
                continue
            yield Hit(begin, end - 1, chain, form, tuple(self._refs[form]))


def name_form(text: str) -> str:
    """The normalised words of a name, its marks turned into spaces.

    >>> name_form("تل-أبيض"), name_form("اللواء ٣٥")
    ('تل ابيض', 'اللواء 35')
    """
    normalized = normalize(text)
    return " ".join("".join(c if c.isalnum() else " " for c in normalized.text).split())


def left_chain(text: bytes, begin: int) -> str | None:
    """The proclitic chain between a hit and the space before it: "" if there is none, None if it is no legal one."""
    if begin == 0 or text[begin - 1] == _SPACE:
        return ""
    left = text.rfind(b" ", max(0, begin - _LONGEST_CHAIN - 1), begin)
    if left < 0 and begin > _LONGEST_CHAIN:
        return None
    return _CHAIN_OF.get(text[left + 1 : begin])
