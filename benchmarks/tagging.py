"""How fast is the whole extractor with its tagger, against a BERT-base token classifier alone? How much memory?

Both read the same paragraphs one at a time, in turn, in one process, each on one thread; the figures are medians over
the rounds. Ours goes from raw text to linked entities. The peer (12 layers of 768, a vocabulary of 64,000, random
weights, torch in 32 bits) goes from raw text through the shipped tokenizer to a label for each piece: no spans, no
gazetteer, no links. Memory is that of a fresh process that reads one paragraph. Needs the shipped tagger; the peer
needs torch and transformers (the extra [training], or [camel]) and is left out where they are not installed.

    python benchmarks/tagging.py ../shared/gold/dev.jsonl [--paragraphs 40] [--rounds 5]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from texts import seconds

from arabic_conflict_ner import Extractor, Source, resources

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
ROOM = 510  # pieces that a BERT reads at a time, its own two left out
ONCE = """
import resource, sys
from arabic_conflict_ner import Extractor
Extractor(tagger=sys.argv[2] or None).extract(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

Reader = Callable[[str], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="JSONL with a field text")
    parser.add_argument("--paragraphs", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ |= dict.fromkeys(THREADS, "1")  # before anything that counts in threads is imported
    texts = spread([json.loads(line)["text"] for line in options.texts.open(encoding="utf-8")], options.paragraphs)
    show_memory(texts[0])
    show_speed(texts, options.rounds)


def spread(texts: list[str], count: int) -> list[str]:
    """That many of the texts, evenly spread."""
    count = min(count, len(texts))
    return [texts[n * len(texts) // count] for n in range(count)]


def show_memory(text: str) -> None:
    """To be called before this process grows: on Linux a child's peak begins with that of the process it came from."""
    for name, tagger in (("with the tagger", "default"), ("without", "")):
        done = subprocess.run(  # noqa: S603  # our own code
            [sys.executable, "-c", ONCE, text, tagger], capture_output=True, text=True, check=True
        )
        unit = 2**20 if sys.platform == "darwin" else 2**10
        print(f"peak memory {name}: {int(done.stdout) / unit:.0f} MiB")


def show_speed(texts: list[str], rounds: int) -> None:
    readers = {"ours": extractor("default"), "without a tagger": extractor(None), "BERT-base": bert()}
    known = {name: reader for name, reader in readers.items() if reader is not None}
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} paragraphs, {words} words")
    for name, reader in known.items():
        print(f"{name}: {sum(map(reader, texts))} {'pieces' if name == 'BERT-base' else 'entities'}")
    paces: dict[str, list[float]] = {name: [] for name in known}
    for round_ in range(rounds):
        for name, reader in known.items():
            paces[name].append(words / seconds(lambda reader=reader: [reader(text) for text in texts]))
        print(f"round {round_ + 1}: " + ", ".join(f"{name} {pace[-1]:.0f} words/s" for name, pace in paces.items()))
    for name, pace in paces.items():
        ratio = statistics.median(mine / other for mine, other in zip(paces["ours"], pace, strict=True))
        print(
            f"{name}: median {statistics.median(pace):.0f} words/s" + (f"; ours {ratio:.2f} times" * (name != "ours"))
        )
    if "BERT-base" not in known:
        print("torch or transformers is not installed: no peer")


def extractor(tagger: str | None) -> Reader:
    """Reads a text; says how many entities it found. Ends the run if the tagger takes no part."""
    reader = Extractor(tagger=tagger)
    sample = reader.extract("وصل القيادي أبو خولة الديري إلى بلدة غريبة الشرقية")
    if any(Source.TAGGER in entity.source for entity in sample) is (tagger is None):
        sys.exit(f"tagger {tagger!r} was asked for, and this was found: {sample}")
    return lambda text: len(reader.extract(text))


def bert() -> Reader | None:
    """Reads a text; says how many pieces it gave a label. None where torch or transformers is not installed."""
    try:
        import torch
        from transformers import BertConfig, BertForTokenClassification
    except ImportError:
        return None
    from tokenizers import Tokenizer

    torch.set_num_threads(1)
    torch.manual_seed(1)
    network = BertForTokenClassification(BertConfig(vocab_size=64_000, num_labels=11)).eval()
    tokenizer = Tokenizer.from_file(str(resources.models() / "default" / "tokenizer.json"))

    def read(text: str) -> int:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        labels: list[int] = []
        for first in range(0, len(ids), ROOM):
            with torch.inference_mode():
                numbers = network(input_ids=torch.tensor([[0, *ids[first : first + ROOM], 2]])).logits
            labels += numbers[0, 1:-1].argmax(-1).tolist()
        return len(labels)

    return read


if __name__ == "__main__":
    main()
