"""Keep texts that are to judge a model out of what it learns from.

    python -m arabic_conflict_ner.training.leaks ../shared/gold/train.jsonl --judged ../shared/gold/dev.jsonl

Two texts share something if eight words in a row are the same, marks and spelling variants aside.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens

_WORDS = 8


def strings(text: str) -> set[str]:
    """Every eight words in a row of a text, normalised and without marks; a shorter text whole.

    >>> len(strings("ا ب ت ث ج ح خ د، ذ"))
    2
    """
    words = [form for form in Tokens(normalize(text)).forms if form[0].isalnum()]
    if len(words) < _WORDS:
        return {" ".join(words)} if words else set()
    return {" ".join(words[first : first + _WORDS]) for first in range(len(words) - _WORDS + 1)}


class Guard:
    """Knows the texts that judge: asks of any other whether it shares eight words in a row with one of them."""

    def __init__(self, judged: Iterable[str]) -> None:
        self._strings = {string for text in judged for string in strings(text)}

    def shares(self, text: str) -> bool:
        """Whether a text must not be learnt from."""
        return not self._strings.isdisjoint(strings(text))


def main() -> int:
    """List the lines of files that share a string with the judging ones; 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("learnt", type=Path, nargs="+", help="JSONL with a field text")
    parser.add_argument("--judged", type=Path, nargs="+", required=True, help="JSONL with a field text")
    options = parser.parse_args()
    guard = Guard(text for path in options.judged for text in texts(path))
    found = 0
    for path in options.learnt:
        for number, text in enumerate(texts(path), start=1):
            if guard.shares(text):
                found += 1
                sys.stdout.write(f"{path}:{number}: shares eight words in a row with a judging text\n")
    sys.stdout.write(f"{found} texts to leave out\n")
    return 1 if found else 0


def texts(path: Path) -> list[str]:
    """The texts of a JSONL file."""
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
