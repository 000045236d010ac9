"""Census 2021: residents by ethnic group and sex, London's boroughs out of all local authorities."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, geography, raw_tables
from datasets.schema import Source, SourceError

PLACE = ["Geography Code", "Geography Name", "Sex"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """CSV -> raw rows of London: code, name, sex, and a column of text cells for each ethnic group.

    Raises:
        SourceError: a column is missing or not known, or no row is of London.
    """
    known = [*PLACE, *source.labels["ethnicity"]]
    raw = raw_tables.read_csv(path, source, required=known, others=(), may_end_open=True)
    london = raw[raw["Geography Code"].str.startswith("E09")]
    if london.empty:
        raise SourceError.of(source.id, f"{path.name} holds no place in London")
    return london


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> residents of each place by sex and ethnic group on the day of the Census.

    Raises:
        SourceError: an unknown place, sex or group, a code of another place, or a count that is
            not one.
    """
    long = raw.melt(PLACE, var_name="ethnicity", value_name="residents")
    codes = _codes(long, source)
    names = {**geography.area_names(), source.settings["joint_code"]: source.settings["joint_name"]}
    return pd.DataFrame(
        {
            "year": source.settings["year"],
            "area_code": codes,
            "area_name": codes.map(names),
            "sex": convert.to_label(long["Sex"], source.labels["sex"], source),
            "ethnicity": convert.to_label(long["ethnicity"], source.labels["ethnicity"], source),
            "age_band": "all",
            "residents_count": convert.to_count(long["residents"], source),
        }
    )


def _codes(rows: pd.DataFrame, source: Source) -> pd.Series:
    """GSS code by name; the City and Westminster, published as one under the City's, have both."""
    joint = {source.settings["joint_name"]: source.settings["joint_code"]}
    codes = convert.to_label(rows["Geography Name"], {**geography.area_codes(), **joint}, source)
    other = rows[codes.str.split("+").str[0] != rows["Geography Code"]]
    if len(other):
        code, name = other.iloc[0][["Geography Code", "Geography Name"]]
        raise SourceError.of(source.id, f"column Geography Code: {code} is not the code of {name}")
    return codes
