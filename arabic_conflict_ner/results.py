"""What the library gives back: frozen, typed, with offsets into the caller's text."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from arabic_conflict_ner.labels import Label

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

    from arabic_conflict_ner.render.map import PlaceMap

COLUMNS = (
    *("text", "label", "start", "end", "score", "source", "proclitic", "designator"),
    *("entry", "name", "english", "type", "country", "admin", "pcode", "lat", "lon", "geo_precision", "explanation"),
)
"""The columns of :meth:`Extraction.to_records` and :meth:`Extraction.to_df`, in order."""


class Source(StrEnum):
    """What found an entity."""

    GAZETTEER = "gazetteer"
    CUE = "cue"
    TAGGER = "tagger"


class GeoPrecision(StrEnum):
    """How exactly a place is given, after ACLED's codebook."""

    EXACT = "exact"
    """At the place itself."""
    NEAR = "near"
    """Beside it («محيط خشام»), or somewhere in a district or on a mountain."""
    REGION = "region"
    """Somewhere in a governorate, a country or a town's countryside («ريف حلب»)."""


class Link(BaseModel):
    """The gazetteer entry that an entity is, or may be. Coordinates are WGS 84 decimal degrees."""

    model_config = ConfigDict(frozen=True)

    entry: str
    """The id of the entry."""
    name: str
    """Its canonical Arabic name."""
    english: str | None = None
    type: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    admin: tuple[str, ...] = ()
    """The English names of what it lies in, or belongs to, the largest first."""
    pcode: str | None = None
    lat: float | None = None
    lon: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    """The first and the last day, month or year that the entry was there, where the gazetteer knows them."""
    score: float = Field(1.0, ge=0, le=1)
    """How likely it is this entry among those of its name."""


class Rival(BaseModel):
    """A reading of the same words that was rejected."""

    model_config = ConfigDict(frozen=True)

    text: str
    label: Label
    score: float = Field(ge=0, le=1)


class Evidence(BaseModel):
    """Why an entity is one."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    """The gazetteer name that matched."""
    variant: str | None = None
    """What was done to that name to find it here: "as written", "glued", …"""
    weak: bool = False
    """Whether that name needs support from the text."""
    cues: tuple[str, ...] = ()
    """What announced it: "head حقل", "designator قريه", "title العميد", "list member", "quotes", …"""
    tagger: float | None = None
    """The probability that the statistical tagger gives it, 0 to 1; None if it passed it over or took no part."""
    rivals: tuple[Rival, ...] = ()
    """Readings that overlapped it and lost, the strongest first."""


class Entity(BaseModel):
    """A name found in a text. `text[start:end]` of the caller's text is `text`; offsets are code points, half-open."""

    model_config = ConfigDict(frozen=True)

    text: str
    label: Label
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    score: float = Field(ge=0, le=1)
    """How likely this span with this label is right."""
    source: tuple[Source, ...]
    proclitic: str | None = None
    """The one-letter words written onto the name, outside the span: وب before الرقة in «وبالرقة»."""
    designator: str | None = None
    """The noun beside the name that says what it is, outside the span: قرية, ريف, ميليشيا."""
    link: Link | None = None
    """The gazetteer entry it is; None where there is none, or where several are as likely."""
    candidates: tuple[Link, ...] = ()
    """Every entry it may be, the likeliest first."""
    geo_precision: GeoPrecision | None = None
    """How exactly it says where; None for what is neither PLACE nor FACILITY."""
    evidence: Evidence = Evidence()

    def explain(self) -> str:
        """One sentence: what was found, what speaks for it, which entry it is, what lost."""
        parts = [f"{self.text} is {_article(self.label)} {self.label} ({self.score:.2f})", *self._reasons()]
        return ": ".join([parts[0], "; ".join(parts[1:])]) + "." if len(parts) > 1 else parts[0] + "."

    def _reasons(self) -> Iterator[str]:
        evidence = self.evidence
        if evidence.name:
            weak = ", a name that needs support," if evidence.weak else ""
            yield f"the gazetteer has the name {evidence.name}{weak} found {evidence.variant}"
        if self.proclitic:
            yield f"behind the proclitic {self.proclitic}"
        if evidence.cues:
            yield f"cues: {', '.join(evidence.cues)}"
        if evidence.tagger is not None:
            yield f"the tagger gives it {evidence.tagger:.2f}"
        if self.link:
            others = [link for link in self.candidates if link.entry != self.link.entry]
            before = f", {self.link.score:.2f} before {_describe(others[0])}, {others[0].score:.2f}" if others else ""
            yield f"linked to {_describe(self.link)}{before}"
        elif self.candidates:
            alike = "are too much alike, first" if len(self.candidates) > 1 else "is elsewhere:"
            yield f"not linked, {len(self.candidates)} known of the name {alike} {_describe(self.candidates[0])}"
        if evidence.rivals:
            beaten = ", ".join(f"{r.text} as {r.label} ({r.score:.2f})" for r in evidence.rivals)
            yield f"it beat {beaten}"


def _article(label: Label) -> str:
    return "an" if label[0] in "AO" else "a"


def _describe(link: Link) -> str:
    where = f" in {', '.join(reversed(link.admin))}" if link.admin else ""
    what = " ".join(filter(None, (link.type, link.english or link.name)))
    when = f", {link.valid_from or ''}–{link.valid_to or ''}" if link.valid_from or link.valid_to else ""
    return f"{what}{where} ({link.entry}{when})"


