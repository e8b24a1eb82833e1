"""Other ways to write a name, each with the name of what was done to it: nobody types them by hand.

A variant is a normalised form. The rewrites work on the words of the normalised name; each says when it applies.
"""

from collections.abc import Callable, Iterator

from arabic_conflict_ner.labels import Label

AS_WRITTEN = "as written"
_ARTICLE = "ال"
_KUNYA = ("ابو", "ابا", "ابي", "بو")


def _toggle_article(words: list[str]) -> Iterator[str]:
    """البصيرة / بصيرة: OCHA writes many villages without the article that newspapers give them."""
    word = words[0]
    if len(words) == 1 and len(word) >= 4:
        yield word[2:] if word.startswith(_ARTICLE) else _ARTICLE + word


def _glue(words: list[str]) -> Iterator[str]:
    """دير الزور / ديرالزور: writers drop the space that no letter needs."""
    if 2 <= len(words) <= 3:
        yield "".join(words)


def _glue_in_part(words: list[str]) -> Iterator[str]:
    """عبد الله صالح / عبدالله صالح, خربة أم القصب / خربةأم القصب: one space goes, the others stay."""
    if len(words) >= 3:
        for position, word in enumerate(words[:-1]):
            if len(words) == 3 or word == "عبد" or word in _KUNYA:
                yield " ".join([*words[:position], word + words[position + 1], *words[position + 2 :]])


def _split_servant(words: list[str]) -> Iterator[str]:
    """عبدالله / عبد الله."""
    if any(word.startswith("عبدال") and len(word) > 6 for word in words):
        yield " ".join(f"عبد {word[3:]}" if word.startswith("عبدال") and len(word) > 6 else word for word in words)


def _kunya(words: list[str]) -> Iterator[str]:
    """أبو / أبا / أبي / بو: case endings and the dialects of the Gulf and the Euphrates."""
    for position, word in enumerate(words[:-1]):
        if word in _KUNYA:
            for other in _KUNYA:
                if other != word:
                    yield " ".join([*words[:position], other, *words[position + 1 :]])
            yield " ".join([*words[:position], "بو" + words[position + 1], *words[position + 2 :]])


def _son(words: list[str]) -> Iterator[str]:
    """ابن / بن."""
    for word, other in (("بن", "ابن"), ("ابن", "بن")):
        if word in words[1:] or (word == "ابن" and word in words):
            yield " ".join(other if w == word else w for w in words)


def _drop_hamza(words: list[str]) -> Iterator[str]:
    """صنعاء / صنعا, رأس العين is folded already: the hamza behind a last alef is often not typed."""
    dropped = [word[:-1] if word.endswith("اء") and len(word) > 3 else word for word in words]
    if dropped != words:
        yield " ".join(dropped)


_EVERY = tuple(Label)
REWRITES: tuple[tuple[str, Callable[[list[str]], Iterator[str]], tuple[Label, ...]], ...] = (
    ("article added or dropped", _toggle_article, (Label.PLACE,)),
    ("glued", _glue, _EVERY),
    ("glued in part", _glue_in_part, _EVERY),
    ("عبد ال split", _split_servant, _EVERY),
    ("kunya", _kunya, _EVERY),
    ("ابن / بن", _son, _EVERY),
    ("last hamza dropped", _drop_hamza, _EVERY),
)
"""What was done, how, and to names of which labels."""


def variants(form: str, label: Label) -> dict[str, str]:
    """Every way to write a normalised name: the form, and what was done to it.

    >>> variants("دير الزور", Label.PLACE)
    {'دير الزور': 'as written', 'ديرالزور': 'glued'}
    >>> list(variants("الشحيل", Label.PLACE)), list(variants("ابو قصره", Label.PERSON))
    (['الشحيل', 'شحيل'], ['ابو قصره', 'ابوقصره', 'ابا قصره', 'ابي قصره', 'بو قصره', 'بوقصره'])
    """
    words = form.split(" ")
    found = {form: AS_WRITTEN}
    for done, rewrite, labels in REWRITES:
        if label in labels:
            for variant in rewrite(words):
                found.setdefault(variant, done)
    return found
