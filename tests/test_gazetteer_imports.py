"""What analysts have is imported: good lines become a file that the reader takes, bad ones are told, each alone."""

import datetime
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from arabic_conflict_ner import Entry, Gazetteer, Label
from arabic_conflict_ner.cli import app
from arabic_conflict_ner.errors import ArabicConflictNerError
from arabic_conflict_ner.gazetteer.entry import TYPES
from arabic_conflict_ner.gazetteer.imports import archive, cod, feature_codes, geonames, plain
from arabic_conflict_ner.gazetteer.imports.imported import LeftOut, Reason
from arabic_conflict_ner.gazetteer.imports.names import tidy
from arabic_conflict_ner.gazetteer.imports.write import to_csv

Read = tuple[list[Entry], list[LeftOut]]


def names(entries: Iterable[Entry]) -> dict[str, list[str]]:
    return {entry.id: [name.text for name in entry.names] for entry in entries}


def told(left_out: Iterable[LeftOut]) -> list[tuple[Reason, int]]:
    return [(left.reason, left.line) for left in left_out]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["gazetteer", "import", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path):
    def write(content: str | bytes, name: str = "given.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def is_read(tmp_path: Path):
    """Whether the reader of gazetteers takes what was imported, and has the same entries of it."""

    def check(entries: list[Entry]) -> bool:
        path = tmp_path / "imported.csv"
        path.write_text(to_csv(entries), "utf-8")
        return list(Gazetteer.from_csv(path)) == entries

    return check


# GeoNames


def line(
    geonameid: object,
    name: str,
    alternates: str = "",
    code: str = "P.PPL",
    *,
    units: tuple[str, str, str] = ("", "", ""),
    population: object = 0,
    country: str = "SY",
    lat: object = "35.1",
    lon: object = "40.2",
) -> str:
    cells = [geonameid, name, name, alternates, lat, lon, *code.split("."), country, "", *units, ""]
    return "\t".join(map(str, [*cells, population, "", "210", "Asia/Damascus", "2024-05-01"])) + "\n"


DUMP = (
    line(1, "Syria", "سوريا", "A.PCLI")
    + line(2, "Wadi Governorate", "Wadi,Wādī,محافظة الوادي,الوادي", "A.ADM1", units=("05", "", ""))
    + line(3, "Tall District", "منطقة التل", "A.ADM2", units=("05", "0501", ""))
    + line(4, "Naam", "ناحية النعام", "A.ADM3", units=("05", "0501", "050102"))
    + line(5, "Tall an Na'am", "Tell Naam,تل النعام,تل نعام", units=("05", "0501", "050102"), population=900)
    + line(6, "Kalkawun", "گلگاون,كلكاون,کلکاون,چەلکاون", units=("05", "0501", ""), population="12000")
    + line(7, "Nowhere Town", "Nowhere,Нигде", units=("05", "", ""))
    + line(8, "Bir", "بئر الورد", "S.WLL", units=("05", "", ""))
    + line(9, "Ward Airport", "مطار الورد", "S.AIRP", units=("05", "", ""))
    + line(10, "Far", "البعيدة", units=("77", "", ""))
)


def read_dump(path: Path, **options: object) -> Read:
    return geonames.read([path], **options)


@pytest.fixture
def dump(file) -> Path:
    return file(DUMP, "SY.txt")


def test_names_in_arabic_letters_are_taken(dump: Path, is_read) -> None:
    entries, _ = read_dump(dump)
    assert names(entries) == {
        "place/sy/gn-2": ["الوادي"],
        "place/sy/gn-3": ["التل"],
        "place/sy/gn-4": ["النعام"],
        "place/sy/gn-5": ["تل النعام", "تل نعام"],
        "place/sy/gn-6": ["كلكاون", "چەلكاون"],
        "facility/sy/gn-9": ["مطار الورد"],
        "place/sy/gn-10": ["البعيدة"],
    }
    assert is_read(entries)


def test_the_first_is_canonical_and_the_others_are_aliases(dump: Path) -> None:
    entry = read_dump(dump, source="mine")[0][3]
    assert [(name.text, name.kind.value, name.source) for name in entry.names] == [
        ("تل النعام", "canonical", "mine"),
        ("تل نعام", "alias", "mine"),
    ]


def test_a_record_keeps_its_facts(dump: Path) -> None:
    entry = read_dump(dump)[0][3]
    assert (entry.english, entry.country, entry.lat, entry.lon) == ("Tall an Na'am", "SY", 35.1, 40.2)
    assert (entry.geonames, entry.population, entry.source) == ("5", 900, "geonames")


def test_parents_are_the_smallest_units_that_the_dump_has(dump: Path) -> None:
    assert {entry.id: entry.parent for entry in read_dump(dump)[0]} == {
        "place/sy/gn-2": "place/sy",
        "place/sy/gn-3": "place/sy/gn-2",
        "place/sy/gn-4": "place/sy/gn-3",
        "place/sy/gn-5": "place/sy/gn-4",
        "place/sy/gn-6": "place/sy/gn-3",
        "facility/sy/gn-9": "place/sy/gn-2",
        "place/sy/gn-10": "place/sy",
    }


def test_a_unit_of_unknown_code_is_no_parent(file) -> None:
    content = line(1, "Old", "القديمة", "A.ADM1", units=("00", "", "")) + line(2, "Tall", "التل", units=("00", "", ""))
    assert [entry.parent for entry in read_dump(file(content))[0]] == ["place/sy", "place/sy"]


def test_what_is_left_out_is_told_with_line_and_reason(dump: Path) -> None:
    left_out = read_dump(dump)[1]
    assert told(left_out) == [(Reason.NO_TYPE, 1), (Reason.NO_ARABIC_NAME, 7), (Reason.NO_TYPE, 8)]
    assert str(left_out[1]).startswith(f"{dump}:7: 7 Nowhere Town (P.PPL); none of its names is in Arabic letters")


@pytest.mark.parametrize(
    ("code", "population", "expected"),
    [
        *(("P.PPLC", 0, "city"), ("P.PPLA", 0, "city"), ("P.PPLA2", 0, "town"), ("P.PPLX", 0, "neighbourhood")),
        *(("P.PPL", 4999, "village"), ("P.PPL", 5000, "town"), ("A.ADM1", 0, "governorate"), ("T.MT", 0, "mountain")),
        *(("A.ADM2", 0, "district"), ("A.ADM3", 0, "subdistrict"), ("H.STM", 0, "river"), ("H.LK", 0, "lake")),
        *(("T.ISL", 0, "island"), ("T.VAL", 0, "valley"), ("S.AIRP", 0, "airport"), ("L.OILF", 0, "oil_field")),
    ],
)
def test_feature_codes_are_types(file, code: str, population: int, expected: str) -> None:
    ((entry,), _) = read_dump(file(line(1, "X", "النعام", code, population=population)))
    assert entry.type == expected


def test_every_type_of_the_table_is_one_of_ours() -> None:
    for label, type in feature_codes._BY_CODE.values():
        assert type in TYPES[label]


def test_a_zip_is_read_without_its_readme(file, tmp_path: Path, dump: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("readme.txt", "This readme describes the files.\n" * 3)
        packed.writestr("SY.txt", DUMP)
    entries, left_out = read_dump(path)
    assert entries == read_dump(dump)[0]
    assert left_out[0].file == f"{path}/SY.txt"
    assert len(left_out) == 3


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("SY.txt", DUMP + "\0" * 1_000_000)
    monkeypatch.setattr(archive, "LIMIT", 1_000_000)
    entries, (left,) = read_dump(path)
    assert entries == []
    assert "more than the 1,000,000 allowed" in left.found
    assert "unpack it" in left.cure


def test_a_zip_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("SY.txt", DUMP + "\n" * 5_000_000)
    size = (len(DUMP.encode()) + 5_000_000).to_bytes(4, "little")
    assert path.read_bytes().count(size) == 2
    path.write_bytes(path.read_bytes().replace(size, (200).to_bytes(4, "little")))
    entries, left_out = read_dump(path)
    assert len(entries) <= 1
    assert told(left_out)[-1] == (Reason.BROKEN, 1)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"PK\x03\x04"])
