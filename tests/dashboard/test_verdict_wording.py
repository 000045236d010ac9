"""Sentences on the seven measures: a case for each branch."""

from __future__ import annotations

import math
from datetime import date

import pytest

from dashboard.words import verdict_steps, verdicts
from dashboard.words.left_out import without_command
from dashboard.words.verdicts import Held
from datasets.schema import CANNOT_KINDS, SUCCESS_MEASURES
from stats.intervals import Share
from stats.steps import Figure, OrdinaryStep
from stats.verdicts import Counted, judge
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
        (12.6, "minutes", "12 min 36 s"),
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
    assert (held.words, held.second_hand) == ("10 min 5 s", True)
    about = verdicts.held_of(row, "latest", {**figure, "bound": "about", "read": "first_hand"})
    assert (about.words, about.second_hand) == ("about 10 min 5 s", False)
    turned = verdicts.held_of({**row, "latest_value": -10.08}, "latest", figure)
    assert turned.words == "−10 min 5 s"
    assert verdicts.held_of(row, "latest").words == "10 min 6 s"
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


NAMED = [one for one in SUCCESS_MEASURES if one != "context"]


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        (
            {"trust_confidence_fairness": "mixed", "charge_rates": "no_clear_change"},
            "2 of 7 measures can be judged. Trust: mixed; charges: no clear change",
        ),
        (
            dict.fromkeys(NAMED, "no_clear_change") | {"charge_rates": "improved"},
            "7 of 7 measures can be judged. 1 improved, 6 no clear change",
        ),
        ({}, "None of the Casey Review's 7 measures can be judged"),
    ],
)
def test_the_headline_names_what_can_be_judged_and_how_it_stands(judged, words):
    found = [(one, judged.get(one, "cannot_be_judged")) for one in NAMED]
    assert verdicts.overview_headline(found) == words
    assert len(words) <= 90


def test_why_measures_cannot_be_judged_is_said_once_with_how_many():
    kinds = ["not_loaded"] * 3 + ["not_published"] * 2
    assert verdicts.unjudged_sentence(kinds) == (
        "5 cannot be judged: 3 not yet checked, 2 not published."
    )
    assert verdicts.unjudged_sentence([]) == ""


@pytest.mark.parametrize(
    ("change", "low", "high", "words"),
    [
        (3, 1.52, 4.48, "+3 points (+1.5 to +4.5)"),
        (1, -0.56, 2.56, "+1 point (−0.6 to +2.6)"),
        (-4, -5.61, -2.39, "−4 points (−5.6 to −2.4)"),
    ],
)
def test_a_change_on_a_card_always_has_its_interval(change, low, high, words):
    assert verdicts.size_of_change(change, low, high) == words


def test_a_figure_from_a_report_is_marked():
    held = Held(12.6, "minutes", "rolling_12_months", date(2022, 11, 30), second_hand=True)
    assert (held.words, held.dated) == ("12 min 36 s", "year to November 2022, press report")


def test_how_a_measure_follows_from_its_indicators():
    counts = {"improved": 1, "worsened": 1, "mixed": 0, "no_clear_change": 1, "cannot_be_judged": 6}
    assert verdicts.therefore("mixed", counts, "Trust") == (
        "Of its indicators 1 improved, 1 worsened, 1 showed no clear change and 6 cannot be judged; so "
        "the measure is mixed."
    )
    counts |= {"worsened": 0, "no_clear_change": 0}
    assert verdicts.therefore("cannot_be_judged", counts, "Trust") == (
        "Of its indicators 1 improved and 6 cannot be judged; so the measure cannot be judged, because "
        "“Trust”, which the Review puts first, cannot be."
    )


def test_the_inputs_of_the_formulas_are_named_as_assumed():
    assert verdicts.survey_inputs(12_800, 1.3, "So says a paper.") == (
        "The formulas use 12,800 interviews a year in London and a design effect of 1.3. No file gives "
        "either: both are assumed. So says a paper. Methods and sources shows other design effects."
    )
    assert verdicts.from_to(date(2014, 12, 31), date(2025, 9, 30)) == "2014 to 2025"


def year(value: float, end: int, *behind: Share) -> Figure:
    return Figure(value, date(end - 1, 4, 1), date(end, 3, 31), "rolling_12_months", behind)


def test_the_working_of_a_change_can_be_redone_by_hand():
    # 71 * 29 * 1.3 / 12,800 = 0.209; 74 * 26 * 1.3 / 12,800 = 0.195; + 1/6; root = 0.756
    pair = [year(p, end, Share(p, 12_800, 1.3)) for p, end in ((71, 2023), (74, 2025))]
    steps = judge(*pair, "up", "difference_of_shares", rounded=True).steps
    assert verdict_steps.worked_change(steps) == [
        "Change = 74 − 71 = 3",
        "Variance = share × (100 − share) × design effect ÷ interviews: 71 × 29 × 1.3 ÷ 12,800 = 0.209",
        "Variance = share × (100 − share) × design effect ÷ interviews: 74 × 26 × 1.3 ÷ 12,800 = 0.195",
        "Shares printed as whole per cents add 1/6 = 0.167",
        "Standard error of the change = √0.571 = 0.76",
        "95% interval of the change = +3.0 ± 1.96 × 0.76 = +1.5 to +4.5",
        "z = +3.0 ÷ 0.76 = +3.97; p < 0.001 (two-sided): how often chance alone would give a change at least "
        "this large if there were none",
        "Verdict: improved, because the interval does not include 0 and the change is up.",
    ]


COUNTED = Counted(OrdinaryStep(0.62, date(2015, 3, 31), date(2023, 3, 31), 8), 0.4)


