"""Domestic abuse, hate crime and its strands: offences and positive outcomes, of London and its boroughs.

The series overlap and are never added. No 12 months reach over the move to CONNECT, and those after it
are never set beside those before.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard.figures.places import MPS, places
from dashboard.subjects.outcomes.figures.charges import DATASET, rows_of
from dashboard.subjects.outcomes.figures.outcomes import SMALL_BASE
from datasets.schema import OUTCOME_SERIES
from stats.funnel import funnel_limits
from stats.twelve_months import are_held, months_to

__all__ = ["DATASET"]

SOURCE = "mps_other_crime"
_FLAGS = ("domestic_abuse", "hate_crime")
SERIES = {
    one: meaning.title for one, meaning in OUTCOME_SERIES.items() if one.split(".")[0] in _FLAGS
}
"""Series shown -> their names."""

BEFORE = (pd.Timestamp("2023-01-01"), pd.Timestamp("2024-02-01"))
"""Last months of 12 before CONNECT: those that the Review prints of, and the last ones."""


def flagged_series() -> dict[str, str]:
    """The series that are held, with their names; none where none is."""
    held = set(_months(())["series"])
    return {one: name for one, name in SERIES.items() if one in held}


def ends() -> list[pd.Timestamp]:
    """Last months of the 12 that are shown and all held: those before CONNECT, then the newest."""
    months = pd.DatetimeIndex(pd.to_datetime(_months(())["period_start"]).unique())
    if months.empty:
        return []
    after_it = [months.max()] if months.max() > BEFORE[-1] else []
    return [one for one in (*BEFORE, *after_it) if are_held(months, one)]


def of_place(area_code: str) -> pd.DataFrame:
    """Every series in a place, in each of the 12 months shown.

    Args:
        area_code: GSS code of a borough; MPS: crimes given to no borough count too.

    Returns:
        series, last_month (first day), offences_count, outcomes_count and rate_pct (absent after CONNECT;
        the rate on fewer than 50 offences too); by series, oldest first.
    """
    rows = _months(() if area_code == MPS else (area_code,))
    found = [_sums(rows, end, "series", flagged_series()) for end in ends()]
    columns = ["series", "last_month", *_COUNTS, "rate_pct"]
    if not found:
        return pd.DataFrame(columns=columns)
    order = {one: place for place, one in enumerate(SERIES)}
    both = pd.concat(found, ignore_index=True)
    both = both.assign(order=both["series"].map(order)).sort_values(["order", "last_month"])
    return both[columns].reset_index(drop=True)


def by_borough(series: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """A series in each borough in 12 months, and where chance alone would have its rate.

    Returns:
        area_code, area_name, outcomes_count, offences_count, rate_pct (absent on fewer than 50
        offences), low_998, low_95, high_95, high_998 (limits around London's rate for as many
        offences); by name. Nothing where London has no rate.
    """
    whole = of_place(MPS)
    london = whole[(whole["series"] == series) & (whole["last_month"] == last_month)]
    columns = ["area_code", "area_name", *_COUNTS, "rate_pct", *_LIMITS]
    if london.empty or london["rate_pct"].isna().all():
        return pd.DataFrame(columns=columns)
    centre = float(london["rate_pct"].iloc[0])
    names = {code: name for code, name in places().items() if code != MPS}
    rows = _months(())
    found = _sums(rows[rows["series"] == series], last_month, "area_code", names)
    limits = [funnel_limits(centre, max(float(n), 1.0)) for n in found["offences_count"]]
    bounds = {one: [getattr(limit, one) for limit in limits] for one in _LIMITS}
    return found.assign(area_name=found["area_code"].map(names), **bounds)[columns]


_COUNTS = ["outcomes_count", "offences_count"]
_LIMITS = ("low_998", "low_95", "high_95", "high_998")


def _months(codes: tuple[str, ...]) -> pd.DataFrame:
    columns = ["period_start", "area_code", "series", *_COUNTS]
    of_places = {"area_code": list(codes)} if codes else {}
    return rows_of(SOURCE, {"series": list(SERIES), **of_places}, columns)


def _sums(
    rows: pd.DataFrame, last_month: pd.Timestamp, by: str, held: Collection[str]
) -> pd.DataFrame:
    """Counts of 12 months; a place without a row in a month had none. Outcomes of months before CONNECT only."""
    shown = pd.to_datetime(rows["period_start"]).isin(months_to(last_month))
    sums = rows[shown].groupby(by, observed=True)[_COUNTS].sum().reindex(list(held), fill_value=0)
    if last_month > BEFORE[-1]:
        sums["outcomes_count"] = float("nan")
    base = sums["offences_count"].where(sums["offences_count"] >= SMALL_BASE)
    rates = 100 * sums["outcomes_count"] / base
    return sums.assign(rate_pct=rates, last_month=last_month).rename_axis(by).reset_index()
