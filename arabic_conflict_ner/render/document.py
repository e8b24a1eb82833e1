"""A page in one file: nothing in it comes from elsewhere, and the browser is told to load and to run nothing else."""

import hashlib
from base64 import b64encode
from pathlib import Path

from arabic_conflict_ner.gazetteer.replacing import replacing
from arabic_conflict_ner.render.markup import Markup, tag
from arabic_conflict_ner.render.styles import css
from arabic_conflict_ner.render.tiles import Tiles

_SCRIPT = Path(__file__).with_name("map.js")


def document(title: str, *content: Markup, tiles: Tiles | None = None) -> str:
    """An HTML page with the styles and the script of the map. In: `tiles`, if it may load their pictures."""
    script = _SCRIPT.read_text("utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(script, tiles)),
        tag("title", title),
        css("page", "highlight", "map"),
    )
    body = tag("body", *content, tag("script", Markup(script)))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


def _policy(script: str, tiles: Tiles | None) -> str:
    """No source but what is in the page; of scripts only this one, known by its sum."""
    sum = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    images = f"; img-src {tiles.origin}" if tiles else ""
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{sum}'; base-uri 'none'; "
        f"form-action 'none'{images}"
    )


def write(path: Path | str, html: str) -> None:
    """Write a page whole or not at all. Raises OSError; what stood there before then still does."""
    with replacing(Path(path)) as new:
        new.write_text(html, "utf-8", newline="\n")
