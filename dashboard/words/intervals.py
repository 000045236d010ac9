"""Figures of one place as they are printed, with their intervals. Pure functions."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.words.numbers import one_decimal, percent, points, signed, signed_percent
from stats.intervals import side_of

Three = tuple[float, float, float]
"""An estimate with the ends of its 95% interval."""

Printed = Callable[[float], str]
"""How a figure of one kind is printed."""

ChangeWords = Callable[[Three], str]
"""How a change of one kind is printed, with its interval."""

SURVEY_STANDINGS = {
    "within": "no clear difference",
    "above_95": "may be higher",
    "above_998": "higher",
    "below_95": "may be lower",
    "below_998": "lower",
}
SPREAD_STANDINGS = {
    "within": "not unusual",
    "above_95": "higher than usual",
    "above_998": "far higher than usual",
    "below_95": "lower than usual",
    "below_998": "far lower than usual",
}
"""Where a rate lies among places of its kind, before `among London's boroughs` or under a heading that says so."""
NO_STANDING = "not compared"


def per_cent(three: Three) -> str:
    """A survey share: `70% (65 to 75)`."""
    share, low, high = three
    return f"{percent(share)} ({low:.0f} to {high:.0f})"


def rate(three: Three | None) -> str:
    """A rate: `122.1 (120.9 to 123.3)`."""
    if three is None:
        return "too few offences for a rate"
    value, low, high = three
    return f"{one_decimal(value)} ({one_decimal(low)} to {one_decimal(high)})"


def points_change(three: Three) -> str:
    """A difference of shares in points: `−4 points (−9.1 to +1.1)`."""
    bare = bare_points(three)
    size, interval = bare.split(" ", 1)
    return f"{size} {points(three[0]).split(' ', 1)[1]} {interval}"


def bare_points(three: Three) -> str:
    """The same under a heading that says points: `−4 (−9.1 to +1.1)`."""
    size, low, high = three
    return f"{signed(size)} ({ends(low, high)})"


def ends(low: float, high: float) -> str:
    """The ends of an interval of a change, points: `+1.5 to +4.5`.

    One decimal, as in the files: whole points would make it narrower than it is. An end that rounds to a
    0 which the interval excludes says so.
    """
    beside = {"above": "just over 0", "below": "just under 0"}.get(side_of(low, high))
    return " to ".join(
        beside if beside and not round(end, 1) else signed(end, 1) for end in (low, high)
    )


def per_cent_change(three: Three) -> str:
    """A change of a count: `+8% (+5 to +11)`; one decimal where whole per cents hide the interval."""
    size, low, high = three
    digits = decimals_of(three)
    return f"{signed_percent(size, digits)} ({signed(low, digits)} to {signed(high, digits)})"


def rate_change(three: Three) -> str:
    """A change of outcomes per 100 offences: `+1.2 (+0.8 to +1.6)`."""
    size, low, high = (signed(one, 1) for one in three)
    return f"{size} ({low} to {high})"


def no_clear(three: Three, words: str) -> str:
    """The words of a change, and whether it is clear."""
    return f"{words}, no clear change" if side_of(*three[1:]) == "not_clear" else words


def decimals_of(three: Three) -> int:
    """Digits with which the ends of an interval differ from its estimate, and a clear one from zero."""
    size, low, high = (round(one) for one in three)
    hides_zero = side_of(*three[1:]) != side_of(low, high)
    return 0 if low < size < high and not hides_zero else 1
