"""One text through the library: normalise, tokenise, match, read, decide, link.

``extract`` for people, :class:`Extractor` for pipelines; one implementation.
"""

import logging
import operator
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, reduce
from typing import Any

import arabic_conflict_ner
from arabic_conflict_ner.entities import entities_of
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import REPORTED, Label
from arabic_conflict_ner.linking.dates import as_text
from arabic_conflict_ner.linking.linker import Linker
from arabic_conflict_ner.mentions.decide import decide
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read
from arabic_conflict_ner.mentions.weights import Weights
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.results import Extraction
from arabic_conflict_ner.tagging.tagged import AnyTagger
from arabic_conflict_ner.tagging.tagger import DEFAULT, Tagger
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens, tokenize

_log = logging.getLogger(__name__)
Dated = tuple[str, date | str | None]
"""A text and its date."""
MIN_SCORE = 0.5
"""Candidates less likely than this are no entities."""


class _Names:
    """A gazetteer, what was added to it, and the linker of both. Never changed: a text is read with one of them."""

    def __init__(self, base: Gazetteer, more: tuple[Gazetteer, ...] = ()) -> None:
        self._base = base
        self._more = more
        self.gazetteer = reduce(operator.or_, more, base)
        self.linker = Linker(self.gazetteer)

    def with_more(self, added: Gazetteer) -> "_Names":
        return _Names(self._base, (*self._more, added))

    def without(self, added: Gazetteer) -> "_Names":
        return _Names(self._base, tuple(other for other in self._more if other is not added))


