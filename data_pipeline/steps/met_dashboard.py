"""The long files of the Met's monthly dashboard: every crime type but the notifiable groups.

Boroughs and neighbourhood teams are two views of the same counts, and crime types overlap: sum one area
type and one sub-type only. Crime types are not relied on: offences and outcomes of one sub-type can stand
under different ones.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, met_tables, raw_tables
from datasets.schema import Source, SourceError

COLUMNS = (
    *("month_year", "area_type", "borough_snt", "area_name", "crime_type", "crime_subtype"),
    *("measure", "count", "refresh_date"),
)
KEY = ["month", "place", "area_name", "crime_subtype", "measure"]
BOROUGH = "Borough"


def read(path: Path, source: Source) -> pd.DataFrame:
    """Rows of boroughs and of crimes without one: `counts` of a file's `raw` rows.

    Raises:
        SourceError: as those two.
    """
    return counts(raw(path, source), source)


def raw(path: Path, source: Source) -> pd.DataFrame:
    """The file's rows as published, of boroughs and neighbourhood teams.

    Args:
        path: a workbook of one sheet, a CSV file, or a third party's save of it as Parquet.
        source: named in errors.

    Raises:
        SourceError: no such file, or a column missing.
    """
    return met_tables.read(path, source, {BOROUGH: COLUMNS})


def counts(rows: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Rows of boroughs and of crimes without one.

    Args:
        rows: as `raw` gives them. source: its `labels` name the area types and measures.

    Returns:
        month (first day), place (a borough, or where crimes without one are put), area_name (blank, or part
        of a place that is none), crime_subtype (small letters, as two spellings of one differ in capitals
        only), measure (`offences_count` or `outcomes_count`), count, made_on (day).

    Raises:
        SourceError: an unknown label, a count or day that is none, a row that stands twice, or no row of a
            borough.
    """
    types = convert.each_once(
        rows["area_type"], lambda cells: convert.to_label(cells, source.labels["area_type"], source)
    )
    rows = rows[types == "borough"]
    if rows.empty:
        raise SourceError.of(source.id, "column area_type: no row is of a borough")
    found = pd.DataFrame(
        {
            "month": convert.each_once(
                rows["month_year"], lambda cells: convert.to_month(cells, source)
            ),
            "place": rows["borough_snt"],
            "area_name": rows["area_name"],
            "crime_subtype": rows["crime_subtype"].str.lower(),
            "measure": convert.each_once(
                rows["measure"],
                lambda cells: convert.to_label(cells, source.labels["measure"], source),
            ),
            "count": convert.each_once(
                rows["count"], lambda cells: convert.to_count(cells, source)
            ),
            "made_on": convert.each_once(
                rows["refresh_date"], lambda cells: convert.to_day(cells, source)
            ),
        }
    )
    raw_tables.refuse_repeats(found, KEY, source)
    return found.reset_index(drop=True)
