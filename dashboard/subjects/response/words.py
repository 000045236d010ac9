"""Sentences on response times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.words.capitals import first_large
from dashboard.words.numbers import listed
from dashboard.words.periods import month_year, when_words
from dashboard.words.printed import mark_words, row_value, value_words

YEAR = 12
"""Months of the figures that the headline sets side by side."""


@dataclass(frozen=True)
class Grade:
    """A grade of calls: by itself, one call of it, several, and several in short."""

    title: str
    call: str
    calls: str
    short: str


GRADES = {
    "i": Grade(
        "Immediate (I grade)",
        "an immediate call (I grade)",
        "immediate calls (I grade)",
        "immediate calls",
    ),
    "s": Grade(
        "Significant (S grade)",
        "a significant call (S grade)",
        "significant calls (S grade)",
        "significant calls",
    ),
}

AVERAGES = "Average time from call to arrival, as printed; years and months stand apart"
WITHIN = "Share of calls reached within the target, as printed; years and months stand apart"
ANOTHER_TIME = "Within the target of another day: not comparable"
WAITS = "Waiting on the 101 line"
WAITS_BASIS = "Average wait, as printed: another line and another measure than the 999 calls above."
PARTS = "Boroughs and commands that a release or the press picked out (not a sample of London)"
NOTES = (
    "Each figure stands alone. A month, three months and a year are different bases, and no line "
    "joins them.",
    "An average hides how long the slowest calls waited; no median is held. The Review printed averages "
    "of its first and last year only.",
)


def headline(grade: str, years: pd.DataFrame) -> str:
    """The newest average of a whole year of one grade.

    Args:
        grade: `i` or `s`. years: as `queries.response.whole_years`; oldest first.
    """
    if years.empty:
        return f"Average time to reach {GRADES[grade].call}"
    last = years.iloc[-1].to_dict()
    when = when_words(last["period_start"], last["period_end"])
    start = f"{first_large(GRADES[grade].short)} took {row_value(last)} on average ({when})"
    if last["is_conflict"]:
        start += ", disputed"
    return start


def newest_read(averages: pd.DataFrame) -> str:
    """How the headline's figure was read, and what the Review printed before it.

    Args:
        averages: of one grade, as `queries.response.arrivals` gives them; oldest first.
    """
    years = averages[averages["months"] == YEAR]
    if years.empty:
        return ""
    last = years.iloc[-1]
    is_its_own = last["source_id"] == "review_figures"
    said = (
        "As the Review printed it." if is_its_own else f"{first_large(mark_words(last.to_dict()))}."
    )
    before = years.iloc[:-1]
    before = before[before["source_id"] == "review_figures"].iloc[::-1]
    if before.empty:
        return said
    values = [
        f"{row_value(row)} for {when_words(row['period_start'], row['period_end'])}"
        for row in before.to_dict("records")
    ]
    return f"{said} The Review printed {listed(values)}."


def newer(averages: pd.DataFrame) -> list[str]:
    """What is newer than the headline's year but of another length of time, a sentence each."""
    years = averages[averages["months"] == YEAR]
    if years.empty:
        return []
    found = averages[averages["period_end"] > years.iloc[-1]["period_end"]]
    return [
        f"Newer, but not of a whole year and so not comparable: {row_value(row)}, "
        f"{when_words(row['period_start'], row['period_end'])} ({mark_words(row)})."
        for row in found.to_dict("records")
    ]


ANSWERED_TITLE = "Per cent of 999 calls answered within 10 seconds"


def average_title(grade: str) -> str:
    """Measure and unit of a chart of averages."""
    return f"Average time to reach {GRADES[grade].call}"


def within_title(grade: str, minutes: int) -> str:
    """Measure and unit of a chart of shares within target."""
    return f"Per cent of {GRADES[grade].calls} reached within {minutes} minutes"


_ANSWERED = "of 999 calls answered within 10 seconds"


def longer_first(rows: pd.DataFrame) -> tuple[pd.Series | None, pd.Series | None, list[pd.Series]]:
    """The newest share of several months, the same months a year before, and single months since.

    Args:
        rows: as `queries.response.calls`; oldest first.

    Returns:
        None for what is not held.
    """
    longer = rows[rows["months"] > 1]
    if longer.empty:
        return None, None, [row for _, row in rows.tail(1).iterrows()]
    newest = longer.iloc[-1]
    year = pd.DateOffset(years=1)
    same = longer[
        (longer["period_start"] == newest["period_start"] - year)
        & (longer["period_end"] == newest["period_end"] - year)
    ]
    later = rows[(rows["months"] <= 1) & (rows["period_end"] > newest["period_end"])]
    before = same.iloc[-1] if len(same) else None
    return newest, before, [row for _, row in later.iterrows()]


def answered_heading(rows: pd.DataFrame) -> str:
    """The newest share of 999 calls answered within 10 seconds over several months, with the year before.

    A single month stands in for it where no longer time is held; a plain title where nothing is shown.
    """
    newest, before, months = longer_first(rows)
    lead = newest if newest is not None else months[-1] if months else None
    if lead is None:
        return "999 calls answered within 10 seconds"
    said = f"{first_large(_said(lead))} {_ANSWERED} ({_when(lead)})"
    if before is None:
        return said
    moved = "the same as" if before["value"] == lead["value"] else "down from"
    moved = "up from" if before["value"] < lead["value"] else moved
    return f"{said}, {moved} {_said(before)}"


def answered_lede(rows: pd.DataFrame) -> str:
    """That newer figures are of answering calls alone; empty where none is of several months."""
    newest, before, _ = longer_first(rows)
    if newest is None:
        return ""
    year_ago = "" if before is None else f", {_said(before)} a year before"
    return f"Newer, but only of answering: {_said(newest)} {_ANSWERED} ({_when(newest)}{year_ago})."


def answered_since(rows: pd.DataFrame) -> str:
    """Single months newer than the heading's figure, with how each was read; empty where there is none."""
    newest, _, months = longer_first(rows)
    if newest is None or not months:
        return ""
    each = [f"{_said(row)} in {_when(row)} ({mark_words(row.to_dict())})" for row in months]
    return (
        f"Single months since: {listed(each)}. A month is no half year: the two are not compared."
    )


def _said(row: pd.Series) -> str:
    return row_value(row.to_dict())


def _when(row: pd.Series) -> str:
    return when_words(row["period_start"], row["period_end"])


def since_sentence(rows: int, newest_end: date) -> str:
    """Whether response since the Review can be judged."""
    if rows:
        return f"{rows} figures on arrival are for periods since the Review: they are in the table."
    return f"Nothing on arrival is newer than {month_year(newest_end)}."


def target_note(grade: str, minutes: int, target: float | None) -> str:
    """What `within target` counts, and the share that was aimed at."""
    aim = (
        "No target share is named."
        if target is None
        else f"The target share is {value_words(target, 'percent')}."
    )
    return (
        f"“Within target” is the share of {GRADES[grade].calls} reached within {minutes} minutes. {aim} "
        "It is not an average, and the two are never drawn together."
    )


def answered_basis(standard: float | None) -> str:
    """What answering within 10 seconds counts, and the standard for it."""
    aim = (
        "" if standard is None else f"; the national standard is {value_words(standard, 'percent')}"
    )
    return (
        f"Share of 999 calls answered within 10 seconds, as printed{aim}. This is how fast the call is "
        "answered, not how fast an officer comes."
    )
