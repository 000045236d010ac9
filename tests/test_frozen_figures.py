"""Acceptance figures: what anyone can look up in the publishers' files, read from the frozen tables."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from datasets import catalogue
from datasets.rows import Between
from datasets.schema import MPS, SURVEY_MEASURES

CITY = "E09000001"
LAMBETH = "E09000022"
NEWHAM = "E09000025"
BEXLEY = "E09000004"
REGION = "E12000007"
REVIEW_YEAR = Between("2022-02-01", "2023-01-31")
NEWEST_YEAR = Between("2025-07-01", "2026-06-30")


def offences(**filters) -> int:
    return int(
        catalogue.load("recorded_offences", ["offences_count"], filters)["offences_count"].sum()
    )


def shares(**filters) -> pd.DataFrame:
    """The survey that the site is about, as its places are; others stand beside it, of the region as a whole."""
    filters = {"measure": list(SURVEY_MEASURES), **filters}
    rows = catalogue.load("public_attitudes", filters=filters).set_index("period_end")
    return rows[rows["area_code"] != REGION]


# Recorded offences


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 873_924),
        ({"offence_group": "Burglary"}, 53_886),
        ({"offence_group": "Robbery"}, 28_239),
        ({"offence_group": "Theft"}, 241_114),
        ({"offence_group": "Vehicle offences"}, 109_110),
        ({"offence_group": "Violence against the person"}, 240_950),
        ({"offence_group": "Sexual offences"}, 25_168),
    ],
)
def test_offences_in_the_year_of_the_review(filters, count):
    assert offences(month=REVIEW_YEAR, **filters) == count


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 910_619),
        ({"area_code": LAMBETH}, 38_692),
        ({"area_code": LAMBETH, "offence_group": "Burglary"}, 1_785),
    ],
)
def test_offences_in_the_newest_year(filters, count):
    assert offences(month=NEWEST_YEAR, **filters) == count


def test_offences_run_from_april_2010_to_june_2026_without_a_gap():
    months = catalogue.load("recorded_offences", ["month"])["month"].drop_duplicates()
    assert list(months) == list(pd.date_range("2010-04-01", "2026-06-01", freq="MS"))
    assert catalogue.manifest()["datasets"]["recorded_offences"]["period"] == ["2010-04", "2026-06"]


def test_the_newer_edition_begins_in_july_2024():
    rows = catalogue.load("recorded_offences", ["month", "edition"])
    ends = rows.groupby("edition")["month"].agg(["min", "max"])
    assert {edition: [f"{end:%Y-%m}" for end in row] for edition, row in ends.iterrows()} == {
        "202602": ["2010-04", "2024-06"],
        "202606": ["2024-07", "2026-06"],
    }


def test_what_is_no_borough_keeps_its_name_and_has_no_code():
    rows = catalogue.load(
        "recorded_offences", ["area_name", "area_code", "area_type"]
    ).drop_duplicates()
    others = rows[rows["area_code"].isna()]
    assert dict(zip(others["area_name"], others["area_type"], strict=True)) == {
        "Heathrow and London City airports": "airport",
        "Unknown": "unknown",
    }
    assert set(rows.loc[rows["area_code"].notna(), "area_type"]) == {"borough"}


@pytest.mark.parametrize("dataset", ["public_attitudes", "recorded_offences"])
def test_all_32_boroughs_and_not_the_city(dataset):
    codes = set(catalogue.load(dataset, ["area_code"])["area_code"].dropna())
    codes -= {MPS, REGION}  # a survey of the region as a whole
    assert codes == {f"E09{number:06}" for number in range(2, 34)}
    assert CITY not in codes


# The Review's own figures


def test_the_total_that_the_review_prints_is_among_its_figures():
    rows = catalogue.load("review_figures", filters={"value": 872_841.0})
    assert rows["statement"].str.contains("Total notifiable offences").all()
    assert rows[["period_start", "period_end"]].drop_duplicates().to_numpy().tolist() == [
        [pd.Timestamp("2022-02-01"), pd.Timestamp("2023-01-31")]
    ]


# The survey


@pytest.mark.parametrize(("end", "share"), [("2022-03-31", 73.0), ("2023-12-31", 69.0)])
def test_trust_in_london(end, share):
    assert shares(measure="trust", area_code=MPS)["share_pct"][end] == share


@pytest.mark.parametrize(
    ("measure", "share"),
    [("understand_issues", 60.0), ("relied_on", 58.0), ("listen_to_concerns", 61.0), ("treat_fairly", 62.0),
     ("good_job_local", 50.0)],
)  # fmt: skip
def test_september_2022_is_not_the_repeat_of_2014(measure, share):
    """One edition repeats December 2014 as its last quarter; the later edition has other values."""
    row = shares(measure=measure, area_code=MPS).loc["2022-09-30"]
    assert row["share_pct"] == share
    assert (row["source_id"], row["edition"]) == ("mopac_public_perception", "2025-09")


def test_newhams_late_rows_are_left_out():
    rows = shares(measure="treat_fairly", area_code=NEWHAM)[:"2021-12-31"]
    assert set(rows["source_id"]) == {"mopac_pas_workbook"}
    assert len(rows) == 29
    assert rows["share_pct"]["2014-12-31"] == 72.0


def test_bexleys_trust_has_one_row_a_quarter():
    rows = shares(measure="trust", area_code=BEXLEY)
    assert list(rows.index) == list(pd.date_range("2016-03-31", "2026-03-31", freq="QE"))
    assert rows["share_pct"]["2023-06-30":"2026-03-31"].tolist() == [
        73,
        75,
        74,
        76,
        76,
        74,
        75,
        76,
        76,
        78,
        75,
        74,
    ]


def test_a_transcription_gives_way_to_a_publishers_file():
    rows = shares()
    assert set(rows.loc[rows["is_transcription"], "source_id"]) == {"mopac_dashboard_transcription"}
    assert rows.loc[rows["is_transcription"]].index.min() == pd.Timestamp("2024-03-31")
    london = rows[rows["area_code"] == MPS]
    measures = london.loc[london["source_id"] == "mopac_public_perception", "measure"].unique()
    assert not london[london["measure"].isin(measures)]["is_transcription"].any()


def test_every_figure_covers_twelve_months_and_everyone():
    rows = shares()
    assert set(rows["time_basis"]) == {"rolling_12_months"}
    assert set(rows["group_dimension"]) == set(rows["group"]) == {"all"}
    assert rows["base_n"].isna().all()


def test_the_regions_trust_is_of_another_publisher_alone_and_says_not_what_it_covers():
    rows = catalogue.load("public_attitudes", filters={"measure": "trust", "area_code": REGION})
    assert set(rows["source_id"]) == {"gla_survey_series"}
    assert set(rows["time_basis"]) == {"not_stated"}
    assert [f"{end:%Y-%m}" for end in rows["period_end"]] == [
        f"{year}-12" for year in range(2017, 2025)
    ]


# Population and outlines


@pytest.mark.parametrize(
    ("year", "residents"), [(2011, 8_204_407), (2021, 8_804_769), (2024, 9_089_736)]
)
def test_residents_of_london(year, residents):
    rows = catalogue.load(
        "population", filters={"year": year, "sex": "all", "ethnicity": "all", "age_band": "all"}
    )
    assert rows["residents_count"].sum() == residents
    assert len(rows) == 33


def test_population_has_every_year_from_2010_to_2024():
    assert sorted(catalogue.load("population", ["year"])["year"].unique()) == list(
        range(2010, 2025)
    )


def test_every_place_has_an_outline_around_london():
    rows = catalogue.load("boundaries")
    assert rows["area_code"].tolist() == [f"E09{number:06}" for number in range(1, 34)]
    for text in rows["geometry"]:
        for east, north in corners(json.loads(text)["coordinates"]):
            assert -0.6 < east < 0.4
            assert 51.2 < north < 51.75


def corners(nested: list) -> list[list[float]]:
    if isinstance(nested[0], float):
        return [nested]
    return [corner for part in nested for corner in corners(part)]
