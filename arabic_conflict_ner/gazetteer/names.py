"""The names of some entries in every way to write them, ready to be looked up."""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from arabic_conflict_ner.gazetteer.entry import Entry, Name
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN, variants
from arabic_conflict_ner.text.normalize import UNKNOWN, encode, normalize

_PLAIN = re.compile(r"[ء-ي]+(?: [ء-ي]+)*").fullmatch
_MARK = re.compile(r"[^\w\s]|_")
_DASH = re.compile(" ?[-–—] ?")
_COMMA = b","  # stands in no form


class NameRef(NamedTuple):
    """A name of an entry, and what was done to it to make the form that was found."""

    entry: Entry
    name: Name
    variant: str
    own: bool = False
    """Whether the caller's own gazetteer has it, not the built-in one."""


class Form(NamedTuple):
    """A normalised form, and the names that are written so."""

    text: str
    refs: tuple[NameRef, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Forms by their codes, one byte a character."""

    numbers: dict[bytes, int]
    """The number of each form."""
    following: dict[bytes, bytes]
    """By the first words of longer forms, the words that come next, commas between them."""
    marked: frozenset[bytes]
    """Names with marks of their own, as they are typed."""
    form: Callable[[int], Form]
    """Gives the form of a number."""

    @classmethod
    def of(
        cls, entries: Iterable[Entry], *, own: bool = False, theirs: Container[tuple[str, str]] = frozenset()
    ) -> "Names":
        """The names of entries, the variants that nobody types included.

        In: `own`, whether they are the caller's, but for those in `theirs`: pairs of an entry's id and a name's text.

        >>> names = Names.of([Entry(id="place/sy/1", label="PLACE", names=[Name(text="دير الزور")])])
        >>> [names.form(number).text for number in names.numbers.values()]
        ['دير الزور', 'ديرالزور']
        """
        refs: dict[str, list[NameRef]] = {}
        marked: set[bytes] = set()
        for entry in entries:
            for name in entry.names:
                is_own = own and (entry.id, name.text) not in theirs
                _add(refs, entry, name, is_own)
                if _MARK.search(name.text):
                    _add_marked(refs, marked, entry, name, is_own)
        numbers = {key(form): number for number, form in enumerate(refs)}
        forms = [Form(text, tuple(found)) for text, found in refs.items()]
        return cls(numbers, _following(numbers), frozenset(marked), forms.__getitem__)

    def words_behind(self, words: bytes) -> frozenset[bytes]:
        """The words that come next in the forms that begin with some words."""
        found = self.following.get(words)
        return frozenset() if found is None else frozenset(found.split(_COMMA))


def key(form: str) -> bytes:
    """What a form is looked up by: its codes, and the form itself if they cannot hold every letter of it.

    No text is found to have such a letter, so that nothing but a search by name comes upon the form.
    """
    codes = encode(form)
    return codes if UNKNOWN not in codes else codes + form.encode()


def _following(forms: Iterable[bytes]) -> dict[bytes, bytes]:
    following: dict[bytes, set[bytes]] = {}
    for form in forms:
        head, space, word = form.rpartition(b" ")
        while space and word not in following.setdefault(head, set()):
            following[head].add(word)
            head, space, word = head.rpartition(b" ")
    return {head: _COMMA.join(sorted(words)) for head, words in following.items()}


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


def name_form(text: str) -> str:
    """The normalised words of a name, its marks turned into spaces.

    >>> name_form("تل-أبيض"), name_form("اللواء ٣٥")
    ('تل ابيض', 'اللواء 35')
    """
    normalized = normalize(text).text
    if _PLAIN(normalized):
        return normalized
    return " ".join("".join(c if c.isalnum() else " " for c in normalized).split())
