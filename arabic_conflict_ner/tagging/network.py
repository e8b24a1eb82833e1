"""A tagger's network: pieces of words in, numbers for each word out."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from arabic_conflict_ner.errors import ModelError
from arabic_conflict_ner.tagging.folder import CURE, NETWORK, TOKENIZER, Meta
from arabic_conflict_ner.tagging.pieces import FIRST, LAST, Cutter, Pieces, Window, shares, spellings, windows
from arabic_conflict_ner.tagging.spans import Numbers, WordSpan, word_spans
from arabic_conflict_ner.tagging.tags import COLUMNS
from arabic_conflict_ner.text.tokens import Token


class Network:
    """The network and the tokenizer of a folder. Raises ModelError if they cannot be used."""

    def __init__(self, folder: Path, meta: Meta, threads: int) -> None:
        written = {name: meta.vouched(folder, name) for name in (TOKENIZER, NETWORK)}
        try:
            self._cutter = Cutter(Tokenizer.from_str(written[TOKENIZER].decode("utf-8")))
        except Exception as error:  # the library raises plain Exception
            raise _of_another_kind(folder / TOKENIZER, error) from error
        try:
            self._session = _session(written[NETWORK], threads)
            shape = self._run([FIRST, LAST], [0]).shape
        except Exception as error:  # a kind for each thing that may be wrong
            raise _of_another_kind(folder / NETWORK, error) from error
        if shape != (1, 2, COLUMNS):
            raise _of_another_kind(folder / NETWORK, f"two words give {shape}, not (1, 2, {COLUMNS})")

    def spans(self, text: str, tokens: list[Token]) -> Iterator[WordSpan]:
        """The spans that may be names, in words of the text."""
        return word_spans(self.numbers(spellings(text, tokens))) if tokens else iter(())

    def numbers(self, words: list[str]) -> Numbers:
        """What the network gives for each word: (words, COLUMNS).

        Windows go through it one by one: side by side they were slower on a CPU, by a sixth at sixteen of like length.
        """
        pieces = Pieces.of(words, self._cutter)
        numbers = np.zeros((len(words), COLUMNS), np.float32)
        for window in windows(pieces.starts):
            kept = slice(window.keep - window.first, window.keep_last - window.first)
            numbers[window.keep : window.keep_last] = self._read(pieces, window)[kept]
        return numbers

    def _read(self, pieces: Pieces, window: Window) -> Numbers:
        """The numbers of a window's words."""
        starts = pieces.starts[window.first : window.last + 1]
        return self._run([FIRST, *pieces.ids[starts[0] : starts[-1]], LAST], starts)[0, 1:-1]

    def _run(self, ids: list[int], starts: list[int]) -> Numbers:
        numbers: Numbers = self._session.run(None, {"ids": [ids], "means": shares(starts)[None]})[0]
        return numbers


def _session(network: bytes, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _of_another_kind(path: Path, found: object) -> ModelError:
    kind = f"{type(found).__name__}: " if isinstance(found, Exception) else ""
    return ModelError(f"{path}: is of another kind ({kind}{found}); {CURE}")
