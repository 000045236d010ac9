"""The seven measures as the pages get them, against the published tables."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard.subjects.outcomes.figures.ripening import positive
from dashboard.subjects.overview.figures import success
from dashboard.words import verdict_steps
from datasets import catalogue


@pytest.fixture(scope="module")
def measures():
    return success.measures()


def test_seven_measures_in_the_order_of_the_review(measures):
    assert [one.id for one in measures] == [
        "trust_confidence_fairness",
        "misconduct_action_rate",
        "misconduct_racial_disparity",
        "charge_rates",
        "rape_cases_to_court",
        "response_times",
        "workforce_representation",
    ]


def test_one_is_mixed_one_shows_no_clear_change_and_five_cannot_be_judged(measures):
    assert success.tally(measures) == {
        "improved": 0,
        "worsened": 0,
        "mixed": 1,
        "no_clear_change": 1,
        "cannot_be_judged": 5,
    }


def test_the_first_measure_shows_its_four_questions_first_and_in_order(measures):
    first = measures[0].indicators
    assert list(first["indicator"])[:4] == [
        "trust",
        "good_job_local",
        "good_job_london",
        "treat_fairly",
    ]
    assert list(first["verdict"])[:4] == [
        "improved",
        "worsened",
        "cannot_be_judged",
        "no_clear_change",
    ]
    assert set(first["group"][4:]) == {"Black", "LGBT+"}


def test_the_nearest_figure_to_a_charge_rate_is_no_part_of_its_verdict(measures):
    charges = measures[3]
    assert "positive_outcomes" in set(charges.indicators["indicator"])
    assert "positive_outcomes" not in set(charges.deciding["indicator"])
    assert "sanction" not in " ".join(charges.deciding["indicator_name"]).lower()


@pytest.mark.parametrize("indicator", ["trust", "good_job_local", "treat_fairly"])
def test_what_the_page_prints_leads_to_the_verdict_by_hand(measures, indicator):
    """Redone from the printed figures alone, not with the project's statistics."""
    rows = measures[0].indicators
    row = rows[(rows["indicator"] == indicator) & (rows["group"] == "all")].iloc[0]
    p, q, n = row["baseline_value"], row["latest_value"], row["latest_base_n"]
    variance = (p * (100 - p) + q * (100 - q)) * row["design_effect"] / n + 1 / 6
    reach = 1.96 * math.sqrt(variance)
    change = q - p
    assert row["change_low"] == pytest.approx(change - reach, abs=0.001)
    assert row["change_high"] == pytest.approx(change + reach, abs=0.001)
    is_clear = abs(change) > reach
    expected = ("improved" if change > 0 else "worsened") if is_clear else "no_clear_change"
    assert row["verdict"] == expected
    worked = verdict_steps.worked_change(success.steps_of(row))
    assert (
        f"{'+' if change - reach > 0 else '−'}{abs(change - reach):.1f} to "
        f"{'+' if change + reach > 0 else '−'}{abs(change + reach):.1f}"
    ) in " ".join(worked)
    assert worked[-1].startswith(f"Verdict: {expected.replace('_', ' ')}, because")


def test_printed_figures_come_in_the_order_asked_for_from_both_tables():
    found = success.printed_figures(["P0151", "R0904"])
    assert list(found["value"]) == [183.0, 33.0]
    assert success.printed_figures([]).empty


def test_the_trend_of_a_survey_indicator_is_its_published_series():
    trend = success.trend_of("trust")
    rows = catalogue.load(
        "public_attitudes",
        None,
        {"survey": "PAS", "measure": "trust", "area_code": "MPS", "group": "all",
         "time_basis": "rolling_12_months"},
    )  # fmt: skip
    assert len(trend) == len(rows)
    assert trend["date"].is_monotonic_increasing
    assert trend.iloc[-1]["value"] == 74
    assert bool(trend.iloc[-1]["is_dashed"])


def test_the_trend_of_women_among_officers():
    trend = success.trend_of("women_officers")
    assert trend["date"].iloc[-1] == pd.Timestamp("2022-03-31")
    assert trend["value"].iloc[-1] == pytest.approx(100 * 10_638 / 34_542)


def test_the_trend_of_positive_outcomes_is_a_ratio_of_12_month_sums():
    trend = success.trend_of("positive_outcomes").set_index("date")["value"]
    rows = catalogue.load("crime_outcomes", None, positive())
    year = rows[rows["period_end"].between("2022-04-30", "2023-03-31")]
    expected = 100 * year["outcomes_count"].sum() / year["offences_count"].sum()
    assert trend.index.max() == pd.Timestamp("2025-08-01")  # the months after are provisional
    assert trend[pd.Timestamp("2023-03-01")] == pytest.approx(float(expected))
    assert round(float(expected), 1) == 9.7


def test_every_measure_belongs_to_its_page_and_all_to_the_overview():
    every = [one.id for one in success.measures()]
    assert [one.id for one in success.measures_of("")] == every
    assert len(every) == 7
    paths = {one.page for one in success.measures()}
    assert sorted(one.id for path in paths for one in success.measures_of(path)) == sorted(every)
    assert [one.id for one in success.measures_of("gaps")] == ["trust_confidence_fairness"]
    assert success.measures_of("crime") == []


def test_without_the_table_no_page_is_about_a_measure(without):
    without("success_measures")
    assert success.measures_of("") == []
