"""What the feature codes of GeoNames are to us: a label and a type. https://www.geonames.org/export/codes.html"""

from arabic_conflict_ner.labels import Label

TOWN = 5_000
"""Inhabitants from which on a populated place is a town."""

_PLACES = {
    "governorate": "A.ADM1",
    "district": "A.ADM2",
    "subdistrict": "A.ADM3",
    "region": "L.RGN L.RGNE L.AREA T.PEN T.PLAT T.UPLD L.OAS",
    "city": "P.PPLC P.PPLA P.PPLG",
    "town": "P.PPLA2 P.PPLA3 P.PPLA4 P.PPLA5",
    "village": "P.PPLF P.PPLL P.PPLQ P.PPLR P.PPLS P.PPLW P.STLMT",
    "neighbourhood": "P.PPLX",
    "camp": "S.CMP S.CMPRF L.CMP L.CMPRF",
    "continent": "L.CONT",
    "mountain": "T.MT T.MTS T.PK T.PKS T.HLL T.HLLS T.RDGE T.VLC",
    "river": "H.STM H.STMA H.STMB H.STMC H.STMD H.STMH H.STMI H.STMS H.STMX",
    "sea": "H.SEA H.OCN H.GULF H.BAY",
    "lake": "H.LK H.LKC H.LKI H.LKN H.LKNI H.LKS H.LKSN H.LGN H.RSV",
    "island": "T.ISL T.ISLS T.ISLT T.ISLF T.ISLX T.ATOL",
    "valley": "T.VAL T.VALS T.VALX H.WAD H.WADS H.WADB H.WADX",
    "plain": "T.PLN T.PLNX",
    "desert": "T.DSRT T.ERG",
    "strait": "H.STRT",
}
_FACILITIES = {
    "airport": "S.AIRP S.AIRF S.AIRH S.AIRQ",
    "airbase": "S.AIRB",
    "base": "S.INSM L.MILB S.NVB L.NVB",
    "crossing": "S.PSTB S.CSTM",
    "checkpoint": "S.PSTP",
    "bridge": "S.BDG S.BDGQ",
    "dam": "S.DAM S.DAMQ S.DAMSB",
    "port": "L.PRT H.HBR S.PIER S.FY",
    "oil_field": "L.OILF",
    "gas_field": "L.GASF",
    "refinery": "S.OILR",
    "pipeline_station": "S.PMPO S.OILJ S.OILT",
    "power_station": "S.PS S.PSH S.PSN",
    "plant": "S.MFG S.MFGC S.MFGN S.MFGPH S.GOSP S.DPOF",
    "hospital": "S.HSP S.HSPC S.HSPD",
    "school": "S.SCH S.SCHM S.SCHT",
    "university": "S.UNIV S.SCHC",
    "mosque": "S.MSQE",
    "church": "S.CH S.MSTY",
    "shrine": "S.SHRN S.TMB",
    "prison": "S.PRN",
    "palace": "S.PAL",
    "market": "S.MKT",
    "road": "R.RD R.RDA R.HWY",
    "square": "S.SQR R.SQR",
    "stadium": "S.STDM",
    "hotel": "S.HTL",
    "junction": "R.RDJCT",
    "building": "S.BLDG S.BLDO S.CSTL S.FT",
}

_BY_CODE = {
    code: (label, type)
    for label, codes_of in ((Label.PLACE, _PLACES), (Label.FACILITY, _FACILITIES))
    for type, codes in codes_of.items()
    for code in codes.split()
}

ADMIN = {"A.ADM1": 1, "A.ADM2": 2, "A.ADM3": 3}
"""The units that are parents of others, with their level."""


def type_of(code: str, population: int) -> tuple[Label, str] | None:
    """The label and type of a feature class and code; None where we have no type for it.

    Countries are left to the built-in gazetteer, which has them all; historical units (ADM1H) are no places of news.

    >>> type_of("P.PPLC", 0), type_of("P.PPL", 12_000), type_of("P.PPL", 0)
    ((<Label.PLACE: 'PLACE'>, 'city'), (<Label.PLACE: 'PLACE'>, 'town'), (<Label.PLACE: 'PLACE'>, 'village'))
    >>> type_of("S.AIRP", 0), type_of("S.WLL", 0)
    ((<Label.FACILITY: 'FACILITY'>, 'airport'), None)
    """
    if code == "P.PPL":
        return Label.PLACE, "town" if population >= TOWN else "village"
    return _BY_CODE.get(code)
