"""Sentences and tables on all boroughs at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.subjects.trust.words import boroughs as say
from dashboard.subjects.trust.words import tables
from tests.dashboard.test_survey_words import FELL, MISSING, ROSE, SAME

MAR_23, SEP_25 = date(2023, 3, 31), date(2025, 9, 30)

LEVELS = (0.95, 0.998)


def test_boroughs_outside_what_chance_would_give():
    both = say.funnel_sentence(74, SEP_25, 32, ["Merton"], ["Hackney", "Lewisham"])
    assert both == (
        "In the year to September 2025, 3 of 32 boroughs lie outside what chance would give around "
        "London's 74%: 1 higher (Merton) and 2 lower (Hackney and Lewisham)."
    )
    one = say.funnel_sentence(74, SEP_25, 31, ["Merton"], [])
    assert "1 of 31 boroughs lies outside" in one
    assert one.endswith("74%: 1 higher (Merton).")
    none = say.funnel_sentence(74, SEP_25, 32, [], [])
    assert none.endswith(
        "none of 32 boroughs lies outside what chance would give around London's 74%."
    )


@pytest.mark.parametrize(("count", "words"), [(7, "7 lie"), (1, "1 lies"), (0, "None lie")])
def test_boroughs_between_the_limits(count, words):
    assert say.funnel_between(count, 32, LEVELS) == (
        f"{words} between the 95% and the 99.8% limits, where chance alone would put about 2 of 32: "
        "too close to call."
    )


def test_in_how_many_boroughs_a_measure_changed():
    found = say.changes_sentence(
        "treat_fairly", MAR_23, SEP_25, 32, ["Newham"], ["Brent", "Harrow"]
    )
    assert found == (
        "Fair treatment clearly changed in 3 of 32 boroughs from the year to March 2023 to the year "
        "to September 2025: up in 1 (Newham) and down in 2 (Brent and Harrow)."
    )
    assert say.changes_sentence("trust", MAR_23, SEP_25, 32, [], []) == (
        "No borough's change in trust in the Met from the year to March 2023 to the year to "
        "September 2025 is clear (32 compared)."
    )


def test_why_fewer_changes_are_clear_than_one_by_one():
    none = say.one_at_a_time(10, 0, 32, 0.05)
    assert none.startswith("Taken one at a time, 10 of the 32 changes would look clear;")
    assert "chance alone would give about 2." in none
    assert none.endswith("allows 5% false alarms among those it names, keeps none: the figures "
                         "cannot tell which of them are real.")  # fmt: skip
    some = say.one_at_a_time(9, 7, 32, 0.05)
    assert some.endswith("(Benjamini and Hochberg).")
    assert "none of the 32 changes would look clear" in say.one_at_a_time(0, 0, 32, 0.05)
    assert "1 of the 32 changes looks clear" in say.one_at_a_time(1, 1, 32, 0.05)


def test_why_no_change_is_given_for_any():
    assert say.no_changes_sentence("trust", "the two years share interviews") == (
        "No change in trust in the Met since the Review is given: the two years share interviews."
    )


def test_what_the_limits_stand_on():
    sentence = say.borough_base_sentence(400, 1.3, [66.2, 69.0, 79.0, 81.8], LEVELS, 0.94)
    assert "69.0% to 79.0% in 95 years of 100 and 66.2% to 81.8% in 998 of 1,000" in sentence
    assert "about 400 interviews and a design effect of 1.3" in sentence
    assert "London's own figure is uncertain by about 1 point;" in sentence


def test_what_is_clear_alone_is_said_where_there_is_any():
    assert say.alone_but_not_together([], "trust") == ""
    assert say.alone_but_not_together(["Lambeth"], "trust").startswith(
        "The change in trust in the Met is clear in Lambeth taken alone, but not once all"
    )


def test_the_boroughs_transcription_is_dated():
    assert "year to September 2025 were read off" in say.transcribed_boroughs([SEP_25])
    both = say.transcribed_boroughs([MAR_23, SEP_25])
    assert "for the year to March 2023 and the year to September 2025 were" in both


# Tables


def test_a_measure_in_no_file_has_a_row_that_says_so():
    names = {"trust": "Trust", "good_job_london": "For London", "good_job_local": "Locally"}
    found = tables.measure_table([ROSE, FELL], names, list(names))
    assert found.to_numpy().tolist() == [
        ["Trust", "74% * (Sep 2025)", "71%", "+3 points (+2 to +4)"],
        ["For London", "not published", "not published", "cannot be judged"],
        ["Locally", "46% (Sep 2025)", "50%", "−4 points (−6 to −2)"],
    ]


def test_places_side_by_side_one_without_a_figure():
    newer = replace(MISSING, latest_pct=58, latest_end=date(2026, 3, 31))
    common = SimpleNamespace(
        end=SEP_25, by_place={"Brent": MISSING, "Sutton": None, "London": SAME}
    )
    newest = {"Brent": newer, "Sutton": None, "London": SAME}
    found = tables.place_table(newest, common)
    assert list(found.columns) == ["Place", "Newest", "Mar 2023", "Change", "Same year (Sep 2025)"]
    assert found.to_numpy().tolist() == [
        ["Brent", "58% (Mar 2026)", "–", "not given: no figure for the year to March 2023", "61%"],
        ["Sutton", "no figure", "–", "–", "no figure"],
        ["London", "66% (Sep 2025)", "65%", "+1 point, no clear difference", "66%"],
    ]
    assert list(tables.place_table(newest, None).columns) == list(found.columns)[:-1]


def test_quarters_newest_first_transcribed_figures_marked():
    series = pd.DataFrame(
        {
            "period_end": pd.to_datetime(["2023-12-31", "2024-03-31", "2023-12-31"]),
            "share_pct": [69.0, 70.0, 47.0],
            "is_transcription": [False, True, False],
            "measure_name": ["Trust", "Trust", "Local"],
        }
    )
    assert tables.quarter_table(series, "measure_name").to_numpy().tolist() == [
        ["March 2024", "70% *", "–"],
        ["December 2023", "69%", "47%"],
    ]


def _boroughs(**columns) -> pd.DataFrame:
    names = {"area_name": ["Barnet", "Brent"], "area_code": ["E1", "E2"], "is_transcription": False}
    return pd.DataFrame(names | columns)


def test_the_table_of_shares_holds_the_limits_only_where_they_differ():
    limits = {"low_95": [69.0, 69.0], "high_95": [79.0, 79.0], "low_998": [66.0, 66.0],
              "high_998": [82.0, 82.0]}  # fmt: skip
    rows = _boroughs(share_pct=[79.4, float("nan")], standing=["above_95", ""], **limits)
    found = tables.borough_share_table(rows, SEP_25)
    assert found.to_numpy().tolist() == [
        ["Barnet", "79%", "may be higher"],
        ["Brent", "–", "no figure"],
    ]
    read_off = tables.borough_share_table(rows.assign(is_transcription=True), SEP_25)
    assert list(read_off["Year to Sep 2025"]) == ["79% *", "–"]
    wider = tables.borough_share_table(rows.assign(low_95=[69.0, 68.0]), SEP_25)
    assert list(wider["95% limits"]) == ["69–79%", "68–79%"]
    assert list(wider["99.8% limits"]) == ["66–82%", "66–82%"]


def test_the_table_of_changes_says_which_are_clear():
    nan = float("nan")
    rows = _boroughs(
        before_pct=[63.0, 56.0],
        after_pct=[45.0, nan],
        change=[-18.0, nan],
        low=[-25.8, nan],
        high=[-10.2, nan],
        p_value=[0.0149, nan],
        is_clear=[True, False],
    )
    found = tables.borough_change_table(rows, MAR_23, SEP_25)
    assert list(found.columns)[-3:] == ["Change, points", "p value", "Clear?"]
    assert found.to_numpy().tolist() == [
        ["Barnet", "63%", "45%", "−18 (−26 to −10)", "0.015", "clear"],
        ["Brent", "56%", "–", "no figure", "–", "–"],
    ]
    read_off = tables.borough_change_table(rows.assign(is_transcription=True), MAR_23, SEP_25)
    assert list(read_off["Sep 2025"]) == ["45% *", "–"]
    assert list(read_off["Mar 2023"]) == ["63%", "56%"]


def test_events_are_dated_and_sourced():
    rows = pd.DataFrame(
        {"date": pd.to_datetime(["2023-03-01"]), "detail": ["It came out."], "source": ["p. 1"]}
    )
    assert tables.event_table(rows).to_numpy().tolist() == [["March 2023", "It came out.", "p. 1"]]


def test_an_end_that_rounds_to_the_zero_it_excludes_says_so_in_the_table_too():
    assert tables._with_interval(-7, -13.5, -0.4) == "−7 (−14 to just under 0)"
    assert tables._with_interval(3, -0.2, 6.4) == "+3 (0 to +6)"
