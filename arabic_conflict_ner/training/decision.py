"""Learn the weights of the decision step from annotated paragraphs.

    python -m arabic_conflict_ner.training.decision ../shared/gold/train.jsonl

Logistic regression (scikit-learn, L2), one model a label: every candidate that the readers offer is an example, true
where its span and label are those of a gold entity. The weights of the second look are learnt from out-of-fold scores
of the first. Writes mentions/weights.json: plain numbers. Deterministic; takes some minutes on one core.
"""

import argparse
import json
import logging
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions import decide, weights
from arabic_conflict_ner.mentions.candidate import Candidate, Candidates
from arabic_conflict_ner.mentions.features import GROUPS, Evidence, values
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens
from arabic_conflict_ner.training import augment

_FOLDS = 5
_LEAST = 3  # a value seen less often in the candidates of a label gets no weight
_HIDDEN = 0.35
_STRENGTH = 1.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Paragraph:
    """An annotated paragraph with its candidates and their features."""

    text: Text
    candidates: Candidates
    gold: set[tuple[int, int, Label]]
    evidence: Evidence
    fold: int = 0
    is_original: bool = False

    def is_true(self, candidate: Candidate) -> bool:
        """Whether a candidate is a gold entity."""
        span = self.text.tokens.normalized.to_original(candidate.begin, candidate.end)
        return (*span, candidate.label) in self.gold


def main() -> None:
    """Read the gold file, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=Path(weights.__file__).with_name("weights.json"))
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    paragraphs = load(options.gold)
    _log.info("%d paragraphs, %d candidates", len(paragraphs), sum(len(p.candidates) for p in paragraphs))
    learnt = learn(paragraphs)
    options.out.write_text(json.dumps(learnt, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    _log.info("wrote %s", options.out)


def load(path: Path) -> list[Paragraph]:
    """The paragraphs of a gold file with the candidates that the readers offer, in several versions.

    As they are; with each name of the gazetteer hidden with a chance of `_HIDDEN` (the gazetteers know the names of the
    training texts better than those of texts to come, and the weights are not to count on it); and what
    :mod:`arabic_conflict_ner.training.augment` makes of them.
    """
    gazetteer, lexicon, chance = Gazetteer.builtin(), Lexicon.builtin(), random.Random(1)  # noqa: S311  # no secret
    names = augment.Names.of(gazetteer)
    paragraphs: list[Paragraph] = []
    for number, line in enumerate(path.open(encoding="utf-8")):
        record = json.loads(line)
        versions = [(record, 0.0), (record, _HIDDEN)]
        versions += [(made, _HIDDEN) for made in augment.augment(record, names, chance)]
        paragraphs += [_paragraph(made, gazetteer, lexicon, chance, hidden) for made, hidden in versions]
        for paragraph in paragraphs[-len(versions) :]:
            paragraph.fold = number % _FOLDS
        paragraphs[-len(versions)].is_original = True
    return paragraphs


def _paragraph(
    record: dict[str, object], gazetteer: Gazetteer, lexicon: Lexicon, chance: random.Random, hidden: float
) -> Paragraph:
    normalized = normalize(str(record["text"]))
    hits = gazetteer.find(normalized)
    shown = {form for form in sorted({hit.form for hit in hits}) if chance.random() >= hidden}
    text = Text(Tokens(normalized), lexicon)
    candidates = read(text, [hit for hit in hits if hit.form in shown])
    gold = {(e["start"], e["end"], Label(e["label"])) for e in record["entities"]}  # type: ignore[attr-defined]  # JSON
    return Paragraph(text, candidates, gold, Evidence(text, list(candidates)))


def learn(paragraphs: list[Paragraph]) -> dict[str, object]:
    """The weights of every label, as JSON has them."""
    examples = {label: _examples(paragraphs, label) for label in Label}
    folds = [_first_weights(examples, without=k) for k in range(_FOLDS)]
    _log.info("out-of-fold weights learnt")
    again = _second_weights(paragraphs, folds)
    final = _first_weights(examples, without=None)
    return {label: {**final[label], "again": again[label]} for label in Label}


@dataclass(slots=True)
class _Examples:
    features: list[list[tuple[str, str]]]
    truth: list[bool]
    fold: list[int]


def _examples(paragraphs: list[Paragraph], label: Label) -> _Examples:
    examples = _Examples([], [], [])
    for paragraph in paragraphs:
        for candidate in paragraph.candidates:
            if candidate.label is label:
                examples.features.append(_features(candidate, paragraph.evidence))
                examples.truth.append(paragraph.is_true(candidate))
                examples.fold.append(paragraph.fold)
    return examples


def _features(candidate: Candidate, evidence: Evidence) -> list[tuple[str, str]]:
    found = [("cue", cue) for cue in candidate.cues]
    found += [(g, v) for g, v in zip(GROUPS[1:], values(candidate, evidence), strict=True) if v]
    return found


def _first_weights(examples: dict[Label, _Examples], *, without: int | None) -> dict[str, dict[str, object]]:
    return {label: _fit(examples[label], [fold != without for fold in examples[label].fold]) for label in Label}


def _fit(examples: _Examples, used: list[bool]) -> dict[str, object]:
    rows = [row for row, use in zip(examples.features, used, strict=True) if use]
    truth = [true for true, use in zip(examples.truth, used, strict=True) if use]
    counts = Counter(feature for row in rows for feature in row)
    columns = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= _LEAST))}
    matrix = _matrix(rows, columns)
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=300).fit(matrix, truth)
    features: dict[str, dict[str, float]] = {}
    for (group, value), i in columns.items():
        weight = round(float(model.coef_[0][i]), 3)
        if abs(weight) >= 0.02:
            features.setdefault(group, {})[value] = weight
    return {"bias": round(float(model.intercept_[0]), 3), "features": features}


def _matrix(rows: list[list[tuple[str, str]]], columns: dict[tuple[str, str], int]) -> csr_matrix:
    indices: list[int] = []
    starts = [0]
    for row in rows:
        indices += sorted(columns[feature] for feature in row if feature in columns)
        starts.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(rows), len(columns)))


def _second_weights(paragraphs: list[Paragraph], folds: list[dict[str, dict[str, object]]]) -> dict[str, list[float]]:
    of_fold = [weights.from_json({k: {**v, "again": (1,)} for k, v in fold.items()}) for fold in folds]
    rows: dict[Label, list[tuple[float, ...]]] = {label: [] for label in Label}
    truth: dict[Label, list[bool]] = {label: [] for label in Label}
    for paragraph in paragraphs:
        learnt = of_fold[paragraph.fold]
        likely = decide.first_look(paragraph.candidates, paragraph.text, paragraph.evidence, learnt)
        for candidate, look in decide.second_looks(likely).items():
            rows[candidate.label].append(look)
            truth[candidate.label].append(paragraph.is_true(candidate))
    return {label: _fit_second(rows[label], truth[label]) for label in Label}


def _fit_second(rows: list[tuple[float, ...]], truth: list[bool]) -> list[float]:
    model = LogisticRegression(C=1.0, fit_intercept=False).fit(np.array(rows), truth)
    return [round(float(w), 3) for w in model.coef_[0]]


if __name__ == "__main__":
    main()
