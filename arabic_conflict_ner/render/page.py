"""The page of a result: its text, its map, its table."""

from collections.abc import Iterator

from arabic_conflict_ner.render.card import admin_path, isolated
from arabic_conflict_ner.render.document import document
from arabic_conflict_ner.render.figure import figure
from arabic_conflict_ner.render.highlight import arabic, highlighted, legend
from arabic_conflict_ner.render.markup import Markup, table, tag
from arabic_conflict_ner.render.places import survey
from arabic_conflict_ner.results import Entity, Extraction

_HEADERS = [
    "text",
    "label",
    "score",
    "source",
    "entry",
    "name",
    "English",
    "type",
    "in",
    "P-code",
    "lat, lon",
    "offsets",
]


def page(extraction: Extraction, *, title: str | None = None) -> str:
    """The whole page. In: `title`, "Places, groups, people, facilities" unless given."""
    heading = title if title is not None else "Places, groups, people, facilities"
    return document(heading, tag("h1", isolated(heading)), *_sections(extraction))


def _sections(extraction: Extraction) -> Iterator[Markup]:
    if extraction.error is not None:
        yield tag("p", "This text was not read: ", isolated(extraction.error))
        return
    yield tag("p", _facts(extraction), class_="acn-note")
    yield tag("section", legend(extraction), arabic(highlighted(extraction, ids=True)), class_="acn acn-sheet")
    if extraction.places or extraction.facilities:
        yield tag("section", tag("h2", "Map"), figure(*survey([(extraction, None)])))
    if extraction.entities:
        rows = [_row(number, entity) for number, entity in enumerate(extraction)]
        yield tag("section", tag("h2", "Entities"), table(_HEADERS, rows))


def _facts(extraction: Extraction) -> str:
    tagger = f"tagger {extraction.tagger}" if extraction.tagger else "rules and gazetteer alone"
    return f"{len(extraction)} entities in {len(extraction.text):,} characters · {tagger}"


def _row(number: int, entity: Entity) -> list[str]:
    link = entity.link
    words = tag("a", tag("bdi", entity.text, lang="ar"), href=f"#acn-e{number}")
    left = [words, entity.label, f"{entity.score:.2f}", ", ".join(entity.source)]
    offsets = f"{entity.start}–{entity.end}"
    if link is None:
        known = f"{len(entity.candidates)} candidates" if entity.candidates else ""
        return [*left, known, *[""] * 6, offsets]
    where = f"{link.lat:.4f}, {link.lon:.4f}" if link.lat is not None and link.lon is not None else ""
    name = tag("bdi", link.name, lang="ar")
    told = [isolated(part or "") for part in (link.english, link.type)]
    return [*left, isolated(link.entry), name, *told, admin_path(link), isolated(link.pcode or ""), where, offsets]
