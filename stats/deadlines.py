"""When a promise falls due, and what a figure decides about it.

Nothing here reads the clock: the day is given. What follows from a figure alone (`settled`) is
published with the data; what follows from the day as well (`state_on`) is worked out when read.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "quarter", "year"]
Test = Literal["at_least", "at_most", "done", "judged", "no_promise"]
Settled = Literal["met", "missed", "open", "no_figure_published", "no_promise"]
State = Literal["met", "missed", "not_yet_due", "due", "no_figure_published", "no_date", "no_promise"]  # fmt: skip

_MONTHS: dict[Precision, int] = {"month": 1, "quarter": 3, "year": 12}
_LAYOUTS: tuple[tuple[Precision, str], ...] = (
    ("day", r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    ("month", r"(?P<year>\d{4})-(?P<month>\d{2})"),
    ("quarter", r"(?P<year>\d{4})-Q(?P<quarter>[1-4])"),
    ("year", r"(?P<year>\d{4})"),
)


@dataclass(frozen=True)
class Due:
    """When a promise falls due.

    Attributes:
        last: the last day on which it can still be kept. "By March 2026" is read as by 31 March.
        precision: how finely the date was given.
    """

    last: date
    precision: Precision

    @property
    def first(self) -> date:
        """First day of the day, month, quarter or year that was named."""
        if self.precision == "day":
            return self.last
        return date(self.last.year, self.last.month - _MONTHS[self.precision] + 1, 1)


@dataclass(frozen=True)
class Evidence:
    """A figure, or an act, that bears on a promise.

    Attributes:
        end: last day of the figure's period; for an act, the day by which it was done. None where
            the source gives none: such evidence decides nothing.
        decides: whether it is of the very thing promised, and not only of something near to it.
        value: the figure, in the unit of the target; None for an act, or where there is no number.
    """

    end: date | None
    decides: bool
    value: float | None = None


def due_of(text: str) -> Due | None:
    """A date as written -> when it falls due; None for an empty text.

    Args:
        text: `2023-04-27`, `2026-03`, `2023-Q2` (calendar quarter) or `2024`.

    Raises:
        ValueError: none of these, or no such day.
    """
    if not text:
        return None
    for precision, layout in _LAYOUTS:
        found = re.fullmatch(layout, text)
        if found:
            return Due(_last_day(found), precision)
    raise ValueError(f"{text!r} is no day, month, quarter or year")


def _last_day(found: re.Match[str]) -> date:
    given = {name: int(number) for name, number in found.groupdict().items()}
    month = given.get("month", 3 * given.get("quarter", 4))
    if not 1 <= month <= 12:
        raise ValueError(f"{found.group()!r}: there is no month {month}")
    return date(given["year"], month, given.get("day", monthrange(given["year"], month)[1]))


def settled(
    test: Test, target: float | None, due: Due | None, evidence: Evidence | None
) -> Settled:
    """What a figure says of a promise, whatever the day.

    Args:
        test: `at_least` and `at_most` compare a figure with the target; `done` asks for an act;
            `judged` cannot be decided by a figure; `no_promise` is a statement that promises nothing.
        target: for the first two.
        due: None where no date was given.
        evidence: the figure that bears on it most, None where none is held.

    Returns:
        `met` or `missed`: a figure of the very thing promised, at or after the due date, decides it.
        An act done after its date is missed. Without a date only `met` can be decided.
        `open`: something is held that does not decide it. `no_figure_published`: nothing is held.

    Raises:
        ValueError: a target without a figure to compare it with, or the other way round; or evidence
            that is to decide and has no date.
    """
    if test == "no_promise":
        return "no_promise"
    if evidence is None:
        return "no_figure_published"
    if test == "judged" or not evidence.decides:
        return "open"
    if evidence.end is None:
        raise ValueError("evidence without a date cannot decide")
    if test == "done":
        return "met" if due is None or evidence.end <= due.last else "missed"
    return _compared(test, target, due, evidence.end, evidence.value)


def _compared(
    test: Test, target: float | None, due: Due | None, end: date, value: float | None
) -> Settled:
    if due is not None and end < due.last:
        return "open"
    if _reaches(value, test, target):
        return "met"
    return "open" if due is None else "missed"


def _reaches(value: float | None, test: Test, target: float | None) -> bool:
    if value is None or target is None:
        raise ValueError(f"{test} needs a figure and a target, not {value} and {target}")
    return value >= target if test == "at_least" else value <= target


def state_on(today: date, settled: Settled, due: Due | None) -> State:
    """Where a promise stands on a day.

    Returns:
        What is settled stays as it is. Else `no_date`: none was given; `not_yet_due`: the day is
        before the day, month, quarter or year named; `due`: within it; `no_figure_published`: after
        it, and no figure decides.
    """
    if settled in ("met", "missed", "no_promise"):
        return settled
    if due is None:
        return "no_date"
    if today <= due.last:
        return "due" if today >= due.first else "not_yet_due"
    return "no_figure_published"


def days_overdue(today: date, settled: Settled, due: Due | None) -> int:
    """Days since the last day on which an undecided promise could be kept; 0 where it is not late."""
    if due is None or state_on(today, settled, due) != "no_figure_published":
        return 0
    return (today - due.last).days
