"""Sentences on signal and noise in monthly recorded crime. Pure functions."""

from __future__ import annotations

import math
from datetime import date

from dashboard.words.numbers import count
from dashboard.words.periods import month_year

SIGNALS = {
    "": "within its usual range",
    "outside": "outside its usual range",
    "run": "one of seven or more months in a row on the same side of the average",
    "trend": "one of seven or more months in a row that rose, or fell",
}
_MEANS = {
    "": "this month alone says nothing new",
    "outside": "more than the usual ups and downs",
    "run": "the level has moved",
    "trend": "the level is moving",
}
_IN_A_TITLE = {
    **SIGNALS,
    "run": "part of a run on one side of its average",
    "trend": "part of a run that rose, or fell",
}
TOO_EARLY = "too early to say what is usual"


def month_title(where: str, month: date, signal: str, is_judged: bool, is_above: bool) -> str:
    """What the newest month says, as a heading; arguments as for `signal_sentence` and `on_a_side`."""
    said = on_a_side(_IN_A_TITLE[signal], is_above) if is_judged else TOO_EARLY
    return f"{month_year(month)} in {where}: {said}"


def month_alone(value: float, month: date, signal: str, is_above: bool) -> str:
    """The same beside a headline on 12 months."""
    said = on_a_side(SIGNALS[signal], is_above)
    return f"{month_year(month)} alone, {count(value)} offences, is {said}."


def on_a_side(said: str, is_above: bool) -> str:
    """What is said of a month outside its usual range, with the side that it is on.

    Args:
        said: one of SIGNALS. is_above: whether the month lies above the middle of its usual range.
    """
    return said.replace("outside", "above" if is_above else "below")


TOO_FEW_TITLE = "Is the newest month unusual? Too few months to say"
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
    said = f"{on_a_side(SIGNALS[signal], value > (lower + upper) / 2)}: {_MEANS[signal]}"
    return f"{start}, {said}. Usual for one month: {count(lower)} to {count(upper)}."


def limits_note(first: date, last: date) -> str:
    """How the usual range was set."""
    return (
        f"The usual range is set by the 12 months from {month_year(first)} to {month_year(last)}. After a "
        "break in recording, or where later data begin, the first 12 months set it anew; fewer than 12 "
        "have none. The months that set a range are not judged by it. The first of them is counted back "
        "from the newest month held, so it does not move with the month chosen. Months differ in length "
        "and season: a February is short."
    )


def map_title(what: str, unit: str, low: tuple[str, str], high: tuple[str, str]) -> str:
    """From which figure to which the boroughs go.

    Args:
        what: the offences. unit: as for `crime.places_headline`.
        low, high: name and figure in words of the lowest and the highest borough.
    """
    (lowest, least), (highest, most) = low, high
    return f"{what}{unit}: {least} in {lowest} to {most} in {highest}"


def no_change_on_the_map(crossed: str) -> str:
    """Why no borough's change is shown; `crossed` as `crime.crossed_words` says it."""
    return (
        f"**No change is shown.** The 12 months are not compared with those before, as {crossed}. Choose "
        "another quantity or month above."
    )
