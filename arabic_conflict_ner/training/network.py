"""The network: a small BERT that reads pieces of words, makes words of them half-way up, with a linear layer on top.

Needs torch and transformers (pip install 'arabic_conflict_ner[training]'); nothing that ships imports it.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from arabic_conflict_ner.tagging.tags import COLUMNS

State = dict[str, Tensor]
_STEM = "encoder.encoder.layer."


@dataclass(frozen=True, slots=True)
class Shape:
    """What of an encoder a network keeps."""

    layers: tuple[int, ...] | None = None
    """The layers kept, by number; None for all."""
    pooled_after: int | None = None
    """How many of those kept read pieces; the others read words, the means of their pieces. None: all read pieces."""
    inner: int | None = None
    """How many of the values between a layer's two products are kept; None for all."""

    @staticmethod
    def add_options(parser: argparse.ArgumentParser) -> None:
        """Let a command's caller say it."""
        parser.add_argument("--layers", type=int, nargs="+", help="layers of the encoder to keep; all unless given")
        parser.add_argument("--pooled-after", type=int, help="layers that read pieces before words are made of them")
        parser.add_argument("--inner", type=int, help="values kept between the two products of a layer")

    @classmethod
    def of(cls, options: argparse.Namespace) -> "Shape":
        """What a command's caller said."""
        return cls(tuple(options.layers) if options.layers else None, options.pooled_after, options.inner)


class Network(nn.Module):
    """Pieces in, numbers for each tag and cut of each word out."""

    def __init__(self, config: BertConfig, pooled_after: int | None = None) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.pooled_after = config.num_hidden_layers if pooled_after is None else pooled_after
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(config.hidden_size, COLUMNS)

    def forward(self, ids: Tensor, means: Tensor, mask: Tensor | None = None) -> Tensor:
        """Numbers for each word: (texts, words, COLUMNS).

        In: the pieces (texts, pieces); the share of each piece in each word (texts, words, pieces), the pieces that
        open and close a text being words of their own; which pieces are none (texts, pieces), if any.
        """
        hidden = self.encoder.embeddings(input_ids=ids)
        hidden = self._through(hidden, mask, slice(self.pooled_after))
        words = means.to(hidden.dtype) @ hidden
        no_words = None if mask is None else means.sum(2) == 0
        words = self._through(words, no_words, slice(self.pooled_after, None))
        numbers: Tensor = self.head(self.dropout(words))
        return numbers

    def _through(self, hidden: Tensor, left_out: Tensor | None, layers: slice) -> Tensor:
        unseen = None if left_out is None else (left_out * torch.finfo(hidden.dtype).min)[:, None, None, :]
        for layer in list(self.encoder.encoder.layer)[layers]:
            hidden = layer(hidden, unseen if unseen is None else unseen.to(hidden.dtype))
        return hidden


def pretrained(folder: Path, shape: Shape = Shape()) -> Network:
    """The network with the encoder of a folder (config.json, model.safetensors), or with what is kept of it."""
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    state = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    state = kept({f"encoder.{k.removeprefix('bert.')}": v for k, v in state.items()}, shape)
    if shape.layers is not None:
        config.num_hidden_layers = len(shape.layers)
    config.intermediate_size = shape.inner or config.intermediate_size
    network = Network(config, shape.pooled_after)
    missing = set(network.load_state_dict(state, strict=False).missing_keys) - {"head.weight", "head.bias"}
    if missing:
        raise ValueError(f"{folder}/model.safetensors lacks {', '.join(sorted(missing)[:3])}")
    return network


def kept(state: State, shape: Shape) -> State:
    """The state of a network with only some of its layers, renumbered, and only the strongest of their inner values."""
    return _narrowed(_thinned(state, shape.layers), shape.inner)


def _thinned(state: State, layers: tuple[int, ...] | None) -> State:
    if layers is None:
        return state
    thinned: State = {}
    for name, values in state.items():
        number, _, rest = name.removeprefix(_STEM).partition(".")
        if not name.startswith(_STEM):
            thinned[name] = values
        elif int(number) in layers:
            thinned[f"{_STEM}{layers.index(int(number))}.{rest}"] = values
    return thinned


def _narrowed(state: State, inner: int | None) -> State:
    """Of the values between a layer's two products, keep those with the greatest weights into and out of them."""
    narrowed = dict(state)
    for name in [name for name in state if inner and name.endswith("intermediate.dense.weight")]:
        stem = name.removesuffix("intermediate.dense.weight")
        into, out_of = state[name], state[f"{stem}output.dense.weight"]
        strongest = (into.norm(dim=1) * out_of.norm(dim=0)).topk(inner or 0).indices.sort().values
        narrowed[name] = into[strongest]
        narrowed[f"{stem}intermediate.dense.bias"] = state[f"{stem}intermediate.dense.bias"][strongest]
        narrowed[f"{stem}output.dense.weight"] = out_of[:, strongest]
    return narrowed
