"""What is known of single words: how frequent they are, which are parts of personal names, which announce a name."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from arabic_conflict_ner import resources
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.proclitics import CHAINS, ELIDED, elide


class Cue(NamedTuple):
    """What a word announces: a name of `label`, as a head (inside the span), a designator, a title (outside) …"""

    label: Label
    kind: str


class CueForm(NamedTuple):
    """A cue as it stands in a text: the chain written onto it, the word, and what it announces."""

    chain: str
    word: str
    cues: tuple[Cue, ...]


@dataclass(frozen=True)
class Lexicon:
    """Words and what is known of them. All keys are normalised."""

    frequency: dict[str, int]
    """log2 of how often the word stands in ten million words of news; absent: less than ten times."""
    name_parts: dict[str, str]
    """g: mostly a given name, s: mostly a family name, b: both."""
    cues: dict[str, CueForm]
    """By the form in the text, chains included."""
    nationalities: frozenset[str]
    """Adjectives of countries and peoples, with and without ال, masculine and feminine."""
    outside: frozenset[str] = field(default=frozenset())
    """Words that stand in no name: function words, verbs of reporting."""

    @classmethod
    def builtin(cls) -> "Lexicon":
        """The lexicon that ships with the library, read once a process."""
        return _builtin()


@cache
def _builtin() -> Lexicon:
    folder = resources.gazetteers() / "lexicon"
    cues = _read_cues(folder / "cues.csv")
    return Lexicon(
        frequency={word: int(count).bit_length() for word, count in _rows(folder / "words.csv")},
        name_parts=dict(_name_parts(folder)),
        cues=dict(_cue_forms({word: kinds for word, kinds in cues.items() if " " not in word})),
        nationalities=frozenset(_nationality_forms(cues)),
        outside=frozenset(word for (word,) in _rows(folder / "outside.csv")),
    )


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        yield from lines


def _name_parts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("name_parts-*.csv")):
        for name, given, surname in _rows(path):
            share = int(given) / (int(given) + int(surname) or 1)
            role = "g" if share > 0.75 else "s" if share < 0.25 else "b"
            yield name.replace(" ", ""), role  # عبد الله is looked up as one word, عبدالله


def _read_cues(path: Path) -> dict[str, tuple[Cue, ...]]:
    cues: dict[str, tuple[Cue, ...]] = {}
    for label, kind, name, _source in _rows(path):
        word = normalize(name).text
        cues[word] = (*cues.get(word, ()), Cue(Label(label), kind))
    return cues


def _cue_forms(cues: dict[str, tuple[Cue, ...]]) -> Iterator[tuple[str, CueForm]]:
    """Every cue behind every chain, the bare forms last: a word that is a cue itself is never cut."""
    for chain in (*reversed(CHAINS), ""):
        for word, kinds in cues.items():
            if not any(cue.kind == "nationality" for cue in kinds):
                yield chain + word, CueForm(chain, word, kinds)
                if chain.endswith(ELIDED) and (short := elide(word)):
                    yield chain + short, CueForm(chain, word, kinds)


def _nationality_forms(cues: dict[str, tuple[Cue, ...]]) -> Iterator[str]:
    for word, kinds in cues.items():
        if any(cue.kind == "nationality" for cue in kinds):
            for form in (word, word + "ه", word + "ين", word + "تين"):
                yield form
                yield "ال" + form
