"""How many cores read a million articles a day, a hundred million, ten thousand million?

Measured, in a fresh process on one core: words for each second of CPU time (so that other work on the machine counts
little), the CPU time to start, the memory in the end. Computed from it: core-hours, and the cores that would be busy
all day. Simulated: such a cluster with a quarter more cores, where cores differ by a tenth in speed, one in a hundred
is half as fast, every worker has to start, and tasks of 10,000 articles are handed out as cores get free. An article is
300 words (--words); how much articles differ in length is drawn from the paragraphs that are read.

    python benchmarks/capacity.py [--tagger none] [--paragraphs 2000] [--words-per-second 4000]
"""

import argparse
import heapq
import json
import math
import random
import statistics
import subprocess
import sys
from pathlib import Path

from texts import paragraphs

MEASURED = """
import json, resource, sys, time
sys.path.insert(0, sys.argv[1])
from texts import paragraphs
texts = paragraphs(int(sys.argv[3]))
started = time.process_time()
from arabic_conflict_ner import Extractor
extractor = Extractor(tagger=None if sys.argv[2] == "none" else sys.argv[2])
extractor.extract(texts[0])
ready = time.process_time()
entities = sum(len(extractor.extract(text)) for text in texts)
words = sum(len(text.split()) for text in texts)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([words / (time.process_time() - ready), ready - started, memory, entities / words]))
"""
ARTICLES = (10**6, 10**8, 10**10)
TASK = 10_000  # articles
SPARE = 1.25  # cores for each one that is needed
HOUR, DAY = 3600, 24 * 3600


def main() -> None:
    options = read_options()
    pace, start, memory, entities = measure(options)
    source = "given" if options.words_per_second else "measured"
    pace = options.words_per_second or pace
    print(f"tagger {options.tagger}: {pace:.0f} words/s on a core ({source}), {start:.2f} s of CPU time to start,")
    print(f"{memory:.0f} MiB at the most, {100 * entities:.1f} entities in 100 words (measured)\n")
    print("| articles a day | core-hours | cores busy all day | cores with a quarter to spare | simulated |")
    print("|---|---|---|---|---|")
    for articles in ARTICLES:
        needed = articles * options.words / pace
        cores = math.ceil(needed * SPARE / DAY)
        hours, busy = simulate(articles, cores, options.words / pace, start, spread(options.paragraphs, options.words))
        print(
            f"| {articles:,} | {needed / HOUR:,.1f} | {needed / DAY:,.2f} | {cores:,} "
            f"| {hours:.1f} hours, {100 * busy:.0f} % busy |"
        )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tagger", default="default")
    parser.add_argument("--paragraphs", type=int, default=2000)
    parser.add_argument("--words", type=int, default=300, help="of an article")
    parser.add_argument("--words-per-second", type=float, help="of one core, where it is known better")
    return parser.parse_args()


def measure(options: argparse.Namespace) -> list[float]:
    """Words a second, seconds to start, MiB, entities a word."""
    command = [sys.executable, "-c", MEASURED, str(Path(__file__).parent), options.tagger, str(options.paragraphs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own code
    return json.loads(done.stdout)


def spread(count: int, words: int) -> float:
    """The standard deviation of an article's length over its mean, if its paragraphs are drawn from those read."""
    lengths = [len(text.split()) for text in paragraphs(count)]
    return statistics.stdev(lengths) / statistics.mean(lengths) / (words / statistics.mean(lengths)) ** 0.5


def simulate(articles: int, cores: int, seconds: float, start: float, spread: float) -> tuple[float, float]:
    """Hand out the tasks of a day to cores as they get free: the hours it takes, and the share of them that is work.

    In: the seconds that an article takes on a core.
    """
    draw = random.Random(1)  # noqa: S311  # no secret
    slowness = [2.0 if draw.random() < 0.01 else draw.uniform(0.9, 1.1) for _ in range(cores)]
    free = [(start, core) for core in range(cores)]
    work = 0.0
    for first in range(0, articles, TASK):
        size = min(TASK, articles - first)
        taken = size * seconds * max(0.0, draw.gauss(1, spread / size**0.5))
        at, core = free[0]
        work += taken * slowness[core]
        heapq.heapreplace(free, (at + taken * slowness[core], core))
    last = max(at for at, _ in free)
    return last / HOUR, work / last / cores


if __name__ == "__main__":
    main()
