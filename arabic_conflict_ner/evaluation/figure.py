"""What every result of an evaluation is: frozen, and written to JSON with the figures that follow from its fields."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Figure(BaseModel):
    """A frozen model whose `derived` properties are written out too, and ignored when read back.

    >>> class Share(Figure):
    ...     derived = ("share",)
    ...     of: int
    ...     all: int
    ...
    ...     @property
    ...     def share(self) -> float:
    ...         return self.of / self.all
    >>> Share(of=1, all=4).model_dump()
    {'of': 1, 'all': 4, 'share': 0.25}
    """

    model_config = ConfigDict(frozen=True)

    derived: ClassVar[tuple[str, ...]] = ()
    """The names of the properties to write."""

    @model_serializer(mode="wrap")
    def _with_derived(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = handler(self)
        return written | {name: getattr(self, name) for name in self.derived}


def ratio(part: float, whole: float) -> float:
    """A share, 0 where there is nothing to divide by.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, 0.0)
    """
    return part / whole if whole else 0.0


def harmonic(one: float, other: float) -> float:
    """The harmonic mean of two shares: F1 of precision and recall (van Rijsbergen, Information Retrieval, 1979, ch. 7).

    >>> harmonic(0.5, 1.0), harmonic(0.0, 0.0)
    (0.6666666666666666, 0.0)
    """
    return ratio(2 * one * other, one + other)
