"""Crimes with an outcome: positive outcomes by place and offence, and figures printed of other kinds.

Positive outcomes, sanction detections, charges and convictions are four different things: each
answer here is of one of them.
"""

from __future__ import annotations

import pandas as pd

from dashboard.figures.places import ALL, MPS
from dashboard.subjects.crime.figures.breaks import DATASET as OFFENCES
from dashboard.subjects.crime.figures.breaks import is_across
from dashboard.subjects.crime.figures.changes import REVIEW_END, YEARS
from dashboard.subjects.crime.figures.counts import crime_months
from dashboard.subjects.outcomes.figures.ripening import (
    DATASET,
    holds,
    outcome_month_states,
    positive,
)
from dashboard.subjects.outcomes.figures.ripening import KIND as KIND
from datasets import catalogue
from stats.twelve_months import are_held, months_to, sum_to, sums, year_before

RARE = ("Fraud and forgery", "NFIB fraud")
"""Groups with a handful of offences: police forces no longer record fraud, a national office does."""

SMALL_BASE = 50
"""Offences in 12 months under which no rate is given."""

WOMEN_AND_GIRLS: dict[str, tuple[str, ...]] = {
    "charges": (
        "charge_rate",
        "offences_charged",
        "adult_rape_suspects_charged",
        "rape_charges_ratio_vs_2022",
        "rape_and_sexual_offence_charges_ratio",
    ),
    "days": ("da_average_days_to_charge", "rape_days_report_to_charge"),
    "closed": ("closed_victim_does_not_support_share", "offences_without_outcome_share"),
    "sanction_detections": ("sanction_detection_rate",),
    "court": ("sexual_offences_trials_change", "rape_prosecutions", "rape_report_to_trial_years"),
    "convictions": (
        "rape_conviction_rate",
        "sexual_offences_conviction_rate",
        "da_conviction_rate",
        "sexual_offences_successful_prosecution_share",
        "rape_convictions",
    ),
}
"""Kind of outcome -> printed quantities on violence against women and girls; in the order of a case."""

_SUBJECTS = r"^(?:Adult rape|Rape|Rape and sexual offences|.*[Ss]exual offences|Domestic abuse.*)$"

WITH_THE_CITY = "London (MPS and City of London)"
"""Geography of a figure that the City's own police force has a part in."""


def outcome_months() -> list[pd.Timestamp]:
    """First days of the months that are published, provisional ones among them, oldest first."""
    return list(outcome_month_states()["month"])


def outcome_groups() -> list[str]:
    """Offence groups with positive outcomes, in alphabetical order, without the rare ones."""
    held = catalogue.load(DATASET, ["offence_group"], positive())
    return sorted(set(held["offence_group"]) - set(RARE))


def outcome_series(area_code: str | tuple[str, ...], group: str, basis: str) -> pd.DataFrame:
    """Positive outcomes per 100 offences of the same period, month by month.

    Sums of 12 months that lie on both sides of a break have no value: they are of neither series. Nor
    have those with a provisional month in them: its outcomes will be revised, mostly down. Those with a
    month that is not held have no counts either.

    Args:
        area_code: GSS code of a borough, or of several together; MPS: crimes without a place count too.
        group: an offence group, or `all`.
        basis: `year` (sums of 12 months) or `month`.

    Returns:
        date (first day of the period's last month), outcomes_count, offences_count, age_months (of the
        last month on the day of its file; absent where that is not known), is_provisional (any month
        of the period), value (per cent; absent on fewer than 50 offences).
    """
    columns = ["period_end", "area_code", "offence_group", *_COUNTS]
    rows = catalogue.load(DATASET, columns, positive())
    if area_code != MPS:
        codes = [area_code] if isinstance(area_code, str) else list(area_code)
        rows = rows[rows["area_code"].isin(codes)]
    if group != ALL:
        rows = rows[rows["offence_group"] == group]
    counts = rows.groupby("period_end")[_COUNTS].sum().sort_index()
    counts.index = pd.DatetimeIndex(counts.index).to_period("M").to_timestamp()
    if basis == "year":
        held = [month for month in outcome_months() if month >= counts.index.min()]
        counts = counts.reindex(held, fill_value=0).apply(sums)
    found = _with_rates(_with_states(counts.rename_axis("date").reset_index(), basis))
    if basis == "year":
        of_neither = is_across(found["date"], dataset=DATASET) | found["is_provisional"]
        found.loc[of_neither, "value"] = float("nan")
    return found


