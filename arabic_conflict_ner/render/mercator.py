"""The map's projection: Web Mercator, as most maps of the web have it, in units so small that whole numbers do."""

from math import asinh, atan, degrees, pi, radians, sinh, tan

WORLD = 2**18
"""The width and height of the world in units: at the equator a unit is 150 m."""
NORTHERNMOST = 85.05
"""The latitude, north and south, where the square map ends."""


def project(lat: float, lon: float) -> tuple[float, float]:
    """Degrees to units from the map's upper left corner; beyond the map's end, its end.

    >>> project(0, -180), project(0, 0)
    ((0.0, 131072.0), (131072.0, 131072.0))
    """
    lat = min(max(lat, -NORTHERNMOST), NORTHERNMOST)
    return (lon + 180) / 360 * WORLD, (1 - asinh(tan(radians(lat))) / pi) / 2 * WORLD


def unproject(x: float, y: float) -> tuple[float, float]:
    """Units to degrees: latitude, longitude.

    >>> lat, lon = unproject(*project(35.33, 40.14))  # دير الزور
    >>> round(lat, 6), round(lon, 6)
    (35.33, 40.14)
    """
    return degrees(atan(sinh(pi * (1 - 2 * y / WORLD)))), x / WORLD * 360 - 180
