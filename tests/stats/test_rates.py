"""Rates, changes and sums of counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from stats.rates import (
    percent_change,
    poisson_interval,
    poisson_rate,
    rate_per,
)


def test_the_rate_of_the_met_area():
    assert rate_per(910_619, 9_074_625) == pytest.approx(100.348, abs=0.001)


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_rate_times_population_is_the_count(count, population):
    assert rate_per(count, population) * population / 1000 == pytest.approx(count)


@pytest.mark.parametrize(
    ("count", "population"), [(-1, 10), (1, 0), (1, -5), (math.nan, 10), (1, math.nan)]
)
def test_an_impossible_rate_is_refused(count, population):
    for call in (rate_per, poisson_rate):
        with pytest.raises(ValueError, match="no rate"):
            call(count, population)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(200, 150, -25.0), (50, 100, 100.0), (49, 98, None), (0, 3, None)],
)
def test_change_in_per_cent_and_none_on_a_small_base(before, after, change):
    assert percent_change(before, after) == change


def test_a_negative_or_missing_count_has_no_change():
    for before, after in ((-1, 5), (50, -1), (math.nan, 5), (50, math.nan)):
        with pytest.raises(ValueError, match=r"-1|nan"):
            percent_change(before, after)


def exact(count):
    """Garwood's limits by chi-square, the form that public health guides print."""
    return (chi2.ppf(0.025, 2 * count) / 2 if count else 0.0), chi2.ppf(0.975, 2 * count + 2) / 2


def test_a_hundred_events_give_the_worked_example():
    interval = poisson_interval(100)
    assert (interval.estimate, round(interval.low, 1), round(interval.high, 1)) == (
        100,
        81.4,
        121.6,
    )


@pytest.mark.parametrize("count", range(10))
def test_fewer_than_ten_events_have_the_exact_interval(count):
    interval = poisson_interval(count)
    assert (interval.low, interval.high) == pytest.approx(exact(count), abs=1e-9)


def test_no_events_may_be_up_to_3_7():
    interval = poisson_interval(0)
    assert (interval.low, round(interval.high, 3)) == (0.0, 3.689)


@pytest.mark.parametrize("count", [10, 11, 20, 99, 1000, 100_000])
def test_byar_is_near_the_exact_interval(count):
    interval = poisson_interval(count)
    assert (interval.low, interval.high) == pytest.approx(exact(count), rel=0.002)
    assert (interval.low, interval.high) != pytest.approx(exact(count), rel=1e-12)


@given(st.integers(0, 10**6))
def test_the_interval_holds_the_count_and_rises_with_it(count):
    here, next_one = poisson_interval(count), poisson_interval(count + 1)
    assert 0 <= here.low <= count < here.high
    assert here.high < next_one.high
    assert here.low < next_one.low


@given(st.integers(0, 10**5), st.integers(1, 10**7))
def test_a_rate_s_interval_is_that_of_its_count(count, population):
    rate, events = poisson_rate(count, population), poisson_interval(count)
    for of_rate, of_count in zip(
        (rate.estimate, rate.low, rate.high),
        (events.estimate, events.low, events.high),
        strict=True,
    ):
        assert of_rate * population / 1000 == pytest.approx(of_count)


def test_a_rate_may_be_per_another_number():
    found = poisson_rate(100, 50_000, per=100_000)
    assert (found.estimate, round(found.low, 1), round(found.high, 1)) == (200, 162.7, 243.3)


@pytest.mark.parametrize("times", [2, 10, 100])
def test_more_events_at_the_same_rate_narrow_the_interval(times):
    wide, narrow = poisson_rate(40, 1000), poisson_rate(40 * times, 1000 * times)
    assert narrow.estimate == wide.estimate
    assert narrow.high - narrow.low < wide.high - wide.low


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
def test_an_impossible_count_has_no_interval(count):
    with pytest.raises(ValueError, match="no interval"):
        poisson_interval(count)