_COUNTS = ["outcomes_count", "offences_count"]


def _with_states(sums: pd.DataFrame, basis: str) -> pd.DataFrame:
    """The sums with the age of their last month, and whether any of their months is provisional."""
    states = outcome_month_states().set_index("month").sort_index()
    provisional = states["is_provisional"].astype(float)
    if basis == "year":
        provisional = provisional.rolling(12, min_periods=1).max()
    return sums.assign(
        age_months=sums["date"].map(states["age_months"]).astype("Int64"),
        is_provisional=sums["date"].map(provisional).fillna(0).astype(bool),
    )


def range_beside(first: pd.Timestamp, last: pd.Timestamp) -> tuple[float, float] | None:
    """Lowest and highest single month of London's rate from one month to another, per cent.

    None where one of the months is not held, or provisional. `first`, `last`: first days of the months.
    """
    months = outcome_series(MPS, ALL, "month").set_index("date")
    rates = months.loc[~months["is_provisional"], "value"]
    found = rates.reindex(pd.date_range(first, last, freq="MS"))
    return None if found.isna().any() else (float(found.min()), float(found.max()))


def of_no_borough(group: str, last_month: pd.Timestamp) -> tuple[int, int] | None:
    """Positive outcomes and offences given to no borough in the 12 months to a month.

    None where these are not all held.

    Args:
        group: an offence group, or `all`. last_month: first day of the last month.
    """
    columns = ["period_end", "area_code", "outcomes_count", "offences_count"]
    filters = positive() | ({} if group == ALL else {"offence_group": group})
    rows = catalogue.load(DATASET, columns, filters)
    month = pd.DatetimeIndex(rows["period_end"]).to_period("M").to_timestamp()
    if not are_held(month, last_month):
        return None
    found = rows[month.isin(months_to(last_month)) & rows["area_code"].isna()]
    return int(found["outcomes_count"].sum()), int(found["offences_count"].sum())


def two_counts(area_code: str, group: str, last_month: pd.Timestamp) -> tuple[int, int] | None:
    """Offences of 12 months in the file of the outcomes, and in that of recorded crime.

    None where they are the same, or where either does not hold all of the months.

    Args:
        area_code, group: as for `outcome_series`. last_month: first day of the last month.
    """
    if not catalogue.is_readable(OFFENCES):
        return None
    own = outcome_series(area_code, group, "year").set_index("date")["offences_count"]
    ours, other = own.get(last_month), sum_to(crime_months(area_code, group), last_month)
    if pd.isna(ours) or other is None:
        return None
    pair = (int(ours), int(other))
    return None if pair[0] == pair[1] else pair


