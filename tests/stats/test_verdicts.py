"""Verdicts against a second library, sums by hand and properties."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from stats.intervals import Interval, Share
from stats.steps import OrdinaryStep
from stats.verdicts import (
    Counted,
    Figure,
    are_whole,
    change_of_size,
    judge,
    sides_of,
    summary,
)

BEFORE, AFTER = 2023, 2025
QUIET = Counted(OrdinaryStep(0.1, date(2019, 3, 31), date(2023, 3, 31), 4))
"""A series that hardly moves from year to year."""
SHARES = "difference_of_shares"
NEVER = ["no_clear_change", "cannot_be_judged"]
VERDICTS = ["improved", "worsened", "mixed", *NEVER]

shares = st.builds(Share, st.integers(0, 100), st.integers(50, 20_000), st.floats(1, 12))


def year(value: float, end: int, *behind: Share, basis: str = "rolling_12_months") -> Figure:
    """A figure of the year to 31 March."""
    return Figure(value, date(end - 1, 4, 1), date(end, 3, 31), basis, behind)


def share(pct: float, end: int, base: float = 12_800, effect: float = 1.3) -> Figure:
    return year(pct, end, Share(pct, base, effect))


def gap(group: Share, reference: Share, end: int) -> Figure:
    return year(group.pct - reference.pct, end, group, reference)


def heads(of: int, among: int, end: int, residents: float = 51.5) -> Figure:
    """Residents' share less that of `of` among so many officers, on 31 March."""
    day, pct = date(end, 3, 31), 100 * of / among
    return Figure(residents - pct, day, day, "point_in_time", (Share(pct, among),))


def is_clear(change: float, variance: float) -> bool:
    """By the p value of scipy's normal distribution; too near 5% to tell is no case."""
    p = 2 * norm.sf(abs(change) / math.sqrt(variance)) if variance else float(change == 0)
    assume(abs(p - 0.05) > 1e-6)
    return bool(p < 0.05)


# Shares


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(71, 74, "improved"), (50, 46, "worsened"), (65, 66, "no_clear_change")],
)
def test_a_change_of_two_shares_is_judged_as_statsmodels_does(before, after, verdict):
    found = judge(share(before, BEFORE), share(after, AFTER), "up", SHARES)
    n = 12_800 / 1.3
    low, high = confint_proportions_2indep(
        after / 100 * n, n, before / 100 * n, n, method="wald", compare="diff"
    )
    assert (found.verdict, found.change, found.why) == (verdict, after - before, "")
    assert (found.interval.low, found.interval.high) == pytest.approx((100 * low, 100 * high))
    assert (low > 0, high < 0) == (verdict == "improved", verdict == "worsened")


def test_whole_per_cents_add_a_sixth_of_a_squared_point():
    plain, rounded = (
        judge(share(71, BEFORE), share(74, AFTER), "up", SHARES, rounded=one).interval
        for one in (False, True)
    )
    squared = ((rounded.high - 3) ** 2 - (plain.high - 3) ** 2) / norm.ppf(0.975) ** 2
    assert squared == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("effect", "verdict"), [(1.0, "improved"), (1.5, "improved"), (10, "no_clear_change")]
)
def test_a_larger_design_effect_makes_the_same_change_unclear(effect, verdict):
    before, after = (share(pct, end, effect=effect) for pct, end in ((71, BEFORE), (74, AFTER)))
    assert judge(before, after, "up", SHARES, rounded=True).verdict == verdict


@given(shares, shares, st.sampled_from(["up", "down"]), st.booleans())
def test_the_verdict_on_any_two_shares_follows_from_the_p_value(before, after, better, rounded):
    variance = sum(
        one.pct * (100 - one.pct) * one.design_effect / one.base_n for one in (before, after)
    )
    variance += rounded / 6
    found = judge(
        year(before.pct, BEFORE, before), year(after.pct, AFTER, after), better, SHARES, rounded
    )
    if after.pct == before.pct or not is_clear(after.pct - before.pct, variance):
        assert found.verdict == "no_clear_change"
    else:
        rose = after.pct > before.pct
        assert found.verdict == ("improved" if rose == (better == "up") else "worsened")


