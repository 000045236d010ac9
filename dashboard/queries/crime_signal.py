"""Monthly recorded crime: which months are more than the usual ups and downs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboard.queries.crime import crime_months
from dashboard.queries.places import ALL, MPS, places, residents
from dashboard.queries.sources import breaks
from datasets import catalogue
from datasets.catalogue import Between
from stats.rates import percent_change, rate_per
from stats.signal import BASELINE, xmr

MONTHS_SHOWN = 60
"""Months of the chart: the newest five years."""

_SIGNALS = {
    "outside": "outside",
    "seven_one_side": "run",
    "seven_rising": "trend",
    "seven_falling": "trend",
}


@dataclass(frozen=True)
class Signal:
    """A series of months with its limits.

    Attributes:
        rows: date, value, mean, lower, upper, signal (as `charts.control_chart` takes them).
        rebased: first month after each break at which the limits were set anew, with its label.
    """

    rows: pd.DataFrame
    rebased: tuple[tuple[pd.Timestamp, str], ...]

    @property
    def last(self) -> pd.Series:
        """The newest month."""
        return self.rows.iloc[-1]


def monthly_signal(area_code: str, group: str, subgroup: str, last: pd.Timestamp) -> Signal | None:
    """The five years to a month with mean and limits; None where there are too few months.

    The limits are set by the first 12 months, and anew by the first 12 after each break in recording
    within the five years. Months without a row count as none.
    """
    counts = crime_months(area_code, group, subgroup)
    if counts.empty:
        return None
    months = pd.date_range(end=last, periods=MONTHS_SHOWN, freq="MS")
    months = months[months >= counts.index.min()]
    values = counts.reindex(months, fill_value=0)
    marks = _breaks_in(months, group)
    starts = [int(months.get_loc(month)) for month, _ in marks]
    edges = [0, *starts, len(months)]
    if max(stop - start for start, stop in pairwise(edges)) < BASELINE:
        return None
    chart = xmr(list(values), rebase_at=starts, floor_at_zero=True)
    frame = chart.frame()
    rows = pd.DataFrame(
        {
            "date": months,
            "value": values.to_numpy(dtype="float64"),
            **{name: frame[name].to_numpy() for name in ("mean", "lower", "upper")},
            "signal": [_strongest(rules) for rules in chart.signals],
        }
    )
    return Signal(rows, tuple(marks))


def _breaks_in(months: pd.DatetimeIndex, group: str) -> list[tuple[pd.Timestamp, str]]:
    """Breaks within the months, at the first month after each: of recording, and where editions join."""
    found = breaks("recorded_offences", group)
    after = (found["date"] + pd.offsets.MonthBegin(1)).where(
        found["date"].dt.day > 1, found["date"]
    )
    pairs = [
        (month, str(label))
        for month, label in zip(after, found["label"], strict=True)
        if months[0] < month <= months[-1]
    ]
    return list(dict(pairs).items())


def _strongest(rules: tuple[str, ...]) -> str:
    return next((_SIGNALS[rule] for rule in _SIGNALS if rule in rules), "")


def boroughs_on_the_map(
    group: str, subgroup: str, quantity: str, last: pd.Timestamp
) -> pd.DataFrame:
    """Each borough's 12 months to a month: rate per 1,000 residents, or change on the year before.

    Args:
        group, subgroup: names, or `all`.
        quantity: `rate` or `change` (per cent; absent on a base under 50).
        last: first day of the last month.

    Returns:
        area_code, area_name, offences_count, before_count, value; by name.
    """
    filters: dict[str, Any] = {"month": Between(last - pd.DateOffset(months=23), last)}
    filters |= {} if group == ALL else {"offence_group": group}
    filters |= {} if subgroup == ALL else {"offence_subgroup": subgroup}
    rows = catalogue.load("recorded_offences", ["month", "area_code", "offences_count"], filters)
    is_latest = rows["month"] > last - pd.DateOffset(months=12)
    latest = rows[is_latest].groupby("area_code")["offences_count"].sum()
    before = rows[~is_latest].groupby("area_code")["offences_count"].sum()
    table = []
    for code, name in places().items():
        if code == MPS:
            continue
        count, earlier = int(latest.get(code, 0)), int(before.get(code, 0))
        table.append(
            {
                "area_code": code,
                "area_name": name,
                "offences_count": count,
                "before_count": earlier,
                "value": _rate(code, count, last)
                if quantity == "rate"
                else percent_change(earlier, count),
            }
        )
    return pd.DataFrame(table).astype({"value": "float64"})


def _rate(code: str, count: int, last: pd.Timestamp) -> float:
    people = residents(code)
    year = min((last - pd.DateOffset(months=5)).year, int(people.index.max()))
    return rate_per(count, people[max(year, int(people.index.min()))])


def outlines() -> pd.DataFrame:
    """Outlines of the boroughs: area_code, area_name, geometry (GeoJSON text)."""
    return catalogue.load("boundaries", ["area_code", "area_name", "geometry"])
