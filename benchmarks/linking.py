"""How often is a link right? Against gold links: which entry a name of dev means, decided by reading.

`gold_links.jsonl` has a row a mention: the id of the text, offsets, label, and the ids that are right, any of them
(empty: NIL, no entry is it). Of each mention that the extractor finds with its exact span:

- linked right or wrong, by whether the name has one entry of its label in the gazetteer or several (ambiguous);
- left open: candidates, but none clear; NIL: no candidates at all;
- NIL precision: of those without candidates, how many truly have no entry;
- distance: between the coordinates of the link and of the nearest right entry, for places (great circle, R 6,371 km);
  Acc@161 km (100 miles) is the share within that, as the geoparsing literature counts (Gritta et al. 2018).

    python benchmarks/linking.py ../shared/gold/dev.jsonl
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from arabic_conflict_ner import Entity, Extractor, Gazetteer, Label
from arabic_conflict_ner.gazetteer.point import Point, distance, point

GOLD = Path(__file__).with_name("gold_links.jsonl")
NEAR = 161.0
DATES = {"saudinews": "2015-08-01"}
"""By a text's source: SaudiNewsNet was gathered from July to October 2015."""


class Linked(NamedTuple):
    """A gold mention and the entity that was found there."""

    text: str
    gold: tuple[str, ...]
    entity: Entity
    is_ambiguous: bool

    @property
    def outcome(self) -> str:
        if not self.entity.candidates:
            return "right" if not self.gold else "no candidate"
        if self.entity.link is None:
            return "right" if not self.gold else "left open"
        return "right" if self.entity.link.entry in self.gold else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, help="the JSONL that gold_links.jsonl is about")
    parser.add_argument("--no-tagger", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list what is not right")
    options = parser.parse_args()
    extractor = Extractor(tagger=None) if options.no_tagger else Extractor()
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    texts = {row["id"]: row for row in map(json.loads, options.texts.read_text("utf-8").splitlines())}
    found = list(linked(rows, texts, extractor))
    print(f"{len(rows)} mentions, {len(found)} of them found with their exact span")
    for label in (Label.PLACE, Label.ARMED_GROUP):
        of_label = [one for one in found if one.entity.label is label]
        for is_ambiguous in (False, True):
            show(f"{label}, {'ambiguous' if is_ambiguous else 'one entry or none'}", of_label, is_ambiguous)
        nil = [one for one in of_label if not one.entity.candidates]
        print(f"  NIL precision {share(sum(not one.gold for one in nil), len(nil))}")
    show("both, one entry or none", found, False)
    distances(found, extractor.gazetteer)
    if options.wrong:
        for one in found:
            if one.outcome != "right":
                best = [link.entry for link in one.entity.candidates[:3]]
                print(f"{one.text}:{one.entity.start} {one.entity.text}: {one.outcome}, gold {one.gold}, best {best}")


def linked(rows: Iterable[dict[str, Any]], texts: dict[str, dict[str, Any]], extractor: Extractor) -> Iterator[Linked]:
    entities: dict[str, dict[tuple[int, int, str], Entity]] = {}
    for row in rows:
        id = row["text"]
        if id not in entities:
            found = extractor.extract(texts[id]["text"], doc_date=DATES.get(texts[id].get("source", "")))
            entities[id] = {(e.start, e.end, e.label.value): e for e in found}
        entity = entities[id].get((row["start"], row["end"], row["label"]))
        if entity is not None:
            named = {ref.entry.id for ref in extractor.gazetteer.search(entity.text) if ref.entry.label is entity.label}
            yield Linked(id, tuple(row["entries"]), entity, len(named) > 1)


def show(name: str, found: list[Linked], is_ambiguous: bool) -> None:
    counts = Counter(one.outcome for one in found if one.is_ambiguous is is_ambiguous)
    total = counts.total()
    others = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("wrong", "left open", "no candidate"))
    print(f"{name}: {share(counts['right'], total)} right; {others}")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part} of {whole})" if whole else "none"


def distances(found: list[Linked], gazetteer: Gazetteer) -> None:
    """How far links lie from what is right; a right entry is at distance 0, with coordinates or without."""
    errors: list[float] = []
    for one in found:
        link = one.entity.link
        if one.entity.label is not Label.PLACE or link is None or not one.gold:
            continue
        points = [there for entry in map(gazetteer.entry, one.gold) if (there := point(entry))]
        if link.entry in one.gold:
            errors.append(0.0)
        elif link.lat is not None and link.lon is not None and points:
            errors.append(min(distance(Point(link.lat, link.lon), there) for there in points))
    within = share(sum(error <= NEAR for error in errors), len(errors))
    print(f"places linked: median error {statistics.median(errors):.0f} km, Acc@161 km {within}")


if __name__ == "__main__":
    main()
