"""Reads all files of a source, corrects and checks them, and takes each period's newest edition."""

from __future__ import annotations

import hashlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import checks, corrections, editions
from data_pipeline.apart import NOTHING_BESIDE, Beside
from data_pipeline.derived import revisions
from data_pipeline.errors import SourceFilesError, stop_at
from data_pipeline.locate import Locate
from data_pipeline.periods import as_text
from data_pipeline.registry import reader
from data_pipeline.steps import raw_files
from datasets.schema import DATASETS, Dataset, Source, SourceError

SHOWN = 3  # files named in an error

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
    whole = _whole(reading.source, reading.files)
    return editions.newest_edition(older, by, reading.source.edition_preference, whole)


def _whole(source: Source, files: list[dict[str, Any]]) -> set[str] | None:
    """The editions of which all halves are among the files; None where a source's have none."""
    held = Counter(one["edition"] for one in files)
    return (
        {name for name, count in held.items() if count >= source.halves} if source.halves else None
    )


def read_all(
    sources: list[Source],
    locate: Locate,
    tell: Callable[[str], None],
    beside: Callable[[Source, Collection[str]], Beside] = lambda *_: NOTHING_BESIDE,
) -> list[Reading]:
    """What the sources' files hold; `tell` is called with a line of progress before each source.

    `beside` gives what is published of editions that lie apart from those read (`apart.published`).

    Raises:
        SourceError: whatever is wrong with a source's files, all faulty sources in one.
    """
    readings, errors = [], []
    for source in sources:
        tell(f"{source.id}: reading")
        try:
            readings.append(read_source(source, locate(source), beside))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise SourceFilesError(errors)
    return readings


def read_source(
    source: Source,
    paths: list[Path],
    beside: Callable[[Source, Collection[str]], Beside] = lambda *_: NOTHING_BESIDE,
) -> Reading:
    """All files of a source -> its rows, the newest edition of each; `beside` as in `read_all`.

    Raises:
        SourceError: whatever is wrong with a file, all faulty files in one.
    """
    dataset = DATASETS[source.dataset]
    read = _read_files(source, dataset, paths)
    stop_at(_same_files(read), source.id)
    rows = pd.concat([one.rows for one in read], ignore_index=True)
    stop_at(editions.problems(rows, _ends_of_named(source, read, paths), dataset), source.id)
    held = beside(source, set(rows["edition"]))
    rows = pd.concat([rows, held.rows], ignore_index=True) if len(held.rows) else rows
    files = [*(one.entry for one in read), *held.files]
    by = source.newest_by or dataset.key
    if source.file_preference:
        rows = editions.preferred_files(rows, by, source)
    stop_at(_two_files_for_one(rows, dataset), source.id)
    selected = editions.newest_edition(rows, by, source.edition_preference, _whole(source, files))
    stop_at(naming_files(lambda one: checks.of_rows(one, dataset), selected, dataset), source.id)
    log.info("%s: %d files -> %d rows", source.id, len(paths), len(selected))
    joins, revised = [], []
    if dataset.id == revisions.OF:
        joins = editions.edition_joins(rows, selected, by[0], revisions.COUNT)
        pairs = [(join["older"], join["newer"]) for join in joins if join["periods"]]
        revised = [revisions.between(rows, older, newer) for older, newer in pairs]
        joins = [held.join_of(join) for join in joins]
        revised += held.revisions_of(joins, pairs)
    return Reading(source, selected, files, joins, revised, rows)


@dataclass(frozen=True)
class _FileRead:
    """A file's tidy rows, its entry in the manifest, its newest period before any correction, its name."""

    rows: pd.DataFrame
    entry: dict[str, Any]
    newest: str
    where: str


