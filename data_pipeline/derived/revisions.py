"""Cells of recorded crime that changed between two editions over the months that both hold.

Each changed cell is one of

- relabelled: the place's offence group counts the same in that month, only its sub-groups differ;
- reallocated: only places differ. London's count of the sub-group is the same in that month, or
  the cell is of crimes without a place and fell, or a borough's cell rose in a month in which
  crimes without a place fell by at least as much as all boroughs together rose;
- changed: everything else, such as crimes added, removed or re-classified.
"""

from __future__ import annotations

import pandas as pd

from datasets.schema import DATASETS

ID = "revisions"
OF = "recorded_offences"
COUNT = "offences_count"
CELL = ["month", "area_name", "offence_group", "offence_subgroup"]


def between(rows: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    """Every cell that differs between two editions of one source.

    Args:
        rows: tidy rows of all editions of a source: the columns of `recorded_offences`.
        old, new: names of the two editions.

    Returns:
        The columns of the dataset `revisions`, in the order of its key. A cell that is absent from
        one edition and 0 in the other has not changed.

    Raises:
        ValueError: the two editions hold no month in common.
    """
    both = _side_by_side(rows, old, new)
    difference = both["new_count"].fillna(0) - both["old_count"].fillna(0)
    kinds = _kinds(both.assign(difference=difference))
    changed = both.assign(
        kind=kinds,
        edition_old=old,
        edition_new=new,
        source_id=rows["source_id"].iloc[0],
    )[difference != 0]
    dataset = DATASETS[ID]
    return changed.sort_values(list(dataset.key))[list(dataset.columns)].reset_index(drop=True)


def _side_by_side(rows: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    of_old, of_new = (rows[rows["edition"] == edition] for edition in (old, new))
    shared = sorted(set(of_old["month"]) & set(of_new["month"]))
    if not shared:
        raise ValueError(f"editions {old} and {new} hold no month in common")
    keep = [*CELL, "area_code"]
    cells = [
        part.loc[part["month"].isin(shared), [*keep, COUNT]].rename(columns={COUNT: name})
        for part, name in ((of_old, "old_count"), (of_new, "new_count"))
    ]
    both = cells[0].merge(cells[1], on=keep, how="outer")
    return both.astype({"old_count": "Int64", "new_count": "Int64"})


def _kinds(cells: pd.DataFrame) -> pd.Series:
    change = cells["difference"]
    group_change = _sum_over(cells, ["month", "area_name", "offence_group"])
    london_change = _sum_over(cells, ["month", "offence_group", "offence_subgroup"])
    in_borough = cells["area_code"].notna()
    of_subgroup = ["month", "offence_group", "offence_subgroup"]
    rise = _sum_over(cells.assign(difference=change.where(in_borough, 0)), of_subgroup)
    fall = -_sum_over(cells.assign(difference=change.mask(in_borough, 0)), of_subgroup)
    kinds = pd.Series("changed", index=cells.index)
    moved = (~in_borough & (change < 0)) | (in_borough & (change > 0) & (fall > 0) & (rise <= fall))
    kinds[(london_change == 0) | moved] = "reallocated"
    kinds[group_change == 0] = "relabelled"
    return kinds


def _sum_over(cells: pd.DataFrame, by: list[str]) -> pd.Series:
    return cells.groupby(by, sort=False)["difference"].transform("sum")


def summary(changed: pd.DataFrame) -> pd.DataFrame:
    """Cells and net change by kind: kind, cells, net_count."""
    net = changed["new_count"].fillna(0) - changed["old_count"].fillna(0)
    found = changed.assign(net=net).groupby("kind")["net"].agg(["size", "sum"])
    return found.reset_index().set_axis(["kind", "cells", "net_count"], axis=1)