class Extraction(BaseModel):
    """A text and the entities found in it, in order, none overlapping another. Iterating gives the entities.

    >>> from arabic_conflict_ner import extract
    >>> extraction = extract("انسحبت قسد من بلدة الشحيل")
    >>> [(entity.text, entity.label.value) for entity in extraction]
    [('قسد', 'ARMED_GROUP'), ('الشحيل', 'PLACE')]
    >>> Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    True
    """

    model_config = ConfigDict(frozen=True)

    text: str
    entities: tuple[Entity, ...] = ()
    tagger: str | None = None
    """The name of the tagger that took part; None: rules and gazetteer alone."""
    gazetteer: str | None = None
    """The version of the gazetteer, the same for the same entries (:attr:`Gazetteer.version`)."""
    library: str | None = None
    """The version of this library; None, as the two above, in what says only an `error`."""
    error: str | None = None
    """Why this document could not be read (only in what `extract_many` gives); its entities are then empty."""

    def __iter__(self) -> Iterator[Entity]:  # type: ignore[override]  # pydantic's own gives (field, value) pairs
        return iter(self.entities)

    def __len__(self) -> int:
        return len(self.entities)

    @property
    def places(self) -> tuple[Entity, ...]:
        """The entities labelled PLACE."""
        return self._labelled(Label.PLACE)

    @property
    def armed_groups(self) -> tuple[Entity, ...]:
        """The entities labelled ARMED_GROUP."""
        return self._labelled(Label.ARMED_GROUP)

    @property
    def people(self) -> tuple[Entity, ...]:
        """The entities labelled PERSON."""
        return self._labelled(Label.PERSON)

    @property
    def facilities(self) -> tuple[Entity, ...]:
        """The entities labelled FACILITY."""
        return self._labelled(Label.FACILITY)

    @property
    def organizations(self) -> tuple[Entity, ...]:
        """The entities labelled ORGANIZATION: empty unless that label was asked for."""
        return self._labelled(Label.ORGANIZATION)

    def _labelled(self, label: Label) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.label is label)

    def to_records(self) -> list[dict[str, Any]]:
        """One flat dict an entity, with the keys of :data:`COLUMNS`; values are str, int, float or None."""
        return [_record(entity) for entity in self.entities]

    def to_df(self) -> "pd.DataFrame":
        """One row an entity, with the columns of :data:`COLUMNS` and dtypes that never change.

        `start` and `end` are Int64, `score`, `lat` and `lon` float64, all others string; what is not known is missing.
        Raises ImportError where pandas is not installed.
        """
        from arabic_conflict_ner.integrations.frames import to_df  # noqa: PLC0415  # a room above this one

        return to_df(self)

    def redacted(self) -> "Extraction":
        """The same with the names of persons masked, offsets kept; a name that was not found stays."""
        from arabic_conflict_ner.redact import redacted  # noqa: PLC0415  # a room above this one

        return redacted(self)

    def render(self, path: "Path | str", *, title: str | None = None, redact_persons: bool = False) -> None:
        """Write a page in one file that needs no network: the text with its entities, their map, their table.

        Raises OSError where it cannot be written; what stood there before then still does.
        """
        from arabic_conflict_ner.render.document import write  # noqa: PLC0415  # a room above this one
        from arabic_conflict_ner.render.page import page  # noqa: PLC0415  # a room above this one

        write(path, page(self.redacted() if redact_persons else self, title=title))

    def to_map(
        self, *, redact_persons: bool = False, tiles: str | None = None, credit: str | None = None
    ) -> "PlaceMap":
        """The places and facilities on a map, which shows itself in a notebook and can be saved.

        In, raises: as :class:`arabic_conflict_ner.render.map.PlaceMap`, which takes many results too.
        """
        from arabic_conflict_ner.render.map import PlaceMap  # noqa: PLC0415  # a room above this one

        return PlaceMap([self], redact_persons=redact_persons, tiles=tiles, credit=credit)

    def to_displacy(self, *, redact_persons: bool = False) -> dict[str, Any]:
        """The text and its entities for ``spacy.displacy.render(…, style="ent", manual=True, options=OPTIONS)``.

        OPTIONS is in arabic_conflict_ner.render.displacy: with it displaCy shows what a notebook shows.
        """
        from arabic_conflict_ner.render.displacy import parsed  # noqa: PLC0415  # a room above this one

        return parsed(self.redacted() if redact_persons else self)

    def to_spacy(self, nlp: "Language | None" = None) -> "Doc":
        """A spaCy Doc with the entities in `doc.ents`, `doc.spans["arabic_conflict_ner"]` and `doc._.conflict`.

        In: `nlp`, whose tokens it has; unless given those of `blank_arabic()`. Nothing else of `nlp` is run.
        """
        from arabic_conflict_ner.integrations.spacy_doc import to_doc  # noqa: PLC0415  # a room above this one

        return to_doc(self, nlp)

    def _repr_html_(self) -> str:
        """What a notebook shows: the text, right-to-left, its entities marked."""
        from arabic_conflict_ner.render.highlight import fragment  # noqa: PLC0415  # a room above this one

        return fragment(self)

    def __str__(self) -> str:
        """Lines for a terminal: one an entity."""
        from arabic_conflict_ner.render.terminal import lines  # noqa: PLC0415  # a room above this one

        return "\n".join(lines(self))


def _record(entity: Entity) -> dict[str, Any]:
    link = entity.link
    return {
        **entity.model_dump(mode="json", include={"text", "label", "start", "end", "score"}),
        "source": "+".join(entity.source),
        "proclitic": entity.proclitic,
        "designator": entity.designator,
        "entry": link.entry if link else None,
        "name": link.name if link else None,
        "english": link.english if link else None,
        "type": link.type if link else None,
        "country": link.country if link else None,
        "admin": " > ".join(link.admin) if link else None,
        "pcode": link.pcode if link else None,
        "lat": link.lat if link else None,
        "lon": link.lon if link else None,
        "geo_precision": entity.geo_precision.value if entity.geo_precision else None,
        "explanation": entity.explain(),
    }
