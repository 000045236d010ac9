"""The Overview by what it says, and by what its parts make of figures that are not published yet."""

from __future__ import annotations

import html
import re

import pandas as pd
import pytest

from dashboard.subjects.overview import cards, sentences
from dashboard.subjects.overview.figures import indicators as figures
from dashboard.subjects.overview.figures import success
from dashboard.subjects.overview.words.cards import Side
from dashboard.words.cells import Cell
from datasets import catalogue
from tests.dashboard import page_reading
from tests.dashboard.page_reading import everything, leave_out, shown


@pytest.fixture(scope="module")
def measures():
    return {one.id: one for one in success.measures()}


@pytest.fixture(scope="module")
def page():
    return shown("")


def test_every_verdict_has_its_figures_and_dates(measures):
    rows = {row[0].text: row for row in figures.figures_of(list(measures.values()))}
    assert rows["Trust the Met"] == (
        Cell("Trust the Met", ("Trust, confidence and fairness",)),
        Cell("71%", ("year to March 2023",)),
        Cell("74% *", ("year to September 2025",)),
        Cell("+3 points (+1.5 to +4.5)", ("could have shown 2.1 points",)),
        Cell(
            "Improved",
            ("The boroughs' newer average speaks against it: 70.6%, year to March 2026",),
        ),
    )
    women = rows["Women among officers, against residents"]
    assert women[2:] == (
        Cell("none held"),
        Cell("–"),
        Cell("Cannot be judged: figures may exist, not yet checked"),
    )
    assert rows["Police do a good job for London"][-1] == Cell("Cannot be judged: not published")
    local = rows["Police do a good job locally"]
    assert local[2] == Cell("46%", ("year to September 2025",))
    assert rows["Police treat everyone fairly"][3].text == "+1 point (−0.6 to +2.6)"
    calls = rows["Average time to immediate (I grade) calls"]
    assert calls[1] == Cell("12 min 36 s", ("year to November 2022, press report",))
    assert rows["All offences charged"][1:] == (
        Cell("5.7%", ("year to March 2023",)),
        Cell("6.2%", ("year to March 2026",)),
        Cell(
            "+0.4 points, from unrounded figures (an ordinary year: 1.2)",
            ("could have shown 1.2 points",),
        ),
        Cell("No clear change"),
    )
    assert [cell.text for cell in rows["Sexual offences charged"][1:]] == [
        *("8.7%", "6.5%", "−2.2 points, provisional (an ordinary year: 1.4)"),
        "Cannot be judged: too early",
    ]
    assert rows["Robbery charged"][3].text == "−0.4 points (an ordinary year: 1.2)"
    london = rows["Police do a good job for London"]
    assert london[1:3] == (
        Cell("36%", ("quarter to March 2022", "Printed by the Review; no table held here has it")),
        Cell("none held"),
    )
    assert rows["Adult rape cases reaching court"][1] == Cell(
        "57% fewer trials", ("of all sexual offences, against 2014-15", "year to March 2022")
    )
    assert rows["Domestic abuse charged"][1].text == "at most 7%"
    assert len(rows) == 26
    assert all(len(row) == len(figures.COLUMNS) for row in rows.values())


def test_a_question_of_the_first_card_has_both_sides_size_and_interval(measures):
    measure = measures["trust_confidence_fairness"]
    trust = figures.of(measure, "trust")
    assert sentences.sides_of(trust) == (
        Side("71%", "year to March 2023"),
        Side("74% *", "year to September 2025"),
    )
    assert sentences.beside_sides(trust) == (
        Side("+3 points", note="(+1.5 to +4.5)"),
        Side("70.6%", "year to March 2026", "speaks against it"),
    )
    assert sentences.printed_alone(trust) == ""
    london = figures.of(measure, "good_job_london")
    assert sentences.sides_of(london) == (
        Side("36%", "quarter to March 2022"),
        Side("None"),
    )
    assert sentences.beside_sides(london) == (None, None)
    assert sentences.printed_alone(london) == "Printed by the Review; no table held here has it."
    older = trust.copy()
    older["baseline_period_end"] = pd.Timestamp("2022-12-31").date()
    assert sentences.sides_of(older)[0] == Side("71%", "year to December 2022")


def test_a_verdict_on_the_first_card_says_what_an_early_sign_against_it_makes_of_it(page, measures):
    said = page_reading.cards(page)
    assert "</span>Improved, but the rise may be gone</p>" in said
    assert "</span>Worsened</p>" in said
    assert said.count("may be gone") == 2  # in the news and on the card
    trust = figures.of(measures["trust_confidence_fairness"], "trust").copy()
    trust["early_sign_contradicts"] = False
    assert cards._in_few_words(trust) == "Improved"


def test_a_change_that_the_rounded_figures_do_not_give_is_explained(page):
    text = everything(page)
    assert (
        text.count("The change is of the unrounded figures") == 2
    )  # on the card and in the working
    assert page.lede == (
        "The Casey Review's measures. 5 cannot be judged: 3 not yet checked, 2 not published."
    )
    assert "In March 2023 the Casey Review named seven ways" in text


