"""What is known of the sources: editions, joins, breaks, dates."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import pandas as pd

from dashboard.figures.places import ALL
from datasets import catalogue
from datasets.checked import Table


def edition_joins(dataset: str) -> list[dict[str, Any]]:
    """Where a dataset goes over from one edition to a newer one, and how far the two differ.

    Returns:
        older, newer, first, periods, low_pct, high_pct; see `data_pipeline.editions`.
    """
    return [join for source in catalogue.describe(dataset)["sources"] for join in source["joins"]]


def breaks(
    dataset: str, affects: str = ALL, source_ids: Collection[str] = frozenset()
) -> pd.DataFrame:
    """Breaks in a dataset's series: those its sources declare, and where editions join.

    Args:
        dataset: id.
        affects: whose breaks count beside those of all.
        source_ids: which of its sources are on screen; all when none is named.

    Returns:
        date, label, detail (empty for a join: `edition_joins` has its facts); oldest first.
    """
    return _breaks(catalogue.table(dataset), affects, frozenset(source_ids)).copy(deep=False)


@lru_cache(maxsize=128)
def _breaks(of: Table, affects: str, source_ids: frozenset[str]) -> pd.DataFrame:
    shown = [one for one in of.described["sources"] if not source_ids or one["id"] in source_ids]
    declared = [
        (one["date"], one["label"], one["detail"])
        for source in shown
        for one in source["breaks"]
        if one["affects"] in (ALL, affects)
    ]
    joined = [
        (f"{join['first']}-01", "Later data from here", "")
        for source in shown
        for join in source["joins"]
    ]
    table = pd.DataFrame(declared + joined, columns=["date", "label", "detail"]).drop_duplicates()
    return table.assign(date=pd.to_datetime(table["date"])).sort_values("date", ignore_index=True)


def breaks_within(found: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The breaks after `first` and up to `last`: those that a comparison of the two crosses."""
    return found[(found["date"] > first) & (found["date"] <= last)]


def sources() -> pd.DataFrame:
    """Every source whose rows are published and can be read as published, one row each.

    Returns:
        id, dataset, title, publisher, licence, citation, url, cadence, caveats, breaks,
        corrections, is_transcription, editions, rows, first, newest, retrieved, due_days, stale_days.
    """
    entries, damaged = catalogue.manifest()["datasets"], catalogue.damaged()
    found = [
        _source_row(source, dataset, [one for one in entry["sources"] if one["id"] == source["id"]])
        for dataset, entry in entries.items()
        if dataset not in damaged
        for source in catalogue.describe(dataset)["sources"]
    ]
    return pd.DataFrame(found).sort_values(["dataset", "id"]).reset_index(drop=True)


def _source_row(
    source: dict[str, Any], dataset: str, entries: list[dict[str, Any]]
) -> dict[str, Any]:
    periods = [entry["period"] for entry in entries if entry["period"]]
    return {
        **source,
        "dataset": dataset,
        "editions": sorted({entry["edition"] for entry in entries}),
        "rows": sum(entry["rows"] for entry in entries),
        "first": min((period[0] for period in periods), default=""),
        "newest": max((period[-1] for period in periods), default=""),
        "retrieved": max((entry["retrieved"] for entry in entries), default=""),
    }
