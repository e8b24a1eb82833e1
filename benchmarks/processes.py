"""Do two processes read twice as much as one?

extract_many reads the same paragraphs in one process and in several, in turn, starting them included; results are
looked at and let go, as by one who writes them to a file. The figures are medians of the ratios of the rounds. Checked
before: both give the same results in the same order. Memory is the peak of the largest process that was started. Where
others use the cores too the ratio of times says little (the load is printed); the one computed from CPU time, of this
process and of those it starts, is what free cores would allow: as many as processes, none of them idle.

    python benchmarks/processes.py [--processes 2] [--paragraphs 3000] [--rounds 5] [--tagger none] [--start spawn]
"""

import argparse
import multiprocessing
import os
import resource
import statistics
import sys

from texts import paragraphs

from arabic_conflict_ner import Extractor, extract_many

START = multiprocessing.get_all_start_methods()[0]  # the platform's own


def main() -> None:
    options = read_options()
    multiprocessing.set_start_method(options.start)
    texts = paragraphs(options.paragraphs)
    words = sum(len(text.split()) for text in texts)
    print(f"{options.start}: {len(texts)} paragraphs, {words} words; load {os.getloadavg()[0]:.1f} before")
    extractor = Extractor(tagger=None if options.tagger == "none" else options.tagger)
    extractor.extract(texts[0])
    entities = check(texts, extractor, options.processes)
    ratios, computed = [], []
    for round_ in range(options.rounds):
        one, alone = timed(texts, extractor, 1)
        more, together = timed(texts, extractor, options.processes)
        ratios.append(one / more)
        computed.append(options.processes * alone / together)
        print(f"round {round_ + 1}: one {words / one:.0f} words/s, {options.processes} processes {words / more:.0f}")
    print(f"median ratio {statistics.median(ratios):.2f} (bar: 1.7 of two on two free cores); {entities} entities each")
    print(f"computed from CPU time {statistics.median(computed):.2f}; load {os.getloadavg()[0]:.1f} after")
    print(f"peak memory of a process {peak():.0f} MiB")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--paragraphs", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tagger", default="default")
    parser.add_argument("--start", default=START, choices=multiprocessing.get_all_start_methods())
    return parser.parse_args()


def check(texts: list[str], extractor: Extractor, n_process: int) -> int:
    """How many entities one process finds. Ends the run if several find something else."""
    entities = 0
    one, more = (extract_many(texts, extractor=extractor, n_process=n) for n in (1, n_process))
    for number, (expected, found) in enumerate(zip(one, more, strict=True)):
        if found != expected:
            sys.exit(f"{n_process} processes find something else in paragraph {number}: {found} instead of {expected}")
        entities += len(expected)
    return entities


def timed(texts: list[str], extractor: Extractor, n_process: int) -> tuple[float, float]:
    """The seconds it takes, and those of CPU time."""
    before = os.times()
    for _ in extract_many(texts, extractor=extractor, n_process=n_process):
        pass
    after = os.times()
    return after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
