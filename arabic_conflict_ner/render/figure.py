"""The map of places as markup: the outlines, a dot a place with its popup, and the lists beside them."""

from collections.abc import Iterator, Sequence

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.render.card import isolated, link_lines
from arabic_conflict_ner.render.highlight import arabic, highlighted
from arabic_conflict_ner.render.markup import Markup, join, tag
from arabic_conflict_ner.render.mercator import WORLD, project
from arabic_conflict_ner.render.outlines import outlines
from arabic_conflict_ner.render.places import Mention, Place, Unplaced
from arabic_conflict_ner.render.tiles import Tiles
from arabic_conflict_ner.results import GeoPrecision

_SHAPE = 3 / 2  # width by height, as map.css has it
_MARGIN = 1.6  # times what the places take up
_LEAST = 1500.0  # units; a village is shown with some 100 km around it
_FAR = 16000.0  # units across; wider than this governorates have no names, as map.js has it
_PIXELS = 800.0  # how wide the map is taken to be until a script has measured it
_REGION = ((12.5, 22.0), (40.0, 60.0))  # shown where there is no place to show: Sudan to Iran
_SENTENCES = 20  # of a place, in its popup
_SIGNS = {
    GeoPrecision.EXACT: ("", "the place itself"),
    GeoPrecision.NEAR: ("acn-near", "near it, or in its district"),
    GeoPrecision.REGION: ("acn-region", "somewhere in that region"),
}

Box = tuple[float, float, float, float]


def figure(places: Sequence[Place], unplaced: Sequence[Unplaced], tiles: Tiles | None = None) -> Markup:
    """The map, the key of its signs, and the lists. A page may hold one of them, with the styles and map.js."""
    popups = (_popup(number, place) for number, place in enumerate(places))
    seen = _view(places)
    credit = tag("div", tiles.credit if tiles else "Natural Earth", class_="acn-credit")
    view = tag(
        "div",
        *(_outlines(seen), *_spots(places, seen), _zoom(), credit),
        class_="acn-view" + " acn-far" * (seen[2] > _FAR),
        tabindex="0",
        role="group",
        aria_label="Map of the places; + and - zoom, arrows move it",
        data_tiles=tiles.template if tiles else None,
    )
    left = tag("div", view, _signs(places))
    return tag("figure", left, _lists(places, unplaced), *popups, class_="acn-map acn", dir="ltr", lang="en")


def _view(places: Sequence[Place]) -> Box:
    """What part of the map shows the places: x, y, width, height, in units."""
    points = [project(place.lat, place.lon) for place in places] or [project(*corner) for corner in _REGION]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*points, strict=True))
    width = min(max((right - left) * _MARGIN, (bottom - top) * _MARGIN * _SHAPE, _LEAST), WORLD)
    x, y = (left + right - width) / 2, (top + bottom - width / _SHAPE) / 2
    return round(x, 1), round(y, 1), round(width, 1), round(width / _SHAPE, 1)


def _outlines(view: Box) -> Markup:
    tiles = tag("g", class_="acn-tiles")
    box = " ".join(f"{side:g}" for side in view)
    unit = f"--unit: {view[2] / _PIXELS:.4g}"
    return tag("svg", tiles, outlines(), viewBox=box, style=unit, aria_hidden="true")


def _spots(places: Sequence[Place], view: Box) -> Iterator[Markup]:
    """A button for each place, the oftenest named on top."""
    for number, place in reversed(list(enumerate(places))):
        x, y = project(place.lat, place.lon)
        left, top = (x - view[0]) / view[2], (y - view[1]) / view[3]
        yield tag(
            "button",
            tag("bdi", place.link.name, class_="acn-name", lang="ar"),
            class_=_sign(place.label, place.precision),
            type="button",
            popovertarget=f"acn-p{number}",
            style=f"left: {left:.3%}; top: {top:.3%}",
            data_x=round(x, 1),
            data_y=round(y, 1),
        )


def _sign(label: Label, precision: GeoPrecision | None) -> str:
    return f"acn-spot acn-{label} {_SIGNS[precision][0] if precision else ''}".rstrip()


def _zoom() -> Markup:
    buttons = (("in", "+", "Zoom in"), ("out", "−", "Zoom out"), ("reset", "⌂", "All places"))
    return tag(
        "div",
        *(tag("button", sign, type="button", value=value, title=says) for value, sign, says in buttons),
        class_="acn-zoom",
    )


def _signs(places: Sequence[Place]) -> Markup:
    """What the signs that occur mean."""
    found = {(place.label, place.precision) for place in places}
    rows = [
        tag("span", tag("span", class_=_sign(label, precision)), f" {label}: {says}")
        for label in (Label.PLACE, Label.FACILITY)
        for precision, (_, says) in _SIGNS.items()
        if (label, precision) in found
    ]
    return tag("div", *rows, class_="acn-signs")


def _popup(number: int, place: Place) -> Markup:
    """What a place is, and the sentences that name it."""
    lines = [tag("span", line) for line in link_lines(place.link)]
    where = tag("span", f"{place.lat:.4f}, {place.lon:.4f}", class_="acn-soft")
    return tag("div", *lines, where, _sentences(place.mentions), id=f"acn-p{number}", popover="", class_="acn-popup")


def _sentences(mentions: Sequence[Mention]) -> Markup:
    shown = [tag("li", *_sentence(mention)) for mention in mentions[:_SENTENCES]]
    more = len(mentions) - _SENTENCES
    rest = [tag("li", f"… and {more} more", class_="acn-soft")] if more > 0 else []
    return tag("ul", *shown, *rest, class_="acn-sentences")


def _sentence(mention: Mention) -> Iterator[Markup]:
    if mention.title is not None:
        yield tag("span", isolated(mention.title), class_="acn-soft")
    yield arabic(highlighted(mention.extraction, mention.start, mention.end))


def _lists(places: Sequence[Place], unplaced: Sequence[Unplaced]) -> Markup:
    """Beside the map: what is on it, and what is not."""
    on = [tag("li", _to_popup(number, place)) for number, place in enumerate(places)]
    off = [tag("li", tag("details", tag("summary", *_off(one)), _sentences(one.mentions))) for one in unplaced]
    parts = [(f"On the map: {len(on)}", on), (f"Not on the map: {len(off)}", off)]
    content = [join(tag("h3", heading), tag("ul", *rows)) for heading, rows in parts if rows]
    return tag("div", tag("div", *(content or [tag("p", "No places in the text.")])), class_="acn-list")


def _to_popup(number: int, place: Place) -> Markup:
    english = [" ", isolated(place.link.english)] if place.link.english else []
    name = tag("bdi", place.link.name, lang="ar")
    kind = tag("span", f" {place.link.type.replace('_', ' ')}", class_="acn-soft") if place.link.type else Markup()
    content = (name, *english, kind, _times(place.mentions))
    return tag("button", *content, type="button", popovertarget=f"acn-p{number}", data_spot=number)


def _off(one: Unplaced) -> tuple[str, ...]:
    return tag("bdi", one.name, lang="ar"), " ", tag("span", one.why, class_="acn-soft"), _times(one.mentions)


def _times(mentions: Sequence[Mention]) -> Markup:
    return tag("span", f" × {len(mentions)}", class_="acn-soft") if len(mentions) > 1 else Markup()
