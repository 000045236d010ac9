"""Straight lines through yearly figures, and where they would lead."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stats.intervals import Interval

LEAST_POINTS = 3
"""Fewer figures lie on a line whatever they are, and say nothing of how far they scatter."""

Standing = Literal["closing", "not_closing", "no_gap"]


@dataclass(frozen=True)
class Closing:
    """When a gap would close if it went on changing as it did.

    Attributes:
        standing: `closing`; `not_closing` at this rate, which is a refusal to name a year; `no_gap`
            where the newest figure is the reference.
        gap: newest figure minus reference, in points.
        rate: of change of the figure, in points a year, with the 95% interval of the line's slope.
        year: in which the line reaches the reference (2058.4 is in 2058); None unless it is closing.
        earliest: the same at the fast end of the rate's interval.
        latest: at its slow end; None where the gap would not close at that.
    """

    standing: Standing
    gap: float
    rate: Interval
    year: float | None = None
    earliest: float | None = None
    latest: float | None = None


def linear_rate(years: Sequence[float], values: Sequence[float]) -> Interval:
    """Change a year along the least-squares line, in the values' unit, with its 95% interval.

    slope +/- t(0.975, n - 2) s / sqrt(sum of (x - mean)^2), s^2 the squared residuals over n - 2. The
    interval says how far the figures scatter around a straight line, their rounding included. Yearly
    counts of the same people are no sample, and it says nothing of whether the rate will hold.

    Args:
        years: when each value is of, such as 2022.25 for 31 March 2022; each once, in any order.
        values: as many, all there.

    Raises:
        ValueError: fewer than 3 values, not as many years, a year twice, or a value that is missing.

    Source: Altman, Practical Statistics for Medical Research (1991), section 11.10, by
    `scipy.stats.linregress`. Oracle: NIST's certified slope of the Norris data.
    """
    from scipy import stats

    if len(years) != len(values) or len(set(years)) < max(len(years), LEAST_POINTS):
        raise ValueError(
            f"no line through {len(values)} values in {len(set(years))} different years"
        )
    if not all(map(math.isfinite, [*years, *values])):
        raise ValueError("no line through a value that is missing")
    line = stats.linregress(years, values)
    reach = float(stats.t.ppf(0.975, len(values) - 2)) * float(line.stderr)
    return Interval(float(line.slope), float(line.slope) - reach, float(line.slope) + reach)


def closing_year(years: Sequence[float], values: Sequence[float], reference: float) -> Closing:
    """When a figure would reach its reference if it went on as over these years.

    newest year - (newest value - reference) / rate, the rate by `linear_rate`. It assumes that the
    rate stays as it was over exactly these years, that the reference stands still, and that nothing
    else changes: show all three beside the year, and the years of other windows. It runs from the
    newest figure itself, not from the line. Refuses to name a year (`not_closing`) where the rate is
    nought or leads away from the reference.

    Args:
        years, values: as for `linear_rate`; the window that "present rate" means.
        reference: in the values' unit, such as the share among residents.

    Raises:
        ValueError: as `linear_rate`, or a reference that is missing.
    """
    rate = linear_rate(years, values)
    if not math.isfinite(reference):
        raise ValueError("no gap to a reference that is missing")
    newest, value = max(zip(years, values, strict=True))
    gap = value - reference
    if gap == 0:
        return Closing("no_gap", gap, rate)
    year = _reached(newest, gap, rate.estimate)
    if year is None:
        return Closing("not_closing", gap, rate)
    ends = (rate.low, rate.high) if gap > 0 else (rate.high, rate.low)
    return Closing("closing", gap, rate, year, *(_reached(newest, gap, end) for end in ends))


def _reached(year: float, gap: float, rate: float) -> float | None:
    """Year in which a gap is nought at a rate; None where the rate does not lead there."""
    return year - gap / rate if gap * rate < 0 else None