def naming_files(
    problems_of: Callable[[pd.DataFrame], list[str]], rows: pd.DataFrame, dataset: Dataset
) -> list[str]:
    """The problems of rows, each after the files whose rows alone have it, or else after all of them.

    Args:
        problems_of: a check of rows in the dataset's columns.
        rows: tidy rows, with the folder and name of each one's file in `where`.
        dataset: declaration.
    """
    columns = list(dataset.columns)
    found = problems_of(rows[columns])
    if not found:
        return []
    alone = {str(file): problems_of(own[columns]) for file, own in rows.groupby("where")}
    at_fault = {one: [file for file in alone if one in alone[file]] or list(alone) for one in found}
    return [f"{listed(files)}: {one}" for one, files in at_fault.items()]


def listed(names: Iterable[str]) -> str:
    """Names in one phrase, the first few of many."""
    every = list(dict.fromkeys(names))
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more if more else " and ".join(every)


def _same_files(read: list[_FileRead]) -> list[str]:
    """Files that are one file under two names; a new edition may hold an old one's file again."""
    by_content: dict[tuple[str, str], list[str]] = {}
    for one in read:
        content = one.entry["sha256"], one.entry["edition"]
        by_content.setdefault(content, []).append(one.where)
    return [
        f"{' and '.join(names)} are the same file under {len(names)} names: take away all but one"
        for names in by_content.values()
        if len(names) > 1
    ]


def _two_files_for_one(rows: pd.DataFrame, dataset: Dataset) -> list[str]:
    """Two files of one edition that hold a figure of the same thing and period, both named."""
    key = [*dataset.key, "edition"]
    repeated = rows[rows.duplicated(key, keep=False)]
    if repeated.empty:
        return []
    first = repeated.iloc[0]
    files = next(iter(repeated.groupby(key, dropna=False, sort=False)["where"].unique()))
    period = f" {as_text(first[dataset.period[0]])}" if dataset.period else ""
    what = ", ".join(as_text(first[name]) for name in dataset.key)
    return [
        f"{listed(files)} both hold{period or ' the same'}: duplicate key: {len(repeated)} rows, "
        f"first {what}; take away one of them"
    ]


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


def _ends_of_named(
    source: Source, read: list[_FileRead], paths: list[Path]
) -> dict[str, dict[str, str]]:
    """Newest period of each file, by folder and name, of each edition that a path names."""
    ends: dict[str, dict[str, str]] = {}
    for one, path in zip(read, paths, strict=True):
        if _named_edition(source, path):
            ends.setdefault(one.entry["edition"], {})[one.where] = one.newest
    return ends


def _read_file(source: Source, dataset: Dataset, path: Path) -> _FileRead:
    try:
        return _read(source, dataset, path)
    except SourceError as error:
        raise _naming_file(error, source, path) from error
    except OSError as error:
        unread = SourceError.of(source.id, f"cannot be read: {error.strerror or error}")
        raise _naming_file(unread, source, path) from error


def _read(source: Source, dataset: Dataset, path: Path) -> _FileRead:
    raw_files.refuse_unreadable(path, source)
    tidy, edition, newest = _corrected(source, dataset, path)
    tidy = tidy.assign(source_id=source.id, edition=edition)
    if "is_transcription" in dataset.columns:
        tidy["is_transcription"] = source.is_transcription
    stop_at(checks.key_unique(tidy, dataset), source.id)
    entry = {
        "id": source.id,
        "edition": edition,
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "retrieved": datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(),
    }
    rows = tidy[list(dataset.columns)].assign(file=path.name, where=_where(path))
    return _FileRead(rows, entry, newest, _where(path))


def _corrected(source: Source, dataset: Dataset, path: Path) -> tuple[pd.DataFrame, str, str]:
    module = reader(source)
    tidy = module.tidy(module.parse(path, source), source)
    edition = edition_of(source, dataset, path, tidy)
    newest = _newest_period(source, dataset, tidy)
    return corrections.correct(tidy, dataset, source, edition, path.name), edition, newest


def _naming_file(error: SourceError, source: Source, path: Path) -> SourceError:
    """The same error with the file's folder, as editions of a source share one file name."""
    what = str(error).removeprefix(f"{source.id}: ")
    where = _where(path)
    named = what.replace(path.name, where) if path.name in what else f"{where}: {what}"
    return SourceError.of(source.id, named)


def _where(path: Path) -> str:
    """A file's folder and name."""
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


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
