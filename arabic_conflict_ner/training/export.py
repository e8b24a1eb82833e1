"""Turn a taught network into a folder that the library loads: ONNX, fused, its weights in 8 bits.

python -m arabic_conflict_ner.training.export WORK/final.pt --shared ../shared --out arabic_conflict_ner/model/default
"""

import argparse
import json
import logging
import tempfile
from pathlib import Path

import onnx
import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from arabic_conflict_ner.tagging import folder
from arabic_conflict_ner.training import learn, network
from arabic_conflict_ner.training.graph import spread_layer_norms
from arabic_conflict_ner.training.network import Network

_log = logging.getLogger(__name__)
_OPSET = 17


def export(taught: Network, tokenizer: Path, out: Path, facts: dict[str, object], *, quantized: bool = True) -> None:
    """Write the folder. `facts` are put into its meta.json; `quantized` False keeps 32 bits, to compare with."""
    with tempfile.TemporaryDirectory() as temporary:
        raw, fused, small = (Path(temporary) / name for name in ("raw.onnx", "fused.onnx", "small.onnx"))
        _to_onnx(taught, raw)
        config = taught.encoder.config
        options = FusionOptions("bert")
        options.enable_embed_layer_norm = False  # the words' vectors stay an operator that can be quantised
        found = optimizer.optimize_model(
            str(raw),
            model_type="bert",
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
            optimization_options=options,
            opt_level=0,
        )
        found.save_model_to_file(str(fused))
        _log.info("fused: %s", found.get_fused_operator_statistics())
        if quantized:
            operators = ["MatMul", "Gemm", "Gather", "Attention"]
            quantize_dynamic(
                fused,
                small,
                weight_type=QuantType.QInt8,
                per_channel=True,
                op_types_to_quantize=operators,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},  # fused operators are of another domain
            )
        model = onnx.load(small if quantized else fused)
        spread_layer_norms(model, config.hidden_size)
        content = model.SerializeToString()
    files = {folder.NETWORK: content, folder.TOKENIZER: _trimmed(tokenizer)}
    folder.write(out, files, facts)
    _log.info("wrote %s, %.1f MB", out, len(content) / 1e6)


def _to_onnx(taught: Network, path: Path) -> None:
    ids = torch.ones(2, 16, dtype=torch.long)
    means = torch.full((2, 9, 16), 1 / 16)
    torch.onnx.export(
        taught.cpu().float().eval(),
        (ids, means),
        str(path),
        input_names=["ids", "means"],
        output_names=["numbers"],
        dynamic_axes={
            "ids": {0: "texts", 1: "pieces"},
            "means": {0: "texts", 1: "words", 2: "pieces"},
            "numbers": {0: "texts", 1: "words"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )


def _trimmed(tokenizer: Path) -> bytes:
    """The tokenizer without what words do not need."""
    data = json.loads(tokenizer.read_text("utf-8"))
    data["post_processor"] = None
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def main() -> None:
    """Export a checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    network.Shape.add_options(parser)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--facts", type=Path, help="JSON to put into meta.json")
    parser.add_argument("--fp32", action="store_true", help="keep 32 bits")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = options.shared / "encoder"
    taught = learn.load(network.pretrained(encoder, network.Shape.of(options)), options.checkpoint)
    facts = json.loads(options.facts.read_text("utf-8")) if options.facts else {}
    facts = {"name": options.out.name, **facts}
    export(taught, encoder / "tokenizer.json", options.out, facts, quantized=not options.fp32)


if __name__ == "__main__":
    main()
