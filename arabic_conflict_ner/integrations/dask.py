"""Extract from the texts of a Dask DataFrame, in threads, processes or on a cluster, as Dask is set up."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

from arabic_conflict_ner.extractor import Extractor, _default, _labels
from arabic_conflict_ner.integrations.frames import pandas_columns, values
from arabic_conflict_ner.integrations.rows import ENTITIES, ERROR, KINDS, check, entity_rows, text_rows
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import on_one_thread

if TYPE_CHECKING:
    import pandas as pd
    from dask.dataframe import DataFrame


def extract_dask(
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
    """Find the entities of every row; lazily, partition by partition, in order.

    In and out: as :func:`arabic_conflict_ner.integrations.spark.extract_spark`; a row keeps the index of its text. The
    extractor is sent to each worker of a cluster once.

    Raises ValueError for a column that is not there or would be there twice, or for an unknown label; ImportError where
    dask.dataframe is not installed.
    """
    try:
        from dask import dataframe, delayed  # noqa: F401, PLC0415  # optional
    except ImportError as error:
        raise ImportError("extract_dask() needs dask: pip install 'arabic_conflict_ner[dask]'") from error
    kept = check(df.columns, text_col, date_col, [id_col, *keep], nested=nested)
    read = partial(_read, labels=_labels(labels), text=text_col, day=date_col, kept=kept, nested=nested)
    chosen = on_one_thread(extractor or _default())
    return df.map_partitions(read, delayed(chosen), meta=read(df._meta, chosen))


def _read(
    part: "pd.DataFrame",
    extractor: Extractor,
    *,
    labels: frozenset[Label],
    text: str,
    day: str | None,
    kept: list[str],
    nested: bool,
) -> "pd.DataFrame":
    """The rows of a partition."""
    extractions = extractor.pipe(zip(_values(part, text), _values(part, day), strict=False), labels=labels)
    rows = list(text_rows(extractions) if nested else entity_rows(extractions))
    carried = part[kept].iloc[[number for number, _ in rows]]
    kinds = {ENTITIES: "object", ERROR: "string"} if nested else KINDS | {ERROR: "string"}
    return carried.assign(**pandas_columns([row for _, row in rows], kinds, carried.index))


def _values(part: "pd.DataFrame", name: str | None) -> Iterator[Any]:
    """The values of a column; nothing but None where there is no column."""
    return repeat(None) if name is None else values(part[name])
