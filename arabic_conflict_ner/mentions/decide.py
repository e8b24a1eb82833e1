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
from arabic_conflict_ner.mentions.read import Text
from arabic_conflict_ner.mentions.weights import Weights, probability

_NOWHERE = -6.0
"""The log-odds put for «elsewhere» where a name stands once."""
_HOPELESS = -3.0
"""Candidates with lower log-odds after the first look are not looked at again."""


@dataclass(slots=True, eq=False)
class Mention:
    """A decided candidate and the candidates that it beat."""

    candidate: Candidate
    losers: list[Candidate]


def decide(candidates: Candidates, text: Text, weights: Weights, threshold: float) -> list[Mention]:
    """The mentions of a text, in order, none overlapping another. `threshold` is a probability."""
    evidence = Evidence(text, list(candidates))
    for candidate in candidates:
        candidate.score = weights.log_odds(candidate, evidence)
    for candidate in add_namesakes(candidates, text):
        candidate.score = weights.log_odds(candidate, evidence)
    likely = [candidate for candidate in candidates if candidate.score > _HOPELESS]
    for candidate, log_odds in zip(likely, [second_look(c, e, weights) for c, e in elsewhere(likely)], strict=True):
        candidate.score = probability(log_odds)
    return select(likely, threshold)


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
                added.append(candidates.add(Label.PERSON, position, position + 1, "namesake", chain, len(chain)))
                break
    return added


def elsewhere(candidates: list[Candidate]) -> list[tuple[Candidate, float]]:
    """Each candidate with the best log-odds of the same name and label at another place of the text."""
    same: dict[tuple[str, Label], list[Candidate]] = defaultdict(list)
    names = [_name(candidate) for candidate in candidates]
    for candidate, name in zip(candidates, names, strict=True):
        same[name, candidate.label].append(candidate)
    return [
        (candidate, max((c.score for c in same[name, candidate.label] if c is not candidate), default=_NOWHERE))
        for candidate, name in zip(candidates, names, strict=True)
    ]


def _name(candidate: Candidate) -> str:
    return candidate.form


def second_look(candidate: Candidate, best_elsewhere: float, weights: Weights) -> float:
    """The log-odds in the light of the rest of the text."""
    own, other, bias = weights.labels[candidate.label].again
    return own * candidate.score + other * max(_NOWHERE, best_elsewhere) + bias


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
