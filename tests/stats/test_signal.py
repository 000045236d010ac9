"""XmR charts against a published example, one worked by hand, and what must always hold."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.signal import xmr

monthly = st.lists(st.integers(0, 5000), min_size=12, max_size=60)

FLOW_RATE = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
"""NIST/SEMATECH e-Handbook of Statistical Methods, section 6.3.2.2: centre 50.81, mean moving range
1.8778, limits 45.8159 and 55.8041 (with 3 / 1.128 where 2.66 rounds it)."""

TWO_YEARS = [
    *[10.7, 13.0, 11.4, 11.5, 12.5, 14.1, 14.8, 14.1, 12.6, 16.0, 11.7, 10.6],
    *[10.0, 11.4, 7.9, 9.5, 8.0, 11.8, 10.5, 11.2, 9.2, 10.1, 10.4, 10.5],
]
"""First year by hand: sum 153.0, mean 12.75; moving ranges 2.3 1.6 .1 1.0 1.6 .7 .7 1.5 3.4 4.3 1.1,
sum 18.3, mean 18.3 / 11; limits 12.75 -/+ 2.66 x 1.6636 = 8.32 and 17.18."""


def steady(*more):
    """Twelve points about 10, mean 10 and moving range 2, so limits 4.68 and 15.32, then `more`."""
    return [9, 11] * 6 + list(more)


def marks(chart, rule):
    return [place for place, rules in enumerate(chart.signals) if rule in rules]


def test_the_published_example():
    part = xmr(FLOW_RATE, baseline=10).latest
    assert part.mean == pytest.approx(50.81)
    assert part.moving_range == pytest.approx(1.8778, abs=0.0001)
    assert (part.lower, part.upper) == pytest.approx((45.8159, 55.8041), abs=0.001)


def test_two_years_by_hand():
    chart = xmr(TWO_YEARS)
    part = chart.latest
    assert part.mean == pytest.approx(12.75)
    assert part.moving_range == pytest.approx(18.3 / 11)
    assert (round(part.lower, 2), round(part.upper, 2)) == (8.32, 17.18)
    assert marks(chart, "outside") == [14, 16]
    assert marks(chart, "seven_one_side") == list(range(10, 24))
    assert marks(chart, "seven_rising") == marks(chart, "seven_falling") == []


def test_only_the_baseline_sets_the_limits():
    assert xmr(steady(100, 0, 50)).latest.upper == xmr(steady()).latest.upper == 10 + 2.66 * 2


def test_a_point_on_the_limit_is_not_outside():
    upper = xmr(steady()).latest.upper
    assert marks(xmr(steady(upper)), "outside") == []
    assert marks(xmr(steady(upper + 0.01, 10 - 5.33)), "outside") == [12, 13]


@pytest.mark.parametrize(("points", "marked"), [(5, 0), (6, 7), (7, 8)])
def test_seven_on_one_side_and_no_fewer(points, marked):
    """The twelfth point of the baseline, 11, is above the mean already."""
    chart = xmr(steady(*[12] * points))
    assert marks(chart, "seven_one_side") == list(range(11, 11 + marked))


def test_a_point_on_the_mean_ends_a_run():
    assert marks(xmr(steady(*[12] * 5, 10, *[12] * 6)), "seven_one_side") == []


def test_seven_rising_or_falling_and_no_fewer():
    """From 8, a fall from 11: six points after it rise, so seven do with the 8."""
    rising = [8, 8.5, 9, 9.5, 10.5, 11, 12]
    assert marks(xmr(steady(*rising)), "seven_rising") == list(range(12, 19))
    assert marks(xmr(steady(*rising[:-1])), "seven_rising") == []
    falling = [20 - value for value in rising]
    assert marks(xmr(steady(9, *falling)), "seven_falling") == list(range(13, 20))
    assert marks(xmr(steady(*rising[:3], 9, *rising[3:])), "seven_rising") == []


def test_a_named_event_starts_anew():
    chart = xmr([*steady(), *(value + 20 for value in steady())], rebase_at=[12])
    assert [part.mean for part in chart.stretches] == [10, 30]
    assert [(part.start, part.stop) for part in chart.stretches] == [(0, 12), (12, 24)]
    assert not any(chart.signals)


def test_runs_do_not_cross_an_event():
    values = [*steady(*[12] * 5), *[12, 12], *steady()]
    assert marks(xmr(values), "seven_one_side") != []
    assert marks(xmr(values, rebase_at=[17]), "seven_one_side") == []


def test_too_short_a_stretch_has_no_limits_and_no_signals():
    chart = xmr(steady(100, 100), rebase_at=[12])
    assert chart.stretches[0].is_enough
    assert not chart.latest.is_enough
    assert chart.signals == ((),) * 14
    assert chart.frame()["mean"].isna().tolist() == [False] * 12 + [True] * 2


def test_the_frame_has_a_row_a_point():
    table = xmr(TWO_YEARS).frame()
    assert list(table) == ["value", "stretch", "mean", "lower", "upper", "moving_range", "signals"]
    assert table["value"].tolist() == TWO_YEARS
    assert table["signals"].iloc[[0, 10, 14]].tolist() == [
        "",
        "seven_one_side",
        "outside,seven_one_side",
    ]
    assert set(table["upper"]) == {xmr(TWO_YEARS).latest.upper}


def test_a_lower_limit_of_counts_may_be_floored():
    few = [0, 6] * 6
    assert xmr(few).latest.lower < 0
    assert xmr(few, floor_at_zero=True).latest.lower == 0


def test_a_constant_series_has_no_signal():
    assert not any(xmr([0.1] * 30).signals)


@given(monthly)
def test_limits_hold_the_mean_and_stand_equally_far(values):
    part = xmr(values).latest
    assert part.lower <= part.mean <= part.upper
    assert part.upper - part.mean == pytest.approx(part.mean - part.lower)
    assert part.mean == pytest.approx(np.mean(values[:12]))
    assert part.moving_range == pytest.approx(pd.Series(values[:12]).diff().abs().mean())


@given(monthly, st.sampled_from([0.5, 2, 4]), st.integers(-500, 500))
def test_scale_and_origin_change_no_signal(values, factor, shift):
    here, there = xmr(values), xmr([value * factor for value in values])
    assert there.latest.upper == pytest.approx(here.latest.upper * factor)
    assert there.signals == here.signals
    moved = xmr([value + shift for value in values])
    assert moved.latest.mean == pytest.approx(here.latest.mean + shift)


@given(monthly)
def test_turning_the_series_over_swaps_rising_and_falling(values):
    here, there = xmr(values), xmr([-value for value in values])
    assert marks(here, "seven_rising") == marks(there, "seven_falling")
    assert marks(here, "seven_one_side") == marks(there, "seven_one_side")
    assert marks(here, "outside") == marks(there, "outside")


@given(monthly)
def test_the_rules_by_their_definitions(values):
    """Each rule again, by looking at every window of seven."""
    chart = xmr(values)
    mean = chart.latest.mean
    windows = [range(start, start + 7) for start in range(len(values) - 6)]
    tests = {
        "seven_one_side": lambda w: (
            len({np.sign(values[i] - mean) for i in w} | {0}) == 2
            and all(values[i] != mean for i in w)
        ),
        "seven_rising": lambda w: all(values[i] < values[i + 1] for i in w[:-1]),
        "seven_falling": lambda w: all(values[i] > values[i + 1] for i in w[:-1]),
    }
    for rule, holds in tests.items():
        assert marks(chart, rule) == sorted({i for w in windows if holds(w) for i in w})


@pytest.mark.parametrize("count", [0, 11])
def test_too_few_points_are_refused(count):
    with pytest.raises(ValueError, match="not enough points for limits: a stretch needs 12"):
        xmr([1.0] * count)


def test_a_missing_month_is_refused():
    with pytest.raises(ValueError, match="one is missing"):
        xmr(steady(math.nan))


@pytest.mark.parametrize("places", [[0], [12], [3, 3], [5, 2], [-1]])
def test_an_event_outside_the_series_is_refused(places):
    with pytest.raises(ValueError, match="rebase inside the series"):
        xmr(steady(), rebase_at=places)


def test_a_baseline_of_one_point_is_refused():
    with pytest.raises(ValueError, match="no moving range"):
        xmr(steady(), baseline=1)