# Gaps


def two_gaps(before: float, after: float, base: float = 5000):
    """Two gaps against a reference of 60%, on the same bases; the reach of their change is by hand."""
    gaps = [
        gap(Share(60 + size, base, 1.2), Share(60, 3 * base, 1.1), end)
        for size, end in ((before, BEFORE), (after, AFTER))
    ]
    variance = sum(
        p * (100 - p) * effect / n
        for p, effect, n in (
            (60 + before, 1.2, base), (60, 1.1, 3 * base), (60 + after, 1.2, base), (60, 1.1, 3 * base),
        )
    )  # fmt: skip
    return *gaps, norm.ppf(0.975) * math.sqrt(variance)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (-17, -10, "improved"),
        (-10, -17, "worsened"),
        (17, 10, "improved"),
        (10, 17, "worsened"),
        (-17, -16, "no_clear_change"),
        (0, -6, "worsened"),
        (0, 6, "worsened"),
        (-6, 0, "improved"),
        (0, 0, "no_clear_change"),
        # On the other side of 0: what counts is how far from it.
        (-20, 5, "improved"),
        (-5, 20, "worsened"),
        (-10, 8, "no_clear_change"),
        (-10, 10, "no_clear_change"),
        (10, -10, "no_clear_change"),
    ],
)
def test_a_gap_is_judged_by_its_distance_from_nothing(before, after, verdict):
    early, late, reach = two_gaps(before, after)
    found = judge(early, late, "narrower", "change_of_gap")
    assert (found.verdict, found.change) == (verdict, after - before)
    assert found.interval.high - found.change == pytest.approx(reach)
    assert found.change - found.interval.low == pytest.approx(reach)
    assert (abs(abs(after) - abs(before)) > reach) == (verdict not in NEVER)


def test_the_same_change_of_gap_on_few_interviews_is_unclear():
    early, late, reach = two_gaps(-17, -10, base=400)
    assert reach > 7
    assert judge(early, late, "narrower", "change_of_gap").verdict == "no_clear_change"


def test_whole_per_cents_add_a_third_of_a_squared_point_to_a_gap():
    early, late, reach = two_gaps(-17, -10)
    found = judge(early, late, "narrower", "change_of_gap", rounded=True).interval
    assert ((found.high - 7) ** 2 - reach**2) / norm.ppf(0.975) ** 2 == pytest.approx(1 / 3)


@given(st.integers(-40, 40), st.integers(-40, 40), st.integers(60, 20_000))
def test_which_group_is_called_the_reference_changes_no_verdict(before, after, base):
    early, late, _ = two_gaps(before, after, base)
    swapped = [
        Figure(-one.value, one.start, one.end, one.time_basis, one.shares[::-1])
        for one in (early, late)
    ]
    there = judge(early, late, "narrower", "change_of_gap")
    back = judge(*swapped, "narrower", "change_of_gap")
    assert (there.verdict, there.change) == (back.verdict, -back.change)


@given(st.integers(-40, 40), st.integers(-40, 40), st.integers(60, 20_000))
def test_a_gap_that_grew_never_improved(before, after, base):
    early, late, reach = two_gaps(before, after, base)
    grew = abs(after) - abs(before)
    assume(abs(abs(grew) - reach) > 1e-6)
    clear = abs(grew) > reach
    wanted = ("worsened" if grew > 0 else "improved") if clear else "no_clear_change"
    assert judge(early, late, "narrower", "change_of_gap").verdict == wanted


