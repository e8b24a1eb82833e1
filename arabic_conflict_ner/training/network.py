"""The network: a small BERT with one linear layer over its pieces; words take the mean of their pieces.

Needs torch and transformers (pip install 'arabic_conflict_ner[training]'); nothing that ships imports it.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from arabic_conflict_ner.tagging.tags import COLUMNS


class Network(nn.Module):
    """Pieces in, numbers for each tag and cut out."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(config.hidden_size, COLUMNS)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Numbers for each piece: (texts, pieces, COLUMNS)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        numbers: Tensor = self.head(self.dropout(hidden))
        return numbers

    def words(self, ids: Tensor, mask: Tensor, word_of: Tensor, words: int) -> Tensor:
        """Numbers for each word of a batch. `word_of` gives the word of each piece, `words` for those of none."""
        numbers = self(ids, mask).float().reshape(-1, COLUMNS)
        flat = word_of.reshape(-1)
        sums = numbers.new_zeros(words + 1, COLUMNS).index_add(0, flat, numbers)
        counts = numbers.new_zeros(words + 1).index_add(0, flat, torch.ones_like(flat, dtype=numbers.dtype))
        return sums[:words] / counts[:words, None]


def pretrained(folder: Path, layers: tuple[int, ...] | None = None) -> Network:
    """The network with the encoder of a folder (config.json, model.safetensors), or with some of its layers."""
    config = BertConfig.from_pretrained(folder, attn_implementation="eager")
    state = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    state = {k.removeprefix("bert."): v for k, v in state.items()}
    if layers is not None:
        config.num_hidden_layers = len(layers)
        state = _some_layers(state, layers, "encoder.layer.")
    network = Network(config)
    missing, _ = network.encoder.load_state_dict(state, strict=False)
    if missing:
        raise ValueError(f"{folder}/model.safetensors lacks {', '.join(missing[:3])}")
    return network


def thinned(state: dict[str, Tensor], layers: tuple[int, ...]) -> dict[str, Tensor]:
    """The state of a network with only some of its layers, renumbered."""
    return _some_layers(state, layers, "encoder.encoder.layer.")


def _some_layers(state: dict[str, Tensor], layers: tuple[int, ...], stem: str) -> dict[str, Tensor]:
    kept: dict[str, Tensor] = {}
    for name, values in state.items():
        if not name.startswith(stem):
            kept[name] = values
            continue
        number, _, rest = name.removeprefix(stem).partition(".")
        if int(number) in layers:
            kept[f"{stem}{layers.index(int(number))}.{rest}"] = values
    return kept
