"""Is matching as fast with 500,000 names as with 10,000? And how much memory do they take?

Each gazetteer holds the same 10,000 built-in names, taken evenly, so that as much is found in the texts; to these
come made-up ones, of one to three words. Half the words of the longer ones are those of built-in names: texts begin
them all the time and do not go on with them. All are opened from prebuilt files, as the built-in names are, and read
the same paragraphs in turn, in one process on one core, in CPU time; the figures are medians of the ratios to 10,000
names. "text": from raw text to raw offsets, as `matching.py` has it, in a process that has read 3,000 other
paragraphs. "index": of that the look-up alone. "known": the look-up again, where every word of the texts has been
met. Memory and the first text are those of a fresh process for each.

    python benchmarks/growing.py [--names 10000 50000 150000 500000] [--paragraphs 300] [--rounds 9]
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from texts import paragraphs

from arabic_conflict_ner import Entry, Gazetteer, Label, Name, NormalizedText, normalize
from arabic_conflict_ner.gazetteer import prebuilt
from arabic_conflict_ner.gazetteer.index import NameIndex
from arabic_conflict_ner.gazetteer.names import Names

REAL, BEFORE = 10_000, 3_000
BAR = 1.2
STATES = ("text", "index", "known")
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
MADE_OF = "made-up"
FRESH = """
import sys, time
from pathlib import Path
from arabic_conflict_ner import normalize
from arabic_conflict_ner.gazetteer import prebuilt
from arabic_conflict_ner.gazetteer.index import NameIndex
entries, names, total = prebuilt.read(Path(sys.argv[1]), sys.argv[2])
NameIndex(names=names).find(normalize(sys.argv[3]))
kilobytes = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
print(time.process_time(), kilobytes / 1024)
"""
Taken = dict[int, list[float]]
"""Seconds by count of names, round by round."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[10_000, 50_000, 150_000, 500_000])
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    texts = paragraphs(BEFORE + options.paragraphs)
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder, f"{count}.bin") for count in options.names}
        for count, path in paths.items():
            building = get_context("spawn").Process(target=build, args=(count, path))  # gives its memory back
            building.start()
            building.join()
        names = {count: prebuilt.read(path, MADE_OF)[1] for count, path in paths.items()}
        report(names, measure(names, texts, options.rounds), texts[BEFORE:], paths)


def made_up(real: list[str]) -> Iterator[str]:
    """Names that nothing bears, the same ones in the same order every time. Those of one word are no word of a text."""
    chance = random.Random(4)  # noqa: S311  # no secret
    words = sorted({word for name in real for word in name.split()})
    while True:
        count = chance.choice((1, 2, 2, 3))
        yield " ".join(
            chance.choice(words) if count > 1 and chance.random() < 0.5 else "".join(chance.choices(LETTERS, k=7))
            for _ in range(count)
        )


def build(count: int, path: Path) -> None:
    known = list(dict.fromkeys(name.text for entry in Gazetteer.builtin() for name in entry.names))
    names = dict.fromkeys(known[:: len(known) // REAL][:REAL])
    taken = set(known)
    more = (name for name in made_up(known) if name not in taken)
    while len(names) < count:
        names.update(dict.fromkeys(islice(more, count - len(names))))
    entries = {
        f"n/{number}": Entry(id=f"n/{number}", label=Label.PLACE, names=(Name(text=name),))
        for number, name in enumerate(islice(names, count))
    }
    prebuilt.write(path, MADE_OF, entries, Names.of(entries.values()), 0)  # nobody asks for the version


def measure(names: dict[int, Names], texts: list[str], rounds: int) -> dict[str, Taken]:
    taken: dict[str, Taken] = {state: {count: [] for count in names} for state in STATES}
    before, now = texts[:BEFORE], texts[BEFORE:]
    normalized_before, normalized = list(map(normalize, before)), list(map(normalize, now))
    counts = list(names)
    for round_ in range(rounds):
        for count in counts[round_ % len(counts) :] + counts[: round_ % len(counts)]:
            index, other = NameIndex(names=names[count]), NameIndex(names=names[count])
            for text in normalized_before:
                index.find(text)
                other.find(text)
            taken["text"][count].append(seconds(lambda text, index=index: match(index, text), now))
            taken["index"][count].append(seconds(other.find, normalized))
            taken["known"][count].append(seconds(other.find, normalized))
    return taken


def match(index: NameIndex, text: str) -> list[tuple[int, int]]:
    normalized = normalize(text)
    return [normalized.to_original(hit.begin, hit.end) for hit in index.find(normalized)]


def seconds(work: Callable[[object], object], texts: list[str] | list[NormalizedText]) -> float:
    """CPU time, so that other work on the machine counts little."""
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def report(names: dict[int, Names], taken: dict[str, Taken], texts: list[str], paths: dict[int, Path]) -> None:
    least = min(names)
    print(f"{len(texts)} paragraphs; microseconds a paragraph, and their ratio to {least} names")
    heads = "".join(f"{state:>14}" for state in STATES)
    print(f"{'names':>8}{'forms':>10}{'hits':>7}{heads}{'first text':>12}{'memory':>9}")
    for count, loaded in names.items():
        hits = sum(len(match(NameIndex(names=loaded), text)) for text in texts)
        cells = "".join(f"{told(taken[state], count, least, len(texts)):>14}" for state in STATES)
        first, memory = fresh(paths[count], texts[0])
        print(f"{count:8}{len(loaded.numbers):10}{hits:7}{cells}{first:10.2f} s{memory:6.0f} MB")
    worst = max(ratio(taken["text"], count, least) for count in names)
    print(f"the slowest takes {worst:.2f} times as long as {least} names do (bar: {BAR})")


def ratio(taken: Taken, count: int, least: int) -> float:
    return statistics.median(one / other for one, other in zip(taken[count], taken[least], strict=True))


def told(taken: Taken, count: int, least: int, texts: int) -> str:
    return f"{1e6 * statistics.median(taken[count]) / texts:.0f}, {ratio(taken, count, least):.2f}"


def fresh(path: Path, text: str) -> tuple[float, float]:
    """Seconds of CPU time to the first hits of a process, import included, and the megabytes it then holds."""
    command = [sys.executable, "-c", FRESH, str(path), MADE_OF, text]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # this very script
    first, memory = map(json.loads, done.stdout.split())
    return first, memory


if __name__ == "__main__":
    main()
