"""How old each source's newest figures are, and whether a newer edition should be out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import published_folder
from datasets.schema import Source

NEVER = "never loaded"
ON_REQUEST = "on request"
KEPT = "kept only"  # fetched, but not read: no dataset is made of it
WITNESS = "a cross-check"


def of_sources(sources: dict[str, Source], out: Path, today: date) -> list[dict[str, Any]]:
    """A row per source: what is held, how old it is, when the next is due, and status on `today`.

    Returns:
        id, title, publisher, dataset, newest (period), age (days), next_due and late_from (dates by
        which a newer edition usually is out, and is overdue), status.
    """
    manifest = published_folder.read_manifest(out)
    return [_of_source(source, manifest, today) for source in sources.values()]


def _of_source(source: Source, manifest: dict[str, Any], today: date) -> dict[str, Any]:
    entries = published_folder.files_of(manifest, source.dataset)
    periods = [entry["period"] for entry in entries if entry["id"] == source.id]
    newest = max((period[-1] for period in periods if period), default="")
    days = (today - last_day(newest)).days if newest else None
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "dataset": source.dataset,
        "newest": newest,
        "age": "" if days is None else f"{days} days",
        "next_due": _after(newest, source.due_days),
        "late_from": _after(newest, source.stale_days),
        "status": _status(days, source)
        if periods or source.is_witness
        else _without_figures(source),
    }


def _after(newest: str, days: int) -> str:
    """The date so many days after the newest period; empty where nothing is expected."""
    return (last_day(newest) + timedelta(days=days)).isoformat() if newest and days else ""


def _without_figures(source: Source) -> str:
    if source.is_witness:
        return WITNESS
    if source.on_request:
        return ON_REQUEST
    return NEVER if source.dataset else KEPT


def _status(days: int | None, source: Source) -> str:
    if source.is_witness:
        return WITNESS
    return ON_REQUEST if source.on_request else status_of(days, source)


def status_of(days: int | None, source: Source) -> str:
    """`fresh`, `due` or `stale`, by the source's own usual lag; a source that never renews is fresh."""
    if days is None or not source.due_days or days < source.due_days:
        return "fresh"
    return "due" if days < source.stale_days else "stale"


def last_day(period: str) -> date:
    """Last day of `YYYY` or `YYYY-MM`."""
    layout = "Y" if len(period) == 4 else "M"
    return pd.Period(period, freq=layout).end_time.date()
