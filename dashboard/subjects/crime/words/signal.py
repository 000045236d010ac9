"""Sentences on signal and noise in monthly recorded crime. Pure functions."""

from __future__ import annotations

import math
from datetime import date

from dashboard.words.numbers import count
from dashboard.words.periods import month_year

SIGNALS = {
    "": "within its usual range: this month alone says nothing new",
    "outside": "outside its usual range: more than the usual ups and downs",
    "run": "one of seven or more months in a row on the same side of the average: the level has moved",
    "trend": "one of seven or more months in a row that rose, or fell: the level is moving",
}


TOO_FEW_MONTHS = (
    "**Nothing is published to set a usual range by.** Fewer than 12 months in a row are held here for "
    "this choice: choose all kinds, or another place or month."
)


def signal_sentence(
    noun: str,
    where: str,
    value: float,
    lower: float,
    upper: float,
    signal: str,
    month: date,
    is_judged: bool = True,
) -> str:
    """What the newest month says, with its usual range.

    Args:
        noun, where: of what, and in which place. value: of the month. lower, upper: its usual range.
        signal: a key of SIGNALS. month: the newest.
        is_judged: whether it lies after the 12 months that set the range.
    """
    start = f"{count(value)} {noun} recorded in {where} in {month_year(month)}"
    if not is_judged or math.isnan(lower) or math.isnan(upper):
        return (
            f"{start}. It is one of the first 12 months since the last break, or since the figures "
            "begin: too few months to say what is usual."
        )
    return f"{start}, {SIGNALS[signal]}. Usual for one month: {count(lower)} to {count(upper)}."


def limits_note(first: date, last: date) -> str:
    """How the usual range was set."""
    return (
        f"The usual range is set by the 12 months from {month_year(first)} to {month_year(last)} and, "
        "after a break in recording or a newer edition, by the first 12 months after it; fewer than 12 "
        "have none. The months that set a range are not judged by it. The first of them is counted back "
        "from the newest month held, so it does not move with the month chosen. Months differ in length "
        "and season: a February is short."
    )


def no_change_on_the_map(crossed: str) -> str:
    """Why no borough's change is shown; `crossed` as `crime.crossed_words` says it."""
    return (
        f"**No change is shown.** The 12 months are not compared with those before, as {crossed}. Choose "
        "another quantity or month above."
    )
