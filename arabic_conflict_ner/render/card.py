"""What is known of an entity, in a few lines of markup: its entry, where that lies, how sure it is, who found it."""

from collections.abc import Iterator
from itertools import groupby

from arabic_conflict_ner.render.markup import Markup, join, tag
from arabic_conflict_ner.results import Entity, Link

_CANDIDATES = 4  # named in a card


def card(entity: Entity) -> Markup:
    """The lines of a tooltip: for markup that is not shown until it is pointed at."""
    lines = (tag("span", line) for line in _lines(entity))
    return tag("span", *lines, class_="acn-card", role="tooltip", dir="ltr", lang="en", hidden="")


def _lines(entity: Entity) -> Iterator[Markup]:
    if entity.link:
        yield from link_lines(entity.link)
    elif entity.candidates:
        yield join(f"not linked: {len(entity.candidates)} known of the name, ", _named(entity.candidates))
    else:
        yield join("no entry of the name")
    yield join(f"{entity.label} · score {entity.score:.2f} · {', '.join(entity.source)}")


def link_lines(link: Link) -> Iterator[Markup]:
    """An entry: canonical and English name, what and where it is, its id and P-code."""
    english = join(" ", isolated(link.english)) if link.english else Markup()
    yield join(tag("b", tag("bdi", link.name, lang="ar")), english)
    if where := _where(link):
        yield where
    ids = [isolated(link.entry), *([isolated(link.pcode)] if link.pcode else [])]
    yield tag("span", *_between(ids, " · "), class_="acn-soft")


def _where(link: Link) -> Markup:
    what = [join(link.type.replace("_", " "))] if link.type else []
    return join(*_between(what + ([admin_path(link)] if link.admin else []), " · "))


def admin_path(link: Link) -> Markup:
    """What an entry lies in, or belongs to, the largest first; each name isolated, and told once if it is repeated."""
    return join(*_between([isolated(name) for name, _ in groupby(link.admin)], " › "))


def isolated(name: str) -> Markup:
    """A name or an id of whatever script, which leaves the order of its neighbours alone."""
    return tag("bdi", name)


def _named(links: tuple[Link, ...]) -> Markup:
    names = [isolated(link.english or link.name) for link in links[:_CANDIDATES]]
    more = " …" if len(links) > _CANDIDATES else ""
    return join(*_between(names, ", "), more)


def _between(pieces: list[Markup], mark: str) -> list[str]:
    """Pieces with a mark between them."""
    return [part for at, piece in enumerate(pieces) for part in ((mark, piece) if at else (piece,))]
