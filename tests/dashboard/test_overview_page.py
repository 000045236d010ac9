"""The Overview by what it says, and by what its parts make of figures that are not published yet."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.subjects.overview import cards, sentences
from dashboard.subjects.overview.figures import indicators as figures
from dashboard.subjects.overview.figures import success
from tests.dashboard import page_reading
from tests.dashboard.page_reading import everything, leave_out, shown


@pytest.fixture(scope="module")
def measures():
    return {one.id: one for one in success.measures()}


@pytest.fixture(scope="module")
def page():
    return shown("")


def test_every_verdict_has_its_figures_and_dates(measures):
    frame = figures.figures_table(list(measures.values())).set_index("Indicator")
    trust = frame.loc["Trust the Met"]
    assert list(trust) == [
        "Trust, confidence and fairness",
        "71% (year to March 2023)",
        "74% (year to September 2025) *",
        "+3 points (+2 to +4)",
        "2.1 points",
        "Improved. Early sign against it: 70.6% in the year to March 2026 (mean of the boroughs)",
    ]
    women = frame.loc["Women among officers, against residents"]
    assert list(women)[-3:] == ["–", "–", "Cannot be judged: published, not loaded here"]
    assert (
        frame.loc["Police do a good job for London", "Verdict"] == "Cannot be judged: not published"
    )
    assert (
        frame.loc["Police do a good job locally", "Newest since"] == "46% (year to September 2025)"
    )
    assert frame.loc["Police treat everyone fairly", "Change"] == "+1 point (−1 to +3)"
    calls = frame.loc["Average time to immediate (I grade) calls", "At the Review"]
    assert calls == "12.6 minutes (year to November 2022, press report)"
    assert list(frame.loc["All offences charged"])[1:] == [
        "5.7% (year to March 2023)",
        "6.2% (year to March 2026)",
        "+0.4 points (an ordinary year: 1.2)",
        "1.2 points",
        "No clear change",
    ]
    assert frame.loc["Sexual offences charged", "Verdict"] == "Cannot be judged: not ripe yet"
    assert len(frame) == 26


def test_a_question_of_the_first_card_has_size_and_interval(measures):
    rows = measures["trust_confidence_fairness"].indicators
    trust = rows[(rows["indicator"] == "trust") & (rows["group"] == "all")].iloc[0]
    assert sentences.of_indicator(trust) == [
        "71% to 74% *",
        "+3 points (+2 to +4)",
        "Early sign against it: 70.6%, Mar 2026",
    ]
    london = rows[rows["indicator"] == "good_job_london"].iloc[0]
    assert sentences.of_indicator(london) == [
        "In no file held. The Review printed 36% for the quarter to March 2022."
    ]


def test_a_card_counts_and_says_its_signs_which_are_no_verdicts(page):
    said = page_reading.cards(page)
    assert "0 of 4 improved; 3 no clear change: all offences, violence, robbery; 1 not ripe" in said
    assert (
        "A sign, not a verdict: 999 calls answered within 10 seconds: 77.6% (2023) to 86.2% (2024); the "
        "publisher" in said
    )
    assert "85% (April to September 2024) to 77.5% (April to September 2025); press report." in said
    assert said.count("A sign, not a verdict") == 6
    assert said.count("No sign: we hold no figure since the Review that speaks to it.") == 1


def test_what_stands_behind_a_card_is_said_with_it(page):
    text = everything(page).replace("\\", "")
    assert "Asian officers and staff 55% more likely" in text
    assert "significant calls took 107 minutes on average" in text
    assert "Police treat everyone fairly: From 65% (year to March 2023) to 66%" in text
    assert text.count("The newest figure is from MOPAC's dashboard (unofficial copy).") == 2
    assert text.count("**What would be needed:**") == 7 * 2
    seen = "These figures could have shown a change of 2.1 points or more; a smaller one would be missed"
    assert text.count(seen) == 2  # on the card and in the working
    assert "python -m data_pipeline build home_office_workforce --file FILE" in text
    assert "An ordinary year moves it by 0.6 points." in text
    assert "Not published: no released table is known to hold it." in text
    assert "Standard error of the change = √0.571 = 0.76" in text


def test_a_card_of_a_judged_measure_has_its_change(measures):
    one = measures["misconduct_action_rate"]
    rows = one.indicators.assign(
        latest_value=40.0,
        latest_period_end=pd.Timestamp("2025-03-31"),
        change=7.0,
        change_low=4.0,
        change_high=10.0,
        verdict="improved",
    )
    judged = success.Measure(**{**vars(one), "indicators": rows, "reason": "It rose."})
    found = cards.face_of(judged)
    assert found.figure == "33% to 40%"
    assert found.since == "nine years to March 2025"
    assert (found.change, found.reason) == ("+7 points (+4 to +10)", "It rose.")
    assert cards.face_of(one).change == ""


def test_a_figure_carries_the_kind_of_its_source(measures):
    calls = figures.of(measures["response_times"], "average_response_time", "I grade (immediate)")
    assert figures.held(calls, "baseline").second_hand
    assert figures.held(calls, "latest") is None
    printed = figures.of(measures["misconduct_action_rate"], "case_to_answer")
    assert not figures.held(printed, "baseline").second_hand


def test_without_its_table_the_page_says_so(tmp_path, monkeypatch):
    leave_out({"success_measures"}, tmp_path, monkeypatch)
    assert "These figures are not loaded" in shown("").notices[0]


def test_two_figures_on_either_side_of_a_break_are_not_set_against_each_other(page):
    said = f"{everything(page)} {page_reading.cards(page)}".replace("\\", "")
    assert "9.7% to 8.7%" not in said
    assert "9.7% (year to March 2023), 8.7% (year to August 2025)" in said
    assert "Recording changed in February 2024: not compared." in said
    assert "Figures so new were later revised down by 5 to 8%." in said
    assert "10.2" not in said
