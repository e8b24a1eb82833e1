"""The statistical tagger that ships with the library: a small network run by ONNX Runtime on plain CPUs."""

import threading
from functools import cache
from pathlib import Path
from typing import Any

from arabic_conflict_ner import resources
from arabic_conflict_ner.tagging.folder import Meta
from arabic_conflict_ner.tagging.tagged import Tagged
from arabic_conflict_ner.text.chars import FOLDS
from arabic_conflict_ner.text.tokens import Token

DEFAULT = "default"
"""The name of the shipped tagger that is used unless another is asked for."""
_loading = threading.Lock()


class Tagger:
    """A token classifier for the five labels: words in, spans with probabilities out.

    Made by :meth:`load`. Safe to share between threads. Pickled as the folder it came from, and loaded again there.

    >>> from arabic_conflict_ner import normalize, tokenize
    >>> text = "وصل القيادي أبو خولة الديري إلى بلدة غريبة الشرقية"
    >>> for span in Tagger.load().tag(text, tokenize(normalize(text))):
    ...     if span.score > 0.5:
    ...         print(text[span.start:span.end], span.label)
    أبو خولة الديري PERSON
    غريبة الشرقية PLACE
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        if threads < 1:
            raise ValueError(f"threads is {threads}; allowed: 1 and more")
        self.meta = Meta.read(folder)
        self.name = self.meta.name
        self.folder = folder
        self.threads = threads
        from arabic_conflict_ner.tagging.network import Network  # noqa: PLC0415  # heavy; only who tags needs it

        self._network = Network(folder, self.meta, threads)

    @classmethod
    def load(cls, name: str | Path = DEFAULT, *, threads: int = 1) -> "Tagger":
        """Load a shipped tagger by its name, or one of your own from its folder.

        In: `threads`, 1 and more, that one call may use. A shipped one is loaded once a process and number of threads.

        Raises ModelError for a folder that is missing, damaged or of another kind; ValueError for an unknown name or
        bad `threads`.
        """
        if isinstance(name, Path):
            return cls(name, threads=threads)
        known = sorted(path.parent.name for path in resources.models().glob("*/meta.json"))
        if name not in known:
            raise ValueError(f"no tagger is called {name!r}; allowed: {' '.join(known)}, or the Path of a folder")
        with _loading:
            return _shipped(name, threads)

    def tag(self, text: str, tokens: list[Token]) -> list[Tagged]:
        """The spans of `text` that may be names, improbable ones too, in order, the best first where they begin alike.

        In: the tokens of the text. A text of any length is read in windows that overlap; nothing is cut.
        """
        found: list[Tagged] = []
        for span in self._network.spans(text, tokens):
            first, last = tokens[span.first], tokens[span.last - 1]
            start = _behind(text, first, span.cut)
            if start < first.end:
                found.append(Tagged(start, last.end, span.label, span.probability))
        return sorted(found, key=lambda tagged: (tagged.start, -tagged.score))

    def on_one_thread(self) -> "Tagger":
        """The same tagger, each call of which uses one thread."""
        return self if self.threads == 1 else _again(self.folder, 1)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.folder, self.threads)


def _behind(text: str, token: Token, letters: int) -> int:
    """The offset behind some letters of a token and the marks on them: وَبِـ|الرقة."""
    start = token.start
    while letters and start < token.end:
        start += 1
        letters -= start == token.end or FOLDS.get(text[start]) != ""
    return start


@cache
def _shipped(name: str, threads: int) -> Tagger:
    return Tagger(resources.models() / name, threads=threads)


def _again(folder: Path, threads: int) -> Tagger:
    """The tagger of a pickle: a shipped one is loaded once a process."""
    return Tagger.load(folder.name if folder.parent == resources.models() else folder, threads=threads)
