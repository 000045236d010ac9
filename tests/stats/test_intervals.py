"""Intervals against published worked examples, a second library, and what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from stats.intervals import Interval, Share, change_of_share, wilson_share

shares = st.integers(0, 100)
bases = st.integers(20, 20_000)


@pytest.mark.parametrize(
    ("count", "base", "low", "high"), [(60, 100, 50.2, 69.1), (3, 40, 2.6, 19.9)]
)
def test_wilson_gives_the_worked_examples(count, base, low, high):
    interval = wilson_share(100 * count / base, base)
    assert (round(interval.low, 1), round(interval.high, 1)) == (low, high)


@pytest.mark.parametrize(("count", "base"), [(0, 30), (7, 9), (690, 1000), (50, 50)])
def test_wilson_agrees_with_scipy(count, base):
    other = binomtest(count, base).proportion_ci(method="wilson")
    interval = wilson_share(100 * count / base, base)
    assert interval.low == pytest.approx(100 * other.low, abs=1e-9)
    assert interval.high == pytest.approx(100 * other.high, abs=1e-9)


def test_a_design_effect_works_like_fewer_interviews():
    assert wilson_share(74, 1300, 1.3).low == pytest.approx(wilson_share(74, 1000).low)


def test_rounding_adds_a_twelfth_of_a_squared_point():
    plain, rounded = wilson_share(50, 12800, 1.3), wilson_share(50, 12800, 1.3, rounded=True)
    added = ((50 - rounded.low) ** 2 - (50 - plain.low) ** 2) / 1.959964**2
    assert added == pytest.approx(1 / 12, rel=1e-4)


@given(shares, bases)
def test_the_interval_holds_the_share_and_stays_possible(share, base):
    interval = wilson_share(share, base, 1.3, rounded=True)
    assert 0 <= interval.low <= share <= interval.high <= 100


@given(st.integers(1, 99), bases)
def test_more_interviews_narrow_the_interval(share, base):
    narrow, wide = wilson_share(share, 2 * base), wilson_share(share, base)
    assert narrow.high - narrow.low < wide.high - wide.low


def test_trust_since_the_review_is_clearly_up_and_fairness_is_not():
    trust = change_of_share(71, 74, 12800, 12800, 1.3, rounded=True)
    fairness = change_of_share(65, 66, 12800, 12800, 1.3, rounded=True)
    assert (round(trust.low, 2), round(trust.high, 2)) == (1.52, 4.48)
    assert trust.excludes_zero
    assert not fairness.excludes_zero


def test_change_has_the_textbook_standard_error():
    change = change_of_share(40, 55, 100, 200)
    expected = 1.959964 * math.sqrt(40 * 60 / 100 + 55 * 45 / 200)
    assert change.high - change.estimate == pytest.approx(expected, rel=1e-6)


@given(shares, shares, bases, bases)
def test_swapping_the_years_flips_the_sign(before, after, base_1, base_2):
    there = change_of_share(before, after, base_1, base_2, 1.3, rounded=True)
    back = change_of_share(after, before, base_2, base_1, 1.3, rounded=True)
    assert there.estimate == -back.estimate
    assert there.low == pytest.approx(-back.high)
    assert there.excludes_zero == back.excludes_zero


@pytest.mark.parametrize(
    ("share", "base", "effect"),
    [
        *[(-1, 100, 1), (101, 100, 1), (math.nan, 100, 1)],
        *[(50, 0, 1), (50, math.nan, 1), (50, math.inf, 1)],
        *[(50, 100, 0.9), (50, 100, math.nan)],
    ],
)
def test_the_impossible_is_refused(share, base, effect):
    with pytest.raises(ValueError, match=r"share|base"):
        wilson_share(share, base, effect)
    with pytest.raises(ValueError, match=r"share|base"):
        change_of_share(share, 50, base, 100, effect)
    with pytest.raises(ValueError, match=r"share|base"):
        Share(share, base, effect)


def test_each_period_may_have_its_own_design_effect():
    change = change_of_share(40, 55, 100, 200, 1.3, after_design_effect=2.0)
    expected = 1.959964 * math.sqrt(40 * 60 * 1.3 / 100 + 55 * 45 * 2 / 200)
    assert change.high - change.estimate == pytest.approx(expected, rel=1e-6)
    assert change_of_share(40, 55, 100, 200, 1.3) == change_of_share(
        40, 55, 100, 200, 1.3, after_design_effect=1.3
    )


@given(st.integers(1, 99), bases, st.floats(1, 5))
def test_a_share_has_the_variance_of_a_smaller_sample(share, base, effect):
    assert Share(share, base, effect).variance == pytest.approx(
        Share(share, base / effect).variance
    )


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [(1.01, 1.5, True), (0.5, 0.99, True), (0.9, 1.1, False), (1, 2, False)],
)
def test_an_interval_excludes_a_value_on_one_side_of_it(low, high, clear):
    assert Interval((low + high) / 2, low, high).excludes(1) is clear


def test_logarithm_and_back():
    there = Interval(2.0, 1.0, 4.0).logarithm()
    assert there.standard_error == pytest.approx(math.log(2) / 1.959964)
    back = there.exponential()
    assert (back.estimate, back.low, back.high) == pytest.approx((2, 1, 4))


@pytest.mark.parametrize("low", [0.0, -1.0, math.nan])
def test_what_reaches_zero_has_no_logarithm(low):
    with pytest.raises(ValueError, match="not an interval of a ratio"):
        Interval(2.0, low, 4.0).logarithm()


def test_a_lopsided_interval_has_no_standard_error():
    with pytest.raises(ValueError, match="not a symmetric interval"):
        _ = wilson_share(3, 40).standard_error
