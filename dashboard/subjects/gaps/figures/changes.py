"""What became of a gap: the newest against an earlier one, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries, Side
from dashboard.subjects.trust.figures.survey import REVIEW_QUARTER
from stats import compare, verdicts
from stats.compare import GapMove
from stats.intervals import Interval, difference_of_shares
from stats.steps import Direction, Steps, Verdict

Why = Literal["", "nothing", "changes_only", "no_gap", "one_gap", "not_stated", "no_base"]
"""Why there is no verdict; empty where there is one."""


@dataclass(frozen=True)
class SideChange:
    """How far one group's share moved, in points; no interval where its base is not published."""

    points: float
    interval: Interval | None


@dataclass(frozen=True)
class GapChange:
    """The newest gap against an earlier one.

    Attributes:
        steps: from the two gaps to the verdict, as the test returned them.
        group, reference: of the two shares; None where a gap is printed without them.
        move: which of the two changed clearly; None without intervals.
    """

    before: GapPoint
    after: GapPoint
    steps: Steps
    group: SideChange | None
    reference: SideChange | None
    move: GapMove | None

    @property
    def points(self) -> float:
        """Later less earlier gap; positive where the group gained on its reference."""
        return self.steps.change

    @property
    def interval(self) -> Interval | None:
        """Of the change; None where the number of interviews is not published."""
        return self.steps.interval

    @property
    def direction(self) -> Direction | None:
        """What became of the distance between the two; None without an interval."""
        return None if self.steps.working is None else self.steps.direction

    @property
    def p_value(self) -> float | None:
        """Chance of a change of the distance this large if there were none; None without an interval."""
        return self.steps.p_value


@dataclass(frozen=True)
class Outcome:
    """The verdict on a gap, and the change it stands on where there is one."""

    verdict: Verdict
    why: Why
    change: GapChange | None = None


def baselines(series: GapSeries) -> list[pd.Timestamp]:
    """Ends of the periods that the newest gap can be set against, newest first.

    Never a period that shares interviews with the newest; none where the source does not say what
    its figures cover.
    """
    if not series.gaps or series.basis == "not_stated":
        return []
    newest = series.gaps[-1]
    return [point.end for point in reversed(series.gaps[:-1]) if point.end < newest.start]


def usual_baseline(series: GapSeries) -> pd.Timestamp | None:
    """The period to set the newest gap against; None where there is none.

    Where the newest is later than the Review: the last period up to the Review's quarter that ends
    in the same month of the year, so that seasons do not count; else the last up to it. Where it is
    not: the oldest.
    """
    found = baselines(series)
    if not found:
        return None
    newest = series.gaps[-1].end
    earlier = [end for end in found if end <= REVIEW_QUARTER]
    if newest <= REVIEW_QUARTER or not earlier:
        return found[-1]
    return next((end for end in earlier if end.month == newest.month), earlier[0])


def outcome(series: GapSeries | None, since: pd.Timestamp | None) -> Outcome:
    """The verdict on the gap between the period ending on `since` and the newest."""
    why = _why_not(series, since)
    if why or series is None or since is None:
        return Outcome("cannot_be_judged", why)
    before = next(point for point in series.gaps if point.end == since)
    after = series.gaps[-1]
    judged = verdicts.judge(
        _figure(series, before),
        _figure(series, after),
        "narrower",
        "change_of_gap",
        rounded=series.is_whole,
    )
    if judged.steps is None:
        return Outcome(judged.verdict, "no_base")
    change = _change(before, after, judged.steps, series.is_whole)
    return Outcome(judged.verdict, "" if judged.interval else "no_base", change)


def _why_not(series: GapSeries | None, since: pd.Timestamp | None) -> Why:
    if series is None:
        return "nothing"
    if not series.gaps:
        return "changes_only" if series.changes else "no_gap"
    if len(series.gaps) == 1:
        return "one_gap"
    if since is None or since not in baselines(series):
        return "not_stated" if series.basis == "not_stated" else "one_gap"
    return ""


def _figure(series: GapSeries, point: GapPoint) -> verdicts.Figure:
    both = [side.share for side in (point.group, point.reference) if side is not None]
    shares = tuple(share for share in both if share is not None)
    return verdicts.Figure(
        point.gap or 0.0,
        point.start.date(),
        point.end.date(),
        series.basis,
        shares if len(shares) == 2 and not point.is_printed else (),
    )


def _change(before: GapPoint, after: GapPoint, steps: Steps, is_whole: bool) -> GapChange:
    group = _of_side(before.group, after.group, is_whole)
    reference = _of_side(before.reference, after.reference, is_whole)
    intervals = [side.interval for side in (group, reference) if side and side.interval]
    return GapChange(
        before,
        after,
        steps,
        group,
        reference,
        compare.what_moved_the_gap(*intervals) if steps.working and len(intervals) == 2 else None,
    )


def _of_side(before: Side | None, after: Side | None, is_whole: bool) -> SideChange | None:
    if before is None or after is None or before.pct is None or after.pct is None:
        return None
    one, other = before.share, after.share
    interval = difference_of_shares(one, other, is_whole) if one and other else None
    return SideChange(after.pct - before.pct, interval)
