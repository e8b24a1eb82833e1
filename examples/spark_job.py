"""The entities of a table of texts, from Parquet to Parquet: a job for spark-submit.

spark-submit --master 'local[2]' examples/spark_job.py reports.parquet found.parquet --text body --id url --date day

Rows that could not be read are in the result too, with the reason in the column `error`.
"""

import argparse

from pyspark.sql import DataFrame, SparkSession, functions

from arabic_conflict_ner import Extractor, Gazetteer
from arabic_conflict_ner.integrations.spark import extract_spark


def main() -> None:
    options = read_options()
    spark = SparkSession.builder.appName("arabic_conflict_ner").getOrCreate()
    gazetteer = Gazetteer.builtin()
    if options.gazetteer:
        gazetteer |= Gazetteer.from_csv(*options.gazetteer)
    extractor = Extractor(gazetteer=gazetteer, tagger=None if options.tagger == "none" else options.tagger)
    texts = spark.read.parquet(options.source)
    if options.tasks:
        texts = texts.repartition(options.tasks)
    found = extract_spark(
        texts, options.text, options.id, date_col=options.date, keep=options.keep, extractor=extractor
    )
    found.write.mode(options.mode).parquet(options.target)
    tell(spark.read.parquet(options.target))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="Parquet, a file or a folder, wherever Spark can read")
    parser.add_argument("target", help="the folder to write")
    parser.add_argument("--text", required=True, help="the column of the texts")
    parser.add_argument("--id", required=True, help="the column of their ids")
    parser.add_argument("--date", help="the column of their days")
    parser.add_argument("--keep", nargs="*", default=[], help="columns to carry along")
    parser.add_argument("--gazetteer", nargs="*", help="CSV files of names of your own, on the machine of the driver")
    parser.add_argument("--tagger", default="default", help="a shipped tagger, or none")
    parser.add_argument("--tasks", type=int, help="spread the texts over so many tasks: for few or unequal files")
    parser.add_argument("--mode", choices=["errorifexists", "overwrite", "append"], default="errorifexists")
    return parser.parse_args()


def tell(found: DataFrame) -> None:
    """Read back what was written: a second look at the texts would cost as much as the first."""
    read, failed = found.select(functions.count("label"), functions.count("error")).first()
    print(f"{read} entities, {failed} texts that could not be read")


if __name__ == "__main__":
    main()
