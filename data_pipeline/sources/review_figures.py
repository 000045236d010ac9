"""Figures read out of the Casey Review and related documents, as entered by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline import transform
from datasets.schema import SUCCESS_MEASURES, Source


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows, every cell as text.

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    raw = transform.read_csv(path, source)
    transform.require_columns(raw, source.settings["columns"], source, path.name)
    return raw


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> figures with a number of their own, in the order they were entered.

    Raises:
        SourceError: a value that is not a number, a date that is not one, an unknown success measure.
    """
    rows: pd.DataFrame = raw[source.settings["columns"]].copy()
    rows.insert(0, "figure_id", [f"R{number:04d}" for number in range(1, len(rows) + 1)])
    rows["value"] = transform.to_number(rows["value"], source).astype("float64")
    rows["success_measure"] = transform.to_label(
        rows["success_measure"], dict(zip(SUCCESS_MEASURES, SUCCESS_MEASURES, strict=True)), source
    )
    for name in ("period_start", "period_end"):
        rows[name] = transform.to_date(rows[name], "%Y-%m-%d", source)
    return rows
