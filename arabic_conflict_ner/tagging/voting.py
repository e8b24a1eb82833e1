"""Several taggers as one: what any of them marks, or what several agree on."""

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.tagged import AnyTagger, Tagged
from arabic_conflict_ner.text.tokens import Token

_Span = tuple[int, int, Label]


class Voting:
    """A tagger made of several: a span is as probable as the k-th of them, the surest first, finds it.

    In: the taggers; `at_least`, the k. With 1 they are merged: a span has the highest probability that any gives it.
    With 2 they vote: two have to find it, and it has the second highest. A tagger that passes a span over gives it 0.
    One that says which labels it knows (an attribute `labels`) has no vote on others; where fewer than k know a label,
    all who know it have to agree.

    Merging finds more, voting errs less (Aldumaykhi, Otai and Alsudais 2022 compare both on Arabic news).

    Raises ValueError for no taggers, or for an `at_least` below 1 or above their number.

    >>> from arabic_conflict_ner import Label, Tagged
    >>> class Fixed:
    ...     def __init__(self, *found):
    ...         self.name, self.found = "fixed", found
    ...     def tag(self, text, tokens):
    ...         return self.found
    >>> place = Tagged(0, 4, Label.PLACE, 0.9)
    >>> one, other = Fixed(place), Fixed(place._replace(score=0.6), Tagged(5, 9, Label.PERSON, 0.8))
    >>> [(tagged.start, tagged.score) for tagged in Voting(one, other).tag("", [])]
    [(0, 0.9), (5, 0.8)]
    >>> [(tagged.start, tagged.score) for tagged in Voting(one, other, at_least=2).tag("", [])]
    [(0, 0.6)]
    """

    def __init__(self, *taggers: AnyTagger, at_least: int = 1) -> None:
        if not 1 <= at_least <= len(taggers):
            raise ValueError(f"at_least is {at_least} of {len(taggers)} taggers; allowed: 1 to their number")
        self.taggers = taggers
        self.at_least = at_least
        self.name = f"{at_least} of ({', '.join(tagger.name for tagger in taggers)})"

    @property
    def labels(self) -> frozenset[Label]:
        """The labels that any of them knows."""
        return frozenset().union(*map(_labels, self.taggers))

    def tag(self, text: str, tokens: list[Token]) -> list[Tagged]:
        """The spans that enough of them find, in order, the best first where they begin alike."""
        found = [_best(tagger, text, tokens) for tagger in self.taggers]
        scored = ((span, self._score(span, found)) for span in set().union(*found))
        return sorted(
            (Tagged(*span, score) for span, score in scored if score > 0),
            key=lambda tagged: (tagged.start, -tagged.score, tagged.end, tagged.label),
        )

    def _score(self, span: _Span, found: list[dict[_Span, float]]) -> float:
        label = span[2]
        votes = [
            best.get(span, 0.0) for tagger, best in zip(self.taggers, found, strict=True) if label in _labels(tagger)
        ]
        needed = min(self.at_least, len(votes))
        return sorted(votes, reverse=True)[needed - 1] if needed else 0.0


def _labels(tagger: AnyTagger) -> frozenset[Label]:
    labels: frozenset[Label] = getattr(tagger, "labels", frozenset(Label))
    return labels


def _best(tagger: AnyTagger, text: str, tokens: list[Token]) -> dict[_Span, float]:
    """What a tagger finds, each span once, with the highest of its probabilities."""
    best: dict[_Span, float] = {}
    for start, end, label, score in tagger.tag(text, tokens):
        span = start, end, label
        best[span] = max(score, best.get(span, 0.0))
    return best
