"""Turn candidates into one flat set of mentions, and keep what was rejected and why.

Each candidate gets the sum of the learnt weights of its evidence (the first look); then a name that stands elsewhere in
the text is weighed again in the light of what was found there (the second look). The most probable candidates are taken
in turn, each if it overlaps none that was taken before it.
"""

from collections import defaultdict
from dataclasses import dataclass

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.candidate import Candidate, Candidates
from arabic_conflict_ner.mentions.features import Evidence
from arabic_conflict_ner.mentions.weights import Weights, probability
from arabic_conflict_ner.mentions.words import Text

_NOWHERE = -6.0
"""The log-odds put for «elsewhere» where a name stands once."""
_SURE = 3.0
"""Log-odds above this add nothing to what a list member says of its neighbours."""
_HOPELESS = -4.0
"""Candidates with lower log-odds after the first look are not looked at again."""


@dataclass(slots=True, eq=False)
class Mention:
    """A decided candidate and the candidates that it beat."""

    candidate: Candidate
    losers: list[Candidate]


def decide(
    candidates: Candidates, text: Text, weights: Weights, threshold: float, *, is_tagged: bool = False
) -> list[Mention]:
    """The mentions of a text, in order, none overlapping another.

    In: `threshold`, a probability; `is_tagged`, whether a tagger has had its say on the candidates.
    """
    likely = first_look(candidates, text, Evidence(text, list(candidates), is_tagged=is_tagged), weights)
    looks = second_looks(likely)
    for candidate in likely:
        again = weights.labels[candidate.label].again
        candidate.score = probability(sum(w * x for w, x in zip(again, looks[candidate], strict=True)))
    return select(likely, threshold)


def first_look(candidates: Candidates, text: Text, evidence: Evidence, weights: Weights) -> list[Candidate]:
    """Give every candidate, and the namesakes of likely persons, its log-odds; the candidates worth a second look."""
    for candidate in candidates:
        candidate.score = weights.log_odds(candidate, evidence)
    for candidate in add_namesakes(candidates, text):
        candidate.score = weights.log_odds(candidate, evidence)
    return [candidate for candidate in candidates if candidate.score > _HOPELESS]


def add_namesakes(candidates: Candidates, text: Text) -> list[Candidate]:
    """Offer the family name of every likely person wherever it stands alone: محسن الفضلي … الفضلي."""
    families = {
        text.forms[candidate.last - 1]
        for candidate in candidates
        if candidate.label is Label.PERSON and candidate.score > 0 and candidate.last - candidate.first > 1
    }
    added: list[Candidate] = []
    if not families:
        return added
    for position, form in enumerate(text.forms):
        for chain in ("", "و", "ل", "ب"):
            if form.startswith(chain) and form[len(chain) :] in families:
                added.append(candidates.add(Label.PERSON, position, position + 1, "namesake", chain))
                break
    return added


def second_looks(candidates: list[Candidate]) -> dict[Candidate, tuple[float, ...]]:
    """What the second look weighs, by candidate.

    Its own log-odds; the best log-odds of the same name and label elsewhere in the text; if it stands in a list, the
    mean of the best log-odds that the other members have under its label; the best log-odds of what overlaps it; the
    best of what overlaps it and reaches further; and 1.
    """
    same: dict[tuple[str, Label], list[float]] = defaultdict(list)
    members: dict[tuple[int, Label], dict[int, float]] = defaultdict(dict)
    over: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        same[candidate.form, candidate.label].append(candidate.score)
        for position in range(candidate.first, candidate.last):
            over[position].append(candidate)
        if candidate.member is not None:
            best = members[candidate.member[0], candidate.label]
            best[candidate.member[1]] = max(best.get(candidate.member[1], _NOWHERE), candidate.score)
    return {c: (c.score, _elsewhere(c, same), _neighbours(c, members), *_rivals(c, over), 1.0) for c in candidates}


def _rivals(candidate: Candidate, over: dict[int, list[Candidate]]) -> tuple[float, float]:
    rival = longer = _NOWHERE
    length = candidate.last - candidate.first
    for position in range(candidate.first, candidate.last):
        for other in over[position]:
            if other is not candidate and other.score > rival:
                rival = other.score
            if other.last - other.first > length and other.score > longer:
                longer = other.score
    return min(rival, _SURE), min(longer, _SURE)


def _elsewhere(candidate: Candidate, same: dict[tuple[str, Label], list[float]]) -> float:
    scores = same[candidate.form, candidate.label]
    if len(scores) == 1:
        return _NOWHERE
    others = sorted(scores, reverse=True)
    return max(_NOWHERE, others[1] if others[0] == candidate.score else others[0])


def _neighbours(candidate: Candidate, members: dict[tuple[int, Label], dict[int, float]]) -> float:
    if candidate.member is None:
        return 0.0
    number, position = candidate.member
    others = [min(_SURE, s) for p, s in members[number, candidate.label].items() if p != position]
    return sum(others) / len(others) if others else 0.0


def select(candidates: list[Candidate], threshold: float) -> list[Mention]:
    """The most probable candidates that do not overlap, in the order of the text."""
    taken: list[Mention] = []
    owner: dict[int, Mention] = {}
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.begin, -c.end, c.label)):
        winners = {id(w): w for position in range(candidate.first, candidate.last) if (w := owner.get(position))}
        for winner in winners.values():
            winner.losers.append(candidate)
        if not winners and candidate.score >= threshold:
            mention = Mention(candidate, [])
            taken.append(mention)
            owner.update(dict.fromkeys(range(candidate.first, candidate.last), mention))
    return sorted(taken, key=lambda mention: mention.candidate.begin)
