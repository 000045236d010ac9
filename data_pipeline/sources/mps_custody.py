"""Disposals of offences in the Met's custody: a row a month, offence group, disposal and kind of person."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, met_tables, raw_tables
from datasets.schema import Source, SourceError

YEAR, MONTH, NAME = (
    "current_disposal_year",
    "current_disposal_month",
    "current_disposal_month_name",
)
COUNT = "offence_count"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """The file of disposals -> raw rows with the publisher's labels.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    sheets = {name: one["columns"] for name, one in source.settings["sheets"].items()}
    return met_tables.read(path, source, sheets)


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> offences by month, group, sex, age group, ethnicity and disposal.

    Raises:
        SourceError: an unknown label, a month whose name is another's, a count that is none, or a row
            that stands twice.
    """
    names = source.settings["names"]
    told = {
        ours: convert.to_label(raw[theirs].str.strip(), source.labels[ours], source)
        for theirs, ours in names.items()
    }
    rows = pd.DataFrame(
        {
            "month": _months(raw, source),
            **told,
            "offences_count": convert.to_count(raw[COUNT], source),
        }
    )
    raw_tables.refuse_repeats(rows, ["month", *told], source)
    return rows.reset_index(drop=True)


def _months(raw: pd.DataFrame, source: Source) -> pd.Series:
    """First days of months, from year and number, which must be those of the month's name."""
    parts = (convert.to_count(raw[name], source).astype(str) for name in (YEAR, MONTH))
    months = convert.to_date(next(parts) + "-" + next(parts), "%Y-%m", source)
    odd = raw[months.dt.month_name() != raw[NAME].str.strip()]
    if len(odd):
        number, name = odd.iloc[0][[MONTH, NAME]]
        raise SourceError.of(source.id, f"column {NAME}: {name!r} is not month {number}")
    return months
