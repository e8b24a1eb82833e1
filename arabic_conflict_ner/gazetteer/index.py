"""Find every name of a gazetteer in a text in one pass, with the proclitics written onto it.

The automaton (Aho–Corasick of ahocorasick_rs) runs over the normalised text at one byte a character, its marks turned
into spaces, with patterns ``name + space``; the left side is checked here against the legal proclitic chains. All
overlapping hits are kept: choosing is for the decision step.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick

from arabic_conflict_ner.gazetteer.entry import Entry, Name
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, variants
from arabic_conflict_ner.text.normalize import LETTER_CODES, NormalizedText, encode, normalize
from arabic_conflict_ner.text.proclitics import CHAINS, ELIDED, elide

_SPACE = ord(" ")
_MARKS_TO_SPACE = bytes(code if code in LETTER_CODES else _SPACE for code in range(256))
_JOINING = encode(" -–_'\"«»“”‘’")
"""Marks that may stand inside a name: تل-أبيض, #دير_الزور. No name reaches across any other that is not its own."""
_MARK = re.compile(r"[^\w\s]|_")
_DASH = re.compile(" ?[-–—] ?")
_CHAIN_OF: dict[bytes, str] = {b"": ""} | {encode(chain): chain for chain in CHAINS}
_CHAIN_ENDS = frozenset(chain[-1] for chain in _CHAIN_OF if chain)
_LONGEST_CHAIN = max(map(len, CHAINS))


class NameRef(NamedTuple):
    """A name of an entry, and what was done to it to make the form that was found."""

    entry: Entry
    name: Name
    variant: str


class Hit(NamedTuple):
    """A form found in a text; `begin` and `end` are offsets in the normalised text, the chain left out."""

    begin: int
    end: int
    chain: str
    form: str
    refs: tuple[NameRef, ...]


class NameIndex:
    """The names of some entries, ready to be found. Immutable; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        refs: dict[str, list[NameRef]] = {}
        marked: set[bytes] = set()
        for entry in entries:
            for name in entry.names:
                _add(refs, entry, name)
                if _MARK.search(name.text):
                    _add_marked(refs, marked, entry, name)
        self._marked = frozenset(marked)
        self._refs = {form: tuple(found) for form, found in refs.items()}
        self._patterns = [_Pattern(encode(form), form, found, "") for form, found in self._refs.items()]
        self._patterns += [
            _Pattern(encode(short), form, found, ELIDED)
            for form, found in self._refs.items()
            if (short := elide(form)) is not None
        ]
        codes = [pattern.codes + b" " for pattern in self._patterns]
        self._automaton = BytesAhoCorasick(codes) if codes else None

    def __len__(self) -> int:
        return len(self._refs)

    def __contains__(self, form: str) -> bool:
        return form in self._refs

    @property
    def forms(self) -> list[str]:
        """Every normalised form that can be found."""
        return list(self._refs)

    def refs(self, form: str) -> tuple[NameRef, ...]:
        """The names that may be written so."""
        return self._refs.get(form, ())

    def find(self, normalized: NormalizedText) -> list[Hit]:
        """All hits, overlapping ones too, by their end."""
        hits: list[Hit] = []
        if self._automaton is None:
            return hits
        codes = normalized.codes
        text = codes.translate(_MARKS_TO_SPACE) + b" "
        patterns = self._patterns
        for number, begin, after in self._automaton.find_matches_as_indexes(text, overlapping=True):
            chain = "" if begin == 0 or text[begin - 1] == _SPACE else left_chain(text, begin)
            if chain is None:
                continue
            pattern = patterns[number]
            if pattern.behind and not chain.endswith(pattern.behind):
                continue
            found = codes[begin : after - 1]
            if found == pattern.codes or _is_joined(found) or found in self._marked:
                hits.append(Hit(begin, after - 1, chain, pattern.form, pattern.refs))
        return hits


class _Pattern(NamedTuple):
    """What the automaton looks for, and what it stands for."""

    codes: bytes
    form: str
    refs: tuple[NameRef, ...]
    behind: str
    """What the chain in front has to end with."""


def _add(refs: dict[str, list[NameRef]], entry: Entry, name: Name) -> None:
    """Put every way to write a name with the names written so; an entry counts once a form."""
    for form, variant in variants(name_form(name.text), entry.label).items():
        _put(refs, form, NameRef(entry, name, variant))


def _add_marked(refs: dict[str, list[NameRef]], marked: set[bytes], entry: Entry, name: Name) -> None:
    """A name with marks of its own is found as it is typed: ب.ك.ك; معبر جابر - نصيب, with spaces beside the dash."""
    typed = normalize(name.text).text.strip()
    marked.add(encode(typed))
    spaced = "".join(char if char.isalnum() else " " for char in _DASH.sub(" - ", typed)).strip()
    _put(refs, spaced, NameRef(entry, name, AS_WRITTEN))


def _put(refs: dict[str, list[NameRef]], form: str, ref: NameRef) -> None:
    found = refs.setdefault(form, [])
    if not any(other.entry is ref.entry for other in found):
        found.append(ref)


def _is_joined(codes: bytes) -> bool:
    """Whether no mark but a joining one stands between the words."""
    return b" " not in codes.translate(None, _JOINING).translate(_MARKS_TO_SPACE)


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
    if text[begin - 1] not in _CHAIN_ENDS:
        return None
    left = text.rfind(b" ", max(0, begin - _LONGEST_CHAIN - 1), begin)
    if left < 0 and begin > _LONGEST_CHAIN:
        return None
    return _CHAIN_OF.get(text[left + 1 : begin])
