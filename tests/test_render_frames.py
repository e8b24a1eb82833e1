"""Data frames of results: columns and dtypes that never change; pandas and polars in, pandas and polars out."""

import sys

import pandas as pd
import pytest
from test_results import EXTRACTION

from arabic_conflict_ner import Extraction, Extractor, Gazetteer, extract, extract_df
from arabic_conflict_ner.results import COLUMNS

pl = pytest.importorskip("polars", reason="needs polars: pip install 'arabic_conflict_ner[polars]'")

DTYPES = dict.fromkeys(COLUMNS, "string") | {"start": "Int64", "end": "Int64"}
DTYPES |= dict.fromkeys(("score", "lat", "lon"), "float64")
POLARS = {"string": pl.String, "Int64": pl.Int64, "float64": pl.Float64}
BODIES = ["معارك في الرقة وإدلب", "لا شيء", None, "هدوء في حلب"]
REPORTS = {"url": ["a", "b", "c", "d"], "body": BODIES, "day": ["2025-01-01", None, "2025-01-01", "yesterday"]}


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


@pytest.mark.parametrize(
    "found", [EXTRACTION, Extraction(text=""), extract("مضى ولم يعد")], ids=["full", "empty", "none"]
)
def test_the_dtypes_of_to_df_never_change(found: Extraction) -> None:
    assert dtypes(found.to_df()) == DTYPES


def test_what_is_not_known_is_missing() -> None:
    frame = EXTRACTION.to_df()
    assert frame["proclitic"].isna().tolist() == [True, False, True, True]
    assert frame["lat"].isna().tolist() == [True, False, True, True]
    assert frame["start"].tolist() == [7, 22, 28, 43]


def test_a_pandas_frame_gives_a_row_an_entity() -> None:
    found = extract_df(pd.DataFrame(REPORTS), text="body", id="url")
    assert list(found.columns) == ["url", *COLUMNS, "error"]
    assert found["url"].tolist() == ["a", "a", "c", "d"]
    assert found["text"].fillna("-").tolist() == ["الرقة", "إدلب", "-", "حلب"]
    assert found["error"].isna().tolist() == [True, True, False, True]
    assert "TypeError: extract() takes str, not NoneType" in found["error"].tolist()[2]
    assert {name: kind for name, kind in dtypes(found).items() if name != "url"} == DTYPES | {"error": "string"}


def test_rows_keep_index_and_id_whatever_they_are() -> None:
    frame = pd.DataFrame(REPORTS | {"url": [1, 2, 3, 4]}, index=[7, 7, 8, 9])
    found = extract_df(frame, text="body", id="url")
    assert found.index.tolist() == [7, 7, 8, 9]
    assert str(found["url"].dtype) == "int64"
    assert found["url"].tolist() == [1, 1, 3, 4]


def test_a_polars_frame_gives_a_polars_frame() -> None:
    found = extract_df(pl.DataFrame(REPORTS), text="body", id="url")
    assert isinstance(found, pl.DataFrame)
    assert found.columns == ["url", *COLUMNS, "error"]
    assert found["url"].to_list() == ["a", "a", "c", "d"]
    assert dict(found.schema) == {"url": pl.String} | {
        name: POLARS[kind] for name, kind in (DTYPES | {"error": "string"}).items()
    }
    same = extract_df(pd.DataFrame(REPORTS), text="body", id="url")
    assert found.to_dicts() == [
        {key: None if pd.isna(value) else value for key, value in row.items()} for row in same.to_dict("records")
    ]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_days_are_passed_on_and_a_bad_one_costs_no_other(frame: type) -> None:
    found = extract_df(frame(REPORTS), text="body", id="url", date="day")
    errors = [str(error) for error in found["error"].to_list() if isinstance(error, str)]
    assert len(errors) == 2
    assert "yesterday" in errors[1]
    assert len(found) == 4


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
@pytest.mark.parametrize("body", [[], ["مضى"], [None]])
def test_the_columns_are_there_without_entities_too(frame: type, body: list) -> None:
    reports = frame({"url": ["a"] * len(body), "body": body})
    found = extract_df(reports, text="body", id="url")
    assert list(found.columns) == ["url", *COLUMNS, "error"]
    assert len(found) == body.count(None)


def test_extractor_labels_and_processes_are_passed_on() -> None:
    names = [{"id": "x/1", "label": "PLACE", "names": [{"text": "رسم الطويحين"}]}]
    mine = Extractor(gazetteer=Gazetteer.from_entries(names), tagger=None)
    frame = pd.DataFrame({"url": ["a"] * 3, "body": ["قصف الجيش السوري قرية رسم الطويحين"] * 3})
    found = extract_df(frame, text="body", id="url", extractor=mine, labels="PLACE", n_process=2)
    assert found["entry"].tolist() == ["x/1"] * 3


def test_progress_is_told_on_stderr_with_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    extract_df(pd.DataFrame(REPORTS), text="body", id="url", progress=True)
    told = capsys.readouterr()
    assert "4/4" in told.err
    assert told.out == ""


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_wrong_columns_are_refused(frame: type) -> None:
    with pytest.raises(ValueError, match="no column title; the columns are url body"):
        extract_df(frame(REPORTS), text="title", id="url")
    with pytest.raises(ValueError, match="the result would have two columns name"):
        extract_df(frame(REPORTS | {"name": BODIES}), text="body", id="name")


@pytest.mark.parametrize("wrong", [REPORTS, pl.LazyFrame(REPORTS), BODIES, None])
def test_what_is_no_data_frame_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError, match=f"a data frame of pandas or polars, not {type(wrong).__name__}"):
        extract_df(wrong, text="body", id="url")


def test_a_lone_surrogate_is_an_error_row() -> None:
    found = extract_df(
        pd.DataFrame({"url": ["a", "b"], "body": ["الرقة \ud800", "الرقة"]}, dtype=object), text="body", id="url"
    )
    assert found["url"].tolist() == ["a", "b"]
    assert "decode it first" in found["error"].tolist()[0]


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'arabic_conflict_ner\[notebook\]'"):
        EXTRACTION.to_df()
