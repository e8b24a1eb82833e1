"""Learn the weights of the decision step from annotated paragraphs.

    python -m arabic_conflict_ner.training.decision --shared ../shared
    python -m arabic_conflict_ner.training.decision --shared ../shared --folds ../work-tagger

Logistic regression (scikit-learn, L2), one model a label: every candidate that the readers offer is an example, true
where its span and label are those of a gold entity. The weights of the second look are learnt from out-of-fold scores
of the first. With `--folds`, each paragraph is tagged by the tagger that has not read it (fold-0, fold-1 of
training.tagger, exported). Writes mentions/weights.json, or weights_tagged.json: plain numbers. Deterministic; takes
some ten minutes on one core.
"""

import argparse
import json
import logging
import random
from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import REPORTED, Label
from arabic_conflict_ner.mentions import decide, weights
from arabic_conflict_ner.mentions.candidate import Candidate, Candidates
from arabic_conflict_ner.mentions.features import GROUPS, Evidence, values
from arabic_conflict_ner.mentions.lexicon import Lexicon
from arabic_conflict_ner.mentions.read import read
from arabic_conflict_ner.mentions.words import Text
from arabic_conflict_ner.tagging.tagged import Tagged
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import Tokens
from arabic_conflict_ner.training import augment, corpus
from arabic_conflict_ner.training.corpus import Record
from arabic_conflict_ner.training.tagged import Memory

_FOLDS = 5
_LEAST = 3  # a value seen less often in the candidates of a label gets no weight
_HIDDEN = 0.35
_AUGMENTED_EACH = 2  # every second paragraph
_STRENGTH = {False: 1.0, True: 0.3}  # C, without a tagger and with one; chosen by the score out of fold
_SMALLEST = 0.02  # weights nearer to 0 are left out
_LEAST_SELECTED = -3.0  # log-odds; mentions less likely than this tell nothing about scores that are reported
_log = logging.getLogger(__name__)

Looks = dict[Candidate, tuple[float, ...]]


@dataclass(slots=True)
class Paragraph:
    """An annotated paragraph with its candidates and their features."""

    text: Text
    candidates: Candidates
    gold: set[tuple[int, int, Label]]
    evidence: Evidence
    fold: int = 0
    is_varied: bool = False

    def is_true(self, candidate: Candidate) -> bool:
        """Whether a candidate is a gold entity."""
        span = self.text.tokens.normalized.to_original(candidate.begin, candidate.end)
        return (*span, candidate.label) in self.gold