def test_the_change_of_size_keeps_the_reach_and_the_sides():
    assert change_of_size(Interval(18, 14, 22), -10, 8) == Interval(-2, -6, 2)
    assert change_of_size(Interval(7, 4, 10), -17, -10) == Interval(-7, -10, -4)
    pairs = ((-1, 1), (1, -1), (0, 1), (-1, 0), (-1, -2))
    clear, unclear = Interval(2, 1, 3), Interval(2, -1, 5)
    assert [sides_of(clear, *pair) for pair in pairs] == ["changed"] * 2 + ["same"] * 3
    assert [sides_of(unclear, *pair) for pair in pairs] == ["changed_not_clearly"] * 2 + [
        "same"
    ] * 3


# Heads


@pytest.mark.parametrize(
    ("women", "verdict"), [(11_000, "improved"), (10_000, "worsened"), (10_500, "no_clear_change")]
)
def test_heads_are_judged_as_statsmodels_does_with_the_sign_of_the_gap(women, verdict):
    found = judge(
        heads(10_480, 34_000, BEFORE),
        heads(women, 34_100, AFTER),
        "narrower",
        "difference_of_proportions",
        counted=QUIET,
    )
    low, high = confint_proportions_2indep(
        10_480, 34_000, women, 34_100, method="wald", compare="diff"
    )
    assert found.verdict == verdict
    assert found.change == pytest.approx(100 * (10_480 / 34_000 - women / 34_100))
    assert (found.interval.low, found.interval.high) == pytest.approx((100 * low, 100 * high))


def test_officers_that_overshoot_the_residents_far_are_no_improvement():
    found = judge(
        heads(400, 1000, BEFORE),
        heads(900, 1000, AFTER),
        "narrower",
        "difference_of_proportions",
        counted=QUIET,
    )
    assert found.verdict == "worsened"


def test_none_and_all_are_shares_like_others():
    found = judge(
        heads(0, 50, BEFORE),
        heads(50, 50, AFTER),
        "narrower",
        "difference_of_proportions",
        counted=QUIET,
    )
    assert (found.verdict, found.change) == ("improved", -100)  # from 51.5 points to 48.5


# No verdict


def day(value: float, at: date, *behind: Share) -> Figure:
    return Figure(value, at, at, "point_in_time", behind)


GOOD = share(71, BEFORE)
NO_VERDICT = {
    "nothing_held": (None, None, None),
    "no_baseline": (None, share(74, AFTER), None),
    "no_latest": (GOOD, None, None),
    "latest_not_later": (GOOD, share(74, BEFORE - 1), None),
    "bases_differ": (GOOD, year(74, AFTER, *GOOD.shares, basis="financial_year"), None),
    "years_overlap": (
        GOOD, Figure(69, date(2023, 1, 1), date(2023, 12, 31), GOOD.time_basis, GOOD.shares), -2
    ),
    "no_base": (GOOD, year(74, AFTER), 3),
    "impossible": (GOOD, year(math.nan, AFTER, *GOOD.shares), None),
}  # fmt: skip


@pytest.mark.parametrize("why", NO_VERDICT)
def test_without_two_comparable_figures_there_is_no_verdict(why):
    baseline, latest, change = NO_VERDICT[why]
    found = judge(baseline, latest, "up", SHARES)
    assert (found.verdict, found.change, found.interval) == ("cannot_be_judged", change, None)
    assert found.why == why


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_an_endless_or_missing_figure_on_either_side_is_impossible(bad):
    for pair in ((year(bad, BEFORE), share(74, AFTER)), (GOOD, year(bad, AFTER))):
        found = judge(*pair, "up", SHARES)
        assert (found.verdict, found.change, found.why) == ("cannot_be_judged", None, "impossible")


def test_a_count_above_its_base_is_impossible():
    """A share is refused when it is made; what is left to the test is heads that do not add up."""
    odd = Share(100, 50)
    object.__setattr__(odd, "pct", 101)
    found = judge(
        heads(10, 50, BEFORE),
        day(-49.5, date(AFTER, 3, 31), odd),
        "narrower",
        "difference_of_proportions",
    )
    assert (found.verdict, found.change, found.why) == ("cannot_be_judged", None, "impossible")


