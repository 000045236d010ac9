"""The Met's monthly strength, in full-time equivalents: a row a month, a column a role."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_files, raw_tables
from datasets.schema import Source

DATE = "Date"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: Date ('May-13' text), and a column of text cells for each role.

    Raises:
        SourceError: a column is missing, or the file is cut short or cannot be read.
    """
    columns = [DATE, *source.labels["role"]]
    encoding = _encoding_of(path, source)
    return raw_tables.read_csv(path, source, required=columns, others=(), encoding=encoding)[
        columns
    ]


def _encoding_of(path: Path, source: Source) -> str:
    """UTF-8, or Latin-1 for the copies that were saved so: their spaces may be unbreakable ones."""
    try:
        raw_files.read_bytes(path, source).decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> people of each role on the last day of each month.

    Raises:
        SourceError: a date or a number that is not one, or a negative number.
    """
    dates = convert.to_month_end(raw[DATE].str.strip(), "%b-%y", source)
    numbers = {
        role: convert.to_quantity(raw[column], source)
        for column, role in source.labels["role"].items()
    }
    long = (
        pd.DataFrame(numbers).assign(date=dates).melt("date", var_name="role", value_name="people")
    )
    return long.assign(rank="all", sex="all", ethnicity="all", people_basis="fte")
