"""A new build against the published tables: nothing that was there may vanish unnoticed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from data_pipeline import editions
from data_pipeline.accepted import Alarm
from data_pipeline.periods import as_text
from data_pipeline.source_files import listed
from datasets.schema import Dataset, Source

SHOWN = 3

Entries = Sequence[dict[str, Any]]
"""The manifest's entries of files."""


def problems(
    new: pd.DataFrame,
    held: pd.DataFrame,
    dataset: Dataset,
    source: Source,
    files: Entries = (),
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
    named = [f"{_named(_files_of(lost, dataset, source, files))}{says}" for says, lost in found]
    if source.newest_by and source.file_preference:
        named += _lesser_files(new, held, dataset, source, files)
    return [Alarm(problem, "published", "not in the files read") for problem in named]


Lost = tuple[str, pd.DataFrame]
"""A problem in words, and the published rows that it is of."""


def _named(names: Sequence[str]) -> str:
    return f"{listed(names)}: " if names else ""


def _periods_lost(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> list[Lost]:
    if not dataset.period or not {*dataset.period} <= {*held.columns}:
        return []  # an older published table may lack columns that were declared since
    first, last = dataset.period[0], dataset.period[-1]
    is_lost = (held[first] < new[first].min()) | (held[last] > new[last].max())
    if not is_lost.any():
        return []
    now, before = (
        f"{as_text(rows[first].min())} to {as_text(rows[last].max())}" for rows in (new, held)
    )
    return [(f"covers {now} only, the published table holds {before}", held[is_lost])]


def _series_lost(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset) -> list[Lost]:
    told = [name for name in dataset.key if name not in (*dataset.period, "figure_id")]
    columns = [name for name in told if name in held.columns]  # some were declared since
    if not columns:
        return []
    now, once = (set(_series(rows.drop_duplicates(columns), columns)) for rows in (new, held))
    if once <= now:
        return []
    before = _series(held, columns)
    is_lost = ~before.isin(now)
    lost = list(dict.fromkeys(before[is_lost]))
    named = "; ".join(", ".join(part for part in row if part) for row in lost[:SHOWN])
    return [(f"{len(lost)} published series are not in the file, such as {named}", held[is_lost])]


def _series(rows: pd.DataFrame, columns: list[str]) -> pd.Series:
    """The labels of each row's series as text; an absent one, which equals nothing, as an empty one."""
    told = [
        rows[name].astype("object").where(rows[name].notna(), "").astype(str) for name in columns
    ]
    return pd.Series(list(zip(*told, strict=True)), index=rows.index, dtype=object)


def _older_editions(new: pd.DataFrame, held: pd.DataFrame, period: str) -> list[Lost]:
    """Periods for which one edition is taken whole, and which a newer one gave until now."""
    now, before = (rows.groupby(period)["edition"].max() for rows in (new, held))
    both = pd.concat([now, before], axis=1, keys=["now", "before"], join="inner")
    older = both[both["now"] < both["before"]]
    if older.empty:
        return []
    first = older.iloc[0]
    says = (
        f"{as_text(older.index[0])} would come from edition {first['now']}, the published table has "
        f"{first['before']} ({len(older)} such)"
    )
    return [(says, held[held[period].isin(older.index)])]


def _lesser_files(
    new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, source: Source, files: Entries
) -> list[str]:
    """Periods for which a file is read that the source prefers less than the one they are published from."""
    period = source.newest_by[0]
    read = {when: sorted(set(names)) for when, names in new.groupby(period)["file"]}
    found: dict[str, list[str]] = {}
    for when, rows in held.groupby(period):
        before = _files_of(rows, dataset, source, files)
        now = read.get(when, [])
        if before and now and _preference(now, source) > _preference(before, source):
            where = f"{as_text(when)} would come from {listed(now)}"
            found.setdefault(listed(before), []).append(where)
    return [
        f"{before}: {lost[0]}, which the source prefers less than that published file ({len(lost)} such)"
        for before, lost in found.items()
    ]


def _preference(names: Sequence[str], source: Source) -> int:
    return min(editions.preference(name.split(" (edition ")[0], source) for name in names)


def _files_of(rows: pd.DataFrame, dataset: Dataset, source: Source, files: Entries) -> list[str]:
    """The published files that rows came from, with their editions; none where they cannot be told.

    Those of a row's edition that cover its period: two where both halves of an edition do.
    """
    own = [one for one in files if one["id"] == source.id]
    last = [name for name in dataset.period[-1:] if name in rows.columns]
    found = set()
    for told in rows[["edition", *last]].drop_duplicates().itertuples(index=False, name=None):
        covers = [one for one in own if _covers(one, *map(as_text, told))]
        if source.file_preference and covers:
            best = min(editions.preference(one["file"], source) for one in covers)
            covers = [one for one in covers if editions.preference(one["file"], source) == best]
        found |= {f"{one['file']} (edition {one['edition']})" for one in covers}
    return sorted(found)


def _covers(entry: dict[str, Any], edition: str, period: str = "") -> bool:
    first, last = entry.get("period") or ("", period)
    return bool(entry["edition"] == edition and first <= period <= last)
