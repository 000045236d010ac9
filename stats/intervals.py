"""Uncertainty of a survey share, and of a change between two of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Z95 = 1.959963984540054
Z80 = 0.8416212335729143
"""Of 80% power: a change this many standard errors past the limit is seen four times in five."""
ROUNDING_VARIANCE = 1 / 12
"""Variance, in squared points, that printing a share as a whole per cent adds to it."""


Side = Literal["above", "below", "not_clear"]
"""Where an interval lies: all above a value, all below it, or around it."""


def side_of(low: float, high: float, value: float = 0.0) -> Side:
    """On which side of `value` an interval lies: of 0 for a change, of 1 for a ratio.

    The one place that decides whether a difference is clear; `not_clear` where the interval holds
    `value`, or an end is missing.
    """
    return "above" if low > value else "below" if high < value else "not_clear"


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95% interval, all in the same unit."""

    estimate: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether a change this large is clear: the interval lies on one side of zero."""
        return self.excludes(0)

    def excludes(self, value: float) -> bool:
        """Whether the interval lies on one side of `value`: of 1 for a ratio, 0 for a change."""
        return side_of(self.low, self.high, value) != "not_clear"

    @property
    def side(self) -> Side:
        """Which way a change is clear, or that it is not."""
        return side_of(self.low, self.high)

    @property
    def standard_error(self) -> float:
        """Half of the width over 1.96, of a normal interval.

        Raises:
            ValueError: an interval that is not symmetric, such as a ratio's or Wilson's. The halves
                may differ by 5%, so that an interval printed with two digits passes.
        """
        below, above = self.estimate - self.low, self.high - self.estimate
        if not math.isclose(below, above, rel_tol=0.05, abs_tol=1e-9):
            raise ValueError(f"not a symmetric interval: {self}")
        return (below + above) / 2 / Z95

    def logarithm(self) -> Interval:
        """The interval of a ratio on the scale of natural logarithms.

        Raises:
            ValueError: an interval that reaches zero, so not one of a ratio.
        """
        if not self.low > 0:
            raise ValueError(f"not an interval of a ratio: {self}")
        return Interval(math.log(self.estimate), math.log(self.low), math.log(self.high))

    def exponential(self) -> Interval:
        """Back from the scale of natural logarithms."""
        return Interval(math.exp(self.estimate), math.exp(self.low), math.exp(self.high))


@dataclass(frozen=True)
class Share:
    """A survey share and what it rests on.

    Attributes:
        pct: share, 0 to 100.
        base_n: interviews, unweighted, above 0.
        design_effect: at least 1.

    Raises:
        ValueError: an impossible share, base or design effect.
    """

    pct: float
    base_n: float
    design_effect: float = 1.0

    def __post_init__(self) -> None:
        """Refuse the impossible, numbers that are missing too."""
        if not 0 <= self.pct <= 100:
            raise ValueError(f"a share is 0 to 100 per cent, not {self.pct}")
        if not (0 < self.base_n < math.inf and 1 <= self.design_effect < math.inf):
            raise ValueError(
                f"no interval from a base of {self.base_n} "
                f"and a design effect of {self.design_effect}"
            )

    @property
    def variance(self) -> float:
        """In squared points: p (1 - p) deff / n."""
        return self.pct * (100 - self.pct) * self.design_effect / self.base_n


@dataclass(frozen=True)
class Working:
    """An estimate from independent shares, with every number that its interval is made of.

    Attributes:
        estimate: sum or difference of the shares, in points.
        shares: in the order in which they are named; each adds its variance.
        rounding: variance that printing them as whole per cents adds, in squared points.

    Raises:
        ValueError: a share that is none, so that its variance would be below 0.
    """

    estimate: float
    shares: tuple[Share, ...]
    rounding: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a share beyond 100% that was made in spite of `Share`."""
        if any(variance < 0 for variance in self.variances):
            raise ValueError(f"no variance of {self.shares}")

    @property
    def variances(self) -> tuple[float, ...]:
        """Of each share, p (1 - p) deff / n, in squared points."""
        return tuple(share.variance for share in self.shares)

    @property
    def variance(self) -> float:
        """Of the estimate: their sum, and the rounding."""
        return sum(self.variances) + self.rounding

    @property
    def standard_error(self) -> float:
        """In points."""
        return math.sqrt(self.variance)

    @property
    def interval(self) -> Interval:
        """The normal 95% interval."""
        return around(self.estimate, self.variance)

    @property
    def z(self) -> float | None:
        """The estimate over its standard error; None where there is no error."""
        return self.estimate / self.standard_error if self.variance else None

    @property
    def p_value(self) -> float:
        """Chance of an estimate this far from 0 if the truth were 0: below 0.05 just when it is clear."""
        return two_sided_p(self.estimate, self.standard_error)


def worked(estimate: float, shares: tuple[Share, ...], rounded: bool = False) -> Working:
    """An estimate with what its interval is made of; 1/12 more for each share printed whole."""
    return Working(estimate, shares, len(shares) * ROUNDING_VARIANCE if rounded else 0.0)


