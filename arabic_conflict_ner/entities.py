"""What the user is given for each decided mention: its offsets, its link, the evidence for it."""

from collections.abc import Container

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.linking.linker import Linked, Linker
from arabic_conflict_ner.linking.precision import geo_precision
from arabic_conflict_ner.linking.scene import Named
from arabic_conflict_ner.mentions.candidate import Candidate
from arabic_conflict_ner.mentions.decide import Mention
from arabic_conflict_ner.mentions.features import best_ref, is_weak
from arabic_conflict_ner.mentions.words import OPENING, Text
from arabic_conflict_ner.results import Entity, Evidence, GeoPrecision, Link, Rival, Source
from arabic_conflict_ner.text.proclitics import CHAINS
from arabic_conflict_ner.text.tokens import Tokens

_RIVALS = 3  # the strongest readings that lost, kept as evidence
_MARKED = 0.5  # what the tagger finds less probable it does not name as its own


def entities_of(
    mentions: list[Mention], words: Text, linker: Linker, day: str | None, labels: Container[Label]
) -> list[Entity]:
    """Link the mentions of a text, and make entities of those of some labels, in order.

    In: `day`, the date of the text, YYYY-MM-DD, if known. The mentions of other labels are context all the same.
    """
    designators = [_designator(mention.candidate, words) for mention in mentions]
    named = [_named(m.candidate, d, words) for m, d in zip(mentions, designators, strict=True)]
    entities: list[Entity] = []
    for mention, designator, linked in zip(mentions, designators, linker.link(named, day), strict=True):
        if mention.candidate.label not in labels:
            continue
        entity = _entity(mention, designator, linked, words)
        if not entities or entity.start >= entities[-1].end:  # the words of a ligature (ﷺ) share one character
            entities.append(entity)
    return entities


def _entity(mention: Mention, designator: tuple[str, str] | None, linked: Linked, words: Text) -> Entity:
    candidate, tokens = mention.candidate, words.tokens
    start, end = tokens.normalized.to_original(candidate.begin, candidate.end)
    link, links = linked
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
        geo_precision=_precision(candidate, designator, link, tokens),
        evidence=_evidence(mention, words),
    )


def _sources(candidate: Candidate) -> tuple[Source, ...]:
    found = (
        (Source.GAZETTEER, bool(candidate.refs)),
        (Source.CUE, bool(candidate.cues)),
        (Source.TAGGER, (candidate.tagged or 0.0) >= _MARKED),
    )
    return tuple(source for source, there in found if there) or (Source.TAGGER,)


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


def _named(candidate: Candidate, designator: tuple[str, str] | None, words: Text) -> Named:
    """A mention as the linker sees it."""
    cue = words.cues[candidate.first - 1] if candidate.first > 0 else None
    before = cue.word if cue else ""
    word = designator[0] if designator else None
    return Named(candidate.label, candidate.form, candidate.begin, candidate.end, candidate.refs, word, before)


def _precision(
    candidate: Candidate, designator: tuple[str, str] | None, link: Link | None, tokens: Tokens
) -> GeoPrecision | None:
    if candidate.label not in (Label.PLACE, Label.FACILITY):
        return None
    before = tokens.forms[max(0, candidate.first - 3) : candidate.first]
    return geo_precision(link.type if link else None, designator[0] if designator else None, before)


def _evidence(mention: Mention, words: Text) -> Evidence:
    candidate, frequency = mention.candidate, words.lexicon.frequency
    ref = best_ref(candidate.refs) if candidate.refs else None
    frequencies = [frequency.get(form, 0) for form in candidate.form.split()]
    return Evidence.model_construct(
        name=ref.name.text if ref else None,
        variant=ref.variant if ref else None,
        weak=ref is not None and is_weak(ref, frequencies),
        cues=tuple(candidate.cues),
        tagger=None if candidate.tagged is None else round(candidate.tagged, 4),
        rivals=tuple(_rival(loser, words.tokens) for loser in mention.losers[:_RIVALS]),
    )


def _rival(loser: Candidate, tokens: Tokens) -> Rival:
    start, end = tokens.normalized.to_original(loser.begin, loser.end)
    return Rival.model_construct(
        text=tokens.normalized.original[start:end], label=loser.label, score=round(loser.score, 4)
    )
