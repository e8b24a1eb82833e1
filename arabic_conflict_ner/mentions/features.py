"""What speaks for and against a candidate, as values of named features."""

from bisect import bisect_right

from arabic_conflict_ner.gazetteer.entry import Kind, Trust
from arabic_conflict_ner.gazetteer.index import NameRef
from arabic_conflict_ner.gazetteer.variants import AS_WRITTEN
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.mentions.candidate import Candidate
from arabic_conflict_ner.mentions.words import CLOSING, OPENING, Text

GROUPS = (
    *("cue", "known", "type", "also", "first", "last", "before", "before2", "after", "after2", "frequency", "least"),
    *("length", "chain", "quoted", "articles", "parts", "ends in", "reaches", "digits", "weighty"),
    *("announced", "frame", "holds", "standing", "shape"),
    *("tagged", "tagged known", "tagged against", "tagged announced", "tagged standing"),
)
"""The names of the features. A candidate has one value of each, of "cue" any number."""

_EVERYWHERE = 16  # log2 of the frequency per ten million from which a word is like في, من, على
_COMMON = 5  # log2 of the frequency per ten million: 16 times and more
_COMMON_BUCKET = 4
_STRONG = 4.0
_OWN = 3.0
_PASSED_OVER = 3.0
_CITY_TYPES = frozenset(("country", "governorate", "city", "region", "continent", "sea", "river"))


