"""From two figures and a test to a verdict, and from indicators to a measure. Pure functions.

Nothing here knows a measure: which figures are compared, which direction is better and which test
decides is declared in `datasets/reference/success_measures.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stats.compare import change_of_gap, difference_of_proportions
from stats.intervals import Interval, Share, difference_of_shares

Verdict = Literal["improved", "worsened", "mixed", "no_clear_change", "cannot_be_judged"]
Better = Literal["up", "down", "narrower"]
Why = Literal[
    "",
    "nothing_held",
    "no_baseline",
    "no_latest",
    "latest_not_later",
    "bases_differ",
    "years_overlap",
    "no_base",
    "impossible",
]
"""Why there is no verdict; empty where there is one."""

_TOLERANCE_DAYS = 6
"""By how much two periods of one kind may differ in length: leap days, months of 28 to 31 days."""


@dataclass(frozen=True)
class Figure:
    """A figure and what it stands on.

    Attributes:
        value: in the unit of its indicator.
        start, end: first and last day of the period; the same day for a count of people in post.
        time_basis: name of the kind of period.
        shares: the one share, or the two of a gap (group, reference), behind a survey figure;
            for heads counted, the share of officers with the number of officers as its base.
            Empty where the base is not known.
    """

    value: float
    start: date
    end: date
    time_basis: str
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A verdict, the change it stands on, and why there is none where there is none."""

    verdict: Verdict
    change: float | None = None
    interval: Interval | None = None
    why: Why = ""


def judge(
    baseline: Figure | None, latest: Figure | None, better: Better, test: str, rounded: bool = False
) -> Judgement:
    """Verdict on one indicator.

    Improved or worsened when the 95% interval of the change excludes 0, no clear change when it
    holds 0; for a gap, the change of its size (`change_of_size`). Cannot be judged where a figure
    is missing, the latest is not later, the two are of different kinds of period or share part of
    it, the base is not known, or a figure is impossible: the change is then given without an
    interval, if there is one.

    Args:
        baseline, latest: None where none is held.
        better: `up` or `down`: which way the value should move; `narrower`: towards 0.
        test: `difference_of_shares`, `change_of_gap`, `difference_of_proportions` or `none`.
        rounded: whether the values were printed as whole per cents.

    Raises:
        ValueError: a test or direction that is not one of these.
    """
    if test not in _TESTS or better not in ("up", "down", "narrower"):
        raise ValueError(f"no verdict by the test {test!r} with {better!r} as better")
    if baseline is None or latest is None:
        return Judgement("cannot_be_judged", why=_which_is_missing(baseline, latest))
    why = _why_not(baseline, latest)
    change = latest.value - baseline.value
    if why:
        comparable = why in ("years_overlap", "no_base")
        return Judgement("cannot_be_judged", change if comparable else None, why=why)
    try:
        interval = _TESTS[test](baseline, latest, rounded)
    except ValueError:
        return Judgement("cannot_be_judged", why="impossible")
    if interval is None:
        return Judgement("cannot_be_judged", change, why="no_base")
    return Judgement(_direction(interval, baseline.value, latest.value, better), change, interval)


def summary(verdicts: Iterable[str]) -> Verdict:
    """Verdict on a measure from those on its indicators: their summary, never their average.

    Mixed when one improved and another worsened; else improved or worsened when at least one did;
    else no clear change when at least one could be judged; else cannot be judged.
    """
    found = set(verdicts)
    if {"improved", "worsened"} <= found or "mixed" in found:
        return "mixed"
    if "improved" in found:
        return "improved"
    if "worsened" in found:
        return "worsened"
    return "no_clear_change" if "no_clear_change" in found else "cannot_be_judged"


def changed_sides(before: float, after: float) -> bool:
    """Whether a gap was above 0 and is below, or the other way round."""
    return before * after < 0


def change_of_size(change: Interval, before: float, after: float) -> Interval:
    """Change of a gap's distance from 0, with the interval's reach that its own change has.

    Of a gap that changed sides: from -10 to +8 the gap changed by 18 points, its size by -2. On one
    side of 0 both changes are equal but for their sign.

    Source: the variance of |a| is that of a, where a is clearly on one side of 0.
    """
    size, reach = abs(after) - abs(before), (change.high - change.low) / 2
    return Interval(size, size - reach, size + reach)


def _why_not(baseline: Figure, latest: Figure) -> Why:
    if not (math.isfinite(baseline.value) and math.isfinite(latest.value)):
        return "impossible"
    if latest.end <= baseline.end:
        return "latest_not_later"
    lengths = [(one.end - one.start).days for one in (baseline, latest)]
    if baseline.time_basis != latest.time_basis or abs(lengths[0] - lengths[1]) > _TOLERANCE_DAYS:
        return "bases_differ"
    return "years_overlap" if latest.start <= baseline.end else ""


def _which_is_missing(baseline: Figure | None, latest: Figure | None) -> Why:
    if baseline is None:
        return "nothing_held" if latest is None else "no_baseline"
    return "no_latest"


def _direction(change: Interval, before: float, after: float, better: Better) -> Verdict:
    if better == "narrower":
        change, better = change_of_size(change, before, after), "down"
    if not change.excludes_zero:
        return "no_clear_change"
    return "improved" if (change.estimate > 0) == (better == "up") else "worsened"


def _of_shares(baseline: Figure, latest: Figure, rounded: bool) -> Interval | None:
    if len(baseline.shares) != 1 or len(latest.shares) != 1:
        return None
    return difference_of_shares(*baseline.shares, *latest.shares, rounded=rounded)


def _of_gaps(baseline: Figure, latest: Figure, rounded: bool) -> Interval | None:
    if len(baseline.shares) != 2 or len(latest.shares) != 2:
        return None
    return change_of_gap(*baseline.shares, *latest.shares, rounded=rounded)


def _of_heads(baseline: Figure, latest: Figure, rounded: bool) -> Interval | None:
    """Change of the value; its shares are of officers, which the value falls with."""
    if len(baseline.shares) != 1 or len(latest.shares) != 1:
        return None
    (before,), (after,) = baseline.shares, latest.shares
    share = difference_of_proportions(
        before.pct * before.base_n / 100,
        before.base_n,
        after.pct * after.base_n / 100,
        after.base_n,
    )
    reach = (share.high - share.low) / 2
    change = latest.value - baseline.value
    return Interval(change, change - reach, change + reach)


def _none(_baseline: Figure, _latest: Figure, _rounded: bool) -> None:
    return None


_TESTS = {
    "difference_of_shares": _of_shares,
    "change_of_gap": _of_gaps,
    "difference_of_proportions": _of_heads,
    "none": _none,
}
