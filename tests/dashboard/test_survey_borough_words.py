"""Sentences and tables on all boroughs at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.subjects.trust.words import boroughs as say
from dashboard.subjects.trust.words import tables
from dashboard.words.measures import MEASURES
from tests.dashboard.test_survey_words import FELL, MISSING, ROSE, SAME

MAR_23, SEP_25 = date(2023, 3, 31), date(2025, 9, 30)

LEVELS = (0.95, 0.998)


def test_boroughs_outside_what_chance_would_give():
    assert say.funnel_title("trust", 74, 3, 32, SEP_25) == (
        "Trust the Met: 3 of 32 boroughs differ from London's 74% by more than chance (Sep 2025)"
    )
    assert "1 of 31 boroughs differs from" in say.funnel_title("trust", 74, 1, 31, SEP_25)
    assert "none of 32 boroughs differ from" in say.funnel_title("trust", 74, 0, 32, SEP_25)
    both = say.funnel_sentence(SEP_25, ["Merton"], ["Hackney", "Lewisham"], 7, 32, LEVELS)
    assert both == (
        "Year to September 2025: 1 higher (Merton) and 2 lower (Hackney and Lewisham). 7 are too close to "
        "call; chance alone would put about 2 of 32 there."
    )
    none = say.funnel_sentence(SEP_25, [], [], 0, 32, LEVELS)
    assert none.startswith(
        "Year to September 2025: none clearly higher or lower. None are too close"
    )
    assert ". 1 is too close" in say.funnel_sentence(SEP_25, [], [], 1, 32, LEVELS)


def test_in_how_many_boroughs_a_measure_changed():
    assert say.changes_title("treat_fairly", 32, 3, SEP_25) == (
        "Fair treatment: clearly changed in 3 of 32 boroughs since the Review (Sep 2025)"
    )
    found = say.changes_sentence(MAR_23, SEP_25, ["Newham"], ["Brent", "Harrow"], 32, 5)
    assert found == (
        "From the year to March 2023 to the year to September 2025: up in 1 (Newham) and down in 2 (Brent "
        "and Harrow). 2 more look clear alone but could be chance: with 32 boroughs, some move this much "
        "by luck."
    )
    assert say.changes_title("trust", 32, 0, SEP_25) == (
        "Trust the Met: no clear change since the Review in any of 32 boroughs (Sep 2025)"
    )
    assert say.changes_sentence(MAR_23, SEP_25, [], [], 32, 0) == (
        "From the year to March 2023 to the year to September 2025, no borough's change is clear."
    )
    assert "clear. 1 looks clear alone but" in say.changes_sentence(MAR_23, SEP_25, [], [], 32, 1)
    assert say.no_changes_title("trust") == "Trust the Met: change since the Review not given"


@pytest.mark.parametrize("measure", list(MEASURES))
def test_a_title_says_its_point_in_90_letters(measure):
    titles = (
        say.funnel_title(measure, 74, 12, 32, SEP_25),
        say.changes_title(measure, 32, 12, SEP_25),
    )
    none = say.changes_title(measure, 32, 0, SEP_25), say.no_changes_title(measure)
    assert all(len(one) <= 90 for one in (*titles, *none))


def test_why_fewer_changes_are_clear_than_one_by_one():
    none = say.one_at_a_time(10, 0, 32, 0.05)
    assert none[0].startswith("Taken one at a time, 10 of the 32 changes would look clear.")
    assert "chance alone would give about 2." in none[0]
    assert none[1].endswith("5% false alarms among those it names, and keeps none here.")
    some = say.one_at_a_time(9, 7, 32, 0.05)
    assert "of all 32 together (Benjamini and Hochberg)." in some[1]
    assert some[1].endswith("among those it names.")
    assert "none of the 32 changes would look clear" in say.one_at_a_time(0, 0, 32, 0.05)[0]
    assert "1 of the 32 changes looks clear" in say.one_at_a_time(1, 1, 32, 0.05)[0]


def test_why_no_change_is_given_for_any():
    assert say.no_changes_sentence("trust", "the two years share interviews") == (
        "No change in trust in the Met since the Review is given: the two years share interviews."
    )


def test_what_the_limits_stand_on():
    sentence = say.borough_base_sentence(400, 1.3, [66.2, 69.0, 79.0, 81.8], LEVELS, 0.94)
    assert "69.0% to 79.0% in 95 years of 100, by chance alone" in sentence
    assert "66.2% to 81.8% in 998 of 1,000" in sentence
    assert "about 400 interviews and a design effect of 1.3" in sentence
    assert "London's own figure is uncertain by about 1 point;" in sentence


def test_what_is_clear_alone_is_said_where_there_is_any():
    assert say.alone_but_not_together([], "trust", 32) == ""
    assert say.alone_but_not_together(["Lambeth"], "trust", 32) == (
        "The change in trust in the Met in Lambeth could be chance: with 32 boroughs, some move this much "
        "by luck."
    )


def test_the_boroughs_transcription_is_dated_and_named_once_a_page():
    assert say.transcribed_boroughs([SEP_25], is_said=False) == (
        "“*”: the boroughs' figures for the year to September 2025 are from MOPAC's dashboard (unofficial "
        "copy). No published file holds them yet."
    )
    both = say.transcribed_boroughs([MAR_23, SEP_25], is_said=True)
    assert "for the year to March 2023 and the year to September 2025 are such copies." in both


# Tables


def test_a_measure_in_no_file_has_a_row_that_says_so():
    names = {"trust": "Trust", "good_job_london": "For London", "good_job_local": "Locally"}
    found = tables.measure_table([ROSE, FELL], names, list(names))
    assert found.to_numpy().tolist() == [
        ["Trust", "74% * (Sep 2025)", "71%", "+3 points (+1.5 to +4.5)"],
        ["For London", "not published", "not published", "cannot be judged"],
        ["Locally", "46% (Sep 2025)", "50%", "−4 points (−5.6 to −2.4)"],
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
        is_clear_alone=[True, False],
        unusual_from=[nan, nan],
    )
    found = tables.borough_change_table(rows, MAR_23, SEP_25)
    assert list(found.columns) == ["Borough", "Mar 2023", "Sep 2025", "Change, points"]
    assert found.to_numpy().tolist() == [
        ["Barnet", "63%", "45%", "−18, clear fall"],
        ["Brent", "56%", "–", "no figure"],
    ]
    read_off = tables.borough_change_table(rows.assign(is_transcription=True), MAR_23, SEP_25)
    assert list(read_off["Sep 2025"]) == ["45% *", "–"]
    assert list(read_off["Mar 2023"]) == ["63%", "56%"]
    rose = rows.assign(change=[14.0, 4.0], is_clear=[True, False])
    said = tables.borough_change_table(rose, MAR_23, SEP_25)["Change, points"]
    assert list(said) == ["+14, clear rise", "+4, no clear change"]
    step = tables.borough_change_table(rows.assign(unusual_from=[75.0, nan]), MAR_23, SEP_25)
    assert step.iloc[0, -1] == (
        "−18, clear fall; unusual: 75% half a year before, not checked with MOPAC"
    )
    luck = rose.assign(is_clear=False)
    assert tables.borough_change_table(luck, MAR_23, SEP_25).iloc[0, -1] == "+14, could be chance"
    assert tables.tested_changes(rows) == [("Barnet", "−18 (−25.8 to −10.2); p = 0.015")]


def test_events_are_dated_and_sourced():
    rows = pd.DataFrame(
        {"date": pd.to_datetime(["2023-03-01"]), "detail": ["It came out."], "source": ["p. 1"]}
    )
    assert tables.event_table(rows).to_numpy().tolist() == [["March 2023", "It came out.", "p. 1"]]


def test_an_end_that_rounds_to_the_zero_it_excludes_says_so_in_the_table_too():
    assert tables._with_interval(-7, -13.5, -0.04) == "−7 (−13.5 to just under 0)"
    assert tables._with_interval(3, -0.2, 6.4) == "+3 (−0.2 to +6.4)"
