"""Counts set against people and against the year before."""

from __future__ import annotations

import math

from stats.intervals import Z95, Interval

SMALL_BASE = 50
"""No percentage change is given on a base under this: it would be mostly chance."""

BYAR_FROM = 10
"""Events from which Byar's limits stand for the exact ones: from here they are within 0.2%."""


def rate_per(count: float, population: float, per: int = 1000) -> float:
    """Events per `per` residents.

    Raises:
        ValueError: a negative or missing count, or a population that is not above 0.
    """
    if not (count >= 0 and population > 0):
        raise ValueError(f"no rate from {count} events in {population} residents")
    return count / population * per


def poisson_interval(count: float) -> Interval:
    """95% interval of a count of events that happen one by one, in events.

    Byar's limits for 10 events or more, O (1 - 1/(9 O) - z/(3 sqrt O))^3 and the same with O + 1 and
    + z; the exact Poisson limits (Garwood) for fewer. It covers chance alone, not recording.

    Raises:
        ValueError: a negative or missing count.

    Source: Breslow and Day, Statistical Methods in Cancer Research II (1987), section 2.3; exact by
    `statsmodels.stats.rates.confint_poisson`. Oracle: 100 events give 81.4 to 121.6.
    """
    if not 0 <= count < math.inf:
        raise ValueError(f"no interval of {count} events")
    if count >= BYAR_FROM:
        return Interval(float(count), _byar(count, -Z95), _byar(count + 1, Z95))
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(count, 1, method="exact-c", alpha=0.05)
    return Interval(float(count), float(low), float(high))


def poisson_rate(count: float, population: float, per: int = 1000) -> Interval:
    """Events per `per` residents with the 95% interval of `poisson_interval`.

    Raises:
        ValueError: a negative or missing count, or a population that is not above 0.
    """
    rate, events = rate_per(count, population, per), poisson_interval(count)
    return Interval(
        rate, rate_per(events.low, population, per), rate_per(events.high, population, per)
    )


def percent_change(before: float, after: float) -> float | None:
    """Change from `before` to `after` in per cent of `before`; None on a base under 50.

    Raises:
        ValueError: a negative or missing count.
    """
    if not (before >= 0 and after >= 0):
        raise ValueError(f"no change between the counts {before} and {after}")
    return None if before < SMALL_BASE else (after - before) / before * 100


def _byar(events: float, z: float) -> float:
    return float(events * (1 - 1 / (9 * events) + z / (3 * math.sqrt(events))) ** 3)
