"""How far a place's totals differ between editions."""

from __future__ import annotations

from typing import Any

from dashboard.figures.places import MPS
from dashboard.subjects.crime.figures.counts import crime_months
from datasets import catalogue


def join_difference(area_code: str) -> dict[str, Any]:
    """How far a place's monthly totals differ between the two newest editions, over shared months.

    Returns:
        first, periods, low_pct, high_pct; empty where nothing was revised or it is not published.
    """
    if not catalogue.is_readable("revisions"):
        return {}
    place = {} if area_code == MPS else {"area_code": area_code}
    revised = catalogue.load("revisions", ["month", "old_count", "new_count"], place)
    if revised.empty:
        return {}
    change = revised["new_count"].fillna(0) - revised["old_count"].fillna(0)
    by_month = change.groupby(revised["month"]).sum()
    new = crime_months(area_code).loc[by_month.index.min() : by_month.index.max()]
    pct = (
        100
        * by_month.reindex(new.index, fill_value=0)
        / (new - by_month.reindex(new.index, fill_value=0))
    )
    return {
        "first": f"{new.index.min():%Y-%m}",
        "periods": len(new),
        "low_pct": round(float(pct.min()), 1),
        "high_pct": round(float(pct.max()), 1),
    }
