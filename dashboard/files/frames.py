"""A page's frame as an Arrow table: each column in the type that its declaration says."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datasets.schema import Column

Declared = Mapping[str, Column]
"""What each column means, by name."""


def arrow_of(frame: pd.DataFrame, declared: Declared) -> pa.Table:
    """The frame's columns; days as dates, counts as whole numbers, what has no one type as text.

    Args:
        frame: the rows; its index is left out.
        declared: columns that are not among them keep their type, only days become dates.
    """
    columns = {
        str(name): _column(frame.iloc[:, at], declared.get(str(name)))
        for at, name in enumerate(frame.columns)
    }
    return pa.table(columns) if columns else pa.table({})


def _column(values: pd.Series, declared: Column | None) -> pa.Array:
    try:
        found = pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        texts = values.astype(object).map(str, na_action="ignore")
        found = pa.array(texts.where(values.notna(), None), pa.string())
    plain = pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found
    kind = declared.kind if declared else ""
    if pa.types.is_timestamp(plain.type):
        return _days(plain)
    if kind == "date" and (pa.types.is_string(plain.type) or pa.types.is_large_string(plain.type)):
        return _days_of(plain)
    return _whole(plain) if kind == "integer" and pa.types.is_floating(plain.type) else plain


def _days(moments: pa.Array) -> pa.Array:
    """Moments as dates, where each is the beginning of a day."""
    is_day = pc.equal(moments, pc.floor_temporal(moments, unit="day"))
    return moments.cast(pa.date32()) if pc.all(is_day).as_py() is not False else moments


def _days_of(texts: pa.Array) -> pa.Array:
    """Days written as text, a month standing for its first; as they were where one is no day."""
    written = texts.to_pandas().replace("", None)
    try:
        days = pd.to_datetime(written, format="ISO8601")
    except ValueError:
        return texts
    return _days(pa.array(days, from_pandas=True))


def _whole(values: pa.Array) -> pa.Array:
    """Counts as whole numbers, which pandas turns to floats where one is absent."""
    try:
        return values.cast(pa.int64())
    except pa.ArrowInvalid:
        return values
