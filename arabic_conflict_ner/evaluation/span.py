"""A labelled span of a text."""

from typing import NamedTuple

from arabic_conflict_ner.labels import Label


class Span(NamedTuple):
    """Offsets in code points of the text, half-open, and a label.

    >>> span = Span(0, 5, Label.PLACE)
    >>> span.overlaps(Span(4, 6, Label.PLACE)), span.overlaps(Span(5, 6, Label.PLACE))
    (True, False)
    """

    start: int
    end: int
    label: Label

    def touches(self, other: "Span") -> bool:
        """Whether they share a character."""
        return self.start < other.end and other.start < self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a character and have the same label."""
        return self.label is other.label and self.touches(other)
