"""Numbers with their units, and lists, as words; printed figures are in `printed`, dates in `periods`."""

from __future__ import annotations

from collections.abc import Sequence

MINUS = "−"


def count(number: float) -> str:
    """910619 -> `910,619`."""
    return f"{number:,.0f}"


def signed(number: float, decimals: int = 0) -> str:
    """-3.2 -> `−3`, 3.2 -> `+3`, 0.2 -> `0`: the sign of what is printed."""
    rounded = round(number, decimals)
    if rounded == 0:
        return f"{0:.{decimals}f}"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):,.{decimals}f}"


def percent(number: float, decimals: int = 0) -> str:
    """69.5 -> `70%`, with one decimal `69.5%`; a change has its sign by `signed`."""
    return f"{number:.{decimals}f}%"


def signed_percent(number: float, decimals: int = 0) -> str:
    """A change in per cent: -3.2 -> `−3%`, 3.2 -> `+3%`, 0.2 -> `0%`."""
    return f"{signed(number, decimals)}%"


def points(number: float, decimals: int = 0) -> str:
    """A difference of shares without its sign: 3 -> `3 points`, -1 -> `1 point`, with a decimal `1.0 points`."""
    size = f"{abs(number):,.{decimals}f}"
    return f"{size} point" if size == "1" else f"{size} points"


def one_decimal(rate: float) -> str:
    """A rate, per 1,000 residents or per 100 offences: `122.1`."""
    return f"{rate:,.1f}"


def rows_words(rows: int) -> str:
    """`1 row`, `1,234 rows`."""
    return f"{count(rows)} row" if rows == 1 else f"{count(rows)} rows"


def p_words(p_value: float) -> str:
    """A p value as it is printed: `p = 0.032`, `p < 0.001`; never p = 0 or 1."""
    if p_value < 0.001:
        return "p < 0.001"
    return "p > 0.999" if p_value > 0.999 else f"p = {p_value:.3f}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def source_line(publisher: str, titles: Sequence[str], newest: str, licence: str) -> str:
    """The line under a chart: whose figures, to when, under which licence."""
    return f"Source: {publisher}, {listed(titles)}; figures to {newest}. {licence}"
