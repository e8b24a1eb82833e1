"""Suggest names for a gazetteer: what a corpus names that no gazetteer knows, ready for an editor to review."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TextIO

from pydantic import BaseModel, ConfigDict

from arabic_conflict_ner.export.table_csv import safe
from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.gazetteer import files
from arabic_conflict_ner.gazetteer.add import written
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.index import name_form
from arabic_conflict_ner.gazetteer.search import Spellings
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.results import Entity, Extraction
from arabic_conflict_ner.text.normalize import normalize
from arabic_conflict_ner.text.tokens import sentences

MIN_SCORE = 0.3
"""Lower than for extraction: an editor looks at every suggestion, and what is left out nobody sees."""
COLUMNS = (
    *("label", "name", "kind", "source", "type", "parent", "mentions", "documents", "score", "nearest"),
    *("nearest_entry", "within", "beside", "cues", "context1", "context2", "context3"),
)
"""The columns of :func:`write`. The reader of gazetteers takes `count` for `country` and `designators` for
`designation` written wrongly; hence `mentions` and `beside`."""
SOURCE = "suggested"
_CONTEXTS, _REACH = 3, 40
_AREAS = ("region", "governorate", "district", "subdistrict", "country")
_TOWNS = ("city", "town")
_BEHIND = 3  # votes of an area named right behind; one in the same sentence has one
_ENCLOSING = {
    *("ب", "في", "ضمن", "ريف", "الريف", "باديه", "محافظه", "ولايه", "مقاطعه", "اقليم", "منطقه", "ناحيه", "مديريه"),
    *("قضاء", "مدينه", "بلده"),
}
_BETWEEN = _ENCLOSING | {"الشمالي", "الجنوبي", "الشرقي", "الغربي", "الواقع", "الواقعه", "التابع", "التابعه"}
"""Normalised words that stand between a place and the area around it: «كذا الواقعة في الريف الشمالي لمحافظة حلب»."""
_TYPES: dict[Label, dict[str, str]] = {
    Label.PLACE: {
        "village": "قرية قريتي قريتا قرى القرى خربة مزرعة مزارع عزلة",
        "town": "بلدة بلدتي بلدتا بلدات",
        "city": "مدينة مدينتي مدينتا مدن",
        "neighbourhood": "حي حيي أحياء ضاحية حارة محلة",
        "camp": "مخيم مخيمي مخيمات",
        "governorate": "محافظة محافظتي محافظتا محافظات",
        "district": "قضاء قضائي أقضية مديرية مديريتي مديريات",
        "subdistrict": "ناحية ناحيتي نواحي",
        "mountain": "جبل جبال",
        "valley": "وادي",
        "river": "نهر",
        "lake": "بحيرة",
        "island": "جزيرة",
    },
    Label.FACILITY: {
        "airport": "مطار مطاري",
        "base": "قاعدة معسكر ثكنة",
        "crossing": "معبر معبري منفذ",
        "checkpoint": "حاجز حاجزي حواجز",
        "bridge": "جسر جسري",
        "dam": "سد",
        "port": "ميناء مرفأ",
        "oil_field": "حقل حقلي حقول",
        "refinery": "مصفاة مصفى",
        "plant": "معمل مصنع",
        "hospital": "مستشفى مشفى",
        "school": "مدرسة مدارس",
        "university": "جامعة",
        "mosque": "مسجد جامع",
        "church": "كنيسة",
        "shrine": "مقام مرقد ضريح",
        "prison": "سجن",
        "palace": "قصر",
        "market": "سوق",
        "road": "طريق شارع أوتوستراد",
        "square": "ساحة ميدان",
        "hotel": "فندق",
        "junction": "مفرق تقاطع دوار مفترق",
        "stadium": "ملعب",
        "building": "مبنى برج",
        "position": "نقطة موقع تبة",
    },
    Label.ARMED_GROUP: {
        "unit": "لواء كتيبة كتائب فرقة فوج فيلق سرية وحدة",
        "militia": "ميليشيا ميليشيات مليشيا مليشيات",
        "police": "شرطة",
        "intelligence": "مخابرات استخبارات",
        "army": "جيش",
        "rebel": "حركة جبهة",
        "coalition": "تحالف",
    },
    Label.PERSON: {
        "commander": "قائد قيادي عميد لواء عقيد رائد مقدم نقيب ملازم جنرال مشير",
        "official": "رئيس وزير محافظ مدير سفير مسؤول مبعوث",
        "politician": "نائب",
        "spokesman": "متحدث ناطق",
        "cleric": "إمام داعية مطران بابا قس",
        "activist": "ناشط",
        "journalist": "صحفي صحافي إعلامي",
    },
    Label.ORGANIZATION: {
        "ministry": "وزارة",
        "party": "حزب",
        "ngo": "منظمة جمعية",
        "monitor": "مرصد",
        "court": "محكمة",
        "media": "وكالة قناة صحيفة إذاعة شبكة",
        "company": "شركة",
        "university": "جامعة",
    },
}
_TYPE_OF = {
    label: {name_form(word): type for type, words in types.items() for word in words.split()}
    for label, types in _TYPES.items()
}
_NARROWER = (
    ("oil_field", frozenset(("غاز", "الغاز", "الغازي")), "gas_field"),
    ("airport", frozenset(("العسكري", "عسكري")), "airbase"),
    ("base", frozenset(("الجويه", "جويه")), "airbase"),
)
"""What another word of the name makes of a type: قاعدة كذا الجوية."""


class Suggestion(BaseModel):
    """A name that texts use and no gazetteer has."""

    model_config = ConfigDict(frozen=True)

    name: str
    """In the spelling most used."""
    label: Label
    type: str | None = None
    """Guessed from the nouns that announce it."""
    parent: str | None = None
    """The id of the area that it seems to lie in."""
    within: str | None = None
    """The English name of that area."""
    mentions: int
    documents: int
    score: float
    """The mean of the mentions' scores."""
    nearest: str | None = None
    """The known spelling most like it, of the same label: perhaps it is only misspelt."""
    nearest_entry: str | None = None
    """The id of an entry that bears that name."""
    designators: tuple[str, ...] = ()
    """The nouns seen beside it, and outside it, the most frequent first."""
    cues: tuple[str, ...] = ()
    """All that announced it, the most frequent first."""
    contexts: tuple[str, ...] = ()
    """Up to three places where it stands, with forty characters on either side."""


