"""A new build against the published tables: nothing that was there may vanish unnoticed."""

from __future__ import annotations

import pandas as pd

from data_pipeline.accepted import Alarm
from data_pipeline.periods import as_text
from datasets.schema import Dataset, Source

SHOWN = 3


def problems(
    new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, source: Source
) -> list[Alarm]:
    """What a source's new rows lose against its published ones.

    Args:
        new: all rows of the source as it is read now, in the dataset's columns.
        held: its rows in the published table.
        dataset, source: declarations.

    Returns:
        An alarm per problem: periods lost, series lost, periods that would come from an older edition.
    """
    if held.empty:
        return []
    found = [*_periods_lost(new, held, dataset), *_series_lost(new, held, dataset)]
    if source.newest_by and not source.file_preference:
        found += _older_editions(new, held, source.newest_by[0])
    return [Alarm(problem, "published", "not in the files read") for problem in found]


def _periods_lost(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> list[str]:
    if not dataset.period:
        return []
    first, last = dataset.period[0], dataset.period[-1]
    if new[first].min() <= held[first].min() and new[last].max() >= held[last].max():
        return []
    now, before = (
        f"{as_text(rows[first].min())} to {as_text(rows[last].max())}" for rows in (new, held)
    )
    return [f"covers {now} only, the published table holds {before}"]


def _series_lost(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> list[str]:
    columns = [name for name in dataset.key if name not in (*dataset.period, "figure_id")]
    if not columns:
        return []
    there = set(map(tuple, new[columns].drop_duplicates().to_numpy()))
    lost = [
        row for row in map(tuple, held[columns].drop_duplicates().to_numpy()) if row not in there
    ]
    if not lost:
        return []
    named = "; ".join(", ".join(map(str, row)) for row in lost[:SHOWN])
    return [f"{len(lost)} published series are not in the file, such as {named}"]


def _older_editions(new: pd.DataFrame, held: pd.DataFrame, period: str) -> list[str]:
    """Periods for which one edition is taken whole, and which a newer one gave until now."""
    now, before = (rows.groupby(period)["edition"].max() for rows in (new, held))
    both = pd.concat([now, before], axis=1, keys=["now", "before"], join="inner")
    older = both[both["now"] < both["before"]]
    if older.empty:
        return []
    first = older.iloc[0]
    return [
        f"{as_text(older.index[0])} would come from edition {first['now']}, the published table has "
        f"{first['before']} ({len(older)} such)"
    ]
