"""Intervals against published worked examples, a second library, and what must always hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.power import NormalIndPower, normal_power_het

from stats.intervals import (
    Interval,
    Share,
    change_of_share,
    side_of,
    smallest_change,
    wilson_share,
    wilson_shares,
)

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


# Where an interval lies, and what could have been seen


@pytest.mark.parametrize(
    ("low", "high", "value", "side"),
    [
        (1, 4, 0, "above"),
        (-4, -1, 0, "below"),
        (-1, 4, 0, "not_clear"),
        (0, 4, 0, "not_clear"),  # an end that touches it holds it
        (-4, 0, 0, "not_clear"),
        (1.1, 1.4, 1, "above"),
        (0.8, 1.4, 1, "not_clear"),
        (0.8, 0.9, 1, "below"),
        (math.nan, math.nan, 0, "not_clear"),
    ],
)
def test_on_which_side_an_interval_lies(low, high, value, side):
    assert side_of(low, high, value) == side
    assert Interval(2, low, high).excludes(value) == (side != "not_clear")


@pytest.mark.parametrize(("spread", "people"), [(1.0, 64), (46.0, 12_800), (12.5, 700)])
def test_the_smallest_change_agrees_with_statsmodels(spread, people):
    """Two groups of `people` with one spread: solved there for the standardised difference."""
    solved = NormalIndPower().solve_power(None, people, alpha=0.05, power=0.8, ratio=1)
    error = spread * math.sqrt(2 / people)
    assert smallest_change(error) == pytest.approx(solved * spread, rel=1e-4)


def test_a_change_of_that_size_is_seen_four_times_in_five():
    """Trust, 71% and 74% of 12,800 interviews, design effect 1.3, printed as whole per cents."""
    error = math.sqrt((71 * 29 + 74 * 26) * 1.3 / 12_800 + 1 / 6)
    assert smallest_change(error) == pytest.approx(2.117, abs=0.001)
    power = normal_power_het(smallest_change(error), 1, 0.05, std_null=error)
    assert power == pytest.approx(0.8, abs=1e-4)


def test_the_multiplier_of_the_textbooks_tables():
    """Pocock, Clinical Trials (1983), table 9.1: f(0.05, 0.2) = 7.9, its square root standard errors."""
    assert round(smallest_change(1) ** 2, 1) == 7.8  # 7.849; the table rounds up
    assert smallest_change(1) == pytest.approx(math.sqrt(7.849), abs=1e-4)
    assert smallest_change(0) == 0


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf])
def test_an_impossible_standard_error_has_no_smallest_change(bad):
    with pytest.raises(ValueError, match="no smallest change"):
        smallest_change(bad)


@pytest.mark.parametrize("rounded", [True, False])
def test_intervals_of_a_whole_series_are_those_of_its_shares(rounded):
    shares = [
        Share(pct, base, 1.2) for pct in (0, 0.5, 33, 61.7, 100) for base in (50, 400, 12_800)
    ]
    assert wilson_shares(shares, rounded) == [
        wilson_share(one.pct, one.base_n, one.design_effect, rounded) for one in shares
    ]
    assert wilson_shares([], rounded) == []
