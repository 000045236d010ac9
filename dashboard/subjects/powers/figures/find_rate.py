"""Stop and search: what came of it, by ethnic group, and what the Review printed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from dashboard.figures.printed import AS_PRINTED
from dashboard.subjects.powers.figures.disproportion import WHITE, mask, masked_parts
from dashboard.subjects.powers.figures.searches import (
    ANY_OUTCOME,
    NO_ACTION,
    groups_of,
    rows_of,
    window_to,
    windows,
)
from datasets import catalogue
from stats.compare import difference_of_proportions
from stats.intervals import wilson_share

COLUMNS = [
    *("ethnicity", "searches_count", "outcome_count", "is_masked"),
    *("share_pct", "share_low", "share_high"),
    *("difference", "difference_low", "difference_high"),
]


def outcome_end(basis: str, searched_for: str, end: str) -> str | None:
    """The period whose outcomes are shown beside `end`: itself, else the newest that has them."""
    held = windows(basis, searched_for, with_outcome=True)
    return end if end in held else next(iter(held), None)


def outcome_shares(basis: str, searched_for: str, end: str, outcome: str) -> pd.DataFrame:
    """Share of each group's searches that had an outcome, in the 12 months to `end`.

    Returns:
        `COLUMNS`; shares with Wilson's interval, differences against White people in points.
        A masked count is absent and `is_masked`, with everything computed from it.
    """
    window = window_to(end, basis, searched_for, with_outcome=True)
    rows = rows_of(basis, searched_for)
    rows = rows[rows["month"].isin(window.counted)]
    had = rows["outcome"] != NO_ACTION if outcome == ANY_OUTCOME else rows["outcome"] == outcome
    whole = rows.groupby("group")["stops_count"].sum()
    part = rows[had].groupby("group")["stops_count"].sum()
    pairs = {
        group: (int(part.get(group, 0)), int(whole[group]))
        for group in groups_of(basis)
        if group in whole.index
    }
    hidden = masked_parts({group: whole for group, (_, whole) in pairs.items()})
    found = pd.DataFrame([_share(group, pairs, hidden) for group in pairs], columns=COLUMNS)
    counted = {"searches_count": "Int64", "outcome_count": "Int64"}
    return found.astype({**counted, **dict.fromkeys(COLUMNS[4:], "float64")})


def _share(
    group: str, pairs: Mapping[str, tuple[int, int]], hidden: Collection[str]
) -> dict[str, object]:
    had, whole = pairs[group]
    row: dict[str, object] = {
        "ethnicity": group,
        "searches_count": None if group in hidden else whole,
        "outcome_count": None if group in hidden else mask(had),
        "is_masked": group in hidden or mask(had) is None,
    }
    if row["is_masked"] or not whole:
        return row
    share = wilson_share(100 * had / whole, whole)
    row |= {"share_pct": share.estimate, "share_low": share.low, "share_high": share.high}
    white = pairs.get(WHITE, (0, 0))
    if group == WHITE or not white[1] or WHITE in hidden or mask(white[0]) is None:
        return row
    gap = difference_of_proportions(had, whole, *white)
    named = {"difference": gap.estimate, "difference_low": gap.low, "difference_high": gap.high}
    return row | named


def review_search_ratios() -> pd.DataFrame:
    """The Review's printed ratios of stop and search against White people.

    Returns:
        group, `AS_PRINTED`, period_start, period_end, caveat, source_location.
    """
    return _review("stop_search_ratio_vs_white")


def review_no_action() -> pd.DataFrame:
    """The Review's printed shares of searches that led to no further action, lowest first."""
    return _review("stop_search_no_further_action_pct").sort_values("value", ignore_index=True)


def _review(measure_id: str) -> pd.DataFrame:
    columns = ["group", *AS_PRINTED, "period_start", "period_end", "caveat", "source_location"]
    return catalogue.load("review_figures", columns, {"measure_id": measure_id})
