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
        return self.low > 0 or self.high < 0


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

    _possible(share_pct, base_n, design_effect)
    effective = base_n / design_effect
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
) -> Interval:
    """95% interval of the difference between two independent survey shares.

    after - before, with se^2 = sum of p (1 - p) deff / n, plus 1/12 of a squared point for each
    share printed as a whole per cent. The two periods must not share interviews: rolling years
    must be at least four quarters apart.

    Returns:
        Change, low and high, in percentage points.

    Raises:
        ValueError: an impossible share, base or design effect.

    Source: the usual normal interval of a difference of proportions (Altman, Practical Statistics
    for Medical Research, 1991, section 10.4), with a design effect.
    """
    variance = 2 * ROUNDING_VARIANCE if rounded else 0.0
    for share, base in ((before_pct, before_n), (after_pct, after_n)):
        _possible(share, base, design_effect)
        variance += share * (100 - share) * design_effect / base
    change, reach = float(after_pct - before_pct), Z95 * math.sqrt(variance)
    return Interval(change, change - reach, change + reach)


def _possible(share_pct: float, base_n: float, design_effect: float) -> None:
    if not 0 <= share_pct <= 100:
        raise ValueError(f"a share is 0 to 100 per cent, not {share_pct}")
    if base_n <= 0 or design_effect < 1:
        raise ValueError(
            f"no interval from a base of {base_n} and a design effect of {design_effect}"
        )
