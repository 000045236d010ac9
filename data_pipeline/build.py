"""Builds datasets from the files at hand: find, parse, tidy, check, and hand to `publish`."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline import checks, continuity, editions, publish, transform
from data_pipeline.derived import revisions, success_measures
from data_pipeline.registry import reader
from datasets.schema import DATASETS, REFERENCE, Dataset, Source, SourceError

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

log = logging.getLogger(__name__)

Locate = Callable[[Source], list[Path]]


class SourceFilesError(SourceError):
    """Several errors, one for each faulty file."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        """Joins errors, and the lines of those that are several themselves."""
        super().__init__("; ".join(map(str, errors)))
        self.lines = [line for error in errors for line in lines_of(error)]


def lines_of(error: SourceError) -> list[str]:
    """A line for each problem that an error holds."""
    return error.lines if isinstance(error, SourceFilesError) else [str(error)]


@dataclass(frozen=True)
class Outcome:
    """What a build did: datasets changed, datasets unchanged, and the problems of the others."""

    changed: list[str]
    unchanged: list[str]
    problems: list[str]


@dataclass(frozen=True)
class Reading:
    """What a source's files hold: rows, an entry per file, and how its editions join."""

    source: Source
    rows: pd.DataFrame
    files: list[dict[str, Any]]
    joins: list[dict[str, Any]]
    revised: list[pd.DataFrame]


def in_mirror(folder: Path) -> Locate:
    """Finds a source's files in a folder laid out like the mirror.

    Raises:
        SourceError: (when called) the folder is not there.
    """
    return lambda source: _glob(folder, (source.files, source.instead), source)


def in_raw(folder: Path) -> Locate:
    """Finds a source's downloaded files: `<folder>/<source>/<edition>/…`."""
    mirrored = in_mirror(folder)
    return lambda source: (
        mirrored(source) if source.is_reference else _glob(folder / source.id, (("*/*",),), source)
    )


def these_files(paths: Sequence[Path]) -> Locate:
    """The files named.

    Raises:
        SourceError: (when called) one is not there.
    """

    def locate(source: Source) -> list[Path]:
        for path in paths:
            if not path.is_file():
                raise SourceError.of(source.id, f"file {path} is not there")
        return list(dict.fromkeys(paths))

    return locate


def build(
    sources: list[Source],
    locate: Locate,
    out: Path,
    tell: Callable[[str], None] = log.info,
    accept_changes: bool = False,
) -> Outcome:
    """Builds the datasets of `sources` and publishes those without a problem.

    Args:
        sources: which sources to read; rows of a dataset's other sources stay as published.
        locate: finds a source's files.
        out: the published folder.
        tell: is called with a line of progress before each source.
        accept_changes: publish although periods or series vanish or values jump (`continuity`).

    Raises:
        SourceError: another build holds the folder, or it cannot be written to.
    """
    with publish.only_build(out):
        tables, problems = [], []
        for dataset, members in _by_dataset(sources).items():
            try:
                readings = _read_all(members, locate, tell)
                made = [_table(DATASETS[dataset], readings, out), *_revisions(readings)]
                if not accept_changes:
                    _stop_at_losses(DATASETS[dataset], readings, out)
                tables += made
            except SourceError as error:
                problems += lines_of(error)
        try:
            tables += _verdicts(tables, out)
        except SourceError as error:
            problems += lines_of(error)
        try:
            changed = publish.publish(tables, out)
        except SourceError as error:
            raise SourceFilesError([*map(SourceError, problems), error]) from error
    unchanged = [table.dataset.id for table in tables if table.dataset.id not in changed]
    return Outcome(changed, unchanged, problems)


def _by_dataset(sources: list[Source]) -> dict[str, list[Source]]:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.dataset, []).append(source)
    return groups


def _read_all(sources: list[Source], locate: Locate, tell: Callable[[str], None]) -> list[Reading]:
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


def _stop_at_losses(dataset: Dataset, readings: list[Reading], out: Path) -> None:
    try:
        published = publish.read_published(out, dataset)
    except SourceError:  # a spoilt table is no measure of anything; this build mends it
        return
    if published is None:
        return
    for reading in readings:
        held = published[published["source_id"] == reading.source.id]
        lost = continuity.problems(reading.rows, held, dataset, reading.source)
        _stop_at(lost, reading.source.id)


