"""The words of a text with what the lexicon says of each."""

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.lexicon import CueForm, Lexicon
from arabic_conflict_ner.text.tokens import Tokens

OPENING = frozenset("«“\"‘'‹([")
CLOSING = frozenset("»”\"’'›)]")
_QUOTED_LONGEST = 5


class Text:
    """The tokens of a text with what the lexicon says of each."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.forms = tokens.forms
        self.lexicon = lexicon
        self.cues: list[CueForm | None] = [lexicon.cues.get(form) for form in tokens.forms]
        self.outside = [form in lexicon.outside or not form[0].isalnum() for form in tokens.forms]

    def run(self, first: int, longest: int) -> int:
        """How many tokens from `first` on may belong to one name."""
        last = first
        stop = min(len(self.forms), first + longest)
        while last < stop and not self.outside[last]:
            last += 1
        return last - first

    def announces(self, position: int, label: Label, kinds: tuple[str, ...]) -> bool:
        """Whether a token is a cue of a label and of one of some kinds."""
        cue = self.cues[position]
        return cue is not None and any(c.label is label and c.kind in kinds for c in cue.cues)

    def designates(self, position: int, label: Label) -> bool:
        """Whether a token is a designator of a label: قرية, محيط, ميليشيا."""
        return self.announces(position, label, ("designator",))

    def quoted(self, opening: int) -> int:
        """The position of the mark that closes the short quotation opened at `opening`, or -1."""
        for position in range(opening + 1, min(opening + 2 + _QUOTED_LONGEST, len(self.forms))):
            if self.forms[position] in CLOSING:
                return position
            if not self.forms[position][0].isalnum():
                return -1
        return -1
