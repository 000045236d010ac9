"""Reads all files of a source, corrects and checks them, and takes each period's newest edition."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import checks, corrections, editions
from data_pipeline.derived import revisions
from data_pipeline.errors import SourceFilesError, stop_at
from data_pipeline.locate import Locate
from data_pipeline.registry import reader
from datasets.schema import DATASETS, Dataset, Source, SourceError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What a source's files hold: rows, an entry per file, how its editions join, and the rows of all editions."""

    source: Source
    rows: pd.DataFrame
    files: list[dict[str, Any]]
    joins: list[dict[str, Any]]
    revised: list[pd.DataFrame]
    every: pd.DataFrame


def before_newest(reading: Reading) -> pd.DataFrame:
    """The rows that the files hold without their newest edition; none where there is one only."""
    editions_held = reading.every["edition"]
    older = reading.every[editions_held < editions_held.max()]
    by = reading.source.newest_by or DATASETS[reading.source.dataset].key
    return editions.newest_edition(older, by, reading.source.edition_preference)


def read_all(sources: list[Source], locate: Locate, tell: Callable[[str], None]) -> list[Reading]:
    """What the sources' files hold; `tell` is called with a line of progress before each source.

    Raises:
        SourceError: whatever is wrong with a source's files, all faulty sources in one.
    """
    readings, errors = [], []
    for source in sources:
        tell(f"{source.id}: reading")
        try:
            readings.append(read_source(source, locate(source)))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise SourceFilesError(errors)
    return readings


def read_source(source: Source, paths: list[Path]) -> Reading:
    """All files of a source -> its rows, the newest edition of each.

    Raises:
        SourceError: whatever is wrong with a file, all faulty files in one.
    """
    dataset = DATASETS[source.dataset]
    read = _read_files(source, dataset, paths)
    rows = pd.concat([one.rows for one in read], ignore_index=True)
    stop_at(checks.key_unique(rows, _with_edition(dataset)), source.id)
    stop_at(editions.problems(rows, _ends_of_named(source, read, paths), dataset), source.id)
    by = source.newest_by or dataset.key
    if source.file_preference:
        rows = editions.preferred_files(rows, by, source)
    selected = editions.newest_edition(rows, by, source.edition_preference)
    stop_at(checks.of_rows(selected[list(dataset.columns)], dataset), source.id)
    log.info("%s: %d files -> %d rows", source.id, len(paths), len(selected))
    joins, revised = [], []
    if dataset.id == revisions.OF:
        joins = editions.edition_joins(rows, selected, by[0], revisions.COUNT)
        pairs = [(join["older"], join["newer"]) for join in joins if join["periods"]]
        revised = [revisions.between(rows, older, newer) for older, newer in pairs]
    return Reading(source, selected, [one.entry for one in read], joins, revised, rows)


@dataclass(frozen=True)
class _FileRead:
    """A file's tidy rows, its entry in the manifest, and its newest period before any correction."""

    rows: pd.DataFrame
    entry: dict[str, Any]
    newest: str


def _read_files(source: Source, dataset: Dataset, paths: list[Path]) -> list[_FileRead]:
    read, errors = [], []
    for path in paths:
        try:
            read.append(_read_file(source, dataset, path))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise SourceFilesError(errors)
    return read


def _ends_of_named(source: Source, read: list[_FileRead], paths: list[Path]) -> dict[str, set[str]]:
    """Newest periods of the files of each edition that a path names."""
    ends: dict[str, set[str]] = {}
    for one, path in zip(read, paths, strict=True):
        if _named_edition(source, path):
            ends.setdefault(one.entry["edition"], set()).add(one.newest)
    return ends


def _read_file(source: Source, dataset: Dataset, path: Path) -> _FileRead:
    try:
        tidy, edition, newest = _corrected(source, dataset, path)
    except SourceError as error:
        raise _naming_file(error, source, path) from error
    tidy = tidy.assign(source_id=source.id, edition=edition)
    if "is_transcription" in dataset.columns:
        tidy["is_transcription"] = source.is_transcription
    entry = {
        "id": source.id,
        "edition": edition,
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "retrieved": datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(),
    }
    return _FileRead(tidy[list(dataset.columns)].assign(file=path.name), entry, newest)


def _corrected(source: Source, dataset: Dataset, path: Path) -> tuple[pd.DataFrame, str, str]:
    module = reader(source)
    tidy = module.tidy(module.parse(path, source), source)
    edition = edition_of(source, dataset, path, tidy)
    newest = _newest_period(source, dataset, tidy)
    return corrections.correct(tidy, dataset, source, edition, path.name), edition, newest


def _naming_file(error: SourceError, source: Source, path: Path) -> SourceError:
    """The same error with the file's folder, as editions of a source share one file name."""
    what = str(error).removeprefix(f"{source.id}: ")
    where = f"{path.parent.name}/{path.name}"
    named = what.replace(path.name, where) if path.name in what else f"{where}: {what}"
    return SourceError.of(source.id, named)


def edition_of(source: Source, dataset: Dataset, path: Path, tidy: pd.DataFrame) -> str:
    """The edition a file belongs to: from its path where that says it, else its newest period."""
    if source.edition:
        return source.edition
    return _named_edition(source, path) or _newest_period(source, dataset, tidy)


def _named_edition(source: Source, path: Path) -> str:
    """The edition that a path names; empty where it names none."""
    found = re.findall(source.edition_pattern, path.as_posix()) if source.edition_pattern else []
    return str(found[-1]) if found else ""  # folders above the mirror may look like editions too


def _newest_period(source: Source, dataset: Dataset, tidy: pd.DataFrame) -> str:
    if not dataset.period:
        return ""
    newest = tidy[dataset.period[-1]].max()
    layout = "%Y%m" if source.edition_pattern and dataset.period == ("month",) else "%Y-%m"
    return f"{newest:{layout}}" if isinstance(newest, pd.Timestamp) else str(newest)


def _with_edition(dataset: Dataset) -> Dataset:
    return dataclasses.replace(dataset, key=(*dataset.key, "edition"))