@pytest.mark.parametrize("test", [SHARES, "change_of_gap", "difference_of_proportions", "none"])
@pytest.mark.parametrize("missing", ["baseline", "latest", "both"])
def test_no_test_judges_without_a_base(test, missing):
    two = (Share(60, 500), Share(70, 900))
    behind = {"change_of_gap": two}.get(test, two[:1])
    before = year(10, BEFORE, *(() if missing in ("baseline", "both") else behind))
    after = year(14, AFTER, *(() if missing in ("latest", "both") else behind))
    found = judge(before, after, "up", test)
    assert (found.verdict, found.change, found.why) == ("cannot_be_judged", 4, "no_base")


def test_a_gap_on_one_share_and_a_share_on_two_are_not_judged():
    two = (Share(60, 500), Share(70, 900))
    for behind, test in ((two[:1], "change_of_gap"), (two, SHARES)):
        found = judge(year(1, BEFORE, *behind), year(9, AFTER, *behind), "up", test)
        assert found.why == "no_base"


def test_where_nothing_can_be_tested_figures_with_bases_are_not_either():
    assert judge(GOOD, share(99, AFTER), "up", "none").why == "no_base"


@pytest.mark.parametrize(
    ("start", "why"),
    [
        (date(2023, 4, 1), ""),
        (date(2023, 3, 31), "years_overlap"),
        (date(2022, 7, 1), "years_overlap"),
    ],
)
def test_years_that_follow_each_other_are_compared_and_those_that_share_a_day_are_not(start, why):
    end = start + timedelta(days=365)
    after = Figure(74, start, end, GOOD.time_basis, (Share(74, 12_800, 1.3),))
    assert judge(GOOD, after, "up", SHARES).why == why


@pytest.mark.parametrize(
    ("days", "why"), [(365, ""), (366, ""), (371, ""), (372, "bases_differ"), (91, "bases_differ")]
)
def test_periods_of_one_name_and_another_length_are_not_compared(days, why):
    before = Figure(
        71, date(2021, 1, 1), date(2021, 1, 1) + timedelta(days=365), "calendar_year", GOOD.shares
    )
    after = Figure(
        74, date(2025, 1, 1), date(2025, 1, 1) + timedelta(days=days), "calendar_year", GOOD.shares
    )
    assert judge(before, after, "up", SHARES).why == why


def test_counts_of_two_days_are_compared_and_of_one_day_are_not():
    first, second = date(2023, 3, 31), date(2023, 4, 1)
    base = Share(31, 34_000)
    test = "difference_of_proportions"
    two = day(20, first, base), day(20, second, base)
    assert judge(*two, "down", test, counted=QUIET).why == ""
    assert judge(*two, "down", test).why == "no_ordinary_step"
    assert judge(two[0], two[0], "down", test, counted=QUIET).why == "latest_not_later"


@pytest.mark.parametrize(
    ("better", "test"),
    [("up", "by_eye"), ("sideways", SHARES), ("", SHARES), ("up", ""), ("up", "summary")],
)
def test_an_unknown_test_or_direction_is_refused(better, test):
    with pytest.raises(ValueError, match="no verdict by the test"):
        judge(GOOD, share(74, AFTER), better, test)
    with pytest.raises(ValueError, match="no verdict by the test"):
        judge(None, None, better, test)


# The steps


def test_a_verdict_comes_with_every_number_that_it_stands_on():
    found = judge(share(71, BEFORE), share(74, AFTER), "up", SHARES, rounded=True)
    steps = found.steps
    assert (steps.before, steps.after) == (share(71, BEFORE), share(74, AFTER))
    assert steps.working.variances == pytest.approx(
        (71 * 29 * 1.3 / 12_800, 74 * 26 * 1.3 / 12_800)
    )
    assert steps.working.rounding == pytest.approx(1 / 6)
    error = math.sqrt(sum(steps.working.variances) + 1 / 6)
    assert (steps.change, steps.z) == (3, pytest.approx(3 / error))
    assert steps.p_value == pytest.approx(2 * norm.sf(3 / error))
    assert steps.smallest_change_seen == pytest.approx((norm.ppf(0.975) + norm.ppf(0.8)) * error)
    assert (steps.rule, steps.verdict, steps.direction) == ("interval", "improved", "rose")
    assert (steps.sides, steps.size, steps.stated) == ("same", None, found.interval)


