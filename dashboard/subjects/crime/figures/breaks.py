"""Which months, years and comparisons of recorded crime lie on both sides of a change.

A change is a break in recording or the month in which a newer edition takes over: what is added up,
or compared, over one may differ for that reason alone.
"""

from __future__ import annotations

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.figures.sources import breaks, edition_joins
from datasets import catalogue

DATASET = "recorded_offences"


def changes(dataset: str = DATASET, affects: str = ALL) -> pd.DataFrame:
    """Every change of a dataset's series.

    Args:
        dataset: id.
        affects: an offence group whose re-labellings count as well. They move offences between the
            kinds of one group and leave its total as it was.

    Returns:
        month (the first whole month after it), date, label, detail, is_join (two editions meet);
        oldest first.
    """
    found = breaks(dataset, affects)
    mid_month = found["date"].dt.day > 1
    after = found["date"] + pd.offsets.MonthBegin(1)
    joins = {pd.Timestamp(join["first"]) for join in edition_joins(dataset)}
    return found.assign(
        month=after.where(mid_month, found["date"]),
        is_join=found["date"].isin(joins) & (found["detail"] == ""),
    )


def is_across(last_months: pd.Series, months: int = 12, dataset: str = DATASET) -> pd.Series:
    """Whether the months up to each last month lie on both sides of a change.

    Args:
        last_months: first days of the last months.
        months: how many are added up, or compared, the last one included.
        dataset: id.
    """
    first = last_months - pd.DateOffset(months=months - 1)
    crossed = pd.Series(False, index=last_months.index)
    for start in changes(dataset)["month"]:
        crossed |= (first < start) & (last_months >= start)
    return crossed


def changes_between(first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The changes after a first month and up to a last one, as `changes`."""
    found = changes()
    return found[(found["month"] > first) & (found["month"] <= last)]


def drawn_apart(series: pd.DataFrame) -> pd.DataFrame:
    """A series for a chart: what lies across a change is dashed and joined to neither side.

    Args:
        series: date, value, is_across; by date.

    Returns:
        date, value, is_dashed; with a row without a value wherever the two kinds meet.
    """
    turns = series["is_across"].ne(series["is_across"].shift())
    turns.iloc[:1] = False
    gaps = series.loc[turns, ["date", "is_across"]].assign(value=float("nan"))
    gaps["date"] -= pd.Timedelta(days=10)
    rows = pd.concat([series[["date", "value", "is_across"]], gaps]).sort_values("date")
    return rows.rename(columns={"is_across": "is_dashed"}).reset_index(drop=True)


def last_month_of(area_type: str) -> pd.Timestamp | None:
    """Newest month with offences of a kind of place, such as `airport`; None where there is none."""
    rows = catalogue.load(DATASET, ["month"], {"area_type": area_type})
    return None if rows.empty else rows["month"].max()
