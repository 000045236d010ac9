"""The long files of the Met's monthly dashboard in Parquet: every crime type but the notifiable groups.

A third party keeps the publisher's rows so: column names in small letters, months as timestamps,
values as published. Boroughs and neighbourhood teams are two views of the same counts, and crime
types overlap: sum one area type and one sub-type only.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

COLUMNS = (
    *("month_year", "area_type", "area_name", "crime_type", "crime_subtype"),
    *("measure", "count", "refresh_date"),
)
KEY = ["month", "area_name", "crime_type", "crime_subtype", "measure"]
BOROUGH = "Borough"


def read(path: Path, source: Source) -> pd.DataFrame:
    """Rows of boroughs and of crimes without one, as published.

    Args:
        path: a Parquet file. source: its `labels` name the area types and measures.

    Returns:
        month (first day), area_name, crime_type, crime_subtype (small letters, as two spellings of one
        differ in capitals only), measure (`offences_count` or `outcomes_count`), count, made_on (day).

    Raises:
        SourceError: not such a file, a column missing, an unknown label, a count or day that is none, a
            row that stands twice, or no row of a borough.
    """
    raw = _table(path, source)
    types = convert.to_label(raw["area_type"], source.labels["area_type"], source)
    rows = raw[types == "borough"]
    if rows.empty:
        raise SourceError.of(source.id, f"{path.name}: no row is of a borough")
    months, made_on = (_days(rows[name], source) for name in ("month_year", "refresh_date"))
    found = pd.DataFrame(
        {
            "month": months,
            "area_name": rows["area_name"],
            "crime_type": rows["crime_type"],
            "crime_subtype": rows["crime_subtype"].str.lower(),
            "measure": convert.to_label(rows["measure"], source.labels["measure"], source),
            "count": convert.to_count(rows["count"], source),
            "made_on": made_on,
        }
    )
    raw_tables.refuse_repeats(found, KEY, source)
    if (months.dt.day != 1).any():
        raise SourceError.of(source.id, f"{path.name}: a month_year is not the first of its month")
    return found.reset_index(drop=True)


def _table(path: Path, source: Source) -> pd.DataFrame:
    raw = raw_tables.read_parquet(path, source)
    raw_tables.require_columns(raw, list(COLUMNS), source, path.name)
    return raw[list(COLUMNS)]


def _days(cells: pd.Series, source: Source) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(cells) or cells.isna().any():
        raise SourceError.of(source.id, f"column {cells.name}: not every cell is a day")
    return cells.astype("datetime64[s]")
