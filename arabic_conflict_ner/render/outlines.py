"""The map that lies under the places: outlines of countries and governorates, shipped with the library."""

from functools import cache
from pathlib import Path

from arabic_conflict_ner.render.markup import Markup

PATH = Path(__file__).with_name("outlines.svg")
"""Compiled by scripts/build_outlines.py from Natural Earth, public domain."""


@cache
def outlines() -> Markup:
    """What stands inside the file's <svg>: land, lakes, rivers, governorates, countries, and names of the last two."""
    svg = PATH.read_text("utf-8")
    return Markup(svg[svg.index(">") + 1 : svg.rindex("</svg>")])
