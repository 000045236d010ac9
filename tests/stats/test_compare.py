"""Differences, ratios and p values against published examples, a second library and properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binomtest, f, false_discovery_control, norm
from statsmodels.stats.proportion import confint_proportions_2indep, test_proportions_2indep

from stats.compare import (
    change_between_counts,
    change_of_gap,
    change_of_ratio,
    difference_of_proportions,
    difference_of_rates,
    false_discoveries,
    gap,
    is_unusual_step,
    p_of_difference,
    rate_ratio,
    replaced_half,
    what_moved_the_gap,
)
from stats.intervals import Interval, Share, change_of_share, two_sided_p, wilson_share

z_test = test_proportions_2indep
z_test.__test__ = False

shares = st.builds(Share, st.integers(0, 100), st.integers(50, 20_000), st.floats(1, 3))
groups = st.tuples(st.integers(1, 5000), st.integers(5000, 10**6))
UP, DOWN, FLAT = Interval(5, 1, 9), Interval(-5, -9, -1), Interval(1, -3, 5)


def ends(interval):
    return interval.low, interval.high


# Gaps


def test_a_gap_by_hand():
    found = gap(Share(60, 300, 1.3), Share(72, 1000, 1.5), rounded=True).interval
    reach = 1.959964 * math.sqrt(60 * 40 * 1.3 / 300 + 72 * 28 * 1.5 / 1000 + 1 / 6)
    assert found.estimate == -12
    assert ends(found) == pytest.approx((-12 - reach, -12 + reach), rel=1e-6)


@given(shares, shares, st.booleans())
def test_swapping_the_groups_flips_the_sign(group, reference, rounded):
    pairs = (group, reference), (reference, group)
    there, back = (gap(*pair, rounded).interval for pair in pairs)
    assert there.low <= there.estimate <= there.high
    assert there.estimate == -back.estimate
    assert there.low == pytest.approx(-back.high)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(50, 9000))
def test_more_interviews_narrow_the_gap(group, reference, base):
    wide = gap(Share(group, base), Share(reference, base)).interval
    narrow = gap(Share(group, base * 2), Share(reference, base * 2)).interval
    assert narrow.high - narrow.low < wide.high - wide.low


def test_a_change_of_gap_has_four_variances():
    four = [Share(60, 300, 1.3), Share(72, 1000), Share(66, 320), Share(73, 1100, 1.4)]
    found = change_of_gap(*four, rounded=True).interval
    variance = 60 * 40 * 1.3 / 300 + 72 * 28 / 1000 + 66 * 34 / 320 + 73 * 27 * 1.4 / 1100 + 4 / 12
    assert found.estimate == (66 - 73) - (60 - 72)
    assert found.high - found.estimate == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-6)


@given(shares, shares, shares, shares)
def test_a_change_of_gap_is_the_difference_of_two_gaps(a, b, c, d):
    tested = gap(a, b), gap(c, d), change_of_gap(a, b, c, d)
    before, after, change = (one.interval for one in tested)
    assert change.estimate == pytest.approx(after.estimate - before.estimate)
    assert change.high - change.estimate == pytest.approx(
        math.hypot(before.high - before.estimate, after.high - after.estimate)
    )


@pytest.mark.parametrize(
    ("interviews", "points"),
    [(19_200 / 4, 7), (12_800 / 4, 9), (19_200, 3.5), (12_800, 4.5)],
)
def test_what_is_noise_for_a_group_of_13_per_cent(interviews, points):
    """Shares near two thirds, a reference group of 37% of Londoners, design effect 1.3."""
    group, reference = Share(65, 0.13 * interviews, 1.3), Share(65, 0.37 * interviews, 1.3)
    change = change_of_gap(group, reference, group, reference, rounded=True).interval
    assert change.high == pytest.approx(points, abs=0.5)


@pytest.mark.parametrize(
    ("group", "reference", "move"),
    [
        (UP, FLAT, "group_rose"),
        (DOWN, FLAT, "group_fell"),
        (FLAT, UP, "reference_rose"),
        (FLAT, DOWN, "reference_fell"),
        (UP, UP, "both_rose"),
        (DOWN, DOWN, "both_fell"),
        (UP, DOWN, "group_rose_reference_fell"),
        (DOWN, UP, "group_fell_reference_rose"),
        (FLAT, FLAT, "neither_clear"),
    ],
)
def test_what_moved_the_gap(group, reference, move):
    assert what_moved_the_gap(group, reference) == move


def test_a_gap_comes_with_every_number_that_it_is_made_of():
    group, reference = Share(60, 300, 1.3), Share(72, 1000, 1.5)
    found = gap(group, reference, rounded=True)
    assert found.variances == pytest.approx((60 * 40 * 1.3 / 300, 72 * 28 * 1.5 / 1000))
    assert found.rounding == pytest.approx(1 / 6)
    assert found.standard_error == pytest.approx(math.sqrt(sum(found.variances) + 1 / 6))
    assert found.z == pytest.approx(-12 / found.standard_error)
    assert found.p_value == pytest.approx(2 * norm.sf(abs(found.z)))
    assert gap(Share(0, 300), Share(100, 300)).z is None


# Counts and rates

ASPIRIN = (189, 11_034, 104, 11_037)
"""Heart attacks on placebo and on aspirin, Physicians' Health Study (Agresti, An Introduction to
Categorical Data Analysis, section 2.2): ratio 1.82 (1.43 to 2.30), difference .0077 (.005 to .011)."""


def test_the_ratio_of_the_published_example():
    found = rate_ratio(*ASPIRIN)
    assert (found.estimate, *ends(found)) == pytest.approx((1.82, 1.43, 2.30), abs=0.01)


def test_the_difference_of_the_published_example():
    found = difference_of_rates(*ASPIRIN)
    assert [round(x, 1) for x in (found.estimate, *ends(found))] == [7.7, 4.7, 10.7]


@given(groups, groups)
def test_a_ratio_agrees_with_statsmodels(group, reference):
    found = rate_ratio(*group, *reference)
    other = confint_proportions_2indep(
        *group, *reference, compare="ratio", method="log", correction=False
    )
    assert ends(found) == pytest.approx(other, rel=1e-9)
    assert found.low <= found.estimate <= found.high


@given(groups, groups)
def test_differences_agree_with_statsmodels(group, reference):
    other = confint_proportions_2indep(*group, *reference, compare="diff", method="wald")
    assert ends(difference_of_rates(*group, *reference)) == pytest.approx(
        [1000 * x for x in other], rel=1e-9, abs=1e-9
    )
    points = difference_of_proportions(*group, *reference)
    assert ends(points) == pytest.approx([100 * x for x in other], rel=1e-9, abs=1e-9)


def test_50_of_200_against_60_of_210():
    found = difference_of_proportions(50, 200, 60, 210)
    other = z_test(50, 200, 60, 210, method="wald")
    assert found.estimate == pytest.approx(-3.571, abs=0.001)
    assert ends(found) == pytest.approx((-12.14, 4.99), abs=0.005)
    assert p_of_difference(found) == pytest.approx(other.pvalue, rel=1e-9)
    assert not found.excludes_zero


@given(groups, groups)
def test_swapping_the_groups_turns_the_ratio_over(group, reference):
    there, back = rate_ratio(*group, *reference), rate_ratio(*reference, *group)
    assert there.estimate * back.estimate == pytest.approx(1)
    assert there.low * back.high == pytest.approx(1)
    assert difference_of_rates(*group, *reference).low == pytest.approx(
        -difference_of_rates(*reference, *group).high
    )


@given(groups, groups, st.integers(2, 50))
def test_ten_times_the_people_and_events_keep_the_ratio_and_narrow_it(group, reference, times):
    wide = rate_ratio(*group, *reference)
    narrow = rate_ratio(*(times * number for number in (*group, *reference)))
    assert narrow.estimate == pytest.approx(wide.estimate)
    assert narrow.high - narrow.low <= wide.high - wide.low


@pytest.mark.parametrize(
    "numbers", [(0, 10, 5, 10), (5, 10, 0, 10), (5, 0, 5, 10), (11, 10, 5, 10), (5, 10, -1, 10)]
)
def test_an_impossible_ratio_is_refused(numbers):
    with pytest.raises(ValueError, match=r"no ratio|no share or ratio"):
        rate_ratio(*numbers)


@pytest.mark.parametrize("numbers", [(5, 0, 5, 10), (11, 10, 5, 10), (math.nan, 10, 5, 10)])
def test_an_impossible_difference_is_refused(numbers):
    for call in (difference_of_rates, difference_of_proportions):
        with pytest.raises(ValueError, match="no share or ratio"):
            call(*numbers)


def test_no_events_still_have_a_difference():
    assert difference_of_rates(0, 1000, 10, 1000).estimate == -10


def test_the_ratio_of_ratios_of_altman_and_bland():
    """Fractures under hormone treatment: 0.67 (0.46 to 0.98) to age 59, 0.88 (0.71 to 1.08) after."""
    found = change_of_ratio(before=Interval(0.88, 0.71, 1.08), after=Interval(0.67, 0.46, 0.98))
    assert [round(x, 2) for x in (found.estimate, *ends(found))] == [0.76, 0.49, 1.17]
    logarithm = found.logarithm()
    assert logarithm.estimate == pytest.approx(-0.2726, abs=0.0001)
    assert logarithm.standard_error == pytest.approx(0.2206, abs=0.0001)
    assert round(p_of_difference(logarithm), 1) == 0.2
    assert not found.excludes(1)


def test_the_ratio_of_ratios_of_the_adventist_study():
    """Women 2.15 (1.33 to 3.47); men ln 0.746688, error 0.324736: 1.02 (0.46 to 2.26), as printed."""
    reach = 1.96 * 0.324736
    men = Interval(0.746688, 0.746688 - reach, 0.746688 + reach).exponential()
    found = change_of_ratio(before=men, after=Interval(2.15, 1.33, 3.47))
    assert [round(x, 2) for x in (found.estimate, *ends(found))] == [1.02, 0.46, 2.26]


def test_a_difference_is_no_ratio():
    with pytest.raises(ValueError, match="not an interval of a ratio"):
        change_of_ratio(Interval(1, -1, 3), Interval(2, 1, 4))


@pytest.mark.parametrize(("before", "after"), [(50, 0), (50, 50), (200, 150), (9000, 9900)])
def test_change_between_counts_has_exact_limits(before, after):
    found = change_between_counts(before, after)
    exact = binomtest(after, before + after).proportion_ci(method="exact")
    limits = [100 * (chance / (1 - chance) - 1) for chance in (exact.low, exact.high)]
    assert found.estimate == 100 * (after - before) / before
    assert ends(found) == pytest.approx(limits, abs=1e-6)
    upper = (after + 1) / before * f.ppf(0.975, 2 * (after + 1), 2 * before)
    assert found.high == pytest.approx(100 * (upper - 1), abs=1e-6)


@pytest.mark.parametrize("before", [0, 49])
def test_a_small_base_has_no_change(before):
    assert change_between_counts(before, 70) is None


def test_a_negative_count_has_no_change():
    with pytest.raises(ValueError, match="no change between the counts 60 and -1"):
        change_between_counts(60, -1)


@given(st.integers(50, 10**5), st.integers(0, 10**5))
def test_a_change_between_counts_holds_its_estimate(before, after):
    found = change_between_counts(before, after)
    assert -100 <= found.low <= found.estimate <= found.high
    assert found.excludes_zero <= (before != after)


# Chance


@given(st.floats(-50, 50), st.floats(0.01, 50))
def test_p_is_that_of_the_normal_curve(estimate, error):
    assert two_sided_p(estimate, error) == pytest.approx(
        2 * norm.sf(abs(estimate) / error), rel=1e-9, abs=1e-300
    )


def test_without_error_only_nothing_is_chance():
    assert (two_sided_p(0, 0), two_sided_p(3, 0)) == (1, 0)


@pytest.mark.parametrize(
    ("estimate", "error"), [(1, -1), (1, math.nan), (math.nan, 1), (1, math.inf)]
)
def test_an_impossible_p_is_refused(estimate, error):
    with pytest.raises(ValueError, match="no p value"):
        two_sided_p(estimate, error)


@given(shares, shares, st.booleans())
def test_p_is_below_5_per_cent_just_when_the_change_is_clear(before, after, rounded):
    change = change_of_share(
        *(before.pct, after.pct, before.base_n, after.base_n),
        *(before.design_effect, rounded, after.design_effect),
    )
    p = p_of_difference(change)
    assume(abs(p - 0.05) > 1e-9)
    assert (p < 0.05) == change.excludes_zero


@given(groups, groups)
def test_p_of_a_ratio_is_below_5_per_cent_just_when_it_excludes_1(group, reference):
    ratio = rate_ratio(*group, *reference)
    p = p_of_difference(ratio.logarithm())
    assume(abs(p - 0.05) > 1e-9)
    assert (p < 0.05) == ratio.excludes(1)


def test_wilson_s_interval_is_no_difference():
    with pytest.raises(ValueError, match="not a symmetric interval"):
        p_of_difference(wilson_share(3, 40))


PUBLISHED = [
    *[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    *[0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0],
]
"""Benjamini and Hochberg (1995), section 3.2: the first four of fifteen are named."""


def test_the_published_false_discoveries():
    assert false_discoveries(PUBLISHED) == [True] * 4 + [False] * 11
    assert false_discoveries(PUBLISHED[::-1]) == [False] * 11 + [True] * 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.01, 0.5))
def test_false_discoveries_agree_with_scipy(p_values, rate):
    adjusted = false_discovery_control(p_values)
    assume(np.abs(adjusted - rate).min() > 1e-12)
    found = false_discoveries(p_values, rate)
    assert found == list(adjusted <= rate)
    assert sum(found) <= sum(p <= rate for p in p_values)


def test_false_discoveries_of_none_are_none():
    assert false_discoveries([]) == []
    assert false_discoveries(np.array([0.01, 0.5])) == [True, False]


@pytest.mark.parametrize("p", [math.nan, -0.1, 1.1])
def test_an_impossible_p_among_many_is_refused(p):
    with pytest.raises(ValueError, match="a p value is 0 to 1"):
        false_discoveries([0.01, p])


@pytest.mark.parametrize("rate", [0, 1, math.nan])
def test_an_impossible_false_discovery_rate_is_refused(rate):
    with pytest.raises(ValueError, match="a false discovery rate is"):
        false_discoveries([0.01], rate)


def test_whole_numbers_of_numpy_do_not_overflow():
    plain = difference_of_rates(56_727, 1_200_000, 49_520, 4_700_000)
    counted = difference_of_rates(
        np.int64(56_727), np.int64(1_200_000), np.int64(49_520), np.int64(4_700_000)
    )
    assert counted == plain
    assert plain.low < plain.estimate < plain.high


# Two years that overlap


def test_how_far_the_replaced_half_of_a_year_moved():
    moved = replaced_half(Share(42, 400, 1.3), Share(32, 400, 1.3), rounded=True)
    assert moved.estimate == -20
    variance = (42 * 58 + 32 * 68) * 1.3 / 200 + 4 / 6
    assert moved.variance == pytest.approx(variance)
    assert moved.p_value == pytest.approx(2 * norm.sf(20 / variance**0.5))


@pytest.mark.parametrize(
    ("before", "after", "is_unusual"),
    [(42, 32, True), (75, 62, True), (79, 70, True), (70, 64, False), (42, 42, False)],
)
def test_a_step_is_unusual_where_interviews_give_it_less_than_twice_in_1000(
    before, after, is_unusual
):
    shares = Share(before, 400, 1.3), Share(after, 400, 1.3)
    assert is_unusual_step(*shares, rounded=True) is is_unusual
    assert is_unusual_step(*reversed(shares), rounded=True) is is_unusual
