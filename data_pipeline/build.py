"""Builds datasets: each source's files are read, its table assembled, and what is sound published."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from data_pipeline import (
    apart,
    assemble,
    continuity,
    crosschecks,
    plausible,
    publish,
    published_folder,
)
from data_pipeline.accepted import Accept, Alarm, LetThrough, let_through
from data_pipeline.accepted import table_of as log_of_corrections
from data_pipeline.derived import tables as derived_tables
from data_pipeline.errors import SourceFilesError, lines_of
from data_pipeline.locate import Locate
from data_pipeline.source_files import Reading, before_newest, read_all
from datasets.schema import DATASETS, Dataset, Source, SourceError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a build did: datasets changed, datasets unchanged, and the problems of the others."""

    changed: list[str]
    unchanged: list[str]
    problems: list[str]


def build(
    sources: list[Source],
    locate: Locate,
    out: Path,
    tell: Callable[[str], None] = log.info,
    accept: Accept = MappingProxyType({}),
) -> Outcome:
    """Builds the datasets of `sources` and publishes those without a problem.

    Args:
        sources: which sources to read; rows of a dataset's other sources stay as published.
        locate: finds a source's files.
        out: the published folder.
        tell: is called with a line of progress before each source.
        accept: sources whose alarms are let through (`plausible`, `continuity`), each with the reason.

    Raises:
        SourceError: another build holds the folder, or it cannot be written to.
    """
    with publish.only_build(out):
        made: dict[str, _Made] = {}
        witnesses, problems = _witnesses(sources, locate, tell)
        published = [source for source in sources if not source.is_witness]
        for dataset, members in _by_dataset(published).items():
            try:
                made[dataset] = _make(DATASETS[dataset], members, locate, out, tell, accept)
            except SourceError as error:
                problems += lines_of(error)
        problems += _hold_what_breaks(made, witnesses, out)
        tables = [table for one in made.values() for table in one.tables]
        for derive in (
            derived_tables.of_success_measures,
            derived_tables.of_signs,
            _log_of(made),
        ):
            try:
                tables += derive(tables, out)
            except SourceError as error:
                problems += lines_of(error)
        try:
            changed = publish.publish(tables, out, tell)
        except SourceError as error:
            raise SourceFilesError([*map(SourceError, problems), error]) from error
    unchanged = [table.dataset.id for table in tables if table.dataset.id not in changed]
    return Outcome(changed, unchanged, problems)


def _witnesses(
    sources: list[Source], locate: Locate, tell: Callable[[str], None]
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The rows of each source that is only held against others, and what is wrong with the rest of those."""
    rows: dict[str, pd.DataFrame] = {}
    problems: list[str] = []
    for source in sources:
        if source.is_witness:
            try:
                (reading,) = read_all([source], locate, tell)
                rows[source.id] = reading.rows
            except SourceError as error:
                problems += lines_of(error)
    return rows, problems


@dataclass(frozen=True)
class _Made:
    """What was made of a dataset's sources: its tables, what was read, and what was let through."""

    tables: list[publish.Table]
    readings: list[Reading]
    accepted: list[LetThrough]


def _make(
    dataset: Dataset,
    members: list[Source],
    locate: Locate,
    out: Path,
    tell: Callable[[str], None],
    accept: Accept,
) -> _Made:
    readings = read_all(
        members, locate, tell, lambda source, read: apart.published(source, read, out)
    )
    own = assemble.table_of(dataset, readings, out)
    accepted = _accepted(dataset, readings, out, accept)
    return _Made([own, *derived_tables.of_revisions(readings)], readings, accepted)


def _by_dataset(sources: list[Source]) -> dict[str, list[Source]]:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.dataset, []).append(source)
    return groups


def _accepted(
    dataset: Dataset, readings: list[Reading], out: Path, accept: Accept
) -> list[LetThrough]:
    """What was let through of the alarms of each source.

    Raises:
        SourceError: alarms that nobody accepted, all sources in one.
    """
    published = _published(dataset, out)
    found, errors = [], []
    for reading in readings:
        try:
            found.append(let_through(reading, _alarms(reading, published, dataset, out), accept))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise SourceFilesError(errors)
    return [one for one in found if one is not None]


def _published(dataset: Dataset, out: Path) -> pd.DataFrame | None:
    try:
        return published_folder.read_published(out, dataset)
    except SourceError:  # a spoilt table is no measure of anything; this build mends it
        return None


def _alarms(
    reading: Reading, published: pd.DataFrame | None, dataset: Dataset, out: Path
) -> list[Alarm]:
    """What the source would lose, and its figures beyond their bounds.

    Where nothing of it is published, its own editions before the newest stand in for that.
    """
    source, rows = reading.source, reading.rows
    own = pd.DataFrame() if published is None else published[published["source_id"] == source.id]
    held_files = published_folder.files_of(published_folder.read_manifest(out), dataset.id)
    lost = continuity.problems(rows, own, dataset, source, held_files)
    if lost:
        lost[0] = lost[0]._replace(says=f"{lost[0].says}{assemble.files_gone(reading, out)}")
    held = own
    if published is not None and source.plausible.scale == "points":
        series = [name for name in dataset.key if name not in dataset.period and name in published]
        held = published.merge(rows[series].drop_duplicates(), on=series)
    if held.empty:
        held = before_newest(reading)
    beyond = plausible.alarms(rows, held, dataset, source)
    return [*lost, *(Alarm(one.says(), one.seen.was, one.seen.now) for one in beyond)]


def _hold_what_breaks(
    made: dict[str, _Made], witnesses: Mapping[str, pd.DataFrame], out: Path
) -> list[str]:
    """Takes away what a cross-check between sources would fail with; a line for each.

    A table that is derived from another goes with it.
    """

    def load(id_: str) -> pd.DataFrame | None:
        return _published(DATASETS[id_], out) if id_ in DATASETS else witnesses.get(id_)

    changed = {table.dataset.id: table.rows for one in made.values() for table in one.tables}
    broken = crosschecks.broken(load, changed)
    lines = []
    for dataset, one in list(made.items()):
        found = [broken[table.dataset.id] for table in one.tables if table.dataset.id in broken]
        if found:
            ids = ", ".join(reading.source.id for reading in one.readings)
            lines.append(f"{ids}: {found[0]}")
            del made[dataset]
    return lines


def _log_of(
    made: dict[str, _Made],
) -> Callable[[list[publish.Table], Path], list[publish.Table]]:
    """Makes the log of corrections, with what the datasets that are published were read from, if any is."""
    readings = [reading for one in made.values() for reading in one.readings]
    accepted = [each for one in made.values() for each in one.accepted]
    return lambda _, out: (
        [log_of_corrections(readings, accepted, out, date.today())] if made else []
    )
