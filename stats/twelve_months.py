"""Twelve months of monthly counts: their sum, the year before, and whose residents they are set against.

A month that is not held is not a month without a case: 12 months with one in them have no sum, and
nothing is compared with them. Months are named by their first day, 12 months by that of their last one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

LAST_MONTH_BEFORE_MID_YEAR = 5
"""May: 12 months that end in it or earlier in a year lie around the mid-year of the year before."""


def months_to(last: pd.Timestamp) -> pd.DatetimeIndex:
    """The 12 months to a month, oldest first."""
    return pd.date_range(end=last, periods=12, freq="MS")


def year_before(last: pd.Timestamp) -> pd.Timestamp:
    """The last of the 12 months before the 12 to a month."""
    return last - pd.DateOffset(years=1)


def are_held(months: Iterable[pd.Timestamp], last: pd.Timestamp) -> bool:
    """Whether each of the 12 months to a month is among those that a table holds."""
    return bool(months_to(last).isin(pd.DatetimeIndex(list(months))).all())


def sums(monthly: pd.Series) -> pd.Series:
    """Counts by month -> sums of the 12 months to each, from the first full one on.

    Args:
        monthly: a nought for a month without a case; a month that is not held is missing.

    Returns:
        A row for every month; without a value where one of the 12 is missing.

    Raises:
        ValueError: a month stands twice.
    """
    if not monthly.index.is_unique:
        raise ValueError("12-month sums need every month once")
    found = monthly.sort_index().asfreq("MS").astype("float64").rolling(12).sum()
    return found.iloc[11:]


def sum_to(monthly: pd.Series, last: pd.Timestamp) -> float | None:
    """The sum of the 12 months to a month; None where one of them is missing."""
    total = monthly.reindex(months_to(last)).sum(skipna=False)
    return None if pd.isna(total) else float(total)


def held_mid_year(year: int, held: Collection[int]) -> int:
    """The mid-year whose residents stand for those of a year.

    The year's own; where no estimate of it is held, the newest before it, and before the first one
    that.

    Args:
        held: years of the estimates that are held.

    Raises:
        ValueError: no estimate is held.
    """
    if not len(held):
        raise ValueError(f"no estimate of residents is held for {year}")
    return int(max((one for one in held if one <= year), default=min(held)))


def mid_year_within(last: pd.Timestamp, held: Collection[int]) -> int:
    """The mid-year whose residents stand for those of the 12 months to a month.

    The 30th of June lies in them once: `held_mid_year` of its year.
    """
    return held_mid_year(last.year - (last.month <= LAST_MONTH_BEFORE_MID_YEAR), held)
