"""Days, months and periods in words: each way to say one stands here and nowhere else."""

from __future__ import annotations

import re
from datetime import date, timedelta

AT_POINTER = {
    "day": "%-d %B %Y",
    "month": "%B %Y",
    "quarter": "Quarter to %B %Y",
    "year": "Year to %B %Y",
    "12 months": "12 months to %B %Y",
}
"""How a chart writes the date of a figure under the pointer, by what the figure is of."""


def day_words(day: date) -> str:
    """31 March 2022 -> `31 March 2022`."""
    return f"{day.day} {month_year(day)}"


def month_year(day: date) -> str:
    """31 December 2023 -> `December 2023`."""
    return f"{day:%B %Y}"


def short_month_year(day: date) -> str:
    """31 December 2023 -> `Dec 2023`, where a column or a mark has no room for more."""
    return f"{day:%b %Y}"


def month_name(day: date) -> str:
    """31 December 2023 -> `December`, where the year is said beside it."""
    return f"{day:%B}"


def period_words(period: str) -> str:
    """`2026-06` -> `June 2026`, of a day its month; a year stays a year."""
    return period if len(period) == 4 else month_year(date.fromisoformat(f"{period[:7]}-01"))


def edition(name: str) -> str:
    """202606 or 2026-06 -> `June 2026`; a year, or a word, stays as it is."""
    digits = name.replace("-", "")
    if len(digits) != len("202606") or not digits.isdigit():
        return name
    return period_words(f"{digits[:4]}-{digits[4:]}")


def year_to(end: date) -> str:
    """The 12 months of a figure in a sentence: `year to March 2026`."""
    return f"year to {month_year(end)}"


def twelve_months_to(end: date) -> str:
    """The same over a chart or a table, where single months stand beside them: `12 months to March 2026`."""
    return f"12 months to {month_year(end)}"


def quarter_to(end: date) -> str:
    """`quarter to March 2026`."""
    return f"quarter to {month_year(end)}"


def months_named(first: date, last: date) -> str:
    """`December 2025`, `September to December 2025`, `November 2025 to February 2026`."""
    if (first.year, first.month) == (last.year, last.month):
        return month_year(last)
    start = month_name(first) if first.year == last.year else month_year(first)
    return f"{start} to {month_year(last)}"


def when_words(start: date, end: date) -> str:
    """The time that a figure is of, by its first and last day.

    `21 May 2024`, `1 to 17 May 2024`, `July to September 2022`, `year to March 2022`, `2019 to 2023`.
    """
    if start == end:
        return day_words(end)
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        is_one_month = (start.year, start.month) == (end.year, end.month)
        return f"{start.day if is_one_month else day_words(start)} to {day_words(end)}"
    if (start.month, end.month) == (1, 12):
        return f"{end.year}" if start.year == end.year else f"{start.year} to {end.year}"
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    return year_to(end) if months == 12 else months_named(start, end)


def months_to(number: str, end: date) -> str:
    """`10½` and a day of March 2023 -> `10½ months to March 2023`."""
    return f"{number} months to {month_year(end)}"


_SPAN = re.compile(r"\b(\d{4})-(\d\d)(?: to (\d{4})-(\d\d))?\b(?!-)")
_DECEMBER = 12


def months_written_out(text: str) -> str:
    """A text with each time in months, as tables of documents write it, in words.

    `2025-04 to 2025-09` -> `April to September 2025`; financial years (`2010-11`) stay.
    """
    return _SPAN.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    """`April to September 2025` for a time in months; one in financial years (`2010-11`) stays."""
    first_year, first, *last = (int(one) for one in found.groups() if one)
    ends = ((first_year, first), (last[0], last[1]) if last else (first_year, first))
    if any(not 1 <= month <= _DECEMBER or month == (year + 1) % 100 for year, month in ends):
        return found[0]
    return months_named(*(date(year, month, 1) for year, month in ends))
