"""What the network says of each word: where a name begins and goes on, and how much is written onto it."""

from arabic_conflict_ner.labels import Label

TAGS = ("O", *(f"{position}-{label}" for label in Label for position in "BI"))
"""The tags of a word: outside, the beginning of a name of a label, inside one (Ramshaw and Marcus 1995, as IOB2)."""
BEGIN = {label: TAGS.index(f"B-{label}") for label in Label}
"""The column of a label's beginning."""
INSIDE = {label: TAGS.index(f"I-{label}") for label in Label}
"""The column of a label's inside."""
CUTS = 4
"""How many letters of a first word do not belong to the name: 0 (الرقة), 1 (بالرقة), 2 (وبالرقة), 3 and more."""
COLUMNS = len(TAGS) + CUTS
"""The numbers that the network gives for a piece: one for each tag, then one for each cut."""
