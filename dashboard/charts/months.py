"""Months with their figures, the limits of their usual range, and the stretches of equal limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd

from dashboard.charts.frames import checked, or_none, require_order

LIMITS = ("lower", "mean", "upper")
SIGNALS = {
    "outside": "Beyond a limit",
    "run": "Seven in a row on one side of the average",
    "trend": "Seven in a row up, or seven down",
}
"""What each kind of signal is called."""


@dataclass(frozen=True)
class Month:
    """One point; `limits` are lower, mean and upper, or None where there are none."""

    date: pd.Timestamp
    value: float | None
    limits: tuple[float, float, float] | None
    signal: str


@dataclass(frozen=True)
class Step:
    """A stretch of time with the same limits, from half a month before to half a month after."""

    start: pd.Timestamp
    end: pd.Timestamp
    limits: tuple[float, float, float]


def read(rows: pd.DataFrame) -> list[Month]:
    """Return the rows of a frame as `control_chart` takes it, oldest first.

    Raises:
        ValueError: a column is missing, a month comes twice, limits are out of order, or a signal
            is of an unknown kind.
    """
    found = checked(
        rows,
        "control_chart",
        texts=["date"],
        numbers=["value", *LIMITS],
        optional_texts=["signal"],
        unique=["date"],
    )
    require_order(found, "control_chart", *LIMITS)
    unknown = sorted(set(found["signal"]).difference({"", *SIGNALS}))
    if unknown:
        raise ValueError(f"control_chart: signal {unknown[0]!r} is none of {', '.join(SIGNALS)}")
    found = found.assign(date=pd.to_datetime(found["date"])).sort_values("date")
    return [_month(row) for _, row in found.iterrows()]


def _month(row: pd.Series) -> Month:
    lower, mean, upper = (or_none(row[name]) for name in LIMITS)
    limits = None if lower is None or mean is None or upper is None else (lower, mean, upper)
    return Month(row["date"], or_none(row["value"]), limits, str(row["signal"]))


def steps_of(months: Sequence[Month]) -> list[Step]:
    """Return the stretches of equal limits; neighbours meet half way between their months."""
    if len(months) == 1:
        half = pd.Timedelta(days=15)
        edges = [months[0].date - half, months[0].date + half]
    else:
        middles = [one.date + (two.date - one.date) / 2 for one, two in pairwise(months)]
        edges = [months[0].date, *middles, months[-1].date]
    found: list[Step] = []
    for limits, same in groupby(range(len(months)), key=lambda place: months[place].limits):
        places = list(same)
        if limits is not None:
            found.append(Step(edges[places[0]], edges[places[-1] + 1], limits))
    return found