def test_a_damaged_zip_is_told(file, content: bytes) -> None:
    assert told(read_dump(file(content, "SY.zip"))[1]) == [(Reason.BROKEN, 1)]


@pytest.mark.parametrize(
    ("bad", "part"),
    [
        ("2\tTall\n", "has 2 cells"),
        ("geonames\n", "has 1 cells"),
        (line("two", "Tall", "التل"), "begins 'two'"),
        (line("٢", "Tall", "التل"), "begins '٢'"),
        (line(2, "Tall", "التل", country="Syria"), "country 'Syria'"),
        (line(2, "Tall", "التل").encode("cp1256"), "is not UTF-8"),
    ],
    ids=["short", "text", "no number", "Arabic number", "no country code", "Windows-1256"],
)
def test_a_bad_line_costs_no_good_one(file, bad: str | bytes, part: str) -> None:
    bad = bad if isinstance(bad, bytes) else bad.encode()
    path = file(line(1, "A", "النعام").encode() + bad + line(3, "B", "الورد").encode())
    entries, (left,) = read_dump(path)
    assert [entry.geonames for entry in entries] == ["1", "3"]
    assert (left.reason, left.line) == (Reason.BROKEN, 2)
    assert part in left.found


def test_a_line_without_end_costs_no_good_one(file) -> None:
    path = file(line(1, "A", "النعام") + "x" * 3_000_000 + "\n" + line(3, "B", "الورد"))
    entries, left_out = read_dump(path)
    assert [entry.geonames for entry in entries] == ["1", "3"]
    assert set(told(left_out)) == {(Reason.BROKEN, 2)}


def test_line_ends_marks_headers_and_empty_lines_do_not_matter(file, dump: Path) -> None:
    header = line("geonameid", "name", "alternatenames", country="country code")
    content = "\ufeff" + header + "\n" + DUMP.rstrip("\n")
    assert read_dump(file(content.replace("\n", "\r\n")))[0] == read_dump(dump)[0]


def test_an_empty_file_gives_nothing(file) -> None:
    assert read_dump(file("")) == ([], [])


def test_bad_coordinates_are_told_and_the_entry_kept(file) -> None:
    content = line(1, "A", "النعام", lat="95") + line(2, "B", "الورد", lat="0", lon="0") + line(3, "C", "التل", lat="x")
    entries, left_out = read_dump(file(content + line(4, "D", "الدير", lat="", lon="")))
    assert [entry.lat for entry in entries] == [None] * 4
    assert told(left_out) == [(Reason.BAD_VALUE, 1), (Reason.BAD_VALUE, 2), (Reason.BAD_VALUE, 3)]


