"""Recorded crime: counts, rates, 12-month totals and their changes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.places import ALL, MPS, residents
from dashboard.subjects.crime.figures.breaks import is_across
from datasets import catalogue
from datasets.rows import Between
from stats.rates import SMALL_BASE, percent_change, rate_per
from stats.twelve_months import (
    are_held,
    held_mid_year,
    mid_year_within,
    months_to,
    sum_to,
    sums,
    year_before,
)


def offences() -> dict[str, list[str]]:
    """Offence groups and, under each, its sub-groups as the newest editions have them."""
    rows = catalogue.load("recorded_offences", ["offence_group", "offence_subgroup"])
    pairs = rows.drop_duplicates().sort_values(["offence_group", "offence_subgroup"])
    return {
        str(group): list(subgroups["offence_subgroup"])
        for group, subgroups in pairs.groupby("offence_group")
    }


def crime_months(area_code: str, group: str = ALL, subgroup: str = ALL) -> pd.Series:
    """Offences a month, indexed by month; the Met's total includes airports and unknown places.

    A kind of offence runs over the months in which London has it: a month in which a place has
    offences but none of it is one without such offences; one in which it has none at all is not held
    and missing. One that was created or ended by re-labelling runs over its declared span. Empty where
    the place has no row at all.
    """
    everywhere = _counted(MPS, group, subgroup)
    counts = everywhere if area_code == MPS else _counted(area_code, group, subgroup)
    if not counts.empty:
        held = _counted(area_code, ALL, ALL).loc[everywhere.index.min() : everywhere.index.max()]
        counts = counts.reindex(held.index, fill_value=0)
    span = offence_span(group, subgroup)
    return counts[
        (counts.index >= pd.Timestamp(span.get("first", "1900-01-01")))
        & (counts.index <= pd.Timestamp(span.get("last", "2200-01-01")))
    ]


def _counted(area_code: str, group: str, subgroup: str) -> pd.Series:
    by_place = offences_by_place(group, subgroup)
    if area_code == MPS:
        return by_place.sum(axis="columns").astype("int64").rename("offences_count")
    counts = by_place.reindex(columns=[area_code])[area_code].dropna()
    return counts.astype("int64").rename("offences_count")


@catalogue.kept("recorded_offences")
def offences_by_place(group: str = ALL, subgroup: str = ALL) -> pd.DataFrame:
    """Offences by month, a column for each area; missing where it has no row of a month; shared.

    Those of airports and unknown places are in a column without a name.
    """
    filters: dict[str, Any] = {} if group == ALL else {"offence_group": group}
    filters |= {} if subgroup == ALL else {"offence_subgroup": subgroup}
    columns = ["month", "area_code", "offences_count"]
    rows = catalogue.load("recorded_offences", columns, filters).fillna({"area_code": ""})
    return rows.pivot_table(
        index="month", columns="area_code", values="offences_count", aggfunc="sum"
    )


def offence_span(group: str, subgroup: str) -> dict[str, str]:
    """From when to when a kind of offence is in use: first, last, detail; empty where always."""
    declared = [
        span
        for source in catalogue.describe("recorded_offences")["sources"]
        for span in source["spans"]
    ]
    return next((dict(s) for s in declared if s["offence_subgroup"] in (subgroup, group)), {})


def crime_series(
    area_code: str, group: str, subgroup: str, basis: str, quantity: str
) -> pd.DataFrame:
    """One line of recorded crime.

    Args:
        area_code: GSS code of a borough, or MPS.
        group, subgroup: names, or `all`.
        basis: `year` (12-month totals) or `month`.
        quantity: `count`, `rate` (per 1,000 residents of the mid-year inside the period; the
            newest estimate is carried forward) or `share` (per cent of all offences of the same
            place and months, each month from one edition; absent on fewer than 50).

    Returns:
        date (first day of the period's last month), value, is_across (the period lies on both sides
        of a change in recording or edition), population_year (rates only).
    """
    counts = crime_months(area_code, group, subgroup)
    if counts.empty:
        columns = ["date", "value", "is_across", "population_year"]
        return pd.DataFrame({name: [] for name in columns}).astype({"date": "datetime64[ns]"})
    series = _by_period(counts, basis)
    if quantity == "share":
        every = _by_period(crime_months(area_code), basis)
        whole = every.set_index("date")["value"].reindex(series["date"])
        parts = 100 * series["value"].to_numpy() / whole.where(whole >= SMALL_BASE).to_numpy()
        series = series.assign(value=parts)
    return _as_rates(series, area_code, basis) if quantity == "rate" else series


def _by_period(counts: pd.Series, basis: str) -> pd.DataFrame:
    values = sums(counts) if basis == "year" else counts.asfreq("MS")
    series = pd.DataFrame({"date": values.index, "value": values.to_numpy(dtype="float64")})
    return series.assign(is_across=is_across(series["date"], 12 if basis == "year" else 1))


def _as_rates(series: pd.DataFrame, area_code: str, basis: str) -> pd.DataFrame:
    people = residents(area_code)
    years = [
        mid_year_within(last, people.index)
        if basis == "year"
        else held_mid_year(last.year, people.index)
        for last in series["date"]
    ]
    rates = [
        value if pd.isna(value) else rate_per(value, people[year])
        for value, year in zip(series["value"], years, strict=True)
    ]
    return series.assign(value=rates, population_year=years)


def crime_by_group(area_code: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """Every offence group in the 12 months to `last_month`, all groups together first.

    Returns:
        offence_group, offences_count, share_pct, rate_per_1000, before_count (the 12 months
        before), change_pct (absent on a base under 50, or where those are not all held),
        population_year. No row where the 12 months are not all held.
    """
    place = {} if area_code == MPS else {"area_code": area_code}
    window = Between(months_to(year_before(last_month))[0], last_month)
    columns = ["month", "offence_group", "offences_count"]
    rows = catalogue.load("recorded_offences", columns, {**place, "month": window})
    is_latest = rows["month"].isin(months_to(last_month))
    if not are_held(rows["month"], last_month):
        return pd.DataFrame(columns=["offence_group", "offences_count", "population_year"])
    latest = rows[is_latest].groupby("offence_group")["offences_count"].sum()
    before = rows[~is_latest].groupby("offence_group")["offences_count"].sum()
    table = pd.DataFrame({"offences_count": latest, "before_count": before}).fillna(0)
    table = table.astype("int64").sort_values("offences_count", ascending=False)
    table = pd.concat([table.sum().to_frame("All offences").T, table])
    has_before = are_held(rows["month"], year_before(last_month))
    return _with_rates(
        table.rename_axis("offence_group").reset_index(), area_code, last_month, has_before
    )


def _with_rates(
    table: pd.DataFrame, area_code: str, last_month: pd.Timestamp, has_before: bool
) -> pd.DataFrame:
    people = residents(area_code)
    year = mid_year_within(last_month, people.index)
    whole = float(table["offences_count"].iloc[0])
    changes = [
        percent_change(old, new) if has_before else None
        for old, new in zip(table["before_count"], table["offences_count"], strict=True)
    ]
    return table.assign(
        share_pct=[100 * count / whole if whole else 0.0 for count in table["offences_count"]],
        rate_per_1000=[rate_per(count, people[year]) for count in table["offences_count"]],
        change_pct=pd.Series(changes, dtype="float64"),
        population_year=year,
    )


def crime_month_list() -> list[pd.Timestamp]:
    """Months of recorded crime, oldest first."""
    return sorted(catalogue.load("recorded_offences", ["month"])["month"].unique())


def twelve_months_against(
    monthly: pd.Series, last: pd.Timestamp
) -> tuple[float | None, float | None, float | None]:
    """The 12 months to `last`, the 12 before, and the change in per cent.

    None for 12 months that are not all in the series, and for what would be compared with them.
    """
    latest, before = sum_to(monthly, last), sum_to(monthly, year_before(last))
    if latest is None or before is None:
        return latest, None, None
    return latest, before, percent_change(before, latest)
