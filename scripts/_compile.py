"""What every compiler of gazetteers shares: folding, cleaning and comparing names, distances, CSV files.

A compiler reads sources, builds `Entry` objects, groups them by file and hands them to `publish`, which
writes the files or, with `check=True`, names those that no longer equal what the sources say. Nothing here
knows a country.
"""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = (
    "label", "id", "kind", "name", "source", "english", "country", "type", "parent", "lat", "lon", "pcode",
    "geonames", "wof", "wikidata", "population", "role", "group", "designation", "valid_from", "valid_to",
    "trust",
)  # fmt: skip
ALWAYS = COLUMNS[:5]
MAX_ROWS = 5000

Point = tuple[float, float]

# --- names ----------------------------------------------------------------------------------------

# Spellings that a reader takes for the same name; the library folds them too: أإآٱ/ا, ة/ه, ى/ي, ؤ/و, ئ/ي.
_FOLDS = str.maketrans("أإآٱةىؤئ", "ااااهيوي", "ء")
# Persian, Kurdish and Urdu keyboards: the same letter under another code point (ی for ي), never a sound.
_KEYBOARD = str.maketrans("یکھہەۀۃٲٳٵيڪ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "يكهههههأإأيك01234567890123456789")
# Letters Arabic does not have, with the letter Arabic newspapers put for the sound (چمچمال → جمجمال).
_FOREIGN = str.maketrans("پچژگڤڕڵۆێۊۇۋ", "بجزكفرلويووو")
_MARKS = re.compile(
    r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ARABIC_NAME = re.compile(r"[\u0621-\u063a\u0641-\u064a0-9 ]+")
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SEPARATORS = re.compile(r"\s*[/\\|_،,؛;]\s*|\s+[-–—]\s*|\s*[-–—]\s+")
_QUOTES = re.compile(r"[\"'«»“”‘’ʿʾ`´.:]")

# Words of settlement and administration that stand before a name and are no part of it (ANNOTATION.md).
DESIGNATORS = frozenset(
    [
        "محافظة",
        "محافظه",
        "قضاء",
        "ناحية",
        "ناحيه",
        "مدينة",
        "مدينه",
        "قرية",
        "قريه",
        "مركز",
        "مديرية",
        "مديريه",
        "بلدية",
        "بلديه",
        "بلدة",
        "بلده",
        "منطقة",
        "منطقه",
        "ولاية",
        "ولايه",
        "محلية",
        "محليه",
        "شعبية",
        "شعبيه",
        "حي",
        "لواء",
        "إمارة",
        "امارة",
        "مقاطعة",
        "عزلة",
        "عزله",
        "وحدة",
        "إدارية",
        "ادارية",
        "مستوطنة",
        "مستوطنه",
    ]
)
# Names that begin with such a word and are nothing without it.
KEPT_WHOLE = frozenset({"مدينة الصدر", "مدينة نصر", "مدينة السلام", "مدينة الثورة", "مدينة الشعب"})
# What may not stay behind when a designator falls: مدينة الجديدة would leave an adjective, حي 7 a number.
_REMNANT = re.compile(
    r"(?:ال)?(?:جديدة|جديده|قديمة|قديمه|اولى|أولى|ثانية|ثالثة|شرقية|غربية|شمالية|جنوبية|عليا|سفلى|وسطى)"
    r"|(?:ال)?(?:كبيرة|صغيرة)|[0-9 ]+"
)


def plain(text: str) -> str:
    """`text` with one code point a letter: no marks, no tatweel, Arabic letters for the same Persian ones.

    >>> plain("کركوك"), plain("عُمان"), plain("حي ٥۹")
    ('كركوك', 'عمان', 'حي 59')
    """
    text = unicodedata.normalize("NFKC", text)
    text = _MARKS.sub("", text).translate(_KEYBOARD)
    return " ".join(text.split())


def fold(name: str) -> str:
    """The key under which two spellings are one name: no hamza, no article, no spaces.

    >>> fold("أبو الخصيب") == fold("ابي الخصيب") == fold("ابوخصيب")
    True
    >>> fold("الرقّة") == fold("رقه"), fold("عبدالله") == fold("عبد الله")
    (True, True)
    """
    words = plain(name).translate(_FOREIGN).translate(_FOLDS).split()
    words = [_bare(word) for word in words]
    return "".join({"ابي": "ابو", "ابا": "ابو", "بو": "ابو", "ابن": "بن"}.get(word, word) for word in words)


def _bare(word: str) -> str:
    """`word` without its article: الرقه → رقه; a word that would vanish stays (الى)."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def is_arabic(text: str) -> bool:
    """Whether every letter of `text` is of the Arabic alphabet ('Sīḩā' in an Arabic field is not)."""
    return bool(_ARABIC_NAME.fullmatch(plain(text).translate(_FOREIGN))) and any(c.isalpha() for c in text)


def is_foreign(text: str) -> bool:
    """Whether `text` has letters that Arabic does not have (چمچمال, زاخۆ)."""
    return plain(text) != plain(text).translate(_FOREIGN)


def split_names(text: str) -> Iterator[str]:
    """The single names of a double one.

    >>> list(split_names("عين العرب / كوباني"))
    ['عين العرب', 'كوباني']
    """
    return (part for part in _SEPARATORS.split(_BRACKETED.sub(" ", text)) if part.strip())


def clean_name(raw: str) -> str | None:
    """`raw` as a gazetteer types it, or None where it is no Arabic name of a place.

    >>> clean_name("محافظة الأنبار"), clean_name("مركز قضاء سنجار"), clean_name("حي ٧ نيسان")
    ('الأنبار', 'سنجار', 'حي 7 نيسان')
    >>> clean_name("الحفصـي"), clean_name("خب و الشعف")
    ('الحفصي', 'خب والشعف')
    >>> clean_name("Sīḩā"), clean_name("قرية"), clean_name("?")
    (None, None, None)
    """
    name = plain(_QUOTES.sub(" ", _BRACKETED.sub(" ", raw))).translate(_FOREIGN)
    name = re.sub(r" و (?=\S)", " و", re.sub(r"[-–—]", " ", name))  # خب و الشعف
    name = strip_designators(" ".join(name.split()))
    if not _ARABIC_NAME.fullmatch(name) or name in DESIGNATORS:
        return None
    letters = sum(c.isalpha() for c in name)
    return name if letters >= 2 and len(name.split()) <= 5 and _whole(name) else None


def _whole(name: str) -> bool:
    """False for a name broken off at a function word (قرية ال, عين و) or into letters (رمة اله ي ب)."""
    if any(len(word) == 1 and word.isalpha() for word in name.split()):
        return False
    return name.rsplit(maxsplit=1)[-1] not in {"ال", "و", "بن", "أبو", "ابو", "عبد", "في", "من"}


def strip_designators(name: str) -> str:
    """`name` without the settlement words before it, where a name is left behind."""
    words = name.split()
    while len(words) > 1 and words[0] in DESIGNATORS and " ".join(words) not in KEPT_WHOLE:
        rest = " ".join(words[1:])
        if _REMNANT.fullmatch(rest) or rest[0].isdigit():
            break
        words = words[1:]
    return " ".join(words)


class Speller:
    """Restores the hamzas and ة that careless lists leave out, by the vote of all names read.

    Lists of P-codes type ابين, حجه, مارب. For each folded word the spelling most often met wins, but a marked
    form (أبين) needs a third only of the votes: it takes care to type one, and none to leave it out.
    """

    def __init__(self, names: Iterable[str], share: float = 0.34) -> None:
        votes: dict[str, Counter[str]] = {}
        for name in names:
            for word in plain(name).split():
                _, stem = _article(word)
                votes.setdefault(stem.translate(_FOLDS), Counter())[stem] += 1
        self._best = {key: _elect(spellings, share) for key, spellings in votes.items()}

    def __call__(self, name: str) -> str:
        """`name`, each word in its elected spelling."""
        parts = (_article(word) for word in name.split())
        return " ".join(article + self._best.get(stem.translate(_FOLDS), stem) for article, stem in parts)


def _article(word: str) -> tuple[str, str]:
    """A word's article and the rest: الأنبار → ال, أنبار."""
    return (word[:2], word[2:]) if word.startswith("ال") and len(word) > 4 else ("", word)


def _elect(spellings: Counter[str], share: float) -> str:
    """The most careful spelling that has its share of the votes; ties go by code point."""
    needed = share * spellings.total()
    careful = [word for word in spellings if spellings[word] >= (needed if "آ" not in word else 1.5 * needed)]
    return max(careful or spellings, key=lambda word: (care(word), spellings[word], word))


def care(name: str) -> int:
    """How many letters of `name` careless typists would have folded away (أ إ آ ؤ ئ ة ى ء)."""
    return sum(name.count(letter) for letter in "أإآؤئةىء")


# --- places ---------------------------------------------------------------------------------------


def km(a: Point, b: Point) -> float:
    """Great-circle distance between two (lat, lon) points.

    >>> round(km((33.51, 36.29), (36.2, 37.16)))
    309
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    haversine = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(haversine))


# --- entries and files ----------------------------------------------------------------------------

Row = Mapping[str, str]


@dataclass(slots=True)
class Entry:
    """One real thing: its names with their sources, the first canonical; the canonical row's attributes."""

    id: str
    names: list[tuple[str, str]]
    attributes: dict[str, str] = field(default_factory=dict)
    weak: list[tuple[str, str]] = field(default_factory=list)
    label: str = "PLACE"

    def rows(self) -> Iterator[Row]:
        """The rows of the entry: canonical, then alias, then weak, each by code point, no spelling twice."""
        (canonical, source), *others = self.names
        yield {**self._row("canonical", canonical, source), **self.attributes}
        seen = {fold(canonical)}
        for kind, names in (("alias", others), ("weak", self.weak)):
            chosen = {}
            for name, vouching in names:
                if fold(name) not in seen:
                    seen.add(fold(name))
                    chosen[name] = vouching
            yield from (self._row(kind, name, chosen[name]) for name in sorted(chosen))

    def _row(self, kind: str, name: str, source: str) -> dict[str, str]:
        return {"label": self.label, "id": self.id, "kind": kind, "name": name, "source": source}


def render(rows: Sequence[Row]) -> str:
    """The CSV text of `rows`; columns that no row fills are left out."""
    columns = [c for c in COLUMNS if c in ALWAYS or any(row.get(c) for row in rows)]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({c: row.get(c, "") for c in columns} for row in rows)
    return buffer.getvalue()


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write `rows` to `path`, in UTF-8 without BOM, with LF."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(rows).encode())


def split_rows(entries: Iterable[Entry], stem: str, limit: int = MAX_ROWS) -> dict[str, list[Row]]:
    """File names with their rows: `stem.csv`, or `stem-1.csv`, `stem-2.csv` … past `limit` rows."""
    parts: list[list[Row]] = [[]]
    for entry in entries:
        rows = list(entry.rows())
        if len(parts[-1]) + len(rows) > limit:
            parts.append([])
        parts[-1].extend(rows)
    if len(parts) == 1:
        return {f"{stem}.csv": parts[0]}
    return {f"{stem}-{number}.csv": part for number, part in enumerate(parts, 1)}


def publish(
    folder: Path, files: Mapping[str, Sequence[Row]], *, check: bool, stems: Collection[str] = ()
) -> list[Path]:
    """Write every file of `files` into `folder`; with `check` write nothing. The paths that were stale.

    A file of one of the `stems` (`iraq.csv`, `iraq-4.csv`) that is not among `files` is stale too: removed.
    """
    stale = [path for path in _parts(folder, stems) if path.name not in files]
    for path in stale:
        if not check:
            path.unlink()
    for name, rows in sorted(files.items()):
        path = folder / name
        if path.exists() and path.read_bytes() == render(rows).encode():
            continue
        stale.append(path)
        if not check:
            write_rows(path, rows)
    return stale


def _parts(folder: Path, stems: Collection[str]) -> list[Path]:
    """The files of `folder` that `split_rows` may have written for the stems."""
    named = re.compile(rf"(?:{'|'.join(map(re.escape, stems))})(?:-[0-9]+)?\.csv")
    return sorted(path for path in folder.glob("*.csv") if stems and named.fullmatch(path.name))


def report(stale: Sequence[Path], *, check: bool) -> int:
    """Print the stale (or written) files; the exit status: 1 where a check found stale files."""
    for path in stale:
        print(f"{'stale' if check else 'written'}: {path}")
    return 1 if check and stale else 0