def test_a_record_given_twice_counts_once(file, is_read) -> None:
    entries, left_out = read_dump(file(line(1, "A", "النعام") + line(1, "B", "الورد")))
    assert names(entries) == {"place/sy/gn-1": ["النعام"]}
    assert told(left_out) == [(Reason.TWICE, 2)]


def test_only_one_country_or_label_may_be_wanted(file, dump: Path) -> None:
    mixed = file(
        line(1, "A", "النعام") + line(2, "B", "الورد", country="IQ") + line(3, "C", "البحر", "H.SEA", country="")
    )
    entries, left_out = read_dump(mixed, country="IQ")
    assert names(entries) == {"place/iq/gn-2": ["الورد"]}
    assert told(left_out) == [(Reason.OTHER_COUNTRY, 1), (Reason.OTHER_COUNTRY, 3)]
    entries, left_out = read_dump(dump, label=Label.FACILITY)
    assert list(names(entries)) == ["facility/sy/gn-9"]
    assert Counter(left.reason for left in left_out)[Reason.OTHER_LABEL] == 7


def test_what_belongs_to_no_country_has_no_parent(file, is_read) -> None:
    entries, _ = read_dump(file(line(3, "C", "البحر الأوسط", "H.SEA", country="")))
    assert [(entry.id, entry.country, entry.parent) for entry in entries] == [("place/gn-3", None, None)]
    assert is_read(entries)


def test_several_dumps_share_their_units(file) -> None:
    units, places = (
        file(line(2, "W", "الوادي", "A.ADM1", units=("05", "", "")), "a"),
        file(line(5, "T", "التل", units=("05", "", "")), "b"),
    )
    assert [entry.parent for entry in geonames.read([places, units])[0]] == ["place/sy/gn-2", "place/sy"]


def test_a_large_dump_is_read_quickly(file) -> None:
    content = "".join(
        line(number, f"Tall {number}", f"Tell {number},Тель,تل النعام {number}") for number in range(20_000)
    )
    begin = time.process_time()
    entries, _ = read_dump(file(content))
    assert len(entries) == 20_000
    assert time.process_time() - begin < 20  # seconds of the processor; about 2


# Tables of OCHA's

ADM2 = "ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_EN,ADM0_AR,ADM0_PCODE\n"
UNITS = {
    "place/sy/sy90": ("الوادي", "governorate", "place/sy"),
    "place/sy/sy9001": ("التل", "district", "place/sy/sy90"),
}


def read_table(path: Path, **options: object) -> Read:
    return cod.read([path], **options)


def units(entries: list[Entry]) -> dict[str, tuple[str, str | None, str | None]]:
    return {entry.id: (entry.name, entry.type, entry.parent) for entry in entries}


