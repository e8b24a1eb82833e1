"""The five labels of ANNOTATION: what a name names."""

from enum import StrEnum


class Label(StrEnum):
    """What a name names. ORGANIZATION is reported only when asked for."""

    PLACE = "PLACE"
    """Countries, governorates, towns, villages, neighbourhoods, camps, regions, mountains, rivers, seas."""
    ARMED_GROUP = "ARMED_GROUP"
    """Armies and their units, police, services, militias, rebel and jihadist forces, coalitions."""
    PERSON = "PERSON"
    """Personal names, without title or rank."""
    FACILITY = "FACILITY"
    """Named man-made sites: airports, crossings, bridges, dams, fields, hospitals, prisons, mosques, roads."""
    ORGANIZATION = "ORGANIZATION"
    """Named bodies that are not armed: ministries, parties, courts, monitors, media."""


REPORTED = (Label.PLACE, Label.ARMED_GROUP, Label.PERSON, Label.FACILITY)
"""The labels that `extract` reports unless told otherwise."""
