"""Zip files from elsewhere, which may unpack to more than a machine holds."""

import zipfile
import zlib
from typing import IO

from arabic_conflict_ner.errors import ArabicConflictNerError

LIMIT = 512 * 1024 * 1024
"""Bytes that a zip may unpack to; the largest country of GeoNames has 400 million."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
"""What `zipfile` raises for files that are damaged, encrypted, or packed in a way it does not know."""


class TooLargeError(ArabicConflictNerError):
    """A zip would unpack to more than :data:`LIMIT`."""


def is_zip(file: IO[bytes]) -> bool:
    """Whether a file begins as zip files do; it is left at its begin."""
    begin = file.read(4)
    file.seek(0)
    return begin == b"PK\x03\x04"


def check_size(packed: zipfile.ZipFile) -> None:
    """Raises TooLargeError where the files of a zip are larger than :data:`LIMIT` together.

    What they declare can be trusted: `zipfile` gives no byte more than that.
    """
    size = sum(member.file_size for member in packed.infolist())
    if size > LIMIT:
        raise TooLargeError(f"the zip unpacks to {size:,} bytes, more than the {LIMIT:,} allowed")
