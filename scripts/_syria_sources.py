"""Readers of the sources that `build_syria.py` compiles from: each turns one source into `Place` objects.

A place read is not yet an entry: it holds what one source says. Names come tidied, the best first, each with
the table of `sources.toml` that vouches for it; what is no Arabic name is dropped and counted in `DROPPED`.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _compile import Point, fold, plain
from _region_sources import ascii_name, likeness
from _syria_decisions import DOUBLE_NAMES, DROPPED_RECORDS, EXTRA_NAMES, RESPELLED, WRONG_NAMES, words

Spelling = tuple[str, str]  # a name, and the table of sources.toml that vouches for it

DROPPED: Counter[str] = Counter()


@dataclass(slots=True)
class Place:
    """A place: as one source tells it, then, with the others merged into it, as the gazetteer does."""

    key: str  # P-code, wof-<id> or gn-<id>
    names: list[Spelling]
    english: str
    adm1: str = ""
    parent: str = ""  # key of the next larger unit; SY for a governorate
    type: str = ""
    point: Point | None = None
    geonames: str = ""
    wof: str = ""
    wikidata: str = ""
    population: int = 0
    pcode: str = ""
    usual: str = ""  # the canonical name, if some source has it

    @property
    def id(self) -> str:
        """The entry's id."""
        return f"place/sy/{self.key.lower()}"

    def absorb(self, other: Place) -> None:
        """Take over what `other`, the same place in another source, knows and this one does not."""
        self.names += other.names
        self.point = self.point or other.point
        for attribute in ("geonames", "wof", "wikidata", "population"):
            setattr(self, attribute, getattr(self, attribute) or getattr(other, attribute))


# --- tidying names -----------------------------------------------------------------------------------------

_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a0-9 ]+")
_FOREIGN = str.maketrans("پچگڤ", "بجكف")  # sounds of Kurdish and Turkish villages, as newspapers write them
_PERSIAN = re.compile("[یکہھەۀۆێۊڕڵگپچژڤ]")
_SETTLEMENT = re.compile(r"^(?:قرية|حي|ناحية|منطقة|محافظة) (?=...)")
_TOWN = re.compile(r"(?:مدينة|بلدة|قضاء) (?=...)")
# What a list of places calls a thing without a name of its own.
GENERIC = words(
    "قرية مزرعة مدينة مدرسة محطة مخيم مزارع حي بلدة منطقة ناحية بئر بير عين تل جبل وادي خربة بيت دير حوش أرض"
    " الله منا تحت"
)


def tidy(raw: str) -> str | None:
    """`raw` as a newspaper types it, or None where it names no place.

    >>> tidy("دفــــة"), tidy("قرية  العتيبة"), tidy("چولامة فوقاني")
    ('دفة', 'العتيبة', 'جولامة فوقاني')
    >>> tidy("‘Alyā"), tidy("قرية"), tidy("لج"), tidy("6")
    (None, None, None, None)
    """
    name = " ".join(plain(re.sub(r"[().?،,]", " ", raw)).translate(_FOREIGN).split())
    name = _SETTLEMENT.sub("", name, count=1)
    name = " ".join(RESPELLED.get(word, word) for word in RESPELLED.get(name, name).split())
    name = re.sub("ة(?=[ء-ي])", "ة ", name)  # زهرةالحياة
    fault = _fault(name)
    if fault:
        DROPPED[f"names: {fault}"] += 1
    return None if fault else name


def _fault(name: str) -> str:
    """Why `name` is none, or nothing."""
    if not _ARABIC.fullmatch(name):
        return "not in Arabic letters"
    if sum(map(str.isalpha, name)) < 3:
        return "fewer than three letters"
    return "a common noun" if name in GENERIC else ""


def tidy_all(raws: Iterable[str], source: str) -> list[Spelling]:
    """The tidied names of one record, each once; بلدة and مدينة fall where the rest is a name as well."""
    parts = (tidy(part) for raw in raws for part in raw.split(" - "))
    names = dict.fromkeys(name for name in parts if name is not None)
    short = {name for name in names if _TOWN.match(name) and _TOWN.sub("", name) in names}
    return [(name, source) for name in names if name not in short]


def without_wrong(key: str, names: list[Spelling]) -> list[Spelling]:
    """`names` less those that a reader found to be another thing's."""
    wrong = WRONG_NAMES.get(key, frozenset())
    return [spelling for spelling in names if spelling[0] not in wrong]


# --- OCHA --------------------------------------------------------------------------------------------------


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_communities(sources: Path, units: dict[str, Place]) -> list[Place]:
    """OCHA's towns and villages, each with the names of a double name."""
    rows = read_csv(sources / "ocha_syria_address_omar6685" / "syria_communities_joined.csv")
    return _named([_community(row, units) for row in rows], "communities")


