"""One text through the library: normalise, tokenise, match, read, decide, link.

``extract`` for people, :class:`Extractor` for pipelines; one implementation.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import REPORTED, Label
from arabic_conflict_ner.linking.linker import Context, Linker, context_of
from arabic_conflict_ner.mentions.candidate import Candidate
from arabic_conflict_ner.mentions.decide import Mention, decide
from arabic_conflict_ner.mentions.features import best_ref, is_weak
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read, read_tagged
from arabic_conflict_ner.mentions.weights import Weights
from arabic_conflict_ner.mentions.words import OPENING, Text
from arabic_conflict_ner.results import Entity, Evidence, Extraction, Rival, Source
from arabic_conflict_ner.tagging.tagged import AnyTagger
from arabic_conflict_ner.tagging.tagger import DEFAULT, Tagger
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.proclitics import CHAINS
from arabic_conflict_ner.text.tokens import Tokens, tokenize

_log = logging.getLogger(__name__)
_RIVALS = 3  # the strongest readings that lost, kept as evidence
_MARKED = 0.5  # what the tagger finds less probable it does not name as its own
MIN_SCORE = 0.5
"""Candidates less likely than this are no entities."""


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
        self.gazetteer = Gazetteer.builtin() if gazetteer is None else gazetteer
        self.tagger: AnyTagger | None = Tagger.load(tagger) if isinstance(tagger, str) else tagger
        self.min_score = min_score
        self._lexicon = Lexicon.builtin()
        self._weights = Weights.builtin(with_tagger=self.tagger is not None)
        self._linker = Linker(self.gazetteer)

    def extract(self, text: str, *, labels: Iterable[Label | str] | None = None) -> Extraction:
        """Find the entities of one text of any length.

        In: `labels`, the labels to report; unless given PLACE, ARMED_GROUP, PERSON and FACILITY.
        Out: an :class:`Extraction`; ``text[e.start:e.end] == e.text`` for each of its entities.

        Raises TypeError for anything but str; ValueError for an unknown label.
        """
        wanted = _labels(labels)
        if not isinstance(text, str):
            raise TypeError(_not_str(text))
        normalized = normalize(text)
        tokens = Tokens(normalized)
        words = Text(tokens, self._lexicon)
        candidates = read(words, self.gazetteer.find(normalized))
        if self.tagger is not None:
            read_tagged(self.tagger.tag(text, tokenize(normalized)), words, candidates)
        mentions = decide(candidates, words, self._weights, self.min_score, is_tagged=self.tagger is not None)
        entities = self._entities([m for m in mentions if m.candidate.label in wanted], words)
        return Extraction.model_construct(
            text=text, entities=entities, tagger=self.tagger.name if self.tagger else None, error=None
        )

    def pipe(self, texts: Iterable[str], *, labels: Iterable[Label | str] | None = None) -> Iterator[Extraction]:
        """Extract from many texts in this process: lazy, in order; a text that fails gives an error record.

        >>> [extraction.error for extraction in Extractor().pipe(["سقطت الشحيل", None])]
        [None, 'TypeError: extract() takes str, not NoneType; leave missing documents out or pass ""']
        """
        wanted = _labels(labels)
        for text in texts:
            yield self._extract_or_report(text, wanted)

    def _extract_or_report(self, text: Any, labels: frozenset[Label]) -> Extraction:
        try:
            return self.extract(text, labels=labels)
        except Exception as error:  # one bad document must not cost the others
            _log.warning("a document failed: %s", type(error).__name__)
            return Extraction(text=text if isinstance(text, str) else "", error=f"{type(error).__name__}: {error}")

    def _entities(self, mentions: list[Mention], words: Text) -> tuple[Entity, ...]:
        context = context_of([mention.candidate.refs for mention in mentions])
        entities: list[Entity] = []
        for mention in mentions:
            entity = self._entity(mention, words, context)
            if not entities or entity.start >= entities[-1].end:  # the words of a ligature (ﷺ) share one character
                entities.append(entity)
        return tuple(entities)

    def _entity(self, mention: Mention, words: Text, context: Context) -> Entity:
        candidate, tokens = mention.candidate, words.tokens
        start, end = tokens.normalized.to_original(candidate.begin, candidate.end)
        designator = _designator(candidate, words)
        link, links = self._linker.link(candidate.refs, designator[0] if designator else None, context)
        return Entity.model_construct(
            text=tokens.normalized.original[start:end],
            label=candidate.label,
            start=start,
            end=end,
            score=round(candidate.score, 4),
            source=_sources(candidate),
            proclitic=candidate.chain if candidate.chain in CHAINS else _chain_before_quote(candidate, tokens),
            designator=designator[1] if designator else None,
            link=link,
            candidates=links,
            evidence=_evidence(mention, tokens, self._lexicon),
        )


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


def _sources(candidate: Candidate) -> tuple[Source, ...]:
    found = (
        (Source.GAZETTEER, bool(candidate.refs)),
        (Source.CUE, bool(candidate.cues)),
        (Source.TAGGER, (candidate.tagged or 0.0) >= _MARKED),
    )
    return tuple(source for source, there in found if there)


def _chain_before_quote(candidate: Candidate, tokens: Tokens) -> str | None:
    """The proclitic of لـ"قسد": a token of its own, written onto the quotation mark."""
    first = candidate.first
    if first < 2 or tokens.forms[first - 1] not in OPENING or len(tokens.forms[first - 2]) > 2:
        return None
    word = tokens.forms[first - 2]
    glued = tokens.ends[first - 2] == tokens.begins[first - 1]
    return word if glued and word in CHAINS else None


def _designator(candidate: Candidate, words: Text) -> tuple[str, str] | None:
    """The noun before the name that says what it is: its normalised form, and as it stands in the text."""
    tokens = words.tokens
    position = candidate.first - 1
    if position >= 0 and tokens.forms[position] in OPENING:
        position -= 1
    cue = words.cues[position] if position >= 0 else None
    if cue is None or not words.designates(position, candidate.label):
        return None
    begin, end = tokens.begins[position] + len(cue.chain), tokens.ends[position]
    start, finish = tokens.normalized.to_original(begin, end)
    return cue.word, tokens.normalized.original[start:finish]


def _evidence(mention: Mention, tokens: Tokens, lexicon: Lexicon) -> Evidence:
    candidate = mention.candidate
    ref = best_ref(candidate.refs) if candidate.refs else None
    frequencies = [lexicon.frequency.get(form, 0) for form in candidate.form.split()]
    return Evidence.model_construct(
        name=ref.name.text if ref else None,
        variant=ref.variant if ref else None,
        weak=ref is not None and is_weak(ref, frequencies),
        cues=tuple(candidate.cues),
        tagger=None if candidate.tagged is None else round(candidate.tagged, 4),
        rivals=tuple(_rival(loser, tokens) for loser in mention.losers[:_RIVALS]),
    )


def _rival(loser: Candidate, tokens: Tokens) -> Rival:
    start, end = tokens.normalized.to_original(loser.begin, loser.end)
    return Rival.model_construct(
        text=tokens.normalized.original[start:end], label=loser.label, score=round(loser.score, 4)
    )


@cache
def _default() -> Extractor:
    return Extractor()


def extract(text: str, *, labels: Iterable[Label | str] | None = None) -> Extraction:
    """Find the places, armed groups, people and facilities of one Arabic text, with everything built in.

    In: `text`, of any length; `labels`, those to report (ORGANIZATION only if asked for).
    Out: an :class:`Extraction`: entities in order, none overlapping another, offsets in code points of `text`.

    Raises TypeError for anything but str; ValueError for an unknown label.

    >>> for entity in extract("سيطر الجيش السوري على حقل العمر النفطي بريف ديرالزور"):
    ...     print(entity.start, entity.end, entity.label, entity.text, entity.proclitic, entity.designator)
    5 17 ARMED_GROUP الجيش السوري None None
    22 38 FACILITY حقل العمر النفطي None None
    44 52 PLACE ديرالزور None ريف
    """
    return _default().extract(text, labels=labels)
