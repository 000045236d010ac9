"""Crimes with an outcome: positive outcomes by place and offence, and figures printed of other kinds.

Positive outcomes, sanction detections, charges and convictions are four different things: each
answer here is of one of them.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.queries.places import ALL, MPS
from dashboard.queries.sources import breaks
from datasets import catalogue

KIND = "positive_outcomes"

RARE = ("Fraud and forgery", "NFIB fraud")
"""Groups with a handful of offences: police forces no longer record fraud, a national office does."""

SMALL_BASE = 50
"""Offences in 12 months under which no rate is given."""

WOMEN_AND_GIRLS = (
    "charge_rate",
    "da_average_days_to_charge",
    "rape_days_report_to_charge",
    "closed_victim_does_not_support_share",
    "sexual_offences_trials_change",
    "rape_prosecutions",
    "rape_convictions",
    "rape_conviction_rate",
    "sexual_offences_conviction_rate",
    "da_conviction_rate",
    "rape_report_to_trial_years",
    "rape_and_sexual_offence_charges_ratio",
    "rape_charges_ratio_vs_2022",
)
"""Printed quantities on violence against women and girls, in the order of a case."""


def outcome_months() -> list[pd.Timestamp]:
    """First days of the months that are published, oldest first."""
    ends = catalogue.load("crime_outcomes", ["period_end"], {"outcome_kind": KIND})["period_end"]
    return sorted(ends.dt.to_period("M").dt.to_timestamp().unique())


def outcome_groups() -> list[str]:
    """Offence groups with positive outcomes, in alphabetical order, without the rare ones."""
    held = catalogue.load("crime_outcomes", ["offence_group"], {"outcome_kind": KIND})
    return sorted(set(held["offence_group"]) - set(RARE))


def outcome_series(area_code: str, group: str, basis: str) -> pd.DataFrame:
    """Positive outcomes per 100 offences of the same period, month by month.

    Sums of 12 months that lie on both sides of a break have no value: they are of neither series.

    Args:
        area_code: GSS code of a borough, or MPS: then crimes without a place count too.
        group: an offence group, or `all`.
        basis: `year` (sums of 12 months) or `month`.

    Returns:
        date (first day of the period's last month), outcomes_count, offences_count, value (per
        cent; absent on fewer than 50 offences).
    """
    filters: dict[str, Any] = {"outcome_kind": KIND}
    filters |= {} if area_code == MPS else {"area_code": area_code}
    filters |= {} if group == ALL else {"offence_group": group}
    rows = catalogue.load(
        "crime_outcomes", ["period_end", "outcomes_count", "offences_count"], filters
    )
    sums = rows.groupby("period_end")[["outcomes_count", "offences_count"]].sum().sort_index()
    sums.index = pd.DatetimeIndex(sums.index).to_period("M").to_timestamp()
    if basis == "year":
        sums = sums.asfreq("MS").fillna(0).rolling(12).sum().dropna()
    found = _with_rates(sums.rename_axis("date").reset_index())
    if basis == "year":
        found.loc[across_a_break(found["date"]), "value"] = float("nan")
    return found


def across_a_break(last_months: pd.Series) -> pd.Series:
    """Whether the 12 months to each month lie on both sides of a break in recording."""
    first = last_months - pd.DateOffset(months=11)
    crossed = pd.Series(False, index=last_months.index)
    for one in breaks("crime_outcomes")["date"]:
        start = one + pd.offsets.MonthBegin(1) if one.day > 1 else one  # first whole month after
        crossed |= (first < start) & (last_months >= start)
    return crossed


def outcomes_by_group(area_code: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """Every offence group in the 12 months to a month and in the 12 before.

    Returns:
        offence_group, outcomes_count, offences_count, value, before_value; all offences first, then
        by name; values absent on fewer than 50 offences or where the 12 months are not all held.
    """
    rows = []
    for group in (ALL, *outcome_groups()):
        years = outcome_series(area_code, group, "year").set_index("date")
        if last_month not in years.index:
            continue
        before = last_month - pd.DateOffset(years=1)
        rows.append(
            {
                "offence_group": "All offences" if group == ALL else group,
                **years.loc[last_month].to_dict(),
                "before_value": years["value"].get(before),
            }
        )
    columns = ["offence_group", "outcomes_count", "offences_count", "value", "before_value"]
    return pd.DataFrame(rows, columns=columns)


def _with_rates(sums: pd.DataFrame) -> pd.DataFrame:
    rates = (
        100
        * sums["outcomes_count"]
        / sums["offences_count"].where(sums["offences_count"] >= SMALL_BASE)
    )
    return sums.assign(value=rates)


def sanction_detections() -> pd.DataFrame:
    """The Review's sanction-detection rates: four years to January 2023.

    Returns:
        group, rate_2023, rate_2022, rate_2018, rate_2013 (the three earlier ones worked out from
        the printed rate and the printed changes in points), printed_2013 (where the Review prints
        that rate as well), source_location.
    """
    rows = catalogue.load(
        "review_figures",
        ["measure_id", "group", "value", "period_end", "source_location", "confidence_note"],
        {"measure_id": [f"sanction_detection_rate{end}" for end in ("", *_CHANGES)]},
    )
    marked = rows["confidence_note"].fillna("").str.contains("CONFLICT")
    newest = rows[(rows["period_end"] == "2023-01-31") & ~rows["measure_id"].str.contains("fall")]
    wide = newest.drop_duplicates(["measure_id", "group"]).pivot_table(
        index="group", columns="measure_id", values="value", sort=False
    )
    table = pd.DataFrame({"rate_2023": wide["sanction_detection_rate"]})
    for end, year in _CHANGES.items():
        table[f"rate_{year}"] = table["rate_2023"] - wide[f"sanction_detection_rate{end}"]
    early = rows[(rows["period_end"] == "2013-01-31") & ~marked].set_index("group")["value"]
    where = newest[newest["measure_id"] == "sanction_detection_rate"]
    printed = early.reindex(table.index)
    return table.assign(
        rate_2013=printed.fillna(table["rate_2013"]),
        printed_2013=printed,
        source_location=where.drop_duplicates("group").set_index("group")["source_location"],
    ).reset_index()


_CHANGES = {"_change_1y": 2022, "_change_5y": 2018, "_change_10y": 2013}


def women_and_girls() -> pd.DataFrame:
    """Figures printed on rape, sexual offences and domestic abuse in London.

    Returns:
        the columns of a printed figure; by quantity in the order of a case, then group and date.
    """
    wanted = {"measure_id": list(WOMEN_AND_GIRLS)}
    published = [one for one in ("review_figures", "published_figures") if one in catalogue.ids()]
    found = pd.concat([catalogue.load(one, None, wanted) for one in published], ignore_index=True)
    order = {measure: place for place, measure in enumerate(WOMEN_AND_GIRLS)}
    on_subject = ~found["group"].isin(["All offences", "All", "Sexual and violent offences"])
    in_london = found["geography"].str.startswith("London")
    return (
        found[on_subject & in_london]
        .assign(order=found["measure_id"].map(order))
        .sort_values(["order", "group", "period_end"], ignore_index=True)
        .drop(columns="order")
    )
