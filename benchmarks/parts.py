"""What is each part worth? Strict and overlap F1 of the parts alone and together, on one annotated file.

Plain look-up takes the longest name of the gazetteer wherever one stands, and its best entry's label; the tagger alone
takes its most probable spans. The other rows are the extractor with a part left out. Needs the shipped tagger, or
another (--tagger FOLDER).

    python benchmarks/parts.py ../shared/gold/dev.jsonl
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from arabic_conflict_ner import Extractor, Gazetteer, Tagger, normalize, tokenize
from arabic_conflict_ner.evaluation.gold import read_gold
from arabic_conflict_ner.evaluation.score import Tally
from arabic_conflict_ner.evaluation.span import Span
from arabic_conflict_ner.labels import REPORTED
from arabic_conflict_ner.mentions.features import best_ref

Reader = Callable[[str], set[Span]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--tagger", type=Path)
    options = parser.parse_args()
    texts = read_gold(options.gold)
    tagger = Tagger.load(options.tagger or "default")
    empty = Gazetteer.from_entries([])
    readers: dict[str, Reader] = {
        "gazetteer, plain look-up": looked_up,
        "rules": extracted(Extractor(gazetteer=empty, tagger=None)),
        "rules and gazetteer": extracted(Extractor(tagger=None)),
        "tagger": tagged(tagger),
        "rules and tagger": extracted(Extractor(gazetteer=empty, tagger=tagger)),
        "all": extracted(Extractor(tagger=tagger)),
    }
    print(f"{'':26}", *(f"{label:>12}" for label in (*REPORTED, "all four", "overlap")))
    for name, read in readers.items():
        tally = Tally.of([text.spans(REPORTED) for text in texts], [read(text.text) for text in texts], REPORTED)
        scores = [tally.strict(label) for label in REPORTED] + [tally.strict(*REPORTED), tally.overlap(*REPORTED)]
        print(f"{name:26}", *(f"{100 * score.f1:12.1f}" for score in scores), flush=True)


def looked_up(text: str) -> set[Span]:
    normalized = normalize(text)
    hits = sorted(Gazetteer.builtin().find(normalized), key=lambda hit: (hit.begin - hit.end, hit.begin))
    spans = (Span(*normalized.to_original(hit.begin, hit.end), best_ref(hit.refs).entry.label) for hit in hits)
    return apart(spans)


def tagged(tagger: Tagger) -> Reader:
    def read(text: str) -> set[Span]:
        found = sorted(tagger.tag(text, tokenize(normalize(text))), key=lambda span: -span.score)
        return apart(Span(span.start, span.end, span.label) for span in found if span.score >= 0.5)

    return read


def extracted(extractor: Extractor) -> Reader:
    return lambda text: {Span(e.start, e.end, e.label) for e in extractor.extract(text)}


def apart(spans) -> set[Span]:
    """Those that overlap none that came before."""
    taken: set[Span] = set()
    for span in spans:
        if not any(span.touches(other) for other in taken):
            taken.add(span)
    return taken


if __name__ == "__main__":
    main()
