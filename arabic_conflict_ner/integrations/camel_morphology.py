"""CAMeL Tools' morphological analyser, asked what is written onto a word."""

from pathlib import Path
from typing import Any, Protocol

from arabic_conflict_ner.integrations import camel_data
from arabic_conflict_ner.integrations.camel import written_onto
from arabic_conflict_ner.text.proclitics import CHAINS

_CONJUNCTIONS = {"wa": "و", "fa": "ف"}
_PREPOSITIONS = {"bi": "ب", "ka": "ك", "la": "ل", "li": "ل", "sa": "س"}
"""The proclitics that its features name, by the part before the underscore: prc2:wa_conj, prc1:bi_prep."""
_NONE = ("0", "na")
_NAMED = ("noun", "adj")
"""What the parts of speech of names begin with: noun, noun_prop, adj_comp …"""


class Analyser(Protocol):
    """What is used of ``camel_tools.morphology.analyzer.Analyzer``."""

    def analyze(self, word: str) -> list[dict[str, Any]]:
        """Everything that the word may be."""
        ...


class Morphology:
    """Says what may be written onto a word: ``CamelTagger(recognizer, chains=Morphology.load().chains)``.

    In: `analyser`, ``camel_tools.morphology.analyzer.Analyzer``; :meth:`load` makes one. With its backoff it takes any
    rest of a word for a name, and says nothing of worth here.
    """

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser

    @classmethod
    def load(cls, database: str | Path | None = None) -> "Morphology":
        """Load a database of CAMeL Tools.

        In: a name in its catalogue (None: its default, calima-msa-r13), or the path of a database file of your own.

        Raises ImportError where CAMeL Tools is not installed; ModelError with the command to run where its data is not;
        ValueError for an unknown name; OSError for a path that cannot be read.
        """
        if not isinstance(database, Path):
            database = camel_data.folder(camel_data.MORPHOLOGY, database) / "morphology.db"
        read = camel_data.module("morphology.database", camel_data.MORPHOLOGY).MorphologyDB
        analyzer = camel_data.module("morphology.analyzer", camel_data.MORPHOLOGY).Analyzer
        return cls(analyzer(read(str(database))))

    def chains(self, word: str) -> tuple[str, ...]:
        """What may be written onto a word that names something, the shortest chain first, "" for nothing.

        As a noun or an adjective it may be read in several ways: each counts once. Of a word that the analyser does not
        know, the library's own rules say it.
        """
        read = {_chain(analysis) for analysis in self.analyser.analyze(word)}
        allowed = tuple(chain for chain in ("", *CHAINS) if chain in read and word.startswith(chain))
        return allowed or written_onto(word)


def _chain(analysis: dict[str, Any]) -> str | None:
    """The proclitics of a reading; None where it is no noun or adjective, or has others than those."""
    conjunction = _letter(analysis.get("prc2"), _CONJUNCTIONS)
    preposition = _letter(analysis.get("prc1"), _PREPOSITIONS)
    if conjunction is None or preposition is None or not str(analysis.get("pos")).startswith(_NAMED):
        return None
    return conjunction + preposition


def _letter(value: str | None, letters: dict[str, str]) -> str | None:
    if value is None or value in _NONE:
        return ""
    return letters.get(value.partition("_")[0])
