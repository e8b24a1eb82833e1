"""Whether an entry was there on a day."""

from datetime import date

from arabic_conflict_ner.gazetteer.entry import Entry


def as_text(day: date | str | None) -> str | None:
    """A day as ISO 8601 writes it: 2024-12-08. Raises ValueError for a string that is no date."""
    if isinstance(day, str):
        try:
            return date.fromisoformat(day).isoformat()
        except ValueError:
            raise ValueError(f"doc_date is {day!r}; allowed: a date, or a str such as 2024-12-08") from None
    return None if day is None else f"{day:%Y-%m-%d}"


def is_valid(entry: Entry, day: str) -> bool:
    """Whether a day (YYYY-MM-DD) lies between the entry's first and last one; both may be months or years."""
    first, last = entry.valid_from, entry.valid_to
    return (first is None or day[: len(first)] >= first) and (last is None or day[: len(last)] <= last)
