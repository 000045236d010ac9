"""How fast the Met answers and arrives: printed figures, a row each, with what each is of."""

from __future__ import annotations

import pandas as pd

from dashboard.figures.printed import MET_AREAS, printed, since_the_review, with_length

AVERAGE, WITHIN = "average_response_time", "response_within_target_pct"
ANSWERED, WAIT_101 = "calls_999_answered_within_10_seconds_pct", "average_wait_101"
GRADES = {"i": "I grade (immediate)", "s": "S grade (significant)"}
YEAR = 12
"""Months of a figure that is of a whole year."""
TARGET_MINUTES = {"i": 15, "s": 60}
"""Within how many minutes a call is to be attended: part of what is printed as `within target`."""
_MEASURES = (
    AVERAGE,
    WITHIN,
    ANSWERED,
    WAIT_101,
    "average_response_time_999",
    "boroughs_missing_s_grade_target",
    "call_volume",
    "calls_999_received",
    "calls_received",
    "response_time_target",
)


def arrivals(measure: str, grade: str) -> pd.DataFrame:
    """Figures of one measure and one grade of call, the Met as a whole, oldest first.

    Shares within another time than TARGET_MINUTES are left out: `within_another_time` has them.

    Args:
        measure: AVERAGE or WITHIN. grade: a key of GRADES.

    Returns:
        As `with_length`: figures of unlike lengths of time are not on one basis.
    """
    rows = _of_grade(measure, grade)
    return with_length(rows[~_is_another_time(rows)].reset_index(drop=True))


def within_another_time(grade: str) -> pd.DataFrame:
    """Shares of one grade of call reached within the target of another day: 12 minutes, not 15."""
    rows = _of_grade(WITHIN, grade)
    return rows[_is_another_time(rows)].reset_index(drop=True)


def _of_grade(measure: str, grade: str) -> pd.DataFrame:
    rows = printed([measure], geographies=MET_AREAS)
    return rows[rows["group"] == GRADES[grade]].reset_index(drop=True)


def _is_another_time(rows: pd.DataFrame) -> pd.Series:
    return (rows["measure_id"] == WITHIN) & rows["is_other_method"].astype(bool)


def target_pct(measure: str, grade: str = "") -> float | None:
    """Share of calls that the documents name as the target, newest first; None where none is named.

    Args:
        measure: WITHIN or ANSWERED. grade: a key of GRADES, for WITHIN.
    """
    rows = arrivals(measure, grade) if grade else calls(measure)
    named = rows["target_pct"].dropna()
    return float(named.iloc[-1]) if len(named) else None


def calls(measure: str) -> pd.DataFrame:
    """Figures on answering calls (ANSWERED or WAIT_101), the Met as a whole, as `arrivals`."""
    return with_length(printed([measure], geographies=MET_AREAS))


def whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Those of `arrivals` that are of twelve months: a month or a season is on another basis."""
    return rows[rows["months"] == YEAR].reset_index(drop=True)


def arrivals_since() -> pd.DataFrame:
    """Response times and shares within target for periods after the Review; empty so far."""
    rows = since_the_review([AVERAGE, WITHIN])
    return rows[rows["group"].isin(GRADES.values())].reset_index(drop=True)


def newest_arrival() -> pd.Timestamp:
    """Last day of the newest figure on arrival, of either grade and measure, anywhere in London."""
    rows = printed([AVERAGE, WITHIN])
    return pd.Timestamp(rows["period_end"].max())


def parts_of_london() -> pd.DataFrame:
    """Figures of boroughs and commands: places as the press chose them, not a sample."""
    rows = printed([AVERAGE, WITHIN, "average_response_time_999"])
    return rows[~rows["geography"].isin(MET_AREAS)].reset_index(drop=True)


def everything() -> pd.DataFrame:
    """Every printed figure on response, for the files."""
    return printed(_MEASURES)
