"""Train the statistical tagger, from the bare encoder to the folders that the library loads.

    python -m arabic_conflict_ner.training.tagger --shared ../shared --work ../work-tagger

Stages, each done once and kept in `--work`, so that a run that was stopped goes on where it was:

1. silver: the extractor reads the raw conflict news, without a tagger or with that of `--teacher`; what it is unsure
   of is not learnt from.
2. pretrain: the encoder learns the five labels from the silver paragraphs.
3. fold 0, fold 1: from there, each on one half of the gold paragraphs: what it says of the other half is what the
   decision learns to weigh (training.decision).
4. final: the mean of both folds' weights, taught once more by all gold paragraphs at a lower rate. With `--no-folds`,
   the pretrained network taught by all gold paragraphs.

With `--teacher`, the work folder of a finished run with `final` exported in it, and `--layers`, a smaller network
learns from a bigger one: it starts from those layers of the teacher's pretrain.pt, which has seen no gold. With
`--pooled-after`, only its first layers read pieces of words, the others words; with `--inner`, its layers are narrower.

Gold means train.jsonl and the paragraphs of training/annotations.jsonl. Nothing that shares eight words in a row with
dev.jsonl or seed.jsonl is read. Half of the paragraphs are varied each time they are read (training.augment).
"""

import argparse
import json
import logging
import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer

from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.results import Extraction
from arabic_conflict_ner.tagging.pieces import Cutter
from arabic_conflict_ner.tagging.tagger import Tagger
from arabic_conflict_ner.training import augment, corpus, learn, network
from arabic_conflict_ner.training.corpus import FOLDS, Example, Record

_log = logging.getLogger(__name__)
_SEED = 1
_SILVER_LEAST = 0.3  # entities less likely than this are outside


@dataclass(frozen=True)
class Run:
    """Where a run reads and writes, and how long it learns."""

    shared: Path
    work: Path
    shape: network.Shape
    teacher: Path | None
    silver_paragraphs: int
    silver_epochs: int
    gold_epochs: int
    has_folds: bool

    @cached_property
    def cutter(self) -> Cutter:
        """What cuts words as the encoder wants them."""
        return Cutter(Tokenizer.from_file(str(self.shared / "encoder" / "tokenizer.json")))

    @cached_property
    def names(self) -> augment.Names:
        """Names of the gazetteer to put in the place of others."""
        return augment.Names.of(Gazetteer.builtin())

    @cached_property
    def raw(self) -> list[str]:
        """The raw paragraphs that may be learnt from."""
        return corpus.raw_texts(self.shared, corpus.guard(self.shared))

    @cached_property
    def gold(self) -> list[Record]:
        """All gold paragraphs."""
        return corpus.all_gold(self.shared)

    def silver(self) -> list[Record]:
        """The raw paragraphs as the extractor reads them, without those that are gold."""
        path = self.work / "silver.jsonl"
        if not path.is_file():
            gold = {record["text"] for record in self.gold}
            texts = [text for text in self.raw if text not in gold]
            random.Random(_SEED).shuffle(texts)  # noqa: S311  # no secret
            tagger = Tagger.load(self.teacher / "final") if self.teacher else None
            extractor = Extractor(tagger=tagger, min_score=_SILVER_LEAST)
            found = extract_many(
                texts[: self.silver_paragraphs],
                extractor=extractor,
                labels=tuple(Label),
                n_process=os.cpu_count() or 1,
                progress=True,
            )
            _write(path, [_silver(extraction) for extraction in found])
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

    def examples(self, records: list[Record], name: str) -> Callable[[int], list[Example]]:
        """What an epoch reads: every paragraph once, varied by a chance that depends on the epoch alone."""

        def epoch_of(epoch: int) -> list[Example]:
            chance = random.Random(f"{_SEED} {name} {epoch}")  # noqa: S311  # no secret
            varied = [corpus.vary(record, self.names, chance) for record in records]
            return [made for record in varied for made in corpus.example(record, self.cutter, chance)]

        return epoch_of

    def fresh(self) -> network.Network:
        """The bare encoder, or layers of the teacher's, with an untaught head."""
        torch.manual_seed(_SEED)
        made = network.pretrained(self.shared / "encoder", self.shape)
        if self.teacher and self.shape.layers:
            made.load_state_dict(network.kept(learn.state(self.teacher / "pretrain.pt"), self.shape))
        return made

    def pretrain(self) -> network.Network:
        """Stages 1 and 2."""
        return self._teach("pretrain", self.fresh, self.silver, epochs=self.silver_epochs, rate=1.5e-4)

    def fold(self, number: int) -> network.Network:
        """Stage 3: the pretrained network taught by the gold paragraphs that are not of a fold."""

        def others() -> list[Record]:
            return [record for record in self.gold if corpus.fold(record["text"]) != number]

        return self._teach(f"fold-{number}", self.pretrain, others, epochs=self.gold_epochs, rate=1e-4)

    def final(self) -> network.Network:
        """Stage 4: the mean of the folds, or the pretrained network, taught by all gold paragraphs."""
        if self.has_folds:
            return self._teach("final", self._mean, lambda: self.gold, epochs=1, rate=4e-5)
        return self._teach("final", self.pretrain, lambda: self.gold, epochs=self.gold_epochs, rate=1e-4)

    def _mean(self) -> network.Network:
        states = [self.fold(number).state_dict() for number in range(FOLDS)]
        mean = self.fresh()
        mean.load_state_dict({name: sum(state[name] for state in states) / FOLDS for name in states[0]})
        return mean

    def _teach(
        self,
        name: str,
        start: Callable[[], network.Network],
        records: Callable[[], list[Record]],
        *,
        epochs: int,
        rate: float,
    ) -> network.Network:
        """What a stage has learnt; where it is not done yet, teach it first."""
        if (self.work / f"{name}.done").is_file():
            return learn.load(self.fresh(), self.work / f"{name}.pt")
        epoch_of = self.examples(records(), name)
        taught = learn.learn(start(), epoch_of, epochs=epochs, rate=rate, name=name, work=self.work)
        (self.work / f"{name}.done").touch()
        return taught


def _silver(found: Extraction) -> Record:
    entities = [{"start": e.start, "end": e.end, "label": e.label, "text": e.text, "score": e.score} for e in found]
    return {"text": found.text, "entities": entities}


def _write(path: Path, records: list[Record]) -> None:
    new = path.with_suffix(".new")
    new.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    new.replace(path)
    _log.info("wrote %d paragraphs to %s", len(records), path)


def main() -> None:
    """Run every stage that is not done yet, or one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, required=True)
    network.Shape.add_options(parser)
    parser.add_argument("--teacher", type=Path, help="the work folder of a finished run to learn from")
    parser.add_argument("--silver-paragraphs", type=int, default=16_000)
    parser.add_argument("--silver-epochs", type=int, default=1)
    parser.add_argument("--gold-epochs", type=int, default=2)
    parser.add_argument(
        "--no-folds", action="store_true", help="leave stage 3 out: the decision of another run will do"
    )
    parser.add_argument("--stage", choices=("pretrain", "folds", "final"), help="all unless given")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    run = Run(
        options.shared,
        options.work,
        network.Shape.of(options),
        options.teacher,
        options.silver_paragraphs,
        options.silver_epochs,
        options.gold_epochs,
        not options.no_folds,
    )
    if options.stage in (None, "pretrain"):
        run.pretrain()
    if options.stage in (None, "folds") and run.has_folds:
        for number in range(FOLDS):
            run.fold(number)
    if options.stage in (None, "final"):
        run.final()


if __name__ == "__main__":
    main()
