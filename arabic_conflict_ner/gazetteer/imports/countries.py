"""Country codes of two letters, from what tables write for a country."""

import re

_BY_THREE = {
    **{"AFG": "AF", "ARE": "AE", "BHR": "BH", "DZA": "DZ", "EGY": "EG", "IRN": "IR", "IRQ": "IQ", "ISR": "IL"},
    **{"JOR": "JO", "KWT": "KW", "LBN": "LB", "LBY": "LY", "MAR": "MA", "MLI": "ML", "MRT": "MR", "NER": "NE"},
    **{"OMN": "OM", "PAK": "PK", "PSE": "PS", "QAT": "QA", "SAU": "SA", "SDN": "SD", "SOM": "SO", "SSD": "SS"},
    **{"SYR": "SY", "TCD": "TD", "TUN": "TN", "TUR": "TR", "YEM": "YE", "DJI": "DJ", "COM": "KM", "ERI": "ER"},
}
_CODE = re.compile("[A-Z]{2}").fullmatch
_LETTERS = re.compile(r"([A-Z]+)[-\d]").match


def country_of(code: str) -> str | None:
    """The country of a code of it (SY, SYR) or of the P-code of one of its units; None where that is not certain.

    >>> country_of("SY"), country_of("TUR"), country_of("sy0705"), country_of("TUR001"), country_of("IQG01")
    ('SY', 'TR', 'SY', 'TR', 'IQ')
    >>> country_of("C8380"), country_of("المنطقة"), country_of("XYZ12")
    (None, None, None)
    """
    upper = code.strip().upper()
    found = _LETTERS(upper)
    letters = found[1] if found else upper
    if letters in _BY_THREE:
        return _BY_THREE[letters]
    if _CODE(letters):
        return letters
    # Iraq counts its governorates behind a G: IQG01.
    return letters[:2] if len(letters) == 3 and letters[2] == "G" and letters[:2] in _BY_THREE.values() else None
