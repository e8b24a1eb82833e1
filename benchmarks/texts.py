"""Texts to measure on, and the clock: paragraphs of ../shared/raw where it is at hand, else the example reports."""

import gzip
import json
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
RAW = ROOT.parent / "shared" / "raw" / "conflict_paragraphs.jsonl.gz"


def paragraphs(count: int) -> list[str]:
    """That many paragraphs."""
    if RAW.exists():
        with gzip.open(RAW, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in islice(lines, count)]
    reports = [json.loads(line)["text"] for line in (ROOT / "examples" / "articles.jsonl").open(encoding="utf-8")]
    return list(islice(cycle(p for report in reports for p in report.split("\n")), count))


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
