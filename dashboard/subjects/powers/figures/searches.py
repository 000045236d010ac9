"""Stop and search: which rows are held for a choice, for which months, and which 12 can be shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import GROUPS, broad_group
from datasets import catalogue

OFFICER, SELF = "officer_defined", "self_defined"
BASES = {OFFICER: "As officers saw it", SELF: "As people said"}
NOT_RECORDED = "Not recorded"
NO_ACTION = "No further action"
ANY_OUTCOME = "any"
"""Stands for every outcome but `NO_ACTION`."""

MONTHLY = frozenset({"police_uk_stop_search"})
"""The source of `stop_and_search` that counts months: all that this page shows.

The Home Office's financial years are counted otherwise, and never stand in a month's place.
"""

PART_MONTHS = {pd.Timestamp("2022-12-01"): (5706, "1 to 17 December")}
"""Months of which the publisher's file ends early: the searches in it, the days it covers.

A fuller file has other counts, and then the month is whole.
"""
SHORT_GROUP, SHORT_BELOW = "Other", 100
SHORT_FIRST, SHORT_LAST = pd.Timestamp("2024-09-01"), pd.Timestamp("2025-04-01")
"""Officer-defined Other: 11 to 33 searches a month here, about 500 to 700 on either side.

As many more searches than usual have no ethnicity in these months, so they are taken as not recorded.
Months of a fuller file, with `SHORT_BELOW` and more, are as good as any.
"""
OBJECTS_FROM = pd.Timestamp("2018-01-01")
"""To December 2017 the files name four objects only, and count under "Articles for use in criminal
damage" dozens of times as many searches as after it: the two lists are not compared.
"""
LEAST_MONTHS = 6
"""Fewer months of the 12 are not shown as a period."""
YEAR = 12
YEAR_BEFORE = pd.DateOffset(months=YEAR)


@dataclass(frozen=True)
class Window:
    """Twelve months, and which of them the figures hold.

    Attributes:
        first, last: first days of its first and last month.
        held: months in full. part: months of which only some days are held. missing: the others.
    """

    first: pd.Timestamp
    last: pd.Timestamp
    held: tuple[pd.Timestamp, ...]
    part: tuple[pd.Timestamp, ...]
    missing: tuple[pd.Timestamp, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all twelve months are held in full."""
        return len(self.held) == YEAR

    @property
    def part_days(self) -> list[str]:
        """The days held of each month that is held in part: `1 to 17 December 2022`."""
        return [f"{PART_MONTHS[month][1]} {month.year}" for month in self.part]

    @property
    def counted(self) -> list[pd.Timestamp]:
        """The months whose searches are counted, in order."""
        return sorted([*self.held, *self.part])


def objects() -> dict[str, str]:
    """What was looked for, where it is told apart by ethnic group: label -> label, most first."""
    rows = rows_of(OFFICER)
    rows = rows[rows["month"] >= OBJECTS_FROM]
    named = rows[~rows["object_of_search"].isin([ALL, NOT_RECORDED])]
    counts = named.groupby("object_of_search")["stops_count"].sum()
    return {str(label): str(label) for label in counts.sort_values(ascending=False).index}


def outcomes(basis: str, searched_for: str, end: str) -> dict[str, str]:
    """Outcomes named in the 12 months to `end`: all but no further action, then each, most first."""
    window = window_to(end, basis, searched_for, with_outcome=True)
    rows = rows_of(basis, searched_for)
    named = rows[rows["month"].isin(window.counted) & ~rows["outcome"].isin([ALL, NO_ACTION])]
    counts = named.groupby("outcome")["stops_count"].sum().sort_values(ascending=False)
    each = {str(label): str(label) for label in counts.index}
    return {ANY_OUTCOME: "All but no further action", **each}


def groups_of(basis: str) -> list[str]:
    """Ethnic groups of a basis in the order of pages, those who are in none last."""
    held = set(rows_of(basis)["group"].unique())
    return [group for group in GROUPS if group in held] + sorted(held - set(GROUPS))


def calendar() -> pd.DatetimeIndex:
    """Every month from the first to the last of the table, published or not."""
    months = _months()
    return pd.date_range(months.min(), months.max(), freq="MS")


def missing_months() -> list[pd.Timestamp]:
    """Months of the table's span that are not published in a form that is held."""
    return sorted(set(calendar()) - set(_months()))


