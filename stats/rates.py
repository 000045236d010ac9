"""Counts set against people and against the year before."""

from __future__ import annotations

import pandas as pd

SMALL_BASE = 50
"""No percentage change is given on a base under this: it would be mostly chance."""


def rate_per(count: float, population: float, per: int = 1000) -> float:
    """Events per `per` residents.

    Raises:
        ValueError: a negative count, or a population that is not above 0.
    """
    if count < 0 or population <= 0:
        raise ValueError(f"no rate from {count} events in {population} residents")
    return count / population * per


def percent_change(before: float, after: float) -> float | None:
    """Change from `before` to `after` in per cent of `before`; None on a base under 50.

    Raises:
        ValueError: a negative count.
    """
    if before < 0 or after < 0:
        raise ValueError(f"no change between the counts {before} and {after}")
    return None if before < SMALL_BASE else (after - before) / before * 100


def sum_of_12_months(monthly: pd.Series) -> pd.Series:
    """Monthly counts, indexed by the first day of each month -> sums of the 12 months to each.

    Only full years: the first sum is that of the twelfth month.

    Raises:
        ValueError: a month is missing or stands twice, so that a sum would not be of 12 months.
    """
    months = pd.DatetimeIndex(monthly.index)
    whole = pd.date_range(months.min(), months.max(), freq="MS") if len(months) else months
    if not months.equals(whole):
        raise ValueError("12-month sums need every month once, in order")
    return monthly.rolling(12).sum().dropna()
