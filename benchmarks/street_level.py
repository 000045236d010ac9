"""`street`: ten years of street-level records, asked without loading them.

The records are those of `street_records`: made up, in the layout of data.police.uk.

Two layouts on disk (a folder a borough and year, and a folder a month), each asked by DuckDB (ours) and by
pyarrow's datasets (peer), in processes of their own; each answer is held against what the generator counted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks import processes
from benchmarks.sites import OURS, PEER
from benchmarks.street_records import (
    ANTI_SOCIAL,
    AREAS,
    BY_AREA,
    COUNTED,
    LAYOUTS,
    MONTHS,
    OUTCOMES,
    TYPES,
    Counted,
)
from benchmarks.studies import Found, Length

POSITIVE = tuple(OUTCOMES)[6:]
"""Outcomes that the share of a month counts: like those that are called positive."""
Answer = dict[tuple[str, ...], tuple[int, ...]]


# What is asked


@dataclass(frozen=True)
class Question:
    """What is asked of the records.

    Attributes:
        keys: columns that the answer is by.
        area, month: of which records; empty for all.
        of_outcomes: counts those with a positive outcome and all, but for what has no outcomes.
    """

    keys: tuple[str, ...]
    area: str = ""
    month: str = ""
    of_outcomes: bool = False


QUESTIONS: Mapping[str, Question] = {
    "a borough's months": Question(("Month", "Crime type"), area=AREAS[21]),
    "one month everywhere": Question(("area_code", "Crime type"), month=MONTHS[100]),
    "share by month": Question(("Month",), of_outcomes=True),
}


def expected(question: Question, counted: Counted) -> Answer:
    """What the generator counted of it."""
    names = {"Month": MONTHS, "area_code": AREAS, "Crime type": tuple(TYPES)}
    axes = ("Month", "area_code", "Crime type")
    if question.area:
        counted = counted * (np.array(AREAS) == question.area)[:, None, None]
    if question.month:
        counted = counted * (np.array(MONTHS) == question.month)[:, None, None, None]
    away = tuple(place for place, axis in enumerate(axes) if axis not in question.keys)
    positive = counted[..., 6 : len(OUTCOMES)].sum(axis=(*away, 3))
    if question.of_outcomes:
        counted = counted[..., : len(OUTCOMES)]
    every = counted.sum(axis=(*away, 3))
    columns = [names[axis] for axis in axes if axis in question.keys]
    found: Answer = {}
    for place in zip(*np.nonzero(every), strict=True):
        key = tuple(names_of[one] for names_of, one in zip(columns, place, strict=True))
        both = (int(positive[place]), int(every[place]))
        found[key] = both if question.of_outcomes else both[1:]
    return found


def ask_duckdb(folder: Path, layout: str, question: Question) -> Answer:
    """Ask DuckDB, which is told how much memory and how many threads it may take."""
    import duckdb

    is_by_area = layout == BY_AREA
    types = "{'area_code': varchar, 'year': int}" if is_by_area else "{'period': varchar}"
    where, arguments = ["true"], []
    if question.area:
        where.append("area_code = ?")
        arguments.append(question.area)
    if question.month:
        where.append('"Month" = ?')
        where.append("year = ?" if is_by_area else "period = ?")
        arguments += [question.month, question.month[:4] if is_by_area else question.month]
    counts = "count(*)"
    if question.of_outcomes:
        where.append(f"\"Crime type\" <> '{ANTI_SOCIAL}'")
        counts = f'count(*) FILTER ("Last outcome category" IN {POSITIVE}), count(*)'
    keys = ", ".join(f'"{key}"' for key in question.keys)
    with duckdb.connect(config={"memory_limit": "400MB", "threads": 2}) as connection:
        rows = connection.execute(
            f"SELECT {keys}, {counts} FROM read_parquet('{folder / layout}/**/*.parquet', "
            f"hive_partitioning = true, hive_types = {types}) WHERE {' AND '.join(where)} GROUP BY {keys}",
            arguments,
        ).fetchall()
    width = len(question.keys)
    return {tuple(row[:width]): tuple(row[width:]) for row in rows}


def ask_pyarrow(folder: Path, layout: str, question: Question) -> Answer:
    """Ask pyarrow's datasets, grouped while it is read."""
    import pyarrow.dataset as ds
    from pyarrow import acero

    is_by_area = layout == BY_AREA
    folders = [("area_code", pa.string()), ("year", pa.int32())]
    schema = pa.schema(folders if is_by_area else [("period", pa.string())])
    records = ds.dataset(folder / layout, partitioning=ds.partitioning(schema, flavor="hive"))
    wanted = pc.scalar(True)
    if question.area:
        wanted &= ds.field("area_code") == question.area
    if question.month:
        year = ds.field("year") == int(question.month[:4])
        wanted &= year if is_by_area else ds.field("period") == question.month
        wanted &= ds.field("Month") == question.month
    counts: list[tuple[Any, str, None, str]] = [([], "hash_count_all", None, "all")]
    columns = {key: ds.field(key) for key in question.keys}
    if question.of_outcomes:
        wanted &= ds.field("Crime type") != ANTI_SOCIAL
        is_positive = ds.field("Last outcome category").isin(POSITIVE)
        columns["positive"] = is_positive.cast(pa.int64())
        counts.insert(0, ("positive", "hash_sum", None, "positive"))
    read = [
        acero.Declaration("scan", acero.ScanNodeOptions(records, columns=columns, filter=wanted)),
        acero.Declaration("filter", acero.FilterNodeOptions(wanted)),
        acero.Declaration("project", acero.ProjectNodeOptions([*columns.values()], [*columns])),
        acero.Declaration("aggregate", acero.AggregateNodeOptions(counts, [*question.keys])),
    ]
    found = acero.Declaration.from_sequence(read).to_table()
    ends = ("positive", "all") if question.of_outcomes else ("all",)
    names = (*question.keys, *ends)
    width = len(question.keys)
    rows = zip(*(found[name].to_pylist() for name in names), strict=True)
    return {row[:width]: row[width:] for row in rows}


