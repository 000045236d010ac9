"""`street`: ten years of street-level records in the layout of data.police.uk, asked without loading them.

The records are made by a seeded generator: every number in them is synthetic, they stand for nothing that
happened, and they are written to a temporary folder alone. What is taken from data.police.uk is the
layout: its columns, kinds of crime and outcomes. LSOA codes, streets and points are made up.

Two layouts on disk (a folder a borough and year, and a folder a month), each asked by DuckDB (ours) and by
pyarrow's datasets (peer), in processes of their own; each answer is held against what the generator counted.

    python -m benchmarks.street_level --make ROWS FOLDER     the records alone
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import processes
from benchmarks.sites import OURS, PEER
from benchmarks.studies import Found, Length

logger = logging.getLogger("benchmarks")

SEED = 20_160_101
FIRST_YEAR, YEARS = 2016, 10
MONTHS = tuple(
    f"{year}-{month:02d}"
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS)
    for month in range(1, 13)
)
AREAS = tuple(f"E090000{number:02d}" for number in range(1, 34))
"""Codes of London's boroughs and the City, which comes first and has few records."""
ANTI_SOCIAL = "Anti-social behaviour"
TYPES: Mapping[str, float] = {
    ANTI_SOCIAL: 0.24,
    "Bicycle theft": 0.02,
    "Burglary": 0.06,
    "Criminal damage and arson": 0.05,
    "Drugs": 0.04,
    "Other crime": 0.01,
    "Other theft": 0.1,
    "Possession of weapons": 0.01,
    "Public order": 0.05,
    "Robbery": 0.03,
    "Shoplifting": 0.04,
    "Theft from the person": 0.05,
    "Vehicle crime": 0.1,
    "Violence and sexual offences": 0.2,
}
"""Kind -> share of the records that are made; the shares are made up."""
OUTCOMES: Mapping[str, float] = {
    "Investigation complete; no suspect identified": 0.5,
    "Unable to prosecute suspect": 0.2,
    "Under investigation": 0.06,
    "Status update unavailable": 0.08,
    "Further investigation is not in the public interest": 0.02,
    "Action to be taken by another organisation": 0.02,
    "Awaiting court outcome": 0.06,
    "Offender given a caution": 0.02,
    "Local resolution": 0.03,
    "Offender given penalty notice": 0.01,
}
POSITIVE = tuple(OUTCOMES)[6:]
"""Outcomes that the share of a month counts: like those that are called positive."""
COLUMNS = (
    *("Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location"),
    *("LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context"),
)
"""Of a file of data.police.uk, in its order."""
_LSOAS, _STREETS = 150, 8
"""Of an area, and of an LSOA: a record's point is one of its streets'."""

BY_AREA, BY_MONTH = "by borough and year", "by month"
LAYOUTS = (BY_AREA, BY_MONTH)
COUNTED = "counted.npy"

Counted = npt.NDArray[np.int64]
"""Records by month, area, kind and outcome; the last outcome is none."""
Answer = dict[tuple[str, ...], tuple[int, ...]]


# The records


def make(rows: int, folder: Path, years: range = range(YEARS)) -> Counted:
    """Write so many records in both layouts, a month at a time, and return how many of each there are.

    Args:
        rows: how many in all.
        folder: a folder for each layout is made in it.
        years: which of the ten, counted from nought.
    """
    chance = np.random.default_rng(SEED)
    cells = _cells(rows, years, chance)
    counted = np.zeros((*cells.shape, len(OUTCOMES) + 1), dtype=np.int64)
    streets = _Streets(chance)
    for year in years:
        with ExitStack() as open_files:
            writers = [_writer(folder, area, year, open_files) for area in AREAS]
            for month in range(12 * year, 12 * year + 12):
                _write_month(folder, month, cells[month], counted[month], streets, writers, chance)
    np.save(folder / COUNTED, counted)
    return counted


