"""When newer figures of a source are usually published, and how that stands today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Renewal:
    """When newer figures of a source are usually published, and how that stands today.

    Attributes:
        by: the usual date.
        days_late: days since then; negative before it.
        status: `fresh`, `due` or `overdue`.
    """

    by: date
    days_late: int
    status: str


def renewal(source: Mapping[Any, Any], today: date) -> Renewal | None:
    """Return how a source stands against its usual lag; None where nothing newer is expected.

    Args:
        source: a row of `queries.sources`.
        today: the day to judge by.
    """
    if not source["newest"] or not source["stale_days"] or source["is_transcription"]:
        return None
    newest = pd.Period(source["newest"]).end_time.date()
    by = newest + timedelta(days=int(source["due_days"]))
    age = (today - newest).days
    status = "fresh" if today < by else "due" if age < int(source["stale_days"]) else "overdue"
    return Renewal(by, (today - by).days, status)
