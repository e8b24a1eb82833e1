"""One real thing with an id, and its names."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from arabic_conflict_ner.labels import Label

TYPES: dict[Label, tuple[str, ...]] = {
    Label.PLACE: (
        *("country", "region", "governorate", "district", "subdistrict", "city", "town", "village", "neighbourhood"),
        *("camp", "continent", "mountain", "river", "sea", "lake", "island", "valley", "plain", "desert", "strait"),
    ),
    Label.ARMED_GROUP: (
        *(
            "army",
            "unit",
            "air_force",
            "navy",
            "police",
            "intelligence",
            "paramilitary",
            "militia",
            "rebel",
            "jihadist",
        ),
        *("tribal", "military_council", "coalition", "armed_wing", "armed_party", "un_mission", "pmc"),
    ),
    Label.FACILITY: (
        *("airport", "airbase", "base", "crossing", "checkpoint", "bridge", "dam", "port", "oil_field", "gas_field"),
        *("refinery", "pipeline_station", "power_station", "plant", "hospital", "school", "university", "mosque"),
        *("church", "shrine", "prison", "palace", "market", "road", "square", "stadium", "hotel", "junction"),
        *("position", "building"),
    ),
    Label.PERSON: ("commander", "politician", "official", "spokesman", "cleric", "activist", "journalist"),
    Label.ORGANIZATION: (
        *("government", "ministry", "parliament", "party", "un", "ngo", "monitor", "court", "media", "company"),
        *("university", "body"),
    ),
}
"""The types that an entry of each label may have. gazetteers/README.md says the same."""


class Kind(StrEnum):
    """What a name is to its entry."""

    CANONICAL = "canonical"
    ALIAS = "alias"
    WEAK = "weak"
    """A name that needs support: a cue, a list, its parent area nearby."""


class Trust(StrEnum):
    """An editor's word on a name, which overrules what the library works out from word frequencies."""

    STRONG = "strong"
    WEAK = "weak"


class Designation(StrEnum):
    """Who uses a group's name."""

    NEUTRAL = "neutral"
    SELF = "self"
    PEJORATIVE = "pejorative"


class Name(BaseModel):
    """One written form of an entry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    kind: Kind = Kind.CANONICAL
    source: str = "user"
    designation: Designation = Designation.NEUTRAL
    trust: Trust | None = None


Date = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Entry(BaseModel):
    """One real thing with an id. Coordinates are WGS 84 decimal degrees.

    Raises pydantic.ValidationError where a value is outside its range, the type does not belong to the label, or the
    first name is not the only canonical one.

    >>> Entry(id="place/sy/c1", label="PLACE", names=[Name(text="الشحيل")]).name
    'الشحيل'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    label: Label
    names: tuple[Name, ...] = Field(min_length=1)
    english: str | None = None
    country: str | None = Field(None, pattern="^[A-Z]{2}$")
    type: str | None = None
    parent: str | None = None
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    pcode: str | None = None
    geonames: str | None = None
    wof: str | None = None
    wikidata: str | None = None
    population: int | None = Field(None, ge=0)
    role: str | None = None
    group: str | None = None
    theatre: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of countries other than its own where a group acts."""
    valid_from: Date | None = None
    valid_to: Date | None = None

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.names[0].text

    @property
    def source(self) -> str:
        """Who vouches for the entry."""
        return self.names[0].source

    @field_validator("theatre", mode="before")
    @classmethod
    def _codes(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        if [name.kind for name in self.names].count(Kind.CANONICAL) != 1 or self.names[0].kind is not Kind.CANONICAL:
            raise ValueError("the first name, and only the first, is to be canonical")
        if self.type is not None and self.type not in TYPES[self.label]:
            raise ValueError(f"type {self.type!r} is none of {self.label}; allowed: {' '.join(TYPES[self.label])}")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("lat and lon go together; give both or none")
        for code in self.theatre:
            if not (len(code) == 2 and code.isascii() and code.isupper()):
                raise ValueError(f"theatre {code!r} is no country code; allowed: two capital letters, SY IQ")
        return self
