"""The gazetteers that ship with the library: from a prebuilt file where one fits them, from the CSV files otherwise.

The wheel brings its prebuilt file along. For a checkout, whose CSV files change, one is kept in the user's cache.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from arabic_conflict_ner.errors import GazetteerError, Problem
from arabic_conflict_ner.gazetteer import changes, files, prebuilt, version
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.names import Names
from arabic_conflict_ner.gazetteer.stack import Stack

PREBUILT = "names.bin"
"""What the prebuilt file is called in the folder of the gazetteers."""
_SOURCES = "sources.toml"
ODBL = "odbl"
"""The folder of the entries under a share-alike licence, which are no part of the built-in ones."""
_APART = ("lexicon", ODBL)
_PACKAGE = Path(__file__).parent.parent
_CODE = (
    *("labels.py", "gazetteer/entry.py", "gazetteer/files.py", "gazetteer/names.py", "gazetteer/prebuilt.py"),
    *("gazetteer/reading.py", "gazetteer/row.py", "gazetteer/variants.py", "gazetteer/version.py"),
    *("text/chars.py", "text/normalize.py"),
)
"""What decides which entries and names the CSV files give."""
_KEPT = 4  # files in the cache: those last written

Loaded = tuple[Mapping[str, Entry], Names, int]
"""Entries by id, their names, and the sum of their digests."""


def load(folder: Path, *, cache: Path | None = None) -> Loaded:
    """What a folder of gazetteers holds.

    In: `cache`, a folder where a prebuilt file is looked for too, and kept if none fits: None for no cache. A file that
    was made of anything else than what lies in `folder` now, or is damaged, is passed over.

    Raises GazetteerError with all problems of the CSV files; OSError if they cannot be read.
    """
    if not _RUNNING:
        return read(folder)
    made_of = digest(folder)
    kept = [cache / f"{made_of}.bin"] if cache else []
    for path in (folder / PREBUILT, *kept):
        found = prebuilt.read(path, made_of)
        if found is not None:
            return found
    loaded = read(folder)
    if digest(folder) == made_of:  # nobody wrote the files meanwhile
        for path in kept:
            _keep(path, made_of, loaded)
    return loaded


def build(folder: Path, path: Path) -> None:
    """Write the prebuilt file of a folder of gazetteers. Raises as :func:`load`."""
    prebuilt.write(path, digest(folder), *read(folder))


def digest(folder: Path) -> str:
    """SHA-256 of the CSV files of a folder, of sources.toml, and of the code that reads them. Raises OSError."""
    return _sha256(folder, [folder / _SOURCES, *_csv(folder)], _RUNNING)


def read(folder: Path) -> Loaded:
    """What the CSV files of a folder hold. Raises as :func:`load`."""
    return _loaded(*files.read_all(_csv(folder), sources=_sources(folder)))


def load_odbl(folder: Path, stack: Stack) -> Loaded:
    """What the share-alike CSV files of a folder hold, entries of a stack among it to which they add names.

    Raises as :func:`load`.
    """
    found = files.read_changing(sorted((folder / ODBL).glob("*.csv")), sources=_sources(folder))
    layer, problems = changes.of_files(found, stack)
    return _loaded(layer.entries, [*found.problems, *problems])


def _loaded(entries: Mapping[str, Entry], problems: list[Problem]) -> Loaded:
    if problems:
        raise GazetteerError(problems)
    return entries, Names.of(entries.values()), sum(map(version.digest, entries.values()))


def _sources(folder: Path) -> frozenset[str]:
    return frozenset(tomllib.loads((folder / _SOURCES).read_text("utf-8")))


def _csv(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.csv") if path.parent.name not in _APART)


def _sha256(folder: Path, paths: Iterable[Path], before: str = "") -> str:
    """The digest of files and of their places in a folder, `before` in front of it. Raises OSError."""
    whole = hashlib.sha256(before.encode())
    for path in paths:
        content = path.read_bytes()
        whole.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def _code() -> str:
    """The digest of the code that reads the files; empty if the library is compiled and without it."""
    try:
        return _sha256(_PACKAGE, (_PACKAGE / name for name in _CODE))
    except OSError:
        return ""


_RUNNING = _code()  # now, not later: the code of a checkout may change while the process runs


def _keep(path: Path, made_of: str, loaded: Loaded) -> None:
    """Write a prebuilt file into a cache, and remove the oldest there."""
    try:
        prebuilt.write(path, made_of, *loaded)
        for old in sorted(path.parent.glob("*.bin"), key=lambda other: -other.stat().st_mtime)[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a cache that cannot be written: the next process reads the CSV files too
