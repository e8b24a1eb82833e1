"""A span that may be a name, and everything that speaks for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from arabic_conflict_ner.gazetteer.index import NameRef
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.tokens import Tokens


@dataclass(slots=True, eq=False)
class Candidate:
    """A span of tokens with a label, found and undecided.

    `chain` is what is written onto the first token and left out: a proclitic chain, or a word glued to the name.
    `first` and `last` are positions of tokens, half-open; `begin` and `end` are offsets in the normalised text. `begin`
    lies behind the chain that is written onto the first token.
    """

    label: Label
    first: int
    last: int
    begin: int
    end: int
    chain: str
    refs: tuple[NameRef, ...] = ()
    cues: list[str] = field(default_factory=list)
    """What announced it: "head مطار", "designator قريه", "title العميد", "list", "quote", "name parts" …"""
    member: tuple[int, int] | None = None
    """The list it stands in, and which member of it."""
    tagged: float | None = None
    """The probability that a tagger gives it."""
    score: float = 0.0
    """Log-odds while it is being weighed, a probability once decided."""
    form: str = ""
    """The normalised words, the chain left out."""


class Candidates:
    """The candidates of one text: one for each span and label, whatever found it."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.is_closed = False
        """Whether cues support what is there and offer nothing of their own: a tagger has read the text."""
        self._by_key: dict[tuple[int, int, Label], Candidate] = {}

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def announce(self, label: Label, first: int, last: int, cue: str, chain: str = "") -> None:
        """Say that a cue announces a span; unless they are closed, it is put in."""
        if not self.is_closed or (self.tokens.begins[first] + len(chain), last, label) in self._by_key:
            self.add(label, first, last, cue, chain)

    def add(self, label: Label, first: int, last: int, cue: str, chain: str = "") -> Candidate:
        """Put in a span, the chain written onto its first token left out; what is there gets the cue too."""
        begin = self.tokens.begins[first] + len(chain)
        key = (begin, last, label)
        candidate = self._by_key.get(key)
        if candidate is None:
            end = self.tokens.ends[last - 1]
            candidate = self._by_key[key] = Candidate(label, first, last, begin, end, chain)
            candidate.form = self.tokens.text[begin:end]
        if cue and cue not in candidate.cues:
            candidate.cues.append(cue)
        return candidate

    def add_refs(self, label: Label, first: int, last: int, chain: str, refs: tuple[NameRef, ...]) -> None:
        """Put in a span that the gazetteer knows."""
        candidate = self.add(label, first, last, "", chain)
        candidate.refs = candidate.refs + refs
