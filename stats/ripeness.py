"""How ripe a count of outcomes is, and whether a finding survives what revisions have done.

Outcomes of a month go on being entered, moved and taken back for a year and more after they are
first published (statistics, rule 16). Ages are whole calendar months; revisions are per cents of the
older count, below 0 where it was revised down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

Finding = TypeVar("Finding")

CARRIES_ITS_REVISION_BELOW = 16
"""Age in months below which a rate is printed with the size of the revision seen at its age."""

UNRIPE_AT_THE_END = {1: 4, 3: 6}
"""Months at the end of a file of unknown date that count as unripe, by length of its periods in months."""


def age_months(period_end: date, edition: date) -> int:
    """Whole calendar months from the end of a period to the day of the edition that holds it.

    31 July to 2 August is 0, to 31 August 1; below 0 where the period had not ended by that day.

    Args:
        period_end: last day of the period. edition: day on which the edition was made.
    """
    begun = 12 * (edition.year - period_end.year) + edition.month - period_end.month
    is_last_day = (edition + timedelta(days=1)).day == 1
    return begun if is_last_day else begun - 1


def ripe_from(period_end: date) -> date:
    """First day of the month in which a period that ends on a day carries no revision any more.

    31 March 2026 is 16 months old on 31 July 2027: 1 July 2027.
    """
    month = 12 * period_end.year + period_end.month - 1 + CARRIES_ITS_REVISION_BELOW
    return date(month // 12, month % 12 + 1, 1)


def is_provisional(age: int, below_months: int) -> bool:
    """Whether a period is too young to stand on: younger than `below_months`, as its source declares."""
    return age < below_months


def is_unripe_at_the_end(months_before_last: int, length_months: int) -> bool:
    """The same for a file whose day is not known: by how many months before its last period one ends.

    Args:
        months_before_last: from the end of the period to the end of the file's last one.
        length_months: of a period: a month or a quarter.

    Raises:
        ValueError: periods of another length, for which nothing is declared.
    """
    if length_months not in UNRIPE_AT_THE_END:
        raise ValueError(f"no bound is declared for periods of {length_months} months")
    return months_before_last < UNRIPE_AT_THE_END[length_months]


def holds_at_both_ends(
    low_pct: float, high_pct: float, judge: Callable[[float], Finding]
) -> Finding | None:
    """A finding that stays the same as published and at both ends of a declared revision, else None.

    Args:
        low_pct, high_pct: the revision declared, per cent of the count, such as -13.2 and 0.
        judge: what is found with the newer count times the factor given (1: as published).

    Raises:
        ValueError: a revision that would leave fewer than no outcomes, or ends the wrong way round.
    """
    if not -100 <= low_pct <= high_pct:
        raise ValueError(f"no revision runs from {low_pct} to {high_pct} per cent")
    published, low, high = (judge(1 + pct / 100) for pct in (0.0, low_pct, high_pct))
    return published if published == low == high else None
