"""Every place in one year, against plain sums of the published rows."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.figures.places import residents
from dashboard.subjects.crime.figures import places as crime_places
from datasets import catalogue

JUNE = pd.Timestamp("2026-06-01")


@pytest.fixture(scope="module")
def burglary():
    return crime_places.places_in_year("Burglary", "all", JUNE).set_index("area_code")


def test_every_place_of_the_met_and_not_the_city(burglary):
    assert len(burglary) == 33
    assert burglary.index[0] == "MPS"
    assert "E09000001" not in burglary.index
    assert burglary.loc["MPS", "offences_count"] == 47_880


def test_a_borough_by_hand(burglary):
    rows = catalogue.load("recorded_offences", None, {"area_code": "E09000033"})
    year = rows[rows["month"] > JUNE - pd.DateOffset(months=12)]
    of_group = year[year["offence_group"] == "Burglary"]["offences_count"].sum()
    westminster = burglary.loc["E09000033"]
    assert westminster["offences_count"] == of_group == 2_608
    assert westminster["share_pct"] == pytest.approx(100 * 2_608 / year["offences_count"].sum())
    people = residents("E09000033")[2024]
    assert westminster["rate_per_1000"] == pytest.approx(1000 * 2_608 / people)
    assert westminster["population_year"] == 2024


def test_a_kind_that_was_not_in_use_has_no_figures_rather_than_none():
    ended = crime_places.places_in_year("Burglary", "Domestic burglary", JUNE)
    assert ended[["offences_count", "rate_per_1000", "share_pct"]].isna().all(axis=None)
    last = crime_places.places_in_year("Burglary", "Domestic burglary", pd.Timestamp("2023-03-01"))
    assert last["offences_count"].iloc[0] == 37_469


def test_the_first_year_has_none_before_it():
    first = crime_places.places_in_year("all", "all", pd.Timestamp("2011-03-01"))
    assert first["offences_count"].notna().all()
    assert first[["before_count", "change_pct"]].isna().all(axis=None)


def test_whose_rates_are_of_visitors_too():
    said = crime_places.rate_caveats()
    assert said["Westminster"] == "visitors, not only residents"
    assert set(said) == {"Westminster", "City of London"}
