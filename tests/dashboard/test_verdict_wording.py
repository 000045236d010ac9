"""Sentences on the seven measures: a case for each branch."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.wording import verdicts
from dashboard.wording.verdicts import NOTHING_SINCE, Held

MARCH = date(2023, 3, 31)
SEPTEMBER = date(2025, 9, 30)


def share(value: float, end: date = MARCH, basis: str = "rolling_12_months") -> Held:
    return Held(value, "percent", basis, end)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (71.0, "percent", "71%"),
        (2.7, "percent", "2.7%"),
        (-17.0, "percentage_points", "−17 points"),
        (12.6, "minutes", "12.6 minutes"),
        (1527.0, "count", "1,527"),
        (2.0, "ratio", "2 times"),
        (5.5, "rate_per_1000", "5.5 per 1,000"),
        (22.5, "days", "22.5 days"),
        (9.682, "percent", "9.7%"),
    ],
)
def test_a_figure_in_its_unit(value, unit, words):
    assert verdicts.value_words(value, unit) == words


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("rolling_12_months", "year to March 2023"),
        ("financial_year", "year to March 2023"),
        ("calendar_year", "year to March 2023"),
        ("quarter", "quarter to March 2023"),
        ("nine_years", "nine years to March 2023"),
        ("point_in_time", "31 March 2023"),
        ("not_stated", "March 2023"),
    ],
)
def test_a_period_names_its_kind(basis, words):
    assert verdicts.period_of(basis, MARCH) == words


def test_a_change_gives_both_figures():
    words = verdicts.change_of_indicator(share(71), share(74, SEPTEMBER), "improved", None)
    assert words == "71% to 74%"


def test_without_a_newest_figure_the_baseline_stands_alone():
    words = verdicts.change_of_indicator(
        share(33, basis="nine_years"), None, "cannot_be_judged", None
    )
    assert words == f"33% (nine years to March 2023). {NOTHING_SINCE}"


def test_two_figures_that_cannot_be_judged_are_not_set_side_by_side():
    words = verdicts.change_of_indicator(
        share(71), share(69, date(2023, 12, 31)), "cannot_be_judged", None
    )
    assert words == f"71% (year to March 2023). {NOTHING_SINCE}"


def test_where_only_the_review_has_a_figure_it_is_named_as_such():
    review = Held(36, "percent", "quarter", date(2022, 3, 31))
    words = verdicts.change_of_indicator(None, None, "cannot_be_judged", review)
    assert words == "In no file held. The Review printed 36% for the quarter to March 2022."


def test_where_nothing_is_held_it_says_so():
    assert verdicts.change_of_indicator(None, None, "cannot_be_judged", None) == (
        "In no published file held here, before the Review or since."
    )


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
    said = verdicts.trust_card(improved, worsened, MARCH, SEPTEMBER)
    assert said.startswith(f"{start} the year to March 2023 to the year to September 2025.")


def test_the_card_on_misconduct():
    held = share(33, date(2022, 3, 31), "nine_years")
    assert verdicts.misconduct_card(held) == (
        "33% of finalised internal allegations had a case to answer (nine years to March 2022). "
        f"{NOTHING_SINCE}"
    )
    assert verdicts.misconduct_card(None).startswith("No share of cases with action")


def test_the_card_on_disparity():
    black, asian = (share(value, date(2022, 3, 31), "financial_year") for value in (81, 55))
    assert verdicts.disparity_card(black, asian) == (
        "Against White colleagues, Black officers and staff 81% and Asian officers and staff 55% more "
        f"likely to face an allegation (year to March 2022). {NOTHING_SINCE}"
    )
    assert "Asian" not in verdicts.disparity_card(black, None)
    assert verdicts.disparity_card(None, None).startswith("No ratio")


def test_the_card_on_charges_never_calls_another_outcome_a_charge():
    said = verdicts.charge_card(
        share(9.682), share(10.155, date(2025, 12, 31)), share(8, date(2023, 1, 31))
    )
    assert said == (
        "We hold no charge rate for all offences. Nearest: positive outcomes, which also count "
        "cautions: 9.7% of offences (year to March 2023), 10.2% (year to December 2025). The Review's "
        "8% is of sanction detections: not charges either."
    )
    assert verdicts.charge_card(None, None, None) == "We hold no charge rate for all offences."


@pytest.mark.parametrize(("value", "words"), [(-57.0, "57% fewer"), (12.0, "12% more")])
def test_the_card_on_rape_cases(value, words):
    trials = share(value, date(2022, 3, 31), "financial_year")
    assert words in verdicts.rape_card(trials)
    assert verdicts.rape_card(None) == "We hold no count of adult rape cases reaching court."


def test_the_card_on_response_times():
    immediate = Held(12.6, "minutes", "rolling_12_months", date(2022, 11, 30))
    significant = Held(107, "minutes", "calendar_year", date(2021, 12, 31))
    assert verdicts.response_card(immediate, significant) == (
        "Immediate calls took 12.6 minutes on average (year to November 2022, press report) and significant calls "
        f"took 107 minutes on average (year to December 2021). {NOTHING_SINCE}"
    )
    assert verdicts.response_card(None, significant).startswith(
        "Significant calls took 107 minutes"
    )
    assert verdicts.response_card(None, None).startswith("No response time")


def test_the_card_on_the_workforce():
    officers, senior = (
        Held(value, "percentage_points", "point_in_time", date(2022, 3, 31))
        for value in (20.7, 26.5)
    )
    minority = Held(16.6, "percent", "point_in_time", date(2022, 9, 30))
    assert verdicts.workforce_card(officers, senior, minority) == (
        "The share of women was 20.7 points lower among officers than among residents, 26.5 points "
        "among senior officers (31 March 2022). 16.6% of officers were of an ethnic minority "
        f"(30 September 2022, press report). {NOTHING_SINCE}"
    )
    assert "senior" not in verdicts.workforce_card(officers, None, None)
    assert verdicts.workforce_card(None, None, None).startswith("No count of officers")


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("APPROX: upper bound", "under 7%"),
        ("APPROX: more than doubled (lower bound)", "over 7%"),
        ("APPROX: a third", "about 7%"),
        (None, "7%"),
    ],
)
def test_a_bound_is_printed_as_one(note, words):
    assert verdicts.bounded("7%", note) == words


def test_a_figure_from_a_report_is_marked():
    assert verdicts.second_hand("Second hand (press). Rolling.") == " (press report)"
    assert verdicts.second_hand("Primary.") == ""
    assert verdicts.second_hand(None) == ""


def test_how_a_measure_follows_from_its_indicators():
    counts = {"improved": 1, "worsened": 1, "mixed": 0, "no_clear_change": 1, "cannot_be_judged": 6}
    assert verdicts.therefore("mixed", counts) == (
        "Of its indicators 1 improved, 1 worsened, 1 showed no clear change and 6 cannot be judged; so "
        "the measure is mixed."
    )


def test_the_inputs_of_the_formulas_are_named_as_assumed():
    assert verdicts.survey_inputs(12_800, 1.3, "So says a paper.") == (
        "The formulas use 12,800 interviews a year in London and a design effect of 1.3. No file gives "
        "either: both are assumed. So says a paper. Methods and sources shows other design effects."
    )
    assert verdicts.from_to(date(2014, 12, 31), date(2025, 9, 30)) == "2014 to 2025"


def test_the_working_of_a_change_can_be_redone_by_hand():
    # 71 * 29 * 1.3 / 12,800 = 0.2091; 74 * 26 * 1.3 / 12,800 = 0.1954; + 1/6; root = 0.756
    assert verdicts.worked_difference(71, 74, 12_800, 1.3, rounded=True) == [
        "variance = 71 × (100 − 71) × 1.3 ÷ 12,800 = 0.2091",
        "variance = 74 × (100 − 74) × 1.3 ÷ 12,800 = 0.1954",
        "both shares are printed as whole per cents: 1/6 = 0.1667 more",
        "standard error = √(0.2091 + 0.1954 + 0.1667) = 0.756",
        "change = 74 − 71 = +3",
        "95% interval = +3 ± 1.96 × 0.756 = +1.5 to +4.5",
    ]
    unrounded = verdicts.worked_difference(50, 60, 100, 1.0, rounded=False)
    assert unrounded[-1] == "95% interval = +10 ± 1.96 × 7.000 = −3.7 to +23.7"
    assert len(unrounded) == 5


@pytest.mark.parametrize(
    ("verdict", "better", "words"),
    [
        ("improved", "up", "The interval does not include 0 and the change is up: improved."),
        ("worsened", "down", "The interval does not include 0 and the change is not down: worsened."),
        ("improved", "narrower", "The interval does not include 0 and the change is towards zero: improved."),
        ("no_clear_change", "up", "The interval includes 0: no clear change."),
        ("cannot_be_judged", "up", "Two comparable figures, one from since the Review, are not held."),
    ],
)  # fmt: skip
def test_the_rule_that_gave_a_verdict(verdict, better, words):
    assert verdicts.verdict_rule(verdict, better) == words


def test_the_tally_names_every_verdict():
    tally = {
        "improved": 0,
        "worsened": 0,
        "mixed": 1,
        "no_clear_change": 0,
        "cannot_be_judged": 6,
    }
    assert verdicts.tally_sentence(tally) == (
        "Of the Review's seven measures, 0 improved, 0 worsened, 1 mixed, 0 no clear change and "
        "6 cannot be judged from the figures held."
    )
