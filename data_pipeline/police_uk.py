"""Reads data.police.uk's list of months, and names the months of a force that are not published."""

from __future__ import annotations

import re

import pandas as pd

AVAILABILITY = "/api/crimes-street-dates"
STOPS = "/api/stops-force"


def published_months(answer: object, force: str) -> list[str]:
    """Months (YYYY-MM, ascending) that list the force under stop-and-search."""
    return sorted(
        month
        for month, forces in _months(answer).items()
        if isinstance(forces, list) and force in forces
    )


def missing_months(answer: object, force: str) -> list[str]:
    """Months from the first listed to the last in which the force has no stop-and-search."""
    listed = _months(answer)
    if not listed:
        return []
    run = pd.period_range(min(listed), max(listed), freq="M")
    return sorted({str(month) for month in run} - set(published_months(answer, force)))


def _months(answer: object) -> dict[str, object]:
    entries = answer if isinstance(answer, list) else []
    return {
        one["date"]: one.get("stop-and-search")
        for one in entries
        if isinstance(one, dict)
        and re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(one.get("date", "")))
    }


def file_name(month: str, force: str) -> str:
    """Name of a month's file, as the publisher's archive names it."""
    return f"{month}-{force}-stop-and-search.json"