def outcomes_by_group(area_code: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """Every offence group in the 12 months to a month and in the 12 before.

    Returns:
        offence_group, outcomes_count, offences_count, age_months, is_provisional, value, before_value;
        all offences first, then by name; values absent on fewer than 50 offences, or where the 12
        months are not all held or one of them is provisional.
    """
    rows = []
    for group in (ALL, *outcome_groups()):
        years = outcome_series(area_code, group, "year").set_index("date")
        if pd.isna(years["offences_count"].get(last_month)):
            continue
        rows.append(
            {
                "offence_group": "All offences" if group == ALL else group,
                **years.loc[last_month].to_dict(),
                "before_value": years["value"].get(year_before(last_month)),
            }
        )
    columns = [
        *("offence_group", "outcomes_count", "offences_count", "age_months", "is_provisional"),
        *("value", "before_value"),
    ]
    return pd.DataFrame(rows, columns=columns).astype({"age_months": "Int64"})


def change_on_year_before(area_code: str, group: str, last_month: pd.Timestamp) -> str | None:
    """Whether the rate of 12 months is higher than in the 12 before, once revisions are allowed for.

    Args:
        area_code, group: as for `outcome_series`. last_month: first day of the last month.

    Returns:
        `higher`, `lower` or `same`, as printed to one decimal; `not_ripe` where the revision seen at
        that age would change it; None where either rate is not given.
    """
    rates = outcome_series(area_code, group, "year").set_index("date")["value"]
    now, before = (
        rates.get(month, float("nan")) for month in (last_month, year_before(last_month))
    )
    if pd.isna(now) or pd.isna(before):
        return None
    return holds(last_month, lambda factor: _direction(now * factor, before)) or "not_ripe"


def _direction(now: float, before: float) -> str:
    difference = round(now, 1) - round(before, 1)
    return "same" if not difference else "higher" if difference > 0 else "lower"


def _with_rates(sums: pd.DataFrame) -> pd.DataFrame:
    rates = (
        100
        * sums["outcomes_count"]
        / sums["offences_count"].where(sums["offences_count"] >= SMALL_BASE)
    )
    return sums.assign(value=rates)


def sanction_detections() -> pd.DataFrame:
    """The Review's sanction-detection rates, in the 12 months to `REVIEW_END` and three earlier ones.

    Returns:
        group, rate_0y (the newest), rate_1y, rate_5y, rate_10y (so many years before it: worked out
        from the newest and the printed change in points), is_printed_10y (the Review prints that
        rate as well, and it stands here), also_printed (what a footnote prints in place of the newest
        rate, where it differs), source_document, source_location.
    """
    rows = _printed_detections()
    end = REVIEW_END + pd.offsets.MonthEnd(0)
    newest = rows[rows["period_end"] == end].drop_duplicates(["measure_id", "group"])
    wide = newest.pivot_table(index="group", columns="measure_id", values="value", sort=False)
    table = pd.DataFrame({"rate_0y": wide[_RATE]})
    for years in YEARS:
        table[f"rate_{years}y"] = table["rate_0y"] - wide[f"{_RATE}_change_{years}y"]
    rates = rows[rows["measure_id"] == _RATE]
    first = end - pd.DateOffset(years=max(YEARS))
    early = rates[(rates["period_end"] == first) & ~rates["is_conflict"]].set_index("group")[
        "value"
    ]
    doubted = rates[(rates["period_end"] != end) & rates["is_conflict"]].set_index("group")["value"]
    printed, other = early.reindex(table.index), doubted.reindex(table.index)
    places = rates[rates["period_end"] == end].drop_duplicates("group").set_index("group")
    return table.assign(
        rate_10y=printed.fillna(table["rate_10y"]),
        is_printed_10y=printed.notna(),
        also_printed=other.where(other != table["rate_0y"]),
        source_document=places["source_document"],
        source_location=places["source_location"],
    ).reset_index()


_RATE = "sanction_detection_rate"


def _printed_detections() -> pd.DataFrame:
    columns = ["measure_id", "group", "value", "period_end", "source_document", "source_location"]
    wanted = [_RATE, *(f"{_RATE}_change_{years}y" for years in YEARS)]
    return catalogue.load("review_figures", [*columns, "is_conflict"], {"measure_id": wanted})


def women_and_girls() -> pd.DataFrame:
    """Figures printed on rape, sexual offences and domestic abuse in London.

    Returns:
        kind (a key of WOMEN_AND_GIRLS) and the columns of a printed figure; by kind, newest first.
        The Review's own sanction detections are left to `sanction_detections`.
    """
    kinds = {one: kind for kind, measures in WOMEN_AND_GIRLS.items() for one in measures}
    order = {measure: place for place, measure in enumerate(kinds)}
    published = [one for one in ("review_figures", "published_figures") if one in catalogue.ids()]
    found = pd.concat(
        [catalogue.load(one, None, {"measure_id": list(kinds)}) for one in published],
        ignore_index=True,
    )
    on_subject = found["group"].str.contains(_SUBJECTS)
    in_london = found["geography"].str.startswith("London")
    shown_above = (found["measure_id"] == _RATE) & (found["source_id"] == "review_figures")
    found = found[on_subject & in_london & ~shown_above]
    return (
        found.assign(
            kind=pd.Categorical(found["measure_id"].map(kinds), list(WOMEN_AND_GIRLS)),
            order=found["measure_id"].map(order),
        )
        .sort_values(
            ["kind", "period_end", "order", "group"],
            ascending=[True, False, True, True],
            ignore_index=True,
        )
        .drop(columns="order")
    )
