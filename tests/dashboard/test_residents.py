"""Residents are counted once, though the table holds them again by sex and ethnic group."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.figures.places import residents
from data_pipeline import publish
from data_pipeline.steps import geography
from datasets.schema import DATASETS, MPS

POPULATION = DATASETS["population"]
JOINT = "E09000001+E09000033"


def row(year: int, code: str, count: int, sex: str = "all", ethnicity: str = "all") -> dict:
    return {
        "year": year, "area_code": code, "area_name": code, "sex": sex, "ethnicity": ethnicity,
        "age_band": "all", "residents_count": count, "source_id": "any", "edition": "2021",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def _estimates_and_census(tmp_path, monkeypatch):
    """Estimates of 2020 and 2021, ten people a place, and the Census of 2021 beside them."""
    codes = list(geography.area_names())
    estimates = [row(year, code, 10) for year in (2020, 2021) for code in codes]
    places = [code for code in codes if code not in ("E09000001", "E09000033")] + [JOINT]
    groups = [("Female", "White: Irish"), ("Male", "Black: African")]
    census = [row(2021, code, 400, *group) for code in places for group in groups]
    rows = pd.DataFrame(estimates + census)[list(POPULATION.columns)]
    table = publish.Table(POPULATION, rows, [], publish.metadata_of(POPULATION, []))
    publish.publish([table], tmp_path)
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path))


def test_the_met_area_is_32_boroughs_of_estimates():
    assert residents(MPS).to_dict() == {2020: 320, 2021: 320}


@pytest.mark.parametrize("code", ["E09000001", "E09000022", "E09000033"])
def test_a_place_has_its_estimate_alone(code):
    assert residents(code).to_dict() == {2020: 10, 2021: 10}


def test_no_place_is_found_in_the_joint_row():
    assert residents(JOINT).empty
