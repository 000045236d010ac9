"""Early signs beside the verdicts of the survey, worked out again with pandas alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data_pipeline.derived import success_measures
from tests.data_pipeline.verdict_tables import FAIR, GOOD_JOB, SURVEY, TRUST, made

MAR_23, SEP_25, MAR_26 = (pd.Timestamp(day) for day in ("2023-03-31", "2025-09-30", "2026-03-31"))
ROW = (SURVEY, TRUST, "all")
CITY = "E09000001"


@pytest.fixture(scope="module")
def residents(tables) -> pd.Series:
    """Residents of mid-2024, all ages, by borough."""
    rows = tables["population"]
    rows = rows[
        (rows["year"] == 2024)
        & (rows[["sex", "ethnicity", "age_band"]] == "all").all(axis="columns")
        & (rows["area_code"] != CITY)
    ]
    return rows.set_index("area_code")["residents_count"]


def wide(attitudes: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Shares, a row a quarter, a column a place."""
    rows = attitudes[
        (attitudes["survey"] == "PAS")
        & (attitudes["measure"] == measure)
        & (attitudes["group_dimension"] == "all")
        & (attitudes["time_basis"] == "rolling_12_months")
    ]
    return rows.pivot_table(index="period_end", columns="area_code", values="share_pct")


def test_trust_is_back_where_it_was_at_the_review(tables, residents, verdicts):
    shares = wide(tables["public_attitudes"], TRUST)
    boroughs = shares[residents.index]
    assert len(boroughs.columns) == 32
    mean = pd.Series(
        [np.average(row, weights=residents) for row in boroughs.to_numpy()], index=shares.index
    )
    plain = boroughs.mean(axis="columns")
    assert [round(mean[one], 1) for one in (SEP_25, MAR_26)] == [74.2, 70.6]
    assert [round(plain[one], 1) for one in (SEP_25, MAR_26)] == [74.3, 70.8]
    assert (shares.loc[SEP_25, "MPS"], shares.loc[MAR_23, "MPS"]) == (74, 71)
    london = shares["MPS"].dropna()
    apart = (mean[london.index] - london).abs()
    assert (len(apart), round(apart.max(), 1)) == (39, 0.6)
    assert round((plain[london.index] - london).abs().max(), 1) == 0.9
    lower = int((boroughs.loc[MAR_26] < boroughs.loc[SEP_25]).sum())
    assert lower == 29
    found = verdicts.loc[ROW]
    assert found["early_sign_value"] == pytest.approx(mean[MAR_26])
    assert found["early_sign_period_end"] == MAR_26
    assert found["early_sign_record"] == pytest.approx(apart.max())
    assert (found["early_sign_shared"], found["early_sign_places"]) == (39, 32)
    assert (found["early_sign_lower"], found["early_sign_higher"]) == (lower, 1)
    assert found["early_sign_residents_year"] == 2024
    assert found["early_sign_contradicts"]


@pytest.mark.parametrize(
    ("measure", "value", "record", "lower"),
    [(GOOD_JOB, 44.7, 0.8, 15), (FAIR, 63.9, 0.7, 19)],
)
def test_the_other_questions_have_a_sign_that_contradicts_nothing(
    measure, value, record, lower, tables, residents, verdicts
):
    shares = wide(tables["public_attitudes"], measure)
    boroughs = shares[residents.index]
    mean = boroughs.mul(residents).sum(axis="columns") / residents.sum()
    london = shares["MPS"].dropna()
    found = verdicts.loc[(SURVEY, measure, "all")]
    assert found["early_sign_value"] == pytest.approx(mean[MAR_26])
    assert found["early_sign_record"] == pytest.approx((mean - london).abs().max())
    assert found["early_sign_lower"] == (boroughs.loc[MAR_26] < boroughs.loc[SEP_25]).sum()
    said = (found["early_sign_value"], found["early_sign_record"], found["early_sign_lower"])
    assert (round(said[0], 1), round(said[1], 1), said[2]) == (value, record, lower)
    assert found["early_sign_shared"] == 44
    assert not found["early_sign_contradicts"]
    assert "early sign" not in found["reason"].lower()


def test_whatever_rests_on_a_contradicted_verdict_says_so(verdicts):
    against = verdicts[verdicts["early_sign_contradicts"]]
    assert set(against.index) == {ROW, (SURVEY, "all", "all")}
    assert against["reason"].str.contains("An early sign speaks against").all()
    assert against["reason"].str.contains("70.6% in the year to March 2026").all()
    assert verdicts[~verdicts["early_sign_contradicts"]]["reason"].str.contains("sign").sum() == 0


def moved(tables, points: float):
    """The tables with every borough's newest trust moved by so many points."""
    rows = tables["public_attitudes"].copy()
    newest = (
        (rows["measure"] == TRUST)
        & (rows["period_end"] == MAR_26)
        & (rows["time_basis"] == "rolling_12_months")
    )
    rows.loc[newest, "share_pct"] += points
    return {**tables, "public_attitudes": rows}


@pytest.mark.parametrize(("points", "speaks"), [(0.8, True), (1.0, False), (4.0, False)])
def test_a_rise_is_contradicted_up_to_the_record_above_the_baseline(points, speaks, tables):
    """71 + 0.56 is the last value that counts as back: 70.64 + 0.8 is under it, + 1.0 is not."""
    found = made(moved(tables, points))
    assert found.loc[ROW, "early_sign_contradicts"] == speaks
    assert found.loc[(SURVEY, "all", "all"), "early_sign_contradicts"] == speaks
    assert ("early sign" in found.loc[ROW, "reason"]) == speaks


def test_there_is_no_sign_without_residents_or_where_a_borough_is_missing(tables):
    without = {name: rows for name, rows in tables.items() if name != "population"}
    assert made(without)["early_sign_value"].isna().all()
    rows = tables["public_attitudes"]
    gone = (rows["area_code"] == "E09000017") & (rows["period_end"] > SEP_25)
    fewer = made({**tables, "public_attitudes": rows[~gone]})
    assert fewer["early_sign_value"].isna().all()
    assert not fewer["early_sign_contradicts"].any()


def test_a_share_on_too_few_answers_is_in_no_mean(tables):
    rows = tables["public_attitudes"].copy()
    few = (rows["area_code"] == "E09000017") & (rows["period_end"] == MAR_26)
    rows.loc[few, "base_n"] = 49
    found = made({**tables, "public_attitudes": rows})
    assert found.loc[ROW, "early_sign_period_end"] == pd.Timestamp("2025-12-31")


def test_nullable_numbers_of_a_build_give_the_same(tables, verdicts):
    """A build holds interviews as nullable integers, which compare to neither true nor false."""
    rows = tables["public_attitudes"].astype({"base_n": "Int64"})
    found = made({**tables, "public_attitudes": rows})
    assert found.loc[ROW, "early_sign_value"] == verdicts.loc[ROW, "early_sign_value"]


def test_the_boroughs_and_their_residents_are_among_what_it_is_made_from(tables):
    counts = success_measures.made(tables).counts
    assert counts["ons_population", "2024"] == 3
    assert any(source == "mopac_dashboard_transcription" for source, _ in counts)
