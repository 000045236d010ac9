"""Monthly recorded crime: which months are more than the usual ups and downs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from dashboard.subjects.crime.figures.breaks import changes
from dashboard.subjects.crime.figures.counts import crime_months
from stats.signal import BASELINE, xmr

BLOCK = 60
"""Months from the start of one chart to that of the next."""
FIRST_OF_A_BLOCK = pd.Timestamp("2021-07-01")
"""Month in which a chart starts, and others every BLOCK months from it: declared, so that the months
that set a range stay where they are whichever month a reader asks for and whatever is published next."""

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
        is_judged: whether the newest month lies after the 12 that set its limits.
    """

    rows: pd.DataFrame
    rebased: tuple[tuple[pd.Timestamp, str], ...]
    is_judged: bool

    @property
    def last(self) -> pd.Series:
        """The newest month."""
        return self.rows.iloc[-1]

    @property
    def is_outside(self) -> bool:
        """Whether the newest month lies outside a usual range that it did not set."""
        return self.is_judged and self.last["signal"] == _SIGNALS["outside"]


def monthly_signal(area_code: str, group: str, subgroup: str, last: pd.Timestamp) -> Signal | None:
    """Up to six years to a month with mean and limits; None where too few months or not all are held.

    The limits are set by the first 12 months, and anew by the first 12 after each break in recording
    or newer edition; those 12 months are not judged by them and have no signal.
    """
    counts = crime_months(area_code, group, subgroup)
    if counts.empty:
        return None
    first = max(_start(last), counts.index.min())
    months = pd.date_range(first, last, freq="MS")
    values = counts.reindex(months)
    if values.isna().any() or months.empty:
        return None
    marks = _breaks_in(months, group)
    starts = [int(months.searchsorted(month)) for month, _ in marks]
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
    for start in edges[:-1]:
        rows.loc[start : start + BASELINE - 1, "signal"] = ""
    return Signal(rows, tuple(marks), len(months) - edges[-2] > BASELINE)


def _start(last: pd.Timestamp) -> pd.Timestamp:
    """First month of the chart: of the newest block that begins a baseline or more before `last`."""
    before = last.to_period("M") - FIRST_OF_A_BLOCK.to_period("M")
    blocks = (before.n - BASELINE) // BLOCK
    return FIRST_OF_A_BLOCK + pd.DateOffset(months=BLOCK * blocks)


def _breaks_in(months: pd.DatetimeIndex, group: str) -> list[tuple[pd.Timestamp, str]]:
    """Changes within the months, at the first month after each: of recording, and of edition."""
    found = changes(affects=group)
    pairs = [
        (month, str(label))
        for month, label in zip(found["month"], found["label"], strict=True)
        if months[0] < month <= months[-1]
    ]
    return list(dict(pairs).items())


def _strongest(rules: tuple[str, ...]) -> str:
    return next((_SIGNALS[rule] for rule in _SIGNALS if rule in rules), "")