def _months() -> pd.Series:
    return catalogue.load("stop_and_search", ["month"], {"source_id": MONTHLY})["month"]


def windows(basis: str, searched_for: str = ALL, with_outcome: bool = False) -> dict[str, Window]:
    """Periods of 12 months that can be shown: `2025-12` -> window, newest first.

    The last month is held, in full, and so are at least `LEAST_MONTHS` of the twelve.

    Args:
        basis: one of `BASES`.
        searched_for: an object of search, or `all`.
        with_outcome: only months whose outcomes are held count.
    """
    months, part = held_months(basis, searched_for, with_outcome)
    whole = [month for month in months if month not in part]
    held = set(months)
    found = {f"{last:%Y-%m}": _window(last, held, part) for last in reversed(whole)}
    return {end: one for end, one in found.items() if len(one.held) >= LEAST_MONTHS}


def window_to(end: str, basis: str, searched_for: str = ALL, with_outcome: bool = False) -> Window:
    """The window of `windows` that ends in a month, without the others."""
    months, part = held_months(basis, searched_for, with_outcome)
    return _window(pd.Timestamp(end), set(months), part)


def _window(
    last: pd.Timestamp, months: Collection[pd.Timestamp], part: Collection[pd.Timestamp]
) -> Window:
    newest = last.year * YEAR + last.month - 1
    numbers = range(newest - YEAR + 1, newest + 1)
    span = [pd.Timestamp(number // YEAR, number % YEAR + 1, 1) for number in numbers]
    return Window(
        span[0],
        last,
        tuple(month for month in span if month in months and month not in part),
        tuple(month for month in span if month in part),
        tuple(month for month in span if month not in months),
    )


def held_months(
    basis: str, searched_for: str = ALL, with_outcome: bool = False
) -> tuple[list[pd.Timestamp], set[pd.Timestamp]]:
    """Months held for a choice, and those of them that are held in part.

    What was looked for is held by ethnic group from `OBJECTS_FROM` on.
    """
    rows = rows_of(basis)
    totals = rows.groupby("month")["stops_count"].sum()
    part = {month for month, (count, _) in PART_MONTHS.items() if totals.get(month) == count}
    if with_outcome:
        rows = rows[rows["outcome"] != ALL]
    if searched_for != ALL:
        rows = rows[(rows["object_of_search"] != ALL) & (rows["month"] >= OBJECTS_FROM)]
    months = sorted(rows["month"].unique())
    return months, part & set(months)


def short_months(basis: str) -> list[pd.Timestamp]:
    """Months in which `SHORT_GROUP` was hardly recorded, oldest first."""
    rows = rows_of(basis)
    rows = rows[(rows["ethnicity"] == SHORT_GROUP) & rows["month"].between(SHORT_FIRST, SHORT_LAST)]
    counts = rows.groupby("month")["stops_count"].sum()
    return sorted(counts.index[counts < SHORT_BELOW])


def rows_of(basis: str, searched_for: str = ALL) -> pd.DataFrame:
    """Rows of one basis, of one object of search or of all, as published.

    Returns:
        month, ethnicity, object_of_search, outcome, stops_count, and group: the broad one that the
        ethnicity is in. The frame is shared: derive from it, never change it.
    """
    rows = _all_rows(basis, catalogue.table("stop_and_search").digest)
    return rows if searched_for == ALL else rows[rows["object_of_search"] == searched_for]


@lru_cache(maxsize=4)
def _all_rows(basis: str, digest: str) -> pd.DataFrame:
    """Read once per basis and content of the table: a page asks for it dozens of times."""
    del digest  # part of the cache's key only
    columns = ["month", "ethnicity", "object_of_search", "outcome", "stops_count"]
    chosen = {"source_id": MONTHLY, "ethnicity_basis": basis}
    rows = catalogue.load("stop_and_search", columns, chosen)
    names = {label: broad_group(label) for label in rows["ethnicity"].unique()}
    return rows.assign(group=rows["ethnicity"].map(names))


def breaks_crossed(basis: str, first: pd.Timestamp, last: pd.Timestamp) -> list[dict[str, str]]:
    """Breaks of the months' source after `first` and up to `last` that touch a basis: date, label, detail."""
    return [
        dict(one)
        for source in catalogue.describe("stop_and_search")["sources"]
        if source["id"] in MONTHLY
        for one in source["breaks"]
        if one["affects"] in (ALL, basis) and first < pd.Timestamp(one["date"]) <= last
    ]
