"""Make more training paragraphs out of annotated ones: lists of villages, and facilities and units of other places.

The names come from the gazetteers; the texts stay in memory.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from arabic_conflict_ner.gazetteer.entry import Entry, Kind, Name
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.labels import Label

Record = dict[str, Any]
_PLURAL = {
    "قرية": "قرى",
    "بلدة": "بلدات",
    "مدينة": "مدن",
    "حي": "أحياء",
    "منطقة": "مناطق",
    "مديرية": "مديريات",
    "محافظة": "محافظات",
    "ناحية": "نواحي",
    "قرى": "قرى",
    "بلدات": "بلدات",
    "أحياء": "أحياء",
    "مناطق": "مناطق",
    "مدن": "مدن",
    "قريتي": "قرى",
    "بلدتي": "بلدات",
}
_OPENINGS = ("", "", "", "، أبرزها", " منها", " هي", "، وهي", "، من بينها", " مثل", "، أهمها")
_SMALL = ("village", "town", "neighbourhood", "subdistrict")
_EXCHANGED = (Label.ARMED_GROUP, Label.FACILITY, Label.PERSON)
_OUTER = (Label.FACILITY, Label.ARMED_GROUP)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the gazetteer to put in."""

    villages: list[str]
    places: list[str]
    others: dict[Label, list[str]]
    """Names of two words and more of the other labels, none of them weak."""

    @classmethod
    def of(cls, gazetteer: Gazetteer) -> "Names":
        """All names of places, and those of small ones; names of groups, facilities and people."""
        entries = [entry for entry in gazetteer if entry.label is Label.PLACE]
        villages = [name.text for entry in entries if entry.type in _SMALL for name in entry.names]
        others = {
            label: sorted({name.text for entry in gazetteer if entry.label is label for name in _solid(entry)})
            for label in _EXCHANGED
        }
        return cls(sorted(set(villages)), sorted({n.text for entry in entries for n in entry.names}), others)


def _solid(entry: Entry) -> list[Name]:
    return [name for name in entry.names if name.kind is not Kind.WEAK and not name.trust and " " in name.text]


def augment(record: Record, names: Names, chance: random.Random) -> Iterator[Record]:
    """The paragraph with one place made a list, with the places inside names exchanged, with other names."""
    announced = [e for e in record["entities"] if e["label"] == Label.PLACE and _designator(record["text"], e["start"])]
    if announced:
        yield with_list(record, chance.choice(announced), names, chance)
    exchanged = with_other_places(record, names, chance)
    if exchanged["text"] != record["text"]:
        yield exchanged
    renamed = with_other_names(record, names, chance)
    if renamed["text"] != record["text"]:
        yield renamed


def with_list(record: Record, entity: Record, names: Names, chance: random.Random) -> Record:
    """«قرية X» becomes «قرى X، Y، Z»: three to twelve names, known ones and others, common nouns among them."""
    designator = _designator(record["text"], entity["start"])
    members = [entity["text"], *chance.sample(names.villages, chance.randint(2, 11))]
    chance.shuffle(members)
    last = chance.choice(("، ", " و"))
    pieces: list[tuple[str, bool]] = [(_PLURAL[designator] + chance.choice(_OPENINGS) + " ", False)]
    for number, member in enumerate(members):
        if number:
            pieces.append((last if number == len(members) - 1 else "، ", False))
        pieces.append((member, True))
    start = entity["start"] - len(designator) - 1
    return _replace(record, start, entity["end"], pieces, Label.PLACE)


def with_other_places(record: Record, names: Names, chance: random.Random) -> Record:
    """«مطار دير الزور العسكري» becomes «مطار الشحيل العسكري»: the frame is learnt, not the name."""
    known = set(names.places)
    for number in range(len(record["entities"])):
        entity = record["entities"][number]
        words = entity["text"].split(" ")
        if entity["label"] not in _OUTER or len(words) < 2 or chance.random() < 0.4:
            continue
        for first, last in ((1, len(words)), (1, len(words) - 1)):
            if first < last and " ".join(words[first:last]) in known:
                other = chance.choice(names.places)
                new = " ".join([words[0], *chance.choice(([], [], ["مدينة"])), other, *words[last:]])
                record = _replace(record, entity["start"], entity["end"], [(new, True)], Label(entity["label"]))
                break
    return record


