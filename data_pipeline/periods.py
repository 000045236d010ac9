"""The periods that a table's rows are of: the first and the last, and the months that are missing."""

from __future__ import annotations

import pandas as pd

from datasets.schema import Dataset


def as_text(value: object) -> str:
    """A date as its month, `YYYY-MM`; anything else as it is."""
    return f"{value:%Y-%m}" if isinstance(value, pd.Timestamp) else str(value)


def period_of(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """First and last period of the rows, `YYYY-MM` or `YYYY`; empty where the table has none."""
    if not dataset.period or rows.empty:
        return []
    return [as_text(rows[dataset.period[0]].min()), as_text(rows[dataset.period[-1]].max())]


def missing_months(months: pd.Series) -> list[str]:
    """Months between the first and the last that no row is of, as `YYYY-MM`, oldest first."""
    held = pd.DatetimeIndex(months.unique())
    wanted = pd.date_range(held.min(), held.max(), freq="MS")
    return [f"{month:%Y-%m}" for month in wanted.difference(held)]
