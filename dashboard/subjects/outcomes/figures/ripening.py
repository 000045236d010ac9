"""Which months of positive outcomes are ripe, and how far ones as young have since been revised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from datasets import catalogue
from datasets.schema import MONTHLY_POSITIVE_OUTCOMES
from stats.ripeness import CARRIES_ITS_REVISION_BELOW as CARRIES_ITS_REVISION_BELOW
from stats.ripeness import Finding, holds_at_both_ends

DATASET = "crime_outcomes"
SOURCE = MONTHLY_POSITIVE_OUTCOMES["source_id"]
KIND = MONTHLY_POSITIVE_OUTCOMES["outcome_kind"]

_REVISIONS = "outcome_revisions"


@dataclass(frozen=True)
class Revision:
    """How far outcomes of some age were revised between two editions.

    Attributes:
        series: `notifiable` (all offences) or `knife_crime`.
        change_pct: of their sum, per cent of the older edition's.
        low_pct, high_pct: lowest and highest of the single months.
        is_one_product: whether the two are editions of one table; else it is a guide only.
        edition_old, edition_new: day of the file, or its newest month where it says no day.
    """

    series: str
    change_pct: float
    low_pct: float
    high_pct: float
    is_one_product: bool
    edition_old: str
    edition_new: str


def positive() -> dict[str, str]:
    """The filter of the monthly positive outcomes, which alone the pages on them are of.

    An older version of the table lacks columns that tell them from others, and has no others.
    """
    held = catalogue.table(DATASET).arrow.names
    return {column: label for column, label in MONTHLY_POSITIVE_OUTCOMES.items() if column in held}


def outcome_month_states() -> pd.DataFrame:
    """The months that are published, oldest first.

    Returns:
        month (first day), age_months (as published; absent where the day of the file is not known), age
        (the same, else the months to the file's last one, which it is at least), is_provisional.
    """
    rows = catalogue.load(DATASET, ["period_end", "age_months", "is_provisional"], positive())
    by_end = rows.groupby("period_end").agg({"age_months": "min", "is_provisional": "max"})
    months = pd.DatetimeIndex(by_end.index).to_period("M")
    ages = by_end["age_months"].astype("Int64").reset_index(drop=True)
    to_last = pd.Series([(months.max() - month).n for month in months], dtype="Int64")
    return pd.DataFrame(
        {
            "month": months.to_timestamp(),
            "age_months": ages,
            "age": ages.fillna(to_last),
            "is_provisional": by_end["is_provisional"].astype(bool).to_numpy(),
        }
    )


def ripe_months() -> list[pd.Timestamp]:
    """First days of the months that figures may rest on, oldest first: before any provisional one."""
    states = outcome_month_states()
    provisional = states.loc[states["is_provisional"], "month"]
    first = provisional.min() if len(provisional) else pd.Timestamp.max
    return list(states.loc[states["month"] < first, "month"])


def last_ripe_month() -> pd.Timestamp | None:
    """First day of the newest month that figures may rest on; None where every month is too young."""
    return max(ripe_months(), default=None)


def is_young(last_month: pd.Timestamp) -> bool:
    """Whether a rate to a month is printed with the size of the revision seen at its age."""
    states = outcome_month_states().set_index("month")["age"]
    return bool(states.get(last_month, 0) < CARRIES_ITS_REVISION_BELOW)


def ripe_from(last_month: pd.Timestamp) -> pd.Timestamp:
    """First day of the month in which a rate to `last_month` is as ripe as those before it."""
    return last_month + pd.DateOffset(months=CARRIES_ITS_REVISION_BELOW)


def revisions_of_year(last_month: pd.Timestamp) -> list[Revision]:
    """How far 12 months as young as those to a month were revised; none for older ones.

    Args:
        last_month: first day of the last of the 12 months.
    """
    states = outcome_month_states().set_index("month")["age"]
    if last_month not in states.index or not is_young(last_month):
        return []
    youngest = int(states[last_month])
    return revisions_at(youngest, youngest + 11)


def revisions_of_unripe() -> list[Revision]:
    """How far months too young to stand on were revised, each comparison for itself."""
    unripe = revision_table("month").query("is_unripe")["age_from_months"]
    return [] if unripe.empty else revisions_at(int(unripe.min()), int(unripe.max()))


def revisions_at(age_from: int, age_to: int) -> list[Revision]:
    """How far months of these ages were revised, each comparison for itself.

    Args:
        age_from, age_to: whole months, both counted.

    Returns:
        One for each comparison that holds every month of these ages; all offences first.
    """
    table = revision_table("month")
    found = []
    for series in sorted(table["series"].unique(), reverse=True):
        of_series = table[table["series"] == series]
        rows = of_series[of_series["age_from_months"].between(age_from, age_to)]
        if len(rows) == age_to - age_from + 1:
            found.append(_revision(rows))
    return found


def _revision(rows: pd.DataFrame) -> Revision:
    first = rows.iloc[0]
    return Revision(
        str(first["series"]),
        100 * float(rows["new_count"].sum() / rows["old_count"].sum() - 1),
        float(rows["change_pct"].min()),
        float(rows["change_pct"].max()),
        bool(first["is_one_product"]),
        str(first["edition_old"]),
        str(first["edition_new"]),
    )


def revision_table(row: str) -> pd.DataFrame:
    """Rows of the reference table on positive outcomes: `month` (each month compared) or `declared` (by age)."""
    table = catalogue.reference(_REVISIONS)
    numbers = [
        *("age_from_months", "age_to_months", "old_count", "new_count"),
        *("change_pct", "low_pct", "high_pct"),
    ]
    table[numbers] = table[numbers].apply(pd.to_numeric)
    flags = {name: table[name].eq("True") for name in ("is_one_product", "is_unripe")}
    wanted = (table["row"] == row) & (table["outcome_kind"] == KIND)
    return table.assign(**flags)[wanted].reset_index(drop=True)


def holds(last_month: pd.Timestamp, judge: Callable[[float], Finding]) -> Finding | None:
    """A finding on the 12 months to a month against older ones, if it survives their revision.

    Args:
        last_month: first day of the last of the newer 12 months.
        judge: what is found with the newer outcomes times the factor given.

    Returns:
        The finding: unchanged where the 12 months are old enough; None where the largest fall or rise
        seen at their age would change it, and where no comparison speaks of it.
    """
    if not is_young(last_month):
        return judge(1.0)
    seen = [one.change_pct for one in revisions_of_year(last_month)]
    if not seen:
        return None
    return holds_at_both_ends(min(0.0, *seen), max(0.0, *seen), judge)
