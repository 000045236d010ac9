"""The day that a page judges by: today, or an earlier one that a link names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.controls.address import asked_value, this_run
from dashboard.controls.widgets import select


def days_asked(key: str, first: date, today: date) -> dict[str, str]:
    """Return the days to choose from: today, and each that the address names and that can be.

    Args:
        key: name in the query string.
        first: no earlier day can be judged by. today: no later one.
    """
    asked = {one for text in this_run().params.get(key, []) if (one := _day(text)) is not None}
    days = {one for one in asked if first <= one < today}
    return {today.isoformat(): "Today"} | {one.isoformat(): _words(one) for one in sorted(days)}


def as_of(label: str, key: str, days: Mapping[str, str]) -> date:
    """Return the day to judge by; a list to choose it from is shown only where a link names one.

    Args:
        label, key: as in `select`.
        days: as `days_asked`.
    """
    today = next(iter(days))
    if len(days) == 1:
        return date.fromisoformat(asked_value(key, days, today))
    return date.fromisoformat(select(label, key, days, today))


def _day(text: str) -> date | None:
    """The day that a text names in full, `2026-11-23`; None where it names none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