def suggest(
    texts: Iterable[str],
    *,
    extractor: Extractor | None = None,
    labels: Iterable[Label | str] | None = None,
    least: int = 2,
    limit: int | None = None,
    n_process: int = 1,
) -> list[Suggestion]:
    """The names of texts that no gazetteer knows, the most mentioned first.

    In: `extractor`, the built-in one with a `min_score` of 0.3 unless given; `labels`, those to report (as for
    ``extract``); `least`, how often a name is to be mentioned; `limit`, how many to give at most; `n_process`, how many
    processes to run. A text that fails is passed over.

    Raises TypeError for one text instead of many; ValueError for an unknown label.

    >>> texts = ["قصف على قرية رسم الطويحين بريف حلب", "نزوح من قرية رسم الطويحين في ريف حلب"]
    >>> for found in suggest(texts):
    ...     print(found.name, found.label, found.type, found.mentions, found.within)
    رسم الطويحين PLACE village 2 Aleppo
    """
    extractor = extractor or Extractor(min_score=MIN_SCORE)
    groups: dict[tuple[Label, str], _Group] = {}
    for number, extraction in enumerate(extract_many(texts, extractor=extractor, labels=labels, n_process=n_process)):
        areas = _Areas(extraction, extractor.gazetteer)
        for entity in extraction:
            if not entity.candidates and _is_loadable(entity.text):
                group = groups.setdefault((entity.label, name_form(entity.text)), _Group(entity.label))
                group.take(entity, extraction.text, number, areas)
    chosen = sorted((group for group in groups.values() if group.mentions >= least), key=_Group.rank)[:limit]
    return list(_suggestions(chosen, extractor.gazetteer))


def write(suggestions: Iterable[Suggestion], out: TextIO) -> None:
    """Write suggestions as a CSV that spreadsheets open and ``Gazetteer.from_csv`` reads, with :data:`COLUMNS`."""
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    rows.writeheader()
    for suggestion in suggestions:
        rows.writerow({column: safe(cell) for column, cell in _row(suggestion).items()})


def _row(suggestion: Suggestion) -> dict[str, str | int | float | None]:
    contexts = {f"context{number}": context for number, context in enumerate(suggestion.contexts, start=1)}
    return {
        **suggestion.model_dump(mode="json", include=set(COLUMNS) - {"cues"}),
        **{"kind": "canonical", "source": SOURCE},
        **{"beside": "; ".join(suggestion.designators), "cues": "; ".join(suggestion.cues)},
        **contexts,
    }


def _is_loadable(name: str) -> bool:
    """Whether the reader of gazetteers would take the name."""
    return not any(files._name_problems(written(name)))


