"""Figures, dates and lists as words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MINUS = "−"


def month_year(day: date) -> str:
    """31 December 2023 -> `December 2023`."""
    return f"{day:%B %Y}"


def count(number: float) -> str:
    """910619 -> `910,619`."""
    return f"{number:,.0f}"


def period_words(period: str) -> str:
    """`2026-06` -> `June 2026`; a year stays a year."""
    return period if len(period) == 4 else month_year(date.fromisoformat(f"{period[:7]}-01"))


def signed(number: float, decimals: int = 0) -> str:
    """-3.2 -> `−3`, 3.2 -> `+3`, 0.2 -> `0`: the sign of what is printed."""
    rounded = round(number, decimals)
    if rounded == 0:
        return f"{0:.{decimals}f}"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):,.{decimals}f}"


def points(number: float) -> str:
    """3 -> `3 points`, 1 -> `1 point`."""
    whole = round(abs(number))
    return f"{whole} point" if whole == 1 else f"{whole} points"


def p_words(p_value: float) -> str:
    """A p value as it is printed: `p = 0.032`, `p < 0.001`; never p = 0 or 1."""
    if p_value < 0.001:
        return "p < 0.001"
    return "p > 0.999" if p_value > 0.999 else f"p = {p_value:.3f}"


def edition(name: str) -> str:
    """202606 or 2026-06 -> `June 2026`; a year, or a word, stays as it is."""
    digits = name.replace("-", "")
    if len(digits) != len("202606") or not digits.isdigit():
        return name
    return month_year(date(int(digits[:4]), int(digits[4:]), 1))


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def source_line(publisher: str, titles: Sequence[str], newest: str, licence: str) -> str:
    """The line under a chart: whose figures, to when, under which licence."""
    return f"Source: {publisher}, {listed(titles)}; figures to {newest}. {licence}"
