"""Coordinates as tables write them."""

from arabic_conflict_ner.text.chars import fold_digits

_COMMAS = str.maketrans(",٫", "..")


def point(lat: str, lon: str) -> tuple[float, float] | None:
    """Latitude and longitude in decimal degrees, to five decimals (a metre); None where both cells are empty.

    Raises ValueError for what is no place on earth; 0, 0 is what tables hold for want of a point.

    >>> point("35,33", "40.1412345"), point("٣٥٫٣٣", "٤٠٫١٤"), point("", "")
    ((35.33, 40.14123), (35.33, 40.14), None)
    """
    if not lat.strip() and not lon.strip():
        return None
    y, x = (float(fold_digits(cell).translate(_COMMAS)) for cell in (lat, lon))
    if not (-90 <= y <= 90 and -180 <= x <= 180) or y == x == 0:
        raise ValueError(f"{y}, {x} is no place on earth")
    return round(y, 5), round(x, 5)