@pytest.mark.parametrize(
    ("after", "better", "counted", "words"),
    [
        (74, "up", None, "improved, because the interval does not include 0 and the change is up."),
        (74, "down", None, "worsened, because the interval does not include 0 and the change is up."),
        (72, "up", None, "no clear change, because the interval includes 0."),
        (74, "up", COUNTED, "no clear change, because at the mix of cases of the first date the change is no "
         "larger than an ordinary yearly step, or goes the other way: it is the work of another mix."),
        (74, "up", Counted(COUNTED.ordinary), "improved, because the interval does not include 0 and the change "
         "is up and more than an ordinary yearly step."),
        (74, "up", Counted(OrdinaryStep(4, date(2015, 3, 31), date(2023, 3, 31), 8)), "no clear change, because "
         "the change is no larger than an ordinary yearly step."),
    ],
)  # fmt: skip
def test_the_rule_that_gave_a_verdict(after, better, counted, words):
    test = "difference_of_proportions" if counted else "difference_of_shares"
    pair = year(71, 2023, Share(71, 12_800)), year(after, 2025, Share(after, 12_800))
    steps = judge(*pair, better, test, counted=counted).steps
    assert verdict_steps.rule_line(steps) == f"Verdict: {words}"
    if counted:
        assert verdict_steps.beyond_chance_lines(steps)[0] == (
            "Ordinary yearly step = mean of 8 yearly steps without their signs, March 2015 to March 2023 = "
            f"{counted.ordinary.size:.2f} points"
        )


def test_what_will_be_revised_is_not_judged():
    counted = Counted(COUNTED.ordinary)
    pair = year(7, 2023, Share(7, 900_000)), year(7.8, 2025, Share(7.8, 900_000))
    test = "difference_of_proportions"
    steps = judge(*pair, "up", test, counted=counted, revision=(-5, 6)).steps
    assert verdict_steps.rule_line(steps) == (
        "Verdict: cannot be judged, because the newest figure will be revised and the declared revision would "
        "turn the verdict."
    )
    assert verdict_steps.worked_change(judge(year(7, 2023), year(8, 2025), "up", "none").steps) == [
        "Change = 8 − 7 = 1",
        "Verdict: cannot be judged.",
    ]


@pytest.mark.parametrize(
    ("change", "ends", "is_provisional", "words"),
    [
        (-0.392, (6.731, 6.339), False, "−0.4 points (an ordinary year: 1.2)"),
        (0.436, (5.716, 6.152), False, "+0.4 points, from unrounded figures (an ordinary year: 1.2)"),
        (-2.153, (8.699, 6.546), True, "−2.2 points, provisional (an ordinary year: 1.2)"),
        (0.2, (5.0, 5.2), False, "+0.2 points (an ordinary year: 1.2)"),
    ],
)  # fmt: skip
def test_a_change_that_its_rounded_figures_do_not_give_says_so(change, ends, is_provisional, words):
    assert verdicts.size_beside_step(change, 1.2, ends, is_provisional) == words
    assert verdicts.rounds_apart(change, ends) == ("unrounded" in words)


@pytest.mark.parametrize(
    ("verdict", "kind", "words"),
    [
        ("cannot_be_judged", "not_published", "Cannot be judged: not published"),
        ("cannot_be_judged", "not_loaded", "Cannot be judged: figures may exist, not yet checked"),
        ("cannot_be_judged", "not_comparable", "Cannot be judged: not comparable"),
        ("cannot_be_judged", "not_ripe", "Cannot be judged: too early"),
        ("improved", math.nan, "Improved"),
        ("mixed", "", "Mixed"),
    ],
)
def test_a_verdict_with_its_kind(verdict, kind, words):
    assert verdicts.with_kind(verdict, kind) == words
    assert bool(verdicts.kind_sentence(kind, "A table: a command")) == (
        verdict == "cannot_be_judged"
    )
    assert set(verdicts.KINDS) == set(CANNOT_KINDS)


def test_the_table_that_is_not_loaded_is_named_with_its_command():
    assert verdicts.kind_sentence("not_loaded", "A table: a command") == (
        "Figures may exist, and are not yet checked here. A table: a command."
    )


@pytest.mark.parametrize(
    ("smallest", "ordinary", "unit", "cell", "words"),
    [
        (2.117, math.nan, "percent", "2.1 points", "These figures could have shown a change of 2.1 points or "
         "more; a smaller one would be missed more than one time in five."),
        (0.6, 0.6, "percentage_points", "0.6 points", "An ordinary year moves it by 0.6 points: no smaller "
         "change counts."),
        (math.nan, 0.6, "percentage_points", "–", "An ordinary year moves it by 0.6 points."),
        (math.nan, math.nan, "percent", "–", ""),
        (1.5, math.nan, "minutes", "1.5 minutes", "These figures could have shown a change of 1.5 minutes or "
         "more; a smaller one would be missed more than one time in five."),
    ],
)  # fmt: skip
def test_the_smallest_change_that_could_have_been_seen(smallest, ordinary, unit, cell, words):
    assert verdicts.seen_words(smallest, unit) == cell
    assert verdicts.seen_sentence(smallest, ordinary, unit) == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tables of 2023: python -m data_pipeline build x --file FILE.", "Tables of 2023."),
        (
            "Rape by code (python -m data_pipeline build x, a workbook). More.",
            "Rape by code. More.",
        ),
        ("No command.", "No command."),
    ],
)
def test_commands_are_left_out_of_what_a_reader_is_told(text, said):
    assert without_command(text) == said
