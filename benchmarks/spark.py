"""Does Spark find in 50,000 texts what extract_many finds, and how fast, beside one process?

One process reads the texts, one half before Spark does and one after, for the load of a machine changes; Spark on two
cores reads them from Parquet and writes the entities as Parquet, its workers warm. Checked: every row is that of
extract_many, those of a text in their order, error rows too. No tagger takes part unless asked for. Needs pyspark and
Java.

    python benchmarks/spark.py [--rows 50000] [--cores 2] [--tasks 8] [--tagger none]
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from reports import Report, reports

from arabic_conflict_ner import Extractor, extract_many
from arabic_conflict_ner.integrations.spark import extract_spark
from arabic_conflict_ner.results import COLUMNS


def main() -> None:
    options = read_options()
    texts = list(reports(options.rows))
    words = sum(len(text.split()) for _, text, _ in texts if text)
    print(f"{len(texts)} texts, {words} words; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before")
    extractor = Extractor(tagger=None if options.tagger == "none" else options.tagger)
    half = len(texts) // 2
    before, wanted = timed(texts[:half], extractor)
    with tempfile.TemporaryDirectory() as folder:
        more = by_spark(texts, extractor, Path(folder), options)
        rows = pq.read_table(Path(folder, "found.parquet")).to_pylist()
        size = sum(path.stat().st_size for path in Path(folder, "found.parquet").iterdir())
    found = sorted(rows, key=itemgetter("id"))  # the rows of a text stay in their order
    after, others = timed(texts[half:], extractor)
    wanted += others
    one = before + after
    print(f"one process: {one:.1f} s, {words / one:.0f} words/s, {len(wanted)} rows")
    print(f"Spark, {options.cores} cores: {more:.1f} s, {words / more:.0f} words/s, ratio {one / more:.2f}")
    if found != wanted:
        sys.exit(f"Spark finds something else: {len(found)} rows")
    failed = sum(row["error"] is not None for row in found)
    print(
        f"every one of {len(found)} rows is equal, {failed} error rows among them; {size / len(found):.0f} bytes a row"
    )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--tasks", type=int, default=8)
    parser.add_argument("--tagger", default="none")
    return parser.parse_args()


def timed(texts: list[Report], extractor: Extractor) -> tuple[float, list[dict]]:
    """The seconds it takes one process, and the rows."""
    start = time.perf_counter()
    rows = list(expected(texts, extractor))
    return time.perf_counter() - start, rows


def expected(texts: list[Report], extractor: Extractor) -> Iterator[dict]:
    """The rows that extract_many makes."""
    read = extract_many([(text, day) for _, text, day in texts], extractor=extractor)
    for (id, *_), extraction in zip(texts, read, strict=True):
        if extraction.error:
            yield {"id": id, **dict.fromkeys(COLUMNS), "error": extraction.error}
        yield from ({"id": id, **record, "error": None} for record in extraction.to_records())


def by_spark(texts: list[Report], extractor: Extractor, folder: Path, options: argparse.Namespace) -> float:
    """Read and write Parquet; the seconds it takes once the workers are there."""
    schema = pa.schema([("id", pa.int64()), ("text", pa.string()), ("day", pa.string())])
    columns = [list(column) for column in zip(*texts, strict=True)]
    pq.write_table(
        pa.Table.from_arrays([*map(pa.array, columns, schema.types)], schema=schema), folder / "texts.parquet"
    )
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{options.cores}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.host", "127.0.0.1").config("spark.log.level", "ERROR").getOrCreate()
    given = spark.read.parquet(str(folder / "texts.parquet")).repartition(options.tasks, "id")
    extract_spark(given.limit(100), "text", "id", extractor=extractor).collect()
    start = time.perf_counter()
    extract_spark(given, "text", "id", date_col="day", extractor=extractor).write.parquet(str(folder / "found.parquet"))
    seconds = time.perf_counter() - start
    spark.stop()
    return seconds


if __name__ == "__main__":
    main()
