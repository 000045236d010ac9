"""The day that a page judges by: today, or an earlier one that a link names."""

from __future__ import annotations

from datetime import date

from dashboard.draft import Draft
from dashboard.words.periods import day_words


def as_of(draft: Draft, label: str, key: str, first: date, today: date) -> date:
    """Declare the day to judge by; a list to choose it from is shown only where a link names one.

    Args:
        label: what is chosen, as the reader sees it.
        key: name in the address.
        first: no earlier day can be judged by. today: no later one.
    """
    days = days_asked(draft, key, first, today)
    if len(days) == 1:
        return date.fromisoformat(draft.asked.hidden(key, days, today.isoformat()))
    return date.fromisoformat(draft.select(label, key, days, today.isoformat()))


def days_asked(draft: Draft, key: str, first: date, today: date) -> dict[str, str]:
    """Return the days to choose from: today, and each that the address names and that can be.

    Args as in `as_of`.
    """
    asked = {one for text in draft.asked.values(key) if (one := _day(text)) is not None}
    days = {one for one in asked if first <= one < today}
    return {today.isoformat(): "Today"} | {one.isoformat(): day_words(one) for one in sorted(days)}


def _day(text: str) -> date | None:
    """The day that a text names in full, `2026-11-23`; None where it names none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.isoformat() == text else None
