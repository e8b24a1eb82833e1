"""Names that others have put together, made into entries of ours: one file a format."""

from enum import StrEnum


class Format(StrEnum):
    """What a file of names may be."""

    GEONAMES = "geonames"
    """A country dump of GeoNames: SY.txt, SY.zip."""
    COD = "cod"
    """A spreadsheet of admin units or populated places as OCHA publishes them: .xlsx, .csv."""
    LIST = "list"
    """A text file, one name a line."""
