"""The tables of the computed datasets: their inputs gathered, their rows checked, where they are from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import checks, periods, publish, published_folder
from data_pipeline.assemble import entries_of, entry_order, facts_of
from data_pipeline.derived import revisions, signs, success_measures
from data_pipeline.errors import stop_at
from data_pipeline.source_files import Reading
from datasets.schema import DATASETS


def of_revisions(readings: list[Reading]) -> list[publish.Table]:
    """The table of revisions, where a source holds two editions with months in common."""
    revised = [frame for reading in readings for frame in reading.revised]
    if not revised:
        return []
    dataset = DATASETS[revisions.ID]
    rows = pd.concat(revised, ignore_index=True)
    of_sources = [reading for reading in readings if reading.revised]
    stop_at(checks.of_dataset(rows, dataset), ", ".join(one.source.id for one in of_sources))
    entries = [
        {**entry, "rows": len(cells), "period": periods.period_of(cells, dataset)}
        for edition, cells in rows.groupby("edition_new")
        for entry in [next(one for one in entries_of(of_sources) if one["edition"] == edition)]
    ]
    metadata = publish.metadata_of(dataset, [facts_of(reading) for reading in of_sources])
    return [publish.Table(dataset, rows, sorted(entries, key=entry_order), metadata)]


def of_success_measures(tables: list[publish.Table], out: Path) -> list[publish.Table]:
    """The table of the success measures, where a table that it is made from was read now."""
    of = _among(tables, success_measures.OF)
    if not of:
        return []
    made = success_measures.made(_frames(of, success_measures.OF, out))
    return [_computed(success_measures.ID, made.rows, made.counts, success_measures.OF, of, out)]


def of_signs(tables: list[publish.Table], out: Path) -> list[publish.Table]:
    """The table of signs, where a table that it is made from was read now."""
    of = _among(tables, signs.OF)
    if not of:
        return []
    rows, counts = signs.made(_frames(of, signs.OF, out))
    return [_computed(signs.ID, rows, counts, signs.OF, of, out)]


def _among(tables: list[publish.Table], inputs: tuple[str, ...]) -> dict[str, publish.Table]:
    return {table.dataset.id: table for table in tables if table.dataset.id in inputs}


def _frames(
    of: dict[str, publish.Table], inputs: tuple[str, ...], out: Path
) -> dict[str, pd.DataFrame]:
    """Rows of the inputs: those read now, else as published; those that are not held are left out."""
    held = {
        id_: published_folder.read_published(out, DATASETS[id_]) for id_ in inputs if id_ not in of
    }
    frames = {id_: table.rows for id_, table in of.items()}
    return frames | {id_: rows for id_, rows in held.items() if rows is not None}


def _computed(
    id_: str,
    rows: pd.DataFrame,
    counts: Counter[tuple[str, str]],
    inputs: tuple[str, ...],
    of: dict[str, publish.Table],
    out: Path,
) -> publish.Table:
    """A computed table with the files it stands on, and how many of its rows stand on each."""
    dataset = DATASETS[id_]
    stop_at(checks.of_dataset(rows, dataset), dataset.id)
    entries, facts = _of_inputs(of, inputs, out)
    made_from = [
        {**entry, "rows": count, "period": []}
        for entry in entries
        if (count := counts[entry["id"], entry["edition"]])
    ]
    used = {source for source, _ in counts}
    metadata = publish.metadata_of(dataset, [one for one in facts if one["id"] in used])
    return publish.Table(dataset, rows, sorted(made_from, key=entry_order), metadata)


def _of_inputs(
    tables: dict[str, publish.Table], inputs: tuple[str, ...], out: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries of every file and facts of every source that a computed table may stand on."""
    manifest = published_folder.read_manifest(out)
    entries: list[dict[str, Any]] = []
    facts: dict[str, dict[str, Any]] = {}
    for id_ in inputs:
        if id_ in tables:
            of_files, of_sources = tables[id_].sources, tables[id_].metadata["sources"]
        else:
            of_files = published_folder.files_of(manifest, id_)
            of_sources = published_folder.read_metadata(out, DATASETS[id_]).get("sources", [])
        entries += of_files
        facts |= {one["id"]: one for one in of_sources}
    return entries, list(facts.values())