def _community(row: dict[str, str], units: dict[str, Place]) -> Place:
    pcode = row["pcode"]
    around = {fold(name) for level in (1, 2, 3) for name, _ in units[row[f"adm{level}_pcode"]].names}
    names = DOUBLE_NAMES.get(pcode) or split_double(row["name_ar"], around)
    usual = without_unit(names[0], around) if names else ""
    if usual.startswith("ال"):
        names = (usual, *names)
    return Place(
        key=pcode,
        pcode=pcode,
        names=[(name, "ocha-syr") for name in names],
        english=" ".join(re.split(r" [-/\\] |[(/\\]", row["name_en"])[0].split()),
        adm1=row["adm1_pcode"],
        parent=row["adm3_pcode"],
        point=(float(row["lat"]), float(row["lon"])) if row["lat"] else None,
        usual=usual,
    )


_HEADS = words("تل عين دير كفر بيت بئر بير خربة مزرعة قلعة رأس راس حاوي معرة معارة قسطل وادي حمام أبو أم")


def without_unit(name: str, around: set[str]) -> str:
    """`name` less its own unit's name, by which OCHA tells namesakes apart (الحسينية جوادية), or nothing.

    What begins with ال governs no genitive: there the unit is OCHA's addition, and the rest is the name.
    Elsewhere (مريمين عفرين, but أشرفية صحنايا) the rest has to stand in another source.
    """
    parts = name.split()
    for size in (1, 2):
        unit = "".join(map(fold, parts[-size:]))
        if len(parts) > size and parts[-size - 1] not in _HEADS and unit in around | {"سمعان"}:
            return " ".join(parts[:-size])
    return ""


def split_double(raw: str, around: set[str]) -> tuple[str, ...]:
    """The names in OCHA's field: `_ - /` and brackets part two names of a place, the official one first.

    In the 363 such fields the parts are the Arabised and the older name (الغسانية_كشيش), never an upper and a
    lower quarter, which OCHA writes with a space (بقرص فوقاني); the few exceptions stand in `DOUBLE_NAMES`. A
    part that repeats the name of the unit around the place tells it from namesakes elsewhere
    (البياضة - جنديرس) and is dropped.
    """
    parts = (tidy(part) for part in re.split(r"[_/\\\-\n()]", raw) if part.strip())
    names = [name for name in parts if name is not None]
    return (*names[:1], *(name for name in names[1:] if fold(name) not in around))


def read_units(sources: Path) -> dict[str, Place]:
    """The admin units by P-code: OCHA's, with the names and facts of Open Syria Geography."""
    units: dict[str, Place] = {}
    for level in (1, 2, 3):
        for row in read_csv(sources / "ocha_syria_address_omar6685" / f"adm{level}.csv"):
            pcode = row["pcode"]
            units[pcode] = _unit(pcode, row["en"], [(row["ar"], "ocha-syr")])
    for file in ("governorates", "districts", "subdistricts"):
        records = json.loads((sources / "open_syria_geography" / f"{file}.json").read_text(encoding="utf-8"))
        for record in records:
            _enrich(units, record)
    return dict(sorted(units.items()))


_UNIT_TYPES = {4: "governorate", 6: "district", 8: "subdistrict"}
_UNIT_HEADS = re.compile(r"^(?:(?:محافظة|منطقة|ناحية|قضاء|مدينة) |مركز ?(?=ال)|مركز )+")


def _unit(pcode: str, english: str, names: list[Spelling]) -> Place:
    stripped = [(tidy(_UNIT_HEADS.sub("", plain(name))), source) for name, source in names]
    return Place(
        key=pcode,
        pcode=pcode,
        names=[(name, source) for name, source in stripped if name is not None],
        english=" ".join(english.split()),
        adm1=pcode[:4],
        parent="SY" if len(pcode) == 4 else pcode[:-2],
        type=_UNIT_TYPES[len(pcode)],
    )


def _enrich(units: dict[str, Place], record: dict[str, Any]) -> None:
    """Add what Open Syria Geography knows of a unit; its English names are the usual ones."""
    ids, middle = record["externalIds"], record["centroid"]
    aliases = (alias["value"] for alias in record["aliases"] if alias["language"] == "ar")
    spelt = [name for name in (record["name"]["ar"], *aliases) if not _PERSIAN.search(name)]
    told = _unit(ids["ochaPcode"], record["name"]["en"], [(name, "open-syria-geography") for name in spelt])
    told.point = (middle["latitude"], middle["longitude"]) if middle else None
    told.geonames = ids.get("geonames") or ""
    told.wikidata = ids.get("wikidata") or ""
    told.population = (record.get("population") or {}).get("value") or 0
    unit = units.setdefault(told.key, told)
    if unit is not told:
        unit.absorb(told)
        unit.english = told.english


# --- Who's On First and GeoNames ---------------------------------------------------------------------------

WOF_REGIONS = {
    85678403: "SY01", 85678359: "SY02", 85678391: "SY03", 85678367: "SY04", 85678363: "SY05",
    85678345: "SY06", 85678373: "SY07", 85678377: "SY08", 85678381: "SY09", 85678349: "SY10",
    85678355: "SY11", 85678399: "SY12", 85678385: "SY13", 85678395: "SY14",
}  # fmt: skip
GEONAMES_REGIONS = dict(
    zip(("13", "09", "08", "11", "10", "02", "12", "01", "07", "14", "04", "06", "05", "03"),
        (f"SY{number:02}" for number in range(1, 15)), strict=True)
)  # fmt: skip


