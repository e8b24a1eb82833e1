"""CAMeL Tools' named entity recognizer as a tagger, beside or in the place of the one that ships with the library."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from arabic_conflict_ner.errors import ModelError
from arabic_conflict_ner.integrations import camel_data
from arabic_conflict_ner.integrations.cuts import chain_of
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.pieces import spellings
from arabic_conflict_ner.tagging.tagged import Tagged
from arabic_conflict_ner.tagging.tagger import _behind
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Token, sentences

LABELS: Mapping[str, tuple[Label, ...]] = {
    "LOC": (Label.PLACE,),
    "ORG": (Label.ARMED_GROUP, Label.ORGANIZATION),
    "PERS": (Label.PERSON,),
}
"""What the labels of CAMeL Tools may be here; a span that may be two things is offered as either. MISC is none."""
SCORE = 0.8
"""How sure a span is unless said otherwise, all its readings together: CAMeL Tools gives labels without scores."""
_LONGEST = 100  # letters of a word that are shown: more pieces than the window of the network has would break it
_OUTSIDE = "O"


class Recognizer(Protocol):
    """What is used of ``camel_tools.ner.NERecognizer``."""

    tokenizer: Any
    """Has ``tokenize``, which cuts a word into pieces, or none."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        """A label for each word of each sentence that has a piece."""
        ...


def written_onto(word: str) -> tuple[str, ...]:
    """What may be written onto a word, by the library's own rules: one chain of proclitics, or "" for nothing.

    >>> written_onto("وبقرية"), written_onto("بغداد")
    (('وب',), ('',))
    """
    return (chain_of(normalize(word).text),)


class CamelTagger:
    """``camel_tools.ner.NERecognizer`` as a tagger: ``Extractor(tagger=CamelTagger.load())``.

    In: `recognizer`, one that you have loaded (:meth:`load` loads one); `labels`, what its labels may be; `score`, 0 to
    1, how sure a span is; `chains`, what may be written onto the first word of a span: :func:`written_onto`, or
    :meth:`Morphology.chains <arabic_conflict_ner.integrations.camel_morphology.Morphology.chains>`. Each possibility
    becomes a span, and the score is shared out among them: the decision weighs them.

    A text is read by its sentences. Words that the recognizer passes over without a label, for its tokenizer leaves
    nothing of them (camel_tools#105), are outside of any name. Labels that are missing for no such reason are an error,
    never a shift.

    Raises ValueError for a `score` outside 0 to 1, or an unknown label of ours.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        *,
        name: str = "camel",
        labels: Mapping[str, Sequence[Label | str]] = LABELS,
        score: float = SCORE,
        chains: Callable[[str], Collection[str]] = written_onto,
    ) -> None:
        if not 0 <= score <= 1:
            raise ValueError(f"score is {score}; allowed: 0 to 1")
        self.recognizer = recognizer
        self.name = name
        self.score = score
        self.chains = chains
        self._labels = {theirs: tuple(map(Label, ours)) for theirs, ours in labels.items()}

    @classmethod
    def load(cls, model: str | Path | None = None, *, use_gpu: bool = False) -> "CamelTagger":
        """Load the recognizer of CAMeL Tools.

        In: `model`, a name in its catalogue (None: its default, AraBERT), or the folder of a model of your own.

        Raises ImportError where CAMeL Tools is not installed; ModelError with the command to run where its data is not;
        ValueError for an unknown name.
        """
        folder = model if isinstance(model, Path) else camel_data.folder(camel_data.NER, model)
        ner = camel_data.module("ner", camel_data.NER)
        if not (folder / "config.json").is_file():
            raise ModelError(f"{folder / 'config.json'} is not there: no folder of a model as transformers saves it")
        return cls(ner.NERecognizer(str(folder), use_gpu), name=f"camel {folder.name}")

    @property
    def labels(self) -> frozenset[Label]:
        """The labels that it knows."""
        return frozenset(label for ours in self._labels.values() for label in ours)

    def tag(self, text: str, tokens: list[Token]) -> list[Tagged]:
        """The spans that it marks, in order. Raises ModelError where labels are missing and nothing says which."""
        found: list[Tagged] = []
        groups = _sentences(text, tokens)
        words = [[word[:_LONGEST] for word in spellings(text, sentence)] for sentence in groups]
        labelled = self.recognizer.predict(words) if words else []
        for sentence, written, labels in zip(groups, words, labelled, strict=True):
            for first, last, label in _names(self._of_every_word(labels, written)):
                found += self._readings(text, sentence[first], sentence[last - 1].end, written[first], label)
        return found

    def _of_every_word(self, labels: list[str], words: list[str]) -> list[str]:
        """The labels of a sentence, with those of the words that were passed over."""
        if len(labels) == len(words):
            return labels
        seen = [bool(self.recognizer.tokenizer.tokenize(word)) for word in words]
        if len(labels) != sum(seen):
            found = f"{len(labels)} labels for {len(words)} words, {sum(seen)} of which have pieces"
            raise ModelError(f"{self.name} gives {found}: {' '.join(words)[:80]!r}; see camel_tools#105")
        given = iter(labels)
        return [next(given) if is_seen else _OUTSIDE for is_seen in seen]

    def _readings(self, text: str, first: Token, end: int, word: str, label: str) -> Iterator[Tagged]:
        """The spans that a span may be: behind each chain, with each label."""
        chains, labels = self.chains(word), self._labels.get(label, ())
        for chain in chains:
            start = _behind(text, first, len(chain))
            if start < first.end:
                for ours in labels:
                    yield Tagged(start, end, ours, self.score / len(chains) / len(labels))


def _sentences(text: str, tokens: list[Token]) -> list[list[Token]]:
    ends = [end for _start, end in sentences(normalize(text))]
    return [list(sentence) for _, sentence in groupby(tokens, key=lambda token: bisect_left(ends, token.end))]


def _names(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The words of each name, and its label: an I that continues nothing of its label begins one, as conlleval has it.

    >>> list(_names(["B-LOC", "I-LOC", "B-LOC", "O", "I-PERS", "I-ORG"]))
    [(0, 2, 'LOC'), (2, 3, 'LOC'), (4, 5, 'PERS'), (5, 6, 'ORG')]
    """
    first, opened = 0, ""
    for position, tag in enumerate([*tags, _OUTSIDE]):
        where, _, label = tag.partition("-")
        if opened and (where != "I" or label != opened):
            yield first, position, opened
            opened = ""
        if label and not opened:
            first, opened = position, label
