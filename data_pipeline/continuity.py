"""A new build against the published tables: nothing that was there may vanish unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_pipeline import editions
from data_pipeline.accepted import Alarm
from data_pipeline.periods import as_text
from datasets.schema import Dataset, Source

SHOWN = 3


def problems(
    new: pd.DataFrame,
    held: pd.DataFrame,
    dataset: Dataset,
    source: Source,
    files: Sequence[dict[str, Any]] = (),
) -> list[Alarm]:
    """What a source's new rows lose against its published ones.

    Args:
        new: all rows of the source as it is read now, in the dataset's columns.
        held: its rows in the published table.
        dataset, source: declarations.
        files: the manifest's entries of the source's files, as published.

    Returns:
        An alarm per problem: periods lost, series lost, periods that would come from an older edition,
        or from a file that the source prefers less.
    """
    if held.empty:
        return []
    found = [*_periods_lost(new, held, dataset), *_series_lost(new, held, dataset)]
    if source.newest_by and not source.file_preference:
        found += _older_editions(new, held, source.newest_by[0])
    if source.newest_by and source.file_preference:
        found += _lesser_files(new, held, source, files)
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


def _lesser_files(
    new: pd.DataFrame, held: pd.DataFrame, source: Source, files: Sequence[dict[str, Any]]
) -> list[str]:
    """Periods for which a file is read that the source prefers less than the one they are published from."""
    period = source.newest_by[0]
    read = dict(new.groupby(period)["file"].first())
    found: dict[str, list[tuple[Any, str]]] = {}
    for when, edition in held.groupby(period)["edition"].max().items():
        before = _file_of(as_text(when), edition, source, files)
        if before and when in read:
            now = read[when]
            if editions.preference(now, source) > editions.preference(before, source):
                found.setdefault(before, []).append((when, now))
    return [
        f"{as_text(lost[0][0])} would come from {lost[0][1]}, the published table has it from {before}, "
        f"which the source prefers and which is not among the files read for it ({len(lost)} such)"
        for before, lost in found.items()
    ]


def _file_of(
    period: str, edition: str, source: Source, files: Sequence[dict[str, Any]]
) -> str | None:
    """The published file that gave a period: of its edition, the one preferred most that covers it."""
    names = [
        one["file"]
        for one in files
        if (one["id"], one["edition"]) == (source.id, edition)
        and one["period"][0] <= period <= one["period"][1]
    ]
    return min(names, key=lambda name: editions.preference(name, source), default=None)
