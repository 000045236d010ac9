"""Differences between groups, areas and periods, and whether they are more than chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from stats.funnel import LEVELS
from stats.intervals import (
    ROUNDING_VARIANCE,
    Interval,
    Share,
    Working,
    around,
    two_sided_p,
    worked,
)
from stats.rates import percent_change, rate_per

GapMove = Literal[
    "group_rose",
    "group_fell",
    "reference_rose",
    "reference_fell",
    "both_rose",
    "both_fell",
    "group_rose_reference_fell",
    "group_fell_reference_rose",
    "neither_clear",
]


# Gaps between survey shares


def gap(group: Share, reference: Share, rounded: bool = False) -> Working:
    """Group minus reference group, in percentage points, with its 95% interval and what it is made of.

    se^2 = the sum of the two p (1 - p) deff / n, plus 1/6 of a squared point when both shares were
    printed as whole per cents. The reference must not contain the group ("the average" does).

    Source: Altman, Practical Statistics for Medical Research (1991), section 10.4.
    """
    return worked(group.pct - reference.pct, (group, reference), rounded)


def change_of_gap(
    group_before: Share,
    reference_before: Share,
    group_after: Share,
    reference_after: Share,
    rounded: bool = False,
) -> Working:
    """The later gap minus the earlier, in percentage points, with its interval and its making.

    se^2 = the sum of the four variances, plus 1/3 of a squared point when the shares were printed
    as whole per cents. The two periods must not share interviews. Positive means that the group
    gained on the reference, whichever of them stands higher: `stats.verdicts.judge` says which way
    the distance went.

    Source: the variance of a sum of independent estimates (Altman and Bland, Interaction
    revisited, BMJ 2003;326:219).
    """
    before, after = group_before.pct - reference_before.pct, group_after.pct - reference_after.pct
    four = (group_before, reference_before, group_after, reference_after)
    return worked(after - before, four, rounded)


def what_moved_the_gap(group_change: Interval, reference_change: Interval) -> GapMove:
    """Which of the two groups changed clearly, between the same two periods.

    A change is clear when its 95% interval excludes zero. One clear change is named alone
    ("group_rose"); two in the same direction are "both_rose" or "both_fell"; two in opposite
    directions are named both ("group_rose_reference_fell"); none is "neither_clear". It describes
    the two changes and does not test the gap: call `change_of_gap` for that. A gap can change
    clearly with "neither_clear", when both groups moved a little, in opposite directions.
    """
    moves: dict[tuple[str, str], GapMove] = {
        ("rose", ""): "group_rose",
        ("fell", ""): "group_fell",
        ("", "rose"): "reference_rose",
        ("", "fell"): "reference_fell",
        ("rose", "rose"): "both_rose",
        ("fell", "fell"): "both_fell",
        ("rose", "fell"): "group_rose_reference_fell",
        ("fell", "rose"): "group_fell_reference_rose",
        ("", ""): "neither_clear",
    }
    return moves[_clear_move(group_change), _clear_move(reference_change)]


def _clear_move(change: Interval) -> str:
    return {"above": "rose", "below": "fell", "not_clear": ""}[change.side]


# Two years that overlap


def replaced_half(year_before: Share, year: Share, rounded: bool = False) -> Working:
    """How far the half of a 12-month share that was replaced moved, from two shares half a year apart.

    Two rolling years half a year apart share the six months between: (h2 + h3) / 2 - (h1 + h2) / 2, so
    h3 - h1 is twice their difference. Each half has half of its year's interviews, and its p (1 - p) is
    taken at the year's share: se^2 = the sum of the two p (1 - p) deff / (n / 2), plus 2/3 of a squared
    point (4 times 1/6) when both shares were printed as whole per cents.

    Args:
        year_before: of the 12 months that ended half a year before `year`.
    """
    halves = tuple(Share(one.pct, one.base_n / 2, one.design_effect) for one in (year_before, year))
    rounding = 4 * 2 * ROUNDING_VARIANCE if rounded else 0.0
    return Working(2 * (year.pct - year_before.pct), halves, rounding)


def is_unusual_step(year_before: Share, year: Share, rounded: bool = False) -> bool:
    """Whether a share lies further from that of half a year before than interviews alone would put it.

    It does where the change of the half that was replaced (`replaced_half`) is beyond what chance gives
    in 998 of 1,000 cases, as outside the outer limits of a funnel.
    """
    return replaced_half(year_before, year, rounded).p_value < 1 - LEVELS[1]


# Counts and rates


def rate_ratio(
    events: float, population: float, reference_events: float, reference_population: float
) -> Interval:
    """Rate of a group over the rate of the reference group, with its 95% interval; 1 is equal.

    exp(ln RR +/- 1.96 sqrt(1/a - 1/Na + 1/b - 1/Nb)). Clear when `.excludes(1)`. Show the absolute
    difference beside it (`difference_of_rates`), and name the denominator and its year.

    Raises:
        ValueError: no events or residents, or more events than residents, in either group.

    Source: Katz, Baptista, Azen and Pike, Biometrics 1978;34:469; Altman, Practical Statistics for
    Medical Research (1991), section 10.11.
    """
    variance = 0.0
    for count, people in ((events, population), (reference_events, reference_population)):
        _counted(count, people)
        if count == 0:
            raise ValueError("no ratio of rates where a group has no events")
        variance += 1 / count - 1 / people
    ratio = (events / population) / (reference_events / reference_population)
    return around(math.log(ratio), variance).exponential()


def difference_of_rates(
    events: float,
    population: float,
    reference_events: float,
    reference_population: float,
    per: int = 1000,
) -> Interval:
    """Rate of a group minus that of the reference group, in events per `per` residents.

    se^2 = per^2 times the sum of r (1 - r) / N, the variances that `rate_ratio` uses.

    Raises:
        ValueError: a negative count, no residents, or more events than residents.

    Source: Altman, Practical Statistics for Medical Research (1991), section 10.4.
    """
    variance = 0.0
    for count, people in ((events, population), (reference_events, reference_population)):
        _counted(count, people)
        share = float(count) / float(
            people
        )  # as floats: whole numbers of numpy overflow when cubed
        variance += per**2 * share * (1 - share) / float(people)
    reference = rate_per(reference_events, reference_population, per)
    return around(rate_per(events, population, per) - reference, variance)


def difference_of_proportions(x1: float, n1: float, x2: float, n2: float) -> Interval:
    """x1 of n1 minus x2 of n2, in percentage points, with its 95% interval.

    The same z test as of two shares, se^2 = the sum of p (1 - p) / n; its p value is `p_of_difference`.

    Raises:
        ValueError: a negative count, a base of 0, or a count above its base.

    Source: Altman, Practical Statistics for Medical Research (1991), section 10.4.
    """
    return difference_of_rates(x1, n1, x2, n2, per=100)


def change_of_ratio(before: Interval, after: Interval) -> Interval:
    """The later rate ratio over the earlier, as a ratio of ratios, with its 95% interval.

    exp(d +/- 1.96 sqrt(se1^2 + se2^2)), d the difference of the logarithms, each se taken from its
    ratio's interval. Clear when `.excludes(1)`; below 1 the ratio fell. The two periods must be
    independent.

    Raises:
        ValueError: an interval that is not of a ratio, such as one of a difference.

    Source: Altman and Bland, Interaction revisited, BMJ 2003;326:219.
    """
    early, late = before.logarithm(), after.logarithm()
    variance = early.standard_error**2 + late.standard_error**2
    return around(late.estimate - early.estimate, variance).exponential()


def change_between_counts(before: int, after: int) -> Interval | None:
    """Change from one count of events to another, in per cent of the first; None on a base under 50.

    The interval is exact: given the total, the later count of two Poisson counts is binomial with
    chance r / (1 + r), r the ratio of their means; Clopper and Pearson's 95% limits of that chance
    become limits of r - 1. It covers chance alone, for events that happen one by one: not
    recording, seasons or days of the month. Compare periods of equal length.

    Raises:
        ValueError: a negative count.

    Source: Przyborowski and Wilenski, Biometrika 1940;31:313, by
    `statsmodels.stats.proportion.proportion_confint` (beta).
    """
    from statsmodels.stats.proportion import proportion_confint

    change = percent_change(before, after)
    if change is None:
        return None
    limits = proportion_confint(after, before + after, alpha=0.05, method="beta")
    low, high = (100 * (float(chance) / (1 - float(chance)) - 1) for chance in limits)
    return Interval(change, low, high)


# Chance


def p_of_difference(change: Interval) -> float:
    """Two-sided p value that a difference is zero, from its normal 95% interval.

    Below 0.05 just when the interval excludes zero. For `gap`, `change_of_share`, `change_of_gap`,
    `difference_of_rates` and `difference_of_proportions`.

    Raises:
        ValueError: an interval that is not symmetric, such as that of a ratio or Wilson's.
    """
    return two_sided_p(change.estimate, change.standard_error)


def false_discoveries(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Which of many differences stay clear when only `rate` of those named may be chance.

    In the order of `p_values`; none gives none. Holds for independent or positively dependent tests.

    Raises:
        ValueError: a p value that is missing or not 0 to 1, or a rate not between 0 and 1.

    Source: Benjamini and Hochberg, J R Statist Soc B 1995;57:289, by
    `statsmodels.stats.multitest.multipletests` (fdr_bh).
    """
    if not 0 < rate < 1:
        raise ValueError(f"a false discovery rate is between 0 and 1, not {rate}")
    values = [float(p) for p in p_values]
    odd = [p for p in values if not 0 <= p <= 1]
    if odd:
        raise ValueError(f"a p value is 0 to 1, not {odd[0]}")
    from statsmodels.stats.multitest import multipletests

    return [bool(kept) for kept in multipletests(values, alpha=rate, method="fdr_bh")[0]]


# Steps


def _counted(events: float, population: float) -> None:
    if not (0 <= events <= population < math.inf and population > 0):
        raise ValueError(f"no share or ratio from {events} events among {population}")
