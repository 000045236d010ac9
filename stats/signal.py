"""Which points of a monthly series are more than its usual ups and downs: the XmR chart."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean as exact_mean
from typing import Literal

import pandas as pd

Rule = Literal["outside", "seven_one_side", "seven_rising", "seven_falling"]

BASELINE = 12
RUN = 7
LIMIT_FACTOR = 2.66
"""Limits stand this many mean moving ranges from the mean: 3 standard deviations / 1.128."""


@dataclass(frozen=True)
class Stretch:
    """Points that share one mean and one pair of limits, in the unit of the values.

    Attributes:
        start: place of its first point, from 0.
        stop: place after its last point.
        mean: of the baseline, its first points; None, as the next three, where the stretch is shorter
            than a baseline: not enough points to tell.
        moving_range: mean distance between neighbours of the baseline.
        lower: natural process limit, mean - 2.66 moving ranges.
        upper: mean + 2.66 moving ranges.
    """

    start: int
    stop: int
    mean: float | None
    moving_range: float | None
    lower: float | None
    upper: float | None

    @property
    def is_enough(self) -> bool:
        """Whether the stretch is long enough for a mean and limits."""
        return self.mean is not None


@dataclass(frozen=True)
class XmR:
    """A series with its stretches, and the rules that each point breaks, in a fixed order."""

    values: tuple[float, ...]
    stretches: tuple[Stretch, ...]
    signals: tuple[tuple[Rule, ...], ...]

    @property
    def latest(self) -> Stretch:
        """The stretch that the last point belongs to."""
        return self.stretches[-1]

    def frame(self) -> pd.DataFrame:
        """One row a point: value, stretch (from 0), mean, lower, upper, moving_range, signals.

        `signals` is the names of the rules joined by commas, or empty. Numbers are missing where the
        stretch is too short.
        """
        rows = [
            (self.values[place], number, part.mean, part.lower, part.upper, part.moving_range)
            for number, part in enumerate(self.stretches)
            for place in range(part.start, part.stop)
        ]
        names = ["value", "stretch", "mean", "lower", "upper", "moving_range"]
        table = pd.DataFrame(rows, columns=names).astype(
            {name: "float64" for name in names if name != "stretch"}
        )
        return table.assign(signals=[",".join(rules) for rules in self.signals])


def xmr(
    values: Sequence[float],
    baseline: int = BASELINE,
    rebase_at: Sequence[int] = (),
    floor_at_zero: bool = False,
) -> XmR:
    """XmR chart: mean, natural process limits and signals of single values in time order.

    Limits are mean +/- 2.66 x mean moving range, both of the first `baseline` points of the stretch
    and held for the rest of it. Rules, each marking every point that takes part:

    - "outside": above the upper limit or below the lower;
    - "seven_one_side": in a run of seven or more points on one side of the mean (one on the mean
      ends it);
    - "seven_rising", "seven_falling": in a run of seven or more points, each above (below) the one
      before it.

    Runs do not cross from one stretch to the next. For single months, never for rolling sums, whose
    neighbours share data. Seasons are not taken out: a month may signal because it is December.

    Args:
        values: one a month, none missing.
        baseline: points that set mean and limits, at least 2.
        rebase_at: places, from 0, of the first point after each named event; rising.
        floor_at_zero: whether a lower limit below zero is drawn at zero, as for counts.

    Raises:
        ValueError: a missing value, a place that is not inside the series, or no stretch as long as
            a baseline.

    Source: Wheeler, Understanding Variation (2nd ed., 2000), chapter 3; the runs of seven as in NHS
    England, Making Data Count.
    """
    numbers = tuple(float(value) for value in values)
    _plottable(numbers, baseline, rebase_at)
    edges = [0, *rebase_at, len(numbers)]
    stretches = tuple(
        _stretch(numbers, start, stop, baseline, floor_at_zero) for start, stop in pairwise(edges)
    )
    if not any(part.is_enough for part in stretches):
        raise ValueError(f"not enough points for limits: a stretch needs {baseline}")
    signals = tuple(rules for part in stretches for rules in _signals(numbers, part))
    return XmR(numbers, stretches, signals)


def _plottable(values: tuple[float, ...], baseline: int, rebase_at: Sequence[int]) -> None:
    if not all(math.isfinite(value) for value in values):
        raise ValueError("an XmR chart needs every value: one is missing")
    if baseline < 2:
        raise ValueError(f"a baseline of {baseline} points has no moving range")
    edges = [0, *rebase_at, len(values)]
    if rebase_at and any(a >= b for a, b in pairwise(edges)):
        raise ValueError(f"rebase inside the series, in order, not at {list(rebase_at)}")


def _stretch(
    values: tuple[float, ...], start: int, stop: int, baseline: int, floor_at_zero: bool
) -> Stretch:
    if stop - start < baseline:
        return Stretch(start, stop, None, None, None, None)
    first = values[start : start + baseline]
    mean = exact_mean(first)
    moving_range = exact_mean(abs(b - a) for a, b in pairwise(first))
    reach = LIMIT_FACTOR * moving_range
    lower = max(0.0, mean - reach) if floor_at_zero else mean - reach
    return Stretch(start, stop, mean, moving_range, lower, mean + reach)


def _signals(values: tuple[float, ...], part: Stretch) -> Iterator[tuple[Rule, ...]]:
    """The rules that each point of one stretch breaks."""
    points = values[part.start : part.stop]
    if part.mean is None or part.lower is None or part.upper is None:
        yield from (() for _ in points)
        return
    outside = [not part.lower <= value <= part.upper for value in points]
    sides = _in_long_run([_sign(value - part.mean) for value in points], RUN)
    steps = [_sign(b - a) for a, b in pairwise(points)]
    rising, falling = (_ends_of_steps(steps, way) for way in (1, -1))
    found: dict[Rule, list[bool]] = {
        "outside": outside,
        "seven_one_side": sides,
        "seven_rising": rising,
        "seven_falling": falling,
    }
    for place in range(len(points)):
        yield tuple(rule for rule, marks in found.items() if marks[place])


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _in_long_run(signs: Sequence[int], length: int) -> list[bool]:
    """Whether each place is in a run of at least `length` equal signs other than 0."""
    marks: list[bool] = []
    while len(marks) < len(signs):
        start = len(marks)
        stop = start + 1
        while stop < len(signs) and signs[stop] == signs[start]:
            stop += 1
        marks += [signs[start] != 0 and stop - start >= length] * (stop - start)
    return marks


def _ends_of_steps(steps: Sequence[int], way: int) -> list[bool]:
    """Whether each point is an end of a step in a run of six or more steps one way."""
    runs = _in_long_run([way if step == way else 0 for step in steps], RUN - 1)
    return [a or b for a, b in zip([False, *runs], [*runs, False], strict=True)]
