"""Ten years of street-level records in the layout of data.police.uk: made, written and counted.

The records are made by a seeded generator: every number in them is synthetic, they stand for nothing that
happened, and they are written to a temporary folder alone. What is taken from data.police.uk is the
layout: its columns, kinds of crime and outcomes. LSOA codes, streets and points are made up.

    python -m benchmarks.street_records ROWS FOLDER     the records alone
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import processes

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


def main() -> int:
    """Make records, and write what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, metavar="ROWS")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    processes.report(lambda: int(make(options.rows, options.folder).sum()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
