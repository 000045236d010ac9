"""Use of force: how often each tactic was used, by ethnic group as officers saw it."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.figures.printed import AS_PRINTED
from dashboard.subjects.powers.figures.disproportion import (
    GROUPS,
    WHITE,
    against_white,
    people_thresholds,
    residents_by_group,
)
from datasets import catalogue
from stats.second_masks import Sum, masked_cells

Cell = tuple[str, str]
"""A tactic, or a sum of several, and a group, or `all` for everyone."""

HOME_OFFICE = frozenset({"home_office_use_of_force"})
"""The source of `use_of_force` that this page shows: tactics, as the Home Office counts them.

Records of force, as the Met keeps them, are counted otherwise and are not mixed in.
"""
ALL_TACTICS = "all"
OUTSIDE_TOTAL = ("Not reported", "Tactical communication")
"""Kinds that the Home Office leaves out of its totals."""
IN_CENSUS_GROUP = {"Chinese": "Asian"}
"""A group of its own in one year, and the Census group that its people are in."""
NOT_RECORDED = ("Not known", "Not reported")

REVIEW_TACTICS = {
    "use_of_force_disproportionality_handcuff": "Handcuffing",
    "use_of_force_disproportionality_baton": "Baton: used",
    "use_of_force_disproportionality_taser_fired": "Conducted energy device (Taser): discharged",
}
"""What the Review printed a ratio of -> the tactic that is the same use of force here."""
REVIEW_GROUPS = {"Mixed ethnicity": "Mixed"}
MET_COVERAGE = "use_of_force_incidents_recorded_pct"


def force_years() -> list[pd.Timestamp]:
    """Ends of the years held, newest first."""
    ends = catalogue.load("use_of_force", ["year_end"], {"source_id": HOME_OFFICE})["year_end"]
    return sorted(ends.unique(), reverse=True)


def force_tactics(year_end: pd.Timestamp) -> dict[str, bool]:
    """What can be counted in a year: all tactics, then each kind, each family of tactics, each tactic.

    Returns:
        name -> whether it is a sum of several tactics; only what was used at all. A family is what
        stands before the colon.
    """
    rows = _counted(year_end)
    used = rows[rows.groupby("tactic")["uses_count"].transform("sum") > 0]
    found = {ALL_TACTICS: True}
    for kind, of_kind in used.groupby("force_type", sort=True):
        each = sorted(set(of_kind["tactic"]))
        families = {tactic.split(": ")[0] for tactic in each if ": " in tactic}
        found[str(kind)] = each != [kind]
        found |= {name: name in families for name in sorted({*each, *families} - {str(kind)})}
    return found


def _of(year_end: pd.Timestamp) -> dict[str, object]:
    return {"source_id": HOME_OFFICE, "year_end": f"{year_end:%Y-%m-%d}"}


def _counted(year_end: pd.Timestamp) -> pd.DataFrame:
    rows = catalogue.load("use_of_force", None, _of(year_end))
    return rows[~rows["force_type"].isin(OUTSIDE_TOTAL)]


@catalogue.kept("use_of_force", most=128)
def force_counts(year_end: pd.Timestamp, tactic: str) -> dict[str, int]:
    """Uses of a tactic, family or kind on each ethnic group, in the order of pages; nothing masked; shared."""
    return _group_counts(_counted(year_end), tactic)


def _group_counts(rows: pd.DataFrame, tactic: str) -> dict[str, int]:
    rows = rows[_is_of(rows, tactic)]
    groups = rows["ethnicity"].replace(IN_CENSUS_GROUP)
    counts = rows.groupby(groups)["uses_count"].sum()
    order = [group for group in (*GROUPS, *NOT_RECORDED) if group in counts.index]
    return {group: int(counts[group]) for group in order}


def _is_of(rows: pd.DataFrame, tactic: str) -> pd.Series:
    if tactic == ALL_TACTICS:
        return pd.Series(True, index=rows.index)
    family = rows["tactic"].str.startswith(f"{tactic}: ")
    return (rows["force_type"] == tactic) | (rows["tactic"] == tactic) | family


def masked(year_end: pd.Timestamp) -> frozenset[Cell]:
    """Tactics and groups whose counts in a year are masked.

    Those of 1 to 4, and as many more as keep them from being worked out of the sums that the page
    shows: of the groups for a tactic, and of the tactics for a group.
    """
    return _masked(year_end, catalogue.manifest()["datasets"]["use_of_force"]["sha256"])


@lru_cache(maxsize=8)
def _masked(year_end: pd.Timestamp, digest: str) -> frozenset[Cell]:
    """Found once per year and content of the table: a page asks several times."""
    del digest  # part of the cache's key only
    held = _counted(year_end)
    counts: dict[Cell, int] = {}
    for tactic in force_tactics(year_end):
        of_tactic = force_counts(year_end, tactic)
        counts |= {(tactic, group): count for group, count in of_tactic.items()}
        counts[tactic, ALL] = sum(of_tactic.values())
    # A group's count carries a rate and a ratio; everyone's carries none and is the one to do without.
    costs = {cell: count / 10 for cell, count in counts.items() if cell[1] == ALL and count}
    return masked_cells(counts, _sums(held, set(counts)), people_thresholds(), costs)


def _sums(held: pd.DataFrame, cells: set[Cell]) -> list[Sum[Cell]]:
    """What adds up to what: groups to everyone; tactics to families, kinds and all tactics."""
    tactics = {tactic for tactic, _ in cells}
    groups = sorted({group for _, group in cells} - {ALL})
    across = [Sum(tuple((tactic, group) for group in groups), (tactic, ALL)) for tactic in tactics]
    parts: dict[str, set[str]] = {}
    for kind, tactic in set(zip(held["force_type"], held["tactic"], strict=True)):
        family = tactic.split(": ")[0]
        for whole, part in ((ALL_TACTICS, kind), (kind, family), (family, tactic)):
            if whole != part and {whole, part} <= tactics:
                parts.setdefault(whole, set()).add(part)
    down = [
        Sum(tuple((part, group) for part in sorted(of_whole)), (whole, group))
        for whole, of_whole in parts.items()
        for group in (*groups, ALL)
    ]
    return [*across, *down]


def _group_masked(year_end: pd.Timestamp, tactic: str) -> frozenset[str]:
    return frozenset(group for one, group in masked(year_end) if one == tactic)


def force_by_group(year_end: pd.Timestamp, tactic: str, denominator: str = ALL) -> pd.DataFrame:
    """Uses of a tactic on each group per 1,000 residents and against White people.

    See `disproportion.against_white`, and `masked` for what else is masked.
    """
    counts = force_counts(year_end, tactic)
    hidden = _group_masked(year_end, tactic)
    return against_white(counts, residents_by_group(denominator), hidden)


def ratio_black_and_mixed(
    year_end: pd.Timestamp, tactic: str, denominator: str = ALL
) -> float | None:
    """Uses per resident on Black and Mixed people taken together, over those on White people.

    It does not depend on whom of the two officers took for the other. None where one of the counts
    is masked, or there is none to compare with.
    """
    counts, residents = force_counts(year_end, tactic), residents_by_group(denominator)
    hidden = _group_masked(year_end, tactic)
    needed = ("Black", "Mixed", WHITE)
    if any(one in hidden or one not in counts or one not in residents for one in needed):
        return None
    if not counts[WHITE]:
        return None
    both = counts["Black"] + counts["Mixed"]
    people = residents["Black"] + residents["Mixed"]
    return (both / people) / (counts[WHITE] / residents[WHITE])


def force_by_tactic(year_end: pd.Timestamp, group: str, denominator: str = ALL) -> pd.DataFrame:
    """Every tactic of a year: uses on a group and on White people, and the ratio of their rates.

    Returns:
        tactic, is_sum, uses_count (on all), group_count, white_count (absent where masked), ratio,
        ratio_low, ratio_high.
    """
    residents, hidden = residents_by_group(denominator), masked(year_end)
    rows = []
    for tactic, is_sum in force_tactics(year_end).items():
        counts = force_counts(year_end, tactic)
        of_tactic = {one for name, one in hidden if name == tactic}
        compared = against_white(counts, residents, of_tactic).set_index("ethnicity").loc[group]
        every = {**counts, ALL: sum(counts.values())}
        shown = {one: None if one in of_tactic else count for one, count in every.items()}
        rows.append(
            {
                "tactic": tactic,
                "is_sum": is_sum,
                "uses_count": shown[ALL],
                "group_count": shown[group],
                "white_count": shown[WHITE],
                **compared[["ratio", "ratio_low", "ratio_high"]],
            }
        )
    whole = dict.fromkeys(["uses_count", "group_count", "white_count"], "Int64")
    return pd.DataFrame(rows).astype(
        {**whole, "ratio": float, "ratio_low": float, "ratio_high": float}
    )


def has_chinese(year_end: pd.Timestamp) -> bool:
    """Whether a year's table has Chinese people as a group of their own."""
    return bool(set(IN_CENSUS_GROUP) & set(_counted(year_end)["ethnicity"]))


