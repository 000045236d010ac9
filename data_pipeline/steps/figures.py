"""What tables of figures read out of documents have in common: one row a figure, entered by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import FIGURE_COLUMNS, SUCCESS_MEASURES, Source

ENTERED = [name for name in FIGURE_COLUMNS if name != "figure_id"]
"""The columns as they are entered; the figure's number is ours."""


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows, every cell as text.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    return raw_tables.read_csv(path, source, required=ENTERED, others=())


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> figures with a number of their own, in the order they were entered.

    The number is the source's `id_prefix` and four digits: P0001 is the first figure of the file.

    Raises:
        SourceError: a value that is not a number, a date that is not one, an unknown success measure.
    """
    prefix = source.settings["id_prefix"]
    rows: pd.DataFrame = raw[ENTERED].copy()
    rows.insert(0, "figure_id", [f"{prefix}{number:04d}" for number in range(1, len(rows) + 1)])
    rows["value"] = convert.to_number(rows["value"], source)
    rows["success_measure"] = convert.to_listed(rows["success_measure"], SUCCESS_MEASURES, source)
    for name in ("period_start", "period_end"):
        rows[name] = convert.to_date(rows[name], "%Y-%m-%d", source)
    return rows