class Extractor:
    """Finds places, armed groups, people and facilities in Arabic texts.

    In: `gazetteer`, the built-in one unless given (``Gazetteer.builtin() | mine`` for both); `tagger`, the statistical
    tagger that takes part in the decision: "default", a :class:`Tagger` that you loaded, anything of your own that is
    :class:`AnyTagger`, or None for rules and gazetteer alone; `min_score`, 0 to 1, the score below which nothing is
    reported.

    Safe to share between threads; can be pickled. Raises ValueError for a `min_score` outside 0 to 1 or an unknown
    tagger, ModelError for a damaged one.

    >>> [entity.text for entity in Extractor().extract("اشتباكات قرب حاجز الجعابي في مدينة هجين")]
    ['حاجز الجعابي', 'هجين']
    """

    def __init__(
        self,
        *,
        gazetteer: Gazetteer | None = None,
        tagger: AnyTagger | str | None = DEFAULT,
        min_score: float = MIN_SCORE,
    ) -> None:
        if not 0 <= min_score <= 1:
            raise ValueError(f"min_score is {min_score}; allowed: 0 to 1")
        self._names = _Names(Gazetteer.builtin() if gazetteer is None else gazetteer)
        self._changing = threading.Lock()
        self.tagger: AnyTagger | None = Tagger.load(tagger) if isinstance(tagger, str) else tagger
        self.min_score = min_score
        self._lexicon = Lexicon.builtin()
        self._weights = Weights.builtin(with_tagger=self.tagger is not None)

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer that is used at present."""
        return self._names.gazetteer

    @contextmanager
    def adding(self, entries: Gazetteer | Iterable[Entry | dict[str, object]]) -> Iterator[None]:
        """Use more entries inside a ``with`` block, in every thread that uses this extractor.

        An entry with the id of one that is there takes its place. Costs milliseconds: nothing else is indexed anew. A
        text that is being read when the block begins or ends is read to its end with what it began with.

        Raises pydantic.ValidationError for an entry that is none; ValueError for an id given twice.

        >>> extractor = Extractor(tagger=None)
        >>> farm = {"id": "x/1", "label": "PLACE", "names": [{"text": "خربة السروات"}]}
        >>> with extractor.adding([farm]):
        ...     [entity.text for entity in extractor.extract("قصف على خربة السروات")]
        ['خربة السروات']
        """
        more = entries if isinstance(entries, Gazetteer) else Gazetteer.from_entries(entries)
        with self._changing:
            self._names = self._names.with_more(more)
        try:
            yield
        finally:
            with self._changing:
                self._names = self._names.without(more)

    def __getstate__(self) -> dict[str, Any]:
        # The built-in words and weights are at hand everywhere: 8 MB less to send to another process.
        left_out = ("_changing", "_lexicon", "_weights")
        return {name: value for name, value in self.__dict__.items() if name not in left_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        weights = Weights.builtin(with_tagger=state["tagger"] is not None)
        self.__dict__.update(state, _changing=threading.Lock(), _lexicon=Lexicon.builtin(), _weights=weights)

    def extract(
        self, text: str, *, labels: Iterable[Label | str] | None = None, doc_date: date | str | None = None
    ) -> Extraction:
        """Find the entities of one text of any length.

        In: `labels`, the labels to report; unless given PLACE, ARMED_GROUP, PERSON and FACILITY. `doc_date`, the day of
        the text (a date, or "2024-12-08"): links prefer what was there then.
        Out: an :class:`Extraction`; ``text[e.start:e.end] == e.text`` for each of its entities.

        Raises TypeError for anything but str; ValueError for an unknown label or a `doc_date` that is none.
        """
        wanted, day = _labels(labels), as_text(doc_date)
        if not isinstance(text, str):
            raise TypeError(_not_str(text))
        names = self._names
        normalized = normalize(text)
        tokens = Tokens(normalized)
        words = Text(tokens, self._lexicon)
        tagged = self.tagger.tag(text, tokenize(normalized)) if self.tagger else None
        candidates = read(words, names.gazetteer.find(normalized), tagged)
        mentions = decide(candidates, words, self._weights, self.min_score, is_tagged=self.tagger is not None)
        entities = tuple(entities_of(mentions, words, names.linker, day, wanted))
        return Extraction.model_construct(
            text=text,
            entities=entities,
            tagger=self.tagger.name if self.tagger else None,
            gazetteer=names.gazetteer.version,
            library=arabic_conflict_ner.__version__,
            error=None,
        )

    def pipe(
        self, texts: Iterable[str | Dated], *, labels: Iterable[Label | str] | None = None
    ) -> Iterator[Extraction]:
        """Extract from many texts in this process: lazy, in order; a text that fails gives an error record.

        In: each a text, or a pair of a text and its `doc_date`.

        >>> [extraction.error for extraction in Extractor().pipe(["سقطت الشحيل", None])]
        [None, 'TypeError: extract() takes str, not NoneType; leave missing documents out or pass ""']
        """
        wanted = _labels(labels)
        for text in texts:
            yield self._extract_or_report(text, wanted)

    def _extract_or_report(self, given: Any, labels: frozenset[Label]) -> Extraction:
        text, day = given if isinstance(given, tuple) and len(given) == 2 else (given, None)
        try:
            return self.extract(text, labels=labels, doc_date=day)
        except Exception as error:  # one bad document must not cost the others
            _log.warning("a document failed: %s", type(error).__name__)
            return Extraction(text=text if isinstance(text, str) else "", error=f"{type(error).__name__}: {error}")


def _labels(labels: Iterable[Label | str] | None) -> frozenset[Label]:
    if labels is None:
        return frozenset(REPORTED)
    if isinstance(labels, str):
        labels = [labels]
    try:
        return frozenset(Label(label) for label in labels)
    except ValueError as error:
        raise ValueError(f"{error}; allowed: {' '.join(Label)}") from None


def _not_str(text: object) -> str:
    if isinstance(text, bytes | bytearray):
        return f"extract() takes str, not {type(text).__name__}; decode it first: data.decode('utf-8')"
    if text is None:
        return 'extract() takes str, not NoneType; leave missing documents out or pass ""'
    return f"extract() takes str, not {type(text).__name__}; for many texts use extract_many()"


@cache
def _default() -> Extractor:
    return Extractor()


def extract(
    text: str, *, labels: Iterable[Label | str] | None = None, doc_date: date | str | None = None
) -> Extraction:
    """Find the places, armed groups, people and facilities of one Arabic text, with everything built in.

    In: `text`, of any length; `labels`, those to report (ORGANIZATION only if asked for); `doc_date`, the day of the
    text (a date, or "2024-12-08"): links prefer what was there then.
    Out: an :class:`Extraction`: entities in order, none overlapping another, offsets in code points of `text`.

    Raises TypeError for anything but str; ValueError for an unknown label or a `doc_date` that is none.

    >>> for entity in extract("سيطر الجيش السوري على حقل العمر النفطي بريف ديرالزور"):
    ...     print(entity.start, entity.end, entity.label, entity.text, entity.proclitic, entity.designator)
    5 17 ARMED_GROUP الجيش السوري None None
    22 38 FACILITY حقل العمر النفطي None None
    44 52 PLACE ديرالزور None ريف
    """
    return _default().extract(text, labels=labels, doc_date=doc_date)
