"""Sentences on response times."""

from __future__ import annotations

from datetime import date

import pandas as pd

from dashboard.wording.numbers import month_year
from dashboard.wording.printed import when_words

GRADES = {"i": "Immediate (I grade)", "s": "Significant (S grade)"}
CALLS = {"i": "an immediate call (I grade)", "s": "a significant call (S grade)"}


AVERAGES = (
    "Average minutes from the call to the arrival of an officer, oldest first, as printed. Figures for "
    "unlike lengths of time are not comparable and never share a chart."
)
WITHIN = (
    "Share of calls reached within the target, oldest first, as printed; lengths of time apart."
)
WAITS = "Waiting on the 101 line"
WAITS_BASIS = "Average wait, as printed: another line and another measure than the 999 calls above."
GRADE_CALLS = {"i": "immediate calls (I grade)", "s": "significant calls (S grade)"}
PARTS = "Boroughs and commands that a release or the press picked out (not a sample of London)"
NOTES = (
    "Each figure stands alone. A month, three months and a year are different bases, and no line "
    "joins them.",
    "The Review printed averages of its first and last year only. An average hides how long the slowest calls "
    "waited; no median is held.",
)


def headline(grade: str, years: pd.DataFrame) -> str:
    """The Review's averages of one grade, the last year against the first.

    Args:
        grade: `i` or `s`. years: value (minutes), period_end; oldest first, one or more.
    """
    first, last = years.iloc[0], years.iloc[-1]
    start = (
        f"The Met took {last['value']:g} minutes on average to reach {CALLS[grade]} in "
        f"{last['period_end'].year}"
    )
    if first["period_end"] == last["period_end"]:
        return start
    year = first["period_end"].year
    if first["value"] == last["value"]:
        return f"{start}, the same as in {year}"
    return f"{start}, against {first['value']:g} in {year}"


def answered_heading(rows: pd.DataFrame) -> str:
    """The newest share of 999 calls answered within 10 seconds; a plain title where none is shown."""
    if rows.empty:
        return "999 calls answered within 10 seconds"
    newest = rows.iloc[-1]
    when = when_words(newest["period_start"], newest["period_end"])
    return f"{newest['value']:g}% of 999 calls were answered within 10 seconds ({when})"


def since_sentence(rows: int, newest_end: date) -> str:
    """Whether response since the Review can be judged."""
    if rows:
        return f"{rows} figures on arrival are for periods since the Review: they are in the table."
    return (
        "Whether the Met comes faster since the Review cannot be judged: the newest figure held on "
        f"arrival, by either grade, is for a period that ends in {month_year(newest_end)}."
    )


def target_note(grade: str, minutes: int, target: float | None) -> str:
    """What `within target` counts, and the share that was aimed at."""
    aim = "No target share is named." if target is None else f"The target share is {target:g}%."
    return (
        f"“Within target” is the share of {GRADE_CALLS[grade]} reached within {minutes} minutes. {aim} "
        "It is not an average, and the two are never drawn together."
    )


def answered_basis(standard: float | None) -> str:
    """What answering within 10 seconds counts, and the standard for it."""
    aim = "" if standard is None else f"; the national standard is {standard:g}%"
    return (
        f"Share of 999 calls answered within 10 seconds, as printed{aim}. This is how fast the call is "
        "answered, not how fast an officer comes."
    )
