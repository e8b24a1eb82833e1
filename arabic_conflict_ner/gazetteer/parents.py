"""What an editor means as the parent of an entry."""

from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.gazetteer.entry import Entry
from arabic_conflict_ner.gazetteer.gazetteer import Gazetteer
from arabic_conflict_ner.gazetteer.search import Spellings, by_english, described
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN
from arabic_conflict_ner.labels import Label

_PARENTS = {
    Label.PLACE: (Label.PLACE,),
    Label.FACILITY: (Label.PLACE,),
    Label.ARMED_GROUP: (Label.ARMED_GROUP,),
    Label.ORGANIZATION: (Label.ORGANIZATION,),
}
_CHOICES = 20


def find_parent(given: str, known: Gazetteer, *, label: Label, country: str | None = None) -> Entry:
    """The entry that an id, or an Arabic or English name, means as a parent of something.

    In: `label` and `country` of that something: a village lies in a place, and in its country.

    Raises ArabicConflictNerError with the choices if there are several, and with like spellings if there are none.

    >>> find_parent("Raqqa", Gazetteer.builtin(), label=Label.FACILITY).id
    'place/sy/sy11'
    """
    if given in known:
        return known.entry(given)
    refs = known.search(given)
    named = [ref.entry for ref in refs if ref.variant == AS_WRITTEN] or [ref.entry for ref in refs]
    choices = {
        entry.id: entry
        for entry in [*named, *by_english(known, given)]
        if entry.label in _PARENTS.get(label, Label) and country in (None, entry.country)
    }
    if len(choices) == 1:
        return next(iter(choices.values()))
    raise ArabicConflictNerError(_unclear(given, list(choices.values()), known))


def _unclear(given: str, choices: list[Entry], known: Gazetteer) -> str:
    if choices:
        told = f"parent {given!r} may be {len(choices)} entries; give the id of one:"
        more = [f"… and {len(choices) - _CHOICES} more"] if len(choices) > _CHOICES else []
        return "\n  ".join([told, *described(known, choices[:_CHOICES]), *more])
    nearest = Spellings(known, english=given.isascii()).nearest(given)
    like = ", ".join(f"{near.name} ({near.entries[0].id})" for near in nearest)
    return f"parent {given!r} is no id or name of an entry; " + (f"written like it: {like}" if like else "give an id")