def read_records(sources: Path) -> list[Place]:
    """The living settlements of Who's On First that have an Arabic name, enriched from GeoNames."""
    places = [_record(raw) for raw in _read_wof(sources, "locality", "neighbourhood") if _alive(raw)]
    by_geonames = {place.geonames: place for place in places if place.geonames}
    for town in _read_geonames(sources):
        known = by_geonames.get(town.geonames)
        places.append(town) if known is None else known.absorb(town)
    return _named(places, "records")


def _named(places: list[Place], what: str) -> list[Place]:
    """The places that have kept a name, by key."""
    named = [place for place in places if place.names]
    DROPPED[f"{what}: no name left"] += len(places) - len(named)
    return sorted(named, key=lambda place: place.key)


def _read_wof(sources: Path, *kinds: str) -> list[dict[str, Any]]:
    with gzip.open(sources / "whosonfirst" / "wof_sy.jsonl.gz", "rt", encoding="utf-8") as file:
        return [raw for line in file if (raw := json.loads(line))["placetype"] in kinds]


def read_unit_ids(sources: Path, units: dict[str, Place]) -> None:
    """Give governorates and districts their ids of Who's On First (its districts bear OCHA's names)."""
    raws = _read_wof(sources, "region", "county")
    rows = read_csv(sources / "ocha_syria_address_omar6685" / "adm2.csv")
    names = {row["pcode"]: row["en"] for row in rows}
    for pcode, unit in units.items():
        counties = [raw for raw in raws if raw["name"] == names.get(pcode) and _region(raw) == unit.adm1]
        regions = [raw for raw in raws if WOF_REGIONS.get(raw["id"]) == pcode]
        if len(counties + regions) == 1:
            unit.wof = str((counties + regions)[0]["id"])


def _alive(raw: dict[str, Any]) -> bool:
    """False for a record that Who's On First has withdrawn, or a reader."""
    if raw["deprecated"] or raw["superseded"]:
        DROPPED["records: deprecated or superseded"] += 1
    elif raw["is_current"] == 0:
        DROPPED["records: not current"] += 1
    elif f"wof-{raw['id']}" in DROPPED_RECORDS:
        DROPPED["records: no place of Syria"] += 1
    else:
        return True
    return False


def _region(raw: dict[str, Any]) -> str:
    """The P-code of the governorate, or nothing (Who's On First leaves it open for one record in fifteen)."""
    regions = (WOF_REGIONS.get(branch.get("region_id", 0)) for branch in raw["hier"])
    return next((pcode for pcode in regions if pcode), "")


def _record(raw: dict[str, Any]) -> Place:
    key = f"wof-{raw['id']}"
    names: dict[str, list[str]] = raw["names"]
    spelt = tidy_all([*names.get("ara_x_preferred", ()), *raw["names_ar"]], "wof")
    extra = [(name, "curated") for name, _ in EXTRA_NAMES.get(key, ())]
    latin = [raw["name"], *names.get("eng_x_preferred", ())]
    quarter = raw["placetype"] == "neighbourhood" or any(name.startswith("حي ") for name in raw["names_ar"])
    return Place(
        key=key,
        names=by_likeness(spelt or extra, latin),
        english=ascii_name((names.get("eng_x_preferred") or [raw["name"]])[0]),
        adm1=_region(raw),
        type="neighbourhood" if quarter else "",
        point=(raw["lat"], raw["lon"]),
        geonames=str(raw["conc"].get("gn:id", "")),
        wof=str(raw["id"]),
        wikidata=raw["conc"].get("wd:id") or "",
    )


_ARTICLE = re.compile(r"(?:al|ad|adh|an|ar|as|ash|at|ath|az|el)[ -]", re.IGNORECASE)


def by_likeness(names: list[Spelling], latin: list[str]) -> list[Spelling]:
    """`names` in the order in which they agree with the record's romanised name; with ال if that has Al."""
    article = any(map(_ARTICLE.match, latin))
    return sorted(names, key=lambda s: (-likeness(s[0], latin), s[0].startswith("ال") != article))


def _read_geonames(sources: Path) -> Iterator[Place]:
    """GeoNames' Syrian towns; alternate names in Persian or Kurdish spelling fall out."""
    with (sources / "geonames_cities500" / "cities500_mena.jsonl").open(encoding="utf-8") as file:
        towns = [town for line in file if (town := json.loads(line))["countrycode"] == "SY"]
    for town in towns:
        spelt = [name for name in town["names_ar"] if not _PERSIAN.search(name)]
        yield Place(
            key=f"gn-{town['geonameid']}",
            names=by_likeness(tidy_all(spelt, "geonames"), [town["name"]]),
            english=ascii_name(town["name"]),
            adm1=GEONAMES_REGIONS[town["admin1code"]],
            point=(town["latitude"], town["longitude"]),
            geonames=str(town["geonameid"]),
            population=town["population"],
        )
