"""The mentions of one name, gathered from many texts."""

from collections import Counter
from dataclasses import dataclass, field

from arabic_conflict_ner.gazetteer.written import written
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.results import Entity
from arabic_conflict_ner.suggesting.areas import Areas
from arabic_conflict_ner.suggesting.nouns import types

_CONTEXTS, _REACH = 3, 40


@dataclass(slots=True)
class Group:
    """The mentions of one name."""

    label: Label
    mentions: int = 0
    documents: int = 0
    last: int = -1
    """The number of the document that mentioned it last."""
    scores: float = 0.0
    spellings: Counter[str] = field(default_factory=Counter)
    designators: Counter[str] = field(default_factory=Counter)
    cues: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)
    contexts: list[str] = field(default_factory=list)

    def take(self, entity: Entity, text: str, number: int, areas: Areas) -> None:
        """Count a mention in. `number`: that of its document."""
        self.mentions += 1
        self.documents += number != self.last
        self.last = number
        self.scores += entity.score
        self.spellings[written(entity.text)] += 1
        self.designators.update([written(entity.designator)] if entity.designator else [])
        self.cues.update(entity.evidence.cues)
        self.types.update(types(entity))
        if self.label in (Label.PLACE, Label.FACILITY):
            self.areas.update(areas.votes(entity))
        context = _context(text, entity.start, entity.end)
        if len(self.contexts) < _CONTEXTS and context not in self.contexts:
            self.contexts.append(context)

    def rank(self) -> tuple[int, int, float, str]:
        """What groups are sorted by: the most mentioned stands first."""
        return -self.mentions, -self.documents, -self.scores / self.mentions, first(self.spellings) or ""


def first(counted: Counter[str]) -> str | None:
    """What was counted most often, the earliest of several; None if nothing was."""
    return counted.most_common(1)[0][0] if counted else None


def _context(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _REACH), end + _REACH
    cut = f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
    return " ".join(cut.split())