def smallest_change(standard_error: float) -> float:
    """The smallest true change that a 95% interval would leave 0 out of in 80 cases of 100.

    (1.96 + 0.84) standard errors, in their unit. A smaller one is missed more often than that.

    Raises:
        ValueError: a negative or missing standard error.

    Source: Altman, Practical Statistics for Medical Research (1991), section 15.3. Oracle:
    `statsmodels.stats.power.NormalIndPower`.
    """
    if not 0 <= standard_error < math.inf:
        raise ValueError(f"no smallest change with standard error {standard_error}")
    return (Z95 + Z80) * standard_error


def two_sided_p(estimate: float, standard_error: float) -> float:
    """Chance of an estimate at least this far from zero when the truth is zero: erfc(|z| / sqrt 2).

    Without any standard error it is 1 for an estimate of zero and 0 for any other.

    Raises:
        ValueError: a negative or missing standard error, or a missing estimate.
    """
    if not (math.isfinite(estimate) and 0 <= standard_error < math.inf):
        raise ValueError(f"no p value of {estimate} with standard error {standard_error}")
    if standard_error == 0:
        return float(estimate == 0)
    return math.erfc(abs(estimate) / standard_error / math.sqrt(2))


def around(estimate: float, variance: float) -> Interval:
    """The normal 95% interval: estimate +/- 1.96 standard errors, in the estimate's unit."""
    reach = Z95 * math.sqrt(variance)
    return Interval(float(estimate), estimate - reach, estimate + reach)


def wilson_share(
    share_pct: float, base_n: float, design_effect: float = 1.0, rounded: bool = False
) -> Interval:
    """95% interval of a survey share.

    Wilson's score interval with the effective base n / design effect. A share printed as a whole
    per cent gets 1/12 of a squared point of variance more, added to each side's half-width.

    Args:
        share_pct: share, 0 to 100.
        base_n: interviews, above 0.
        design_effect: at least 1.
        rounded: whether the share was printed as a whole per cent.

    Returns:
        Estimate, low and high, in per cent, within 0 to 100.

    Raises:
        ValueError: an impossible share, base or design effect.

    Source: Wilson (1927), by `statsmodels.stats.proportion.proportion_confint`. Oracle: 60 of 100
    gives 50.2 to 69.1.
    """
    return wilson_shares([Share(share_pct, base_n, design_effect)], rounded)[0]


def wilson_shares(shares: Sequence[Share], rounded: bool = False) -> list[Interval]:
    """`wilson_share` of many shares at once, for a whole series: the same intervals, far sooner.

    Args:
        shares: of any places and years.
        rounded: whether all were printed as whole per cents.
    """
    from statsmodels.stats.proportion import proportion_confint

    effective = np.array([share.base_n / share.design_effect for share in shares], dtype="float64")
    answers = np.array([share.pct / 100 for share in shares], dtype="float64") * effective
    lows, highs = proportion_confint(answers, effective, alpha=0.05, method="wilson")
    extra = Z95**2 * ROUNDING_VARIANCE if rounded else 0.0
    return [
        _within_bounds(share.pct, low, high, extra)
        for share, low, high in zip(shares, lows.tolist(), highs.tolist(), strict=True)
    ]


def _within_bounds(pct: float, low: float, high: float, extra: float) -> Interval:
    """The interval from `low` to `high`, shares of 1, its sides widened by a variance, squared points."""
    below = math.hypot(pct - 100 * low, math.sqrt(extra))
    above = math.hypot(100 * high - pct, math.sqrt(extra))
    return Interval(float(pct), max(0.0, pct - below), min(100.0, pct + above))


def change_of_share(
    before_pct: float,
    after_pct: float,
    before_n: float,
    after_n: float,
    design_effect: float = 1.0,
    rounded: bool = False,
    after_design_effect: float | None = None,
) -> Interval:
    """95% interval of the difference between two independent survey shares.

    after - before, with se^2 = sum of p (1 - p) deff / n, plus 1/12 of a squared point for each
    share printed as a whole per cent. The two periods must not share interviews: rolling years
    must be at least four quarters apart.

    Args:
        before_pct: share of the earlier period, 0 to 100.
        after_pct: share of the later period.
        before_n: interviews of the earlier period, above 0.
        after_n: interviews of the later period.
        design_effect: at least 1; that of both periods unless the next but one is given.
        rounded: whether both shares were printed as whole per cents.
        after_design_effect: that of the later period, where it is another.

    Returns:
        Change, low and high, in percentage points.

    Raises:
        ValueError: an impossible share, base or design effect.

    Source: the usual normal interval of a difference of proportions (Altman, Practical Statistics
    for Medical Research, 1991, section 10.4), with a design effect.
    """
    before = Share(before_pct, before_n, design_effect)
    after_effect = design_effect if after_design_effect is None else after_design_effect
    after = Share(after_pct, after_n, after_effect)
    return difference_of_shares(before, after, rounded)


def difference_of_shares(start: Share, end: Share, rounded: bool = False) -> Interval:
    """`end` minus `start`, in percentage points, with its 95% interval.

    se^2 = the sum of the two variances, plus 1/6 of a squared point when both were printed as
    whole per cents. The shares must be independent: no interview stands behind both.
    """
    return worked(end.pct - start.pct, (start, end), rounded).interval