def test_two_figures_that_cannot_be_judged_are_not_set_side_by_side(measures):
    measure = measures["trust_confidence_fairness"]
    row = figures.of(measure, "trust").copy()
    row["verdict"], row["cannot_kind"] = "cannot_be_judged", "not_comparable"
    assert sentences.sides_of(row) == (Side("71%", "year to March 2023"), Side("None"))
    assert sentences.beside_sides(row) == (None, None)
    assert sentences.printed_alone(row) == ""


def test_the_questions_of_the_first_card_stand_beneath_each_other_under_what_they_share(page):
    said = page_reading.cards(page)
    (above,) = re.findall(r'<div class="question-columns".*?</div>', said)
    assert [one for one in re.split(r"<.*?>", html.unescape(above)) if one] == [
        *("○", "At the Review ", "year to March 2023", "●", "Since ", "year to September 2025"),
        *("Change ", "95% interval", "□", "Boroughs' newer average ", "year to March 2026"),
        *("Trend ", "by quarter"),
    ]
    # Not seen twice, but said with each figure to who hears the page; another date is seen with its own.
    assert said.count('<span class="is-above">year to March 2023</span>') == 3
    assert said.count('<span class="is-above">year to September 2025</span>') == 3
    assert said.count('<span class="is-above">year to March 2026</span>') == 3
    assert "<strong>36%</strong> <span>quarter to March 2022</span>" in said
    assert "<dt>Change</dt><dd><strong>−4 points</strong> <span>(−5.6 to −2.4)</span>" in said
    assert (
        '70.6%</strong> <span class="is-above">year to March 2026</span> <span>speaks against it'
        in said
    )


def test_a_card_counts_and_says_its_signs_which_are_no_verdicts(page):
    said = page_reading.cards(page)
    assert (
        "0 of 4 improved; 3 no clear change: all offences, violence, robbery; 1 too early to judge"
        in said
    )
    assert (
        "Signs, not verdicts: 999 calls answered within 10 seconds: 77.6% (2023) to 86.2% (2024); the publisher&#39;s "
        "own. 999 calls answered within 10 seconds: 85% (April to September 2024) to 77.5% (April to September 2025); "
        "press report." in said
    )
    assert (said.count("A sign, not a verdict"), said.count("Signs, not verdicts")) == (2, 2)
    assert said.count("No newer figure is held that bears on it.") == 1


def test_what_was_at_the_review_and_what_is_since_have_equal_weight(page):
    said = page_reading.cards(page)
    assert said.count("<dt>At the Review</dt><dd><strong>") == 1
    assert said.count("<dt>Since</dt><dd><strong>") == 1
    assert said.count("<span>At the Review: <strong>") == said.count("<span>Since: <strong>") == 5
    for name in ("At the Review", "Since"):
        assert said.count(f"</span>{name}</dt><dd><strong>") == 4
    assert said.count("<strong>Nothing comparable published</strong>") == 2
    assert said.count("<strong>Not yet checked</strong>") == 3
    assert said.count("<strong>None</strong>") == 1
    assert 'Good job for London</p><p class="verdict verdict-cannot_be_judged">' in said
    assert "<strong>6.2%</strong> <span>year to March 2026</span>" in said


def test_a_card_says_for_whom_it_is_worse(page):
    said = f"{everything(page)} {page_reading.cards(page)}"
    assert (
        "Worse for Black Londoners, before the Review (quarter to September 2022): trust in the Met 17 points "
        "lower than for White British" in said
    )
    assert (
        "Worse for Black and Asian officers and staff, before the Review (year to March 2022): 81% and 55% "
        "likelier than White" in said
    )
    assert "Worse for women in senior ranks, before the Review (31 March 2022): 26.5 points" in said
    assert said.count("Worse for: no figure by group since the Review.") == 1
    assert said.count("Worse for") - said.count("“Worse for”") == 4
    assert (
        "“Worse for” stands where a figure by group is held; its date says how old it is." in said
    )


@pytest.mark.parametrize(
    "measure",
    ["misconduct_action_rate", "charge_rates", "rape_cases_to_court", "response_times"],
)
def test_of_a_measure_that_names_no_group_none_is_published_since_the_review(measure):
    rows = catalogue.load("published_figures")
    rows = rows[rows["success_measure"] == measure]
    of_people = {"all", "offence_type", "call_grade", "grade"}
    ends = pd.to_datetime(rows["period_end"])
    found = rows[(ends > "2023-03-31") & ~rows["group_dimension"].isin(of_people)]
    assert list(found["figure_id"]) == []


def test_what_stands_behind_a_card_is_said_with_it(page):
    text = everything(page).replace("\\", "")
    assert "Asian officers and staff 55% more likely" in text
    assert "significant calls took 107 min on average" in text
    assert "Police treat everyone fairly: From 65% (year to March 2023) to 66%" in text
    assert text.count("The newest figure is from MOPAC's dashboard (unofficial copy).") == 2
    assert text.count("**What would be needed:**") == 7 * 2
    seen = "These figures could have shown a change of 2.1 points or more; a smaller one would be missed"
    assert text.count(seen) == 2  # on the card and in the working
    assert "python -m" not in text
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
    assert found.then == Side("33%", "nine years to March 2022")
    assert found.since == Side("40%", "nine years to March 2025")
    assert (found.change, found.reason) == ("+7 points (+4.0 to +10.0)", "It rose.")
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
