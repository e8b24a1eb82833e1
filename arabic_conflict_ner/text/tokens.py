"""Words, numbers and marks of a normalised text, and its sentences."""

import re
from dataclasses import dataclass
from functools import cached_property

from arabic_conflict_ner.text.normalize import NormalizedText

# In a normalised text the Arabic letters of names lie between ء and ي; others (ݑ, Latin, Cyrillic) make words of their
# own script, so that «قسد».ISIS falls into five tokens. Digits keep a decimal point or a thousands mark inside.
_TOKEN = re.compile(r"[ء-ي]+|\d+(?:[.,٫٬]\d+)*|[^\W\d_ء-ي]+|\n|[^\s]")
_SENTENCE_END = frozenset(".!?؟\n…")
_CLOSING = frozenset("»”\"')].!?؟…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a single mark.

    `form` is normalised; `start` and `end` are code points in the caller's text, half-open.
    """

    form: str
    start: int
    end: int


class Tokens:
    """The tokens of a text as parallel lists, spans in the normalised text: what the readers of mentions work on."""

    def __init__(self, normalized: NormalizedText) -> None:
        self.normalized = normalized
        self.text = normalized.text
        self.forms: list[str] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(self.text):
            self.forms.append(match[0])
            self.begins.append(match.start())
            self.ends.append(match.end())

    def __len__(self) -> int:
        return len(self.forms)

    @cached_property
    def at_begin(self) -> dict[int, int]:
        """The token that begins at an offset of the normalised text."""
        return {begin: position for position, begin in enumerate(self.begins)}

    @cached_property
    def at_end(self) -> dict[int, int]:
        """The token behind the one that ends at an offset of the normalised text."""
        return {end: position + 1 for position, end in enumerate(self.ends)}


def tokenize(normalized: NormalizedText) -> list[Token]:
    """Split a normalised text into tokens with spans in the caller's text.

    Quotes, brackets, dashes, slashes and every other mark are tokens of their own; line breaks are none.

    >>> from arabic_conflict_ner.text.normalize import normalize
    >>> [token.form for token in tokenize(normalize("عناصر «قسد».وT-55"))]
    ['عناصر', '«', 'قسد', '»', '.', 'و', 'T', '-', '55']
    """
    tokens = Tokens(normalized)
    return [
        Token(form, *normalized.to_original(begin, end))
        for form, begin, end in zip(tokens.forms, tokens.begins, tokens.ends, strict=True)
        if form != "\n"
    ]


def sentences(normalized: NormalizedText) -> list[tuple[int, int]]:
    """The spans of the sentences in the caller's text: ended by . ! ? … or a line break, closing quotes included.

    A point after a single letter (أ. ف. ب.) or inside a number ends nothing.

    >>> from arabic_conflict_ner.text.normalize import normalize
    >>> text = "سقطت الشحيل. قال (أ. ف. ب.) ذلك"
    >>> [text[start:end] for start, end in sentences(normalize(text))]
    ['سقطت الشحيل.', 'قال (أ. ف. ب.) ذلك']
    """
    tokens = Tokens(normalized)
    spans: list[tuple[int, int]] = []
    first = 0
    for position in range(len(tokens)):
        if position >= first and _ends_sentence(tokens, position):
            last = position + 1
            while last < len(tokens) and _closes(tokens, last):
                last += 1
            spans.append((first, last))
            first = last
    spans.append((first, len(tokens)))
    return [span for first, last in spans if (span := _trim(tokens, first, last))]


def _ends_sentence(tokens: Tokens, position: int) -> bool:
    form = tokens.forms[position]
    if form not in _SENTENCE_END:
        return False
    return not (
        form == "." and position > 0 and len(tokens.forms[position - 1]) == 1 and tokens.forms[position - 1].isalpha()
    )


def _closes(tokens: Tokens, position: int) -> bool:
    """A mark written onto the end of a sentence: the others of ... and ؟!, a quote. With a space before, " opens."""
    glued = tokens.begins[position] == tokens.ends[position - 1] and tokens.forms[position - 1] != "\n"
    return glued and tokens.forms[position] in _CLOSING


def _trim(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    while first < last and tokens.forms[first] == "\n":
        first += 1
    while first < last and tokens.forms[last - 1] == "\n":
        last -= 1
    return tokens.normalized.to_original(tokens.begins[first], tokens.ends[last - 1]) if first < last else None
