"""The one-letter words that Arabic writes onto a name: و ف ب ك ل س, their chains, and what ل does to ال."""

CONJUNCTIONS = ("", "و", "ف")
PREPOSITIONS = ("", "ب", "ك", "ل", "س")

CHAINS: tuple[str, ...] = tuple(c + p for c in CONJUNCTIONS for p in PREPOSITIONS if c + p)
"""Every chain that may stand written onto a name, from و to فس."""

GLUED: tuple[str, ...] = tuple(
    conjunction + preposition + word
    for conjunction in ("", "و")
    for preposition in ("", "ب", "ل")
    for word in ("محافظه", "مدينه", "منطقه", "بلده", "قريه", "ناحيه", "قضاء", "جنوب", "شمال", "تنظيم", "قوات", "الرييس")
)
"""Normalised words that hasty writers glue to the name behind them: محافظةكركوك."""

ARTICLE = "ال"
ELIDED = "ل"
"""What is left of the article behind the preposition ل: للجيش is ل + الجيش, the alef dropped."""


def elide(name: str) -> str | None:
    """The form of a name behind ل, where it differs: None for a name without the article.

    >>> elide("الجيش السوري"), elide("دمشق")
    ('لجيش السوري', None)
    """
    return name[1:] if name.startswith(ARTICLE) else None


def split(word: str, *, known: frozenset[str] | set[str] | dict[str, object]) -> tuple[str, str] | None:
    """Cut a chain off a normalised word if what is left is known; the shortest chain wins, and a known word is whole.

    >>> split("وبقريه", known={"قريه"}), split("وادي", known={"وادي", "ادي"}), split("للمدينه", known={"المدينه"})
    (('وب', 'قريه'), ('', 'وادي'), ('ل', 'المدينه'))
    >>> split("كتب", known={"قريه"}) is None
    True
    """
    if word in known:
        return "", word
    for chain in CHAINS:
        if word.startswith(chain):
            rest = word[len(chain) :]
            if rest in known:
                return chain, rest
            if chain.endswith(ELIDED) and rest.startswith(ELIDED) and "ا" + rest in known:
                return chain, "ا" + rest
    return None