def main() -> None:
    """Read the gold paragraphs, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folds", type=Path, help="a work folder of training.tagger; without it no tagger takes part")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--strength", type=float, help="C of the logistic regression")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    memory = Memory(options.folds) if options.folds else None
    paragraphs = load(corpus.all_gold(options.shared), memory)
    _log.info("%d paragraphs, %d candidates", len(paragraphs), sum(len(p.candidates) for p in paragraphs))
    learnt = learn(paragraphs, options.strength or _STRENGTH[memory is not None])
    out = options.out or (weights.TAGGED if memory else weights.ALONE)
    out.write_text(json.dumps(learnt, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    _log.info("wrote %s", out)


def load(records: list[Record], memory: Memory | None) -> list[Paragraph]:
    """Gold paragraphs with the candidates that the readers offer, in several versions.

    As they are; with each name of the gazetteer hidden with a chance of `_HIDDEN` (the gazetteers know the names of the
    training texts better than those of texts to come, and the weights are not to count on it); and, of every second
    one, what :mod:`arabic_conflict_ner.training.augment` makes of it. `memory`: what a tagger says of each, if one is
    to take part.
    """
    gazetteer, lexicon, chance = Gazetteer.builtin(), Lexicon.builtin(), random.Random(1)  # noqa: S311  # no secret
    names = augment.Names.of(gazetteer)
    versions = [_versions(record, number, names, chance) for number, record in enumerate(records)]
    folds = [corpus.fold(record["text"]) for record in records]
    if memory:
        memory.fill([(f, made["text"]) for f, of_record in zip(folds, versions, strict=True) for made, _ in of_record])
    paragraphs: list[Paragraph] = []
    for number, (record, of_record) in enumerate(zip(records, versions, strict=True)):
        for made, hidden in of_record:
            tagged = memory.spans(folds[number], made["text"]) if memory else None
            paragraph = _paragraph(made, gazetteer, lexicon, chance, hidden, tagged)
            paragraph.fold, paragraph.is_varied = number % _FOLDS, made is not record
            paragraphs.append(paragraph)
    return paragraphs


def _versions(record: Record, number: int, names: augment.Names, chance: random.Random) -> list[tuple[Record, float]]:
    versions = [(record, 0.0), (record, _HIDDEN)]
    if number % _AUGMENTED_EACH == 0:
        versions += [(made, _HIDDEN) for made in augment.augment(record, names, chance)]
    return versions


def _paragraph(
    record: Record,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    chance: random.Random,
    hidden: float,
    tagged: list[Tagged] | None,
) -> Paragraph:
    normalized = normalize(record["text"])
    hits = gazetteer.find(normalized)
    shown = {form for form in sorted({hit.form for hit in hits}) if chance.random() >= hidden}
    text = Text(Tokens(normalized), lexicon)
    candidates = read(text, [hit for hit in hits if hit.form in shown], tagged)
    gold = {(e["start"], e["end"], Label(e["label"])) for e in record["entities"]}
    return Paragraph(text, candidates, gold, Evidence(text, list(candidates), is_tagged=tagged is not None))


def learn(paragraphs: list[Paragraph], strength: float) -> dict[str, object]:
    """The weights of every label, as JSON has them."""
    examples = {label: _examples(paragraphs, label) for label in Label}
    folds = [_first_weights(examples, strength, without=k) for k in range(_FOLDS)]
    _log.info("out-of-fold weights learnt")
    looks = _second_looks(paragraphs, folds)
    again = _second_weights(paragraphs, looks)
    _log.info("weights of the second look learnt")
    again = _calibrated(again, paragraphs, looks)
    final = _first_weights(examples, strength, without=None)
    return {label: {**final[label], "again": again[label]} for label in Label}


@dataclass(slots=True)
class _Examples:
    """The candidates of a label: a row each, a column for each feature that one of them has."""

    features: list[tuple[str, str]]
    matrix: csr_matrix
    truth: NDArray[np.bool_]
    fold: NDArray[np.int64]


def _examples(paragraphs: list[Paragraph], label: Label) -> _Examples:
    columns: dict[tuple[str, str], int] = {}
    indices, starts, truth, fold = array("i"), array("q", [0]), array("b"), array("b")
    for paragraph in paragraphs:
        for candidate in paragraph.candidates:
            if candidate.label is label:
                found = _features(candidate, paragraph.evidence)
                indices.extend(sorted({columns.setdefault(feature, len(columns)) for feature in found}))
                starts.append(len(indices))
                truth.append(paragraph.is_true(candidate))
                fold.append(paragraph.fold)
    shape = (len(truth), len(columns))
    matrix = csr_matrix((np.ones(len(indices), np.float32), np.asarray(indices), np.asarray(starts)), shape=shape)
    return _Examples(list(columns), matrix, np.asarray(truth, bool), np.asarray(fold, np.int64))


def _features(candidate: Candidate, evidence: Evidence) -> list[tuple[str, str]]:
    found = [("cue", cue) for cue in candidate.cues]
    found += [(g, v) for g, v in zip(GROUPS[1:], values(candidate, evidence), strict=True) if v]
    return found


def _first_weights(
    examples: dict[Label, _Examples], strength: float, *, without: int | None
) -> dict[str, dict[str, object]]:
    return {
        label: _fit(examples[label], strength, examples[label].fold != (-1 if without is None else without))
        for label in Label
    }


def _fit(examples: _Examples, strength: float, used: NDArray[np.bool_]) -> dict[str, object]:
    matrix = examples.matrix[used]
    often = np.flatnonzero(np.asarray(matrix.sum(axis=0)).ravel() >= _LEAST)
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=300)
    model.fit(matrix[:, often], examples.truth[used])
    features: dict[str, dict[str, float]] = {}
    for column, weight in zip(often, model.coef_[0], strict=True):
        if abs(weight) >= _SMALLEST:
            group, value = examples.features[column]
            features.setdefault(group, {})[value] = round(float(weight), 3)
    return {"bias": round(float(model.intercept_[0]), 3), "features": features}


def _second_looks(paragraphs: list[Paragraph], folds: list[dict[str, dict[str, object]]]) -> list[Looks]:
    """What the second look weighs in each paragraph, after a first look by weights that were learnt without it."""
    of_fold = [weights.from_json({k: {**v, "again": (1,)} for k, v in fold.items()}) for fold in folds]
    looks: list[Looks] = []
    for paragraph in paragraphs:
        learnt = of_fold[paragraph.fold]
        likely = decide.first_look(paragraph.candidates, paragraph.text, paragraph.evidence, learnt)
        looks.append(decide.second_looks(likely))
    return looks


def _second_weights(paragraphs: list[Paragraph], looks: list[Looks]) -> dict[Label, list[float]]:
    rows: dict[Label, list[tuple[float, ...]]] = {label: [] for label in Label}
    truth: dict[Label, list[bool]] = {label: [] for label in Label}
    for paragraph, found in zip(paragraphs, looks, strict=True):
        for candidate, look in found.items():
            rows[candidate.label].append(look)
            truth[candidate.label].append(paragraph.is_true(candidate))
    return {label: _fit_second(rows[label], truth[label]) for label in Label}


def _fit_second(rows: list[tuple[float, ...]], truth: list[bool]) -> list[float]:
    model = LogisticRegression(C=1.0, fit_intercept=False).fit(np.array(rows), truth)
    return [float(w) for w in model.coef_[0]]


def _calibrated(
    again: dict[Label, list[float]], paragraphs: list[Paragraph], looks: list[Looks]
) -> dict[Label, list[float]]:
    """The weights of the second look, stretched and shifted so that a mention's score is its chance to be right.

    Platt scaling (Platt 1999) for each label, on the mentions that are selected in real paragraphs: selection prefers
    high scores, so that the scores of what it takes would be too high.
    """
    scores: dict[Label, list[float]] = {label: [] for label in Label}
    truth: dict[Label, list[bool]] = {label: [] for label in Label}
    tally = np.zeros(3, int)
    for paragraph, found in zip(paragraphs, looks, strict=True):
        if paragraph.is_varied:
            continue
        for candidate, look in found.items():
            candidate.score = sum(w * x for w, x in zip(again[candidate.label], look, strict=True))
        selected = decide.select(list(found), _LEAST_SELECTED)
        tally += _agreement(selected, paragraph)
        for mention in selected:
            scores[mention.candidate.label].append(mention.candidate.score)
            truth[mention.candidate.label].append(paragraph.is_true(mention.candidate))
    right, predicted, gold = tally
    _log.info("out of fold, half of the paragraphs with names hidden: strict F1 %.4f", 2 * right / (predicted + gold))
    return {label: _stretched(again[label], scores[label], truth[label]) for label in Label}


def _agreement(selected: list[decide.Mention], paragraph: Paragraph) -> NDArray[np.int64]:
    """How many mentions of the reported labels are right, how many there are, and how many there should be."""
    found = [m.candidate for m in selected if m.candidate.score > 0 and m.candidate.label in REPORTED]
    right = sum(paragraph.is_true(candidate) for candidate in found)
    return np.array([right, len(found), sum(label in REPORTED for _, _, label in paragraph.gold)])


def _stretched(again: list[float], scores: list[float], truth: list[bool]) -> list[float]:
    model = LogisticRegression(C=1e6).fit(np.array(scores)[:, None], truth)
    stretch, shift = float(model.coef_[0][0]), float(model.intercept_[0])
    _log.info("calibration: stretched by %.2f, shifted by %.2f", stretch, shift)
    return [round(stretch * weight, 3) for weight in again[:-1]] + [round(stretch * again[-1] + shift, 3)]


if __name__ == "__main__":
    main()
