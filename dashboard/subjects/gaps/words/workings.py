"""How a gap and its verdict are worked out: what goes in, the formula, the result, to redo by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.subjects.gaps.words.names import (
    period_of,
    sides,
    with_sign,
)
from dashboard.words.capitals import first_large
from dashboard.words.numbers import count
from dashboard.words.verdict_steps import (
    chance_lines,
    interval_lines,
    raw,
    rule_line,
    size_lines,
)

if TYPE_CHECKING:
    from dashboard.subjects.gaps.figures.changes import GapChange, Outcome
    from dashboard.subjects.gaps.figures.series import GapPoint, GapSeries, PrintedChange, Side

Step = tuple[str, str] | str


def steps(series: GapSeries | None, outcome: Outcome) -> list[Step]:
    """The working of what is on screen; nothing where there is no gap and no printed change."""
    if series is None:
        return []
    if outcome.change is not None:
        return _of_change(series, outcome.change)
    if series.gaps:
        return _of_gap(series, series.gaps[-1])
    return _of_printed_changes(series, series.changes[-1]) if series.changes else []


def _of_gap(series: GapSeries, point: GapPoint) -> list[Step]:
    found: list[Step] = [*_inputs(series, point), _gap_line("Gap", point)]
    working = point.working
    if working is None:
        return [*found, _no_interval(point)]
    found += interval_lines(working, "gap")
    return [*found, *chance_lines(working.estimate, working, working.z, working.p_value, "gap")]


def _of_change(series: GapSeries, change: GapChange) -> list[Step]:
    found: list[Step] = [*_inputs(series, change.before), *_inputs(series, change.after)]
    found += [_gap_line("Earlier gap", change.before), _gap_line("Newest gap", change.after)]
    gaps = raw(change.after.gap or 0), raw(change.before.gap or 0)
    found.append(f"Change of the gap = {gaps[0]} − ({gaps[1]}) = {raw(change.points)} points")
    steps = change.steps
    if steps.working is None or steps.stated is None:
        return [*found, _no_interval(change.after), rule_line(steps)]
    found += [*interval_lines(steps.working, "change"), *size_lines(steps)]
    found += chance_lines(steps.stated.estimate, steps.working, steps.z, steps.p_value, "change")
    return [*found, rule_line(steps)]


def _of_printed_changes(series: GapSeries, change: PrintedChange) -> list[Step]:
    group, reference = sides(series)
    found: list[Step] = [(f"Change of the share of {group}", with_sign(change.group))]
    if change.reference is None:
        return [*found, f"The change of the share of {reference} is not printed."]
    return [
        *found,
        (f"Change of the share of {reference}", with_sign(change.reference)),
        f"Change of the gap = {raw(change.group)} − ({raw(change.reference)}) = "
        f"{with_sign(change.group - change.reference)}",
        "No interval: neither the shares nor the number of interviews is printed. Verdict: cannot be judged.",
    ]


def _inputs(series: GapSeries, point: GapPoint) -> list[Step]:
    words = period_of(series, point)
    named = zip(sides(series), (point.group, point.reference), strict=True)
    return [
        (f"{first_large(name)}, {words}", _input(side)) for name, side in named if side is not None
    ]


def _input(side: Side) -> str:
    if side.pct is None:
        return "not shown"
    text = f"{raw(side.pct)}%"
    if side.base_n is None:
        return text
    return (
        f"{text} of {count(side.base_n)} interviews, design effect {raw(side.design_effect or 1)}"
    )


def _gap_line(name: str, point: GapPoint) -> str:
    gap = point.gap or 0.0
    if point.is_printed or point.group is None or point.reference is None:
        return (
            f"{name}: {raw(gap)} points, as the document prints it; the two shares are not printed"
        )
    return f"{name} = {raw(point.group.pct or 0)} − {raw(point.reference.pct or 0)} = {raw(gap)} points"


def _no_interval(point: GapPoint) -> str:
    if point.is_printed:
        return "No interval: neither the two shares nor the number of interviews is printed."
    return "No interval: the number of interviews with each group is not published."
