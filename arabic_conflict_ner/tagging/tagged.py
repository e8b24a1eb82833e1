"""What a statistical tagger has to offer to take part in the decision."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.tokens import Token


class Tagged(NamedTuple):
    """A span that a tagger marks: code points in the caller's text, half-open; `score` is a probability, 0 to 1."""

    start: int
    end: int
    label: Label
    score: float


class AnyTagger(Protocol):
    """Anything with a name that tags a text.

    Improbable spans are welcome too: the decision weighs them. A span has to begin with a token, or behind what is
    written onto one (a proclitic, a glued word), and to end with one, all in one line; any other is left out.
    """

    name: str

    def tag(self, text: str, tokens: list[Token]) -> Iterable[Tagged]:
        """The spans that may be names in `text`, whose tokens are given."""
        ...
