"""Dask finds what extract_many finds, in threads, processes and on a cluster; a bad row is an error row."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from arabic_conflict_ner import Extractor, Gazetteer, extract_many
from arabic_conflict_ner.integrations.dask import extract_dask
from arabic_conflict_ner.results import COLUMNS

if TYPE_CHECKING:
    import dask.dataframe as dd

pytestmark = pytest.mark.dask
ROWS = [(100, None, None), (101, "", None), (102, "هدوء", None), (103, "اشتباكات بتل العجيلة", "2024-12-08")]


@pytest.fixture(scope="module")
def reports(articles: list[dict]) -> list[tuple[int, object, object]]:
    """Rows of id, text and day, bad ones among them."""
    texts = [paragraph for article in articles for paragraph in article["text"].split("\n")]
    rows = [(n, text, ("2015-06-01", None, "2025-06-01", "last Friday")[n % 4]) for n, text in enumerate(texts)]
    return [*rows, *ROWS]


@pytest.fixture(scope="module")
def extractor(root: Path) -> Extractor:
    """With names of one's own, and without a tagger."""
    own = Gazetteer.from_csv(root / "examples" / "my_villages.csv")
    return Extractor(gazetteer=Gazetteer.builtin() | own, tagger=None)


@pytest.fixture(scope="module")
def df(reports: list) -> "dd.DataFrame":
    import dask.dataframe as dd
    import pandas as pd

    return dd.from_pandas(pd.DataFrame(reports, columns=["id", "body", "day"]), npartitions=4)


def records(found: "dd.DataFrame", scheduler: str = "threads") -> list[dict]:
    """The rows, None where something is missing."""
    computed = found.compute(scheduler=scheduler, num_workers=2)
    return computed.astype(object).where(computed.notna(), None).to_dict("records")


@pytest.mark.parametrize("scheduler", ["threads", "processes"])
def test_one_row_an_entity_as_extract_many_has_them(
    df: "dd.DataFrame", reports: list, extractor: Extractor, scheduler: str
) -> None:
    found = records(extract_dask(df, "body", "id", date_col="day", extractor=extractor), scheduler)
    wanted = []
    read = extract_many([(text, day) for _, text, day in reports], extractor=extractor)
    for (id, *_), extraction in zip(reports, read, strict=True):
        if extraction.error:
            wanted.append({"id": id, **dict.fromkeys(COLUMNS), "error": extraction.error})
        wanted += [{"id": id, **record, "error": None} for record in extraction.to_records()]
    assert found == wanted
    assert sum(row["error"] is None for row in found) > 100
    assert sum(row["error"] is not None for row in found) > 10
    assert (found[-1]["text"], found[-1]["proclitic"]) == ("تل العجيلة", "ب")


def test_one_row_a_text_as_extract_many_has_them(df: "dd.DataFrame", reports: list, extractor: Extractor) -> None:
    rows = extract_dask(df, "body", "id", extractor=extractor, nested=True, keep=["day"]).compute()
    read = list(extract_many([text for _, text, _ in reports], extractor=extractor))
    assert list(rows.columns) == ["id", "day", "entities", "error"]
    assert rows["entities"].tolist() == [None if x.error else x.to_records() for x in read]
    assert [error if isinstance(error, str) else None for error in rows["error"]] == [x.error for x in read]


def test_the_types_are_known_before_and_kept(df: "dd.DataFrame", extractor: Extractor) -> None:
    found = extract_dask(df, "body", "id", extractor=extractor)
    assert found.compute().dtypes.tolist() == found.dtypes.tolist()
    assert str(found.dtypes["start"]) == "Int64"
    assert str(found.dtypes["text"]) == "string"
    nothing = extract_dask(df[df["id"] == 102], "body", "id", extractor=extractor).compute()
    assert nothing.dtypes.tolist() == found.dtypes.tolist()
    assert len(nothing) == 0


def test_a_row_keeps_the_index_of_its_text(df: "dd.DataFrame", reports: list, extractor: Extractor) -> None:
    found = extract_dask(df, "body", "id", extractor=extractor).compute()
    assert [reports[index][0] for index in found.index] == found["id"].tolist()


def test_what_no_table_can_hold_is_an_error_row(extractor: Extractor) -> None:
    """Lone surrogates, which Dask lets through where it leaves strings as they are; and what is no string."""
    import dask
    import dask.dataframe as dd
    import pandas as pd

    with dask.config.set({"dataframe.convert-string": False}):
        given = pd.DataFrame({"id": [1, 2, 3], "body": pd.Series(["هجين\udfff", "قصف على هجين", 5], dtype=object)})
        rows = records(extract_dask(dd.from_pandas(given, npartitions=1), "body", "id", extractor=extractor))
    assert [(row["id"], row["text"]) for row in rows] == [(1, None), (2, "هجين"), (3, None)]
    assert "takes str, not bytes" in rows[0]["error"]
    assert "takes str, not int" in rows[2]["error"]


def test_mistakes_are_told_at_once(df: "dd.DataFrame", extractor: Extractor) -> None:
    with pytest.raises(ValueError, match="no column url; the columns are id body day"):
        extract_dask(df, "body", "url", extractor=extractor)
    with pytest.raises(ValueError, match="would have two columns source; rename yours first"):
        extract_dask(df.rename(columns={"id": "source"}), "body", "source", extractor=extractor)
    with pytest.raises(ValueError, match=r"TOWN.*allowed: PLACE"):
        extract_dask(df, "body", "id", labels="TOWN", extractor=extractor)


def test_without_dask_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(ImportError, match=r"pip install 'arabic_conflict_ner\[dask\]'"):
        extract_dask(None, "body", "id")


def test_the_page_keeps_its_word(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    page = (root / "docs" / "spark.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    pd.DataFrame({"url": ["a", "b"], "body": ["قصف على هجين", None]}).to_parquet("reports.parquet")
    names: dict = {}
    exec(re.search(r"```py\n(.*?)```", page, re.DOTALL)[1], names)  # noqa: S102  # our own
    assert names["found"]["url"].tolist() == ["a", "b"]
    assert names["found"]["text"].tolist()[0] == "هجين"