@pytest.mark.parametrize(
    "content",
    [
        ADM2 + "Tall,التل,SY9001,Wadi,الوادي,SY90,Syria,سوريا,SY\n",
        ADM2 + "Tall,التل,SY9001,Wadi,الوادي,SY90,Syria,سوريا,SYR\n",
        "ADM1_PCODE,ADM1_AR,ADM2_PCODE,ADM2_AR\nSY90,الوادي,SY9001,التل\n",
        "adm2_ar;adm2_pcode;adm1_ar;adm1_pcode\nالتل;SY9001;الوادي;SY90\n",
        "admin2Name_ar\tadmin2Pcode\tadmin1Name_ar\tadmin1Pcode\nالتل\tSY9001\tالوادي\tSY90\n",
        "Admin2 Name AR,Admin2 PCode,Admin1 Name AR,Admin1 PCode\nالتل,sy9001,الوادي,sy90\n",
        "adm2_name,adm2_name1,adm2_pcode,adm1_name,adm1_name1,adm1_pcode\nTall,التل,SY9001,Wadi,الوادي,SY90\n",
        "#adm,,,\nADM2_AR,ADM2_PCODE,ADM1_AR,ADM1_PCODE\n#adm2+name,#adm2+code,#adm1+name,#adm1+code\n"
        "التل,SY9001,الوادي,SY90\n",
        "Syria: boundaries,,,\n\nADM2_AR,ADM2_PCODE,ADM1_AR,ADM1_PCODE\nالتل,SY9001,الوادي,SY90\n",
        "Syria, boundaries; 2024\n\nADM2_AR;ADM2_PCODE;ADM1_AR;ADM1_PCODE\nالتل;SY9001;الوادي;SY90\n",
        'sep=,\r\n"ADM2_AR","ADM2_PCODE","ADM1_AR","ADM1_PCODE"\r\n"التل","SY9001","الوادي","SY90"\r\n',
        "ADM2_AR,ADM2_PCODE,ADM1_AR,ADM1_PCODE,remark\nمنطقة التل,SY9001,محافظة الوادي,SY90\n",
        "ADM2_AR,ADM2_PCODE,ADM1_AR,ADM1_PCODE\n«التَّل»,SY9001,الواديـ,SY90\nالتل,SY9001,الوادى,SY90\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_headers_are_known_however_they_are_spelt(file, is_read, content: str, encoding: str) -> None:
    entries, left_out = read_table(file(content, encoding=encoding))
    assert units(entries) == UNITS
    assert [entry.pcode.upper() for entry in entries] == ["SY90", "SY9001"]
    assert left_out == []
    assert is_read(entries)


def test_four_levels_and_every_column(file, is_read) -> None:
    header = (
        ",".join(f"ADM{level}_EN,ADM{level}_AR,ADM{level}_PCODE" for level in (1, 2, 3, 4)) + ",ADM4ALT1AR,lat,lon\n"
    )
    row = "Wadi,الوادي,SY90,Tall,التل,SY9001,Naam,النعام,SY900102,Ward,الورد,C9999,وردة,35.123456,40.2\n"
    entries, left_out = read_table(file(header + row))
    assert units(entries) == UNITS | {
        "place/sy/sy900102": ("النعام", "subdistrict", "place/sy/sy9001"),
        "place/sy/c9999": ("الورد", "village", "place/sy/sy900102"),
    }
    village = entries[-1]
    assert [name.text for name in village.names] == ["الورد", "وردة"]
    assert (village.english, village.country, village.pcode) == ("Ward", "SY", "C9999")
    assert (village.lat, village.lon, village.source) == (35.12346, 40.2, "cod")
    assert [entry.lat for entry in entries[:-1]] == [None] * 3
    assert left_out == []
    assert is_read(entries)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("NAME_EN,NAME_AR,PCODE,LATITUDE,LONGITUDE,ADM1_PCODE", "Ward,الورد,C9999,35.1,40.2,SY90"),
        ("featureName_en,featureName_ar,featurePcode,point_y,point_x,admin1Pcode", "Ward,الورد,C9999,35.1,40.2,SY90"),
        ("adm1_pcode,center_lat,center_lon,pcode,name_ar,name_en", "SY90,35.1,40.2,C9999,الورد,Ward"),
        ("pcode,en,ar,adm1,Latitude_y,Longitude_x", "C9999,Ward,الورد,SY90,35.1,40.2"),
        ("popPlaceName_en,popPlaceName_ar,popPlacePcode,lat,lon,ADM1_PCODE", "Ward,الورد,C9999,٣٥٫١,٤٠٫٢,SY90"),
        ("PCODE,NAME_AR,NAME_EN,LAT,LON,ADM1_PCODE", 'C9999,الورد,Ward,"35,1","40,2",SY90'),
    ],
)
def test_populated_places(file, is_read, header: str, cells: str) -> None:
    ((entry,), left_out) = read_table(file(f"{header}\n{cells}\n"))
    assert (entry.id, entry.name, entry.english) == ("place/sy/c9999", "الورد", "Ward")
    assert (entry.type, entry.parent, entry.lat, entry.lon) == ("village", "place/sy/sy90", 35.1, 40.2)
    assert left_out == []
    assert is_read([entry])


PLACES = "pcode,name_ar,name_en,adm1_pcode,adm1_ar\n"


@pytest.mark.parametrize(
    ("cell", "english", "expected"),
    [
        ("تشرين / دفيل", "Tishrin", ["تشرين", "دفيل"]),
        ("تشرين/دفيل", "Tishrin", ["تشرين", "دفيل"]),
        ("السنبلة_صابويران", "Sunbula", ["السنبلة", "صابويران"]),
        ("تشرين - دفيل", "Tishrin", ["تشرين", "دفيل"]),
        ("تشرين- دفيل", "Tishrin", ["تشرين", "دفيل"]),
        ("القصر-الغنثر", "Qasr - Ghanthar", ["القصر", "الغنثر"]),
        ("تل-أبيض", "Tall Abyad", ["تل-أبيض"]),
        ("اليرموك - 2", "Yarmuk - 2", ["اليرموك - 2"]),
        ("المنصورة (الباب)", "Mansura", ["المنصورة"]),
        ("البياضة - الوادي", "Bayada - Wadi", ["البياضة"]),
        ("الرقة / الرقه", "Raqqa", ["الرقة"]),
        ("قرية الورد", "Ward", ["الورد"]),
    ],
)
def test_double_names_are_parted(file, is_read, cell: str, english: str, expected: list[str]) -> None:
    entries, left_out = read_table(file(f"{PLACES}C1,{cell},{english},SY90,الوادي\n"))
    assert names(entries)["place/sy/c1"] == expected
    assert left_out == []
    assert is_read(entries)


def test_latin_letters_in_an_arabic_column_are_dropped_and_told(file) -> None:
    rows = "C1,الورد / Ward,Ward,SY90,الوادي\nC2,Tall,Tall,SY90,الوادي\nC3,,Bir,SY90,الوادي\n"
    entries, left_out = read_table(file(PLACES + rows))
    assert names(entries) == {"place/sy/sy90": ["الوادي"], "place/sy/c1": ["الورد"]}
    assert Counter(told(left_out)) == Counter(
        [
            *[(Reason.NOT_ARABIC, 2), (Reason.NOT_ARABIC, 3)],
            *[(Reason.NO_ARABIC_NAME, 3), (Reason.NO_ARABIC_NAME, 4)],
        ]
    )
    assert "'Ward' of place/sy/c1" in left_out[0].found


