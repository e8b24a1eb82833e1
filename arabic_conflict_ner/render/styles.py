"""How labels look: a colour and a line each, told apart by colour-blind readers too, on light and on dark."""

from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.render.markup import Markup, tag


class Style(NamedTuple):
    """A colour, as #rrggbb, and the line under the words, as CSS names it."""

    color: str
    line: str


STYLES: dict[Label, Style] = {
    Label.PLACE: Style("#0072b2", "solid"),
    Label.ARMED_GROUP: Style("#d55e00", "double"),
    Label.PERSON: Style("#cc79a7", "dotted"),
    Label.FACILITY: Style("#009e73", "dashed"),
    Label.ORGANIZATION: Style("#7a7a7a", "wavy"),
}
"""After Masataka Okabe, Kei Ito: Color Universal Design (2008), and a grey. Each has a contrast of 3 : 1 and more with
white and with the dark grounds of notebooks, so that nobody has to know which of the two it stands on."""

_HERE = Path(__file__).parent


def css(*names: str) -> Markup:
    """A <style> of the label's colours and of files of this folder, such as "highlight"."""
    labels = "\n".join(f".acn-{label} {{ --color: {s.color}; --line: {s.line}; }}" for label, s in STYLES.items())
    sheets = [(_HERE / f"{name}.css").read_text("utf-8").strip() for name in names]
    return tag("style", Markup("\n".join(["", labels, *sheets, ""])))


def key(counts: dict[Label, int]) -> Markup:
    """The labels that occur, as they are marked, with how often they do."""
    pieces = [(tag("mark", label, class_=f"acn-{label}"), f" {counts[label]}") for label in Label if label in counts]
    return tag("p", *(tag("span", *piece) for piece in pieces), class_="acn-key", dir="ltr", lang="en")
