"""Funnel limits against Wilson's interval, plain sums of Poisson chances, and properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stats.funnel import (
    FunnelLimits,
    funnel_limits,
    funnel_standing,
    overdispersion,
    rate_funnel_limits,
    standing_among,
)
from stats.intervals import wilson_share

sizes = st.integers(50, 20_000)


def in_order(limits):
    return [limits.low_998, limits.low_95, limits.centre, limits.high_95, limits.high_998]


def test_share_limits_by_hand():
    """54% of London, 400 interviews, design effect 1.3: standard error 2.8414 points."""
    error = math.sqrt(54 * 46 * 1.3 / 400)
    expected = [54 + z * error for z in (-3.0902, -1.96, 0, 1.96, 3.0902)]
    assert in_order(funnel_limits(54, 400, 1.3)) == pytest.approx(expected, abs=0.001)


def test_rounding_adds_a_sixth_of_a_squared_point():
    plain, rounded = funnel_limits(54, 400), funnel_limits(54, 400, rounded=True)
    added = ((rounded.high_95 - 54) ** 2 - (plain.high_95 - 54) ** 2) / 1.959964**2
    assert added == pytest.approx(1 / 6, rel=1e-5)


@given(st.integers(0, 100), st.integers(1, 99), sizes, st.floats(1, 2))
def test_outside_the_funnel_is_a_wilson_interval_without_the_centre(share, centre, base, effect):
    limits, interval = funnel_limits(centre, base, effect), wilson_share(share, base, effect)
    assume(min(abs(share - limits.low_95), abs(share - limits.high_95)) > 1e-6)
    assert (funnel_standing(share, limits) != "within") == interval.excludes(centre)


@given(st.integers(1, 99), sizes)
def test_share_limits_are_in_order_and_narrow_with_size(centre, base):
    wide, narrow = funnel_limits(centre, base), funnel_limits(centre, base * 2)
    assert in_order(wide) == sorted(in_order(wide))
    assert 0 <= wide.low_998 <= wide.high_998 <= 100
    assert narrow.high_95 - narrow.low_95 < wide.high_95 - wide.low_95


def poisson_sum(count, expected):
    """Chance of at most `count` events, added term by term."""
    return sum(math.exp(-expected) * expected**k / math.factorial(k) for k in range(count + 1))


def interpolated(tail, expected):
    count = next(k for k in range(1000) if poisson_sum(k, expected) >= tail)
    here, before = poisson_sum(count, expected), poisson_sum(count - 1, expected)
    return count - (here - tail) / (here - before)


@pytest.mark.parametrize("expected", [10, 25.5, 60])
def test_rate_limits_by_plain_sums(expected):
    """`expected` events in 10,000 residents are expected / 10 per 1,000."""
    limits = rate_funnel_limits(expected / 10, 10_000)
    tails = (0.001, 0.025, 0.975, 0.999)
    assert [value for value in in_order(limits) if value != limits.centre] == pytest.approx(
        [interpolated(tail, expected) / 10 for tail in tails], abs=1e-9
    )


def test_limits_of_ten_events():
    """F(16) = .97296 and F(17) = .98572 are in every Poisson table: .975 is reached at 16.16."""
    assert rate_funnel_limits(10, 1000).high_95 == pytest.approx(16.16, abs=0.005)


def test_limits_of_many_events_are_the_normal_ones():
    limits = rate_funnel_limits(100, 300_000)
    reach = 1.959964 * math.sqrt(30_000) / 300
    assert (limits.low_95, limits.high_95) == pytest.approx((100 - reach, 100 + reach), abs=0.005)


def test_few_events_have_no_limit_below_zero():
    assert rate_funnel_limits(0.01, 50_000).low_998 == 0


@given(st.floats(0.1, 200), st.integers(1000, 400_000), st.floats(1, 300))
def test_rate_limits_are_in_order_and_widen_with_dispersion(centre, population, dispersion):
    plain = rate_funnel_limits(centre, population)
    wide = rate_funnel_limits(centre, population, dispersion=dispersion)
    assert plain.low_998 <= plain.low_95 <= plain.high_95 <= plain.high_998
    assert plain.low_95 <= centre <= plain.high_998
    assert wide.high_95 - centre == pytest.approx(
        (plain.high_95 - centre) * math.sqrt(dispersion), abs=1e-6
    )
    assert wide.low_998 <= plain.low_998 + 1e-9


@given(st.integers(1, 100), st.integers(5000, 10**6))
def test_the_same_rate_per_another_number_has_the_same_limits(centre, population):
    thousand = rate_funnel_limits(centre, population)
    million = rate_funnel_limits(centre * 1000, population, per=10**6)
    assert in_order(million) == pytest.approx([1000 * value for value in in_order(thousand)])


@pytest.mark.parametrize(
    ("value", "standing"),
    [
        (0.9, "below_998"),
        (1, "below_95"),
        (1.9, "below_95"),
        (2, "within"),
        (5, "within"),
        (8, "within"),
        (8.1, "above_95"),
        (9, "above_95"),
        (9.1, "above_998"),
    ],
)
def test_standing(value, standing):
    assert funnel_standing(value, FunnelLimits(5, 1, 2, 8, 9)) == standing


def test_overdispersion_by_hand():
    """Common rate 0.1, 100 expected each: z = -2, -1, 1, 2; squares 4, 1, 1, 4, mean 2.5."""
    counts, people = [80, 90, 110, 120], [1000] * 4
    assert overdispersion(counts, people, winsorised=0) == pytest.approx(2.5)
    assert overdispersion(counts, people, winsorised=0.25) == pytest.approx(1.0)


def test_overdispersion_is_pearsons_statistic_of_a_poisson_model():
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    counts, people = [5200, 9100, 3300, 7000, 11_500], [200_000, 310_000, 150_000, 260_000, 330_000]
    model = GLM(counts, np.ones(5), family=Poisson(), exposure=people).fit()
    phi = overdispersion(counts, people, winsorised=0)
    assert phi == pytest.approx(model.pearson_chi2 / 5)
    assert phi > 100


def test_standing_among_areas_that_differ_anyway():
    """Twenty areas of 80 to 120 of 1,000, one of 400: only that one stands apart, at 99.8%."""
    people = [10_000] * 21
    counts = [800, 900, 1000, 1100, 1200] * 4 + [4000]
    found = [standing_among(place, counts, people) for place in range(21)]
    assert found == ["within"] * 20 + ["above_998"]
    alone = rate_funnel_limits(1000 * sum(counts) / sum(people), 10_000)
    assert funnel_standing(80, alone) == "below_998"  # by chance alone, the others too


def test_areas_of_one_rate_have_no_overdispersion():
    people = [50_000 * (1 + area % 7) for area in range(2000)]
    counts = np.random.default_rng(1).poisson([0.01 * n for n in people])
    assert overdispersion(counts, people, winsorised=0) == pytest.approx(1, abs=0.1)
    assert overdispersion([100, 100], [1000, 1000]) == 1


def test_one_area_apart_does_not_widen_the_funnel():
    counts, people = [100, 90, 110] * 10 + [5000], [10_000] * 31
    assert overdispersion(counts, people, winsorised=0) > 1000
    assert overdispersion(counts, people) < 400
    limits = rate_funnel_limits(10, 10_000, dispersion=overdispersion(counts[:-1], people[:-1]))
    assert funnel_standing(500, limits) == "above_998"


@pytest.mark.parametrize(
    ("counts", "people", "cut"),
    [
        ([1], [10], 0.1),
        ([0, 0], [10, 10], 0.1),
        ([1, 2], [10, 0], 0.1),
        ([1, -2], [10, 10], 0.1),
        ([1, 2], [10], 0.1),
        ([1, 2], [10, 10], 0.5),
    ],
)
def test_an_impossible_dispersion_is_refused(counts, people, cut):
    with pytest.raises(ValueError, match=r"no dispersion|no rate|zip\(\)"):
        overdispersion(counts, people, cut)


@pytest.mark.parametrize(
    ("centre", "population", "dispersion"),
    [(0, 100, 1), (5, 0, 1), (5, 100, 0.9), (math.nan, 100, 1), (5, math.nan, 1)],
)
def test_impossible_limits_are_refused(centre, population, dispersion):
    with pytest.raises(ValueError, match="no limits"):
        rate_funnel_limits(centre, population, dispersion=dispersion)
    with pytest.raises(ValueError, match=r"share|base"):
        funnel_limits(-1, 100)


def test_a_missing_value_has_no_standing():
    with pytest.raises(ValueError, match="no standing"):
        funnel_standing(math.nan, FunnelLimits(5, 1, 2, 8, 9))
