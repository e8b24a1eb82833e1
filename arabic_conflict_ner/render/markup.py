"""HTML and SVG that cannot be broken by what is put into it: a str is text and gets escaped, Markup is not."""

import html
import re

_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_VOID = frozenset(("meta", "col", "br"))


class Markup(str):
    """HTML or SVG that is whole in itself."""

    __slots__ = ()


def text(content: str) -> Markup:
    """Text as markup; control characters and halves of pairs, which no page may hold, become U+FFFD.

    >>> text("<b>&")
    '&lt;b&gt;&amp;'
    """
    return Markup(html.escape(_UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", content)))


def tag(name: str, /, *content: str, **attributes: str | float | None) -> Markup:
    """An element. Attributes that are None are left out; `_` in their names is -, and class is written `class_`.

    >>> tag("td", "<script>", class_="number", stroke_width=2, title=None)
    '<td class="number" stroke-width="2">&lt;script&gt;</td>'
    """
    written = "".join(f' {_name(key)}="{text(str(value))}"' for key, value in attributes.items() if value is not None)
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(*content)}</{name}>")


def join(*content: str) -> Markup:
    """Pieces one behind the other.

    >>> join("a < ", tag("b", "c"))
    'a &lt; <b>c</b>'
    """
    return Markup("".join(piece if isinstance(piece, Markup) else text(piece) for piece in content))


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def table(headers: list[str], rows: list[list[str]], *, total: bool = False) -> Markup:
    """A table that scrolls sideways where the page is narrow. The first cell of a row names it; others are figures.

    In: `total`, whether the last row sums up the others.
    """
    head = [tag("th", name, scope="col") for name in headers]
    body = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows]
    inner = tag("table", tag("thead", tag("tr", *head)), tag("tbody", *body))
    return tag(
        "div", inner, class_="wide total" if total else "wide", tabindex="0", role="region", aria_label=headers[0]
    )
