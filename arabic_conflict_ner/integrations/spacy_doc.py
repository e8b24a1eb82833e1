"""What was found in a text, written onto a spaCy Doc: entities, spans, links, exact offsets."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.integrations.spacy_tokenizer import blank_arabic, cuts_names
from arabic_conflict_ner.results import Entity, Extraction

KEY = "arabic_conflict_ner"
"""Where results are kept: ``doc.spans[KEY]``, unless another key is asked for, and ``doc.user_data[KEY]``."""
EXTENSION = "conflict"
"""``doc._.conflict`` is the :class:`Extraction`, ``span._.conflict`` the :class:`Entity` of a span, or None."""
DATE = "conflict_date"
"""``doc._.conflict_date``, the day of a text, is read before links are made."""
_ANNOTATED = ("SENT_START", "TAG", "POS", "MORPH", "LEMMA", "DEP", "ENT_IOB")


def write(extraction: Extraction, doc: Doc, *, key: str = KEY, split_tokens: bool = False) -> Doc:
    """Write what was found in the text of a Doc onto it, and give the Doc back.

    Entities that are whole tokens become ``doc.ents``, beside those of others that they do not overlap. All become
    ``doc.spans[key]``; one that begins or ends inside a token (الرقة in وبالرقة) is a span of the whole token there,
    and is no part of ``doc.ents``. Exact offsets are in ``span._.conflict``, and in ``span.id_`` as ``12:17``.

    In: `split_tokens`, cut the tokens in which a name begins or ends, in a Doc that holds nothing but tokens as yet.

    Raises ValueError where the Doc is of another text.
    """
    if doc.text != extraction.text:
        raise ValueError(f"the Doc is of another text than the Extraction: {doc.text[:40]!r}, {extraction.text[:40]!r}")
    if split_tokens and _holds_nothing(doc):
        _split(doc, sorted({offset for entity in extraction for offset in (entity.start, entity.end)}))
    doc.user_data[KEY] = extraction.model_dump(mode="json", exclude={"text"})
    spans = [covering(doc, e.start, e.end, e.label, kb_id=e.link.entry if e.link else "") for e in extraction]
    doc.spans[key] = SpanGroup(doc, name=key, spans=spans, attrs={"scores": [entity.score for entity in extraction]})
    exact = [span for span, entity in zip(spans, extraction, strict=True) if is_exact(span, entity.start, entity.end)]
    doc.set_ents([*exact, *_apart(doc.ents, exact)])
    return doc


def to_doc(extraction: Extraction, nlp: Language | None = None, *, key: str = KEY) -> Doc:
    """A new Doc of what was found in a text.

    In: `nlp`, whose tokens it has; unless given :func:`blank_arabic`. Tokens are cut where a name needs it if the
    tokenizer is that of :func:`blank_arabic`.

    Raises ArabicConflictNerError for the record of a text that could not be read.
    """
    if extraction.error is not None:
        raise ArabicConflictNerError(f"this record has an error, not entities: {extraction.error}; leave it out")
    nlp = nlp or _blank()
    return write(extraction, nlp.make_doc(extraction.text), key=key, split_tokens=cuts_names(nlp))


@cache
def _blank() -> Language:
    return blank_arabic()


def read(doc: Doc) -> Extraction | None:
    """What :func:`write` wrote onto a Doc, or onto the one that it was saved from; None if nothing did."""
    written = doc.user_data.get(KEY)
    return None if written is None else Extraction.model_validate({"text": doc.text, **written})


def entity_of(span: Span) -> Entity | None:
    """The entity that a span was made for, or that has just its offsets; None if there is none."""
    written: Sequence[dict[str, Any]] = span.doc.user_data.get(KEY, {}).get("entities", ())
    offsets = span.id_ or _offsets(span.start_char, span.end_char)
    found = (record for record in written if _offsets(record["start"], record["end"]) == offsets)
    return next(map(Entity.model_validate, found), None)


def extend() -> None:
    """Tell spaCy of the extensions. Called again, it changes nothing."""
    if not Doc.has_extension(EXTENSION):
        Doc.set_extension(EXTENSION, getter=read)
        Doc.set_extension(DATE, default=None)
        Span.set_extension(EXTENSION, getter=entity_of)


def covering(doc: Doc, start: int, end: int, label: str, *, kb_id: str = "") -> Span:
    """The span of the tokens that hold any part of two offsets, which become its id.

    Raises ValueError where no token does.
    """
    id = _offsets(start, end)
    span = doc.char_span(start, end, label=label, kb_id=kb_id, span_id=id, alignment_mode="expand")
    if span is None or not len(span):
        raise ValueError(f"no token of the Doc holds any part of ({start}, {end}), {doc.text[start:end]!r}")
    return span


def is_exact(span: Span, start: int, end: int) -> bool:
    """Whether a span begins and ends at two offsets."""
    return (span.start_char, span.end_char) == (start, end)


def _offsets(start: int, end: int) -> str:
    return f"{start}:{end}"


def _apart(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The spans that share no token with others."""
    taken = {token.i for span in others for token in span}
    return [span for span in spans if taken.isdisjoint(range(span.start, span.end))]


def _holds_nothing(doc: Doc) -> bool:
    """Whether nothing would be left pointing at other tokens than it was made for."""
    return not doc.spans and not any(map(doc.has_annotation, _ANNOTATED))


def _split(doc: Doc, offsets: list[int]) -> None:
    """Cut tokens, so that every one of some offsets, in order, is an edge of a token."""
    inside = [(token, _between(token.idx, token.idx + len(token), offsets)) for token in doc]
    with doc.retokenize() as retokenizer:
        for token, cuts in inside:
            if cuts:
                edges = [0, *(cut - token.idx for cut in cuts), len(token)]
                parts = [token.text[start:end] for start, end in pairwise(edges)]
                retokenizer.split(token, parts, heads=[(token, part) for part in range(len(parts))])


def _between(start: int, end: int, offsets: list[int]) -> list[int]:
    return offsets[bisect_right(offsets, start) : bisect_left(offsets, end)]


extend()
