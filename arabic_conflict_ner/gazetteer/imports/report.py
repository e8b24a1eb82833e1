"""What an import did, in a few lines: counts, and the first examples of everything that was left out."""

from collections.abc import Iterator
from pathlib import Path

from arabic_conflict_ner.gazetteer.imports.imported import Imported, LeftOut, Reason

_EXAMPLES = 3


def report(imported: Imported, out: Path) -> str:
    """The report of an import into a file, with file and line of what was left out; frequent reasons first."""
    return "".join(f"{line}\n" for line in _lines(imported, out))


def _lines(imported: Imported, out: Path) -> Iterator[str]:
    names = sum(len(entry.names) for entry in imported.entries)
    written = f"{len(imported.by_id)} entries with {names} names written to {out}"
    yield f"{imported.rows} rows read, {written if names else f'no entry: {out} was not written'}"
    by_reason: dict[Reason, list[LeftOut]] = {}
    for left in sorted(imported.left_out, key=lambda left: (left.file, left.line)):
        by_reason.setdefault(left.reason, []).append(left)
    for reason, all_left in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        yield f"left out: {len(all_left)} {reason}"
        yield from (f"  {left}" for left in all_left[:_EXAMPLES])
        if len(all_left) > _EXAMPLES:
            yield f"  … and {len(all_left) - _EXAMPLES} more"
