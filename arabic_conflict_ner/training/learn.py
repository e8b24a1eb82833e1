"""Teach the network: batches of like length, AdamW, a rate that rises and falls; goes on where it was stopped."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from arabic_conflict_ner.tagging.pieces import FIRST, LAST, PAD, shares
from arabic_conflict_ner.tagging.tags import TAGS
from arabic_conflict_ner.training.corpus import IGNORED, Example
from arabic_conflict_ner.training.network import Network

_log = logging.getLogger(__name__)
_BATCH = 1280  # pieces
_HEAD_RATE = 10  # times that of the encoder
_WARM_UP = 0.1  # share of the steps
_SAVED_EVERY = 300.0  # seconds
_SHOWN_EVERY = 50  # steps

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


@dataclass(frozen=True, slots=True)
class Batch:
    """Paragraphs side by side, padded: what the network takes, which of what it gives are words, and what they are."""

    ids: Tensor
    means: Tensor
    mask: Tensor
    words: Tensor
    tags: Tensor
    cuts: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> "Batch":
        """Put paragraphs side by side."""
        width = max(len(example.ids) for example in examples) + 2
        most = max(len(example.tags) for example in examples) + 2
        ids = torch.full((len(examples), width), PAD)
        means = torch.zeros(len(examples), most, width)
        words = torch.zeros(len(examples), most, dtype=torch.bool)
        for row, example in enumerate(examples):
            ids[row, : len(example.ids) + 2] = torch.tensor([FIRST, *example.ids, LAST])
            own = torch.from_numpy(shares(example.starts))
            means[row, : own.shape[0], : own.shape[1]] = own
            words[row, 1 : len(example.tags) + 1] = True
        tags = torch.tensor([tag for example in examples for tag in example.tags])
        cuts = torch.tensor([cut for example in examples for cut in example.cuts])
        return cls(*(tensor.to(DEVICE) for tensor in (ids, means, ids == PAD, words, tags, cuts)))


def batches(examples: Sequence[Example], chance: random.Random | None = None) -> Iterator[list[Example]]:
    """Paragraphs of like length together; shuffled if there is `chance`."""
    order = list(range(len(examples)))
    if chance:
        chance.shuffle(order)
    made: list[list[Example]] = []
    for start in range(0, len(order), 400):
        bucket = sorted(order[start : start + 400], key=lambda n: len(examples[n].ids))
        batch: list[Example] = []
        for n in bucket:
            if batch and (len(batch) + 1) * len(examples[n].ids) > _BATCH:
                made.append(batch)
                batch = []
            batch.append(examples[n])
        made.append(batch)
    if chance:
        chance.shuffle(made)
    yield from made


def learn(
    network: Network,
    epoch_of: Callable[[int], list[Example]],
    *,
    epochs: int,
    rate: float,
    name: str,
    work: Path,
) -> Network:
    """Teach `network` for some epochs; `epoch_of` gives the examples of each, the same ones whenever it is asked.

    What is learnt is kept in `work/name.pt`; a run that was stopped goes on from there. Logs the loss.
    """
    network.to(DEVICE).train()
    steps = sum(1 for _ in batches(epoch_of(0))) * epochs
    optimizer = _optimizer(network, rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    saved = work / f"{name}.pt"
    done = _restore(saved, network, optimizer, schedule)
    step, began, read, last_saved = 0, time.monotonic(), 0, time.monotonic()
    losses: list[float] = []
    for epoch in range(epochs):
        chance = random.Random(f"{name} {epoch}")  # noqa: S311  # no secret
        for examples in batches(epoch_of(epoch), chance):
            step += 1
            if step <= done:
                continue
            losses.append(_step(network, Batch.of(examples), optimizer, schedule))
            read += sum(len(example.ids) for example in examples)
            if step % _SHOWN_EVERY == 0:
                pace = read / (time.monotonic() - began)
                mean = sum(losses[-_SHOWN_EVERY:]) / len(losses[-_SHOWN_EVERY:])
                _log.info("%s: step %d of %d, loss %.4f, %.0f pieces/s", name, step, steps, mean, pace)
            if time.monotonic() - last_saved > _SAVED_EVERY:
                _save(saved, network, optimizer, schedule, step)
                last_saved = time.monotonic()
    _save(saved, network, optimizer, schedule, max(step, done))
    network.eval()
    return network


def _optimizer(network: Network, rate: float) -> torch.optim.Optimizer:
    head = list(network.head.parameters())
    groups = [
        {"params": list(network.encoder.parameters()), "lr": rate},
        {"params": head, "lr": rate * _HEAD_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _rate(step: int, steps: int) -> float:
    warm = max(1, int(steps * _WARM_UP))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / max(1, steps - warm))


def _step(
    network: Network, batch: Batch, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR
) -> float:
    with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
        numbers = network(batch.ids, batch.means, batch.mask)[batch.words].float()
    loss = functional.cross_entropy(numbers[:, : len(TAGS)], batch.tags, ignore_index=IGNORED)
    if bool((batch.cuts != IGNORED).any()):
        loss = loss + 0.2 * functional.cross_entropy(numbers[:, len(TAGS) :], batch.cuts, ignore_index=IGNORED)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    schedule.step()
    optimizer.zero_grad()
    return float(loss.detach())


def _save(
    path: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    step: int,
) -> None:
    """Write beside the old file, then take its place: a kill leaves one of them whole."""
    new = path.with_suffix(".new")
    state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save({**state, "schedule": schedule.state_dict()}, new)
    new.replace(path)


def _restore(
    path: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    if not path.is_file():
        return 0
    state = torch.load(path, map_location=DEVICE, weights_only=True)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    _log.info("%s: goes on at step %d", path.name, state["step"])
    return int(state["step"])


def load(network: Network, path: Path) -> Network:
    """Give the network what a finished or stopped run learnt."""
    network.load_state_dict(state(path))
    return network


def state(path: Path) -> dict[str, Tensor]:
    """What a finished or stopped run learnt."""
    learnt: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)["network"]
    return learnt
