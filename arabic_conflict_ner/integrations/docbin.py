"""DocBin, the file of Docs that spaCy trains on: from what was found in texts, or from what people annotated."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, DocBin, SpanGroup

from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.integrations.spacy_doc import KEY, covering, is_exact, to_doc
from arabic_conflict_ner.integrations.spacy_tokenizer import blank_arabic
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Extraction


@dataclass(frozen=True, slots=True)
class GoldDocs:
    """Annotated texts as Docs, how many entities they have, and which of those are not whole tokens."""

    docs: DocBin
    entities: int
    unaligned: tuple[tuple[GoldText, Span], ...]


def to_docbin(extractions: Iterable[Extraction], *, nlp: Language | None = None, key: str = KEY) -> DocBin:
    """The Docs of what was found in texts, extensions included: ``to_docbin(extract_many(texts)).to_disk(path)``.

    In: `nlp`, whose tokens the Docs have, unless given :func:`blank_arabic`; `key`, where in ``doc.spans`` all entities
    stand.

    Raises ArabicConflictNerError for the record of a text that could not be read; leave those out.
    """
    nlp = nlp or blank_arabic()
    docs = DocBin(store_user_data=True)
    for extraction in extractions:
        docs.add(to_doc(extraction, nlp, key=key))
    return docs


def gold_to_docbin(
    texts: Iterable[GoldText], *, nlp: Language | None = None, labels: Collection[Label] = tuple(Label), key: str = KEY
) -> GoldDocs:
    """The Docs of annotated texts (:func:`arabic_conflict_ner.evaluation.gold.read_gold`), for training.

    The tokens are those that `nlp` (unless given :func:`blank_arabic`) will give new texts too: nothing is cut for the
    sake of an entity. One that is not whole tokens is not taught: its tokens are marked as unknown, neither inside nor
    outside of an entity, as spaCy has it. It stands in ``doc.spans[key]`` all the same, as a span of the whole tokens.
    """
    nlp = nlp or blank_arabic()
    docs = DocBin()
    count, unaligned = 0, []
    for text in texts:
        spans = sorted(text.spans(labels))
        doc = nlp.make_doc(text.text)
        unaligned += [(text, span) for span in _annotate(doc, spans, key)]
        count += len(spans)
        docs.add(doc)
    return GoldDocs(docs, count, tuple(unaligned))


def _annotate(doc: Doc, gold: list[Span], key: str) -> list[Span]:
    """Write annotated entities onto a Doc, and give those that are not whole tokens."""
    covered = {span: covering(doc, *span) for span in gold if not doc.text[span.start : span.end].isspace()}
    whole = {span: tokens for span, tokens in covered.items() if is_exact(tokens, span.start, span.end)}
    taught = {token.i for tokens in whole.values() for token in tokens}
    touched = {token.i for tokens in covered.values() for token in tokens}
    doc.spans[key] = SpanGroup(doc, name=key, spans=covered.values())
    doc.set_ents(list(whole.values()), missing=[doc[i : i + 1] for i in sorted(touched - taught)])
    return [span for span in gold if span not in whole]
