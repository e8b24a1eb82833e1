"""Fine-tune the tagger's network on ANERcorp alone, to compare it with published figures.

    python -m arabic_conflict_ner.training.anercorp --shared ../shared --work ../work-anercorp --start ../work-tagger

CAMeL Lab's splits; PERS, LOC and ORG, strict spans, MISC left out on both sides. The network starts from the encoder,
or with `--start` from the pretrained checkpoint of training.tagger, which has read news but none of ANERcorp's labels.
Words are the corpus's own tokens. Prints precision, recall and F1 on the test split.
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from arabic_conflict_ner.evaluation.score import Tally
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.tagging.pieces import Cutter, Pieces
from arabic_conflict_ner.tagging.spans import word_spans
from arabic_conflict_ner.tagging.tags import BEGIN, COLUMNS, INSIDE
from arabic_conflict_ner.training import learn, network
from arabic_conflict_ner.training.corpus import IGNORED, Example

_LABELS = {"PERS": Label.PERSON, "LOC": Label.PLACE, "ORG": Label.ORGANIZATION}
_LONGEST = 120  # words; longer sentences are cut
_log = logging.getLogger(__name__)

Sentence = tuple[list[str], list[int]]


def sentences(path: Path) -> Iterator[Sentence]:
    """Words and tags of each sentence of a CoNLL file."""
    words: list[str] = []
    tags: list[int] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        word, _, tag = line.rstrip().partition("\t")
        if word:
            words.append(word)
            tags.append(_tag(tag))
        if words and (not word or len(words) == _LONGEST):
            yield words, tags
            words, tags = [], []


def _tag(tag: str) -> int:
    position, _, label = tag.partition("-")
    if label not in _LABELS:
        return 0
    return (BEGIN if position == "B" else INSIDE)[_LABELS[label]]


def _example(sentence: Sentence, cutter: Cutter) -> Example:
    words, tags = sentence
    pieces = Pieces.of(words, cutter)
    return Example(pieces.ids, pieces.starts, tags, [IGNORED] * len(tags))


def judge(taught: network.Network, test: list[Sentence], cutter: Cutter) -> Tally:
    """Count strict agreement on sentences, spans in words."""
    gold: list[set[Span]] = []
    found: list[set[Span]] = []
    for words, tags in test:
        batch = learn.Batch.of([_example((words, tags), cutter)])
        with torch.inference_mode():
            numbers = taught(batch.ids, batch.means, batch.mask)[batch.words].float().cpu().numpy()
        gold.append(_gold(tags))
        found.append(_best(numbers.reshape(-1, COLUMNS)))
    return Tally.of(gold, found, tuple(_LABELS.values()))


def _gold(tags: list[int]) -> set[Span]:
    spans: set[Span] = set()
    for first, tag in enumerate(tags):
        for label in _LABELS.values():
            if tag == BEGIN[label]:
                last = first + 1
                while last < len(tags) and tags[last] == INSIDE[label]:
                    last += 1
                spans.add(Span(first, last, label))
    return spans


def _best(numbers: "np.ndarray[tuple[int, int], np.dtype[np.float32]]") -> set[Span]:
    """The most probable spans that do not overlap."""
    taken: set[Span] = set()
    used: set[int] = set()
    for span in sorted(word_spans(numbers), key=lambda span: -span.probability):
        if span.probability > 1 / 3 and used.isdisjoint(range(span.first, span.last)):
            taken.add(Span(span.first, span.last, span.label))
            used.update(range(span.first, span.last))
    return taken


def main() -> None:
    """Learn, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a work folder of training.tagger")
    network.Shape.add_options(parser)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    corpus = options.shared / "corpora" / "anercorp_camel"
    cutter = Cutter(Tokenizer.from_file(str(options.shared / "encoder" / "tokenizer.json")))
    torch.manual_seed(1)
    start = network.pretrained(options.shared / "encoder", network.Shape.of(options))
    if options.start:
        learn.load(start, options.start / "pretrain.pt")
    train = [_example(sentence, cutter) for sentence in sentences(corpus / "train.conll")]
    taught = learn.learn(start, lambda _: train, epochs=options.epochs, rate=1e-4, name="anercorp", work=options.work)
    tally = judge(taught, list(sentences(corpus / "test.conll")), cutter)
    scores = {str(label): tally.strict(label) for label in _LABELS.values()}
    scores["all"] = tally.strict(*_LABELS.values())
    figures = {
        name: {"precision": round(s.precision, 4), "recall": round(s.recall, 4), "f1": round(s.f1, 4)}
        for name, s in scores.items()
    }
    (options.work / "anercorp.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
