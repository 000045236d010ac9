"""Funnel and changes of the 32 boroughs, against the same figures worked out here from the table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from dashboard.subjects.trust.figures import boroughs as survey_boroughs
from datasets import catalogue
from datasets.schema import MPS

MAR_23, SEP_25 = pd.Timestamp("2023-03-31"), pd.Timestamp("2025-09-30")
HELD = ("trust", "good_job_local", "treat_fairly")


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    """Per cent by measure and place (rows) and year (columns), straight from the published file."""
    table = pd.read_parquet(catalogue.directory() / "public_attitudes.parquet")
    is_survey = table["survey"].eq("PAS") & table["time_basis"].eq("rolling_12_months")
    table = table[is_survey & table["group_dimension"].eq("all")]
    table = table.assign(period_end=pd.to_datetime(table["period_end"]))
    return table.pivot_table(
        index=["measure", "area_code"], columns="period_end", values="share_pct", observed=True
    )


@pytest.mark.parametrize("measure", HELD)
def test_where_each_borough_stands_beside_london(measure, shares):
    own = shares.loc[measure, SEP_25]
    error = np.sqrt(own[MPS] * (100 - own[MPS]) * 1.3 / 400 + 1 / 6)
    z = (own.drop(MPS) - own[MPS]) / error
    expected = pd.cut(
        z,
        [-np.inf, -norm.ppf(0.999), -norm.ppf(0.975), norm.ppf(0.975), norm.ppf(0.999), np.inf],
        labels=["below_998", "below_95", "within", "above_95", "above_998"],
    )
    found = survey_boroughs.borough_shares(measure, SEP_25)
    assert found.london_pct == own[MPS]
    assert found.rows.set_index("area_code")["standing"].to_dict() == expected.to_dict()
    assert found.rows["area_name"].is_monotonic_increasing
    assert len(found.held) == 32


@pytest.mark.parametrize(
    ("measure", "london", "counts"),
    [
        ("trust", 74, {"above_998": 1, "above_95": 5, "below_95": 2, "below_998": 4}),
        ("good_job_local", 46, {"above_998": 2, "above_95": 1, "below_95": 1, "below_998": 1}),
        ("treat_fairly", 66, {"above_998": 1, "above_95": 3, "below_95": 3, "below_998": 5}),
    ],
)
def test_how_many_boroughs_stand_apart(measure, london, counts):
    found = survey_boroughs.borough_shares(measure, SEP_25)
    assert found.london_pct == london
    standings = found.rows["standing"].value_counts().to_dict()
    assert standings == counts | {"within": 32 - sum(counts.values())}


def test_the_limits_and_londons_own_uncertainty():
    found = survey_boroughs.borough_shares("trust", SEP_25)
    first = found.rows.iloc[0]
    assert (first["low_95"], first["high_95"]) == pytest.approx((69.03, 78.97), abs=0.01)
    assert (first["low_998"], first["high_998"]) == pytest.approx((66.17, 81.83), abs=0.01)
    assert found.london_reach == pytest.approx(1.04, abs=0.01)
    assert found.rows["is_transcription"].all()
    assert set(found.rows["base_n"]) == {400}


def benjamini_hochberg(p_values: pd.Series, rate: float) -> set[str]:
    """Names of those kept: all up to the last that is under its share of the rate."""
    ranked = p_values.sort_values()
    passing = ranked <= rate * np.arange(1, len(ranked) + 1) / len(ranked)
    return (
        set(ranked.index[: passing.to_numpy().nonzero()[0].max() + 1]) if passing.any() else set()
    )


@pytest.mark.parametrize("measure", HELD)
def test_which_boroughs_have_changed(measure, shares):
    before, after = shares.loc[measure, MAR_23].drop(MPS), shares.loc[measure, SEP_25].drop(MPS)
    variance = (before * (100 - before) + after * (100 - after)) * 1.3 / 400 + 1 / 6
    p_values = pd.Series(2 * norm.sf(abs(after - before) / np.sqrt(variance)), before.index)
    found = survey_boroughs.borough_changes(measure, SEP_25)
    rows = found.rows.set_index("area_code")
    assert rows.index[0] == MPS
    assert rows["area_name"].iloc[1:].is_monotonic_increasing
    own = rows.drop(MPS)
    assert own["p_value"].to_dict() == pytest.approx(p_values.to_dict(), abs=1e-9)
    assert set(own.index[own["is_clear"]]) == benjamini_hochberg(p_values, 0.05)
    assert own["change"].to_dict() == (after - before).to_dict()
    half = own["high"] - own["change"]
    assert half.to_dict() == pytest.approx((norm.ppf(0.975) * np.sqrt(variance)).to_dict())


@pytest.mark.parametrize(
    ("measure", "alone", "up", "down"),
    [
        ("trust", 10, [], []),
        ("good_job_local", 10, [], ["Brent", "Harrow", "Hillingdon", "Islington"]),
        (
            "treat_fairly",
            9,
            ["Newham", "Tower Hamlets", "Waltham Forest"],
            ["Brent", "Ealing", "Harrow", "Hillingdon"],
        ),
    ],
)
def test_how_many_changes_are_clear_alone_and_together(measure, alone, up, down):
    held = survey_boroughs.borough_changes(measure, SEP_25).boroughs
    assert len(held) == 32
    assert (held["low"].gt(0) | held["high"].lt(0)).sum() == alone
    clear = held[held["is_clear"]]
    assert list(clear.loc[clear["change"] > 0, "area_name"]) == up
    assert list(clear.loc[clear["change"] < 0, "area_name"]) == down
    only_alone = survey_boroughs.clear_alone(measure, SEP_25)
    assert len(only_alone) == alone - len(clear)
    assert set(only_alone.values()) <= {32}


@pytest.mark.parametrize(
    ("measure", "end", "why"),
    [
        ("trust", "2023-12-31", "the two years share interviews"),
        ("trust", "2020-03-31", "nothing after the year to March 2023"),
        ("stop_search_fair", "2025-09-30", "no figure for the year to March 2023"),
    ],
)
def test_no_change_is_given_and_why(measure, end, why):
    found = survey_boroughs.borough_changes(measure, pd.Timestamp(end))
    assert found.why_none == why
    assert found.rows.empty
    assert survey_boroughs.clear_alone(measure, pd.Timestamp(end)) == {}


def test_the_sources_of_both_years_are_named():
    workbook, read_off = "mopac_pas_workbook", "mopac_dashboard_transcription"
    assert survey_boroughs.borough_changes("trust", SEP_25).source_ids == {workbook, read_off}
    before = survey_boroughs.borough_changes("trust", pd.Timestamp("2023-12-31"))
    assert before.source_ids == {workbook}


def test_the_places_whose_figure_was_read_off_a_dashboard():
    """London's and all boroughs' trust in September 2025; no figure of a year that a file holds."""
    newest = survey_boroughs.borough_shares("trust", SEP_25)
    assert len(newest.transcribed) == 33
    assert MPS in newest.transcribed
    filed = survey_boroughs.borough_shares("trust", pd.Timestamp("2023-12-31"))
    assert filed.transcribed == frozenset()
