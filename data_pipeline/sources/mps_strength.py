"""The Met's monthly strength, in full-time equivalents: a row a month, a column a role."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source

DATE = "Date"


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows: Date ('May-13' text), and a column of text cells for each role.

    Raises:
        SourceError: a column is missing, or the file is cut short or cannot be read.
    """
    raw = raw_tables.read_csv(path, source, encoding=_encoding_of(path))
    raw = raw.rename(columns=lambda name: str(name).strip())
    columns = [DATE, *source.labels["role"]]
    raw_tables.require_columns(raw, columns, source, path.name)
    return raw[columns]


def _encoding_of(path: Path) -> str:
    """UTF-8, or Latin-1 for the copies that were saved so: their spaces may be unbreakable ones."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


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
