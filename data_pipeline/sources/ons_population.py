"""Residents by borough: ONS mid-year estimates 2011 on, and 2010 from the GLA's density table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_pipeline.steps import convert, geography, raw_tables
from datasets.schema import Source, SourceError

ESTIMATES = ["ladcode23", "laname23", "Category", "Year", "Sum"]
DENSITY = ["Code", "Name", "Source", "Year", "Population"]
OTHERS = [
    "City", "country",
    "Inland_Area _Hectares", "Total_Area_Hectares", "Population_per_hectare", "Square_Kilometres",
    "Population_per_square_kilometre",
]  # fmt: skip
RAW = ["code", "name", "kind", "year", "residents"]


def parse(path: Path, source: Source) -> pd.DataFrame:
    """Workbook of estimates, or CSV of densities -> raw rows: code, name, year, residents.

    Only population rows of the workbook (it holds births and migration too) and, of the density
    table, only 2010: its later years are projections, and its totals of London are not places.

    Raises:
        SourceError: a sheet, a column or all wanted rows are missing, or the file cannot be read.
    """
    if path.suffix.lower() == ".csv":
        raw = raw_tables.read_csv(path, source, required=DENSITY, others=OTHERS)
        of_year = raw["Year"] == source.settings["density_year"]
        return _as_raw(raw[of_year & raw["Code"].str.startswith("E09")], DENSITY, path, source)
    sheet = source.settings["sheet"]
    raw = raw_tables.read_sheet(path, sheet, source, required=ESTIMATES, others=OTHERS)
    return _as_raw(raw[raw["Category"] == "population"], ESTIMATES, path, source)


def _as_raw(rows: pd.DataFrame, columns: list[str], path: Path, source: Source) -> pd.DataFrame:
    if rows.empty:
        raise SourceError.of(source.id, f"{path.name} holds no population of a borough")
    return rows[columns].set_axis(RAW, axis="columns").drop(columns="kind")


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> residents of each place and year, everyone together.

    Raises:
        SourceError: an unknown place, or a count that is not one.
    """
    codes = convert.to_label(raw["name"], geography.area_codes(), source)
    return pd.DataFrame(
        {
            "year": convert.to_count(raw["year"], source),
            "area_code": codes,
            "area_name": codes.map(geography.area_names()),
            "sex": "all",
            "ethnicity": "all",
            "age_band": "all",
            "residents_count": convert.to_count(raw["residents"], source),
        }
    )
