"""The periods that a table's rows are of: the first and the last, and the months that are missing."""

from __future__ import annotations

import pandas as pd

from datasets.schema import Dataset


def period_of(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """First and last period of the rows, `YYYY-MM` or `YYYY`; empty where the table has none."""
    if not dataset.period or rows.empty:
        return []
    ends = (rows[dataset.period[0]].min(), rows[dataset.period[-1]].max())
    return [f"{end:%Y-%m}" if isinstance(end, pd.Timestamp) else str(end) for end in ends]


def missing_months(months: pd.Series) -> list[str]:
    """Months between the first and the last that no row is of, as `YYYY-MM`, oldest first."""
    held = pd.DatetimeIndex(months.unique())
    wanted = pd.date_range(held.min(), held.max(), freq="MS")
    return [f"{month:%Y-%m}" for month in wanted.difference(held)]
