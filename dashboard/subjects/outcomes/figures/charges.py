"""Charges and out-of-court disposals by financial year: the Home Office's, of the Met and of all forces.

Two bases that are never mixed: recorded (so far, of the offences recorded in the period) and closed
(given in the period, whenever the offence was recorded).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.crime.figures.breaks import DATASET as OFFENCES
from datasets import catalogue
from stats.ripeness import CARRIES_ITS_REVISION_BELOW

DATASET = "crime_outcomes"
SOURCE = "home_office_charges_reduced"
WHOLE = "All offences"

CHARGED = {"outcome_kind": "charged", "outcome_basis": "recorded"}
CLOSED = {"outcome_kind": "charged", "outcome_basis": "closed"}
OUT_OF_COURT = (
    *("community_resolution", "cautioned", "cannabis_warning", "penalty_notice"),
    "diversionary_activity",
)
"""Kinds of out-of-court disposal, as the table has them for all offences."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Violence against the person": ("Violence against the person",),
    "Sexual offences": ("Sexual offences",),
    "Robbery": ("Robbery",),
    "Theft, burglary and vehicle offences": ("Theft", "Burglary", "Vehicle offences"),
    "Arson and criminal damage": ("Arson and criminal damage",),
    "Drug offences": ("Drug offences",),
    "Miscellaneous crimes against society": ("Miscellaneous crimes against society",),
    "Possession of weapons": ("Possession of weapons",),
    "Public order offences": ("Public order offences",),
}
"""Offence group of the Home Office's -> the Met's groups that it holds; fraud is not the Met's to charge."""

JUDGED = ("Violence against the person", "Sexual offences", "Robbery")
"""Groups that the Review's measure is judged by."""


def group_of(offence: str) -> str:
    """The Home Office's group that holds one of the Met's; all offences for `all`."""
    return next((group for group, held in GROUPS.items() if offence in held), WHOLE)


def rows_of(source: str, labels: Mapping[str, object], columns: Iterable[str]) -> pd.DataFrame:
    """Rows of a source of outcomes; none where it, or a column, is not in the data published here."""
    names = [*columns]
    held = catalogue.table(DATASET).arrow.names
    if not {*names, *labels} <= set(held):
        return pd.DataFrame(columns=names)
    return catalogue.load(DATASET, names, {"source_id": source, **labels})


def charge_years(group: str = WHOLE) -> pd.DataFrame:
    """Charges so far, per 100 offences recorded in each financial year, of the Met.

    Offences of all kinds are the Home Office's count; those of a group the Met's own, of all its places.

    Args:
        group: one of `GROUPS`, or all offences.

    Returns:
        date (last day of the year), outcomes_count, offences_count, age_months (of its youngest part),
        is_provisional, is_young (the figure carries its declared revision), rate_pct, low_pct and
        high_pct (the rate at both ends of that revision; absent where it is old enough); oldest first.
        Years that are not whole, or whose offences are not held, are left out.
    """
    years = _years(CHARGED, group)
    offences = _offences() if group == WHOLE else _offences_of(GROUPS[group])
    years = years.assign(offences_count=years["date"].map(offences)).dropna(
        subset=["offences_count"]
    )
    low, high = revision_of(group)
    rate = 100 * years["outcomes_count"] / years["offences_count"]
    return years.assign(
        rate_pct=rate,
        low_pct=(rate * (1 + low / 100)).where(years["is_young"]),
        high_pct=(rate * (1 + high / 100)).where(years["is_young"]),
    ).reset_index(drop=True)


def newest(years: pd.DataFrame) -> pd.Series | None:
    """The newest year that a headline may rest on; None where there is none."""
    ripe = years[~years["is_provisional"].astype(bool)]
    return None if ripe.empty else ripe.iloc[-1]


