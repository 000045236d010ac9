"""MOPAC's public perception file: London shares by quarter, seven measures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from data_pipeline.steps.survey import LONDON, refuse_gaps, survey_rows
from datasets.schema import Source


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: date (Mmm-yy), measure, proportion (whole per cent).

    Raises:
        SourceError: a column is missing, or the file cannot be read.
    """
    return raw_tables.read_csv(path, source, required=["date", "measure", "proportion"], others=())


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> survey rows for London, 12 months to the end of each quarter.

    Raises:
        SourceError: a quarter lacks a measure that was there before, as in a file cut short.
    """
    period_end = convert.to_month_end(raw["date"], "%b-%y", source)
    london = pd.Series(LONDON, index=raw.index)
    rows = survey_rows(london, raw["measure"], period_end, raw["proportion"], source, LONDON)
    refuse_gaps(rows, source.settings["required_measures"], source)
    return rows
