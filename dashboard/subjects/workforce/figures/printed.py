"""What documents print of who works for the Met: ethnicity, projections, joining and leaving."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.figures.printed import MET_AREAS, printed, refused
from dashboard.subjects.workforce.figures.workforce import groups_of_london

_RANKS = {
    "All": "All police officers",
    "Police Constable/Detective Constable": "Constables",
    "Police Sergeant/Detective Sergeant": "Sergeants",
    "Inspector/Detective Inspector": "Inspectors",
    "Chief Inspector/Detective Chief Inspector": "Chief inspectors",
    "Superintendent/Detective Superintendent": "Superintendents",
    "Chief Superintendent/Detective Chief Superintendent": "Chief superintendents",
}
"""Ranks as the Review's Figure 9.3.3 names them, detectives among them -> as we do."""
PRINTED_IN = ["period_start", "source_document", "source_location", "source_id"]
"""What says where a figure is printed, and the first day that it covers."""
MINORITY_SHARE = "bame_officers_pct_of_rank"
MINORITY = "Black, Asian and ethnic minority"
"""How the Review names ethnic minorities."""
_MINORITY_GROUPS = (MINORITY, "Black and ethnic minority")


def minority_by_rank() -> pd.DataFrame:
    """Ethnic minority officers in every rank and year, as the Review's Figure 9.3.3 prints them.

    Averages of the financial year, of full-time equivalents, in whole per cents.

    Returns:
        rank (`All` for every rank), period_end, value (per cent), and `PRINTED_IN`.
    """
    rows = printed([MINORITY_SHARE], tables=["review_figures"])
    rows = rows[rows["source_location"].str.contains("Fig 9.3.3", regex=False)]
    return rows.rename(columns={"group": "rank"})[["rank", "period_end", "value", *PRINTED_IN]]


def minority_ranks() -> pd.DataFrame:
    """Figure 9.3.3 in its first and its last year, every rank and all ranks, from the lowest up.

    Returns:
        rank, first_pct, last_pct, first_end, last_end.
    """
    rows = minority_by_rank().assign(rank=lambda rows: rows["rank"].map(_RANKS))
    by_rank = rows.sort_values("period_end").groupby("rank")
    table = by_rank.agg(
        first_pct=("value", "first"), last_pct=("value", "last"),
        first_end=("period_end", "first"), last_end=("period_end", "last"),
    )  # fmt: skip
    return table.loc[list(_RANKS.values())].reset_index()


def minority_elsewhere() -> pd.DataFrame:
    """Ethnic minority officers, and Black officers, as a share of the Met's, wherever printed.

    Figure 9.3.3's years are not among them: `minority_by_rank` has those.
    """
    rows = printed(["officers_share"], geographies=MET_AREAS)
    return rows[rows["group"].isin([*_MINORITY_GROUPS, "Black"])].reset_index(drop=True)


def minority_lines() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ethnic minority officers over time: the Review's years as one line, others' figures as points.

    Returns:
        Figure 9.3.3's years of every rank (date, value, `PRINTED_IN`); and what is printed outside the Review, on
        other bases, as `printed`.
    """
    yearly = minority_by_rank().rename(columns={"period_end": "date"})
    yearly = yearly.loc[yearly["rank"] == "All", ["date", "value", *PRINTED_IN]]
    points = minority_elsewhere()
    is_outside = points["source_id"].eq("published_figures")
    points = points[is_outside & points["group"].isin(_MINORITY_GROUPS)]
    return yearly.reset_index(drop=True), points.reset_index(drop=True)


def groups_at_the_met() -> pd.DataFrame:
    """Officers and staff together by broad ethnic group, as the Review prints them, and Londoners.

    Returns:
        group, met_pct (four years to March 2022), london_pct (2021; missing for Unknown).
    """
    rows = printed(["met_workforce_share_4yr_pct"], tables=["review_figures"])
    broad = rows["group"].str.removesuffix(" ethnicity")
    table = pd.DataFrame({"group": broad, "met_pct": rows["value"]})
    table["london_pct"] = table["group"].map(groups_of_london())
    return table.sort_values("group", ignore_index=True)


_PROJECTIONS = (
    "projected_year_gender_balance",
    "projected_year_ethnic_representation",
    "years_to_representation",
    "projected_officer_share_pct",
)
GROUPS = ("Women", MINORITY)
"""Of whom the Review projects a share."""
_ELSEWHERE = ("officers_share", "officers_share_target", "officers_share_change")
_PADP = ("padp_personnel_share_pct", "padp_personnel_share_target_pct")


def review_projections() -> pd.DataFrame:
    """What the Review says of the years until its officers are like London's people."""
    return printed(_PROJECTIONS, tables=["review_figures"])


