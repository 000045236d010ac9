"""A dataset's table: rows read now, with those that its other sources have in the published table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import checks, periods, publish, published_folder
from data_pipeline.errors import stop_at
from data_pipeline.source_files import Reading, listed, naming_files
from datasets.schema import Dataset, Source, SourceError

SHOWN = (
    "id",
    "title",
    "publisher",
    "licence",
    "licence_url",
    "citation",
    "url",
    "cadence",
    "is_transcription",
    "due_days",
    "stale_days",
)
"""Fields of a source that are published with the data."""


def table_of(dataset: Dataset, readings: list[Reading], out: Path) -> publish.Table:
    """The table of a dataset, checked as a whole, ready to publish.

    Args:
        dataset: declaration.
        readings: what was read of its sources; at least one.
        out: the published folder, which gives the rows of the sources that were not read.

    Raises:
        SourceError: a check fails, or the published table cannot be read.
    """
    sources = [reading.source for reading in readings]
    frames = [reading.rows for reading in readings] + _other_rows(dataset, sources, out)
    together = pd.concat(frames, ignore_index=True)
    rows = one_value_per_key(together, dataset)
    columns = list(dataset.columns)
    problems = naming_files(lambda own: checks.of_dataset(own, dataset), rows, dataset)
    gone = "".join(files_gone(reading, out) for reading in readings) if problems else ""
    stop_at([f"{one}{gone}" for one in problems], ", ".join(one.id for one in sources))
    entries = [*_other_entries(dataset, sources, out), *entries_of(readings)]
    counted = [_with_rows(entry, entries, rows, dataset) for entry in entries]
    metadata = publish.metadata_of(dataset, _facts_of_all(dataset, readings, out))
    if "month" in dataset.columns:
        metadata["missing_months"] = periods.missing_months(rows["month"].dropna())
    used = sorted((entry for entry in counted if entry["rows"]), key=entry_order)
    return publish.Table(dataset, rows[columns], used, metadata)


def files_gone(reading: Reading, out: Path) -> str:
    """The files of the published table that were not read now, in words to end a problem with.

    Empty where none is gone, or where the source's files do not say which edition they are of.
    """
    held = published_folder.files_of(published_folder.read_manifest(out), reading.source.dataset)
    before = {(one["file"], one["edition"]) for one in held if one["id"] == reading.source.id}
    gone = sorted(before - {(one["file"], one["edition"]) for one in reading.files})
    if not gone or not reading.source.edition_pattern:
        return ""
    named = listed(f"{file} (edition {edition})" for file, edition in gone)
    return f"; not there any more: {named}, which the published table has"


def entries_of(readings: list[Reading]) -> list[dict[str, Any]]:
    """The manifest's entries of the files read: id, edition, file, sha256, retrieved."""
    return [entry for reading in readings for entry in reading.files]


def entry_order(entry: dict[str, Any]) -> tuple[str, str, str]:
    """The same order whichever sources were read, so that an unchanged manifest stays as it is."""
    return entry["id"], entry["file"], entry["edition"]


def _other_entries(dataset: Dataset, sources: list[Source], out: Path) -> list[dict[str, Any]]:
    held = published_folder.files_of(published_folder.read_manifest(out), dataset.id)
    chosen = {source.id for source in sources}
    return [entry for entry in held if entry["id"] not in chosen]


def one_value_per_key(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Rows of all sources -> one per key: a publisher's file before a transcription, newest first.

    Where two sources have an edition of the same name, the first by id is taken.
    """
    first = ["is_transcription"] if "is_transcription" in rows.columns else []
    ranked = rows.sort_values(
        [*first, "edition", "source_id"], ascending=[*[True] * len(first), False, True]
    )
    return (
        ranked.drop_duplicates(list(dataset.key))
        .sort_values(list(dataset.key))
        .reset_index(drop=True)
    )


def _other_rows(dataset: Dataset, sources: list[Source], out: Path) -> list[pd.DataFrame]:
    others = sorted({entry["id"] for entry in _other_entries(dataset, sources, out)})
    if not others:
        return []
    try:
        published = published_folder.read_published(out, dataset)
    except SourceError as error:
        hint = f"; to make it anew, build all its sources at once, {', '.join(others)} too"
        raise SourceError(f"{error}{hint}") from error
    if published is None:
        return []
    chosen = {source.id for source in sources}
    held = published[~published["source_id"].isin(chosen)]
    return [held.assign(file=None, where=None)]


def _with_rows(
    entry: dict[str, Any], entries: list[dict[str, Any]], rows: pd.DataFrame, dataset: Dataset
) -> dict[str, Any]:
    """An entry with its rows counted; those held before cannot be told apart by file, only by edition."""
    used = rows[(rows["source_id"] == entry["id"]) & (rows["edition"] == entry["edition"])]
    same = [
        one for one in entries if (one["id"], one["edition"]) == (entry["id"], entry["edition"])
    ]
    if "rows" in entry and len(same) > 1 and len(used):
        return entry
    used = used[used["file"].isna() | (used["file"] == entry["file"])]
    return {**entry, "rows": len(used), "period": periods.period_of(used, dataset)}


def _facts_of_all(dataset: Dataset, readings: list[Reading], out: Path) -> list[dict[str, Any]]:
    """What the site says of each source: from its TOML, and as held for those not read now."""
    new = [facts_of(reading) for reading in readings]
    chosen = {facts["id"] for facts in new}
    held = published_folder.read_metadata(out, dataset).get("sources", [])
    kept = [facts for facts in held if facts["id"] not in chosen]
    return sorted(new + kept, key=lambda facts: str(facts["id"]))


def facts_of(reading: Reading) -> dict[str, Any]:
    """What the site says of a source: its declaration, and how its editions join."""
    source = reading.source
    return {
        **{name: getattr(source, name) for name in SHOWN},
        "caveats": list(source.caveats),
        "breaks": [asdict(one) for one in source.breaks],
        "corrections": [one.reason for one in source.corrections],
        "joins": reading.joins,
        "spans": source.settings.get("spans", []),
    }
