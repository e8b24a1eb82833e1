"""Suggest names for a gazetteer: what a corpus names that no gazetteer knows, ready for an editor to review."""

from collections.abc import Iterable, Iterator, Sequence

from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.row import name_problems
from arabic_conflict_ner.gazetteer.search import Spellings
from arabic_conflict_ner.gazetteer.written import written
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.suggesting.areas import Areas, likeliest
from arabic_conflict_ner.suggesting.group import Group, first
from arabic_conflict_ner.suggesting.suggestion import Suggestion

MIN_SCORE = 0.3
"""Lower than for extraction: an editor looks at every suggestion, and what is left out nobody sees."""


def suggest(
    texts: Iterable[str],
    *,
    extractor: Extractor | None = None,
    labels: Iterable[Label | str] | None = None,
    least: int = 2,
    limit: int | None = None,
    n_process: int = 1,
) -> list[Suggestion]:
    """The names of texts that no gazetteer knows, the most mentioned first.

    In: `extractor`, the built-in one with a `min_score` of 0.3 unless given; `labels`, those to report (as for
    ``extract``); `least`, how often a name is to be mentioned; `limit`, how many to give at most; `n_process`, how many
    processes to run. A text that fails is passed over.

    Raises TypeError for one text instead of many; ValueError for an unknown label.

    >>> texts = ["قصف على قرية رسم الطويحين بريف حلب", "نزوح من قرية رسم الطويحين في ريف حلب"]
    >>> for found in suggest(texts):
    ...     print(found.name, found.label, found.type, found.mentions, found.within)
    رسم الطويحين PLACE village 2 Aleppo
    """
    extractor = extractor or Extractor(min_score=MIN_SCORE)
    groups: dict[tuple[Label, str], Group] = {}
    for number, extraction in enumerate(extract_many(texts, extractor=extractor, labels=labels, n_process=n_process)):
        areas = Areas(extraction, extractor.gazetteer)
        for entity in extraction:
            if not entity.candidates and _is_loadable(entity.text):
                group = groups.setdefault((entity.label, name_form(entity.text)), Group(entity.label))
                group.take(entity, extraction.text, number, areas)
    chosen = sorted((group for group in groups.values() if group.mentions >= least), key=Group.rank)[:limit]
    return list(_suggestions(chosen, extractor.gazetteer))


def _is_loadable(name: str) -> bool:
    """Whether the reader of gazetteers would take the name."""
    return not any(name_problems(written(name)))


def _suggestions(groups: Sequence[Group], gazetteer: Gazetteer) -> Iterator[Suggestion]:
    spellings = {label: Spellings(gazetteer, label=label) for label in {group.label for group in groups}}
    for group in groups:
        name = first(group.spellings) or ""
        parent = likeliest(group.areas, gazetteer)
        near = next(iter(spellings[group.label].nearest(name, limit=1)), None)
        yield Suggestion(
            name=name,
            label=group.label,
            type=first(group.types),
            parent=parent.id if parent else None,
            within=(parent.english or parent.name) if parent else None,
            mentions=group.mentions,
            documents=group.documents,
            score=round(group.scores / group.mentions, 4),
            nearest=near.name if near else None,
            nearest_entry=near.entries[0].id if near else None,
            designators=tuple(word for word, _ in group.designators.most_common()),
            cues=tuple(cue for cue, _ in group.cues.most_common()),
            contexts=tuple(group.contexts),
        )