def test_a_place_without_code_and_arabic_name_is_told_and_its_point_given_to_no_other(file) -> None:
    content = "adm1_pcode,adm1_ar,name_ar,name_en,lat,lon\nSY90,الوادي,,Ward,35,40\nSY90,الوادي,Tall,,35,40\n"
    ((entry,), left_out) = read_table(file(content))
    assert (entry.name, entry.lat) == ("الوادي", None)
    assert [left.line for left in left_out if left.reason is Reason.NO_ARABIC_NAME] == [2, 3]
    assert "Ward in place/sy/sy90 has no name" in left_out[0].found


def test_a_code_with_two_names_keeps_the_first(file) -> None:
    rows = "C1,الورد,Ward,SY90,الوادي\nC1,النعام,Naam,SY90,الوادي\nC2,التل,Tall,SY90,واد آخر\nC3,الدير,,SY90,واد آخر\n"
    entries, left_out = read_table(file(PLACES + rows))
    assert names(entries) == {
        **{"place/sy/sy90": ["الوادي"], "place/sy/c1": ["الورد"]},
        **{"place/sy/c2": ["التل"], "place/sy/c3": ["الدير"]},
    }
    assert told(left_out) == [(Reason.TWO_NAMES, 3), (Reason.TWO_NAMES, 4)]
    assert "C1 is 'الورد' on line 2 and 'النعام' here" in left_out[0].found


@pytest.mark.parametrize("cells", ["95,40", "35,", "x,40", "0,0", "35,400"])
def test_a_point_that_cannot_be_is_told_and_the_place_kept(file, cells: str) -> None:
    entries, left_out = read_table(
        file(f"pcode,name_ar,adm1_pcode,lat,lon\nC1,الورد,SY90,{cells}\nC2,التل,SY90,35,40\n")
    )
    assert [entry.lat for entry in entries] == [None, 35]
    assert told(left_out) == [(Reason.BAD_VALUE, 2)]


def test_the_first_point_of_a_place_counts(file) -> None:
    content = "pcode,name_ar,adm1_pcode,lat,lon\nC1,الورد,SY90,,\nC1,الورد,SY90,35,40\nC1,الورد,SY90,36,41\n"
    ((entry,), _) = read_table(file(content))
    assert (entry.lat, entry.lon) == (35, 40)


def test_the_type_is_that_of_the_row_or_the_one_given(file) -> None:
    rows = "C1,الورد,SY90,Community\nC2,التل,SY90,Neighbourhood\nC3,الدير,SY90,city\nC4,النعام,SY90,\n"
    path = file(f"pcode,name_ar,adm1_pcode,location_type\n{rows}")
    assert [entry.type for entry in read_table(path)[0]] == ["village", "neighbourhood", "city", "village"]
    assert [entry.type for entry in read_table(path, type="camp")[0]] == ["camp", "neighbourhood", "city", "camp"]


def test_the_country_is_that_of_the_rows_or_the_one_given(file) -> None:
    path = file("pcode,name_ar\nC1,الورد\n")
    entries, left_out = read_table(path)
    assert (entries, told(left_out)) == ([], [(Reason.NO_COUNTRY, 2)])
    assert "--country SY" in left_out[0].cure
    assert list(names(read_table(path, country="SY")[0])) == ["place/sy/c1"]
    mixed = file("ADM1_PCODE,ADM1_AR,ADM0_PCODE\nIQG01,الانبار,IQ\nTUR001,أضنة,TUR\n")
    entries, left_out = read_table(mixed)
    assert {entry.id: entry.country for entry in entries} == {"place/iq/iqg01": "IQ", "place/tr/tur001": "TR"}
    entries, left_out = read_table(mixed, country="TR")
    assert (list(names(entries)), told(left_out)) == (["place/tr/tur001"], [(Reason.OTHER_COUNTRY, 2)])


def test_places_without_codes_have_ids_of_their_names(file, is_read) -> None:
    entries, _ = read_table(file("ADM1_AR,ADM1_EN,name_ar\nالوادي,Wadi,تل الورد\nالوادي,Wadi,التل\n"), country="SY")
    assert {entry.id: entry.parent for entry in entries} == {
        "user/place/sy-الوادي": "place/sy",
        "user/place/sy-الوادي-تل-الورد": "user/place/sy-الوادي",
        "user/place/sy-الوادي-التل": "user/place/sy-الوادي",
    }
    assert is_read(entries)


def test_a_code_of_another_table_is_the_id(file) -> None:
    entries, _ = read_table(file("name,name:ar,place,osm_id\nWard,الورد,town,4711\nTall,التل,hamlet,\n"), country="SD")
    assert {entry.id: entry.type for entry in entries} == {"place/sd/osm-4711": "town", "user/place/sd-التل": "village"}


def test_a_code_that_is_none_makes_no_id(file) -> None:
    entries, _ = read_table(file("pcode,name_ar\nلا,الورد\n؟,التل\n"), country="SD")
    assert list(names(entries)) == ["user/place/sd-الورد", "user/place/sd-التل"]


def test_points_of_units_belong_to_their_level(file) -> None:
    header = "admin_level,name,name1,x_coord,y_coord,adm1_name,adm1_name1,adm1_pcode,adm0_pcode\n"
    rows = "0,Sudan,السودان,30,15,,,,SD\n1,Wadi,الوادي,28.4,9.7,Wadi,الوادي,SD90,SD\n"
    ((entry,), left_out) = read_table(file(header + rows))
    assert (entry.id, entry.lat, entry.lon) == ("place/sd/sd90", 9.7, 28.4)
    assert told(left_out) == [(Reason.NO_ARABIC_NAME, 2)]