def _revisions(readings: list[Reading]) -> list[publish.Table]:
    """The table of revisions, where a source holds two editions with months in common."""
    revised = [frame for reading in readings for frame in reading.revised]
    if not revised:
        return []
    dataset = DATASETS[revisions.ID]
    rows = pd.concat(revised, ignore_index=True)
    of_sources = [reading for reading in readings if reading.revised]
    _stop_at(checks.of_dataset(rows, dataset), ", ".join(one.source.id for one in of_sources))
    entries = [
        {**entry, "rows": len(cells), "period": publish.period_of(cells, dataset)}
        for edition, cells in rows.groupby("edition_new")
        for entry in [next(one for one in _entries(of_sources) if one["edition"] == edition)]
    ]
    metadata = publish.metadata_of(dataset, [_facts(reading) for reading in of_sources])
    return [publish.Table(dataset, rows, sorted(entries, key=_entry_order), metadata)]


def _verdicts(tables: list[publish.Table], out: Path) -> list[publish.Table]:
    """The table of the success measures, where a table that it is made from was read now."""
    of = {table.dataset.id: table for table in tables if table.dataset.id in success_measures.OF}
    if not of:
        return []
    held = {
        id_: publish.read_published(out, DATASETS[id_])
        for id_ in success_measures.OF
        if id_ not in of
    }
    frames = {id_: table.rows for id_, table in of.items()}
    frames |= {id_: rows for id_, rows in held.items() if rows is not None}
    dataset = DATASETS[success_measures.ID]
    made = success_measures.made(frames)
    _stop_at(checks.of_dataset(made.rows, dataset), dataset.id)
    entries, facts = _of_inputs(of, out)
    made_from = [
        {**entry, "rows": count, "period": []}
        for entry in entries
        if (count := made.counts[entry["id"], entry["edition"]])
    ]
    used = {source for source, _ in made.counts}
    metadata = publish.metadata_of(dataset, [one for one in facts if one["id"] in used])
    return [publish.Table(dataset, made.rows, sorted(made_from, key=_entry_order), metadata)]


