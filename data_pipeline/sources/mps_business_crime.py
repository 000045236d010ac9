"""Outcomes of business crime: what the Met counts as a positive outcome, by its kind.

A row a day, borough, offence sub-group and outcome. Days, boroughs and sub-groups are summed over.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, met_tables, raw_tables, ripeness
from datasets.schema import MPS, MPS_NAME, Source, SourceError

DAY, BOROUGH, GROUP, OUTCOME = "date", "borough", "crime_section", "outcome"
IS_POSITIVE, COUNT, MADE_ON = "positive_outcome", "outcome_count", "refresh_date"
EACH = ["month", "offence_group", "outcome_kind"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """The file of outcomes -> raw rows with the publisher's labels.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    sheets = {name: one["columns"] for name, one in source.settings["sheets"].items()}
    return met_tables.read(path, source, sheets)


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> outcomes of each kind by month and offence group, of the whole of the Met's area.

    Raises:
        SourceError: an unknown label, an outcome that the Met counts as positive otherwise than declared, a
            count or day that is none, a row that stands twice, or days missing.
    """
    (sheet,) = source.settings["sheets"].values()
    raw_tables.refuse_repeats(raw, [name for name in sheet["columns"] if name != COUNT], source)
    kinds = _labels(raw[OUTCOME], "outcome_kind", source)
    _counted_as_declared(raw, kinds, source)
    days = convert.each_once(raw[DAY], lambda cells: convert.to_day(cells, source))
    _days_follow(days, source)
    counts = pd.DataFrame(
        {
            "month": days.dt.to_period("M").dt.to_timestamp(),
            "offence_group": _labels(raw[GROUP], "offence_group", source),
            "outcome_kind": kinds,
            "count": convert.each_once(raw[COUNT], lambda cells: convert.to_count(cells, source)),
        }
    )
    sums = counts.groupby(EACH)["count"].sum().reset_index()
    made_on = convert.each_once(raw[MADE_ON], lambda cells: convert.to_day(cells, source)).min()
    return ripeness.with_age(_rows(sums, source), made_on, source)


def _labels(cells: pd.Series, name: str, source: Source) -> pd.Series:
    return convert.each_once(
        cells, lambda distinct: convert.to_label(distinct, source.labels[name], source)
    )


def _counted_as_declared(raw: pd.DataFrame, kinds: pd.Series, source: Source) -> None:
    """What the Met counts as positive is the very thing that this table is for: a change is no detail."""
    flags = convert.each_once(
        raw[IS_POSITIVE],
        lambda cells: convert.to_label(cells, source.labels["positive_outcome"], source),
    ).astype(bool)
    odd = raw[flags != kinds.isin(source.settings["positive"])]
    if len(odd):
        label, flag = odd.iloc[0][[OUTCOME, IS_POSITIVE]]
        raise SourceError.of(
            source.id,
            f"column {IS_POSITIVE}: {label!r} is counted as {flag!r}, otherwise than declared "
            f"({len(odd)} such)",
        )


def _days_follow(days: pd.Series, source: Source) -> None:
    """Whole months only, no day missing."""
    first, last = days.min(), days.max()
    wanted = pd.date_range(first.replace(day=1), last + pd.offsets.MonthEnd(0))
    missing = wanted.difference(pd.DatetimeIndex(days.unique()))
    if len(missing):
        raise SourceError.of(
            source.id,
            f"column {DAY}: no row is of {missing[0]:%Y-%m-%d} ({len(missing)} such): is the file cut short?",
        )


def _rows(sums: pd.DataFrame, source: Source) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "period_start": sums["month"],
            "period_end": sums["month"] + pd.offsets.MonthEnd(0),
            "area_name": MPS_NAME,
            "series": source.settings["series"],
            "offence_group": sums["offence_group"],
            "offence_code": None,
            "outcome_kind": sums["outcome_kind"],
            "outcome_basis": source.settings["basis"],
            "area_code": MPS,
            "outcomes_count": sums["count"].astype("Int64"),
            "offences_count": pd.array([pd.NA] * len(sums), "Int64"),
            "rate_pct": float("nan"),
        }
    )