def test_several_tables_are_one_country(file) -> None:
    one = file("ADM0_PCODE,ADM1_PCODE,ADM1_EN,ADM1_AR\nSY,SY90,Wadi,الوادي\n", "adm1.csv")
    two = file("ADM0_PCODE,ADM1_PCODE,ADM2_PCODE,ADM2_EN,ADM2_AR\nSY,SY90,SY9001,Tall,التل\n", "adm2.csv")
    entries, left_out = cod.read([two, one])
    assert (dict(sorted(units(entries).items())), left_out) == (UNITS, [])


BROKEN = [
    ('C2,"التل,Tall,SY90,الوادي\n', [(Reason.BROKEN, 3)]),
    ('C2,"التل,Tall,SY90,الوادي\nC4,"الدير,Dayr,SY90,الوادي\n', [(Reason.BROKEN, 3), (Reason.BROKEN, 4)]),
    ("C2,التل,Tall,SY90,الوادي\n".encode("cp1256"), [(Reason.BROKEN, 3)]),
    (",,,,\n;;;\n\n", [(Reason.NO_COUNTRY, 4)]),
]


@pytest.mark.parametrize(("bad", "expected"), BROKEN, ids=["quote", "two quotes", "Windows-1256", "empty"])
def test_a_broken_row_costs_no_good_one(file, bad: str | bytes, expected: list[tuple[Reason, int]]) -> None:
    bad = bad if isinstance(bad, bytes) else bad.encode()
    content = PLACES.encode() + "C1,الورد,Ward,SY90,\n".encode() + bad + "C3,النعام,Naam,SY90,\n".encode()
    entries, left_out = read_table(file(content))
    assert list(names(entries)) == ["place/sy/c1", "place/sy/c3"]
    assert told(left_out) == expected


def test_a_cell_of_two_lines_and_quotes_in_cells_are_read(file) -> None:
    rows = 'C1,"تل\nالورد",Tall,SY90,\nC2,"بئر ""الورد""",Bir,SY90,\nC3,النعام,5" pipe,SY90,\n'
    entries, left_out = read_table(file(PLACES + rows))
    assert [entry.names[0].text for entry in entries] == ["تل", "بئر الورد", "النعام"]
    assert left_out == []


@pytest.mark.parametrize("content", ["", "\n\n", "Indicator,Value\nPeople,5\n", "name\nالورد\n", "حلب\nدمشق\n"])
def test_a_table_without_columns_of_names_is_told(file, content: str) -> None:
    entries, (left,) = read_table(file(content))
    assert (entries, left.reason) == ([], Reason.NO_COLUMNS)
    assert "ADM1_AR ADM1_PCODE" in left.cure


def test_a_large_table_is_read_quickly(file) -> None:
    rows = "".join(f"C{number},تل النعام {number},Tall {number},SY90,الوادي\n" for number in range(20_000))
    begin = time.process_time()
    entries, _ = read_table(file(PLACES + rows))
    assert len(entries) == 20_001
    assert time.process_time() - begin < 20  # seconds of the processor; about 3


# Workbooks


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    book.close()
    return path


ADMIN = {
    "ReadMe": [["Syria, administrative boundaries"], [datetime.date(2024, 5, 1)]],
    "Admin1": [["admin1Name_ar", "admin1Pcode", "date"], ["محافظة الوادي", "SY90", datetime.datetime(2024, 5, 1)]],
    "Admin2": [
        ["admin2Name_en", "admin2Name_ar", "admin2Pcode", "admin1Pcode", "center_lat", "center_lon"],
        ["#adm2+name", "#adm2+name", "#adm2+code", "#adm1+code", "#geo+lat", "#geo+lon"],
        ["Tall", "التل", "SY9001", "SY90", 35.1, 40.0],
        [None, None, None, None, None, None],
    ],
}


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path, is_read) -> None:
    path = workbook(tmp_path / "syr.xlsx", **ADMIN)
    entries, left_out = read_table(path)
    assert units(entries) == UNITS
    assert (entries[1].lat, entries[1].lon, entries[1].english) == (35.1, 40.0, "Tall")
    assert [(left.reason, left.file) for left in left_out] == [(Reason.NO_COLUMNS, f"{path}/ReadMe")]
    assert is_read(entries)


def test_numbers_of_a_workbook_are_codes_as_written(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Places=[["pcode", "name_ar", "lat", "lon"], [12.0, "الورد", 35, 40]])
    ((entry,), _) = read_table(path, country="LY")
    assert (entry.id, entry.pcode, entry.lat) == ("place/ly/12", "12", 35.0)


def test_lines_of_a_sheet_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["pcode", "name_ar", "adm1_pcode"], [], ["C1", "Tall", "SY90"]]
    _, left_out = read_table(workbook(tmp_path / "a.xlsx", A=rows))
    assert {left.line for left in left_out} == {3}


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LIMIT", 1000)
    entries, (left,) = read_table(workbook(tmp_path / "syr.xlsx", **ADMIN))
    assert (entries, left.reason) == ([], Reason.BROKEN)
    assert "more than the 1,000 allowed" in left.found


