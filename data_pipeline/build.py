"""Builds datasets: each source's files are read, its table assembled, and what is sound published."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data_pipeline import assemble, continuity, publish, published_folder
from data_pipeline.derived import tables as derived_tables
from data_pipeline.errors import SourceFilesError, lines_of, stop_at
from data_pipeline.locate import Locate
from data_pipeline.source_files import Reading, listed, read_all
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
                readings = read_all(members, locate, tell)
                own = assemble.table_of(DATASETS[dataset], readings, out)
                made = [own, *derived_tables.of_revisions(readings)]
                if not accept_changes:
                    _stop_at_losses(DATASETS[dataset], readings, out)
                tables += made
            except SourceError as error:
                problems += lines_of(error)
        try:
            tables += derived_tables.of_success_measures(tables, out)
        except SourceError as error:
            problems += lines_of(error)
        try:
            changed = publish.publish(tables, out, tell)
        except SourceError as error:
            raise SourceFilesError([*map(SourceError, problems), error]) from error
    unchanged = [table.dataset.id for table in tables if table.dataset.id not in changed]
    return Outcome(changed, unchanged, problems)


def _by_dataset(sources: list[Source]) -> dict[str, list[Source]]:
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(source.dataset, []).append(source)
    return groups


def _stop_at_losses(dataset: Dataset, readings: list[Reading], out: Path) -> None:
    try:
        published = published_folder.read_published(out, dataset)
    except SourceError:  # a spoilt table is no measure of anything; this build mends it
        return
    if published is None:
        return
    for reading in readings:
        held = published[published["source_id"] == reading.source.id]
        lost = continuity.problems(reading.rows, held, dataset, reading.source)
        newest = max(one["edition"] for one in reading.files)
        read = listed(one["file"] for one in reading.files if one["edition"] == newest)
        gone = assemble.files_gone(reading, out)
        stop_at([f"{read}: {one}{gone}" for one in lost], reading.source.id)
