"""Results without the names of persons: what is rendered or exported for others need not tell who was named.

Best effort: a name that was not found as a PERSON stands where it stood.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Entity, Evidence, Extraction
from arabic_conflict_ner.text.chars import remove_invisible, remove_marks, remove_tatweel
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.proclitics import CHAINS
from arabic_conflict_ner.text.tokens import Tokens

MASK = "\N{FULL BLOCK}"
"""Stands for each code point of a name, so that all offsets stay what they were."""

_Span = tuple[int, int]


def redacted(extraction: Extraction) -> Extraction:
    """The same result with every PERSON masked, in its text and wherever an entity tells it.

    The names found are masked in the rest of the text too: as whole words, behind proclitics or not; not inside another
    entity (مشفى باسل الأسد stays a hospital's name). A masked entity keeps its label, place,
    score and source; link, candidates and evidence go, and so do the readings that other entities have beaten.

    >>> from arabic_conflict_ner import extract
    >>> print(redacted(extract("قال العميد سالم الحمود في الرقة")).text)
    قال العميد ███████████ في الرقة
    """
    if not extraction.people and not any(entity.evidence.rivals for entity in extraction):
        return extraction
    text = _masked(extraction.text, sorted({*_named(extraction), *_again(extraction)}))
    entities = tuple(_without_persons(entity, text) for entity in extraction)
    return extraction.model_copy(update={"text": text, "entities": entities})


def _named(extraction: Extraction) -> Iterator[_Span]:
    for person in extraction.people:
        yield person.start, person.end


def _again(extraction: Extraction) -> Iterator[_Span]:
    """Where the names found stand once more, as words of their own, with proclitics or none, outside other entities."""
    tokens = Tokens(normalize(extraction.text))
    names = _by_first_word(extraction.people)
    others = [entity for entity in extraction if entity.label is not Label.PERSON]
    ends = [entity.end for entity in others]
    written = {_bare(person.text) for person in extraction.people}
    for position, chain, length in _found(names, tokens.forms):
        begin, end = tokens.begins[position] + len(chain), tokens.ends[position + length - 1]
        span = tokens.normalized.to_original(begin, end)
        following = bisect_right(ends, span[0])
        is_free = following == len(others) or others[following].start >= span[1]
        if is_free and (length > 1 or _bare(extraction.text[slice(*span)]) in written):
            yield span


def _bare(name: str) -> str:
    """A name without marks, its letters as they are: على is not علي."""
    return remove_invisible(remove_tatweel(remove_marks(name)))


def _by_first_word(people: Iterable[Entity]) -> dict[str, set[tuple[str, ...]]]:
    names: dict[str, set[tuple[str, ...]]] = {}
    for person in people:
        if forms := Tokens(normalize(person.text)).forms:
            names.setdefault(forms[0], set()).add(tuple(forms))
    return names


def _found(names: dict[str, set[tuple[str, ...]]], forms: list[str]) -> Iterator[tuple[int, str, int]]:
    """The token where a name begins, the proclitics before it, and how many tokens the name has."""
    for position, form in enumerate(forms):
        for chain in ("", *CHAINS):
            for name in names.get(form.removeprefix(chain), ()) if form.startswith(chain) else ():
                if tuple(forms[position + 1 : position + len(name)]) == name[1:]:
                    yield position, chain, len(name)


def _masked(text: str, spans: list[_Span]) -> str:
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], MASK * (end - max(start, done))]
        done = max(done, end)
    return "".join((*pieces, text[done:]))


def _without_persons(entity: Entity, text: str) -> Entity:
    if entity.label is Label.PERSON:
        gone = {"text": text[entity.start : entity.end], "link": None, "candidates": (), "evidence": Evidence()}
        return entity.model_copy(update=gone)
    return entity.model_copy(update={"evidence": entity.evidence.model_copy(update={"rivals": ()})})
