"""Who is in the Met's own records: victims by ethnicity and age, and offences dealt with in custody.

Counts of cases, each by the groups that officers wrote down: no survey, and no rate by residents.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import pandas as pd

from dashboard.figures.places import ALL
from dashboard.subjects.powers.figures.disproportion import people_thresholds
from datasets import catalogue
from stats.second_masks import Sum, masked_cells
from stats.twelve_months import are_held, months_to

VICTIMS, CUSTODY = "violence_against_women", "custody"
ETHNICITY, AGE = "victim_ethnicity", "victim_age"
"""Two views of the same victims, never added."""
OUTSIDE = "Outside of violence against women and girls"

GROUPS = ("Black", "White", "Asian", "Other")
"""The groups that officers have for ethnicity: none is Mixed."""
NOT_KNOWN = ("Not known", "Not recorded")

DISPOSALS = (
    *("Prosecution", "To court", "Out of court", "No further action", "Other disposals"),
    *("Police bail", "Released under investigation"),
)
NOT_FINAL = DISPOSALS[-2:]


@dataclass(frozen=True, eq=False)
class Counted:
    """What is counted by group, month by month and in 12 months.

    Attributes:
        months: month, group, count (absent where masked), is_masked; the groups in order.
        year: group, count (absent where masked), share_pct (of all whose group is known; absent for the
            others and where masked), of the 12 months to `last`.
        total, unknown: in those 12 months; cases of every group, and of none.
        last: first day of the last month.
    """

    months: pd.DataFrame
    year: pd.DataFrame
    total: int
    unknown: int
    last: pd.Timestamp

    @property
    def unknown_pct(self) -> float:
        """Share of the cases whose group is not known, in per cent."""
        return 100 * self.unknown / self.total if self.total else 0.0

    @property
    def is_masked(self) -> bool:
        """Whether a count is masked."""
        return bool(self.months["is_masked"].any() or self.year["count"].isna().any())

    def share(self, group: str) -> float:
        """Share of a group among all whose group is known; nan where it is masked."""
        found = self.year.loc[self.year["group"] == group, "share_pct"]
        return float(found.iloc[0]) if len(found) else float("nan")


def last_months(dataset: str) -> list[pd.Timestamp]:
    """Months that end 12 which are all held, newest first; none where the table is not published."""
    if not catalogue.is_readable(dataset):
        return []
    held = catalogue.load(dataset, ["month"])["month"].dropna().unique()
    return sorted((one for one in held if are_held(held, one)), reverse=True)


def victims(view: str, last: pd.Timestamp) -> Counted:
    """Victims of violence against women and girls by ethnicity or age, up to a month.

    Args:
        view: `ETHNICITY` or `AGE`.
        last: first day of the last of 12 months that are all held.
    """
    rows = catalogue.load(VICTIMS, ["month", "victim_group", "counted"], {"view": view})
    return _counted(rows.rename(columns={"victim_group": "group", "counted": "count"}), last)


def in_custody(last: pd.Timestamp) -> Counted:
    """Offences of people held in custody by their ethnicity, up to a month."""
    return _counted(_custody(), last)


def disposals(last: pd.Timestamp) -> pd.DataFrame:
    """What was decided of those offences in the 12 months to a month.

    Returns:
        group, disposal, offences_count (absent where masked); the groups and disposals in order.
    """
    rows = _of_year(_custody(), last)
    counts = rows.groupby(["group", "disposal"], observed=True)["count"].sum()
    groups = _in_order(rows["group"])
    kinds = [one for one in DISPOSALS if one in set(rows["disposal"])]
    cells: dict[Hashable, int] = {
        (group, kind): int(counts.get((group, kind), 0)) for group in groups for kind in kinds
    }
    across = [Sum[Hashable](tuple((group, kind) for group in groups)) for kind in kinds]
    down = [Sum[Hashable](tuple((group, kind) for kind in kinds)) for group in groups]
    hidden = masked_cells(cells, [*across, *down], people_thresholds())
    found = [
        (group, kind, None if (group, kind) in hidden else cells[group, kind])
        for group in groups
        for kind in kinds
    ]
    frame = pd.DataFrame(found, columns=["group", "disposal", "offences_count"])
    return frame.astype({"offences_count": "Int64"})


def not_final_pct(last: pd.Timestamp) -> float:
    """Share of the offences of the 12 months that are on bail or under investigation still."""
    rows = _of_year(_custody(), last)
    return float(
        100 * rows.loc[rows["disposal"].isin(NOT_FINAL), "count"].sum() / rows["count"].sum()
    )


def outside_pct(last: pd.Timestamp) -> float:
    """Share of the table's offences in 12 months that the Met classes as another kind of crime."""
    rows = catalogue.load(VICTIMS, ["month", "class_group", "counted"], {"view": "classification"})
    rows = rows[rows["month"].isin(months_to(last))]
    total = rows["counted"].sum()
    return float(100 * rows.loc[rows["class_group"] == OUTSIDE, "counted"].sum() / total)


