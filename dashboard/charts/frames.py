"""What a chart accepts: the columns it needs, and values that can be true."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

ROLES = ("main", "chosen", "context")


def checked(
    rows: pd.DataFrame,
    chart: str,
    *,
    texts: Collection[str] = (),
    numbers: Collection[str] = (),
    optional_texts: Collection[str] = (),
    optional_numbers: Collection[str] = (),
    unique: Collection[str] = (),
) -> pd.DataFrame:
    """Return the columns of a frame that a chart reads, optional ones added where they are absent.

    Numbers are floats, NaN where missing; optional texts are "" where missing.

    Raises:
        ValueError: a column is absent, a needed text is missing, a number is not one or has no end,
            or several rows say they are the same one.
    """
    absent = [name for name in (*texts, *numbers) if name not in rows]
    if absent:
        raise ValueError(f"{chart}: the frame has no column {', '.join(map(repr, absent))}")
    wanted = [*texts, *optional_texts, *numbers, *optional_numbers]
    found = rows.reindex(columns=wanted).reset_index(drop=True)
    for name in texts:
        if found[name].isna().any():
            raise ValueError(f"{chart}: a row has no {name}")
    for name in optional_texts:
        found[name] = found[name].astype(object).where(found[name].notna(), "")
    for name in (*numbers, *optional_numbers):
        found[name] = _numbers(found[name], chart)
    if unique and found.duplicated(list(unique)).any():
        first = found.loc[found.duplicated(list(unique)), list(unique)].iloc[0].tolist()
        raise ValueError(f"{chart}: two rows are {' / '.join(map(str, first))}")
    return found


def _numbers(column: pd.Series, chart: str) -> pd.Series:
    try:
        values = pd.to_numeric(column).astype("float64")
    except (TypeError, ValueError) as error:
        raise ValueError(f"{chart}: {column.name} holds what is not a number") from error
    if np.isinf(values).any():
        raise ValueError(f"{chart}: {column.name} holds a number without end")
    return values


def require_order(rows: pd.DataFrame, chart: str, *names: str) -> None:
    """Raise ValueError where a row's values are not in the order of their columns; missing ones pass.

    Intervals are computed from unrounded values, so a hair's breadth is forgiven.
    """
    for lower, upper in pairwise(names):
        wrong = rows[rows[lower] > rows[upper] + 1e-9]
        if not wrong.empty:
            row = wrong.iloc[0]
            where = f" ({row['label']})" if "label" in rows else ""
            raise ValueError(f"{chart}: {lower} {row[lower]} is above {upper} {row[upper]}{where}")


def require_above_zero(rows: pd.DataFrame, chart: str, *names: str) -> None:
    """Raise ValueError where a value of these columns is zero or less; missing ones pass."""
    for name in names:
        if (rows[name] <= 0).any():
            raise ValueError(
                f"{chart}: {name} {rows.loc[rows[name] <= 0, name].iloc[0]} is not above 0"
            )


def roles(rows: pd.DataFrame, chart: str, allowed: Collection[str] = ROLES) -> list[str]:
    """Return each row's role, "main" where none is given.

    Raises:
        ValueError: a role that the chart does not know.
    """
    found = [str(role) or "main" for role in rows["role"]]
    unknown = sorted(set(found).difference(allowed))
    if unknown:
        raise ValueError(f"{chart}: role {unknown[0]!r} is none of {', '.join(allowed)}")
    return found


def truths(column: pd.Series, chart: str) -> list[bool]:
    """Return a column of true and false, false where missing.

    Raises:
        ValueError: something else stands in it.
    """
    known: Mapping[object, bool] = {True: True, False: False}
    values = [False if pd.isna(value) or value == "" else known.get(value) for value in column]
    if None in values:
        raise ValueError(f"{chart}: {column.name} holds what is neither true nor false")
    return [bool(value) for value in values]


def or_none(number: float) -> float | None:
    """Return a number as it is, None where it is missing."""
    return None if pd.isna(number) else float(number)


def interval(row: pd.Series, low: str = "low", high: str = "high") -> tuple[float, float] | None:
    """Return the ends of a row's interval, None where one of them is missing."""
    ends = or_none(row[low]), or_none(row[high])
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])
