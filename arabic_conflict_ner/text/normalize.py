"""Normalise Arabic text and keep the way back to every character of it.

Ordinary news goes through an 8-bit codec of the standard library: one byte a character, so that folding and deleting
are one ``bytes.translate`` each and byte offsets are character offsets. Text with a character that the codec cannot
hold and that has to be folded (a ligature, a rare Urdu letter) takes a slower path, exact in the same way.
"""

import codecs
import re
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from arabic_conflict_ner.text.chars import FOLDS, MARKS

if TYPE_CHECKING:
    from arabic_conflict_ner.text.offsets import Offsets

_ARABIC = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي،؛؟٪٫٬"
_PUNCTUATION = "«»“”‘’‹›„–—…•·°€£"
_FOLDED = (
    "\t\r\N{NO-BREAK SPACE}أإآٱؤئىةـ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹کگپچژڤیێېۆەھہۀڕڵ"
    "\N{ARABIC LETTER SUPERSCRIPT ALEF}\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{ZERO WIDTH NO-BREAK SPACE}"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_LATIN = "éèêçöüşğıİ"

UNKNOWN = 1
"""The byte that stands for a character outside the codec."""


def _code_page() -> str:
    """ASCII where ASCII has it, so that b" " is a space; the others wherever there is room."""
    others = iter(_ARABIC + _PUNCTUATION + _LATIN + _FOLDED)
    fixed = {0, ord("\n"), *range(0x20, 0x7F)}  # without \0 in front charmap_build makes a slow dict
    return "".join(
        chr(code) if code in fixed else _UNDEFINED if code == UNKNOWN else next(others, _UNDEFINED)
        for code in range(256)
    )


_UNDEFINED = "\ufffe"  # by the rules of charmap codecs
_PAGE = _code_page()
_ENCODING = codecs.charmap_build(_PAGE)
_CODE = {char: code for code, char in enumerate(_PAGE) if char != _UNDEFINED}
_FOLD_CODES = bytes(_CODE.get(FOLDS.get(char, char), code) for code, char in enumerate(_PAGE))
_DELETED = bytes(_CODE[char] for char in _FOLDED if FOLDS[char] == "")
_KEPT = bytes(code not in _DELETED for code in range(256))
_DECODING = _PAGE.replace(_UNDEFINED, "\N{REPLACEMENT CHARACTER}")
LETTER_CODES = frozenset(code for char, code in _CODE.items() if char.isalnum() and char not in FOLDS)
"""The bytes of normalised letters and digits."""
_SPACE_RUN = re.compile(rb"[ \n]{2,}")
_TEXT_SPACE_RUN = re.compile(r"[ \n]{2,}")
_HAS_LINE_RUN = re.compile(rb"\n[ \n]| \n").search
_MARK_CHARS = frozenset(MARKS)


def _hold_place(error: UnicodeError) -> tuple[bytes, int]:
    """Codec error handler: UNKNOWN for what no step folds; what a step folds needs the slow path."""
    if not isinstance(error, UnicodeEncodeError) or any(c in FOLDS for c in error.object[error.start : error.end]):
        raise error
    return bytes([UNKNOWN]) * (error.end - error.start), error.end


codecs.register_error("arabic_conflict_ner.hold_place", _hold_place)


def encode(text: str) -> bytes:
    """One byte a character. Raises UnicodeEncodeError where the slow path is needed."""
    return codecs.charmap_encode(text, "arabic_conflict_ner.hold_place", _ENCODING)[0]


class NormalizedText:
    """A text, its normalised form, and the offsets that lead from one to the other.

    Offsets are code points, spans half-open. Made by :func:`normalize`; immutable.

    >>> normalized = normalize("سقطت الشَّحِيل")
    >>> normalized.text
    'سقطت الشحيل'
    >>> normalized.to_original(5, 11), normalized.original[5:14]
    ((5, 14), 'الشَّحِيل')
    """

    def __init__(
        self, original: str, codes: bytes, starts: "Offsets | None", raw: bytes | None, text: str | None = None
    ) -> None:
        self.original = original
        self.codes = codes
        """One byte a normalised character (:data:`UNKNOWN` for what the codec cannot hold)."""
        self._given_starts = starts
        self._given_text = text
        self._raw = raw  # kept until the map is asked for; None when the map is given or is the identity

    def __repr__(self) -> str:
        return f"NormalizedText({self.text!r})"

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def text(self) -> str:
        """The normalised text."""
        if self._given_text is not None:
            return self._given_text
        text = codecs.charmap_decode(self.codes, "strict", _DECODING)[0]
        if UNKNOWN not in self.codes:
            return text
        chars = list(text)
        for position in (position for position, code in enumerate(self.codes) if code == UNKNOWN):
            chars[position] = self.original[self.start(position)]
        return "".join(chars)

    @cached_property
    def _starts(self) -> "Offsets | None":
        """For each normalised character the offset in the original where it begins; None: all equal."""
        if self._raw is None:
            return self._given_starts
        from arabic_conflict_ner.text import offsets  # noqa: PLC0415  # numpy: a tenth of a second to import

        starts = offsets.true_positions(self._raw.translate(_KEPT))
        if len(starts) == len(self.codes):
            return starts
        return starts[offsets.firsts_of_runs(self._raw.translate(_FOLD_CODES, _DELETED))]

    def start(self, offset: int) -> int:
        """The offset in the original at which normalised character `offset` begins (the text's length at the end)."""
        if offset >= len(self.codes):
            return len(self.original)
        return offset if self._starts is None else self._starts.item(offset)

    def end(self, offset: int) -> int:
        """The offset in the original at which normalised character `offset` ends, its own marks included."""
        if self._raw is None and self._given_starts is None:
            return offset + 1
        if self.codes[offset] in b" \n":
            return self._end_of_space(offset)
        end = self.start(offset) + 1
        while end < len(self.original) and self.original[end] in _MARK_CHARS:
            end += 1
        return end

    def _end_of_space(self, offset: int) -> int:
        return self.start(offset + 1) if offset + 1 < len(self.codes) else len(self.original)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of the normalised text back to the original.

        The span returned begins with the first character and ends behind the last one and the marks upon it; of a
        ligature that is cut (ﷲ is four normalised letters) the whole is given. An empty span stays empty.

        Raises IndexError where not 0 <= start <= end <= len(self).

        >>> normalize("ﷲ أكبر").to_original(0, 2)
        (0, 1)
        """
        codes = self.codes
        if not 0 <= start <= end <= len(codes):
            self._refuse(start, end, len(codes), "normalised")
        starts = self._starts
        if starts is None:
            return start, end
        first = starts.item(start) if start < len(codes) else len(self.original)
        return (first, self.end(end - 1)) if start < end else (first, first)

    def to_normalized(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of the original to the normalised characters that any part of it became.

        A span of removed characters alone (tatweel, bidi controls) becomes an empty span where they stood.

        Raises IndexError where not 0 <= start <= end <= len(self.original).

        >>> normalize("قـــسد").to_normalized(0, 6), normalize("قـــسد").to_normalized(1, 4)
        ((0, 3), (1, 1))
        """
        if not 0 <= start <= end <= len(self.original):
            self._refuse(start, end, len(self.original), "original")
        last = self._first_from(end)
        first = self._first_from(start)
        if first > 0 and start < end and self.end(first - 1) > start:
            first = self._first_from(self.start(first - 1))
        return min(first, last), last

    def _first_from(self, position: int) -> int:
        """The first normalised character that begins at or behind an offset of the original."""
        if self._starts is None:
            return min(position, len(self.codes))
        return int(self._starts.searchsorted(position, "left"))

    @staticmethod
    def _refuse(start: int, end: int, length: int, which: str) -> NoReturn:
        raise IndexError(f"span ({start}, {end}) is not inside the {which} text: 0 <= start <= end <= {length}")


def normalize(text: str) -> NormalizedText:
    """Fold the spellings of Arabic that newspapers, phones and PDFs vary, and keep the way back.

    Total (any str, lone surrogates too), exact, idempotent: ``normalize(n.text).text == n.text``.
    The folds, each with its reason: :data:`arabic_conflict_ner.text.chars.STEPS`. Runs of space become one space, runs
    with a line break one line break.

    Raises TypeError for anything but str.

    >>> normalize("دَيْر  ٱلزّور").text
    'دير الزور'
    >>> normalize("الرقّة").text == normalize("الـرقـه").text
    True
    """
    if not isinstance(text, str):
        raise TypeError(f"normalize() takes str, not {type(text).__name__}; decode bytes first: data.decode('utf-8')")
    try:
        raw = encode(text)
    except UnicodeEncodeError:
        return _normalize_slowly(text)
    return _normalize_codes(text, raw)


def _normalize_codes(text: str, raw: bytes) -> NormalizedText:
    codes = raw.translate(_FOLD_CODES, _DELETED)
    if b"  " in codes or (b"\n" in codes and _HAS_LINE_RUN(codes)):
        codes = _SPACE_RUN.sub(_one_space, codes)
    return NormalizedText(text, codes, None, raw if len(codes) != len(raw) else None)


def _normalize_slowly(text: str) -> NormalizedText:
    """Character by character. Gives what the codec path gives, for every text (a test compares them)."""
    from arabic_conflict_ner.text import offsets  # noqa: PLC0415  # numpy: a tenth of a second to import

    folded: list[str] = []
    starts: list[int] = []
    for position, char in enumerate(text):
        for into in FOLDS.get(char, char):
            folded.append(into)
            starts.append(position)
    whole = "".join(folded)
    codes = encode(whole)
    kept = offsets.firsts_of_runs(codes)
    spaced = _TEXT_SPACE_RUN.sub(lambda run: "\n" if "\n" in run[0] else " ", whole)
    return NormalizedText(text, _SPACE_RUN.sub(_one_space, codes), offsets.array(starts)[kept], None, spaced)


def _one_space(run: re.Match[bytes]) -> bytes:
    return b"\n" if b"\n" in run[0] else b" "
