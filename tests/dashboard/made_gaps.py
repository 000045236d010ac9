"""Invented gap series: shares of two groups, one pair per period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.subjects.gaps.figures import published as gap_figures
from dashboard.subjects.gaps.figures.series import GapSeries, series_of

_MONTHS = {"quarter": 3}


def made(
    ends: Sequence[str],
    basis: str = "quarter",
    base: int | None = None,
    shares: Sequence[tuple[float, float]] = (),
    **columns: Any,
) -> GapSeries:
    """A series of Black and White British Londoners who trust the Met, 50% and 70% unless told.

    Args:
        ends: last days of the periods.
        basis: what one figure covers.
        base: interviews behind each share; not known where it is not given.
        shares: of the group and its reference, one pair per period.
        columns: of `gap_figures.CELLS`, in the place of the usual ones.
    """
    usual = {
        "measure": "trust",
        "dimension": "ethnicity",
        "role": "share",
        "basis": basis,
        "base_n": base,
        "design_effect": None if base is None else 1.0,
        "low_pct": None,
        "high_pct": None,
        "is_flagged": False,
        "is_hidden": False,
        "dataset": "public_attitudes",
        "source_id": "state_of_london_surveys",
        "geography": "London (MPS area)",
    }
    months = pd.DateOffset(months=_MONTHS.get(basis, 12))
    rows = [
        dict.fromkeys(gap_figures.CELLS, "")
        | gap_figures.AS_IT_IS
        | usual
        | {"group": group, "published_group": group, "value": value, "period_end": last}
        | {"period_start": last + pd.Timedelta(days=1) - months}
        | columns
        for last, pair in zip(
            map(pd.Timestamp, ends), shares or [(50.0, 70.0)] * len(ends), strict=True
        )
        for group, value in zip(("Black", "White British"), pair, strict=True)
    ]
    found = series_of(pd.DataFrame(rows), "Black")
    assert found is not None
    return found
