"""Read a text for spans that may be names: what the gazetteer knows, what a cue announces, what stands in a list.

Every reader is generous: it offers a span in each length that may be right. Which of them are names is decided later,
over all the evidence.
"""

from collections.abc import Callable, Iterable, Iterator

from arabic_conflict_ner.gazetteer.index import Hit, NameRef
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.boundaries import within
from arabic_conflict_ner.mentions.candidate import Candidates
from arabic_conflict_ner.mentions.lists import read_lists
from arabic_conflict_ner.mentions.words import OPENING, Text
from arabic_conflict_ner.tagging.tagged import Tagged
from arabic_conflict_ner.text.tokens import Tokens

_LONGEST = {
    Label.PLACE: 3,
    Label.ARMED_GROUP: 6,
    Label.PERSON: 6,
    Label.FACILITY: 6,
    Label.ORGANIZATION: 6,
}
"""The most words that a span announced by a cue is offered with."""

_LONGEST_CHAIN = 12
"""The most letters written onto a name, a glued word among them: محافظةكركوك."""

_ANNOUNCING = ("designator", "context", "title", "direction", "speech")
_COORDINATED_WITHIN = 7  # words behind the cue

_RARE = 6  # log2 of the frequency per ten million up to which an unlisted word may be a place


def read(text: Text, hits: list[Hit], tagged: Iterable[Tagged] | None = None) -> Candidates:
    """All candidates of a text.

    In: `tagged`, what a tagger marks, if one takes part. Then cues speak for what it or the gazetteer offers, and only
    lists offer more: of names that a tagger passes over and no gazetteer knows, hardly one in a thousand is right.
    """
    candidates = Candidates(text.tokens)
    _read_hits(hits, text, candidates)
    if tagged is not None:
        _read_tagged(tagged, text, candidates)
        candidates.is_closed = True
    for position in range(len(text.tokens)):
        for reader in READERS:
            reader(position, text, candidates)
    read_lists(text, hits, candidates)
    return candidates


def _read_hits(hits: list[Hit], text: Text, candidates: Candidates) -> None:
    tokens = text.tokens
    whole = {(hit.begin, hit.end) for hit in hits if not hit.chain}
    for hit in hits:
        start = hit.begin - len(hit.chain)
        if hit.chain and (start, hit.end) in whole:
            continue  # a name that itself begins with و, ب, ك … is never cut: بغداد, وادي بردى
        first, last = tokens.at_begin.get(start), tokens.at_end.get(hit.end)
        if first is not None and last is not None:
            for label, refs in _by_label(hit.refs).items():
                candidates.add_refs(label, first, last, hit.chain, refs)


def _read_tagged(spans: Iterable[Tagged], text: Text, candidates: Candidates) -> None:
    """Put in what a tagger marks, without what is no part of a name.

    Where it marks the same words several times, cut off from what is written onto them in several ways, a name that the
    gazetteer knows there gets the sum: «وبالرقة» is الرقة, even if the tagger would rather cut one letter.
    """
    known = {(c.first, c.last, c.label): c for c in candidates if c.refs}
    sums: dict[tuple[int, int, Label], float] = {}
    for start, end, label, score in spans:
        found = _words(start, end, text.tokens)
        if found is not None:
            name = known.get((found[0], found[1], label))
            found = within(label, *found, text, is_known=name is not None)
        if found is not None:
            first, last, chain = found
            candidate = candidates.add(label, first, last, "", chain)
            candidate.tagged = max(score, candidate.tagged or 0.0)
            sums[first, last, label] = min(1.0, sums.get((first, last, label), 0.0) + score)
    for key, total in sums.items():
        if key in known:
            known[key].tagged = total


def _words(start: int, end: int, tokens: Tokens) -> tuple[int, int, str] | None:
    """The words of a span, and what is written onto the first; None where it is not made of words of one line."""
    if not 0 <= start < end <= len(tokens.normalized.original):
        return None
    begin, finish = tokens.normalized.to_normalized(start, end)
    cut = 0
    while begin - cut not in tokens.at_begin and cut < _LONGEST_CHAIN:
        cut += 1
    first, last = tokens.at_begin.get(begin - cut), tokens.at_end.get(finish)
    if first is None or last is None or first >= last or cut >= len(tokens.forms[first]):
        return None
    return None if "\n" in tokens.forms[first:last] else (first, last, tokens.forms[first][:cut])


def _by_label(refs: tuple[NameRef, ...]) -> dict[Label, tuple[NameRef, ...]]:
    if len(refs) == 1:
        return {refs[0].entry.label: refs}
    labels: dict[Label, tuple[NameRef, ...]] = {}
    for ref in refs:
        labels[ref.entry.label] = (*labels.get(ref.entry.label, ()), ref)
    return labels


def _read_cue(position: int, text: Text, candidates: Candidates) -> None:
    """A head opens a span of its own; a designator, title or list opener announces the span behind it."""
    found = text.cues[position]
    if found is None:
        return
    for label, kind in found.cues:
        longest = _LONGEST[label]
        if kind == "head":
            cue = f"head {found.word}"
            for last in _extents(position, text, longest, from_head=True):
                candidates.announce(label, position, last, cue, found.chain)
        elif kind == "several":
            _coordinate(label, found.word, position + 1, text, candidates)
        elif kind == "list":
            _announce(label, kind, found.word, position + 1, text, candidates)
            _coordinate(label, found.word, position + 1, text, candidates)
        elif kind in _ANNOUNCING:
            _announce(label, kind, found.word, position + 1, text, candidates)


