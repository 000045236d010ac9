"""What the Home Office's officers by rank and ethnicity, cut out of its open data by third parties, have in common."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, raw_tables
from datasets.schema import Source, SourceError

DATE, FORCE = "As at 31 March...", "Force Name"
LABELLED = {
    "role": "Worker type",
    "rank": "Rank description",
    "sex": "Gender",
    "ethnicity": "Ethnicity",
}
BASES = {"Total (headcount)": "headcount", "Total (FTE)": "fte"}
KEY = [DATE, *LABELLED.values()]
OTHERS = ["Geo code", "Region", "Ethnic group", raw_tables.UNNAMED]
NONE = "-"
"""How a spreadsheet shows a nought in accounts."""


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV of all forces -> raw rows of the Met, every cell as text; the copies have no line end at their end.

    Raises:
        SourceError: a column is missing or unknown, no row is of the Met, a year's table has a hole, or
            the file cannot be read.
    """
    raw = raw_tables.read_csv(
        path,
        source,
        required=[*KEY, FORCE, *BASES],
        others=OTHERS,
        may_end_open=True,
    )
    rows = raw[raw[FORCE] == source.settings["force"]]
    if rows.empty:
        raise SourceError.of(source.id, f"{path.name}: no row of {source.settings['force']}")
    raw_tables.refuse_repeats(rows, KEY, source)
    _whole(rows, path, source)
    found: pd.DataFrame = rows[[*KEY, *BASES]]
    return found


def _whole(rows: pd.DataFrame, path: Path, source: Source) -> None:
    """Each year has every rank of the source, and a row for each rank, sex and ethnicity in it."""
    for year, of_year in rows.groupby(DATE):
        missing = sorted({*source.labels["rank"]} - {*of_year[LABELLED["rank"]]})
        wanted = 1
        for column in LABELLED.values():
            wanted *= of_year[column].nunique()
        if missing or len(of_year) != wanted:
            lacks = f"no {missing[0]}" if missing else f"{len(of_year)} rows, not {wanted}"
            raise SourceError.of(
                source.id, f"{path.name}: 31 March {year}: {lacks}: is the file cut short?"
            )


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> officers by rank, sex and ethnicity on each 31 March, noughts included.

    Raises:
        SourceError: an unknown label, a year or a number that is not one.
    """
    labels = {
        ours: convert.to_label(raw[theirs], source.labels[ours], source)
        for ours, theirs in LABELLED.items()
    }
    dates = convert.to_date(raw[DATE] + "-03-31", "%Y-%m-%d", source)
    cells = pd.DataFrame({"date": dates, **labels})
    return pd.concat(
        [
            cells.assign(people=_people(raw[column], source), people_basis=basis)
            for column, basis in BASES.items()
        ],
        ignore_index=True,
    )


def _people(cells: pd.Series, source: Source) -> pd.Series:
    """Numbers of people; thousands may be parted by commas, and a dash is a nought."""
    text = cells.str.strip()
    is_parted = text.str.fullmatch(r"\d{1,3}(?:,\d{3})+")
    plain = text.where(~is_parted, text.str.replace(",", "", regex=False))
    return convert.to_quantity(plain.where(plain != NONE, "0"), source)
