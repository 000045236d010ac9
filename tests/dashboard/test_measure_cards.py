"""What the Overview's cards say: at a glance, and in whole sentences; a case for each branch."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.subjects.overview.words import cards as measure_cards
from dashboard.subjects.overview.words.cards import NO_GROUPS, NOT_HELD, Face, Side
from dashboard.words.verdicts import NOTHING_SINCE, Held

MARCH = date(2023, 3, 31)
SEPTEMBER = date(2025, 9, 30)


def share(value: float, end: date = MARCH, basis: str = "rolling_12_months") -> Held:
    return Held(value, "percent", basis, end)


def test_a_card_shows_its_figure_its_date_and_that_nothing_is_held_since():
    before = share(33, date(2022, 3, 31), "nine_years")
    assert measure_cards.misconduct_face(before, None) == Face(
        "Finalised internal allegations with a case to answer",
        Side("33%", "nine years to March 2022"),
        Side(NOT_HELD),
    )


def test_a_card_with_two_figures_shows_both_with_their_dates_and_marks():
    newest = Held(74, "percent", "rolling_12_months", SEPTEMBER, transcribed=True)
    found = measure_cards.face("Trust in the Met", share(71), newest)
    assert found == Face(
        "Trust in the Met",
        Side("71%", "year to March 2023"),
        Side("74% *", "year to September 2025"),
    )
    assert (newest.words, newest.period) == ("74%", "year to September 2025")


def test_a_side_has_its_period_and_says_why_nothing_stands_in_it():
    assert measure_cards.side(share(71)) == Side("71%", "year to March 2023")
    assert measure_cards.side(None, "not_published") == Side("Nothing comparable published")
    assert measure_cards.side(None, kind="not_loaded") == Side("Not yet checked")
    assert measure_cards.side(None, kind=float("nan")) == Side(NOT_HELD)


def test_above_the_questions_stand_the_dates_that_most_of_them_share():
    then, since, other = Side("71%", "a"), Side("74%", "b"), Side("36%", "c")
    change = Side("+3 points", note="(+1.5 to +4.5)")
    rows = [
        (other, since, None, None),
        (then, since, change, None),
        (then, Side("None"), None, None),
    ]
    names = [(one.name, one.sign, one.under) for one in measure_cards.columns_of(rows)]
    assert names == [
        ("At the Review", "○", "a"),
        ("Since", "●", "b"),
        ("Change", "", "95% interval"),
        ("", "", ""),
    ]


def test_a_card_names_a_press_report():
    before = Held(12.6, "minutes", "rolling_12_months", date(2022, 11, 30), second_hand=True)
    found = measure_cards.response_face(before, None)
    assert found.then == Side("12 min 36 s", "year to November 2022, press report")


def test_a_card_without_a_figure_says_so():
    found = measure_cards.workforce_face(None, None)
    assert (found.then, found.since) == (Side(NOT_HELD), Side(NOT_HELD))
    found = measure_cards.disparity_face(None, share(70, SEPTEMBER))
    assert (found.then, found.since) == (Side(NOT_HELD), Side("70%", "year to September 2025"))


def test_the_nearest_figure_is_never_shown_as_the_measure():
    found = measure_cards.charge_face(share(9.682), share(10.155, date(2025, 12, 31)))
    assert found.words == "Offences with a positive outcome (cautions count too)"
    assert (found.then.figure, found.since.figure) == ("9.7%", "10.2%")
    assert found.reason == "No charge rate is held."
    figures = share(9.682), share(10.155, date(2025, 12, 31))
    found = measure_cards.charge_face(*figures, date(2024, 2, 28))
    assert (found.then, found.since) == (
        Side("9.7%", "year to March 2023"),
        Side("10.2%", "year to December 2025"),
    )
    assert found.reason == "No charge rate is held; recording has changed."
    young = "Figures so new were later revised down by 5 to 8%."
    found = measure_cards.charge_face(*figures, date(2024, 2, 28), young)
    assert found.reason == f"No charge rate is held; recording has changed. {young}"
    assert measure_cards.charge_face(*figures, None, young).reason.endswith(young)
    assert measure_cards.charge_card(*figures, None, date(2024, 2, 28), young).endswith(
        f"not compared. {young}"
    )
    found = measure_cards.rape_face(share(-57, date(2022, 3, 31), "financial_year"))
    assert found.then == Side("57% fewer", "year to March 2022")
    assert found.reason == "No count of adult rape cases is held."
    assert measure_cards.rape_face(None).then == Side(NOT_HELD)


def test_a_card_says_for_whom_it_is_worse_when_and_that_nothing_is_known_since():
    gap = Held(-17, "percentage_points", "quarter", date(2022, 9, 30))
    people = "Black", "White British", "trust in the Met"
    said = measure_cards.worse_trust(*people, gap, False)
    assert said == (
        "Worse for Black Londoners, before the Review (quarter to September 2022): trust in the Met 17 points "
        "lower than for White British Londoners. No newer figure from this survey."
    )
    assert measure_cards.worse_trust(*people, gap, True) == (
        "Worse for Black Londoners (quarter to September 2022): trust in the Met 17 points lower than for "
        "White British Londoners."
    )
    year = date(2022, 3, 31)
    named = [
        ("Black", share(81, year, "financial_year")),
        ("Asian", share(55, year, "financial_year")),
    ]
    assert measure_cards.worse_disparity(named, False) == (
        "Worse for Black and Asian officers and staff, before the Review (year to March 2022): 81% and 55% "
        "likelier than White ones. No newer figure."
    )
    assert measure_cards.worse_disparity(named[:1], True).endswith(
        "(year to March 2022): 81% likelier than White ones."
    )
    senior = Held(26.46, "percentage_points", "point_in_time", year)
    assert measure_cards.worse_workforce(senior, False) == (
        "Worse for women in senior ranks, before the Review (31 March 2022): 26.5 points below residents. No "
        "newer figure."
    )
    none = "Worse for: no figure by group since the Review."
    assert measure_cards.worse_workforce(None, False) == none
    assert measure_cards.worse_disparity([], False) == NO_GROUPS == none


@pytest.mark.parametrize(
    ("improved", "worsened", "start"),
    [
        (["Trust"], ["Local"], "“Trust” rose; “Local” fell, from"),
        (["Trust", "Fairness"], [], "“Trust” and “Fairness” rose, from"),
        ([], ["Local"], "“Local” fell, from"),
        ([], [], "No share rose or fell clearly, from"),
    ],
)
def test_the_first_card_says_what_moved(improved, worsened, start):
    said = measure_cards.trust_card(improved, worsened, MARCH, SEPTEMBER)
    assert said.startswith(f"{start} the year to March 2023 to the year to September 2025.")


def test_the_card_on_misconduct():
    held = share(33, date(2022, 3, 31), "nine_years")
    assert measure_cards.misconduct_card(held) == (
        "33% of finalised internal allegations had a case to answer (nine years to March 2022). "
        f"{NOTHING_SINCE}"
    )
    assert measure_cards.misconduct_card(None).startswith("No share of cases with action")


def test_the_card_on_disparity():
    black, asian = (share(value, date(2022, 3, 31), "financial_year") for value in (81, 55))
    assert measure_cards.disparity_card(black, asian) == (
        "Against White colleagues, Black officers and staff 81% and Asian officers and staff 55% more "
        f"likely to face an allegation (year to March 2022). {NOTHING_SINCE}"
    )
    assert "Asian" not in measure_cards.disparity_card(black, None)
    assert measure_cards.disparity_card(None, None).startswith("No ratio")


def test_the_card_on_charges_never_calls_another_outcome_a_charge():
    said = measure_cards.charge_card(
        share(9.682), share(10.155, date(2025, 12, 31)), share(8, date(2023, 1, 31))
    )
    assert said == (
        "We hold no charge rate for all offences. Nearest: positive outcomes, which also count "
        "cautions: 9.7% of offences (year to March 2023), 10.2% (year to December 2025). The Review's "
        "8% is of sanction detections: not of charges alone either."
    )
    figures = share(9.682), share(10.155, date(2025, 12, 31))
    crossed = measure_cards.charge_card(*figures, None, date(2024, 2, 28))
    assert crossed.endswith(
        "10.2% (year to December 2025). Recording changed in February 2024: not compared."
    )
    assert measure_cards.charge_card(None, None, None) == "We hold no charge rate for all offences."


@pytest.mark.parametrize(("value", "words"), [(-57.0, "57% fewer"), (12.0, "12% more")])
def test_the_card_on_rape_cases(value, words):
    trials = share(value, date(2022, 3, 31), "financial_year")
    assert words in measure_cards.rape_card(trials)
    assert measure_cards.rape_card(None) == "We hold no count of adult rape cases reaching court."


def test_the_card_on_response_times():
    immediate = Held(12.6, "minutes", "rolling_12_months", date(2022, 11, 30), second_hand=True)
    significant = Held(107, "minutes", "calendar_year", date(2021, 12, 31))
    assert measure_cards.response_card(immediate, significant) == (
        "Immediate calls took 12 min 36 s on average (year to November 2022, press report) and significant calls "
        f"took 107 min on average (year to December 2021). {NOTHING_SINCE}"
    )
    assert measure_cards.response_card(None, significant).startswith(
        "Significant calls took 107 min"
    )
    assert measure_cards.response_card(None, None).startswith("No response time")


def test_the_card_on_the_workforce():
    officers, senior = (
        Held(value, "percentage_points", "point_in_time", date(2022, 3, 31))
        for value in (20.7, 26.5)
    )
    minority = Held(16.6, "percent", "point_in_time", date(2022, 9, 30), second_hand=True)
    assert measure_cards.workforce_card(officers, senior, minority) == (
        "The share of women was 20.7 points lower among officers than among residents, 26.5 points "
        "among senior officers (31 March 2022). 16.6% of officers were of an ethnic minority "
        f"(30 September 2022, press report). {NOTHING_SINCE}"
    )
    assert "senior" not in measure_cards.workforce_card(officers, None, None)
    assert measure_cards.workforce_card(None, None, None).startswith("No count of officers")
