"""Errors that say what was found, where, what is allowed, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass


class ArabicConflictNerError(ValueError):
    """Every error of this library that bad input causes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place of a file."""

    file: str
    line: int
    found: str
    """What stands there and why it cannot be used."""
    cure: str
    """What is allowed, or what to do."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.found}; {self.cure}"


_SHOWN = 50


def _shown(problems: tuple[Problem, ...]) -> list[str]:
    more = len(problems) - _SHOWN
    return [*map(str, problems[:_SHOWN]), *([f"… and {more} more, in .problems"] if more > 0 else [])]


class GazetteerError(ArabicConflictNerError):
    """A gazetteer cannot be used as it is; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n".join([f"{count} in the gazetteer:", *_shown(self.problems)]))


class AnnotationError(ArabicConflictNerError):
    """A file of annotated texts cannot be used as it is; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(_shown(self.problems)))


class InputError(ArabicConflictNerError):
    """A text given on the command line cannot be read."""


class ModelError(ArabicConflictNerError):
    """A tagger's folder is damaged, incomplete or of another kind; the message names the file and the cure."""
