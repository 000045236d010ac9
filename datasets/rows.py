"""The rows of a table that fit the filters of a question, as a frame: what `catalogue.load` reads.

Files are made of rows in pieces, which are filtered in `batches`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datasets.checked import DatasetError, Table


class UnknownColumnError(DatasetError):
    """A column was asked for that the dataset does not have."""


@dataclass(frozen=True)
class Between:
    """A filter: from `low` to `high`, both included; None leaves that end open."""

    low: Any = None
    high: Any = None


def rows_of(of: Table, columns: tuple[str, ...], filters: Mapping[str, Any]) -> pd.DataFrame:
    """Rows of a table that its filters leave, read now; the arguments and errors of `catalogue.load`."""
    _known(of.dataset, of.arrow, [*columns, *filters])
    wanted = _expression(of.arrow, filters)
    return _to_pandas(of.fragment.to_table(columns=list(columns), filter=wanted))


def _known(dataset: str, arrow: pa.Schema, names: Iterable[str]) -> None:
    unknown = sorted(set(names) - set(arrow.names))
    if unknown:
        raise UnknownColumnError(f"{dataset}: no column {', '.join(unknown)}")


def _expression(arrow: pa.Schema, filters: Mapping[str, Any]) -> pc.Expression | None:
    parts = [part for name, wanted in filters.items() for part in _conditions(arrow, name, wanted)]
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part
    return whole


def _conditions(arrow: pa.Schema, name: str, wanted: object) -> list[pc.Expression]:
    field, kind = pc.field(name), arrow.field(name).type
    if isinstance(wanted, Between):
        low = [] if wanted.low is None else [field >= _scalar(name, wanted.low, kind)]
        high = [] if wanted.high is None else [field <= _scalar(name, wanted.high, kind)]
        return low + high
    if isinstance(wanted, (list, tuple, set, frozenset)):
        values = [_scalar(name, value, kind) for value in wanted]
        return [field.isin(pa.array([v.as_py() for v in values], type=_plain(kind)))]
    return [field == _scalar(name, wanted, kind)]


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _scalar(name: str, value: object, kind: pa.DataType) -> pa.Scalar:
    plain = _plain(kind)
    if value is None:
        raise DatasetError(f"None does not fit the column {name}")
    try:
        if pa.types.is_date(plain):
            return pa.scalar(pd.Timestamp(str(value)).date(), type=plain)
        return pa.scalar(value, type=plain)
    except (ValueError, TypeError, pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise DatasetError(f"{value!r} does not fit the column {name}") from error


def _to_pandas(rows: pa.Table) -> pd.DataFrame:
    plain = pa.schema([pa.field(f.name, _plain(f.type)) for f in rows.schema])
    frame: pd.DataFrame = rows.cast(plain).to_pandas(date_as_object=False)
    return frame