@dataclass(slots=True)
class _Group:
    """The mentions of one name."""

    label: Label
    mentions: int = 0
    documents: int = 0
    last: int = -1
    """The number of the document that mentioned it last."""
    scores: float = 0.0
    spellings: Counter[str] = field(default_factory=Counter)
    designators: Counter[str] = field(default_factory=Counter)
    cues: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)
    contexts: list[str] = field(default_factory=list)

    def take(self, entity: Entity, text: str, number: int, areas: "_Areas") -> None:
        """Count a mention in. `number`: that of its document."""
        self.mentions += 1
        self.documents += number != self.last
        self.last = number
        self.scores += entity.score
        self.spellings[written(entity.text)] += 1
        self.designators.update([written(entity.designator)] if entity.designator else [])
        self.cues.update(entity.evidence.cues)
        self.types.update(_types(entity))
        if self.label in (Label.PLACE, Label.FACILITY):
            self.areas.update(areas.votes(entity))
        context = _context(text, entity.start, entity.end)
        if len(self.contexts) < _CONTEXTS and context not in self.contexts:
            self.contexts.append(context)

    def rank(self) -> tuple[int, int, float, str]:
        """What groups are sorted by: the most mentioned first."""
        return -self.mentions, -self.documents, -self.scores / self.mentions, _first(self.spellings) or ""


def _suggestions(groups: Sequence[_Group], gazetteer: Gazetteer) -> Iterator[Suggestion]:
    spellings = {label: Spellings(gazetteer, label=label) for label in {group.label for group in groups}}
    for group in groups:
        name = _first(group.spellings) or ""
        parent = _parent(group.areas, gazetteer)
        near = next(iter(spellings[group.label].nearest(name, limit=1)), None)
        yield Suggestion(
            name=name,
            label=group.label,
            type=_first(group.types),
            parent=parent.id if parent else None,
            within=(parent.english or parent.name) if parent else None,
            mentions=group.mentions,
            documents=group.documents,
            score=round(group.scores / group.mentions, 4),
            nearest=near.name if near else None,
            nearest_entry=near.entries[0].id if near else None,
            designators=tuple(word for word, _ in group.designators.most_common()),
            cues=tuple(cue for cue, _ in group.cues.most_common()),
            contexts=tuple(group.contexts),
        )


def _first(counted: Counter[str]) -> str | None:
    return counted.most_common(1)[0][0] if counted else None


def _types(entity: Entity) -> list[str]:
    """The type that the first telling noun gives: the one in front of the name, its first word, or another cue."""
    words = name_form(entity.text).split()
    nouns = [*([name_form(entity.designator)] if entity.designator else []), *words[:1]]
    nouns += [cue.rpartition(" ")[2] for cue in entity.evidence.cues]
    known = _TYPE_OF[entity.label]
    for noun in nouns:
        type = known.get(noun) or known.get(noun.removeprefix("ال"))
        if type:
            return [next((narrower for wide, by, narrower in _NARROWER if wide == type and by & set(words)), type)]
    return []


def _context(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _REACH), end + _REACH
    cut = f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
    return " ".join(cut.split())


def _parent(votes: Counter[str], gazetteer: Gazetteer) -> Entry | None:
    """The area with the most votes; a country only where nothing smaller is named."""
    areas = [gazetteer.entry(id) for id, _ in votes.most_common()]
    return next((area for area in areas if area.type != "country"), areas[0] if areas else None)


class _Areas:
    """The areas that a text names, for the places that stand in a sentence with them."""

    def __init__(self, extraction: Extraction, gazetteer: Gazetteer) -> None:
        self._text = extraction.text
        self._gazetteer = gazetteer
        self._linked = [(entity, gazetteer.entry(entity.link.entry)) for entity in extraction if entity.link]

    def votes(self, entity: Entity) -> Counter[str]:
        """How much speaks for each area, by its id, as the one that an entity lies in."""
        votes = Counter[str]()
        start, end = self._sentence(entity)
        for other, entry in self._linked:
            if start <= other.start < end:
                is_behind = _encloses(self._text[entity.end : other.start])
                if area := self._area(entry, is_behind=is_behind):
                    votes[area.id] += _BEHIND if is_behind else 1
        return votes

    def _area(self, entry: Entry, *, is_behind: bool) -> Entry | None:
        """The entry if it is an area; of a town that stands for its surroundings («في ريف منبج») the one it lies in."""
        if is_behind and entry.type in _TOWNS and entry.parent in self._gazetteer:
            entry = self._gazetteer.entry(entry.parent or "")
        return entry if entry.type in _AREAS else None

    def _sentence(self, entity: Entity) -> tuple[int, int]:
        return next((span for span in self._sentences if span[0] <= entity.start < span[1]), (0, len(self._text)))

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(normalize(self._text))


def _encloses(between: str) -> bool:
    """Whether the words between a place and what is named behind it say that it lies there.

    >>> _encloses(" في الريف الشمالي لمحافظة "), _encloses(" ومدينة ")
    (True, False)
    """
    words = name_form(between).split()
    words = [word[1:] if word[0] in "بل" and word[1:] in _BETWEEN else word for word in words]
    return not _ENCLOSING.isdisjoint(words) and _BETWEEN.issuperset(words)
