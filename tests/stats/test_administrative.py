"""Counts of everyone: an ordinary year, the mix of cases, and revisions, by sums by hand."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.administrative import change_at_mix, ordinary_step
from stats.intervals import Share
from stats.steps import OrdinaryStep
from stats.verdicts import Counted, Figure, judge

TEST = "difference_of_proportions"


def rate(value: float, end: int, cases: float = 900_000, month: int = 3) -> Figure:
    """Per cent of cases, in the year to the end of March (or of another month)."""
    last = date(end, month, 31)
    first = date(end - 1, month + 1, 1)
    return Figure(value, first, last, "financial_year", (Share(value, cases),))


def step_of(size: float) -> OrdinaryStep:
    return OrdinaryStep(size, date(2017, 3, 31), date(2023, 3, 31), 6)


def judged(before: float, after: float, step: float, at_mix: float | None = None, **others):
    pair = rate(before, 2023), rate(after, 2026)
    return judge(*pair, "up", TEST, counted=Counted(step_of(step), at_mix), **others)


# An ordinary year


def test_an_ordinary_step_is_the_mean_of_the_yearly_steps_without_their_signs():
    values = {2018: 8.0, 2019: 7.2, 2020: 7.5, 2021: 6.3, 2022: 6.4}
    found = ordinary_step([rate(value, end) for end, value in values.items()])
    assert found.size == pytest.approx(np.abs(np.diff(list(values.values()))).mean())
    assert found.size == pytest.approx((0.8 + 0.3 + 1.2 + 0.1) / 4)
    assert (found.first, found.last, found.steps) == (date(2018, 3, 31), date(2022, 3, 31), 4)


def test_over_a_year_that_is_missing_there_is_no_step():
    found = ordinary_step([rate(8, 2018), rate(7, 2019), rate(3, 2021), rate(5, 2022)])
    assert (found.size, found.steps) == (1.5, 2)
    assert ordinary_step([rate(8, 2018), rate(7, 2020)]) is None
    assert ordinary_step([rate(8, 2018)]) is None
    assert ordinary_step([]) is None


def test_only_years_that_share_no_month_are_stepped_between():
    """Years to March and to May: the newest is to March, so those to May are left out."""
    series = [
        rate(1, 2020),
        rate(9, 2020, month=5),
        rate(2, 2021),
        rate(20, 2021, month=5),
        rate(4, 2022),
    ]
    assert ordinary_step(series) == OrdinaryStep(1.5, date(2020, 3, 31), date(2022, 3, 31), 2)
    assert ordinary_step(series[::-1]) == ordinary_step(series)


def test_a_series_with_a_hole_or_a_year_twice_is_refused():
    with pytest.raises(ValueError, match="missing"):
        ordinary_step(
            [rate(8, 2018), Figure(math.nan, date(2018, 4, 1), date(2019, 3, 31), "financial_year")]
        )
    with pytest.raises(ValueError, match="two figures of one end"):
        ordinary_step([rate(8, 2018), rate(9, 2018)])


# The mix

OFTEN, SELDOM = "Drug offences", "Theft"


def test_a_rate_that_rises_by_its_mix_alone_does_not_change_at_the_baselines():
    before = {OFTEN: (2_000, 4_000), SELDOM: (960, 16_000)}
    after = {OFTEN: (5_000, 10_000), SELDOM: (600, 10_000)}
    assert change_at_mix(before, after) == pytest.approx(0)


def test_the_change_at_the_baselines_mix_by_hand():
    """Weights 0.2 and 0.8; 50% to 40% and 6% to 9%."""
    before = {OFTEN: (2_000, 4_000), SELDOM: (960, 16_000)}
    after = {OFTEN: (4_000, 10_000), SELDOM: (900, 10_000)}
    assert change_at_mix(before, after) == pytest.approx(0.2 * -10 + 0.8 * 3)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(*[st.integers(1, 5000)] * 4), min_size=1, max_size=8))
def test_kitagawas_two_parts_add_up_to_the_change(cells):
    """Change of the rate = at the baseline's mix + by the mix, at the later year's rates."""
    before = {str(n): (min(a, b), b) for n, (a, b, _, _) in enumerate(cells)}
    after = {str(n): (min(c, d), d) for n, (_, _, c, d) in enumerate(cells)}
    whole = [np.array(list(one.values()), dtype=float) for one in (before, after)]
    weights = [one[:, 1] / one[:, 1].sum() for one in whole]
    rates = [one[:, 0] / one[:, 1] for one in whole]
    total = 100 * ((weights[1] * rates[1]).sum() - (weights[0] * rates[0]).sum())
    by_mix = 100 * ((weights[1] - weights[0]) * rates[1]).sum()
    assert change_at_mix(before, after) == pytest.approx(total - by_mix)


def test_a_group_without_cases_at_the_baseline_has_no_weight():
    before = {OFTEN: (10, 100), "New": (0, 0)}
    after = {OFTEN: (20, 100), "New": (90, 100)}
    assert change_at_mix(before, after) == pytest.approx(10)
    assert change_at_mix({OFTEN: (10, 100)}, after) == pytest.approx(10)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {}),
        ({OFTEN: (0, 0)}, {OFTEN: (1, 2)}),
        ({OFTEN: (1, 2)}, {}),
        ({OFTEN: (1, 2)}, {OFTEN: (0, 0)}),
        ({OFTEN: (3, 2)}, {OFTEN: (1, 2)}),
        ({OFTEN: (1, 2)}, {OFTEN: (-1, 2)}),
        ({OFTEN: (1, math.nan)}, {OFTEN: (1, 2)}),
    ],
)
def test_counts_that_give_no_mix_are_refused(before, after):
    with pytest.raises(ValueError, match=r"count|no cases"):
        change_at_mix(before, after)


# The verdict


@pytest.mark.parametrize(
    ("after", "step", "at_mix", "verdict", "rule"),
    [
        (8.0, 0.5, None, "improved", "interval"),
        (6.0, 0.5, None, "worsened", "interval"),
        (8.0, 0.5, 0.9, "improved", "interval"),
        (6.0, 0.5, -0.9, "worsened", "interval"),
        (
            7.4,
            0.5,
            None,
            "no_clear_change",
            "ordinary_step",
        ),  # clear by chance, and an ordinary year
        (7.5, 0.5, None, "no_clear_change", "ordinary_step"),  # no larger than it
        (6.6, 0.5, -0.4, "no_clear_change", "ordinary_step"),
        (8.0, 0.5, 0.5, "no_clear_change", "changed_mix"),
        (8.0, 0.5, 0.0, "no_clear_change", "changed_mix"),
        (8.0, 0.5, -0.9, "no_clear_change", "changed_mix"),  # the other way at the baseline's mix
        (6.0, 0.5, 0.9, "no_clear_change", "changed_mix"),
        (7.0, 0.5, 0.9, "no_clear_change", "interval"),
    ],
)
def test_an_all_cases_rate_needs_more_than_an_ordinary_year_and_another_mix(
    after, step, at_mix, verdict, rule
):
    found = judged(7.0, after, step, at_mix)
    assert (found.verdict, found.steps.rule) == (verdict, rule)
    assert found.change == pytest.approx(after - 7)
    assert (found.steps.ordinary, found.steps.at_mix) == (step_of(step), at_mix)
    assert found.steps.smallest_change_seen == step


def test_few_cases_are_chance_however_quiet_the_series():
    pair = rate(7, 2023, cases=300), rate(9, 2026, cases=300)
    found = judge(*pair, "up", TEST, counted=Counted(step_of(0.1)))
    assert (found.verdict, found.steps.rule) == ("no_clear_change", "interval")


def test_without_its_series_a_count_is_not_judged():
    for counted in (None, Counted(), Counted(None, 2.0)):
        found = judge(rate(7, 2023), rate(9, 2026), "up", TEST, counted=counted)
        assert (found.verdict, found.why) == ("cannot_be_judged", "no_ordinary_step")
        assert (found.change, found.interval) == (2, None)


# Revisions of the newest figure


@pytest.mark.parametrize(
    ("after", "revision", "verdict"),
    [
        (8.0, (-5.0, 6.0), "improved"),  # 7.6 and 8.5, an ordinary year being 0.5
        (7.8, (-5.0, 6.0), "cannot_be_judged"),  # 7.4 is no more than an ordinary year
        (7.2, (0.0, 50.0), "cannot_be_judged"),  # nothing as published, 10.8 at most
        (6.0, (-5.0, 6.0), "worsened"),
        (6.4, (-5.0, 6.0), "cannot_be_judged"),
        (7.0, (-1.0, 1.0), "no_clear_change"),
    ],
)
def test_a_verdict_holds_at_both_ends_of_the_declared_revision_or_is_not_ripe(
    after, revision, verdict
):
    found = judged(7.0, after, 0.5, revision=revision)
    assert found.verdict == verdict
    by_hand = [judged(7.0, after * (1 + pct / 100), 0.5).verdict for pct in revision]
    assert list(found.steps.at_ends) == by_hand
    if verdict == "cannot_be_judged":
        assert (found.why, found.steps.rule, found.interval) == ("not_ripe", "not_ripe", None)
        assert found.change == pytest.approx(after - 7)
    else:
        assert set(by_hand) == {verdict}


def test_the_change_at_the_baselines_mix_is_revised_as_the_rate_is():
    """1.0 at the mix is 8.0; 5% less is 7.6, which is 0.6 more than 7 and more than an ordinary year."""
    assert judged(7.0, 9.0, 0.5, 1.0, revision=(-5.0, 6.0)).verdict == "improved"
    assert judged(7.0, 9.0, 0.7, 1.0, revision=(-5.0, 6.0)).why == "not_ripe"


def test_no_revision_lifts_a_rate_beyond_all_cases():
    assert judged(40.0, 90.0, 0.5, revision=(0.0, 50.0)).verdict == "improved"
