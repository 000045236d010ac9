"""From two figures and a test to a verdict, and from indicators to a measure. Pure functions.

The one place that decides "improved": a verdict comes with its steps (`stats.steps`), and whoever shows
it prints those. Nothing here knows a measure: which figures are compared, which direction is better and
which test decides is declared in `datasets/reference/success_measures.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from stats.compare import change_of_gap
from stats.intervals import Interval, Working, worked
from stats.steps import Better as Better
from stats.steps import Figure as Figure
from stats.steps import OrdinaryStep, Rule, Sides, Steps
from stats.steps import Verdict as Verdict

Why = Literal[
    "",
    "nothing_held",
    "no_baseline",
    "no_latest",
    "latest_not_later",
    "bases_differ",
    "years_overlap",
    "no_base",
    "no_ordinary_step",
    "not_ripe",
    "impossible",
]
"""Why there is no verdict; empty where there is one."""

_TOLERANCE_DAYS = 6
"""By how much two periods of one kind may differ in length: leap days, months of 28 to 31 days."""

_AS_NOTHING = 1e-9
"""Less than this is the last digits of the arithmetic: a change must exceed an ordinary step by more."""


@dataclass(frozen=True)
class Counted:
    """What a verdict on a count of everyone needs beside the two figures.

    Attributes:
        ordinary: the ordinary yearly step of its series; None where no two years follow each other.
        at_mix: change of the value at the baseline's mix of groups (`administrative.change_at_mix`);
            None where the count is of one kind of case.
    """

    ordinary: OrdinaryStep | None = None
    at_mix: float | None = None


@dataclass(frozen=True)
class Judgement:
    """A verdict, the change it stands on, why there is none where there is none, and its steps.

    `steps` is None where there are not two figures that could be compared.
    """

    verdict: Verdict
    change: float | None = None
    interval: Interval | None = None
    why: Why = ""
    steps: Steps | None = None


def judge(
    baseline: Figure | None,
    latest: Figure | None,
    better: Better,
    test: str,
    rounded: bool = False,
    counted: Counted | None = None,
    revision: tuple[float, float] | None = None,
) -> Judgement:
    """Verdict on one indicator, with the steps to it.

    Improved or worsened when the 95% interval of the change excludes 0, no clear change when it
    holds 0; for a gap, the change of its size (`change_of_size`). Counts of everyone have no sampling
    error, so there the change must also exceed the ordinary yearly step of its own series and, at the
    baseline's mix, have the same sign and exceed it too: else no clear change. Cannot be judged where a
    figure is missing, the latest is not later, the two are of different kinds of period or share part
    of it, the base or the ordinary step is not known, a figure is impossible, or the declared revision
    of the newest figure would turn the verdict: the change is then given without an interval.

    Args:
        baseline, latest: None where none is held.
        better: `up` or `down`: which way the value should move; `narrower`: towards 0.
        test: `difference_of_shares`, `change_of_gap`, `difference_of_proportions` (of counts of
            everyone) or `none`.
        rounded: whether the values were printed as whole per cents.
        counted: for `difference_of_proportions`.
        revision: of the newest figure, which is a rate, lowest and highest, in per cent of it; None
            where it is final or both figures are equally ripe.

    Raises:
        ValueError: a test or direction that is not one of these.
    """
    if test not in _TESTS or better not in ("up", "down", "narrower"):
        raise ValueError(f"no verdict by the test {test!r} with {better!r} as better")
    if baseline is None or latest is None:
        return Judgement("cannot_be_judged", why=_which_is_missing(baseline, latest))
    why = _why_not(baseline, latest)
    if why and why != "years_overlap":
        return Judgement("cannot_be_judged", why=why)
    counted = counted or Counted()
    found = _untested(baseline, latest, better, why or "no_base")
    try:
        working = None if why else _TESTS[test](baseline, latest, rounded)
        if working is None:
            return found
        if test == "difference_of_proportions" and counted.ordinary is None:
            return replace(found, why="no_ordinary_step")
        steps = _steps(baseline, latest, better, working, counted)
        return _judged(steps) if revision is None else _if_ripe(steps, test, revision)
    except ValueError:
        return Judgement("cannot_be_judged", why="impossible")


def summary(verdicts: Iterable[str], principal: str) -> Verdict:
    """Verdict on a measure from those on its indicators: their summary, never their average.

    Mixed when one improved and another worsened; else improved or worsened when at least one did;
    else no clear change when at least one could be judged; else cannot be judged. Where the principal
    indicator cannot be judged the measure never improved, whatever others did: it cannot be judged.

    Args:
        principal: the verdict on the indicator that stands first for the measure, one of `verdicts`.
    """
    found = set(verdicts)
    if {"improved", "worsened"} <= found or "mixed" in found:
        return "mixed"
    if "improved" in found:
        return "improved" if principal != "cannot_be_judged" else "cannot_be_judged"
    if "worsened" in found:
        return "worsened"
    return "no_clear_change" if "no_clear_change" in found else "cannot_be_judged"


def are_whole(*values: float) -> bool:
    """Whether values were printed as whole per cents, as far as they tell."""
    return all(float(value).is_integer() for value in values)


def change_of_size(change: Interval, before: float, after: float) -> Interval:
    """Change of a gap's distance from 0, with the interval's reach that its own change has.

    Of a gap that changed sides: from -10 to +8 the gap changed by 18 points, its size by -2. On one
    side of 0 both changes are equal but for their sign.

    Source: the variance of |a| is that of a, where a is clearly on one side of 0.
    """
    size, reach = abs(after) - abs(before), (change.high - change.low) / 2
    return Interval(size, size - reach, size + reach)


def sides_of(change: Interval, before: float, after: float) -> Sides:
    """Whether a gap was above 0 and is below, or the other way round, and whether clearly.

    Clearly where the interval of its change excludes 0; a gap of 0 is on neither side.
    """
    if before * after >= 0:
        return "same"
    return "changed" if change.excludes_zero else "changed_not_clearly"


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


def _untested(baseline: Figure, latest: Figure, better: Better, why: Why) -> Judgement:
    change = latest.value - baseline.value
    is_turned = better == "narrower" and baseline.value * latest.value < 0
    sides: Sides = "changed_not_clearly" if is_turned else "same"
    steps = Steps(baseline, latest, change, better, "not_tested", "cannot_be_judged", sides=sides)
    return Judgement("cannot_be_judged", change, why=why, steps=steps)


def _steps(
    baseline: Figure, latest: Figure, better: Better, working: Working, counted: Counted
) -> Steps:
    """The one decision: which rule applies, and what follows from it."""
    size: Interval | None = None
    sides: Sides = "same"
    if better == "narrower":
        pair = (baseline.value, latest.value)
        size = change_of_size(working.interval, *pair)
        sides = sides_of(working.interval, *pair)
    decisive = size or working.interval
    change, ordinary, at_mix = latest.value - baseline.value, counted.ordinary, counted.at_mix
    rule = _rule(decisive, change, counted)
    verdict: Verdict = "no_clear_change"
    if rule == "interval" and decisive.excludes_zero:
        verdict = "improved" if (decisive.estimate > 0) == (better == "up") else "worsened"
    return Steps(
        baseline, latest, change, better, rule, verdict, working, size, sides, ordinary, at_mix
    )


def _rule(decisive: Interval, change: float, counted: Counted) -> Rule:
    """What decides: the interval, unless it is clear and counts of everyone ask for more."""
    if counted.ordinary is None or not decisive.excludes_zero:
        return "interval"
    least = counted.ordinary.size + _AS_NOTHING
    if abs(decisive.estimate) <= least:
        return "ordinary_step"
    at_mix = counted.at_mix
    if at_mix is not None and (abs(at_mix) <= least or at_mix * change < 0):
        return "changed_mix"
    return "interval"


def _judged(steps: Steps) -> Judgement:
    return Judgement(steps.verdict, steps.change, steps.interval, steps=steps)


def _if_ripe(steps: Steps, test: str, revision: tuple[float, float]) -> Judgement:
    """The verdict, where it holds as published and at both ends of the declared revision."""
    ends = tuple(_revised(steps, test, 1 + pct / 100).verdict for pct in revision)
    steps = replace(steps, revision=revision, at_ends=ends, as_published=steps.verdict)
    if {steps.verdict} == set(ends):
        return _judged(steps)
    steps = replace(steps, rule="not_ripe", verdict="cannot_be_judged")
    return Judgement("cannot_be_judged", steps.change, why="not_ripe", steps=steps)


def _revised(steps: Steps, test: str, factor: float) -> Steps:
    """The steps with the newest rate, and that at the baseline's mix, `factor` times what they are.

    No further than to 100%: a rate on the basis that is revised cannot pass it.
    """
    before, after = steps.before, steps.after
    factor = min([factor, *(100 / one.pct for one in after.shares if one.pct)])
    shares = tuple(replace(one, pct=one.pct * factor) for one in after.shares)
    latest = replace(after, value=after.value * factor, shares=shares)
    working = _TESTS[test](before, latest, steps.working is not None and steps.working.rounding > 0)
    assert working is not None  # the same shares were tested as published
    at_mix = steps.at_mix
    if at_mix is not None:
        at_mix = (before.value + at_mix) * factor - before.value
    return _steps(before, latest, steps.better, working, Counted(steps.ordinary, at_mix))


def _of_shares(baseline: Figure, latest: Figure, rounded: bool) -> Working | None:
    if len(baseline.shares) != 1 or len(latest.shares) != 1:
        return None
    return worked(latest.value - baseline.value, baseline.shares + latest.shares, rounded)


def _of_gaps(baseline: Figure, latest: Figure, rounded: bool) -> Working | None:
    if len(baseline.shares) != 2 or len(latest.shares) != 2:
        return None
    return change_of_gap(*baseline.shares, *latest.shares, rounded=rounded)


def _of_heads(baseline: Figure, latest: Figure, _rounded: bool) -> Working | None:
    """Change of the value as if drawn: what few cases alone would do to it.

    Its shares are of officers, which the value may fall with: their variances add either way.
    """
    if len(baseline.shares) != 1 or len(latest.shares) != 1:
        return None
    return worked(latest.value - baseline.value, baseline.shares + latest.shares)


def _none(_baseline: Figure, _latest: Figure, _rounded: bool) -> None:
    return None


_TESTS = {
    "difference_of_shares": _of_shares,
    "change_of_gap": _of_gaps,
    "difference_of_proportions": _of_heads,
    "none": _none,
}
