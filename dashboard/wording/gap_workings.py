"""How a gap and its verdict are worked out: what goes in, the formula, the result, to redo by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from dashboard.wording.gap_names import (
    capital,
    limits,
    period_of,
    raw,
    sides,
    with_sign,
)
from dashboard.wording.numbers import count, p_words, signed

if TYPE_CHECKING:
    from dashboard.queries.gap_changes import GapChange, Outcome
    from dashboard.queries.gap_series import GapPoint, GapSeries, PrintedChange, Side


class Interval(Protocol):
    """Both ends of a 95% interval, in points."""

    @property
    def low(self) -> float:
        """The lower end."""

    @property
    def high(self) -> float:
        """The upper end."""


Step = tuple[str, str] | str
_ROUNDING = {1: "1/12", 2: "1/6", 4: "1/3"}
"""Variance that shares printed as whole per cents add, by how many there are."""


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
    both = _both(point)
    if point.interval is None or both is None:
        return [*found, _no_interval(point)]
    found += _interval(list(both), point.gap or 0.0, "gap", series.is_whole)
    return [*found, *_chance(point.gap or 0.0, point.interval, point.p_value, "gap")]


def _of_change(series: GapSeries, change: GapChange) -> list[Step]:
    found: list[Step] = [*_inputs(series, change.before), *_inputs(series, change.after)]
    found += [_gap_line("Earlier gap", change.before), _gap_line("Newest gap", change.after)]
    gaps = raw(change.after.gap or 0), raw(change.before.gap or 0)
    found.append(f"Change of the gap = {gaps[0]} − ({gaps[1]}) = {raw(change.points)} points")
    before, after = _both(change.before), _both(change.after)
    if change.interval is None or before is None or after is None:
        return [*found, _no_interval(change.after), "Verdict: cannot be judged."]
    found += _interval([*before, *after], change.points, "change", series.is_whole)
    found += _chance(change.points, change.interval, change.p_value, "change")
    return [*found, _rule(change)]


def _chance(estimate: float, interval: Interval, p_value: float | None, of: str) -> list[Step]:
    """The z test behind the interval; nothing where no p value is given."""
    if p_value is None or interval.high == interval.low:
        return []
    error = (interval.high - interval.low) / 2 / 1.96
    z = estimate / error
    return [
        f"z = {signed(estimate, 1)} ÷ {error:.2f} = {signed(z, 2)}; {p_words(p_value)} (two-sided): how often "
        f"chance alone would give a {of} at least this large if there were none"
    ]


def _rule(change: GapChange) -> str:
    if change.interval is None or not change.interval.excludes_zero:
        return "Verdict: no clear change, because the interval includes 0."
    gaps = abs(change.before.gap or 0), abs(change.after.gap or 0)
    word = "improved" if gaps[1] < gaps[0] else "worsened"
    way = "smaller" if gaps[1] < gaps[0] else "larger"
    return f"Verdict: {word}, because the interval does not include 0 and the gap without its sign is {way}."


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
    return [(f"{capital(name)}, {words}", _input(side)) for name, side in named if side is not None]


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


def _both(point: GapPoint) -> tuple[Side, Side] | None:
    if point.group is None or point.reference is None:
        return None
    known = point.group.base_n is not None and point.reference.base_n is not None
    return (point.group, point.reference) if known else None


def _interval(terms: list[Side], estimate: float, of: str, is_whole: bool) -> list[Step]:
    """Variance of each share, their sum, and the interval: every number to redo it."""
    variances = [_variance(side) for side in terms]
    lines: list[Step] = [
        f"Variance = share × (100 − share) × design effect ÷ interviews: {raw(side.pct or 0)} × "
        f"{raw(100 - (side.pct or 0))} × {raw(side.design_effect or 1)} ÷ {count(side.base_n or 0)} = {variance:.3f}"
        for side, variance in zip(terms, variances, strict=True)
    ]
    extra = len(terms) / 12 if is_whole else 0.0
    if is_whole:
        lines.append(f"Shares printed as whole per cents add {_ROUNDING[len(terms)]} = {extra:.3f}")
    error = math.sqrt(sum(variances) + extra)
    low, high = estimate - 1.96 * error, estimate + 1.96 * error
    lines.append(f"Standard error of the {of} = √{sum(variances) + extra:.3f} = {error:.2f}")
    lines.append(
        f"95% interval = {signed(estimate, 1)} ± 1.96 × {error:.2f} = {signed(low, 1)} to {signed(high, 1)}, "
        f"in whole points {limits(low, high)}"
    )
    return lines


def _variance(side: Side) -> float:
    share = side.pct or 0.0
    return share * (100 - share) * (side.design_effect or 1.0) / (side.base_n or 1)