@pytest.mark.parametrize(
    ("before", "after", "direction", "sides"),
    [
        (-17, -10, "narrower", "same"),
        (10, 17, "wider", "same"),
        (-17, -16, "not_clear", "same"),
        (-20, 5, "narrower", "changed"),
        (-5, 20, "wider", "changed"),
        (-10, 9, "not_clear", "changed"),
        (-1, 1, "not_clear", "changed_not_clearly"),
        (0, 6, "wider", "same"),
    ],
)
def test_the_steps_of_a_gap_say_what_became_of_its_size_and_its_sides(
    before, after, direction, sides
):
    early, late, reach = two_gaps(before, after)
    steps = judge(early, late, "narrower", "change_of_gap").steps
    assert (steps.direction, steps.sides) == (direction, sides)
    assert steps.size.estimate == abs(after) - abs(before)
    assert steps.stated == (steps.interval if sides == "same" else steps.size)
    assert (steps.p_value < 0.05) == (abs(abs(after) - abs(before)) > reach)


def test_without_a_test_the_steps_end_at_the_change():
    steps = judge(year(10, BEFORE), year(14, AFTER), "up", SHARES).steps
    assert (steps.change, steps.rule, steps.verdict) == (4, "not_tested", "cannot_be_judged")
    assert (steps.stated, steps.z, steps.p_value, steps.smallest_change_seen) == (None,) * 4
    assert judge(GOOD, None, "up", SHARES).steps is None


def test_what_is_printed_whole():
    assert are_whole(71, 74.0)
    assert not are_whole(71, 74.5)


# A measure


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        ([], "cannot_be_judged"),
        (["cannot_be_judged"], "cannot_be_judged"),
        (["no_clear_change", "cannot_be_judged"], "no_clear_change"),
        (["improved", "cannot_be_judged", "no_clear_change"], "improved"),
        (["worsened", "cannot_be_judged", "no_clear_change"], "worsened"),
        (["improved", "worsened"], "mixed"),
        (["improved"] * 9 + ["worsened"], "mixed"),
        (["worsened"] * 9 + ["improved"], "mixed"),
    ],
)
def test_a_measure_is_the_summary_of_its_indicators_never_their_average(verdicts, whole):
    assert summary(verdicts, "no_clear_change") == whole


@pytest.mark.parametrize(
    ("others", "whole"),
    [
        (["improved"], "cannot_be_judged"),
        (["improved"] * 9 + ["no_clear_change"], "cannot_be_judged"),
        (["no_clear_change"], "no_clear_change"),
        (["worsened"], "worsened"),
        (["improved", "worsened"], "mixed"),
        ([], "cannot_be_judged"),
    ],
)
def test_a_measure_never_improved_while_its_principal_indicator_is_not_judged(others, whole):
    assert summary([*others, "cannot_be_judged"], "cannot_be_judged") == whole


def by_rule(verdicts: tuple[str, ...]) -> str:
    """The rule once more, as a list of questions."""
    rose = any(one == "improved" for one in verdicts)
    fell = any(one == "worsened" for one in verdicts)
    judged = any(one != "cannot_be_judged" for one in verdicts)
    if "mixed" in verdicts or (rose and fell):
        return "mixed"
    return "improved" if rose else "worsened" if fell else NEVER[0] if judged else NEVER[1]


def test_every_combination_of_four_verdicts_in_any_order():
    for number in range(5):
        for verdicts in itertools.product(VERDICTS, repeat=number):
            assert summary(iter(verdicts), "improved") == by_rule(verdicts)
            assert summary(verdicts, "mixed") == summary(reversed(verdicts), "mixed")
