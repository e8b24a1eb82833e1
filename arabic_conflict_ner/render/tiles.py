"""A map from the network under the places, for those who want one: without it nothing is ever loaded."""

import re
from typing import NamedTuple

_TEMPLATE = re.compile(r"(https://[a-zA-Z0-9.-]+(?::\d+)?)(?:/[\w.~%{}@+-]*)+(?:\?[\w.~%{}@=&+-]*)?")
_NEEDED = ("{z}", "{x}", "{y}")


class Tiles(NamedTuple):
    """Where the pictures of a map come from, in the tiling that OpenStreetMap and most others have."""

    template: str
    """https://… with {z}, {x} and {y}."""
    credit: str
    """Whom the map is to name for them."""

    @classmethod
    def of(cls, template: str, credit: str) -> "Tiles":
        """Raises ValueError for a template that is none.

        >>> Tiles.of("https://tiles.example/{z}/{x}/{y}.png", "© Example").origin
        'https://tiles.example'
        """
        missing = [part for part in _NEEDED if template.count(part) != 1]
        if missing or not _TEMPLATE.fullmatch(template):
            raise ValueError(
                f"tiles is {template!r}; allowed: https://host/… with {{z}}, {{x}} and {{y}} once each, such as "
                "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
            )
        return cls(template, credit)

    @property
    def origin(self) -> str:
        """The one host that a page with these tiles may load from."""
        found = _TEMPLATE.fullmatch(self.template)
        assert found  # noqa: S101  # `of` has seen to it
        return found[1]
