"""A result for spaCy's displaCy, which then shows it as the notebook view does."""

import html
from typing import Any

from arabic_conflict_ner.render.markup import text as escaped
from arabic_conflict_ner.render.styles import STYLES
from arabic_conflict_ner.results import Entity, Extraction
from arabic_conflict_ner.text.joining import joiner

_MARK = (
    '{before}<mark class="entity" title="{title}" style="color: inherit; background: {bg}38; border-radius: .2em; '
    'text-decoration: underline {line} 2px {bg}; text-underline-offset: .45em">{before}{text}{after}</mark>{after}'
)

OPTIONS: dict[str, Any] = {
    "colors": {label.value: style.color for label, style in STYLES.items()},
    "template": _MARK,
}
"""For ``displacy.render(…, options=OPTIONS)``: the colours of the labels, and a template with tooltips that breaks no
word apart. Without them displaCy shows its own boxes."""


def parsed(extraction: Extraction) -> dict[str, Any]:
    """The text and entities as displaCy takes them with ``style="ent", manual=True``; offsets are the caller's."""
    return {
        "text": extraction.text,
        "ents": [_entity(entity, extraction.text) for entity in extraction],
        "title": None,
        "settings": {"lang": "ar", "direction": "rtl"},
    }


def _entity(entity: Entity, text: str) -> dict[str, Any]:
    label = entity.label.value
    looks = {
        "before": joiner(text, entity.start),
        "after": joiner(text, entity.end),
        "line": STYLES[entity.label].line,
        "title": escaped(_title(entity)),
    }
    id = html.escape(entity.link.entry) if entity.link else ""  # displaCy writes it as it is
    return {"start": entity.start, "end": entity.end, "label": label, "kb_id": id, "params": looks}


def _title(entity: Entity) -> str:
    """A tooltip of plain text: its lines."""
    link = entity.link
    named = [link.name, link.english or "", " › ".join(link.admin), link.entry] if link else []
    found = f"{entity.label}, score {entity.score:.2f}, {', '.join(entity.source)}"
    return "\n".join(filter(None, [*named, found]))
