"""The Home Office's police workforce: the open data of 31 March, and tables of 30 September."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

OPEN_DATA = "Data"
DATE, FORCE, SEX, RANK, ROLE = (
    "As at 31 March...", "Force Name", "Sex", "Rank description", "Worker type",
)  # fmt: skip
BASES = {"Total (headcount)": "headcount", "Total (FTE)": "fte"}
UNITS = {"Headcount": "headcount", "Full-time equivalents": "fte"}
TITLE = re.compile(r"Table \d+: (.+?) by police force area")
RAW = ["date", "role", "rank", "sex", "basis", "people"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Workbook -> raw rows of the Met: date, role, rank, sex, basis, people (number or text).

    The open data has a sheet of rows by sex and rank. Each other workbook has a sheet a role, with
    a column a date and a row a force; its sheets of all forces together are left aside.

    Raises:
        SourceError: a sheet, column, date or unit is missing, or no row is of the Met.
    """
    sheets = raw_tables.read_workbook(path, source)
    if OPEN_DATA in sheets:
        return _open_data(sheets[OPEN_DATA], path, source)
    tables = [
        _table(cells, f"{path.name}, sheet {name}", source)
        for name, cells in sheets.items()
        if cells and cells[0] and TITLE.match(str(cells[0][0]))
    ]
    if not tables:
        raise SourceError.of(source.id, f"{path.name}: no table by police force area")
    return pd.concat(tables)


def _open_data(cells: list[list[Any]], path: Path, source: Source) -> pd.DataFrame:
    raw_tables.refuse_no_rows(cells, f"{path.name}: sheet {OPEN_DATA!r}", source)
    raw = raw_tables.with_header(cells)
    where = f"{path.name}, sheet {OPEN_DATA}"
    raw_tables.require_columns(raw, [DATE, FORCE, SEX, RANK, ROLE, *BASES], source, where)
    rows = raw[raw[FORCE].isin(source.settings["forces"])]
    if rows.empty:
        raise SourceError.of(source.id, f"{where}: no row of {source.settings['forces'][0]}")
    rows = rows.set_axis([f"{where}, line {n + 2}" for n in rows.index])
    years = convert.to_count(rows[DATE], source)
    rows = rows.assign(date=[datetime.date(year, 3, 31) for year in years])
    long = rows.melt(["date", ROLE, RANK, SEX], list(BASES), "basis", "people", ignore_index=False)
    long["basis"] = long["basis"].map(BASES)
    return long[["date", ROLE, RANK, SEX, "basis", "people"]].set_axis(RAW, axis="columns")


def _table(cells: list[list[Any]], where: str, source: Source) -> pd.DataFrame:
    title = TITLE.match(str(cells[0][0]))
    role = _without_notes(title[1]) if title else ""
    rows = [row for row in cells if _without_notes(row[0]) in source.settings["forces"]]
    if len(rows) != 1:
        raise SourceError.of(source.id, f"{where}: {len(rows)} rows of the Met, not one")
    basis, dates = _unit(cells, where, source), _dates(cells, where, source)
    made = [[date, role, "all", "all", basis, rows[0][column]] for column, date in dates.items()]
    lines = [f"{where}, column of {date:%Y-%m-%d}" for date in dates.values()]
    return pd.DataFrame(made, columns=RAW, index=lines, dtype=object)


def _without_notes(cell: object) -> str:
    """A label without the digits of its footnotes."""
    return re.sub(r"[\d,]+$", "", str(cell).strip()).strip()


def _unit(cells: list[list[Any]], where: str, source: Source) -> str:
    found = {UNITS[str(cell)] for row in cells[:8] for cell in row if str(cell) in UNITS}
    if len(found) != 1:
        raise SourceError.of(source.id, f"{where}: not one unit ({' or '.join(UNITS)}) at its top")
    return found.pop()


def _dates(cells: list[list[Any]], where: str, source: Source) -> dict[int, datetime.date]:
    """Column -> date, from the first row that holds dates."""
    for row in cells:
        found = {n: cell for n, cell in enumerate(row) if isinstance(cell, datetime.date)}
        if found:
            return found
    raise SourceError.of(source.id, f"{where}: no dates above its columns")


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> people of each role, by rank and sex where told apart, on each date.

    Left aside: sums of roles that stand apart too; the September tables' figures of 31 March, which
    the open data has by sex and rank; and full-time equivalents that are not counted (`N/A`).

    Raises:
        SourceError: an unknown label, or a number that is not one.
    """
    rows = raw.assign(
        date=pd.to_datetime(raw["date"]),
        role=convert.to_label(raw["role"], source.labels["role"], source),
        rank=convert.to_label(raw["rank"], source.labels["rank"], source),
        sex=convert.to_label(raw["sex"], source.labels["sex"], source),
    )
    is_summed = rows["role"] == source.settings["sum_of_roles"]
    is_again = (rows["date"].dt.month == 3) & (rows["sex"] == "all")
    rows = rows[~is_summed & ~is_again & ~_not_counted(rows, source)]
    people = convert.to_quantity(rows["people"], source)
    kept: pd.DataFrame = rows[["date", "role", "rank", "sex"]]
    return kept.assign(ethnicity="all", people=people, people_basis=rows["basis"])


def _not_counted(rows: pd.DataFrame, source: Source) -> pd.Series:
    unpaid = rows["role"].isin(source.settings["headcount_only"]) & (rows["basis"] == "fte")
    return unpaid & (rows["people"] == "N/A")
