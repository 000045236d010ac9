"""Stop and search: searches by ethnic group, month and object, and which of them are masked."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from itertools import product

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import (
    GROUPS,
    mask,
    masked_parts,
    people_thresholds,
)
from dashboard.subjects.powers.figures.searches import (
    MONTHLY,
    OBJECTS_FROM,
    OFFICER,
    SHORT_GROUP,
    YEAR_BEFORE,
    Window,
    calendar,
    groups_of,
    held_months,
    rows_of,
    short_months,
    window_to,
)
from datasets import catalogue
from stats.second_masks import Sum, masked_cells

Cell = tuple[Hashable, str]
"""A month, or `all` for the sum of a window's, and a group."""


def searches_by_month(
    basis: str, searched_for: str = ALL, window: Window | None = None
) -> pd.DataFrame:
    """Searches of each group in every month of the table's span.

    A held month without a row of a group is a nought; of those in no group only where the month
    tells them apart.

    Args:
        window: 12 months whose sums stand beside them, as those of the 12 before do in words: none
            of these months that is masked follows from the sums; see `masked_months`.

    Returns:
        month, ethnicity, searches_count (absent where masked or not held), is_masked, standing:
        `held`, `part` (some days of the month), `short` (the group was hardly recorded) or
        `missing`.
    """
    months, part = held_months(basis, searched_for)
    short = {(month, SHORT_GROUP) for month in short_months(basis)}
    every = _by_group(basis, ALL, "month").to_dict()
    counts = _by_group(basis, searched_for, "month").to_dict()
    hidden = frozenset() if window is None else masked_months(basis, searched_for, window)
    rows = []
    for month, group in product(calendar(), groups_of(basis)):
        told = group in GROUPS or (month, group) in every
        count = int(counts.get((month, group), 0)) if month in months and told else None
        standing = "part" if month in part else "short" if (month, group) in short else "held"
        standing = "missing" if count is None else standing
        shown = None if count is None or (month, group) in hidden else mask(count)
        rows.append((month, group, shown, count is not None and shown is None, standing))
    names = ["month", "ethnicity", "searches_count", "is_masked", "standing"]
    return pd.DataFrame(rows, columns=names).astype({"searches_count": "Int64"})


def masked_months(basis: str, searched_for: str, window: Window) -> frozenset[Cell]:
    """Months of a group whose searches are masked on a page that shows a window.

    Those of 1 to 4, and as many more as keep them from being worked out: of each group's sum over
    the 12 months and of everyone's over the groups, which the page shows, and of the sums of the 12
    months before, which its sentences on change go by.
    """
    before = window_to(f"{window.last - YEAR_BEFORE:%Y-%m}", basis, searched_for)
    both = _masked(basis, searched_for, window) | _masked(basis, searched_for, before)
    return frozenset(cell for cell in both if cell[0] != ALL)


def masked_groups(basis: str, searched_for: str, window: Window) -> frozenset[str]:
    """Groups whose sum over a window is masked, for the reasons of `masked_months`."""
    hidden = _masked(basis, searched_for, window)
    return frozenset(group for month, group in hidden if month == ALL)


def _masked(basis: str, searched_for: str, window: Window) -> frozenset[Cell]:
    """Months and sums to mask in a window; found once per choice and content of the table."""
    digest = catalogue.manifest()["datasets"]["stop_and_search"]["sha256"]
    return _masked_of(basis, searched_for, window, digest)


@lru_cache(maxsize=64)
def _masked_of(basis: str, searched_for: str, window: Window, digest: str) -> frozenset[Cell]:
    """Months and sums as one table: months add up to sums, sums of the groups to everyone's.

    All months of a group whose sum is small are masked, noughts too: which of them were searched
    months would tell what they were.
    """
    del digest  # part of the cache's key only
    counts = _by_group(basis, searched_for, "month").to_dict()
    told_apart = set(_by_group(basis, ALL, "month").index)
    cells: dict[Cell, int] = {}
    sums, throughout = [], set[Cell]()
    for group in groups_of(basis):
        months: dict[Cell, int] = {
            (month, group): int(counts.get((month, group), 0))
            for month in window.counted
            if group in GROUPS or (month, group) in told_apart
        }
        whole = cells[ALL, group] = sum(months.values())
        if whole and mask(whole) is None:
            throughout |= set(months)
        elif months:
            cells |= months
            sums.append(Sum(tuple(months), (ALL, group)))
    everyone = Sum(tuple(cell for cell in cells if cell[0] == ALL))
    return masked_cells(cells, [*sums, everyone], people_thresholds()) | throughout


def counts_by_group(basis: str, searched_for: str, end: str) -> dict[str, int]:
    """Searches of each group in the 12 months to `end`, in the order of pages; nothing masked.

    Those who are in no group stand in it only where the files count them.
    """
    rows = rows_of(basis, searched_for)
    rows = rows[rows["month"].isin(window_to(end, basis, searched_for).counted)]
    counts = rows.groupby("group")["stops_count"].sum()
    shown = [group for group in groups_of(basis) if group in GROUPS or group in counts.index]
    return {group: int(counts.get(group, 0)) for group in shown}


def shown_by_month(basis: str, searched_for: str, window: Window) -> dict[Hashable, int]:
    """Searches by month and group, without those that are masked where the window is shown."""
    counts = _by_group(basis, searched_for, "month").to_dict()
    hidden = masked_months(basis, searched_for, window)
    return {cell: int(count) for cell, count in counts.items() if cell not in hidden}


def _by_group(basis: str, searched_for: str, *more: str) -> pd.Series:
    return rows_of(basis, searched_for).groupby([*more, "group"])["stops_count"].sum()


def objects_searched(window: Window) -> pd.DataFrame:
    """What was looked for in the months of a window, everyone together, most first.

    No row where the window begins before `OBJECTS_FROM`.

    Returns:
        object_of_search, searches_count, is_masked, share_pct (of all of them).
    """
    counts = _object_counts(window).sort_values(ascending=False)
    total = int(counts.sum())
    hidden = masked_parts({str(label): int(count) for label, count in counts.items()})
    shown = {str(label): None if label in hidden else int(count) for label, count in counts.items()}
    rows = [
        (label, count, count is None, None if count is None else 100 * count / total)
        for label, count in shown.items()
    ]
    names = ["object_of_search", "searches_count", "is_masked", "share_pct"]
    return pd.DataFrame(rows, columns=names).astype(
        {"searches_count": "Int64", "share_pct": "float64"}
    )


def _object_counts(window: Window) -> pd.Series:
    columns = ["month", "object_of_search", "stops_count"]
    chosen = {"source_id": MONTHLY, "ethnicity_basis": [ALL, OFFICER]}
    rows = catalogue.load("stop_and_search", columns, chosen)
    months = window.counted if window.counted[0] >= OBJECTS_FROM else []
    rows = rows[(rows["object_of_search"] != ALL) & rows["month"].isin(months)]
    return rows.groupby("object_of_search")["stops_count"].sum()


def without_ethnicity_pct(basis: str, end: str) -> float | None:
    """Share of the searches in the 12 months to `end` that no ethnic group is known of, per cent.

    Where months are held as counts by group and counts by object, it is the difference of the two.
    """
    counts = counts_by_group(basis, ALL, end)
    known = sum(count for group, count in counts.items() if group in GROUPS)
    by_object = int(_object_counts(window_to(end, basis)).sum())
    whole = max(sum(counts.values()), by_object)
    return 100 * (whole - known) / whole if whole else None
