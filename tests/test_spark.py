"""Spark finds what extract_many finds, row by row; a bad row is an error row; a worker loads the extractor once."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

from arabic_conflict_ner import Extractor, Gazetteer, extract_many
from arabic_conflict_ner.integrations.spark import _sent, extract_spark
from arabic_conflict_ner.results import COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, Row, SparkSession

pytestmark = [
    pytest.mark.spark,
    # Of what Spark does with pandas nothing is used here.
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
PLAIN = Extractor(tagger=None)
QUICK = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # short jobs
    "spark.log.level": "ERROR",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
}
NOT_STR = "TypeError: extract() takes str, not {}; "


@pytest.fixture(scope="module")
def spark() -> Iterator["SparkSession"]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", str(ROOT))
        session = SparkSession.builder.master("local[2]").config(map=QUICK).getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def reports() -> list[tuple[int, str | None, str | None]]:
    """Some hundred rows of id, text and day; texts without entities, bad texts and bad days among them."""
    lines = (ROOT / "examples" / "articles.jsonl").read_text("utf-8").splitlines()
    texts = [paragraph for line in lines for paragraph in json.loads(line)["text"].split("\n")]
    days = ("2015-06-01", None, "2025-06-01", "last Friday")
    rows = [(number, texts[number % len(texts)], days[number % 7 % 4]) for number in range(300)]
    return [*rows, (300, None, None), (301, "", None), (302, "هدوء", None), (303, None, "2015-06-01")]


@pytest.fixture(scope="module")
def df(spark: "SparkSession", reports: list) -> "DataFrame":
    return spark.createDataFrame(reports, "id long, body string, day string").repartition(5, "id")


def values(rows: list["Row"]) -> list[dict]:
    return [row.asDict(recursive=True) for row in rows]


def texts_of(rows: list["Row"]) -> list[tuple[object, str | None, str | None]]:
    return [(row.id, row.text, row.error) for row in rows]


def together(frames: list["DataFrame"]) -> list["Row"]:
    """The rows of all, by one job."""
    return reduce(lambda one, other: one.union(other), frames).collect()


# Equal to extract_many


def test_one_row_an_entity_as_extract_many_has_them(df: "DataFrame", reports: list) -> None:
    found = values(extract_spark(df, "body", "id", date_col="day", extractor=PLAIN).collect())
    read = extract_many([(text, day) for _, text, day in reports], extractor=PLAIN)
    wanted = []
    for (id, *_), extraction in zip(reports, read, strict=True):
        if extraction.error:
            wanted.append({"id": id, **dict.fromkeys(COLUMNS), "error": extraction.error})
        wanted += [{"id": id, **record, "error": None} for record in extraction.to_records()]
    assert sorted(found, key=lambda row: row["id"]) == wanted  # stable: the order within a text counts
    assert sum(row["error"] is None for row in found) > 500
    assert sum(row["error"] is not None for row in found) > 40


def test_one_row_a_text_as_extract_many_has_them(df: "DataFrame", reports: list) -> None:
    rows = extract_spark(df, "body", "id", date_col="day", extractor=PLAIN, nested=True, keep=["day"]).collect()
    read = extract_many([(text, day) for _, text, day in reports], extractor=PLAIN)
    wanted = [
        {"id": id, "day": day, "entities": None if x.error else x.to_records(), "error": x.error}
        for (id, _, day), x in zip(reports, read, strict=True)
    ]
    assert values(sorted(rows, key=lambda row: row.id)) == wanted


def test_rows_come_in_the_order_of_their_texts_every_time(df: "DataFrame") -> None:
    ids = [row.id for row in df.select("id").collect()]
    found = extract_spark(df, "body", "id", extractor=PLAIN)
    rows = found.collect()
    assert [row.id for row in rows] == sorted((row.id for row in rows), key=ids.index)
    assert found.collect() == extract_spark(df, "body", "id", extractor=PLAIN).collect() == rows


def test_nothing_is_shuffled(spark: "SparkSession", capsys: pytest.CaptureFixture[str]) -> None:
    extract_spark(spark.range(3).selectExpr("id", "'هدوء' body"), "body", "id", extractor=PLAIN).explain()
    plan = capsys.readouterr().out
    assert "MapInArrow" in plan
    assert "Exchange" not in plan


def test_no_rows_in_no_rows_out(df: "DataFrame") -> None:
    for nested in (False, True):
        assert extract_spark(df.limit(0), "body", "id", extractor=PLAIN, nested=nested).collect() == []


def test_the_built_in_extractor_takes_part_unless_another_is_given(df: "DataFrame", reports: list) -> None:
    found = extract_spark(df.where("id = 3"), "body", "id").collect()
    [wanted] = extract_many([reports[3][1]])
    assert [row.explanation for row in found] == [entity.explain() for entity in wanted]


def test_other_labels_are_reported_when_asked_for(df: "DataFrame") -> None:
    found = extract_spark(df, "body", "id", extractor=PLAIN, labels=["ORGANIZATION"]).collect()
    assert {row.label for row in found} == {"ORGANIZATION", None}


# Columns


def test_the_schema_is_declared_before_anything_is_read(df: "DataFrame") -> None:
    entity = extract_spark(df, "body", "id", keep=["day", "id"], extractor=PLAIN).schema
    assert entity.names == ["id", "day", *COLUMNS, "error"]
    assert entity["start"].simpleString() == "start:bigint"
    assert entity["lat"].simpleString() == "lat:double"
    nested = extract_spark(df, "body", "id", nested=True, extractor=PLAIN).schema
    assert nested.names == ["id", "entities", "error"]
    assert nested["entities"].dataType.elementType.names == list(COLUMNS)


def test_an_id_and_what_is_kept_keep_their_types(spark: "SparkSession") -> None:
    kinds = (
        "7",
        "'x/1'",
        "cast(7 as decimal(9, 2))",
        "struct('a' as site, 7 as number)",
        "array(1, 2)",
        "date '2024-12-08'",
    )
    columns = [f"{kind} c{number}" for number, kind in enumerate(kinds)]
    given = spark.range(1).selectExpr(*columns, "'قصف على الشحيل وهجين' body")
    found = extract_spark(given, "body", "c3", keep=given.columns[:-1], extractor=PLAIN)
    order = ["c3", "c0", "c1", "c2", "c4", "c5"]
    assert found.schema.fields[:6] == [given.schema[name] for name in order]
    [row] = values(given.select(order).collect())
    assert values(found.select(*order, "text").collect()) == [{**row, "text": text} for text in ("الشحيل", "هجين")]


def test_a_column_may_have_any_name(spark: "SparkSession") -> None:
    given = spark.sql("select 1 `0`, 'قصف على هجين' `the body.of it`, 2 `a ``b```")
    found = extract_spark(given, "the body.of it", "a `b`", keep=["0"], extractor=PLAIN)
    assert [(row["a `b`"], row["0"], row.text) for row in found.collect()] == [(2, 1, "هجين")]


def test_the_text_may_be_carried_along_and_be_its_own_id(spark: "SparkSession") -> None:
    given = spark.sql("select 'قصف على هجين' body")
    [row] = extract_spark(given, "body", "body", keep=["body"], extractor=PLAIN).collect()
    assert (row.body, row.text) == ("قصف على هجين", "هجين")


def test_mistakes_are_told_at_once(df: "DataFrame") -> None:
    with pytest.raises(ValueError, match="no column url and no tag; the columns are id body day"):
        extract_spark(df, "body", "url", keep=["tag"], extractor=PLAIN)
    with pytest.raises(ValueError, match="no column when"):
        extract_spark(df, "body", "id", date_col="when", extractor=PLAIN)
    with pytest.raises(ValueError, match="would have two columns text; rename yours first"):
        extract_spark(df.withColumnRenamed("body", "text"), "text", "id", keep=["text"], extractor=PLAIN)
    with pytest.raises(ValueError, match=r"TOWN.*allowed: PLACE"):
        extract_spark(df, "body", "id", labels=["TOWN"], extractor=PLAIN)
    renamed = df.withColumnRenamed("id", "text")
    assert extract_spark(renamed, "body", "text", nested=True, extractor=PLAIN).columns[0] == "text"


# Bad rows


def test_bad_texts_are_error_rows_and_cost_no_other(spark: "SparkSession") -> None:
    """All in one partition, so in one batch: null, bytes that are no UTF-8, good, not a string."""
    given = spark.sql(
        "select * from values (1, null), (2, cast(X'D982D8' as string)), (3, 'قصف على هجين') as t(id, body)"
    ).coalesce(1)
    assert texts_of(extract_spark(given, "body", "id", extractor=PLAIN).collect()) == [
        (1, None, NOT_STR.format("NoneType") + 'leave missing documents out or pass ""'),
        (2, None, NOT_STR.format("bytes") + "decode it first: data.decode('utf-8')"),
        (3, "هجين", None),
    ]


def test_a_column_of_no_strings_is_told_row_by_row(spark: "SparkSession") -> None:
    bodies = {"int": "cast(id as int)", "bytes": "cast('هجين' as binary)", "list": "array('هجين')"}
    given = [spark.range(2).selectExpr("id", f"{body} body") for body in bodies.values()]
    found = together([extract_spark(one, "body", "id", extractor=PLAIN) for one in given])
    wanted = [NOT_STR.format(name) for name in bodies for _ in range(2)]
    assert [row.error[: len(start)] for row, start in zip(found, wanted, strict=True)] == wanted


DAYS = {
    "'2015-06-01'": "group/syrian-army",
    "date '2015-06-01'": "group/syrian-army",
    "timestamp '2015-06-01 23:30:00'": "group/syrian-army",
    "date '2025-06-01'": "group/syrian-army-2025",
    "timestamp_ntz '2025-06-01 23:30:00'": "group/syrian-army-2025",
    "date '12015-06-01'": "ValueError: doc_date is '+12015-06-01'; allowed: a date, or a str such as 2024-12-08",
    "'June'": "ValueError: doc_date is 'June'; allowed: a date, or a str such as 2024-12-08",
}


def test_the_day_of_a_text_counts(spark: "SparkSession") -> None:
    given = [spark.range(1).selectExpr("id", "'انتشر الجيش العربي السوري' body", f"{day} day") for day in DAYS]
    found = together([extract_spark(one, "body", "id", date_col="day", extractor=PLAIN) for one in given])
    assert [row.entry or row.error for row in found] == list(DAYS.values())


# Workers


def test_names_of_ones_own_reach_the_workers(df: "DataFrame", root: Path) -> None:
    own = Gazetteer.from_csv(root / "examples" / "my_villages.csv")
    extractor = Extractor(gazetteer=Gazetteer.builtin() | own, tagger=None)
    given = df.sparkSession.sql("select 1 id, 'اشتباكات بتل العجيلة' body")
    [row] = extract_spark(given, "body", "id", extractor=extractor).collect()
    assert (row.text, row.proclitic) == ("تل العجيلة", "ب")
    assert row.entry in own
    with PLAIN.adding(own):
        [added] = extract_spark(given, "body", "id", extractor=PLAIN).collect()
    assert added == row


COUNTING = """
import os, pathlib, uuid