def with_other_names(record: Record, names: Names, chance: random.Random) -> Record:
    """Half of the names become others of their label: any village in any context, unknown men in known roles."""
    for number in range(len(record["entities"])):
        entity = record["entities"][number]
        label = Label(entity["label"])
        if label is Label.ORGANIZATION or _is_elided(record, entity) or chance.random() < 0.5:
            continue
        if label is Label.PLACE:
            new = _respelt(chance.choice(names.villages), chance)
        elif " " in entity["text"]:
            new = chance.choice(names.others[label])
        else:
            continue
        record = _replace(record, entity["start"], entity["end"], [(new, True)], label)
    return record


def with_proclitics(record: Record, chance: random.Random) -> Record:
    """One name in six takes a proclitic, or loses it: «في الرقة» becomes «وبالرقة», «بالرقة» becomes «في الرقة»."""
    for number in range(len(record["entities"])):
        entity = record["entities"][number]
        if _is_elided(record, entity) or chance.random() > 1 / 6:
            continue
        start, written = _reattached(record["text"][: entity["start"]], entity["text"], chance)
        if written:
            label = Label(entity["label"])
            record = _replace(record, start, entity["end"], written, label)
    return record


def _reattached(before: str, name: str, chance: random.Random) -> tuple[int, list[tuple[str, bool]]]:
    """Where to begin, and what to write there, for a name to stand otherwise than behind `before`.

    Nothing to write where it is to stay as it is.
    """
    left, _, word = before.rpartition(" ")
    if word == "ب":
        return len(before) - 1, [("في ", False), (name, True)]
    if word:
        return 0, []
    left, _, word = left.rpartition(" ")
    conjunction = chance.choice(("", "", "و"))
    if word == "في":
        return len(before) - len("في "), [(conjunction + "ب", False), (name, True)]
    if word in ("إلى", "الى"):
        elided = "ل" + name[2:] if name.startswith("ال") else name
        return len(before) - len("إلى "), [(conjunction + "ل", False), (elided, True)]
    if word.endswith(("،", ".", "؛")):
        return len(before), [(chance.choice(("و", "و", "ف")), False), (name, True)]
    return 0, []


def _is_elided(record: Record, entity: Record) -> bool:
    """Whether the alef of its article is swallowed by a ل in front."""
    return bool(record["text"][: entity["start"]].endswith("ل") and entity["text"].startswith("ل"))


def _respelt(name: str, chance: random.Random) -> str:
    """One name in eight as hasty writers have it: the article lost or added, the space dropped."""
    if chance.random() > 1 / 8:
        return name
    if " " in name:
        return name.replace(" ", "", 1)
    return name[2:] if name.startswith("ال") else "ال" + name


def _designator(text: str, start: int) -> str:
    """The designator right before an offset, if it is one that has a plural here."""
    before = text[:start]
    if not before.endswith(" "):
        return ""
    word = before[:-1].rsplit(" ", 1)[-1]
    return next((word[cut:] for cut in (0, 1, 2) if word[cut:] in _PLURAL), "")


def _replace(record: Record, start: int, end: int, pieces: list[tuple[str, bool]], label: Label) -> Record:
    """Put pieces of text in the place of a span; those marked become entities."""
    made: list[Record] = []
    at = start
    for piece, is_entity in pieces:
        if is_entity:
            made.append({"start": at, "end": at + len(piece), "label": label.value, "text": piece})
        at += len(piece)
    shift = at - end
    kept = [e for e in record["entities"] if e["end"] <= start]
    moved = [
        {**e, "start": e["start"] + shift, "end": e["end"] + shift} for e in record["entities"] if e["start"] >= end
    ]
    text = record["text"][:start] + "".join(piece for piece, _ in pieces) + record["text"][end:]
    return {**record, "text": text, "entities": [*kept, *made, *moved]}