def _of_inputs(
    tables: dict[str, publish.Table], out: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries of every file and facts of every source that the success measures may stand on."""
    published = publish.read_manifest(out)["datasets"]
    entries: list[dict[str, Any]] = []
    facts: dict[str, dict[str, Any]] = {}
    for id_ in success_measures.OF:
        if id_ in tables:
            of_files, of_sources = tables[id_].sources, tables[id_].metadata["sources"]
        else:
            of_files = published.get(id_, {}).get("sources", [])
            of_sources = publish.read_metadata(out, DATASETS[id_]).get("sources", [])
        entries += of_files
        facts |= {one["id"]: one for one in of_sources}
    return entries, list(facts.values())


def _table(dataset: Dataset, readings: list[Reading], out: Path) -> publish.Table:
    sources = [reading.source for reading in readings]
    frames = [reading.rows for reading in readings] + _other_rows(dataset, sources, out)
    together = pd.concat(frames, ignore_index=True)
    rows = transform.one_value_per_key(together, dataset)
    columns = list(dataset.columns)
    _stop_at(checks.of_dataset(rows[columns], dataset), ", ".join(one.id for one in sources))
    entries = [*_other_entries(dataset, sources, out), *_entries(readings)]
    counted = [_with_rows(entry, entries, rows, dataset) for entry in entries]
    metadata = publish.metadata_of(dataset, _source_metadata(dataset, readings, out))
    if dataset.period == ("month",):
        metadata["missing_months"] = transform.missing_months(rows["month"])
    used = sorted((entry for entry in counted if entry["rows"]), key=_entry_order)
    return publish.Table(dataset, rows[columns], used, metadata)


def _entries(readings: list[Reading]) -> list[dict[str, Any]]:
    return [entry for reading in readings for entry in reading.files]


def _entry_order(entry: dict[str, Any]) -> tuple[str, str, str]:
    """The same order whichever sources were read, so that an unchanged manifest stays as it is."""
    return entry["id"], entry["file"], entry["edition"]


def _other_entries(dataset: Dataset, sources: list[Source], out: Path) -> list[dict[str, Any]]:
    held = publish.read_manifest(out)["datasets"].get(dataset.id, {}).get("sources", [])
    chosen = {source.id for source in sources}
    return [entry for entry in held if entry["id"] not in chosen]


def read_source(source: Source, paths: list[Path]) -> Reading:
    """All files of a source -> its rows, the newest edition of each.

    Raises:
        SourceError: whatever is wrong with a file, all faulty files in one.
    """
    dataset = DATASETS[source.dataset]
    read = _read_files(source, dataset, paths)
    rows = pd.concat([one.rows for one in read], ignore_index=True)
    _stop_at(checks.key_unique(rows, _with_edition(dataset)), source.id)
    _stop_at(editions.problems(rows, _ends_of_named(source, read, paths), dataset), source.id)
    by = source.newest_by or dataset.key
    if source.file_preference:
        rows = transform.preferred_files(rows, by, source)
    selected = transform.newest_edition(rows, by, source.edition_preference)
    _stop_at(checks.of_rows(selected[list(dataset.columns)], dataset), source.id)
    log.info("%s: %d files -> %d rows", source.id, len(paths), len(selected))
    joins, revised = [], []
    if dataset.id == revisions.OF:
        joins = transform.edition_joins(rows, selected, by[0], revisions.COUNT)
        pairs = [(join["older"], join["newer"]) for join in joins if join["periods"]]
        revised = [revisions.between(rows, older, newer) for older, newer in pairs]
    return Reading(source, selected, [one.entry for one in read], joins, revised)


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
    return transform.correct(tidy, dataset, source, edition, path.name), edition, newest


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
    return Dataset(
        **{**asdict(dataset), "key": (*dataset.key, "edition"), "nullable": dataset.nullable}
    )


def _other_rows(dataset: Dataset, sources: list[Source], out: Path) -> list[pd.DataFrame]:
    published = (
        publish.read_published(out, dataset) if _other_entries(dataset, sources, out) else None
    )
    if published is None:
        return []
    chosen = {source.id for source in sources}
    held = published[~published["source_id"].isin(chosen)]
    return [held.assign(file=None)]


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
    return {**entry, "rows": len(used), "period": publish.period_of(used, dataset)}


def _source_metadata(dataset: Dataset, readings: list[Reading], out: Path) -> list[dict[str, Any]]:
    """What the site says of each source: from its TOML, and as held for those not read now."""
    new = [_facts(reading) for reading in readings]
    chosen = {facts["id"] for facts in new}
    held = publish.read_metadata(out, dataset).get("sources", [])
    kept = [facts for facts in held if facts["id"] not in chosen]
    return sorted(new + kept, key=lambda facts: str(facts["id"]))


def _facts(reading: Reading) -> dict[str, Any]:
    source = reading.source
    return {
        **{name: getattr(source, name) for name in SHOWN},
        "caveats": list(source.caveats),
        "breaks": [asdict(one) for one in source.breaks],
        "corrections": [one.reason for one in source.corrections],
        "joins": reading.joins,
        "spans": source.settings.get("spans", []),
    }


def _glob(folder: Path, choices: tuple[tuple[str, ...], ...], source: Source) -> list[Path]:
    """The files of the first choice of patterns that finds any; each of its patterns must find one."""
    base = REFERENCE if source.is_reference else folder
    if not base.is_dir():
        raise SourceError.of(source.id, f"folder {base} is not there")
    for patterns in choices:
        found = {
            pattern: [path for path in base.glob(pattern) if path.is_file()] for pattern in patterns
        }
        if any(found.values()):
            missing = [pattern for pattern, paths in found.items() if not paths]
            if missing:
                raise SourceError.of(source.id, f"no file {' and '.join(missing)} in {base}")
            return sorted({path for paths in found.values() for path in paths})
    raise SourceError.of(source.id, f"no file {' or '.join(choices[0])} in {base}")


def _stop_at(problems: list[str], source: str) -> None:
    if problems:
        raise SourceError.of(source, "; ".join(problems))
