"""Where Arabic letters join: a word that is cut for display shows its letters as they were only if they still join."""

import regex

ZERO_WIDTH_JOINER = "\u200d"

# Marks and bidi controls (transparent) do not part letters: in بِحلب the ب joins the ح behind its kasra.
_JOINED = regex.compile(
    r"(?<=[\p{Joining_Type=Dual_Joining}\p{Joining_Type=Left_Joining}\p{Joining_Type=Join_Causing}]"
    r"\p{Joining_Type=Transparent}*)"
    r"(?=\p{Joining_Type=Transparent}*"
    r"[\p{Joining_Type=Dual_Joining}\p{Joining_Type=Right_Joining}\p{Joining_Type=Join_Causing}])"
)


def is_joined(text: str, offset: int) -> bool:
    """Whether the letter before an offset joins the one behind it.

    >>> is_joined("بحلب", 1), is_joined("وحلب", 1), is_joined("في حلب", 3)
    (True, False, False)
    """
    return _JOINED.match(text, offset) is not None


def joiner(text: str, offset: int) -> str:
    r"""What keeps the letters on both sides of a cut in their joined shapes: a zero-width joiner, or nothing.

    >>> text = "بحلب"
    >>> text[:1] + joiner(text, 1) == "ب\N{ZERO WIDTH JOINER}"
    True
    """
    return ZERO_WIDTH_JOINER if is_joined(text, offset) else ""
