"""A new build against the published tables: nothing that was there may vanish or jump unnoticed."""

from __future__ import annotations

import pandas as pd

from data_pipeline.periods import as_text
from datasets.schema import COLUMNS, Dataset, Source

ACCEPT = "--accept-changes"
"""The option that publishes all the same."""

SHARE = "share_pct"
SHOWN = 3


def problems(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, source: Source) -> list[str]:
    """What a source's new rows lose or change against its published ones, beyond what is declared.

    Args:
        new: all rows of the source as it is read now, in the dataset's columns.
        held: its rows in the published table.
        dataset, source: declarations; `source.change_limit_pct` bounds the change.

    Returns:
        A sentence per problem: periods lost, series lost, periods that would come from an older
        edition, values beyond the limit.
    """
    if held.empty:
        return []
    found = [*_periods_lost(new, held, dataset), *_series_lost(new, held, dataset)]
    if source.newest_by and not source.file_preference:
        found += _older_editions(new, held, source.newest_by[0])
    if source.change_limit_pct and not found:
        found = _jumps(new, held, dataset, source.change_limit_pct)
    return [f"{problem} (give {ACCEPT} if that is meant)" for problem in found]


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


def _jumps(new: pd.DataFrame, held: pd.DataFrame, dataset: Dataset, limit: float) -> list[str]:
    """Totals per period (per cent), or shares value by value (points), that differ beyond the limit."""
    if SHARE in dataset.columns:
        both = held.merge(new, on=list(dataset.key), suffixes=("_old", "_new"))
        change = (both[f"{SHARE}_new"] - both[f"{SHARE}_old"]).abs()
        worst = both[change > limit]
        return [_shares_jump(worst, dataset, limit)] if len(worst) else []
    value = next(
        name for name in dataset.columns if COLUMNS[name].kind == "integer" and name != "year"
    )
    totals = [
        rows.groupby(dataset.period[0])[value].sum().astype("float64") for rows in (held, new)
    ]
    change_pct = (totals[1] / totals[0] - 1).dropna() * 100
    beyond = change_pct[change_pct.abs() > limit]
    if beyond.empty:
        return []
    return [
        f"{value} of {as_text(beyond.index[0])} changed by {beyond.iloc[0]:+.1f}% against the published "
        f"table, over the limit of {limit:g}% ({len(beyond)} such)"
    ]


def _shares_jump(worst: pd.DataFrame, dataset: Dataset, limit: float) -> str:
    row = worst.iloc[0]
    where = ", ".join(as_text(row[name]) for name in dataset.key)
    return (
        f"{where}: {row[f'{SHARE}_old']:g} became {row[f'{SHARE}_new']:g}, more than {limit:g} points "
        f"({len(worst)} such)"
    )