def _coordinate(label: Label, word: str, first: int, text: Text, candidates: Candidates) -> None:
    """A dual or plural announces several things: بلدتي الفوعة وكفريا, حقلي شاعر وجزل."""
    for position in range(first + 1, first + text.run(first, _COORDINATED_WITHIN)):
        form = text.forms[position]
        if form[0] == "و" and len(form) > 3:
            for last in _extents(position, text, 2, from_head=False):
                candidates.announce(label, position, last, f"and {word}", "و")


def _extents(first: int, text: Text, longest: int, *, from_head: bool) -> Iterator[int]:
    """Where a span from `first` on may end.

    A quotation directly behind a head is part of the name (قاعدة «إنجرليك»), and so is the adjective behind it (سجن
    "صيدنايا" العسكري).
    """
    start = first + 1 if from_head else first
    if from_head and start < len(text.forms) and text.forms[start] in OPENING:
        closing = text.quoted(start)
        if closing > start + 1:
            yield closing
            if closing + 1 < len(text.forms) and text.forms[closing + 1].startswith("ال"):
                yield closing + 2
        return
    for length in range(1, text.run(start, longest - (start - first)) + 1):
        yield start + length


def _announce(label: Label, kind: str, word: str, first: int, text: Text, candidates: Candidates) -> None:
    if first < len(text.forms) and text.forms[first] in OPENING:
        closing = text.quoted(first)
        if closing > first + 1:
            candidates.announce(label, first + 1, closing, f"{kind} {word}")
        return
    if first < len(text.forms) and label is Label.PLACE and text.designates(first, label):
        return  # «مناطق في ريف حلب»: the next designator announces
    if first >= len(text.forms) or (kind == "direction" and not _may_be_unlisted(text.forms[first], text)):
        return
    longest = 2 if kind == "direction" else _LONGEST[label]
    if kind == "speech" and not _is_name_part(text.forms[first], text):
        longest = 2
    chain = "ب" if kind == "title" and _opens_name_behind_b(text.forms[first], text) else ""
    for last in _extents(first, text, longest, from_head=False):
        candidates.announce(label, first, last, f"{kind} {word}", chain)


def _opens_name_behind_b(form: str, text: Text) -> bool:
    """Whether a word is ب and the beginning of a personal name: المعروف بأبي النور."""
    if form[0] != "ب":
        return False
    return form[1:] in _NAME_OPENERS or (form not in text.lexicon.name_parts and _is_name_part(form[1:], text))


def _may_be_unlisted(form: str, text: Text) -> bool:
    return form[0].isalpha() and text.lexicon.frequency.get(form, 0) <= _RARE


def _is_name_part(form: str, text: Text) -> bool:
    return text.lexicon.name_parts.get(form, "s") != "s"


_NAME_OPENERS = frozenset(("عبد", "ابو", "ابي", "ابا", "بن", "ام"))


def _opens_name(form: str, text: Text) -> bool:
    return form in _NAME_OPENERS or _is_name_part(form, text)


def _read_person(position: int, text: Text, candidates: Candidates) -> None:
    """A given name opens a personal name: محسن الفضلي."""
    form = text.forms[position]
    if _opens_name(form, text):
        chain = ""
    elif form[0] in "ولبف" and len(form) > 3 and _opens_name(form[1:], text):
        chain = form[0]
    else:
        return
    if text.outside[position] and not chain:
        return
    for last in _extents(position, text, _LONGEST[Label.PERSON], from_head=False):
        if last - position > 1:
            candidates.announce(Label.PERSON, position, last, "name parts", chain)


def _read_family_name(position: int, text: Text, candidates: Candidates) -> None:
    """A family name may stand for its man: ويلفت الركابي."""
    form = text.forms[position]
    if (form in text.lexicon.name_parts or form[2:] in text.lexicon.name_parts) and not text.outside[position]:
        candidates.announce(Label.PERSON, position, position + 1, "name part")


def _read_attached(position: int, text: Text, candidates: Candidates) -> None:
    """A rare word behind an attached preposition may be a place: بالشحيل, بحطلة."""
    form = text.forms[position]
    if form[0] in "بل" and len(form) > 4 and form not in text.lexicon.frequency and not text.outside[position]:
        candidates.announce(Label.PLACE, position, position + 1, "attached", form[0])


def _read_quote(position: int, text: Text, candidates: Candidates) -> None:
    """A short quotation is often a name: «قسد»."""
    if text.forms[position] in OPENING:
        closing = text.quoted(position)
        if closing > position + 1:
            cue = "brackets" if text.forms[position] in "([" else "quotes"
            for label in (Label.ARMED_GROUP, Label.ORGANIZATION, Label.PERSON, Label.FACILITY):
                candidates.announce(label, position + 1, closing, cue)


def _read_rare(position: int, text: Text, candidates: Candidates) -> None:
    """A word that news hardly ever uses is likely a name, or part of one."""
    form = text.forms[position]
    if form not in text.lexicon.frequency and len(form) > 2 and form[0] >= "ء" and not text.outside[position]:
        for label in (Label.PLACE, Label.PERSON):
            for last in _extents(position, text, 2, from_head=False):
                candidates.announce(label, position, last, "rare")
            if form[0] in "وبل" and len(form) > 4:
                candidates.announce(label, position, position + 1, "rare", form[0])


READERS: tuple[Callable[[int, Text, Candidates], None], ...] = (
    _read_cue,
    _read_person,
    _read_family_name,
    _read_attached,
    _read_quote,
    _read_rare,
)
