"""Results as data frames, and the texts of a data frame's column: pandas, and polars."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar, cast

from arabic_conflict_ner.extractor import Extractor
from arabic_conflict_ner.integrations.rows import ERROR, KINDS, Row, check, entity_rows
from arabic_conflict_ner.labels import Label
from arabic_conflict_ner.many import extract_many
from arabic_conflict_ner.results import Extraction

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Frame = TypeVar("Frame", "pd.DataFrame", "pl.DataFrame")
_PANDAS = {"string": "string", "long": "Int64", "double": "float64"}
_POLARS = {"string": "String", "long": "Int64", "double": "Float64"}


def to_df(extraction: Extraction) -> "pd.DataFrame":
    """One row an entity; :meth:`Extraction.to_df` says more."""
    try:
        import pandas as pd  # noqa: PLC0415  # optional
    except ImportError as error:
        raise ImportError("to_df() needs pandas: pip install 'arabic_conflict_ner[notebook]'") from error
    records = extraction.to_records()
    return pd.DataFrame(pandas_columns(records, KINDS, pd.RangeIndex(len(records))))


def extract_df(
    df: Frame,
    *,
    text: str,
    id: str,
    date: str | None = None,
    labels: Iterable[Label | str] | None = None,
    extractor: Extractor | None = None,
    n_process: int = 1,
    progress: bool = False,
) -> Frame:
    """Find the entities of the texts in a column of a pandas or polars data frame.

    In: `df`; `text`, the column of the texts; `id`, the column that says which text an entity is from; `date`, the
    column of their days, if there is one; `labels`, `extractor`, `n_process`, `progress` as for :func:`extract_many`.
    Out: a data frame of the same kind, in the order of the texts: the column `id`, the columns of :data:`COLUMNS` and
    `error`. One row an entity; a text that cannot be read, a missing one too, has one row with its error; a text
    without entities has none. A pandas row keeps the index of its text.

    Raises TypeError for what is no data frame; ValueError for a column that is not there, or an id column that is
    called like one of the result's.

    >>> import pandas as pd
    >>> reports = pd.DataFrame({"url": ["a", "b"], "body": ["معارك في الرقة", "هدوء في إدلب"]})
    >>> extract_df(reports, text="body", id="url")[["url", "text", "label", "country"]].values.tolist()
    [['a', 'الرقة', 'PLACE', 'SY'], ['b', 'إدلب', 'PLACE', 'SY']]
    """
    build = _builder(df)
    check(df.columns, text, date, [id], nested=False)
    days = repeat(None) if date is None else values(df[date])
    extractions = extract_many(
        list(zip(values(df[text]), days, strict=False)),
        labels=labels,
        extractor=extractor,
        n_process=n_process,
        progress=progress,
    )
    return cast(Frame, build(df, id, list(entity_rows(extractions))))


def _builder(df: object) -> Callable[[Any, str, list[Row]], object]:
    """What makes a data frame of the kind of another. Raises TypeError for what is none."""
    kinds = {kind.__module__.partition(".")[0] for kind in type(df).__mro__ if kind.__name__ == "DataFrame"}
    if "pandas" in kinds:
        return _of_pandas
    if "polars" in kinds:
        return _of_polars
    raise TypeError(
        f"extract_df() takes a data frame of pandas or polars, not {type(df).__name__}; collect() a lazy one first; "
        "for Dask and Spark there are extract_dask() and extract_spark()"
    )


def _of_pandas(df: "pd.DataFrame", id: str, rows: list[Row]) -> "pd.DataFrame":
    carried = df[[id]].iloc[[number for number, _ in rows]]
    return carried.assign(**pandas_columns([row for _, row in rows], KINDS | {ERROR: "string"}, carried.index))


def _of_polars(df: "pl.DataFrame", id: str, rows: list[Row]) -> "pl.DataFrame":
    import polars as pl  # noqa: PLC0415  # optional; the caller has it

    carried = df.select(id)[[number for number, _ in rows]]
    return carried.with_columns(
        pl.Series(name, [row.get(name) for _, row in rows], getattr(pl, _POLARS[kind]))
        for name, kind in (KINDS | {ERROR: "string"}).items()
    )


def pandas_columns(
    rows: list[dict[str, Any]], kinds: Mapping[str, str], index: "pd.Index[Any]"
) -> "dict[str, pd.Series[Any]]":
    """Rows as columns of the dtypes that never change, whatever stands in them; what a row lacks is missing."""
    import pandas as pd  # noqa: PLC0415  # optional; the caller has it

    return {
        name: pd.Series([row.get(name) for row in rows], index, _PANDAS.get(kind, kind)) for name, kind in kinds.items()
    }


def values(column: Any) -> Iterator[Any]:
    """The values of a column of pandas or polars: texts, None for what is missing."""
    known = column.notna() if hasattr(column, "notna") else column.is_not_null()
    return (_as_stored(value) if here else None for value, here in zip(column, known, strict=True))


def _as_stored(value: Any) -> Any:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:  # no table of UTF-8 can hold it: reported as the bytes it is
            return value.encode("utf-8", "surrogatepass")
    return value