@pytest.mark.parametrize("cut", [60, 2000])
def test_a_damaged_workbook_is_told(tmp_path: Path, cut: int) -> None:
    path = workbook(tmp_path / "syr.xlsx", **ADMIN)
    path.write_bytes(path.read_bytes()[:cut])
    assert told(read_table(path)[1]) == [(Reason.BROKEN, 1)]


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.csv", PLACES)
    assert told(read_table(path)[1]) == [(Reason.BROKEN, 1)]


def test_an_old_workbook_is_told(file) -> None:
    _, (left,) = read_table(file(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls"))
    assert "before 2007" in left.found
    assert "save it as .xlsx" in left.cure


def test_without_openpyxl_a_workbook_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "syr.xlsx", **ADMIN)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ArabicConflictNerError, match=r"pip install 'arabic_conflict_ner\[xlsx\]'"):
        read_table(path)
    assert run(path, "--from", "cod", "--out", tmp_path / "mine.csv").exit_code == 2


# Lists


def read_list(path: Path, label: Label = Label.PLACE, **options: object) -> Read:
    return plain.read([path], label=label, **options)


@pytest.mark.parametrize(
    "content",
    [
        "تل النعام\nحقل الورد\n",
        "تل النعام\r\nحقل الورد",
        "تل النعام، حقل الورد\n",
        "تل النعام; حقل الورد ؛\n",
        "تل النعام,حقل الورد\n",
        "# my places\n\nتل النعام  # near Wadi\n\n  حقل الورد\n#دير",
        "1. تل النعام\n٢) حقل الورد\n",
        "- تل النعام\n• «حقل الورد».\n",
        "تَل النـعام\nحقل الورد (الوادي)\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lists_are_read_as_they_are_typed(file, is_read, content: str, encoding: str) -> None:
    entries, left_out = read_list(file(content, encoding=encoding))
    assert names(entries) == {"user/place/تل-النعام": ["تل النعام"], "user/place/حقل-الورد": ["حقل الورد"]}
    assert left_out == []
    assert is_read(entries)


def test_a_list_has_the_ids_that_a_file_of_label_and_name_has(file) -> None:
    entries, _ = read_list(file("مُظلوم الوردي، أبو ٣٥\n"), Label.PERSON)
    rows = file("label,name\n" + "".join(f"PERSON,{entry.name}\n" for entry in entries), "mine.csv")
    assert [entry.id for entry in Gazetteer.from_csv(rows)] == [entry.id for entry in entries]


def test_options_hold_for_every_name(file) -> None:
    entries, _ = read_list(file("النعام\nالورد\n"), source="desk", country="SY", type="village")
    assert {(entry.source, entry.country, entry.type) for entry in entries} == {("desk", "SY", "village")}


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ("Aleppo", [(Reason.NOT_ARABIC, 2)]),
        ("تل Abyad", [(Reason.NOT_ARABIC, 2)]),
        ("ق، 35، «»", [(Reason.NOT_ARABIC, 2)] * 3),
        ("النعام", [(Reason.TWICE, 2)]),
        ("النعامـ", [(Reason.TWICE, 2)]),
        ("التل".encode("cp1256"), [(Reason.BROKEN, 2)]),
        ("", []),
    ],
)
def test_a_bad_name_costs_no_good_one(file, bad: str | bytes, expected: list[tuple[Reason, int]]) -> None:
    bad = bad if isinstance(bad, bytes) else bad.encode()
    entries, left_out = read_list(file("النعام\n".encode() + bad + "\nالورد\n".encode()))
    assert [entry.name for entry in entries] == ["النعام", "الورد"]
    assert told(left_out) == expected


def test_a_workbook_is_no_list(tmp_path: Path) -> None:
    assert told(read_list(workbook(tmp_path / "a.xlsx", **ADMIN))[1]) == [(Reason.BROKEN, 1)]


def test_tidying_is_final() -> None:
    for raw in ("«دَيْر الزُّور»", "ﺣﻠﺐ", "تل\u200f النعام", "عين\u00a0العرب", "گلگاون", "علی", "ال\u0640حسكة"):
        name = tidy(raw)
        assert name is not None
        assert tidy(name) == name


# Whatever is given

