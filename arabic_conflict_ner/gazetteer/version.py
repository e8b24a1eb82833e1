"""A digest of what gazetteers hold: the same for the same names, in whatever files and order they stand.

That of several entries is the sum of theirs, so that one more or less costs nothing but its own.
"""

import hashlib
import json
from collections.abc import Iterable

from arabic_conflict_ner.gazetteer.entry import Entry

_SIZE = 32  # bytes
_SHOWN = 16  # hexadecimal digits


def digest(entry: Entry, own: Iterable[str] = ()) -> int:
    """The digest of an entry: of all that is said of it, its names in any order.

    In: `own`, those of its names that are the caller's: they are trusted more.
    """
    fields = entry.model_dump(mode="json", exclude_defaults=True)
    fields["names"].sort(key=lambda name: sorted(name.items()))
    told = json.dumps([fields, sorted(own)], sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(told).digest())


def written(total: int) -> str:
    """A sum of digests as people are given it: sixteen hexadecimal digits.

    >>> written(0), len(written(-1))
    ('66687aadf862bd77', 16)
    """
    return hashlib.sha256((total % (1 << 8 * _SIZE)).to_bytes(_SIZE)).hexdigest()[:_SHOWN]
