"""How fast is normalising with an exact map of offsets, against camel_tools' CharMapper, which keeps none?

Both fold the same texts, in turn, in one process; the figure is the median over the rounds. CharMapper does the folds
that camel_tools offers for it (dediacritisation, alef, ya, ta marbuta). Needs the extra [camel] for the peer.

    python benchmarks/normalizing.py [--paragraphs 2000] [--rounds 7]
"""

import argparse
import statistics

from texts import paragraphs, seconds

from arabic_conflict_ner import normalize


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    texts = [text[:600] for text in paragraphs(4 * options.paragraphs) if len(text) >= 600][: options.paragraphs]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    peer = camel_mapper()
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(megabytes / seconds(lambda: [with_map(text) for text in texts]))
        if peer is not None:
            theirs.append(megabytes / seconds(lambda: [peer(text) for text in texts]))
    print(f"{len(texts)} paragraphs of 600 characters, {megabytes:.1f} MB of UTF-8")
    print(f"ours, map built: {statistics.median(ours):.0f} MB/s (bar: 100), best {max(ours):.0f}")
    if theirs:
        ratio = statistics.median(mine / his for mine, his in zip(ours, theirs, strict=True))
        print(f"CharMapper, no map: {statistics.median(theirs):.0f} MB/s; ratio {ratio:.1f}")
    else:
        print("camel_tools is not installed: no peer")


def with_map(text: str) -> tuple[int, int]:
    normalized = normalize(text)
    return normalized.to_original(0, len(normalized))


def camel_mapper():
    """Camel_tools' mapper of the same folds, or None."""
    try:
        from camel_tools.utils.charmap import CharMapper
    except ImportError:
        return None
    folds = dict.fromkeys("ًٌٍَُِّْٰـ", "") | dict.fromkeys("أإآٱ", "ا") | {"ى": "ي", "ة": "ه"}
    return CharMapper(folds, default=None).map_string


if __name__ == "__main__":
    main()
