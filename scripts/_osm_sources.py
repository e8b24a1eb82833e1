"""Readers of the OpenStreetMap copies that `build_osm.py` compiles from (ODbL: read by no other compiler).

A spot is one settlement as OpenStreetMap tells it. Many in Sudan were copied from GNS, whose romanised names a machine
turned back (Hillat Hassan: هلة هسن); they are left out, and so are others that end in a consonant where the romanised
name ends in a vowel (to Muhara belongs مهارا, not مهر).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _compile import Point, clean_name, fold, plain, split_names
from _region_sources import ARTICLE, ascii_name, english_name, likeness, read_csv

DROPPED: Counter[str] = Counter()
LIKE = 0.5  # the least likeness of a name to its romanisations
NUMBERS = frozenset(
    fold(word)
    for word in (
        *("واحد", "اثنان", "إثنا", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشر", "عشرة"),
        *("عشرون", "وعشرون", "ثلاثون", "أربعون", "خمسون"),
    )
)
"""Villages of irrigation schemes are numbered: «القرية عشرون»."""
WRONG = frozenset(("الدانج", "المقرون طبرق"))
"""Names that a reader left out: misspelt, or with a word behind that is none of them."""
TYPES = {"city": "town", "town": "town", "village": "village", "hamlet": "village"}
"""What OpenStreetMap calls a city may have 500 inhabitants; nobody counted them here."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'‘’`-]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_OPEN = re.compile(r"[aeiou]$", re.I)
_ENDS = tuple("اىةهءويئ")
_EUROPEAN = ("en", "fr", "de", "it")


@dataclass(frozen=True, slots=True)
class Spot:
    """One settlement: its id in the project, its Arabic names, the best first, and its Latin ones."""

    id: str
    source: str
    type: str
    names: tuple[str, ...]
    latin: tuple[str, ...]
    point: Point
    is_hamlet: bool

    @property
    def english(self) -> str:
        """Its first name in Latin letters."""
        return next((name for text in self.latin if (name := english_name(text))), "")


def read_libya(sources: Path) -> list[Spot]:
    """The places of the Libya-cities dataset; its ids are numbered within each type."""
    data = json.loads((sources / "libya_osm_cities" / "all.json").read_text("utf-8"))["data"]
    spots = (_libyan(raw) for raw in data)
    return [spot for spot in spots if spot is not None]


def _libyan(raw: dict[str, Any]) -> Spot | None:
    (names,) = raw["name"]
    latin = tuple(names[language] for language in _EUROPEAN if language in names)
    point = (round(raw["latitude"], 5), round(raw["longitude"], 5))
    return _spot(
        f"place/ly/osm-{raw['type']}-{raw['id']}", "osm-libya", raw["type"], [names.get("ar", "")], latin, point
    )


def read_sudan(sources: Path) -> list[Spot]:
    """The populated places that the Humanitarian OpenStreetMap Team exported."""
    rows = read_csv(sources / "sudan_cod_ab_najialii" / "hotosm_sdn_populated_places.csv")
    spots = (_sudanese(row) for row in rows)
    return [spot for spot in spots if spot is not None]


def _sudanese(row: dict[str, str]) -> Spot | None:
    if "GNS" in row["source"]:
        DROPPED["osm-sudan: turned back from GNS"] += 1
        return None
    latin = [text for text in (row["name"], *row["name:en"].split(",")) if text and not _ARABIC.search(text)]
    spelt = [name for name in (row["name:ar"], row["name"]) if not latin or _ends_alike(name, latin)]
    point = (round(float(row["lat"]), 5), round(float(row["lon"]), 5))
    id_ = f"place/sd/osm-{row['osm_type'][:1]}{row['osm_id']}"
    return _spot(id_, "osm-sudan", row["place"], spelt, tuple(latin), point)


def _spot(id_: str, source: str, kind: str, spelt: list[str], latin: tuple[str, ...], point: Point) -> Spot | None:
    """None, and counted, for what is no settlement or has no Arabic name that agrees with its Latin ones."""
    if kind not in TYPES:
        DROPPED[f"{source}: no settlement"] += 1
        return None
    names = [name for name in dict.fromkeys(_clean(spelt)) if not latin or likeness(name, latin) >= LIKE]
    names = [name for name in names if name not in WRONG and not NUMBERS.issuperset(map(fold, name.split()))]
    if not names:
        DROPPED[f"{source}: no Arabic name, or one unlike its romanisation"] += 1
        return None
    return Spot(id_, source, TYPES[kind], tuple(names), latin, point, kind == "hamlet")


def _clean(spelt: list[str]) -> Iterator[str]:
    """The Arabic names of a field; Latin ones beside them go (لالي Laali)."""
    for text in spelt:
        for part in split_names(_LATIN.sub(" ", text) if _ARABIC.search(text) else text):
            name = clean_name(part)
            if name is not None:
                yield name


def _ends_alike(name: str, latin: list[str]) -> bool:
    """Whether each word ends in a vowel where a romanisation's does.

    >>> _ends_alike("حجر العسل", ["Ḩajar al ‘Asal"]), _ends_alike("أب حمر", ["Abu Hamara"]), _ends_alike("أد", ["Audi"])
    (True, False, False)
    """
    written = plain(name).split()
    return bool(written) and any(_agree(written, _words(text)) for text in latin)


def _agree(written: list[str], heard: list[str]) -> bool:
    """The last words are compared where there are more of one than of the other."""
    if len(written) != len(heard):
        written, heard = written[-1:], heard[-1:]
    pairs = zip(written, heard, strict=False)
    return all(word.endswith(_ENDS) or not _OPEN.search(sound) for word, sound in pairs)


def _words(text: str) -> list[str]:
    """The words of a romanised name, the article left out, which Arabic writes onto the next."""
    return ARTICLE.sub("", ascii_name(text)).split()
