"""Which areas stand apart from London by more than chance: funnel plots, in place of ranking."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from stats.intervals import ROUNDING_VARIANCE, Share
from stats.rates import rate_per

FunnelStanding = Literal["within", "above_95", "above_998", "below_95", "below_998"]

LEVELS = (0.95, 0.998)


@dataclass(frozen=True)
class FunnelLimits:
    """Where an area of one size would stand by chance alone, all in the unit of the centre."""

    centre: float
    low_998: float
    low_95: float
    high_95: float
    high_998: float


def funnel_limits(
    centre_pct: float, base_n: float, design_effect: float = 1.0, rounded: bool = False
) -> FunnelLimits:
    """95% and 99.8% limits around London's share for an area with `base_n` interviews, in per cent.

    centre +/- z sqrt(p (1 - p) deff / n), p the centre, within 0 to 100; 1/6 of a squared point more
    when area and centre are printed as whole per cents. The normal limits with the variance of the
    centre are the other side of Wilson's interval: an area is outside the 95% limits just when
    `wilson_share` of it excludes the centre (unrounded), so chart and table cannot disagree. London
    is taken as known.

    Raises:
        ValueError: an impossible share, base or design effect.

    Source: Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in
    Medicine 2005;24:1185, appendix A.1.
    """
    variance = Share(centre_pct, base_n, design_effect).variance
    error = math.sqrt(variance + (2 * ROUNDING_VARIANCE if rounded else 0.0))
    reaches = [_z(level) * error for level in LEVELS]
    return _limits(centre_pct, [-reach for reach in reaches], reaches, ceiling=100.0)


def rate_funnel_limits(
    centre: float, population: float, per: int = 1000, dispersion: float = 1.0
) -> FunnelLimits:
    """95% and 99.8% limits around London's rate for an area of `population` residents.

    The exact Poisson limits of the events expected at London's rate, interpolated between whole
    counts, their distance from the centre times sqrt(dispersion); in events per `per` residents, not
    below 0. Crime varies between boroughs by far more than chance: without a `dispersion` (see
    `overdispersion`) nearly every borough is outside, and the chart says little.

    Args:
        centre: London's rate per `per` residents, above 0.
        population: residents of the area, above 0.
        per: residents that the rate counts by.
        dispersion: variance over the Poisson variance, at least 1.

    Raises:
        ValueError: a centre or population that is not above 0, or a dispersion under 1.

    Source: Spiegelhalter, Statistics in Medicine 2005;24:1185, appendix A.1; the counts' chances by
    `scipy.stats.poisson`.
    """
    if not (0 < centre < math.inf and 0 < population < math.inf and 1 <= dispersion < math.inf):
        raise ValueError(
            f"no limits around {centre} for {population} residents and dispersion {dispersion}"
        )
    expected = centre * population / per
    widths = {
        tail: (_poisson_quantile(tail, expected) - expected) * math.sqrt(dispersion)
        for level in LEVELS
        for tail in ((1 - level) / 2, (1 + level) / 2)
    }
    scaled = [per * width / population for _, width in sorted(widths.items())]
    return _limits(centre, [scaled[1], scaled[0]], scaled[2:], ceiling=math.inf)


def overdispersion(
    counts: Sequence[float], populations: Sequence[float], winsorised: float = 0.1
) -> float:
    """How much more areas differ from their common rate than chance makes them; at least 1.

    phi = sum of z^2 / number of areas, z = (O - E) / sqrt(E), O the events of an area, E those
    expected at the common rate, after the outer tenth of the z scores at each end is drawn in to the
    rest, so that a few areas that truly stand apart do not widen the funnel and hide themselves.
    Without the drawing in it is Pearson's statistic of a Poisson model with one rate, over the areas.

    Args:
        counts: events of each area.
        populations: residents of each area, above 0.
        winsorised: share of the areas drawn in at each end, 0 to under a half.

    Raises:
        ValueError: a negative count, no residents, fewer than two areas, or no events at all.

    Source: Spiegelhalter, Statistics in Medicine 2005;24:1185, on over-dispersion; Spiegelhalter,
    Handling over-dispersion of performance indicators, Quality and Safety in Health Care
    2005;14:347. Oracle: Pearson's statistic by `statsmodels`.
    """
    if len(counts) < 2 or not 0 <= winsorised < 0.5:
        raise ValueError(f"no dispersion of {len(counts)} areas, {winsorised} drawn in")
    rates = [rate_per(count, people, 1) for count, people in zip(counts, populations, strict=True)]
    common = sum(counts) / sum(populations)
    if common == 0:
        raise ValueError("no dispersion without events")
    scores = sorted(
        (rate - common) * math.sqrt(people / common)
        for rate, people in zip(rates, populations, strict=True)
    )
    cut = int(winsorised * len(scores))
    low, high = scores[cut], scores[-1 - cut]
    return max(1.0, sum(min(max(z, low), high) ** 2 for z in scores) / len(scores))


def standing_among(
    place: int, counts: Sequence[float], populations: Sequence[float]
) -> FunnelStanding:
    """Where one of several areas stands in their over-dispersed funnel.

    The limits are those of `rate_funnel_limits` around the common rate of all the areas, widened by
    their `overdispersion`: outside them an area differs by more than the areas usually differ.

    Args:
        place: of the area in the two lists, from 0.
        counts: events of each area. populations: of each, above 0: residents, or offences that
            events are counted against.

    Raises:
        ValueError: as `overdispersion`.
    """
    dispersion = overdispersion(counts, populations)
    limits = rate_funnel_limits(
        1000 * sum(counts) / sum(populations), populations[place], dispersion=dispersion
    )
    return funnel_standing(rate_per(counts[place], populations[place]), limits)


def funnel_standing(value: float, limits: FunnelLimits) -> FunnelStanding:
    """Where an area's value stands; on a limit is within it. `value` in the unit of the limits.

    Raises:
        ValueError: a missing value.
    """
    if not math.isfinite(value):
        raise ValueError("an area without a value has no standing")
    if value > limits.high_95:
        return "above_998" if value > limits.high_998 else "above_95"
    if value < limits.low_95:
        return "below_998" if value < limits.low_998 else "below_95"
    return "within"


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)


def _limits(
    centre: float, below: Sequence[float], above: Sequence[float], ceiling: float
) -> FunnelLimits:
    """Limits from the distances at 95% and 99.8%, kept from 0 to `ceiling`."""
    low_95, low_998 = (max(0.0, centre + distance) for distance in below)
    high_95, high_998 = (min(ceiling, centre + distance) for distance in above)
    return FunnelLimits(float(centre), low_998, low_95, high_95, high_998)


def _poisson_quantile(tail: float, expected: float) -> float:
    """Count with `tail` of the chance at or below it, interpolated between whole counts."""
    from scipy.stats import poisson

    count = float(poisson.ppf(tail, expected))
    reached, before = (float(poisson.cdf(at, expected)) for at in (count, count - 1))
    return max(0.0, count - (reached - tail) / (reached - before))
