"""Places, residents and dated events: what every subject stands on."""

from __future__ import annotations

import pandas as pd

from datasets import catalogue, schema

ALL = "all"
MPS, MPS_NAME = schema.MPS, schema.MPS_NAME
SURVEY_MEASURES, SUCCESS_MEASURES = schema.SURVEY_MEASURES, schema.SUCCESS_MEASURES

EVERYONE = {"sex": ALL, "ethnicity": ALL, "age_band": ALL}
"""The part of `population` that is of all residents."""


def places() -> dict[str, str]:
    """The Met's area and its 32 boroughs: GSS code (or MPS) -> name, boroughs by name."""
    return dict(_places())


@catalogue.kept("places.csv")
def _places() -> dict[str, str]:
    table = catalogue.reference("places")
    boroughs = table[table["area_name"] != "City of London"].sort_values("area_name")
    return {MPS: MPS_NAME, **dict(zip(boroughs["area_code"], boroughs["area_name"], strict=True))}


def in_a_sentence(area_code: str) -> str:
    """A place within a sentence: `London`, `Lambeth`."""
    return schema.LONDON if area_code == MPS else _places()[area_code]


def events(affects: str) -> pd.DataFrame:
    """Dated events to mark on a chart: date, label, detail, source."""
    table = catalogue.reference("events")
    chosen = table[table["affects"] == affects].drop(columns="affects")
    return chosen.assign(date=pd.to_datetime(chosen["date"]))


@catalogue.kept("population", "places.csv", most=64)
def residents(area_code: str) -> pd.Series:
    """Residents of every sex, group and age by year, indexed by year; shared.

    The Met's area is London without the City. The Census counts in the same table are left out:
    they are of parts of the residents, and of the same people once more.
    """
    boroughs = [code for code in places() if code != MPS]
    wanted = {"area_code": boroughs if area_code == MPS else [area_code]} | EVERYONE
    rows = catalogue.load("population", ["year", "residents_count"], wanted)
    return rows.groupby("year")["residents_count"].sum()
