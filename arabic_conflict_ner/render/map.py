"""Places of one or many results on a map, in one file that needs no network."""

from collections.abc import Iterable
from itertools import repeat
from pathlib import Path

from arabic_conflict_ner.redact import redacted
from arabic_conflict_ner.render.document import document, write
from arabic_conflict_ner.render.figure import figure
from arabic_conflict_ner.render.markup import Markup, tag
from arabic_conflict_ner.render.places import Place, Unplaced, survey
from arabic_conflict_ner.render.tiles import Tiles
from arabic_conflict_ner.results import Extraction

_HEIGHT = "34rem"  # in a notebook


class PlaceMap:
    """A map of the places and facilities that results link to entries with coordinates; the others stand beside it.

    In: `extractions`, one or many; `titles`, what to call their texts in the popups, one each; `redact_persons`,
    whether names of persons are masked; `tiles`, for those with a network pictures to lay under the places, such as
    "https://tile.openstreetmap.org/{z}/{x}/{y}.png", and `credit`, whom to name for them.

    Shows itself in a notebook. Raises ValueError for titles that are more or fewer than results, or for tiles without
    credit.

    >>> from arabic_conflict_ner import extract
    >>> found = PlaceMap([extract("قصف على مدينة الرقة"), extract("هدوء في الرقة وفي قرية لا اسم لها")])
    >>> [(place.link.name, len(place.mentions)) for place in found.places]
    [('الرقة', 2)]
    """

    def __init__(
        self,
        extractions: Iterable[Extraction],
        *,
        titles: Iterable[str] | None = None,
        redact_persons: bool = False,
        tiles: str | None = None,
        credit: str | None = None,
    ) -> None:
        if (tiles is None) != (credit is None):
            raise ValueError("tiles and credit go together: those who draw a map are to be named on it")
        self._tiles = Tiles.of(tiles, credit) if tiles is not None and credit is not None else None
        shown = map(redacted, extractions) if redact_persons else extractions
        titled = zip(shown, repeat(None), strict=False) if titles is None else zip(shown, titles, strict=True)
        self.places: list[Place]
        """What is on the map, the oftenest named first."""
        self.unplaced: list[Unplaced]
        """What is not: names without an entry, with several, or whose entry has no coordinates."""
        self.places, self.unplaced = survey(titled)

    def html(self) -> str:
        """The map as a page."""
        content = tag("main", figure(self.places, self.unplaced, self._tiles), class_="acn-alone")
        return document("Map of places", content, tiles=self._tiles)

    def save(self, path: Path | str) -> None:
        """Write the page. Raises OSError; what stood there before then still does."""
        write(path, self.html())

    def _repr_html_(self) -> str:
        """The page in a frame of its own: what it holds can touch nothing else of the notebook."""
        style = f"width: 100%; height: {_HEIGHT}; border: 0"
        return tag("iframe", Markup(), srcdoc=self.html(), sandbox="allow-scripts", style=style, title="Map of places")