def mixed_women_pct() -> float | None:
    """Share of London's women and girls who are of Mixed ethnicity, Census 2021; None: not held."""
    if not catalogue.is_readable("population"):
        return None
    chosen = {"source_id": "census_2021_ethnicity", "sex": "Female"}
    rows = catalogue.load("population", ["ethnicity", "residents_count"], chosen)
    rows = rows[rows["ethnicity"] != ALL]
    is_mixed = rows["ethnicity"].str.startswith("Mixed")
    total = rows["residents_count"].sum()
    return float(100 * rows.loc[is_mixed, "residents_count"].sum() / total) if total else None


def _custody() -> pd.DataFrame:
    rows = catalogue.load(CUSTODY, ["month", "ethnicity", "disposal", "offences_count"])
    return rows.rename(columns={"ethnicity": "group", "offences_count": "count"})


def _of_year(rows: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    return rows[rows["month"].isin(months_to(last))]


def _in_order(groups: pd.Series) -> list[str]:
    held = {str(one) for one in groups.unique()}
    named = [one for one in (*GROUPS, *NOT_KNOWN) if one in held]
    ages = sorted(held - set(named))
    return (
        [one for one in named if one in GROUPS] + ages + [one for one in named if one in NOT_KNOWN]
    )


def _counted(rows: pd.DataFrame, last: pd.Timestamp) -> Counted:
    rows = rows[rows["month"] <= last]
    groups = _in_order(rows["group"])
    counts = rows.groupby(["month", "group"], observed=True)["count"].sum()
    of_year = _of_year(rows, last).groupby("group", observed=True)["count"].sum()
    months = sorted(rows["month"].unique())
    cells: dict[Hashable, int] = {
        (month, group): int(counts.get((month, group), 0)) for group in groups for month in months
    }
    cells |= {(ALL, group): int(of_year.get(group, 0)) for group in groups}
    within = [
        Sum[Hashable](tuple((month, group) for month in months_to(last)), (ALL, group))
        for group in groups
    ]
    everyone = Sum[Hashable](tuple((ALL, group) for group in groups))
    hidden = masked_cells(cells, [*within, everyone], people_thresholds())
    shown = {cell: None if cell in hidden else count for cell, count in cells.items()}
    monthly = pd.DataFrame(
        [(month, group, shown[month, group]) for group in groups for month in months],
        columns=["month", "group", "count"],
    ).astype({"count": "Int64"})
    total = sum(cells[ALL, group] for group in groups)
    unknown = sum(cells[ALL, group] for group in groups if group in NOT_KNOWN)
    year = pd.DataFrame(
        [(group, shown[ALL, group]) for group in groups], columns=["group", "count"]
    ).astype({"count": "Int64"})
    share = 100 * year["count"].astype("float64") / (total - unknown)
    year = year.assign(share_pct=share.mask(year["group"].isin(NOT_KNOWN)))
    return Counted(
        monthly.assign(is_masked=monthly["count"].isna()), year, total, unknown, pd.Timestamp(last)
    )
