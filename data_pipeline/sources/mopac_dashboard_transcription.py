"""Two transcriptions of MOPAC's public dashboard: boroughs, and London, by quarter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from data_pipeline.steps.survey import survey_rows
from datasets.schema import Source, SourceError

COLUMNS = ["date", "quarter", "borough", "metric", "metric_value"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: date (first day of the quarter, m/d/yyyy), quarter (Q3_1415), borough, metric, value.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    raw = raw_tables.read_csv(path, source, headers=[COLUMNS])
    raw.columns = raw.columns.str.lower()
    raw_tables.require_columns(raw, COLUMNS, source, path.name, others=())
    return raw[COLUMNS]


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> survey rows, 12 months to the end of each quarter.

    Raises:
        SourceError: date and quarter disagree.
    """
    period_end = convert.to_month_end(raw["date"], "%m/%d/%Y", source, months=2)
    named = _end_of(raw["quarter"], source)
    odd = raw[named != period_end]
    if not odd.empty:
        date, quarter = odd.iloc[0][["date", "quarter"]]
        raise SourceError.of(source.id, f"column date: {date!r} is not the start of {quarter!r}")
    return survey_rows(
        raw["borough"],
        raw["metric"],
        period_end,
        raw["metric_value"],
        source,
        source.settings["london"],
    )


def _end_of(quarters: pd.Series, source: Source) -> pd.Series:
    """Q3_1415, the third quarter of the financial year 2014-15 -> 31 December 2014."""
    parts = quarters.str.extract(r"^Q([1-4])_(\d\d)(\d\d)$")
    if parts.isna().any(axis=None):
        raise SourceError.of(
            source.id, f"column quarter: {quarters[parts.isna().any(axis=1)].iloc[0]!r}"
        )
    quarter, first, second = (parts[n].astype(int) for n in range(3))
    year = 2000 + first.where(quarter < 4, second)
    month = (quarter * 3 + 3).where(quarter < 4, 3)
    return pd.to_datetime(
        pd.DataFrame({"year": year, "month": month, "day": 1})
    ) + pd.offsets.MonthEnd(0)
