"""How long does the first text of a process wait, with the prebuilt names and from the CSV files?

Each figure is of fresh processes without a tagger: CPU time, so that other work counts little. The two ways
take turns, and the median of the rounds is printed. Memory is what is resident after the first text. Checked: both ways
find the same in the example reports.

    python benchmarks/starting.py [--rounds 5]
"""

import argparse
import json
import statistics
import subprocess
import sys

MEASURED = """
import json, sys, time
clock = time.process_time
started = clock()
import arabic_conflict_ner
imported = clock()
from arabic_conflict_ner import Extractor, resources
from arabic_conflict_ner.gazetteer import prebuilt
if sys.argv[1] == "CSV":
    resources.cache = lambda: None
    prebuilt.read = lambda path, made_of: None
extractor = Extractor(tagger=None)
extractor.extract("معارك في الرقة")
first = clock()
extractor.extract("معارك في الرقة")
later = clock()
memory = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
path = resources.gazetteers().parent / "examples" / "articles.jsonl"
texts = [json.loads(line)["text"] for line in path.open(encoding="utf-8")] if path.exists() else []
found = [[repr(entity) for entity in extractor.extract(text)] for text in texts]
print(json.dumps([imported - started, first - started, later - first, memory / 1024, found]))
"""
WAYS = ("CSV", "prebuilt")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    measure("prebuilt")  # where there is no prebuilt file yet, this makes it
    rounds = [{way: measure(way) for way in WAYS} for _ in range(options.rounds)]
    if any(one["CSV"][4] != one["prebuilt"][4] for one in rounds):
        sys.exit("the two ways find different entities")
    print(f"{'':10}{'import':>10}{'first text':>12}{'the same again':>16}{'memory':>10}")
    for way in WAYS:
        imported, first, again, memory = (statistics.median(one[way][column] for one in rounds) for column in range(4))
        print(f"{way:10}{imported:8.2f} s{first:10.2f} s{1000 * again:13.2f} ms{memory:7.0f} MB")
    ratio = statistics.median(one["CSV"][1] / one["prebuilt"][1] for one in rounds)
    print(f"first text, import included: {ratio:.1f} times as fast")


def measure(way: str) -> list:
    """Seconds to import, to the first result, and for one more; megabytes; and what is found."""
    command = [sys.executable, "-c", MEASURED, way]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # this very script
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
