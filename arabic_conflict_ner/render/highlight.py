"""A text with its entities marked, for notebooks: right-to-left, its letters joined as they were."""

from collections import Counter
from collections.abc import Iterator

from arabic_conflict_ner.render.card import card
from arabic_conflict_ner.render.markup import Markup, join, tag
from arabic_conflict_ner.render.styles import css, key
from arabic_conflict_ner.results import Entity, Extraction
from arabic_conflict_ner.text.joining import joiner

_SHOWN = 20_000  # code points of a text in a notebook; a page has all of it


def fragment(extraction: Extraction) -> str:
    """What a notebook shows of a result: the key of the labels, and the text; of a very long one the beginning."""
    return tag("div", css("highlight"), *_content(extraction), class_="acn")


def _content(extraction: Extraction) -> Iterator[Markup]:
    if extraction.error is not None:
        yield tag("p", "not read: ", extraction.error, class_="acn-note")
        return
    yield legend(extraction)
    yield arabic(highlighted(extraction, 0, _SHOWN))
    if (more := len(extraction.text) - _SHOWN) > 0:
        yield tag("p", f"{more:,} more characters: render(path) writes a page with all of them", class_="acn-note")


def legend(extraction: Extraction) -> Markup:
    """How each label that occurs is marked, and how often it occurs."""
    return key(Counter(entity.label for entity in extraction))


def arabic(content: Markup) -> Markup:
    """A block of Arabic text."""
    return tag("div", content, class_="acn-text", dir="rtl", lang="ar")


def highlighted(extraction: Extraction, start: int = 0, end: int | None = None, *, ids: bool = False) -> Markup:
    """The text from `start` to `end` with its entities marked, each with its card.

    Where a mark begins or ends inside a word, zero-width joiners keep the shapes of the letters. In: `ids`, whether the
    marks are to have ids, `acn-e0` the first entity of the text, for links to them.
    """
    text, pieces = extraction.text, []
    done, end = start, len(extraction.text) if end is None else end
    for number, entity in enumerate(extraction):
        if start <= entity.start and entity.end <= end:
            pieces += [_joined(text, done, entity.start), _mark(text, entity, f"acn-e{number}" if ids else None)]
            done = entity.end
    return join(*pieces, _joined(text, done, end))


def _joined(text: str, start: int, end: int) -> str:
    """A piece of a text, with what joins its first and its last letter to those that it is cut from."""
    return f"{joiner(text, start)}{text[start:end]}{joiner(text, end)}" if start < end else ""


def _mark(text: str, entity: Entity, id: str | None) -> Markup:
    words = _joined(text, entity.start, entity.end)
    return tag("mark", words, card(entity), class_=f"acn-{entity.label}", id=id, tabindex="0")
