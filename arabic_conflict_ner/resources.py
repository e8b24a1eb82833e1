"""Where the data files lie: inside the installed package, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def gazetteers() -> Path:
    """The folder of the built-in gazetteers: shipped inside the wheel, `gazetteers/` in an editable checkout."""
    installed = _PACKAGE / "gazetteers"
    return installed if installed.is_dir() else _PACKAGE.parent / "gazetteers"


def models() -> Path:
    """The folder of the taggers that ship with the library, one folder each."""
    return _PACKAGE / "model"


def cache() -> Path | None:
    """The folder for files that can be made anew, there or not; None for a user without a home."""
    try:
        return Path.home() / ".cache" / "arabic_conflict_ner"
    except RuntimeError:
        return None
