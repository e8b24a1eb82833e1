"""What the taggers of the folds say of texts that they have not read: worked out once, kept in a file."""

import json
import logging
import os
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.tagged import Tagged
from arabic_conflict_ner.tagging.tagger import Tagger
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import tokenize
from arabic_conflict_ner.training.corpus import sha256

_TOGETHER = 100
_log = logging.getLogger(__name__)

Key = tuple[int, str]
"""A fold, and the hash of a text."""


class Memory:
    """The spans of each text by the tagger of each fold, from a work folder of training.tagger.

    The folder holds fold-0, fold-1 … as exported, and `tagged.jsonl`, which is made here.
    """

    def __init__(self, work: Path) -> None:
        self._work = work
        self._file = work / "tagged.jsonl"
        self._spans: dict[Key, list[Tagged]] = {}
        if self._file.is_file():
            whole = self._file.read_bytes().rpartition(b"\n")[0]  # the last line of a run that was killed may not be
            lines = whole.decode("utf-8").splitlines()
            self._file.write_text("".join(line + "\n" for line in lines), "utf-8")
            for line in lines:
                self._put(json.loads(line))

    def _put(self, row: dict[str, Any]) -> None:
        self._spans[row["fold"], row["sha256"]] = [Tagged(s, e, Label(label), p) for s, e, label, p in row["spans"]]

    def spans(self, fold: int, text: str) -> list[Tagged]:
        """What was worked out for a text."""
        return self._spans[fold, sha256(text)]

    def fill(self, texts: list[tuple[int, str]]) -> None:
        """Work out what is not there yet, in as many processes as there are processors."""
        missing = {(fold, sha256(text)): (fold, text) for fold, text in texts}
        wanted = [job for key, job in missing.items() if key not in self._spans]
        parts = [wanted[first : first + _TOGETHER] for first in range(0, len(wanted), _TOGETHER)]
        with self._file.open("a", encoding="utf-8") as out, ProcessPoolExecutor(os.cpu_count()) as pool:
            for number, rows in enumerate(pool.map(_tag, [(self._work, part) for part in parts]), start=1):
                for row in rows:
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    self._put(row)
                out.flush()
                if number % 10 == 0:
                    _log.info("%d of %d texts tagged", number * _TOGETHER, len(wanted))


def _tag(job: tuple[Path, list[tuple[int, str]]]) -> list[dict[str, object]]:
    work, texts = job
    return [
        {"fold": fold, "sha256": sha256(text), "spans": _spans(work / f"fold-{fold}", text)} for fold, text in texts
    ]


@cache
def _tagger(folder: Path) -> Tagger:
    return Tagger.load(folder)


def _spans(folder: Path, text: str) -> list[tuple[int, int, str, float]]:
    spans = _tagger(folder).tag(text, tokenize(normalize(text)))
    return [(span.start, span.end, str(span.label), round(span.score, 5)) for span in spans]
