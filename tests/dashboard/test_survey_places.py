"""London and boroughs at a common date, lines that break, shares that are hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.subjects.trust.figures import boroughs as survey_boroughs
from dashboard.subjects.trust.figures import places as survey_places
from dashboard.subjects.trust.figures import survey
from dashboard.subjects.trust.figures.survey import (
    SURVEY,
    SurveySummary,
    survey_measures,
    survey_series,
    survey_summary,
)
from data_pipeline import publish
from datasets import catalogue
from datasets.schema import DATASETS, MPS, MPS_NAME

FIRST, MAR_23 = pd.Timestamp("2014-12-31"), pd.Timestamp("2023-03-31")
DEC_23, SEP_25, MAR_26 = (
    pd.Timestamp("2023-12-31"),
    pd.Timestamp("2025-09-30"),
    pd.Timestamp("2026-03-31"),
)
LAMBETH, BRENT = "E09000022", "E09000005"
HELD = ("trust", "good_job_local", "treat_fairly")


def london(last: pd.Timestamp) -> dict[str, SurveySummary]:
    found = survey_summary(survey_series(MPS, HELD, FIRST, last), MPS)
    return {one.measure: one for one in found}


@pytest.mark.parametrize(
    ("measure", "before", "after", "low", "high"),
    [("trust", 71, 74, 2, 4), ("good_job_local", 50, 46, -6, -2), ("treat_fairly", 65, 66, -1, 3)],
)
def test_what_changed_in_london_since_the_review(measure, before, after, low, high):
    found = london(MAR_26)[measure]
    assert (found.baseline_pct, found.latest_pct, found.latest_end) == (before, after, SEP_25)
    assert (round(found.change.low), round(found.change.high)) == (low, high)
    assert found.change.excludes_zero is (measure != "treat_fairly")


@pytest.mark.parametrize(
    ("measure", "before", "after"),
    [("trust", 71, 69), ("good_job_local", 50, 47), ("treat_fairly", 65, 62)],
)
def test_years_that_share_a_quarter_are_not_tested(measure, before, after):
    found = london(DEC_23)[measure]
    assert (found.baseline_pct, found.latest_pct, found.latest_end) == (before, after, DEC_23)
    assert found.change is None
    assert found.why_no_change == "the two years share interviews"


def test_the_first_year_that_shares_no_interview_is_tested():
    assert london(pd.Timestamp("2024-03-31"))["trust"].change is not None


@pytest.mark.parametrize("last", ["2023-03-31", "2020-03-31"])
def test_a_period_up_to_the_review_has_no_change_since_it(last):
    found = london(pd.Timestamp(last))["trust"]
    assert found.change is None
    assert found.why_no_change == "nothing after the year to March 2023"


def test_the_four_measures_are_offered_together():
    options = survey_places.survey_options()
    assert set(survey_places.TOGETHER) <= set(options)
    assert list(options)[:4] == ["trust", "good_job_local", "good_job_london", "treat_fairly"]
    assert "good_job_london" not in survey_measures()


@pytest.mark.parametrize(
    ("measure", "newest"),
    [("trust", "2025-09-30"), ("relied_on", "2023-12-31"), ("understand_issues", "2025-03-31")],
)
def test_the_newest_year_that_places_have_in_common(measure, newest):
    assert survey_places.common_quarter(measure, MAR_26) == pd.Timestamp(newest)


def test_no_common_year_before_the_first():
    assert survey_places.common_quarter("trust", pd.Timestamp("2015-12-31")) is None
    assert survey_places.places_at("trust", [LAMBETH], pd.Timestamp("2015-12-31")) is None


def test_places_stand_beside_london_at_one_date():
    found = survey_places.places_at("trust", [LAMBETH, BRENT], MAR_26)
    assert found.end == SEP_25
    assert found.shares == {"Lambeth": 70, "Brent": 78}
    assert found.london_pct == 74
    assert list(found.by_place) == ["Lambeth", "Brent", MPS_NAME]
    ((own, beside),) = found.beside_london("Lambeth")
    assert (own.baseline_pct, own.latest_pct, beside.latest_pct) == (60, 70, 74)


def test_each_place_ends_where_it_ends():
    series = survey_places.survey_of_places([LAMBETH, MPS], ["trust"], FIRST, MAR_26)
    assert survey_places.newest(series) == {"Lambeth": (64, MAR_26), MPS_NAME: (74, SEP_25)}
    lines = survey_places.as_lines(series, "area_name")
    assert dict(lines.groupby("series")["role"].first()) == {
        "Lambeth": "main",
        MPS_NAME: "context",
    }
    assert dict(lines.groupby("series")["date"].max()) == {"Lambeth": MAR_26, MPS_NAME: SEP_25}


def test_no_place_has_no_rows_but_the_columns():
    found = survey_places.survey_of_places([], ["trust"], FIRST, MAR_26)
    assert found.empty
    assert {"area_code", "area_name", "share_pct", "is_transcription"} <= set(found.columns)


def test_a_years_rows_are_those_of_its_newest_quarter_and_of_the_review():
    series = survey_series(MPS, ["trust"], FIRST, MAR_26)
    ends = list(survey_places.yearly(series)["period_end"])
    assert {end.month for end in ends if end != MAR_23} == {9}
    assert MAR_23 in ends
    assert len(ends) == 11


# Faults, over a small published table


@pytest.fixture
def holding(tmp_path, monkeypatch):
    """Publishes the survey's trust figures of three quarters, changed as a test asks."""

    def put(change) -> None:
        table = catalogue.load("public_attitudes", None, {**SURVEY, "measure": "trust"})
        ends = pd.to_datetime(["2023-03-31", "2025-03-31", "2025-06-30", "2025-09-30"])
        rows = change(table[table["period_end"].isin(ends)].reset_index(drop=True))
        attitudes = DATASETS["public_attitudes"]
        rows = rows.astype({"base_n": "Int64"})[list(attitudes.columns)]
        entry = publish.Table(attitudes, rows, [], publish.metadata_of(attitudes, []))
        publish.publish([entry], tmp_path)
        monkeypatch.setenv("DATASETS_DIR", str(tmp_path))

    return put


