"""What is said of signs: figures since the Review that speak to a measure and cannot decide it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.words.numbers import signed
from dashboard.words.printed import value_words

TITLE = "Signs since the Review"
BASIS = "The nearest figures that speak to the measure and cannot decide it: none is a verdict"
NONE_HELD = "No newer figure is held that bears on it."

SAID_BY: Mapping[str, str] = {
    "publisher": "the publisher's own",
    "quoted": "the publisher's, as others give it",
    "press": "press report",
}
"""Who says it -> in a few words."""

DIRECTIONS: Mapping[str, str] = {
    "rose": "rose",
    "fell": "fell",
    "same": "stayed",
    "one_figure": "one figure",
}
"""Which way -> in a cell."""

BETTER: Mapping[str, str] = {
    "calls_101_abandoned": "fell",
    "calls_999_half_year": "rose",
    "calls_999_year": "rose",
    "closed_charges": "rose",
    "custody_sexual_offences": "rose",
    "ethnic_minority_workforce": "rose",
    "listen_to_concerns": "rose",
    "relied_on": "rose",
}
"""Sign -> the direction that is better; of what is not here neither is by itself."""

_CARD = "A sign, not a verdict: {name}: {figures}; {said_by}."
_TOGETHER = "Signs, not verdicts: {each}."


def figures(row: Mapping[str, Any]) -> str:
    """`77.6% (2023) to 86.2% (2024)`, `183 (year to March 2025)`, `+41% (year to November 2023)`.

    Args:
        row: of `signs`.
    """
    newest = f"{_value(row)} ({row['period']})"
    if row["earlier_value"] != row["earlier_value"]:
        return newest
    return f"{value_words(row['earlier_value'], row['unit'])} ({row['earlier_period']}) to {newest}"


def _value(row: Mapping[str, Any]) -> str:
    words = value_words(row["value"], row["unit"])
    is_change = row["earlier_value"] != row["earlier_value"] and row["direction"] == "rose"
    return f"+{words}" if is_change and signed(row["value"], 1).startswith("+") else words


def line(row: Mapping[str, Any]) -> str:
    """A sign in one line, with its dates and who says it."""
    return _CARD.format(
        name=row["sign_name"], figures=figures(row), said_by=SAID_BY[row["said_by"]]
    )


def lines(rows: list[dict[str, Any]], most: int) -> list[str]:
    """The first signs of a measure, a line each; or that none is held.

    Args:
        rows: of `signs`, those of the measure. most: how many are said.
    """
    return [line(row) for row in rows[:most]] or [NONE_HELD]


def together(rows: list[dict[str, Any]], most: int) -> str:
    """The first signs of a measure in one line, in the order of time; args as `lines`."""
    if len(rows[:most]) < 2:
        return lines(rows, most)[0]
    said = [
        line(row).removeprefix(_CARD.split("{")[0]).removesuffix(".") for row in rows[:most][::-1]
    ]
    return _TOGETHER.format(each=". ".join(said))
