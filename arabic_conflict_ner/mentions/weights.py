"""The learnt weights of the decision: plain numbers by label, feature and value."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pydantic_core

from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.candidate import Candidate
from arabic_conflict_ner.mentions.features import GROUPS, Evidence, is_called_a_settlement, values, vouched

_CALLED = 0.5
"""The least log-odds of a known place that the text calls a settlement: gold texts of big towns teach too little."""
ALONE = Path(__file__).with_name("weights.json")
"""The weights for rules and gazetteer alone."""
TAGGED = Path(__file__).with_name("weights_tagged.json")
"""The weights where a statistical tagger takes part."""


@dataclass(frozen=True, slots=True)
class LabelWeights:
    """The weights of one label: log-odds to add up."""

    bias: float
    cues: dict[str, float]
    tables: tuple[dict[str, float], ...]
    """One table for each of GROUPS[1:], by value."""
    again: tuple[float, ...]
    """How the second look weighs what :func:`decide.second_looks` gives."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of every label."""

    labels: dict[Label, LabelWeights]

    @classmethod
    def builtin(cls, *, with_tagger: bool = False) -> "Weights":
        """The weights that ship with the library, for deciding with a tagger or without; read once a process."""
        return _builtin(TAGGED if with_tagger else ALONE)

    def log_odds(self, candidate: Candidate, evidence: Evidence) -> float:
        """The first look: the sum of what speaks for the candidate and against it."""
        weights = self.labels[candidate.label]
        cues = weights.cues
        total = weights.bias
        for cue in candidate.cues:
            total += cues.get(cue, 0.0)
        for table, value in zip(weights.tables, values(candidate, evidence), strict=True):
            if value:
                total += table.get(value, 0.0)
        if candidate.refs:
            bucket = min(evidence.buckets[candidate.first : candidate.last])
            total += max(vouched(ref, bucket, is_tagged=evidence.is_tagged) for ref in candidate.refs)
            if total < _CALLED and is_called_a_settlement(candidate, evidence):
                total = _CALLED
        return total


@cache
def _builtin(path: Path) -> Weights:
    # In a third of the time of json.loads: a fifth of all that the first text waits for.
    return from_json(pydantic_core.from_json(path.read_bytes(), cache_strings="none"))


def from_json(data: dict[str, dict[str, object]]) -> Weights:
    """Weights from what :mod:`arabic_conflict_ner.training.decision` wrote."""
    return Weights({Label(label): _label(weights) for label, weights in data.items()})


def _label(data: dict[str, object]) -> LabelWeights:
    features: dict[str, dict[str, float]] = data["features"]  # type: ignore[assignment]  # JSON
    tables = tuple(features.get(group, {}) for group in GROUPS[1:])
    return LabelWeights(float(data["bias"]), features.get("cue", {}), tables, tuple(data["again"]))  # type: ignore[arg-type]  # JSON


def probability(log_odds: float) -> float:
    """The logistic function: 0 to 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
