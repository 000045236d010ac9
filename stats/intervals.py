"""Uncertainty of a survey share, and of a change between two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054
ROUNDING_VARIANCE = 1 / 12
"""Variance, in squared points, that printing a share as a whole per cent adds to it."""


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
        return self.low > value or self.high < value

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
    from statsmodels.stats.proportion import proportion_confint

    share = Share(share_pct, base_n, design_effect)
    effective = share.base_n / share.design_effect
    low, high = proportion_confint(
        share_pct / 100 * effective, effective, alpha=0.05, method="wilson"
    )
    extra = Z95**2 * ROUNDING_VARIANCE if rounded else 0.0
    below = math.hypot(share_pct - 100 * low, math.sqrt(extra))
    above = math.hypot(100 * high - share_pct, math.sqrt(extra))
    return Interval(float(share_pct), max(0.0, share_pct - below), min(100.0, share_pct + above))


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
    variance = start.variance + end.variance + (2 * ROUNDING_VARIANCE if rounded else 0.0)
    return around(end.pct - start.pct, variance)