class Counting:
    '''A tagger that leaves a file wherever it comes out of a pickle.'''

    name = "counting"

    def __init__(self, folder):
        self.folder = folder

    def __setstate__(self, state):
        self.__dict__.update(state)
        pathlib.Path(self.folder, f"{os.getpid()}-{uuid.uuid4()}").touch()

    def tag(self, text, tokens):
        pathlib.Path(self.folder, "used", str(os.getpid())).touch()
        return []
"""


def test_the_extractor_is_loaded_once_a_worker_process(
    spark: "SparkSession", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "counting.py").write_text(COUNTING, "utf-8")
    (tmp_path / "loaded" / "used").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)
    spark.sparkContext.addPyFile(str(tmp_path / "counting.py"))
    from counting import Counting

    extractor = Extractor(gazetteer=Gazetteer.from_entries([]), tagger=Counting(str(tmp_path / "loaded")))
    given = spark.range(40).repartition(12).selectExpr("id", "'هدوء' body")
    found = extract_spark(given, "body", "id", extractor=extractor, nested=True)
    for _ in range(2):
        assert len(found.collect()) == 40
    loaded = [path.name.partition("-")[0] for path in (tmp_path / "loaded").glob("*-*")]
    used = [path.name for path in (tmp_path / "loaded" / "used").iterdir()]
    assert sorted(loaded) == sorted(used)
    assert 1 <= len(used) <= 4


def test_where_there_are_no_broadcasts_every_task_brings_the_extractor_along() -> None:
    from pyspark.errors import PySparkAttributeError

    class Remote:
        """A session of Spark Connect."""

        @property
        def sparkContext(self) -> None:  # noqa: N802  # Spark's name
            facts = {"attr_name": "sparkContext"}
            raise PySparkAttributeError(errorClass="JVM_ATTRIBUTE_NOT_SUPPORTED", messageParameters=facts)

    assert _sent(Remote(), PLAIN)() is PLAIN


def test_a_worker_holds_the_rows_of_some_texts_at_a_time() -> None:
    import pyarrow as pa

    from arabic_conflict_ner.integrations.arrow import _AT_ONCE, read_batch
    from arabic_conflict_ner.labels import Label

    count = 2 * _AT_ONCE + 1
    batch = pa.RecordBatch.from_pydict({"0": ["قصف على هجين"] * count, "1": [None] * count, "2": list(range(count))})
    made = list(read_batch(batch, PLAIN, frozenset(Label), ["id"], nested=False))
    assert [one.num_rows for one in made] == [_AT_ONCE, _AT_ONCE, 1]
    assert [id for one in made for id in one.column("id").to_pylist()] == list(range(count))


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for missing in ("pyspark.sql", "pyarrow"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, missing, None)
            with pytest.raises(ImportError, match=r"pip install 'arabic_conflict_ner\[spark\]'"):
                extract_spark(None, "body", "id")


# What is shown


def test_the_page_on_spark_keeps_its_word(
    spark: "SparkSession", root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    page = (root / "docs" / "spark.md").read_text("utf-8")
    code, shown = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL).groups()
    exec(code, {"spark": spark})  # noqa: S102  # our own
    assert capsys.readouterr().out == shown


def test_the_job_reads_and_writes_parquet(spark: "SparkSession", tmp_path: Path, root: Path) -> None:
    """By spark-submit, as a user would run it: in a Spark of its own."""
    given = spark.createDataFrame(
        [("a", "اشتباكات بتل العجيلة", date(2024, 12, 8)), ("b", "هدوء", None), ("c", None, None)],
        "url string, body string, day date",
    )
    given.write.parquet(str(tmp_path / "reports.parquet"))
    submit = Path(sys.executable).with_name("spark-submit")
    settings = [word for setting in QUICK.items() for word in ("--conf", "=".join(setting))]
    job = [root / "examples" / "spark_job.py", "reports.parquet", "found.parquet"]
    options = ["--text", "body", "--id", "url", "--date", "day", "--tagger", "none", "--gazetteer"]
    done = subprocess.run(
        [submit, "--master", "local[1]", *settings, *job, *options, root / "examples" / "my_villages.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = spark.read.parquet(str(tmp_path / "found.parquet")).orderBy("url").collect()
    assert [(row.url, row.text, row.error is None) for row in rows] == [("a", "تل العجيلة", True), ("c", None, False)]
    assert "1 entities, 1 texts that could not be read" in done.stdout
