"""What makes some entities harder to find than others: the traits by which gold entities are put into slices."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

from arabic_conflict_ner.evaluation.goldfile import GoldText
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import NameRef, name_form
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.features import _COMMON, best_ref, is_weak
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.proclitics import ARTICLE, CHAINS, CONJUNCTIONS, ELIDED

_QUOTES = "«»“”„\"'‘’‹›"
_NO_QUOTES = str.maketrans("", "", _QUOTES)
_JOINING = frozenset(("،", "او", "ثم", *(chain for chain in CHAINS if chain[0] in CONJUNCTIONS)))
_WRITTEN_ON = re.compile(r"[\w\u064b-\u0655\u0670]*\Z")
_LONGEST = 12  # characters that a chain may take: three letters, their vowel signs, tatweel
_LEAST_LIST = 3


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the library knew beforehand: the built-in gazetteer and lexicon, and the entities of its training texts."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    train: frozenset[tuple[str, Label]] | None
    """Normalised forms and labels; None where no training texts are given."""

    @classmethod
    def of(cls, train: Iterable[GoldText] | None) -> Self:
        """What is built in, and what training texts hold."""
        seen = None if train is None else frozenset(_seen(train))
        return cls(Gazetteer.builtin(), Lexicon.builtin(), seen)


def _seen(train: Iterable[GoldText]) -> Iterator[tuple[str, Label]]:
    for text in train:
        for span in text.entities:
            for form in forms(text.text, span):
                yield form, span.label


class Setting:
    """A gold text with what its traits are read from, worked out once."""

    def __init__(self, text: GoldText, knowledge: Knowledge) -> None:
        self.text = text.text
        self.knowledge = knowledge
        self.listed = frozenset(_listed(text))
        self.known: dict[Span, list[NameRef]] = defaultdict(list)
        normalized = normalize(text.text)
        for hit in knowledge.gazetteer.find(normalized):
            start, end = normalized.to_original(hit.begin, hit.end)
            for ref in hit.refs:
                self.known[Span(start, end, ref.entry.label)].append(ref)


def is_unknown(span: Span, setting: Setting) -> bool:
    """Whether no entry of its label may be written so: spelling variants and proclitics are seen through."""
    return span not in setting.known


def is_unseen(span: Span, setting: Setting) -> bool:
    """Whether the training texts hold no entity of its normalised form and label."""
    train = setting.knowledge.train
    return train is not None and not any((form, span.label) in train for form in forms(setting.text, span))


def is_common(span: Span, setting: Setting) -> bool:
    """Whether it is one word of everyday use, 16 times in ten million and more, that no name of weight is known by.

    حصان, المعامل and a صالح that the gazetteer does not have; not دمشق or داعش, which are as frequent and mean nothing
    else: what counts is whether the gazetteer has the name at all, and as one that stands without support.
    """
    frequency = setting.knowledge.lexicon.frequency
    common = max((frequency.get(form, 0) for form in forms(setting.text, span)), default=0)
    refs = tuple(setting.known.get(span, ()))
    return common >= _COMMON and (not refs or is_weak(best_ref(refs), [common]))


def is_listed(span: Span, setting: Setting) -> bool:
    """Whether it stands with two others or more, nothing between them but commas, و or أو, and quotation marks."""
    return span in setting.listed


def is_behind_proclitic(span: Span, setting: Setting) -> bool:
    """Whether one of the chains of one-letter words is written onto it, or onto its quotation mark: وبدمشق, لـ«قسد»."""
    before = setting.text[max(0, span.start - _LONGEST) : span.start].rstrip(_QUOTES)
    written = _WRITTEN_ON.search(before)
    return written is not None and normalize(written[0]).text in CHAINS


def is_quoted(span: Span, setting: Setting) -> bool:
    """Whether it fills a pair of quotation marks: «قسد»."""
    before, behind = setting.text[: span.start][-1:], setting.text[span.end : span.end + 1]
    return before != "" and behind != "" and before in _QUOTES and behind in _QUOTES


class Trait(NamedTuple):
    """What a slice is called, what that means, and whether an entity belongs."""

    name: str
    says: str
    holds: Callable[[Span, Setting], bool]


TRAITS = (
    Trait("every mention", "all gold entities, to compare with", lambda _span, _setting: True),
    Trait("unseen in the gazetteer", "no entry of the label in the built-in gazetteer may be written so", is_unknown),
    Trait("unseen in train", "no entity of the training texts has this normalised form and label", is_unseen),
    Trait("common noun", "one everyday word that no known name of weight is written as", is_common),
    Trait("list member", "one of three or more names with only commas, و or أو between them", is_listed),
    Trait("behind a proclitic", "و ف ب ك ل س, or several of them, are written onto it", is_behind_proclitic),
    Trait("quoted", "directly inside quotation marks", is_quoted),
)


def forms(text: str, span: Span) -> set[str]:
    """The normalised words of an entity; behind ل, where the alef of its article may be dropped, with that alef too.

    >>> sorted(forms("للجيش السوري", Span(1, 12, Label.ARMED_GROUP)))
    ['الجيش السوري', 'لجيش السوري']
    """
    form = name_form(text[span.start : span.end])
    elided = form.startswith(ELIDED) and normalize(text[: span.start][-_LONGEST:]).text.endswith(ELIDED)
    return {form, ARTICLE[0] + form} if elided else {form}


def _listed(text: GoldText) -> Iterator[Span]:
    """The members of the lists of a text."""
    run = list(text.entities[:1])
    for one, other in pairwise(text.entities):
        if not links(text.text[one.end : other.start]):
            yield from run if len(run) >= _LEAST_LIST else ()
            run = []
        run.append(other)
    yield from run if len(run) >= _LEAST_LIST else ()


def links(between: str) -> bool:
    """Whether what stands between two names makes them members of one list.

    >>> links("، "), links(" و"), links("»، و«"), links(" وب"), links(" أو "), links(" في "), links(" ")
    (True, True, True, True, True, False, False)
    """
    words = re.sub("[،,]", " ، ", normalize(between).text.translate(_NO_QUOTES)).split()
    return any(word in _JOINING for word in words) and all(word in _JOINING or word in CHAINS for word in words)
