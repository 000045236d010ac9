"""Counts of everyone, which have no sampling error: what an ordinary year does to them, and the mix."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence

from stats.steps import Figure, OrdinaryStep

_A_YEAR = range(359, 373)
"""Days from one figure to the next that are a year, leap days and months of 28 to 31 days allowed for."""


def ordinary_step(series: Sequence[Figure]) -> OrdinaryStep | None:
    """How far a series moves in an ordinary year: the mean of its yearly steps without their signs.

    Only figures of the same month as the newest count, so that no two steps share time, and only steps
    from one year to the next: over a year that is missing none is taken. Give the series between two
    breaks. None where no two figures are a year apart.

    Args:
        series: of one indicator, in any order; each end once.

    Raises:
        ValueError: a value that is missing, or two figures of one end.
    """
    figures = sorted(series, key=lambda one: one.end)
    if not all(math.isfinite(one.value) for one in figures):
        raise ValueError("no yearly step from a value that is missing")
    if len({one.end for one in figures}) < len(figures):
        raise ValueError("two figures of one end")
    yearly = [one for one in figures if one.end.month == figures[-1].end.month]
    steps = [
        (before, after)
        for before, after in itertools.pairwise(yearly)
        if (after.end - before.end).days in _A_YEAR
    ]
    if not steps:
        return None
    size = sum(abs(after.value - before.value) for before, after in steps) / len(steps)
    return OrdinaryStep(size, steps[0][0].end, steps[-1][1].end, len(steps))


def change_at_mix(
    before: Mapping[str, tuple[float, float]], after: Mapping[str, tuple[float, float]]
) -> float:
    """Change of an all-cases rate with the mix of groups held as it was, in points.

    100 * sum over groups of n0 / N0 * (x1 / n1 - x0 / n0): every group counts by its cases at the
    baseline (direct standardisation), so that what is left is the change of the rates within groups. A
    group that had no case at the baseline has no weight.

    Args:
        before, after: group -> (cases with the outcome, cases), at the baseline and newest.

    Raises:
        ValueError: no cases at the baseline; a count that is negative or above its base; a group that
            had cases at the baseline and has none now, whose rate is not known.

    Source: Breslow and Day, Statistical Methods in Cancer Research II (1987), section 2.2; Kitagawa,
    J Am Statist Assoc 1955;50:1168 (the rate component, at the first year's composition).
    """
    counts = [*before.values(), *after.values()]
    if not all(0 <= had <= cases < math.inf for had, cases in counts):
        raise ValueError("a count that is negative, missing or above its base")
    whole = sum(cases for _, cases in before.values())
    gone = sorted(
        group for group, (_, cases) in before.items() if cases and not after.get(group, (0, 0))[1]
    )
    if not whole or gone:
        raise ValueError(f"no change at the baseline's mix: no cases {', '.join(gone) or 'at all'}")
    return sum(
        100 * cases / whole * (after[group][0] / after[group][1] - had / cases)
        for group, (had, cases) in before.items()
        if cases
    )
