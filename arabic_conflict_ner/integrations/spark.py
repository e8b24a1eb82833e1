"""Extract from the texts of a Spark DataFrame, on as many cores and machines as Spark has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from arabic_conflict_ner.extractor import Extractor, _default, _labels
from arabic_conflict_ner.integrations.arrow import read_batch
from arabic_conflict_ner.integrations.rows import ENTITIES, ERROR, KINDS, check
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import on_one_thread

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame, SparkSession
    from pyspark.sql.types import StructType


def extract_spark(
    df: "DataFrame",
    text_col: str,
    id_col: str,
    *,
    date_col: str | None = None,
    keep: Sequence[str] = (),
    nested: bool = False,
    extractor: Extractor | None = None,
    labels: Iterable[Label | str] | None = None,
) -> "DataFrame":
    """Find the entities of every row; lazily, without a shuffle: partitions stay as they are, rows in order.

    In: `text_col`, `id_col`, `date_col`, the columns of the text, of its id (any type) and of its day (a date, a
    timestamp, which is cut in the session's time zone, or a string such as 2024-12-08); `keep`, more columns to carry
    along; `extractor`, the built-in one unless given, which is sent to each worker process once; `labels`, those to
    report.
    Out: one row an entity: the id, the columns kept, :data:`arabic_conflict_ner.results.COLUMNS`, and `error`. A text
    without entities has no row; one that cannot be read (null, no string, no UTF-8, a date that is none) has one that
    says why in `error`, the rest null. With `nested` one row a text: its entities in an array of structs, or the error.

    Raises ValueError for a column that is not there or would be there twice, or for an unknown label; ImportError where
    pyspark or pyarrow is not installed. The workers need this library too.
    """
    _check_installed()
    kept = check(df.columns, text_col, date_col, (id_col, *keep), nested=nested)
    wanted = _labels(labels)
    get = _sent(df.sparkSession, on_one_thread(extractor or _default()))

    def read(batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
        for batch in batches:
            yield from read_batch(batch, get(), wanted, kept, nested=nested)

    inputs = [_column(df, text_col), _day(df, date_col), *(_column(df, name) for name in kept)]
    numbered = [column.alias(str(number)) for number, column in enumerate(inputs)]
    return df.select(*numbered).mapInArrow(read, _schema(df.schema, kept, nested=nested))


def _check_installed() -> None:
    try:
        import pyarrow  # noqa: F401, PLC0415  # optional
        import pyspark.sql  # noqa: F401, PLC0415  # optional
    except ImportError as error:
        cure = "pip install 'arabic_conflict_ner[spark]'"
        raise ImportError(f"extract_spark() needs pyspark and pyarrow: {cure}") from error


def _sent(session: "SparkSession", extractor: Extractor) -> Callable[[], Extractor]:
    """What gives the extractor in a worker: a broadcast is opened once a process and kept while the process lives."""
    from pyspark.errors import PySparkException  # noqa: PLC0415  # optional

    try:
        context = session.sparkContext
    except PySparkException:  # Spark Connect has no broadcasts: every task brings the extractor along
        return lambda: extractor
    broadcast = context.broadcast(extractor)
    return lambda: broadcast.value


def _column(df: "DataFrame", name: str) -> "Column":
    return df[f"`{name.replace('`', '``')}`"]  # a dot in a name is no path


def _day(df: "DataFrame", name: str | None) -> "Column":
    """The day of each text as a string: not every day that Spark knows is one in Python."""
    from pyspark.sql import functions, types  # noqa: PLC0415  # optional

    if name is None:
        return functions.lit(None).cast("string")
    column, kind = _column(df, name), df.schema[name].dataType
    if isinstance(kind, types.DateType | types.TimestampType | types.TimestampNTZType):
        return column.cast("date").cast("string")
    return column


def _schema(given: "StructType", kept: Sequence[str], *, nested: bool) -> "StructType":
    """The columns kept as they were given, and the library's own."""
    from pyspark.sql.types import ArrayType, StructType  # noqa: PLC0415  # optional

    entity = StructType()
    for name, kind in KINDS.items():
        entity.add(name, kind)
    own = StructType().add(ENTITIES, ArrayType(entity, containsNull=False)) if nested else entity
    return StructType([*(given[name] for name in kept), *own.fields]).add(ERROR, "string")
