"""MOPAC's survey workbook: London and borough shares by quarter, or its two saves as CSV."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_files, raw_tables
from data_pipeline.steps.survey import LONDON, refuse_gaps, survey_rows
from datasets.schema import Source

COLUMNS = ["Date", "Survey", "Borough", "Measure", "Proportion"]
LEFT_BEHIND = ["MPS", raw_tables.UNNAMED]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Workbook or CSV save -> raw rows: Date (dd/mm/yyyy text), Borough, Measure, Proportion.

    The workbook's two sheets become one frame, whose index says where a row stands. Its stray cells
    to the right, and the London figure that the borough sheet repeats on every row, are left behind.

    Raises:
        SourceError: a sheet or column is missing, or the file cannot be read.
    """
    if path.suffix.lower() == ".csv":
        return _csv(path, source)
    return pd.concat([_sheet(path, sheet, source) for sheet in source.settings["sheets"]])


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> survey rows for London and its boroughs, 12 months to the end of each quarter.

    Raises:
        SourceError: a quarter lacks a measure that the place has before.
    """
    period_end = convert.to_month_end(raw["Date"], "%d/%m/%Y", source)
    rows = survey_rows(
        raw["Borough"], raw["Measure"], period_end, raw["Proportion"], source, LONDON
    )
    if source.settings["runs_without_gaps"]:
        refuse_gaps(rows, sorted(rows["measure"].unique()), source)
    return rows


def _sheet(path: Path, sheet: str, source: Source) -> pd.DataFrame:
    raw = raw_tables.read_sheet(path, sheet, source, required=COLUMNS, others=LEFT_BEHIND)
    raw["Date"] = raw["Date"].map(_as_text)
    return raw[COLUMNS].set_axis([f"sheet {sheet}, line {n + 2}" for n in raw.index])


def _csv(path: Path, source: Source) -> pd.DataFrame:
    separator = ";" if ";" in raw_files.read_text(path, source).partition("\n")[0] else ","
    raw = raw_tables.read_csv(
        path, source, required=COLUMNS, others=LEFT_BEHIND, sep=separator, may_end_open=True
    )
    return raw[COLUMNS]


def _as_text(cell: object) -> str:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, datetime.date) else str(cell)
