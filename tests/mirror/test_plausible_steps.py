"""Every edition held is plausible, in order of time; and the spoils seen published once are caught."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from benchmarks import plausible_steps
from data_pipeline import locate, plausible, registry, source_files
from datasets.schema import DATASETS

pytestmark = pytest.mark.mirror

ALARMS = plausible.alarms  # before the fixtures of other folders put it aside
SOURCES = {id_: one for id_, one in registry.all_sources().items() if not one.on_request}


@pytest.fixture(scope="session")
def page() -> str:
    return plausible_steps.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("source", SOURCES)
def test_every_edition_in_order_of_time_is_plausible_and_the_page_says_how_near(
    source, mirror, page
):
    made = plausible_steps.section(SOURCES[source], mirror)
    assert made in page
    assert [float(size) for size in re.findall(r"\d+\.\d\d(?= \|)", made) if float(size) > 1] == []


@pytest.mark.parametrize(
    ("id_", "spoil"),
    [
        ("mopac_public_perception", lambda rows: rows.assign(
            share_pct=rows["share_pct"].mask(rows["period_end"] == rows["period_end"].max(), 30.0))),
        ("mps_strength", lambda rows: rows.assign(
            people=rows["people"].mask(rows["date"] == rows["date"].max(), rows["people"] * 10))),
        ("ons_population", lambda rows: rows.assign(
            area_name=rows["area_name"].replace({"Croydon": "Sutton", "Sutton": "Croydon"}))),
        ("mps_vawg", lambda rows: rows.assign(
            counted=rows["counted"].mask(rows["month"] == rows["month"].max(), rows["counted"] // 3))),
        ("mps_custody", lambda rows: rows.assign(
            ethnicity=rows["ethnicity"].replace({"Black": "Asian", "Asian": "Black"}))),
        ("mps_other_crime", lambda rows: rows.assign(
            area_name=rows["area_name"].replace({"Croydon": "Sutton", "Sutton": "Croydon"}))),
        ("mps_business_crime", lambda rows: rows.assign(
            outcomes_count=rows["outcomes_count"].mask(rows["outcome_kind"] == "charged", 0))),
    ],
)  # fmt: skip
def test_a_spoilt_table_is_caught_on_a_first_load_or_against_the_published(id_, spoil, mirror):
    source = SOURCES[id_]
    rows = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows
    dataset = DATASETS[source.dataset]
    assert ALARMS(rows, pd.DataFrame(), dataset, source) == []
    assert ALARMS(spoil(rows), rows, dataset, source) != []


def test_a_year_of_crime_made_larger_by_seven_per_cent_is_caught(mirror):
    source = SOURCES["mps_recorded_crime"]
    rows = source_files.read_source(source, locate.in_mirror(mirror)(source)).rows
    spoilt = rows["offences_count"].mask(
        rows["month"].dt.year == 2025, (rows["offences_count"] * 1.07).round()
    )
    found = ALARMS(rows.assign(offences_count=spoilt), rows, DATASETS[source.dataset], source)
    assert [one.bound for one in found] == ["total: published figure"]


def test_the_page_names_every_source(page):
    assert re.findall(r"^## (\w+)$", page, flags=re.MULTILINE) == list(SOURCES)
