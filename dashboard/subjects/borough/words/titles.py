"""Titles of the parts of a place's page: each tells its point. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.words.capitals import first_small
from dashboard.words.intervals import Three, decimals_of
from dashboard.words.numbers import one_decimal
from stats.intervals import side_of

TRUST = "Trust in the Met"


def crime(changes: Sequence[tuple[str, Three | None]]) -> str:
    """The kinds of crime that clearly fell and rose most on the year before.

    Args:
        changes: a kind, and its change with 95% interval, per cent; None where none is given.
    """
    held = [(kind, change) for kind, change in changes if change is not None]
    if not held:
        return "Recorded crime by kind"
    clear = [(kind, one) for kind, one in held if side_of(*one[1:]) != "not_clear"]
    if not clear:
        return "Recorded crime by kind: no clear change on last year"
    ends = (min(clear, key=lambda one: one[1][0]), max(clear, key=lambda one: one[1][0]))
    return f"Recorded crime: {', '.join(dict.fromkeys(_moved(*one) for one in ends))}"


def _moved(kind: str, change: Three) -> str:
    way = "up" if change[0] > 0 else "down"
    return f"{first_small(kind)} {way} {abs(change[0]):.{decimals_of(change)}f}%"


def solved(here: Three | None, london: Three | None) -> str:
    """`Crimes solved: 8.4 in 100, London 8.7`."""
    if here is None:
        return "Crimes solved"
    beside = "" if london is None else f", London {one_decimal(london[0])}"
    return f"Crimes solved: {one_decimal(here[0])} in 100{beside}"


def opinions(questions: int) -> str:
    """`What people say of the police: 5 questions`."""
    return f"What people say of the police: {questions} question{'' if questions == 1 else 's'}"


def picture(name: str) -> str:
    """`Lambeth beside London, figure by figure`."""
    return f"{name} beside London, figure by figure"


def over_time(what: str, name: str) -> str:
    """`Recorded crime over time, Lambeth and London`."""
    return f"{what} over time, {name} and London"
