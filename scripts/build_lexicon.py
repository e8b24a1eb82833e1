"""Build gazetteers/lexicon: how frequent words are in news, and which words are parts of personal names.

words.csv        word, count: normalised words of ../shared/raw (news and conflict paragraphs) seen ten times or more.
                 Counts alone: no text of the corpora enters the project.
name_parts-*.csv name, given, surname: how often Wikidata has the word as a given and as a family name; from the
                 CC0 data that the PyPI package arabic-name-romanizer 0.2.0 ships (names.sqlite3).
outside.csv      word: words of ../shared/gold/train.jsonl that stand in no name; see `outside_words`.
cues.csv is written by hand and not touched.

Run: pip download --no-deps arabic-name-romanizer==0.2.0, unzip the wheel, then
     python scripts/build_lexicon.py --names arabic_name_romanizer/resources/names.sqlite3
"""

import argparse
import csv
import gzip
import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens

_WORD = re.compile(r"[ء-ي]+")
_LEAST = 10
_ROWS = 5000


def main() -> None:
    """Parse the arguments and write both lexicons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raw", type=Path, default=Path("../shared/raw"))
    parser.add_argument("--gold", type=Path, default=Path("../shared/gold/train.jsonl"))
    parser.add_argument("--names", type=Path, required=True, help="names.sqlite3 of arabic-name-romanizer")
    parser.add_argument("--out", type=Path, default=Path("gazetteers/lexicon"))
    options = parser.parse_args()
    words = [row for row in count_words(paragraphs(options.raw)).most_common() if row[1] >= _LEAST]
    words.sort(key=lambda row: (-row[1], row[0]))
    _write(options.out / "words.csv", ("word", "count"), words)
    outside = sorted(outside_words(options.gold))
    _write(options.out / "outside.csv", ("word",), ((word,) for word in outside))
    parts = sorted(name_parts(options.names))
    for number in range(0, len(parts), _ROWS):
        path = options.out / f"name_parts-{number // _ROWS + 1}.csv"
        _write(path, ("name", "given", "surname"), parts[number : number + _ROWS])


def paragraphs(raw: Path) -> Iterator[str]:
    """Every paragraph of the raw corpora."""
    with gzip.open(raw / "news_paragraphs.txt.gz", "rt", encoding="utf-8") as lines:
        yield from lines
    with gzip.open(raw / "conflict_paragraphs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each normalised word occurs."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(normalize(text).text))
    return counts


def outside_words(gold: Path) -> Iterator[str]:
    """Words that stand eight times or more outside of names, 25 times with the article, and hardly ever in one."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for line in gold.open(encoding="utf-8"):
        record = json.loads(line)
        normalized = normalize(record["text"])
        tokens = Tokens(normalized)
        spans = [normalized.to_normalized(entity["start"], entity["end"]) for entity in record["entities"]]
        for form, begin, end in zip(tokens.forms, tokens.begins, tokens.ends, strict=True):
            counts = inside if any(begin < last and end > first for first, last in spans) else outside
            counts[form] += 1
    for word, count in outside.items():
        least = 25 if word.startswith("ال") else 8
        if count >= least and inside[word] <= 0.004 * count and _WORD.fullmatch(word):
            yield word


def name_parts(path: Path) -> Iterator[tuple[str, int, int]]:
    """(normalised name part, times given name, times family name), parts of two words (عبد الله) included."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    query = "SELECT arabic_key, role, SUM(count) FROM units WHERE source = 'wikidata' GROUP BY arabic_key, role"
    with sqlite3.connect(path) as database:
        for name, role, count in database.execute(query):
            counts[normalize(name).text][role] += count
    for name, roles in counts.items():
        if len(name) > 1 and all(_WORD.fullmatch(word) for word in name.split()):
            yield name, roles["given"], roles["surname"]


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