def women_elsewhere() -> pd.DataFrame:
    """Women's share of officers, and targets for it, printed elsewhere, on other bases.

    Returns:
        As `printed`, since April 2021, and is_whole: whether it is of all the Met's officers.
    """
    rows = printed([*_ELSEWHERE, *_PADP])
    rows = rows[(rows["group"] == "Women") & (rows["period_end"] >= "2021-04-01")]
    is_share = rows["measure_id"].isin(("officers_share", "officers_share_target"))
    rows = rows.assign(is_whole=is_share & rows["geography"].isin(MET_AREAS))
    return rows.reset_index(drop=True)


def years_printed() -> pd.DataFrame:
    """In how many years the Review says that a group will be represented.

    Returns:
        As `printed`, fewest years first; `group` is one of GROUPS.
    """
    rows = printed(["years_to_representation"], tables=["review_figures"])
    return rows.sort_values(["value", "figure_id"], ignore_index=True)


_RECRUITS = {"Women": "women_pct", MINORITY: "minority_pct"}
_LEAVERS = {
    ("probationer_resignations", "All"): "resigned",
    ("probationer_resignation_rate_pct", "All"): "resigned_pct",
    ("share_of_probationer_resignations_pct", MINORITY): "minority_of_resigned_pct",
    ("probationers_by_ethnicity_share_pct", MINORITY): "minority_of_probationers_pct",
}


def recruits() -> pd.DataFrame:
    """Shares of women and of ethnic minorities among new officers, by financial year.

    Returns:
        period_end, women_pct, minority_pct: whole per cents, as the Review prints them.
    """
    rows = printed(["recruit_share_pct"], tables=["review_figures"])
    rows = rows[rows["group"].isin(_RECRUITS)]
    wide = rows.pivot_table(index="period_end", columns="group", values="value")
    return wide.rename(columns=_RECRUITS)[list(_RECRUITS.values())].rename_axis(columns=None)


def probationers() -> pd.DataFrame:
    """Probationers who resigned, by financial year, as the Review's Figure 9.3.4 prints them.

    Returns:
        Indexed by period_end: resigned (people), resigned_pct (of probationers), and the share of
        ethnic minorities among those who resigned and among all probationers.
    """
    rows = printed({measure for measure, _ in _LEAVERS}, tables=["review_figures"])
    names = [_LEAVERS.get(pair, "") for pair in zip(rows["measure_id"], rows["group"], strict=True)]
    rows = rows.assign(name=names)
    wide = rows.pivot_table(index="period_end", columns="name", values="value")
    return wide[list(_LEAVERS.values())].rename_axis(columns=None)


def resigned() -> pd.DataFrame:
    """The share of probationers who resigned, a row a financial year, as `printed`."""
    rows = printed(["probationer_resignation_rate_pct"], tables=["review_figures"])
    return rows[rows["group"] == "All"].reset_index(drop=True)


_NEWEST = {
    ("officers_share", "Ethnic minorities among officers"): _MINORITY_GROUPS,
    ("workforce_share", "Ethnic minorities among officers and staff"): _MINORITY_GROUPS,
    ("recruits_share", "Women among new recruits"): ("Women",),
}
"""Measure and what a reader calls it -> the groups that it is of."""


def newest_shares() -> dict[str, dict[str, Any]]:
    """The newest figure printed outside the Review of each share that no count is held of, by what it is."""
    found = {}
    for (measure, name), groups in _NEWEST.items():
        rows = printed([measure], ["percent"], MET_AREAS, ["published_figures"])
        rows = rows[rows["group"].isin(groups)]
        if len(rows):
            found[name] = {str(key): cell for key, cell in rows.iloc[-1].to_dict().items()}
    return found


def refused_on_leaving() -> pd.DataFrame:
    """Statements on resignations that cannot be what they are printed as."""
    rows = refused(
        [
            "female_probationer_resignation_ratio_vs_all",
            "female_probationer_resignation_pct",
            "bame_probationer_resignation_ratio_vs_all",
        ]
    )
    return rows.sort_values("figure_id", ignore_index=True)


def everything() -> pd.DataFrame:
    """Every printed figure of the page, for the files."""
    by_rank = printed([MINORITY_SHARE], tables=["review_figures"])
    people = printed(["met_workforce_share_4yr_pct", "recruit_share_pct"])
    leavers = printed({measure for measure, _ in _LEAVERS})
    elsewhere = [women_elsewhere().drop(columns="is_whole"), minority_elsewhere()]
    return pd.concat(
        [by_rank, people, leavers, *elsewhere, review_projections()], ignore_index=True
    )
