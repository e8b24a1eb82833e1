"""Find every name of a gazetteer in a text in one pass, with the proclitics written onto it.

The automaton (Aho–Corasick of ahocorasick_rs) runs over the normalised text at one byte a character, its marks turned
into spaces, with patterns ``name + space``; the left side is checked here against the legal proclitic chains. All
overlapping hits are kept: choosing is for the decision step.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from arabic_conflict_ner.gazetteer.entry import Entry, Name
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, variants
from arabic_conflict_ner.text.normalize import LETTER_CODES, NormalizedText, encode, normalize
from arabic_conflict_ner.text.proclitics import CHAINS, ELIDED, GLUED, elide

_PLAIN = re.compile(r"[ء-ي]+(?: [ء-ي]+)*").fullmatch
_SPACE = ord(" ")
_SHORT = 4  # letters
_IMPLEMENTATION = Implementation.ContiguousNFA  # twice as fast here as what is chosen otherwise
_MARKS_TO_SPACE = bytes(code if code in LETTER_CODES else _SPACE for code in range(256))
_JOINING = encode(" -–_'\"«»“”‘’")
"""Marks that may stand inside a name: تل-أبيض, #دير_الزور. No name reaches across any other that is not its own."""
_MARK = re.compile(r"[^\w\s]|_")
_DASH = re.compile(" ?[-–—] ?")
_CHAIN_OF: dict[bytes, str] = {encode(chain): chain for chain in (*CHAINS, *GLUED)}
_CHAIN_ENDS = frozenset(chain[-1] for chain in _CHAIN_OF)
_LONGEST_CHAIN = max(map(len, _CHAIN_OF))


class NameRef(NamedTuple):
    """A name of an entry, and what was done to it to make the form that was found."""

    entry: Entry
    name: Name
    variant: str
    own: bool = False
    """Whether the caller's own gazetteer has it, not the built-in one."""


class Hit(NamedTuple):
    """A form found in a text; `begin` and `end` are offsets in the normalised text.

    `chain` is what is written onto the form and left out: a proclitic chain, or a word glued to it.
    """

    begin: int
    end: int
    chain: str
    form: str
    refs: tuple[NameRef, ...]


_new = tuple.__new__  # makes a Hit in half the time: this loop is the cost of matching


class NameIndex:
    """The names of some entries, ready to be found. Immutable; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry], *, own: bool = False) -> None:
        refs: dict[str, list[NameRef]] = {}
        marked: set[bytes] = set()
        for entry in entries:
            for name in entry.names:
                _add(refs, entry, name, own)
                if _MARK.search(name.text):
                    _add_marked(refs, marked, entry, name, own)
        self._marked = frozenset(marked)
        self._refs = {form: tuple(found) for form, found in refs.items()}
        patterns = [pattern for form, found in self._refs.items() for pattern in _patterns(form, found)]
        self._patterns = sorted(patterns, key=lambda pattern: pattern.lead > 0)
        self._long = sum(pattern.lead == 0 for pattern in patterns)
        self._automaton = (
            BytesAhoCorasick([pattern.codes for pattern in self._patterns], implementation=_IMPLEMENTATION)
            if self._patterns
            else None
        )

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
        text = b" " + codes.translate(_MARKS_TO_SPACE) + b" "
        patterns = self._patterns
        for number, first, last in self._automaton.find_matches_as_indexes(text, overlapping=True):
            _, form, refs, chain, behind, lead, has_space = patterns[number]
            if number < self._long and text[first - 1] != _SPACE:
                found = left_chain(text, first) if text[first - 1] in _CHAIN_ENDS else None
                if found is None:
                    continue
                chain = found
            if behind and not chain.endswith(behind):
                continue
            begin, end = first - 1 + lead, last - 2
            if not has_space or _is_joined(codes[begin:end]) or codes[begin:end] in self._marked:
                hits.append(_new(Hit, (begin, end, chain, form, refs)))
        return hits


class _Pattern(NamedTuple):
    """What the automaton looks for, and what it stands for."""

    codes: bytes
    form: str
    refs: tuple[NameRef, ...]
    chain: str = ""
    """The chain that is part of the pattern, where `lead` is not 0."""
    behind: str = ""
    """What the chain in the text has to end with."""
    lead: int = 0
    """How many characters of the pattern stand before the name; 0: the chain is to be read from the text."""
    has_space: bool = False


def _patterns(form: str, refs: tuple[NameRef, ...]) -> Iterator[_Pattern]:
    """The patterns of a form: itself, the chain in front left to be read, and what ل makes of its article.

    A short form ends too many words (ان, علي) for that: it is looked for behind each chain.
    """
    short = elide(form)
    has_space = " " in form
    if len(form) > _SHORT:
        yield _Pattern(encode(form) + b" ", form, refs, has_space=has_space)
        if short is not None:
            yield _Pattern(encode(short) + b" ", form, refs, behind=ELIDED, has_space=has_space)
        return
    for chain in ("", *CHAINS):
        lead = 1 + len(chain)
        yield _Pattern(encode(f" {chain}{form} "), form, refs, chain, lead=lead, has_space=has_space)
        if short is not None and chain.endswith(ELIDED):
            yield _Pattern(encode(f" {chain}{short} "), form, refs, chain, lead=lead, has_space=has_space)


def _add(refs: dict[str, list[NameRef]], entry: Entry, name: Name, own: bool) -> None:
    """Put every way to write a name with the names written so; an entry counts once a form."""
    for form, variant in variants(name_form(name.text), entry.label).items():
        _put(refs, form, NameRef(entry, name, variant, own))


def _add_marked(refs: dict[str, list[NameRef]], marked: set[bytes], entry: Entry, name: Name, own: bool) -> None:
    """A name with marks of its own is found as it is typed: ب.ك.ك; معبر جابر - نصيب, with spaces beside the dash."""
    typed = normalize(name.text).text.strip()
    marked.add(encode(typed))
    spaced = "".join(char if char.isalnum() else " " for char in _DASH.sub(" - ", typed)).strip()
    _put(refs, spaced, NameRef(entry, name, AS_WRITTEN, own))


def _put(refs: dict[str, list[NameRef]], form: str, ref: NameRef) -> None:
    """One name of an entry a form: the one that is written so, before those that are rewritten (ق س د, glued, قسد)."""
    found = refs.setdefault(form, [])
    for position, other in enumerate(found):
        if other.entry is ref.entry:
            if ref.variant == AS_WRITTEN != other.variant:
                found[position] = ref
            return
    found.append(ref)


def _is_joined(codes: bytes) -> bool:
    """Whether no mark but a joining one stands between the words."""
    return codes.translate(_MARKS_TO_SPACE) == codes or b" " not in codes.translate(None, _JOINING).translate(
        _MARKS_TO_SPACE
    )


def name_form(text: str) -> str:
    """The normalised words of a name, its marks turned into spaces.

    >>> name_form("تل-أبيض"), name_form("اللواء ٣٥")
    ('تل ابيض', 'اللواء 35')
    """
    normalized = normalize(text).text
    if _PLAIN(normalized):
        return normalized
    return " ".join("".join(c if c.isalnum() else " " for c in normalized).split())


def left_chain(text: bytes, begin: int) -> str | None:
    """The proclitic chain or glued word that is written onto a hit: None if what stands there is neither.

    `text` begins with a space.
    """
    left = text.rfind(b" ", max(0, begin - _LONGEST_CHAIN - 1), begin)
    return _CHAIN_OF.get(text[left + 1 : begin]) if left >= 0 else None