ENGINES: Mapping[str, Callable[[Path, str, Question], Answer]] = {
    OURS: ask_duckdb,
    PEER: ask_pyarrow,
}


# The study


def run(length: Length) -> Found:
    """Make the records, and ask both engines everything of both layouts, in new processes."""
    found = Found()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        made = processes.measure("benchmarks.street_records", str(length.street_rows), scratch)
        found.add(f"{OURS} street made", **made)
        for layout in LAYOUTS:
            files = list((folder / layout).rglob("*.parquet"))
            size = sum(path.stat().st_size for path in files) / 1e6
            found.add(f"{OURS} street {layout}", files=len(files), megabytes=size)
        for _ in range(length.rounds):
            for layout, name, engine in _cases():
                case = f"{engine} street {name}, {layout}"
                found.add(case, **_measured(folder, layout, name, engine))
    return found


def _cases() -> Iterator[tuple[str, str, str]]:
    return (
        (layout, name, engine) for layout in LAYOUTS for name in QUESTIONS for engine in ENGINES
    )


def _measured(folder: Path, layout: str, name: str, engine: str) -> dict[str, float]:
    _leave_cache(folder / layout)
    return processes.measure("benchmarks.street_level", "--once", str(folder), layout, name, engine)


def _leave_cache(folder: Path) -> None:
    """Let the system forget what it holds of these files, so that the disk is read."""
    if not hasattr(os, "posix_fadvise"):
        return
    for path in folder.rglob("*.parquet"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


_WARM = 5


def timed(folder: Path, layout: str, name: str, engine: str) -> dict[str, float]:
    """Ask once, with the library's start, then again and again; hold each answer against what was counted.

    Raises:
        ValueError: an answer is not what the generator counted.
    """
    ask, question = ENGINES[engine], QUESTIONS[name]
    answers, durations = [], []
    for _ in range(1 + _WARM):
        begun = time.perf_counter()
        answers.append(ask(folder, layout, question))
        durations.append(1000 * (time.perf_counter() - begun))
    peak = processes.peak_mb()
    right = expected(question, np.load(folder / COUNTED))
    if any(answer != right for answer in answers):
        raise ValueError(f"{engine} answers otherwise than was counted: {name}, {layout}")
    return {"cold_ms": durations[0], "warm_ms": statistics.median(durations[1:]), "peak_mb": peak}


def main() -> int:
    """Ask once, and write what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--once", nargs=4, metavar=("FOLDER", "LAYOUT", "QUESTION", "ENGINE"), required=True
    )
    folder, layout, name, engine = parser.parse_args().once
    found: dict[str, Any] = timed(Path(folder), layout, name, engine)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
