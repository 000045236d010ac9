"""What the Met counts as a positive outcome, told by its outcomes of business crime by kind."""

from __future__ import annotations

import pandas as pd

from dashboard.subjects.outcomes.figures.charges import DATASET, rows_of

__all__ = ["DATASET"]

SOURCE = "mps_business_crime"
KINDS = (
    *("charged", "community_resolution", "cautioned", "penalty_notice"),
    *("taken_into_consideration", "cannabis_warning"),
)
"""Kinds of outcome that the Met's file marks as positive."""


def months() -> list[str]:
    """Months of business crime by outcome that are held, oldest first, as `2025-05`."""
    rows = rows_of(SOURCE, {"series": "business_crime"}, ["period_start"])
    return sorted({f"{month:%Y-%m}" for month in pd.to_datetime(rows["period_start"])})


def kinds(last: str) -> pd.DataFrame:
    """Positive outcomes of business crime in all months to `last` together, by kind.

    Args:
        last: the last month that counts, as `2025-05`.

    Returns:
        outcome_kind, outcomes_count, share_pct (of the positive ones), first_month, last_month; the
        commonest first; nothing where they are not published.
    """
    columns = ["period_start", "outcome_kind", "outcomes_count"]
    rows = rows_of(SOURCE, {"series": "business_crime", "outcome_kind": list(KINDS)}, columns)
    rows = rows[pd.to_datetime(rows["period_start"]) <= pd.Timestamp(f"{last or '1900-01'}-01")]
    if rows.empty:
        return pd.DataFrame(columns=["outcome_kind", "outcomes_count", "share_pct"])
    sums = rows.groupby("outcome_kind", observed=True)["outcomes_count"].sum()
    found = sums.sort_values(ascending=False).rename_axis("outcome_kind").reset_index()
    held = pd.to_datetime(rows["period_start"])
    return found.assign(
        share_pct=100 * found["outcomes_count"] / found["outcomes_count"].sum(),
        first_month=held.min(),
        last_month=held.max(),
    )
