"""Lists: عشرات القرى والبلدات، أبرزها الشحيل، ذيبان، حوايج بومصعة، حطلة.

A list is a run of commas with at most three words between each two. Its members vouch for each other: every member is
offered as what its neighbours are known to be, with how many of them are known and what opened the list as evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from arabic_conflict_ner.gazetteer.index import Hit
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.candidate import Candidates
from arabic_conflict_ner.mentions.words import Text

_COMMAS = frozenset("،,")
_LONGEST = 3
_LABELS = (Label.PLACE, Label.ARMED_GROUP)
_OPENERS = ("list", "designator")


@dataclass(frozen=True, slots=True)
class Member:
    """The tokens between two commas, half-open; of the first and last member only an end or a beginning is sure."""

    first: int
    last: int
    place: str
    """first, inner or last."""


def read_lists(text: Text, hits: list[Hit], candidates: Candidates) -> None:
    """Offer the members of every list."""
    known = _known(hits)
    for number, members in enumerate(lists(text)):
        kind = "list" if len(members) > 2 else "pair"
        for label in _LABELS:
            spans = [_spans(member, label, known, text) for member in members]
            is_known = [span.known for member_spans in spans for span in member_spans[:1]]
            if label is not Label.PLACE and not any(is_known):
                continue
            opened = ", opened" if _is_opened(members[0], label, text) else ""
            for member, member_spans, itself in zip(members, spans, is_known, strict=True):
                share = (sum(is_known) - itself) / (len(members) - 1)
                cue = f"{kind} {member.place}, {_SHARES[min(3, int(share * 4))]} of the others known{opened}"
                cue += ", itself too" if itself else ""
                for span in member_spans:
                    candidate = candidates.add(label, span.first, span.last, cue, span.chain)
                    candidate.member = (number, member.first)


_SHARES = ("few", "some", "many", "most")


def lists(text: Text) -> Iterator[list[Member]]:
    """The lists of a text: two members and more."""
    commas = [position for position, form in enumerate(text.forms) if form in _COMMAS]
    members: list[Member] = []
    for number, comma in enumerate(commas):
        if not members and (before := _run_before(comma, text)):
            members.append(Member(comma - before, comma, "first"))
        following = commas[number + 1] if number + 1 < len(commas) else -1
        length = text.run(comma + 1, _LONGEST + 1)
        if members and 0 < length <= _LONGEST and comma + 1 + length == following:
            members.append(Member(comma + 1, following, "inner"))
            continue
        if members and length:
            members.append(Member(comma + 1, comma + 1 + min(length, _LONGEST), "last"))
        if len(members) > 1:
            yield members
        members = []


def _run_before(comma: int, text: Text) -> int:
    first = comma
    while first > 0 and comma - first < _LONGEST and not text.outside[first - 1]:
        first -= 1
    return comma - first


def _known(hits: list[Hit]) -> set[tuple[int, int, Label]]:
    """The names of the gazetteer in the text: begin, end, label."""
    return {(hit.begin, hit.end, ref.entry.label) for hit in hits for ref in hit.refs}


def _is_opened(first: Member, label: Label, text: Text) -> bool:
    """Whether a word in or in front of the first member says what is listed: أبرزها, قرى, بلدات."""
    return any(text.announces(position, label, _OPENERS) for position in range(max(first.first - 2, 0), first.last))


class _Span(NamedTuple):
    first: int
    last: int
    chain: str
    known: bool


def _spans(member: Member, label: Label, known: set[tuple[int, int, Label]], text: Text) -> list[_Span]:
    """What a member may be: the longest name that the gazetteer knows, if any, else whatever its commas leave open."""
    begins, ends = text.tokens.begins, text.tokens.ends
    spans = [
        _Span(first, last, chain, (begins[first] + len(chain), ends[last - 1], label) in known)
        for first, last in _ends(member, text)
        for chain in _chains(text.forms[first])
    ]
    found = [span for span in spans if span.known]
    return [max(found, key=lambda span: span.last - span.first)] if found else spans


def _chains(form: str) -> tuple[str, ...]:
    return ("", "و") if form[0] == "و" and len(form) > 3 else ("",)


def _ends(member: Member, text: Text) -> Iterator[tuple[int, int]]:
    """Where a member may begin and end; a designator before it is no part of it: «السوسة، ومحيط خشام»."""
    start = member.first
    while start < member.last - 1 and text.designates(start, Label.PLACE):
        start += 1
    if member.place == "inner":
        yield start, member.last
    elif member.place == "first":
        yield from ((first, member.last) for first in range(start, member.last))
    else:
        yield from ((start, last) for last in range(start + 1, member.last + 1))
