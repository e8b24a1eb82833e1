"""Extract from Arrow batches: what a Spark worker does."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.integrations.rows import ENTITIES, ERROR, KINDS, entity_rows, text_rows
from arabic_conflict_ner.labels import Label

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 256  # texts whose rows are held in memory before they are handed on
_TYPES = {"string": "string", "long": "int64", "double": "float64"}


def read_batch(
    batch: "pa.RecordBatch", extractor: Extractor, labels: frozenset[Label], kept: Sequence[str], *, nested: bool
) -> Iterator["pa.RecordBatch"]:
    """The rows of a batch of texts, in order, in batches of their own.

    In: a batch whose first column is the text, its second the day (or null), the others what is carried along and will
    be called `kept`; `nested`, whether a row is to be a text instead of an entity.
    """
    for first in range(0, batch.num_rows, _AT_ONCE):
        yield _read(batch.slice(first, _AT_ONCE), extractor, labels, kept, nested=nested)


def _read(
    batch: "pa.RecordBatch", extractor: Extractor, labels: frozenset[Label], kept: Sequence[str], *, nested: bool
) -> "pa.RecordBatch":
    import pyarrow as pa  # noqa: PLC0415  # optional

    texts, days, *carried = batch.columns
    dated = zip(map(_value, texts), map(_value, days), strict=True)
    extractions = extractor.pipe(dated, labels=labels)
    rows = list(text_rows(extractions) if nested else entity_rows(extractions))
    numbers = pa.array([number for number, _ in rows], pa.int64())
    made = pa.RecordBatch.from_pylist([row for _, row in rows], schema=_schema(nested=nested))
    columns = [*(column.take(numbers) for column in carried), *made.columns]
    return pa.RecordBatch.from_arrays(columns, names=[*kept, *made.schema.names])


def _value(scalar: "pa.Scalar[Any]") -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:  # a string column may hold any bytes: they are reported as what they are
        return scalar.as_buffer().to_pybytes()


def _schema(*, nested: bool) -> "pa.Schema":
    import pyarrow as pa  # noqa: PLC0415  # optional

    entity = [pa.field(name, pa.type_for_alias(_TYPES[kind])) for name, kind in KINDS.items()]
    error = pa.field(ERROR, pa.string())
    if not nested:
        return pa.schema([*entity, error])
    one = pa.field("element", pa.struct(entity), nullable=False)
    return pa.schema([pa.field(ENTITIES, pa.list_(one)), error])
