"""Sentences on the seven measures: a case for each branch."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.wording import verdicts
from dashboard.wording.verdicts import NOTHING_SINCE, Held
from tests.dashboard.made_figures import MEANT

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
        (-0.04, "percentage_points", "0 points"),
        (0.96, "percentage_points", "1 point"),
    ],
)
def test_a_figure_worked_out_here_has_one_decimal_at_most(value, unit, words):
    assert Held(value, unit, "quarter", MARCH).words == words


def test_a_figure_that_is_printed_reads_as_on_every_page():
    row = {"latest_value": 10.08, "unit": "minutes", "time_basis": "quarter", "latest_period_end": MARCH,
           "is_transcription": False}  # fmt: skip
    figure = {**MEANT, "value": 10.08, "unit": "minutes", "read": "second_hand"}
    held = verdicts.held_of(row, "latest", figure)
    assert (held.words, held.second_hand) == ("10.08 minutes", True)
    about = verdicts.held_of(row, "latest", {**figure, "bound": "about", "read": "first_hand"})
    assert (about.words, about.second_hand) == ("about 10.08 minutes", False)
    turned = verdicts.held_of({**row, "latest_value": -10.08}, "latest", figure)
    assert turned.words == "−10.08 minutes"
    assert verdicts.held_of(row, "latest").words == "10.1 minutes"
    assert verdicts.held_of({**row, "latest_value": float("nan")}, "latest", figure) is None


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


def test_a_figure_read_off_a_dashboard_has_its_star():
    newest = Held(74, "percent", "rolling_12_months", SEPTEMBER, transcribed=True)
    words = verdicts.change_of_indicator(share(71), newest, "improved", None)
    assert words == "71% to 74% *"
    assert (newest.words, newest.period) == ("74%", "year to September 2025")


@pytest.mark.parametrize(
    ("change", "low", "high", "words"),
    [
        (3, 1.52, 4.48, "+3 points (+2 to +4)"),
        (1, -0.55, 2.55, "+1 point (−1 to +3)"),
        (-4, -5.61, -2.39, "−4 points (−6 to −2)"),
    ],
)
def test_a_change_on_a_card_always_has_its_interval(change, low, high, words):
    assert verdicts.size_of_change(change, low, high) == words


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


def test_a_figure_from_a_report_is_marked():
    held = Held(12.6, "minutes", "rolling_12_months", date(2022, 11, 30), second_hand=True)
    assert (held.words, held.dated) == ("12.6 minutes", "year to November 2022, press report")


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
