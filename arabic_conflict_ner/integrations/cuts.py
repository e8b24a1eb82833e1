"""Where a tokenizer may cut a word in two: behind what is written onto a name.

Which reading of a word is a name is decided over a whole text, by the extractor. A tokenizer has to be quicker: it
goes by what the gazetteer and the lexicon say of the word itself. It rather cuts once too often (of بيوتا, houses, it
makes ب and يوتا, a town) than once too seldom: a name of two tokens is still a span of tokens.
"""

from collections.abc import Iterator
from functools import lru_cache

from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import Hit
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.text.proclitics import ARTICLE, CHAINS, ELIDED
from arabic_conflict_ner.text.tokens import Tokens

_FEW_NAMES = frozenset("كس")
"""Proclitics that names hardly ever have, and that open thousands of common words: سري, كبير."""
_CHAINS = tuple(chain for chain in CHAINS if not _FEW_NAMES & set(chain))
_SHORTEST = 3  # letters that have to be left of a name
_MUCH = 2  # powers of two
_REMEMBERED = 2**16  # words


def cuts(tokens: Tokens) -> set[int]:
    """The offsets in the normalised text at which the tokens of a text may be cut.

    >>> from arabic_conflict_ner import normalize
    >>> tokens = Tokens(normalize("اشتباكات وبدمشق بغداد للجيش السوري ومستشفى"))
    >>> [tokens.text[cut:].split()[0] for cut in sorted(cuts(tokens))]
    ['بدمشق', 'دمشق', 'لجيش', 'مستشفي']
    """
    hits = Gazetteer.builtin().find(tokens.normalized)
    uncut = {hit.begin for hit in hits if not hit.chain}  # what is itself a name is not cut: بغداد, وادي بردى
    found = {hit.begin for hit in hits if hit.chain and _is_cut(hit, tokens, uncut)}
    return found.union(_of_words(tokens, uncut))


def _is_cut(hit: Hit, tokens: Tokens, uncut: set[int]) -> bool:
    start = hit.begin - len(hit.chain)
    position = tokens.at_begin.get(start)
    if position is None or start in uncut:
        return False
    if hit.end > tokens.ends[position]:
        return True  # a name of several words is no accident
    word = tokens.forms[position]
    return not _FEW_NAMES & set(hit.chain) and _is_likelier(hit.form, word, Lexicon.builtin())


def _of_words(tokens: Tokens, uncut: set[int]) -> Iterator[int]:
    for begin, form in zip(tokens.begins, tokens.forms, strict=True):
        chain = "" if begin in uncut else chain_of(form)
        if chain:
            yield begin + len(chain)


@lru_cache(maxsize=_REMEMBERED)
def chain_of(word: str) -> str:
    """What is written onto a normalised word, as far as the word itself tells: empty where nothing is.

    A chain in front of a cue (وبحاجز) or of a personal name (ومحمد); in front of ال where the word is rare (بالشحيل);
    و in front of any rare word, for few words of news begin with it otherwise.

    >>> [chain_of(word) for word in ("وبحاجز", "ومحمد", "للمنيهله", "وتراديف", "وزاره", "بيان")]
    ['وب', 'و', 'ل', 'و', '', '']
    """
    lexicon = Lexicon.builtin()
    if word in lexicon.outside:
        return ""
    cue = lexicon.cues.get(word)
    if cue is not None:
        return cue.chain if len(cue.word) >= _SHORTEST else ""
    for chain in _CHAINS:
        rest = word[len(chain) :]
        if word.startswith(chain) and len(rest) >= _SHORTEST and _opens_name(rest, word, lexicon):
            return chain
    return "" if word in lexicon.frequency else _of_rare(word)


def _opens_name(rest: str, word: str, lexicon: Lexicon) -> bool:
    return lexicon.name_parts.get(rest, "s") != "s" and _is_likelier(rest, word, lexicon)


def _is_likelier(rest: str, word: str, lexicon: Lexicon) -> bool:
    """Whether what is left is much more frequent than the whole: of فرقة nobody cuts رقة, of واحد not أحد."""
    if word in lexicon.outside:
        return False
    whole = lexicon.frequency.get(word)
    return whole is None or lexicon.frequency.get(rest, 0) >= whole + _MUCH


def _of_rare(word: str) -> str:
    for chain in reversed(_CHAINS):
        rest = word[len(chain) :]
        article = ELIDED if chain.endswith(ELIDED) else ARTICLE
        if word.startswith(chain) and rest.startswith(article) and len(rest) > len(article) + 1:
            return chain
    return "و" if word.startswith("و") and len(word) > _SHORTEST else ""
