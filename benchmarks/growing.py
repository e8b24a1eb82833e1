"""Is matching as fast with 500,000 names as with 10,000? And how much memory do they take?

Each gazetteer holds the same 10,000 built-in names, taken evenly, so that as much is found in the texts; to these come
made-up ones, of one to three words. Half the words of the longer ones are those of built-in names: texts begin them all
the time and do not go on with them. All are opened from prebuilt files, as the built-in names are, and read the same
paragraphs in turn, in one process on one core; the figures are medians of the ratios to 10,000 names. "known": all words
of the texts have been met before; "new": none has. Memory and the first text are those of a fresh process for each.

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
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from texts import paragraphs

from arabic_conflict_ner import Entry, Gazetteer, Label, Name, normalize
from arabic_conflict_ner.gazetteer import prebuilt
from arabic_conflict_ner.gazetteer.index import NameIndex
from arabic_conflict_ner.gazetteer.names import Names

REAL = 10_000
BAR = 1.2
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
FRESH = """
import sys, time
started = time.process_time()
from pathlib import Path
from arabic_conflict_ner import normalize
from arabic_conflict_ner.gazetteer import prebuilt
from arabic_conflict_ner.gazetteer.index import NameIndex
entries, names, total = prebuilt.read(Path(sys.argv[1]), "made-up")
NameIndex(names=names).find(normalize(sys.argv[2]))
first = time.process_time() - started
print(first, next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS")) / 1024)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[10_000, 50_000, 150_000, 500_000])
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    texts = [normalize(text) for text in paragraphs(options.paragraphs)]
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder, f"{count}.bin") for count in options.names}
        for count, path in paths.items():
            building = get_context("spawn").Process(target=build, args=(count, path))  # gives its memory back
            building.start()
            building.join()
        opened = {count: prebuilt.read(path, "made-up") for count, path in paths.items()}
        report(opened, measure(opened, texts, options.rounds), texts, paths)


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
    prebuilt.write(path, "made-up", entries, Names.of(entries.values()), 0)  # nobody asks for the version


def measure(opened: dict, texts: list, rounds: int) -> dict[str, dict[int, list[float]]]:
    """Seconds by state of the words and count of names, round by round."""
    met = {count: NameIndex(names=loaded[1]) for count, loaded in opened.items()}
    taken: dict[str, dict[int, list[float]]] = {
        "known": {count: [] for count in met},
        "new": {count: [] for count in met},
    }
    for index in met.values():
        list(map(index.find, texts))
    for round_ in range(rounds):
        counts = list(met)
        counts = counts[round_ % len(counts) :] + counts[: round_ % len(counts)]
        for count in counts:
            new = NameIndex(names=opened[count][1])
            taken["known"][count].append(seconds(met[count], texts))
            taken["new"][count].append(seconds(new, texts))
    return taken


def seconds(index: NameIndex, texts: list) -> float:
    """CPU time, so that other work on the machine counts little."""
    start = time.process_time()
    for text in texts:
        index.find(text)
    return time.process_time() - start


def report(opened: dict, taken: dict, texts: list, paths: dict[int, Path]) -> None:
    least = min(opened)
    print(f"{len(texts)} paragraphs; ratios to {least} names; bar: {BAR}")
    print(f"{'names':>8}{'forms':>10}{'hits':>7}{'known':>20}{'new':>20}{'file':>8}{'first text':>12}{'memory':>9}")
    for count, (_, names, _) in opened.items():
        index = NameIndex(names=names)
        hits = sum(len(index.find(text)) for text in texts)
        known, new = (told(taken[state], count, least, len(texts)) for state in ("known", "new"))
        first, memory = fresh(paths[count], texts[0].original)
        size = paths[count].stat().st_size / 1e6
        print(
            f"{count:8}{len(names.numbers):10}{hits:7}{known:>20}{new:>20}{size:5.0f} MB{first:10.2f} s{memory:6.0f} MB"
        )
    worst = max(ratio(taken[state], count, least) for state in taken for count in opened)
    verdict = "within" if worst <= BAR else "over"
    print(f"the slowest takes {worst:.2f} times as long as {least} names do: {verdict} the bar")


def ratio(taken: dict[int, list[float]], count: int, least: int) -> float:
    return statistics.median(one / other for one, other in zip(taken[count], taken[least], strict=True))


def told(taken: dict[int, list[float]], count: int, least: int, texts: int) -> str:
    return f"{1e6 * statistics.median(taken[count]) / texts:.0f} µs, {ratio(taken, count, least):.2f}"


def fresh(path: Path, text: str) -> tuple[float, float]:
    """Seconds of CPU time to the first hits of a process, import included, and the megabytes it then holds."""
    done = subprocess.run(  # noqa: S603  # this very script
        [sys.executable, "-c", FRESH, str(path), text], capture_output=True, text=True, check=True
    )
    first, memory = map(json.loads, done.stdout.split())
    return first, memory


if __name__ == "__main__":
    main()
