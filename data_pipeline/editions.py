"""What an edition must be, all its files together: whole months, up to the one it is named after."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data_pipeline.transform import missing_months
from datasets.schema import COLUMNS, Dataset

LEAST_OF_MONTH_BEFORE = 0.5
"""A newest month below this part of the month before is one that was counted before it was whole."""


def problems(rows: pd.DataFrame, ends: Mapping[str, set[str]], dataset: Dataset) -> list[str]:
    """What is wrong with a source's editions whose paths name them by their newest period.

    Args:
        rows: tidy rows of all files, with `edition`.
        ends: the newest period of each file, worded like an edition, by the edition in its path.
        dataset: declaration; months are looked into where they date its rows.

    Returns:
        A sentence per problem.
    """
    found = [
        f"edition {edition} ends with {max(newest)}: is a file cut short?"
        for edition, newest in ends.items()
        if max(newest) != edition
    ]
    if dataset.period == ("month",):
        for edition, held in rows[rows["edition"].isin(ends)].groupby("edition"):
            found += _months(str(edition), held, dataset)
    return found


def _months(edition: str, rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    missing = missing_months(rows["month"])
    if missing:
        return [f"edition {edition}: month {missing[0]} is missing ({len(missing)} such)"]
    value = next(name for name in dataset.columns if COLUMNS[name].kind == "integer")
    totals = rows.groupby("month")[value].sum()
    newest = int(totals.iloc[-1])
    before = int(totals.iloc[-2]) if len(totals) > 1 else 0
    if newest and newest >= before * LEAST_OF_MONTH_BEFORE:
        return []
    return [
        f"edition {edition}: {newest:,} {value} in {totals.index[-1]:%Y-%m}, under half of the "
        f"{before:,} in the month before: is the month whole?"
    ]
