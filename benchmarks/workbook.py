"""Reading the survey workbook by our `raw_tables.read_sheet`, beside openpyxl, in the same run.

The workbook is made from a seed at its real size: 37 quarters of 8 measures for London and 32
boroughs, 9,472 rows on the larger sheet. Both readers must give the same cells.

    python -m benchmarks.workbook                both, three times, and how many times faster ours is
    python -m benchmarks --only workbook         our time alone
"""

from __future__ import annotations

import datetime
import functools
import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from data_pipeline import registry
from data_pipeline.steps import geography, raw_tables

logger = logging.getLogger("benchmarks")

SEED = 20241
ROUNDS = 3
SHEET = "Borough"
FILE = Path(tempfile.gettempdir()) / f"survey_workbook_{SEED}.xlsx"
HEADER = ["Date", "Survey", "Borough", "Measure", "Proportion", "MPS"]


def made_up(seed: int = SEED) -> list[list[Any]]:
    """Invented shares in the publisher's columns, a row per quarter, measure and borough."""
    rng = random.Random(seed)
    measures = list(registry.all_sources()["mopac_pas_workbook"].labels["measure"])
    boroughs = [name for code, name in geography.area_names().items() if code != "E09000001"]
    return [
        [quarter.date(), "PAS", borough, measure, rng.randrange(101) / 100, rng.randrange(101) / 100]
        for quarter in pd.date_range("2014-12-31", periods=37, freq="QE")
        for measure in measures
        for borough in boroughs
    ]  # fmt: skip


@functools.cache
def write_file(path: Path = FILE) -> Path:
    """Writes the workbook unless it is there."""
    if not path.exists():
        part = path.with_suffix(".part.xlsx")
        with xlsxwriter.Workbook(part, {"default_date_format": "dd/mm/yyyy"}) as workbook:
            sheet = workbook.add_worksheet(SHEET)
            for number, row in enumerate([HEADER, *made_up()]):
                sheet.write_row(number, 0, row)
        part.replace(path)
    return path


def ours(path: Path) -> pd.DataFrame:
    """The sheet as the pipeline reads it."""
    source = registry.read_source(registry.SOURCES / "mopac_pas_workbook.toml")
    return raw_tables.read_sheet(path, SHEET, source, required=HEADER)


def openpyxl_read_only(path: Path) -> pd.DataFrame:
    """The sheet as openpyxl reads it, in its fast mode."""
    import openpyxl  # type: ignore[import-untyped]

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    header, *rows = workbook[SHEET].iter_rows(values_only=True)
    workbook.close()
    return pd.DataFrame(rows, columns=[str(name) for name in header])


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "ours": ours,
    "openpyxl": openpyxl_read_only,
}


@functools.cache
def checked_file() -> Path:
    """The workbook, once both readers have been seen to agree on it.

    Raises:
        ValueError: they differ.
    """
    path = write_file()
    read = [_plain(reader(path)) for reader in READERS.values()]
    if read[0] != read[1]:
        raise ValueError("the readers differ")
    return path


def _plain(table: pd.DataFrame) -> list[list[Any]]:
    rows = table.to_numpy().tolist()
    return [
        [cell.date() if isinstance(cell, datetime.datetime) else cell for cell in row]
        for row in rows
    ]


def run(reader: str) -> pd.DataFrame:
    """A benchmark: one reading, in this process."""
    return READERS[reader](checked_file())


def main() -> None:
    """Both readers in turn, and how their times compare."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    path = checked_file()
    taken: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(ROUNDS):
        for name, reader in READERS.items():
            started = time.perf_counter()
            reader(path)
            taken[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in medians.items():
        logger.info("%-10s %8.3f s", name, seconds)
    logger.info("%.1f times as fast", medians["openpyxl"] / medians["ours"])


if __name__ == "__main__":
    main()