def _cells(rows: int, years: range, chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """How many records of each month, area and kind."""
    areas = np.array([0.1, *chance.uniform(0.5, 1.6, len(AREAS) - 1)])
    shares = np.multiply.outer(areas / areas.sum(), list(TYPES.values()))
    is_made = np.isin(np.arange(len(MONTHS)) // 12, years) / (12 * len(years))
    shares = np.multiply.outer(is_made, shares / shares.sum())
    found: npt.NDArray[np.int64] = chance.multinomial(rows, shares.ravel()).reshape(shares.shape)
    return found


class _Streets:
    """The made-up LSOAs and streets: names, and a point for each street."""

    def __init__(self, chance: np.random.Generator) -> None:
        lsoas, streets = len(AREAS) * _LSOAS, len(AREAS) * _LSOAS * _STREETS
        self.codes = pa.array([f"E0199{number:04d}" for number in range(lsoas)])
        self.names = pa.array([f"Made-up {n // _LSOAS:03d}{n % _LSOAS:03d}" for n in range(lsoas)])
        self.locations = pa.array([f"On or near Made-up Street {n}" for n in range(streets)])
        self.longitudes = chance.uniform(-0.5, 0.3, streets).round(6)
        self.latitudes = chance.uniform(51.3, 51.7, streets).round(6)


def _write_month(
    folder: Path,
    month: int,
    cells: npt.NDArray[np.int64],
    counted: Counted,
    streets: _Streets,
    writers: list[pq.ParquetWriter],
    chance: np.random.Generator,
) -> None:
    """Write a month to both layouts, and add it up. `cells` by area and kind, `counted` by outcome too."""
    area, kind = (np.repeat(one.ravel(), cells.ravel()) for one in np.indices(cells.shape))
    order = chance.permutation(len(area))
    order = order[np.argsort(area[order], kind="stable")]
    area, kind = area[order], kind[order]
    outcome = chance.choice(len(OUTCOMES), len(area), p=list(OUTCOMES.values()))
    outcome = np.where(kind == 0, len(OUTCOMES), outcome)
    np.add.at(counted, (area, kind, outcome), 1)
    records = _records(month, area, kind, outcome, streets, chance)
    target = folder / BY_MONTH / f"period={MONTHS[month]}" / "records.parquet"
    target.parent.mkdir(parents=True)
    with_area = records.append_column("area_code", pa.array(AREAS).take(pa.array(area)))
    ends = np.searchsorted(area, np.arange(len(AREAS) + 1))
    with pq.ParquetWriter(target, with_area.schema, compression="zstd") as by_month:
        for place, (start, end) in enumerate(pairwise(ends)):
            if end > start:
                by_month.write_table(with_area.slice(start, end - start))
                writers[place].write_table(records.slice(start, end - start))


def _records(
    month: int,
    area: npt.NDArray[np.int64],
    kind: npt.NDArray[np.int64],
    outcome: npt.NDArray[np.int64],
    streets: _Streets,
    chance: np.random.Generator,
) -> pa.Table:
    rows = len(area)
    lsoa = area * _LSOAS + chance.integers(_LSOAS, size=rows)
    street = lsoa * _STREETS + chance.integers(_STREETS, size=rows)
    forces = ("City of London Police", "Metropolitan Police Service")
    force = pa.array(forces).take(pa.array((area > 0).astype(np.int64)))
    outcomes = pa.array([*OUTCOMES, None], pa.string())
    columns = [
        pc.if_else(pa.array(kind == 0), pa.scalar(None, pa.string()), _ids(rows, chance)),
        pa.repeat(MONTHS[month], rows),
        force,
        force,
        pa.array(streets.longitudes[street]),
        pa.array(streets.latitudes[street]),
        streets.locations.take(pa.array(street)),
        streets.codes.take(pa.array(lsoa)),
        streets.names.take(pa.array(lsoa)),
        pa.array(TYPES).take(pa.array(kind)),
        outcomes.take(pa.array(outcome)),
        pa.nulls(rows, pa.string()),
    ]
    return pa.table(columns, schema=SCHEMA)


SCHEMA = pa.schema(
    [(name, pa.float64() if name in {"Longitude", "Latitude"} else pa.string()) for name in COLUMNS]
)


def _ids(rows: int, chance: np.random.Generator) -> pa.Array:
    """As long as those of data.police.uk: 64 hexadecimal digits."""
    offsets = np.arange(rows + 1, dtype=np.int32) * 64
    text = chance.bytes(32 * rows).hex().encode()
    buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), rows, buffers)


def _writer(folder: Path, area: str, year: int, open_files: ExitStack) -> pq.ParquetWriter:
    target = folder / BY_AREA / f"area_code={area}" / f"year={FIRST_YEAR + year}"
    target.mkdir(parents=True)
    writer = pq.ParquetWriter(target / "records.parquet", SCHEMA, compression="zstd")
    return open_files.enter_context(writer)


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
        made = processes.measure(
            "benchmarks.street_level", "--make", str(length.street_rows), scratch
        )
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
    """Make records, or ask once, and write what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make", nargs=2, metavar=("ROWS", "FOLDER"))
    parser.add_argument("--once", nargs=4, metavar=("FOLDER", "LAYOUT", "QUESTION", "ENGINE"))
    options = parser.parse_args()
    if options.make:
        rows, folder = int(options.make[0]), Path(options.make[1])
        processes.report(lambda: int(make(rows, folder).sum()))
        return 0
    folder, layout, name, engine = options.once
    found: dict[str, Any] = timed(Path(folder), layout, name, engine)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
