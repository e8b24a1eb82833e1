"""Small drawings for the report, in SVG: the reliability diagram, and an interval on a scale."""

from collections.abc import Iterator

from arabic_conflict_ner.evaluation.bootstrap import Interval
from arabic_conflict_ner.evaluation.calibration import Bin, Calibration
from arabic_conflict_ner.render.markup import Markup, tag

_SIDE = 200
_LEFT, _TOP, _RIGHT, _BOTTOM = 38, 10, 10, 40
_LEAST, _MOST = 2.5, 9.0  # radius of the dots
_SCALE, _HEIGHT = 120, 14


def reliability(calibration: Calibration, *, label: str, min_score: float) -> Markup:
    """The mean score of each bin against the share that is right: a dot a bin, its area by how many the bin holds.

    Calibrated scores lie on the diagonal; what lies under it is too sure of itself. What stands left of the vertical
    line is not reported. After Alexandru Niculescu-Mizil, Rich Caruana: Predicting Good Probabilities with Supervised
    Learning, ICML 2005.
    """
    most = max((bin.count for bin in calibration.bins), default=1)
    return tag(
        "svg",
        *_frame(),
        tag("line", x1=_x(min_score), y1=_y(0), x2=_x(min_score), y2=_y(1), class_="limit"),
        tag("line", x1=_x(0), y1=_y(0), x2=_x(1), y2=_y(1), class_="diagonal"),
        *(piece for bin in calibration.bins for piece in _dot(bin, most)),
        viewBox=f"0 0 {_LEFT + _SIDE + _RIGHT} {_TOP + _SIDE + _BOTTOM}",
        role="img",
        aria_label=f"Reliability diagram of {label}; the same figures are in the table below",
    )


def _x(share: float) -> float:
    return round(_LEFT + _SIDE * share, 1)


def _y(share: float) -> float:
    return round(_TOP + _SIDE * (1 - share), 1)


def _frame() -> Iterator[Markup]:
    for share in (0, 0.25, 0.5, 0.75, 1):
        yield tag("line", x1=_x(share), y1=_y(0), x2=_x(share), y2=_y(1), class_="grid")
        yield tag("line", x1=_x(0), y1=_y(share), x2=_x(1), y2=_y(share), class_="grid")
    for share in (0, 0.5, 1):
        yield tag("text", f"{share:g}", x=_x(share), y=_y(0) + 15, text_anchor="middle")
        yield tag("text", f"{share:g}", x=_x(0) - 6, y=_y(share) + 4, text_anchor="end")
    yield tag("text", "mean score", x=_x(0.5), y=_y(0) + 32, text_anchor="middle")
    yield tag("text", "share right", transform=f"translate(11 {_y(0.5)}) rotate(-90)", text_anchor="middle")


def _dot(bin: Bin, most: int) -> Iterator[Markup]:
    """The bin, and how far it is from the diagonal."""
    radius = round(max(_LEAST, _MOST * (bin.count / most) ** 0.5), 1)
    says = f"{bin.low:.1f} to {bin.high:.1f}: {bin.count} entities, mean score {bin.score:.3f}, {bin.right:.3f} right"
    yield tag("line", x1=_x(bin.score), y1=_y(bin.score), x2=_x(bin.score), y2=_y(bin.right), class_="gap")
    yield tag("circle", tag("title", says), cx=_x(bin.score), cy=_y(bin.right), r=radius)


def interval(value: float, bounds: Interval | None, *, least: float) -> Markup:
    """A value as a dot and its interval as a bar, on a scale from `least` to 1."""

    def x(share: float) -> float:
        return round(4 + (_SCALE - 8) * (max(share, least) - least) / (1 - least), 1)

    middle = _HEIGHT / 2
    bar = tag("line", x1=x(bounds.low), y1=middle, x2=x(bounds.high), y2=middle, class_="bar") if bounds else ""
    return tag(
        "svg",
        tag("line", x1=x(least), y1=middle, x2=x(1), y2=middle, class_="grid"),
        bar,
        tag("circle", cx=x(value), cy=middle, r=3.5),
        viewBox=f"0 0 {_SCALE} {_HEIGHT}",
        class_="interval",
        aria_hidden="true",
    )
