"""Searches in financial years, as the Met reported them to the Home Office: a series of its own.

The months of the other parts are counted from single stops and end elsewhere: the two are never joined.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import (
    GROUPS,
    broad_group,
    masked_parts,
    people_thresholds,
)
from datasets import catalogue
from stats.second_masks import Sum, masked_cells

YEARLY = frozenset({"home_office_stops"})
"""The source of `stop_and_search` that counts financial years."""
NOT_STATED, VEHICLE = "Not stated", "Vehicle only"
ORDER = (*GROUPS, NOT_STATED, VEHICLE)
TERRORISM = "Prevention of terrorism"
"""Powers that needed no suspicion, suspended in July 2010 and repealed."""

RECORDS = frozenset({"mps_use_of_force"})
"""The source of `use_of_force` that holds the Met's own records."""
CHINESE, NOT_KNOWN = "Chinese", "Not known"
RECORDS_ORDER = (*GROUPS, CHINESE, "Other", NOT_KNOWN)


@dataclass(frozen=True, eq=False)
class Records:
    """The Met's own records of force in one year.

    Attributes:
        year_end: its last day.
        groups: group, uses_count (absent where masked), share_pct of the records with a group known.
        total: records. taser, aimed: those in which a Taser was used, a firearm aimed; None: not given.
    """

    year_end: pd.Timestamp
    groups: pd.DataFrame
    total: int
    taser: int | None
    aimed: int | None


def year_ends() -> list[pd.Timestamp]:
    """Ends of the financial years of searches that are held, newest first; none where none is.

    An older version of the table has months alone.
    """
    if "period_end" not in catalogue.table("stop_and_search").arrow.names:
        return []
    ends = catalogue.load("stop_and_search", ["period_end"], {"source_id": YEARLY})["period_end"]
    return sorted(ends.unique(), reverse=True)


def searches_by_year(last: pd.Timestamp) -> pd.DataFrame:
    """Searches of each group in each financial year up to one; ethnicity as people described it.

    Returns:
        period_end, group (in the order of pages), searches_count (absent where masked), is_masked,
        share_pct (of the searches of people who stated a group; absent for the others).
    """
    rows = _yearly(last)
    counts = rows.groupby(["period_end", "group"], observed=True)["stops_count"].sum()
    ends, groups = (
        sorted(rows["period_end"].unique()),
        [one for one in ORDER if one in set(rows["group"])],
    )
    cells = {(end, group): int(counts.get((end, group), 0)) for group in groups for end in ends}
    years = [Sum(tuple((end, group) for group in groups)) for end in ends]
    hidden = masked_cells(cells, years, people_thresholds())
    stated = {end: sum(cells[end, one] for one in groups if one in GROUPS) for end in ends}
    found = [
        {
            "period_end": end,
            "group": group,
            "searches_count": None if (end, group) in hidden else cells[end, group],
            "is_masked": (end, group) in hidden,
            "share_pct": 100 * cells[end, group] / stated[end]
            if group in GROUPS and stated[end] and (end, group) not in hidden
            else None,
        }
        for group in groups
        for end in ends
    ]
    return pd.DataFrame(found).astype({"searches_count": "Int64", "share_pct": "float64"})


def totals(last: pd.Timestamp) -> pd.Series:
    """All searches of each year up to one, of vehicles alone among them; indexed by period_end."""
    return _yearly(last).groupby("period_end")["stops_count"].sum().sort_index()


def against_terrorism(last: pd.Timestamp) -> pd.Series:
    """Searches to prevent terrorism in each year that has any, oldest first."""
    rows = _yearly(last)
    return rows[rows["object_of_search"] == TERRORISM].groupby("period_end")["stops_count"].sum()


def _yearly(last: pd.Timestamp) -> pd.DataFrame:
    columns = ["period_end", "ethnicity", "object_of_search", "stops_count"]
    rows = catalogue.load("stop_and_search", columns, {"source_id": YEARLY, "outcome": ALL})
    rows = rows[rows["period_end"] <= last]
    # As in the Census, Chinese people are Asian; `Other ethnic group` is Other.
    return rows.assign(group=[broad_group(str(one)) for one in rows["ethnicity"]])


def records() -> Records | None:
    """The Met's own records of force in the newest year of them; None where none is held."""
    rows = catalogue.load("use_of_force", None, {"source_id": RECORDS})
    if rows.empty:
        return None
    rows = rows[rows["year_end"] == rows["year_end"].max()]
    is_everyone = rows["ethnicity"] == ALL
    by_group = rows[~is_everyone & (rows["tactic"] == ALL)].set_index("ethnicity")["uses_count"]
    order = [one for one in dict.fromkeys(RECORDS_ORDER) if one in by_group.index]
    counts = {group: int(by_group[group]) for group in order}
    hidden = masked_parts(counts)
    known = sum(count for group, count in counts.items() if group != NOT_KNOWN)
    groups = pd.DataFrame(
        {
            "group": order,
            "uses_count": [None if one in hidden else counts[one] for one in order],
            "share_pct": [
                None if one in hidden or one == NOT_KNOWN else 100 * counts[one] / known
                for one in order
            ],
        }
    ).astype({"uses_count": "Int64", "share_pct": "float64"})
    of_tactic = rows[is_everyone].set_index("tactic")["uses_count"]
    taser, aimed = (
        next((int(count) for name, count in of_tactic.items() if str(name).startswith(start)), None)
        for start in ("Conducted energy device", "Firearms: aimed")
    )
    return Records(rows["year_end"].iloc[0], groups, sum(counts.values()), taser, aimed)
