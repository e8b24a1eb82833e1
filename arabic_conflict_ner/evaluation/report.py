"""Write an evaluation to files: all of it as JSON, and as a page to read."""

import json as json_module
import os
from pathlib import Path

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.evaluation.evaluation import Evaluation
from arabic_conflict_ner.evaluation.page import page


def check(*paths: Path | None) -> None:
    """Raise ArabicConflictNerError where no file can be written: better before the work than after it."""
    for path in filter(None, paths):
        if path.is_dir():
            raise ArabicConflictNerError(f"{path} is a folder; name a file in it")
        if not path.parent.is_dir():
            raise ArabicConflictNerError(f"{path} cannot be written: there is no folder {path.parent}")


def write(evaluation: Evaluation, *, html: Path | None = None, json: Path | None = None) -> None:
    """Write the page and every figure, each where a path is given.

    Raises ArabicConflictNerError where a file cannot be written; what stood there before then still does.
    """
    if html:
        _replace(html, page(evaluation))
    if json:
        _replace(json, json_module.dumps(evaluation.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")


def _replace(path: Path, content: str) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile has the old one."""
    half = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        half.write_text(content, "utf-8", errors="backslashreplace", newline="\n")
        half.replace(path)
    except OSError as error:
        raise ArabicConflictNerError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        half.unlink(missing_ok=True)
