"""The Review's Figures 1.2 and 1.3 remade for any month: changes over 1, 5 and 10 years.

Every 12 months are summed from the published table, each month from the newest edition that holds
it; a comparison over an edition seam or a break in recording is the page's to name.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.places import MPS
from datasets import catalogue
from datasets.rows import Between
from stats.rates import percent_change
from stats.twelve_months import are_held, months_to

YEARS = (1, 5, 10)

SUBGROUPS = ("Homicide", "Rape", "Other sexual offences", "Violence with injury")
"""Kinds of Figure 1.3 that the table holds; the others cut across its kinds."""

REVIEW_END = pd.Timestamp("2023-01-01")
"""Last month of the 12 that Figures 1.2 and 1.3 count."""

FEW = 100
"""A change from or to fewer offences than this is flagged: chance alone moves it by 10% and more."""

COUNT_APART_PCT = 2.0
"""A count of the table further than this from the printed one, in per cent of it, is marked."""

CHANGE_APART_POINTS = 2.0
"""A change of the table further than this from the printed one, in points, is marked: printing in
whole per cents makes at most half a point."""

_REVIEW_DAY = (REVIEW_END + pd.offsets.MonthEnd(0)).date().isoformat()

PRINTED_NAMES = {
    "Total notifiable offences": "All offences",
    "Public order": "Public order offences",
}
"""How the Review's figures name what the table names otherwise."""


def changes_to(area_code: str, last_month: pd.Timestamp) -> pd.DataFrame:
    """Every offence group, and the kinds of Figure 1.3, in the 12 months to a month.

    Args:
        area_code: GSS code of a borough, or MPS.
        last_month: first day of the last of the 12 months.

    Returns:
        offence, is_subgroup, offences_count, share_pct (of all offences), change_1y_pct,
        change_5y_pct, change_10y_pct (absent on a base under 50 or where the earlier 12 months are
        not all held), is_<n>y_of_few (either count of that change is under FEW); all offences first.
        Empty where the 12 months are not all held.
    """
    ends = [last_month - pd.DateOffset(years=years) for years in (0, *YEARS)]
    totals = [_totals(area_code, end) for end in ends]
    if totals[0].empty:
        return pd.DataFrame(columns=["offence", "is_subgroup", "offences_count", "share_pct"])
    newest = totals[0]
    whole = float(newest["All offences"])
    table = pd.DataFrame(
        {
            "offence": newest.index,
            "is_subgroup": [name in SUBGROUPS for name in newest.index],
            "offences_count": newest.to_numpy(),
            "share_pct": 100 * newest.to_numpy() / whole if whole else 0.0,
        }
    )
    for years, before in zip(YEARS, totals[1:], strict=True):
        table[f"change_{years}y_pct"] = _changes(before, newest)
        earlier = before.reindex(newest.index, fill_value=0)
        is_few = ((earlier < FEW) | (newest < FEW)).to_numpy()
        table[f"is_{years}y_of_few"] = is_few & table[f"change_{years}y_pct"].notna()
    return table


def _changes(before: pd.Series, newest: pd.Series) -> pd.Series:
    changes = [
        None if before.empty else percent_change(float(before.get(name, 0)), float(count))
        for name, count in newest.items()
    ]
    return pd.Series(changes, dtype="float64")


def _totals(area_code: str, last_month: pd.Timestamp) -> pd.Series:
    """Offences of 12 months: all, each group by size, then the kinds of Figure 1.3; or empty."""
    place: dict[str, Any] = {} if area_code == MPS else {"area_code": area_code}
    window = Between(months_to(last_month)[0], last_month)
    rows = catalogue.load(
        "recorded_offences",
        ["month", "offence_group", "offence_subgroup", "offences_count"],
        {**place, "month": window},
    )
    if not are_held(rows["month"], last_month):
        return pd.Series(dtype="int64")
    groups = rows.groupby("offence_group")["offences_count"].sum().sort_values(ascending=False)
    kinds = rows.groupby("offence_subgroup")["offences_count"].sum().reindex(list(SUBGROUPS))
    whole = pd.Series({"All offences": groups.sum()})
    together: pd.Series = pd.concat([whole, groups, kinds.fillna(0).astype("int64")])
    return together


def printed_changes() -> pd.DataFrame:
    """Figures 1.2 and 1.3 as printed, beside the table for the same months.

    Returns:
        offence, printed_count, table_count, and for 1, 5 and 10 years printed_<n>y_pct and
        table_<n>y_pct; implied_5y_pct (what the Review's own shares of all offences imply, where it
        prints them); is_inconsistent (its five-year change is marked as in conflict); is_count_apart
        and is_<n>y_apart (further from the printed figure than COUNT_APART_PCT, CHANGE_APART_POINTS);
        in the order of the document. What the table does not hold is absent there, and not apart.
    """
    names = ["recorded_offences", *(f"recorded_offences_change_{years}y" for years in YEARS)]
    columns = ["measure_id", "group", "value", "is_conflict", "source_location", "figure_id"]
    printed = catalogue.load(
        "review_figures", columns, {"measure_id": names, "period_end": _REVIEW_DAY}
    )
    in_figure = printed["source_location"].str.contains("Figure 1.2|Figure 1.3", regex=True)
    printed = (
        printed[in_figure]
        .sort_values("figure_id")
        .assign(offence=printed["group"].replace(PRINTED_NAMES))
    )
    wide = printed.pivot_table(index="offence", columns="measure_id", values="value", sort=False)
    now = changes_to(MPS, REVIEW_END).set_index("offence")
    five = printed[printed["measure_id"] == names[2]].set_index("offence")["is_conflict"]
    table = pd.DataFrame(
        {"printed_count": wide[names[0]], "table_count": now["offences_count"].reindex(wide.index)}
    )
    for years in YEARS:
        table[f"printed_{years}y_pct"] = wide[f"recorded_offences_change_{years}y"]
        table[f"table_{years}y_pct"] = now[f"change_{years}y_pct"].reindex(wide.index)
        away = (table[f"table_{years}y_pct"] - table[f"printed_{years}y_pct"]).abs()
        table[f"is_{years}y_apart"] = away > CHANGE_APART_POINTS
    away_pct = 100 * (table["table_count"] / table["printed_count"] - 1).abs()
    return table.assign(
        is_count_apart=away_pct > COUNT_APART_PCT,
        implied_5y_pct=_implied_by_shares(table),
        is_inconsistent=five.reindex(wide.index),
    ).reset_index()


def _implied_by_shares(table: pd.DataFrame) -> pd.Series:
    """Five-year change that the Review's own counts and changes of share imply, per cent.

    A group's earlier share is its share now, from the printed counts, less the printed change of
    its share; the earlier total is the printed one less its printed change. So
    (share now / share then) x (1 + change of the total) - 1.
    """
    rows = catalogue.load(
        "review_figures", ["group", "value"], {"measure_id": "offence_share_change_5y"}
    )
    offences = rows["group"].replace(PRINTED_NAMES)
    moved = pd.Series(rows["value"].to_numpy(), index=offences.to_numpy()).reindex(table.index)
    now = 100 * table["printed_count"] / float(table["printed_count"]["All offences"])
    then = now - moved
    growth = 1 + float(table["printed_5y_pct"]["All offences"]) / 100
    return 100 * (now / then.where(then > 0) * growth - 1)
