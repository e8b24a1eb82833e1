"""A spaCy tokenizer for Arabic: what is written onto a name is a token of its own, and names are spans of tokens."""

import re
from collections.abc import Callable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

from arabic_conflict_ner.integrations.cuts import cuts
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens

TOKENIZER = "arabic_conflict_ner.Tokenizer.v1"
"""The name of the tokenizer in a spaCy config."""
_PIECE = re.compile(r" +|[^\S ]+|\S+")


class ArabicTokenizer(DummyTokenizer):
    """Cuts a text into the library's own tokens, and those behind what is written onto names.

    Every mark is a token of its own, quotes too; so are runs of tatweel, bidi controls and the like at the edge of a
    word; inside a word they stay. A chain of proclitics is one token («وب» of «وبالرقة»), or two where it may end in
    two places («وبقرية»: بقرية is a village). White space is kept as spaCy keeps it. Nothing is lost: the text of what
    comes out is the text that went in.

    Knows no settings: it is made anew from a config, and there is nothing to save.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of a text. Raises UnicodeEncodeError for lone surrogates, which spaCy cannot hold.

        >>> [token.text for token in ArabicTokenizer(Vocab())("عناصر «قسد» وبالرقة")]
        ['عناصر', '«', 'قسد', '»', 'وب', 'الرقة']
        """
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _pieces(text):
            is_behind = piece[0] == " " and bool(words)
            if is_behind:
                spaces[-1] = True
            if len(piece) > is_behind:
                words.append(piece[is_behind:])
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[str]:
    """The text in order: its words and marks, and what stands between them in runs of space and of anything else."""
    start = 0
    for end in sorted(_edges(text)):
        yield from _PIECE.findall(text[start:end])
        start = end
    yield from _PIECE.findall(text[start:])


def _edges(text: str) -> set[int]:
    """The offsets in the text at which a token begins or ends."""
    normalized = normalize(text)
    tokens = Tokens(normalized)
    edges = {normalized.start(cut) for cut in cuts(tokens)}
    for begin, end in zip(tokens.begins, tokens.ends, strict=True):
        edges.update(normalized.to_original(begin, end))
    return edges


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy's own
def make_tokenizer() -> Callable[[Language], ArabicTokenizer]:
    """What spaCy calls to make the tokenizer of a pipeline."""
    return lambda nlp: ArabicTokenizer(nlp.vocab)


def blank_arabic() -> Language:
    """A spaCy pipeline for Arabic, empty but for :class:`ArabicTokenizer`.

    >>> nlp = blank_arabic()
    >>> nlp.config["nlp"]["tokenizer"]["@tokenizers"]
    'arabic_conflict_ner.Tokenizer.v1'
    """
    return spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


def cuts_names(nlp: Language) -> bool:
    """Whether the tokenizer of a pipeline is one that cuts words for the sake of names."""
    return isinstance(nlp.tokenizer, ArabicTokenizer)
