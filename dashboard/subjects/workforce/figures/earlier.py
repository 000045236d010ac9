"""Officers in other tables of the Home Office: 2003 to 2006, chief officers, and March 2026.

Tables of their own, cut out or reduced by others: nothing here is joined to the yearly count, though
what is counted can be the same.
"""

from __future__ import annotations

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import people_thresholds
from dashboard.subjects.workforce.figures.workforce import OFFICERS, SENIOR_RANKS
from datasets import catalogue
from stats.second_masks import Sum, masked_cells

RANKS = frozenset({"home_office_ranks_2003"})
CHIEFS = frozenset({"home_office_chief_officers"})
NEWEST = frozenset({"home_office_workforce_2026"})
"""Sources of `workforce`."""

WHITE, NOT_STATED = "White", "Not stated"
BANDS = ("Constable", "Sergeant", "Inspector", "Senior officers")
"""Ranks as the page groups them: senior officers are chief inspectors and all ranks above."""


def by_rank() -> pd.DataFrame:
    """Officers on each 31 March of 2003 to 2006, by head; no rows where they are not held.

    Returns:
        date, rank (one of `BANDS`, or `all`), people, women, women_pct, stated (those who stated their
        ethnicity), minority (of them, those who are not White), minority_pct; counts and what rests on
        them absent where so few could point to a person.
    """
    rows = _officers(RANKS)
    if rows.empty:
        return pd.DataFrame()
    band = rows["rank"].astype(str)
    rows = rows.assign(band=band.where(~band.isin(SENIOR_RANKS), BANDS[-1]))
    found = [
        {"date": date, "rank": name, **_counts(one)}
        for date, of_day in rows.groupby("date")
        for name, one in [
            *((name, of_day[of_day["band"] == name]) for name in BANDS),
            (ALL, of_day),
        ]
    ]
    table = pd.DataFrame(found)
    for part, whole in (("women", "people"), ("minority", "stated")):
        table[part] = table[part].mask(_hidden(table, part, whole))
        table[f"{part}_pct"] = 100 * table[part].astype("float64") / table[whole]
    return table


def chief_officers() -> pd.DataFrame:
    """Chief officers by sex on each 31 March of 2003 to 2021, by head; no rows where they are not held.

    Too few to tell apart by ethnicity: of most groups there were none to four.

    Returns:
        date, people, women (absent where so few could point to a person).
    """
    rows = _officers(CHIEFS)
    if rows.empty:
        return pd.DataFrame()
    found = pd.DataFrame(
        [
            {"date": date, "people": _sum(one), "women": _sum(one[one["sex"] == "Female"])}
            for date, one in rows.groupby("date")
        ]
    ).astype({"women": "Int64"})
    return found.assign(women=found["women"].mask(_hidden(found, "women", "people")))


def newest_total() -> pd.Series | None:
    """Officers in the Home Office's newest table, in full-time equivalents: date and people."""
    chosen = {"source_id": NEWEST, "role": OFFICERS, "people_basis": "fte"}
    rows = catalogue.load("workforce", ["date", "people"], chosen)
    return None if rows.empty else rows.sort_values("date").iloc[-1]


def _officers(source: frozenset[str]) -> pd.DataFrame:
    chosen = {"source_id": source, "role": OFFICERS, "people_basis": "headcount"}
    return catalogue.load("workforce", ["date", "rank", "sex", "ethnicity", "people"], chosen)


def _sum(rows: pd.DataFrame) -> int:
    return round(float(rows["people"].sum()))


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    stated = rows[rows["ethnicity"] != NOT_STATED]
    return {
        "people": _sum(rows),
        "women": _sum(rows[rows["sex"] == "Female"]),
        "stated": _sum(stated),
        "minority": _sum(stated[stated["ethnicity"] != WHITE]),
    }


def _hidden(table: pd.DataFrame, part: str, whole: str) -> pd.Series:
    """Which counts of a part to mask: it, or the rest of its whole, is small, or follows from others."""
    names = table["rank"] if "rank" in table else pd.Series(ALL, index=table.index)
    cells = {}
    for date, name, some, every in zip(
        table["date"], names, table[part], table[whole], strict=True
    ):
        cells[date, name, part], cells[date, name, "rest"] = int(some), int(every - some)
    sums = [
        Sum(((date, name, part), (date, name, "rest")))
        for date, name, kind in cells
        if kind == part
    ]
    if "rank" in table:
        sums += [
            Sum(tuple((date, name, kind) for name in BANDS), (date, ALL, kind))
            for date in table["date"].unique()
            for kind in (part, "rest")
        ]
    hidden = masked_cells(cells, sums, people_thresholds())
    keys = zip(table["date"], names, strict=True)
    return pd.Series([(*key, part) in hidden for key in keys], index=table.index)
