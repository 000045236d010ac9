"""Sentences on editions, breaks and revisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.words.numbers import listed, signed_percent
from dashboard.words.periods import edition, month_year

CORRECTION_KINDS = {
    "publisher": "A publisher's file",
    "accepted": "Found to be true",
    "site": "This site's error",
}
"""What a row of the log of corrections is of."""


def across_breaks(labels: Sequence[str], first: date, last: date) -> str:
    """Says that two figures being compared lie on either side of a break."""
    named = listed([f"“{label}”" for label in labels])
    return (
        f"Figures for {month_year(first)} and {month_year(last)} lie on either side of a break in "
        f"the series ({named}), so part of the difference may come from it."
    )


def join_sentence(
    older: str,
    newer: str,
    first: str,
    periods: int,
    low_pct: float | None,
    high_pct: float | None,
    place: str = "London",
    is_part: bool = False,
) -> str:
    """Where one edition gives way to a newer one, and how far they differ where they overlap.

    Args:
        older, newer: editions. first: first month of the newer one, `2024-07`.
        periods: months that both hold. low_pct, high_pct: least and greatest difference, per cent.
        place: whose totals of all offences those are.
        is_part: whether one kind of offence alone is shown, which the difference is not of.
    """
    start = (
        f"Figures from {month_year(date.fromisoformat(f'{first}-01'))} are from the edition of "
        f"{edition(newer)}, earlier ones from that of {edition(older)}, so the line breaks there"
    )
    if low_pct is None or high_pct is None:
        return f"{start}."
    of_all = " That range is of all offences, not of those chosen here." if is_part else ""
    return (
        f"{start}. In the {periods} months that both hold, {place}'s monthly totals of all offences "
        f"differ by {signed_percent(low_pct, 1)} to {signed_percent(high_pct, 1)}: the later edition adds, moves or "
        f"cancels crimes.{of_all}"
    )