def revision_of(group: str) -> tuple[float, float]:
    """How far charges of a group may still be revised, per cent, lowest and highest."""
    table = catalogue.reference("outcome_revisions")
    declared = table[table["row"].eq("declared") & table["outcome_kind"].eq("charged")]
    ends = {
        row["offence_group"]: (float(row["low_pct"]), float(row["high_pct"]))
        for row in declared.to_dict("records")
    }
    return ends.get(group, ends[WHOLE])


def verdict_of(group: str) -> pd.Series | None:
    """What was judged of the charges of a group, as published; None where nothing is."""
    if not catalogue.is_readable("success_measures"):
        return None
    rows = catalogue.load("success_measures")
    wanted = (rows["measure"] == "charge_rates") & (rows["indicator"] == "charge_rate")
    found = rows[wanted & (rows["group"] == (ALL if group == WHOLE else group))]
    found = found[found["baseline_value"].notna() & found["latest_value"].notna()]
    return None if found.empty else found.iloc[0]


def closed_quarters() -> pd.DataFrame:
    """Charges made in each quarter and in the financial year, on the closed basis, of the Met.

    Returns:
        date (last day of the year), q1_count (April to June) to q4_count, outcomes_count (the four together);
        oldest first.
    """
    rows = _met(CLOSED, WHOLE)
    if rows.empty:
        return pd.DataFrame(
            columns=["date", "q1_count", "q2_count", "q3_count", "q4_count", "outcomes_count"]
        )
    ends = pd.DatetimeIndex(rows["period_end"])
    place = pd.Series(((ends.month - 4) % 12) // 3 + 1, index=rows.index)
    quarters = "q" + place.astype(str) + "_count"
    wide = rows.assign(date=_year_ends(rows["period_end"]), quarter=quarters).pivot_table(
        index="date", columns="quarter", values="outcomes_count", aggfunc="sum"
    )
    wide = wide.dropna().astype("int64")
    return wide.assign(outcomes_count=wide.sum(axis=1)).reset_index().rename_axis(columns=None)


def beside_all_forces() -> pd.DataFrame:
    """Of the offences recorded in a year that have an outcome, how many were charged: recorded basis.

    Returns:
        date, area_name, charged_count, assigned_count (offences given any outcome), share_pct,
        is_young; the Met's years, then those of all forces together, it among them.
    """
    columns = ["period_end", "area_code", "area_name", "outcomes_count", "age_months"]
    labels = {"outcome_basis": "recorded", "offence_group": WHOLE}
    parts = []
    for kind in ("charged", "assigned"):
        rows = rows_of(SOURCE, {**labels, "outcome_kind": kind}, columns)
        if rows.empty:
            return pd.DataFrame(
                columns=["date", "area_name", "charged_count", "assigned_count", "share_pct"]
            )
        rows = rows.assign(date=_year_ends(rows["period_end"]))
        by_year = rows.groupby(["area_name", "date"], observed=True)
        parts.append(
            by_year.agg(
                **{
                    f"{kind}_count": ("outcomes_count", "sum"),
                    "age": ("age_months", "min"),
                    "is_met": ("area_code", lambda codes: codes.eq(MPS).all()),
                }
            )
        )
    both = parts[0].join(parts[1]["assigned_count"], how="inner").reset_index()
    both = both.sort_values(["is_met", "date"], ascending=[False, True], ignore_index=True)
    return both.assign(
        share_pct=100 * both["charged_count"] / both["assigned_count"],
        is_young=both["age"] < CARRIES_ITS_REVISION_BELOW,
    ).drop(columns=["age", "is_met"])


def out_of_court(every: str) -> pd.DataFrame:
    """Out-of-court disposals so far, of the offences recorded in each year or quarter, by kind; the Met.

    Args:
        every: `year` or `quarter`.

    Returns:
        date (last day), outcome_kind, outcomes_count, is_young; by kind, oldest first.
    """
    rows = _met({"outcome_basis": "recorded", "outcome_kind": list(OUT_OF_COURT)}, WHOLE)
    if rows.empty:
        return pd.DataFrame(columns=["date", "outcome_kind", "outcomes_count", "is_young"])
    dates = pd.to_datetime(rows["period_end"])
    rows = rows.assign(date=_year_ends(rows["period_end"]) if every == "year" else dates)
    sums = rows.groupby(["outcome_kind", "date"], observed=True).agg(
        outcomes_count=("outcomes_count", "sum"), age=("age_months", "min")
    )
    found = sums.reset_index().assign(is_young=lambda one: one["age"] < CARRIES_ITS_REVISION_BELOW)
    order = {kind: place for place, kind in enumerate(OUT_OF_COURT)}
    found = found.assign(order=found["outcome_kind"].map(order)).sort_values(["order", "date"])
    return found.drop(columns=["order", "age"]).reset_index(drop=True)


def out_of_court_by_group() -> pd.DataFrame:
    """All out-of-court disposals so far, of the offences recorded in each year, by group; the Met.

    Returns:
        date, offence_group, outcomes_count; a group after another, oldest first.
    """
    labels = {"outcome_basis": "recorded", "outcome_kind": "out_of_court"}
    found = [
        _years(labels, group)[["date", "outcomes_count"]].assign(offence_group=group)
        for group in GROUPS
    ]
    return pd.concat(found, ignore_index=True)[["date", "offence_group", "outcomes_count"]]


# Sums of years


def _met(labels: Mapping[str, object], group: str) -> pd.DataFrame:
    columns = [
        *("period_start", "period_end", "outcome_kind", "outcomes_count"),
        *("age_months", "is_provisional"),
    ]
    return rows_of(SOURCE, {**labels, "area_code": MPS, "offence_group": group}, columns)


def _years(labels: Mapping[str, object], group: str) -> pd.DataFrame:
    """Sums of whole financial years: those whose periods cover every day of it."""
    rows = _met(labels, group)
    columns = ["date", "outcomes_count", "age_months", "is_provisional", "is_young"]
    if rows.empty:
        return pd.DataFrame(columns=columns)
    starts, ends = pd.to_datetime(rows["period_start"]), pd.to_datetime(rows["period_end"])
    rows = rows.assign(date=_year_ends(rows["period_end"]), days=(ends - starts).dt.days + 1)
    years = rows.groupby("date").agg(
        outcomes_count=("outcomes_count", "sum"),
        age_months=("age_months", "min"),
        is_provisional=("is_provisional", "max"),
        days=("days", "sum"),
    )
    years = years[years["days"] >= _DAYS].drop(columns="days").reset_index()
    return years.assign(is_young=years["age_months"] < CARRIES_ITS_REVISION_BELOW)


_DAYS = 365


def _year_ends(days: pd.Series) -> pd.Series:
    """The last day of the financial year in which each day lies."""
    found = pd.to_datetime(days)
    return pd.to_datetime((found.dt.year + (found.dt.month > 3)).astype(str) + "-03-31")


def _offences() -> pd.Series:
    """All offences recorded in each financial year, as the Home Office counts them, by its last day."""
    columns = ["period_end", "offences_count"]
    rows = rows_of(SOURCE, {"outcome_kind": "offences_only", "area_code": MPS}, columns)
    ends = pd.DatetimeIndex(pd.to_datetime(rows["period_end"]))
    return pd.Series(rows["offences_count"].to_numpy(), index=ends, dtype="float64")


def _offences_of(groups: tuple[str, ...]) -> pd.Series:
    """Offences of some groups in each whole financial year, as the Met counts them, by its last day."""
    if not catalogue.is_readable(OFFENCES):
        return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))
    columns = ["month", "offences_count"]
    rows = catalogue.load(OFFENCES, columns, {"offence_group": list(groups)})
    rows = rows.assign(date=_year_ends(rows["month"]))
    years = rows.groupby("date").agg(
        offences_count=("offences_count", "sum"), months=("month", "nunique")
    )
    return years.loc[years["months"] == _MONTHS, "offences_count"].astype("float64")


_MONTHS = 12