def not_counted(year_end: pd.Timestamp) -> int:
    """Times that tactical communication was reported in a year, outside the Home Office's totals."""
    rows = catalogue.load(
        "use_of_force",
        ["uses_count"],
        {**_of(year_end), "force_type": "Tactical communication"},
    )
    return int(rows["uses_count"].sum())


def review_force_ratios() -> pd.DataFrame:
    """The Review's printed ratios of force against White people, once each.

    Returns:
        tactic (as named here), group, `AS_PRINTED`, period_start, period_end, caveat, source_location.
        A figure printed twice is given where the document explains it, last.
    """
    columns = [
        *("measure_id", "group", *AS_PRINTED),
        *("period_start", "period_end", "caveat", "source_location"),
    ]
    rows = catalogue.load("review_figures", columns, {"measure_id": list(REVIEW_TACTICS)})
    rows = rows.assign(
        tactic=rows["measure_id"].map(REVIEW_TACTICS), group=rows["group"].replace(REVIEW_GROUPS)
    )
    once = rows.drop_duplicates(["tactic", "group", "value"], keep="last")
    return once[["tactic", *columns[1:]]].reset_index(drop=True)


def met_coverage_pct() -> float | None:
    """Share of incidents that the Met's forms cover, as the Review printed its estimate."""
    rows = catalogue.load("review_figures", ["value"], {"measure_id": MET_COVERAGE})
    return None if rows.empty else float(rows["value"].iloc[-1])