def is_at(rows: pd.DataFrame, area: str, end: str) -> pd.Series:
    return rows["area_code"].eq(area) & rows["period_end"].eq(pd.Timestamp(end))


def test_a_missing_quarter_breaks_the_line(holding):
    holding(lambda rows: rows[~is_at(rows, LAMBETH, "2025-06-30")])
    series = survey_places.survey_of_places(
        [LAMBETH, BRENT], ["trust"], pd.Timestamp("2025-03-31"), SEP_25
    )
    gap = pd.Timestamp("2025-06-30")
    assert survey_places.missing_quarters(series) == {"Lambeth": [gap]}
    lines = survey_places.as_lines(series, "area_name")
    lambeth = lines[lines["series"] == "Lambeth"].set_index("date")["value"]
    assert list(lambeth.index) == list(pd.date_range("2025-03-31", SEP_25, freq="QE"))
    assert pd.isna(lambeth[gap])
    assert lambeth.notna().sum() == 2


def test_a_share_on_fewer_than_50_answers_is_hidden(holding):
    def few(rows):
        rows.loc[is_at(rows, LAMBETH, "2025-09-30"), "base_n"] = 49
        rows.loc[is_at(rows, BRENT, "2025-09-30"), "base_n"] = 50
        return rows

    holding(few)
    asked = (["trust"], MAR_23, SEP_25)
    hidden = survey.hidden_quarters([LAMBETH, BRENT], *asked)
    assert hidden == {LAMBETH: [SEP_25], BRENT: []}
    assert SEP_25 not in list(survey_series(LAMBETH, *asked)["period_end"])
    assert SEP_25 in list(survey_series(BRENT, *asked)["period_end"])
    assert LAMBETH not in survey.survey_shares("trust", SEP_25).index


def test_a_borough_without_the_common_year_is_named_and_not_counted(holding):
    holding(lambda rows: rows[~is_at(rows, LAMBETH, "2025-09-30")])
    found = survey_places.places_at("trust", [LAMBETH, BRENT], SEP_25)
    assert found.end == SEP_25
    assert found.by_place["Lambeth"] is None
    assert found.shares == {"Brent": 78}
    assert found.beside_london("Lambeth") == []
    shares = survey_boroughs.borough_shares("trust", SEP_25)
    assert (len(shares.rows), len(shares.held)) == (32, 31)
    assert shares.rows.set_index("area_code").loc[LAMBETH, "standing"] == ""
    changes = survey_boroughs.borough_changes("trust", SEP_25)
    assert len(changes.boroughs) == 31
    lambeth = changes.rows.set_index("area_code").loc[LAMBETH]
    assert pd.isna(lambeth["change"])
    assert not lambeth["is_clear"]


def test_a_year_that_few_boroughs_have_is_not_common(holding):
    def one_borough(rows):
        return rows[~rows["period_end"].eq(SEP_25) | rows["area_code"].isin([MPS, BRENT])]

    holding(one_borough)
    assert survey_places.common_quarter("trust", SEP_25) == pd.Timestamp("2025-06-30")


def test_london_alone_has_nothing_in_common_with_boroughs(holding):
    holding(lambda rows: rows[rows["area_code"] == MPS])
    assert survey_places.common_quarters("trust") == []


def test_londons_own_change_is_not_one_of_the_comparisons(holding):
    """One borough moves 12 points: p 0.0016, just short of 0.05 / 32; London's own is far below."""

    def one_moves(rows):
        is_borough = rows["area_code"].ne(MPS)
        rows.loc[is_borough, "share_pct"] = 60.0
        rows.loc[is_at(rows, LAMBETH, "2025-09-30"), "share_pct"] = 72.0
        rows.loc[is_at(rows, MPS, "2025-09-30"), "share_pct"] = 60.0
        return rows

    holding(one_moves)
    rows = survey_boroughs.borough_changes("trust", SEP_25).rows.set_index("area_code")
    assert rows.loc[LAMBETH, "p_value"] == pytest.approx(0.0016, abs=0.0001)
    assert rows.loc[MPS, "p_value"] < 0.0001
    assert not rows.loc[LAMBETH, "is_clear"]
    assert rows.loc[MPS, "is_clear"]