class Evidence:
    """Everything that features look at in one text, worked out once."""

    def __init__(self, text: Text, candidates: list[Candidate], *, is_tagged: bool = False) -> None:
        self.is_tagged = is_tagged
        self.forms = text.forms
        self.cues = text.cues
        self.outside = text.outside
        self.lexicon = text.lexicon
        frequency = text.lexicon.frequency
        self.everywhere = [frequency.get(form, 0) >= _EVERYWHERE for form in text.forms]
        self.buckets = [min(7, (frequency.get(form, 0) + 1) // 2) for form in text.forms]
        parts = text.lexicon.name_parts
        self.parts = [parts.get(form, "-") for form in text.forms]
        self.reach: dict[tuple[int, str], int] = {}
        self.covered: dict[int, int] = {}
        self.held: dict[tuple[int, int], str] = {}
        self.tagged: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            if candidate.tagged is not None:
                for position in range(candidate.first, candidate.last):
                    self.tagged.setdefault(position, []).append(candidate)
            if candidate.refs:
                key = (candidate.begin, candidate.label)
                self.reach[key] = max(self.reach.get(key, 0), candidate.last)
                if not candidate.chain and _is_plain(candidate):
                    self._hold(candidate)
                for position in range(candidate.first, candidate.last):
                    length = candidate.last - candidate.first
                    self.covered[position] = max(self.covered.get(position, 0), length)

    def _hold(self, candidate: Candidate) -> None:
        """A known name may be what a head holds: مطار [دير الزور], مطار [دير الزور] العسكري."""
        self.held[candidate.first, candidate.last] = f"{candidate.label} at the end"
        self.held.setdefault((candidate.first, candidate.last + 1), f"{candidate.label} inside")

    def holds(self, first: int, last: int) -> str:
        """What known name fills a span, a designator in front left out: مجلس [مدينة البصيرة] العسكري."""
        held = self.held.get((first, last))
        if held is None and self.cues[first] and last - first > 1:
            held = self.held.get((first + 1, last))
        return held or ""

    def stop(self, position: int) -> str:
        """What follows a name: "." a mark or a word that stands in no name, "و" a word that may go on with one."""
        if position >= len(self.forms) or self.outside[position] or self.everywhere[position]:
            return "."
        form = self.forms[position]
        if form[0] in "بل" and form[1:] in self.lexicon.frequency and form not in self.lexicon.name_parts:
            return "."  # «قرية حصان بمحاسبة …»
        return "و" if form[0] == "و" else ""

    def form(self, position: int) -> str:
        """The form of a token, "" before the first and behind the last."""
        return self.forms[position] if 0 <= position < len(self.forms) else ""


def _is_plain(candidate: Candidate) -> bool:
    """Whether a name of it is known as written and not as a weak one."""
    return any(ref.variant == AS_WRITTEN and not is_marked_weak(ref) for ref in candidate.refs)


def values(candidate: Candidate, evidence: Evidence) -> list[str]:
    """The values of a candidate's features, in the order of GROUPS without "cue"."""
    first, last = candidate.first, candidate.last
    forms = evidence.forms
    ref = best_ref(candidate.refs) if candidate.refs else None
    before = evidence.form(first - 1)
    after = evidence.form(last)
    # Quotation marks are looked through: what counts is the word before «داعش», and that it is quoted.
    quoted = ("q" if before in OPENING else "") + ("p" if after in CLOSING else "")
    before2 = evidence.form(first - 2)
    if before in OPENING:
        before, before2 = before2, evidence.form(first - 3)
    after2 = evidence.form(last + 1)
    if after in CLOSING:
        after, after2 = after2, evidence.form(last + 2)
    bare = forms[first][len(candidate.chain) :] if candidate.chain else forms[first]
    inner = evidence.buckets[first:last]
    also = _also(candidate, evidence)
    longer = "<" if also == "longer" else ""
    announced = f"{_announced(candidate, ref)}{longer}{evidence.stop(last)}"
    standing = f"{_standing(ref, candidate, evidence)}{longer}" if ref else ""
    return [
        _known(ref) if ref else "",
        (ref.entry.type or "") if ref else "",
        also,
        bare,
        forms[last - 1] if last - first > 1 else "",
        before,
        before2,
        after,
        after2,
        f"{inner[0]}{inner[-1]}" if last - first > 1 else f"{inner[0]}",
        f"{min(inner)}{max(inner)}{'k' if ref else ''}",
        str(last - first),
        candidate.chain,
        quoted,
        "".join("1" if form.startswith("ال") else "0" for form in forms[first : min(last, first + 4)]),
        "".join(evidence.parts[first : min(last, first + 4)]),
        _ending(forms[last - 1], evidence),
        _reaches(candidate, evidence),
        "d" if any(form[0].isdigit() for form in forms[first:last]) else "",
        _weight(ref, evidence.buckets[first], last - first) if ref else "",
        announced,
        f"{bare} … {forms[last - 1]}" if last - first > 1 else "",
        evidence.holds(first + 1, last) if last - first > 1 else "",
        standing,
        _shape(candidate, evidence),
        *_tagged(candidate, ref, evidence, announced, standing),
    ]


_STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998)
"""Probabilities of a tagger that make a difference."""


def _tagged(
    candidate: Candidate, ref: NameRef | None, evidence: Evidence, announced: str, standing: str
) -> tuple[str, ...]:
    """How probable the tagger finds it, alone and by what else is known; and what it finds in its place.

    Nothing where no tagger took part; "-" for what the tagger passed over.
    """
    if not evidence.is_tagged:
        return "", "", "", "", ""
    step, roughly = "-", "-"
    if candidate.tagged is not None:
        step, roughly = str(bisect_right(_STEPS, candidate.tagged)), str(bisect_right(_COARSE, candidate.tagged))
    known = ("weak" if is_marked_weak(ref) else "known") if ref else ""
    cues = "cue" if candidate.cues else ""
    return (
        step,
        f"{step} {known} {cues}",
        f"{step} {known} {_against(candidate, evidence)}",
        f"{roughly} {announced}",
        f"{roughly} {standing}" if standing else "",
    )


def _against(candidate: Candidate, evidence: Evidence) -> str:
    """The tagger's best other reading of these words: how it lies to this one, and how probable it is."""
    best: Candidate | None = None
    for position in range(candidate.first, candidate.last):
        for other in evidence.tagged.get(position, ()):
            if other is not candidate and (best is None or (other.tagged or 0) > (best.tagged or 0)):
                best = other
    if best is None:
        return ""
    inside = candidate.begin <= best.begin and best.last <= candidate.last
    around = best.begin <= candidate.begin and candidate.last <= best.last
    lies = "=" if inside and around else "<" if inside else ">" if around else "x"
    return f"{lies}{'' if best.label is candidate.label else '!'}{bisect_right(_COARSE, best.tagged or 0)}"


_COARSE = (0.2, 0.5, 0.8, 0.95)


def _announced(candidate: Candidate, ref: NameRef | None) -> str:
    """The kinds of its cues, and whether the gazetteer knows it, and how."""
    kinds = sorted({cue.partition(" ")[0] for cue in candidate.cues})
    if ref is not None:
        kinds.append(("weak" if is_marked_weak(ref) else "known") + ("" if ref.variant == AS_WRITTEN else "~"))
    return " ".join(kinds)


def best_ref(refs: tuple[NameRef, ...]) -> NameRef:
    """The name that best explains a form: the caller's own, as written, trusted, weighty ones first."""
    return refs[0] if len(refs) == 1 else min(refs, key=_rank)


def _rank(ref: NameRef) -> tuple[bool, bool, bool, bool, int]:
    written = ref.variant == AS_WRITTEN
    weighty = ref.entry.type in _CITY_TYPES
    return (not ref.own, not written, is_marked_weak(ref), not weighty, -(ref.entry.population or 0))


def is_marked_weak(ref: NameRef) -> bool:
    """Whether an editor calls the name weak."""
    return ref.name.trust is Trust.WEAK or ref.name.kind is Kind.WEAK


def is_weak(ref: NameRef, frequencies: list[int]) -> bool:
    """Whether a name needs support: an editor says so, or each of its words is common and the place is a small one.

    `frequencies` are those of its words, log2 per ten million.
    """
    if ref.name.trust is Trust.STRONG:
        return False
    common = min(frequencies) >= _COMMON and ref.entry.type not in _CITY_TYPES
    return is_marked_weak(ref) or (ref.entry.label is Label.PLACE and common)


_SETTLEMENT_CUES = frozenset(
    f"designator {word}" for word in ("قريه", "بلده", "مدينه", "ناحيه", "حي", "قضاء", "محافظه")
)


def is_called_a_settlement(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether a known place is called one and ends there: «قرية حصان في», but not خان in «مدينة خان شيخون»."""
    return (
        candidate.label is Label.PLACE
        and bool(candidate.refs)
        and not _SETTLEMENT_CUES.isdisjoint(candidate.cues)
        and evidence.stop(candidate.last) != ""
        and _also(candidate, evidence) != "longer"
    )


def vouched(ref: NameRef, bucket: int, *, is_tagged: bool) -> float:
    """Log-odds that an editor's word adds: a name called strong, or one of the caller's own that is no common word.

    More where a tagger takes part: what it passes over loses as much again.
    """
    against = _PASSED_OVER if is_tagged else 0.0
    if ref.name.trust is Trust.STRONG:
        return _STRONG + against
    return _OWN + against if ref.own and bucket < _COMMON_BUCKET and not is_marked_weak(ref) else 0.0


def _known(ref: NameRef) -> str:
    return f"{'weak' if is_marked_weak(ref) else ref.name.kind} {ref.variant}"


def _also(candidate: Candidate, evidence: Evidence) -> str:
    """What else the gazetteer knows here: a longer name over the same words."""
    longest = max(evidence.covered.get(position, 0) for position in range(candidate.first, candidate.last))
    return "longer" if longest > candidate.last - candidate.first else "same" if longest else ""


def _reaches(candidate: Candidate, evidence: Evidence) -> str:
    """Whether the gazetteer knows a longer or a shorter name of this label from the same start."""
    reach = evidence.reach.get((candidate.begin, candidate.label), 0)
    return "" if not reach else "further" if reach > candidate.last else "here" if reach == candidate.last else "less"


def _ending(form: str, evidence: Evidence) -> str:
    if form in evidence.lexicon.nationalities:
        return "nationality"
    return "ي" if form.endswith("ي") else "يه" if form.endswith("يه") else "ه" if form.endswith("ه") else ""


def _shape(candidate: Candidate, evidence: Evidence) -> str:
    """Article, ending and frequency of the first and the last word: حقول نفطية are oil fields, not a name."""
    words = dict.fromkeys((candidate.first, candidate.last - 1))
    known = "k" if candidate.refs else ""
    return known + " ".join(_word_shape(position, evidence) for position in words)


def _word_shape(position: int, evidence: Evidence) -> str:
    form = evidence.forms[position]
    article = "ال" if form.startswith("ال") else ""
    return f"{article}{_ending(form, evidence)}{'+' if evidence.buckets[position] >= _COMMON_BUCKET else ''}"


def _standing(ref: NameRef, candidate: Candidate, evidence: Evidence) -> str:
    """How far a known name stands by itself: its trust and variant, how rare its words are, whether they name men."""
    inner = evidence.buckets[candidate.first : candidate.last]
    trusted = "weak" if is_marked_weak(ref) else "sure"
    written = "" if ref.variant == AS_WRITTEN else "~"
    man = "man" if any(part != "-" for part in evidence.parts[candidate.first : candidate.last]) else ""
    behind = "p" if candidate.chain else ""
    size = "big" if ref.entry.type in _CITY_TYPES else "small"
    return f"{trusted}{written} {size} {min(inner)} {min(len(inner), 3)} {man}{behind}"


def _weight(ref: NameRef, bucket: int, length: int) -> str:
    """How well known the entry is, against how frequent its word is."""
    population = ref.entry.population or 0
    size = "c" if ref.entry.type in _CITY_TYPES else str(min(6, len(str(population)))) if population else "-"
    return f"{size}{bucket}{min(length, 3)}"