JUNK = st.lists(
    st.sampled_from(
        [*"ابتحلگ٣5aR'«»()-_/،;,\"\t\n\r#.", "\ufeff", "\u200f", "\ufffd", "\u2028", " ", "\0", "35.1", "SY90"]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=JUNK, cells=st.lists(JUNK, min_size=5, max_size=5))
def test_nothing_breaks_the_import_or_its_file(file, is_read, junk: str, cells: list[str]) -> None:
    row = "\t".join(cell.replace("\t", " ") for cell in cells)
    table = file(f"adm1_pcode\tname_ar\tname_en\tlat\tpcode\n{row}\n{junk}", "table.csv")
    dumped = line(1, cells[0], cells[1], lat=cells[2].replace("\t", ""), population=cells[3].replace("\t", ""))
    for entries, _ in (
        read_list(file(junk + "\n" + row, "list.txt")),
        read_table(table, country="SY"),
        read_dump(file(dumped + junk, "dump.txt")),
    ):
        assert is_read(entries)


# The command


def test_the_command_writes_a_file_and_a_report(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.csv"
    result = run(dump, "--from", "geonames", "--out", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"10 rows read, 7 entries with 9 names written to {out}",
        "left out: 2 of a kind that is no type of ours",
        f"  {dump}:1: 1 Syria (A.PCLI); type the row by hand if it matters",
        f"  {dump}:8: 8 Bir (S.WLL); type the row by hand if it matters",
        "left out: 1 without an Arabic name",
        f"  {dump}:7: 7 Nowhere Town (P.PPL); "
        "none of its names is in Arabic letters; type the row by hand if it matters",
    ]
    assert list(Gazetteer.from_csv(out)) == read_dump(dump)[0]


def test_rows_are_written_as_in_our_own_files(file, tmp_path: Path) -> None:
    out = tmp_path / "mine.csv"
    path = file(PLACES + "C1,تشرين / دفيل / بئر,Tishrin,SY90,الوادي\n")
    assert run(path, "--from", "cod", "--out", out, "--source", "ocha").exit_code == 0
    assert out.read_bytes().decode().split("\n") == [
        "label,id,kind,name,source,english,country,type,parent,pcode",
        "PLACE,place/sy/sy90,canonical,الوادي,ocha,,SY,governorate,place/sy,SY90",
        "PLACE,place/sy/c1,canonical,تشرين,ocha,Tishrin,SY,village,place/sy/sy90,C1",
        "PLACE,place/sy/c1,alias,بئر,ocha,,,,,",
        "PLACE,place/sy/c1,alias,دفيل,ocha,,,,,",
        "",
    ]


def test_three_examples_are_shown_and_the_rest_counted(file, tmp_path: Path) -> None:
    all_left = tmp_path / "left.txt"
    path = file("النعام\n" + "Aleppo\n" * 5)
    result = run(path, "--from", "list", "--label", "PLACE", "--out", tmp_path / "a.csv", "--left-out", all_left)
    assert result.exit_code == 1
    assert "left out: 5 names not in Arabic letters" in result.stderr
    assert result.stderr.count("'Aleppo'") == 3
    assert "… and 2 more" in result.stderr
    assert [told.split(":")[1] for told in all_left.read_text("utf-8").splitlines()] == ["2", "3", "4", "5", "6"]


def test_nothing_to_write_leaves_the_file_as_it_is(file, tmp_path: Path) -> None:
    out = file("label,name\nPLACE,النعام\n", "mine.csv")
    result = run(file("", "a.txt"), "--from", "list", "--label", "PLACE", "--out", out, "--force")
    assert (result.exit_code, out.read_text("utf-8")) == (1, "label,name\nPLACE,النعام\n")
    assert result.stderr == f"0 rows read, no entry: {out} was not written\n"


def test_a_file_that_exists_is_written_over_with_force_alone(file, tmp_path: Path) -> None:
    out = file("label,name\nPLACE,النعام\n", "mine.csv")
    arguments = [file("الورد\n", "a.txt"), "--from", "list", "--label", "PLACE", "--out", out]
    result = run(*arguments)
    assert (result.exit_code, out.read_text("utf-8")) == (2, "label,name\nPLACE,النعام\n")
    assert "write over it with --force" in result.stderr
    assert run(*arguments, "--force").exit_code == 0
    assert [entry.name for entry in Gazetteer.from_csv(out)] == ["الورد"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "mine.csv"]


def test_what_was_imported_is_found_in_texts(file, tmp_path: Path) -> None:
    out = tmp_path / "mine.csv"
    run(file("كفر زنبقان\n"), "--from", "list", "--label", "PLACE", "--out", out)
    text = file("قصف على كفرزنبقان صباح اليوم", "text.txt")
    arguments = ["extract", str(text), "--gazetteer", str(out), "--tagger", "none", "--format", "csv"]
    assert "كفرزنبقان" in CliRunner().invoke(app, arguments).stdout


@pytest.mark.parametrize(
    ("options", "part"),
    [
        (["--from", "list"], "--label PLACE"),
        (["--from", "list", "--label", "PLACE", "--type", "airport"], "allowed: country region"),
        (["--from", "list", "--label", "PLACE", "--country", "Syria"], "two capitals"),
        (["--from", "list", "--label", "PLACE", "--source", " "], "--source is empty"),
        (["--from", "cod", "--label", "PERSON"], "leave it out"),
        (["--from", "geonames", "--type", "village"], "leave it out"),
        (["--from", "excel"], "excel"),
        (["--label", "PLACE"], "--from"),
    ],
)
def test_wrong_usage_is_told(file, tmp_path: Path, options: list[str], part: str) -> None:
    result = run(file("النعام\n"), *options, "--out", tmp_path / "mine.csv")
    assert result.exit_code == 2
    assert part in result.stderr
    assert not (tmp_path / "mine.csv").exists()


def test_paths_that_cannot_be_are_told(file, tmp_path: Path) -> None:
    path, options = file("النعام\n"), ["--from", "list", "--label", "PLACE", "--out"]
    for paths, out, part in [
        (tmp_path / "none.txt", tmp_path / "a.csv", "none.txt does not exist"),
        (path, path, "is a file to import"),
        (path, tmp_path, "cannot be written"),
        (path, tmp_path / "none" / "a.csv", "cannot be written"),
    ]:
        result = run(paths, *options, out)
        assert result.exit_code == 2
        assert part in result.stderr
    assert path.read_text("utf-8") == "النعام\n"
