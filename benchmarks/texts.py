"""Texts to measure on: news paragraphs of ../shared/raw where it is at hand, else the example reports, repeated."""

import gzip
import json
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
