"""The steps of a verdict in words, a line a step, to redo by hand. Prints what the test returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.words.intervals import ends
from dashboard.words.numbers import MINUS, count, p_words, points, signed
from dashboard.words.periods import month_year

if TYPE_CHECKING:
    from stats.intervals import Interval, Working
    from stats.steps import Steps

CHANGED_PLACES = {
    "same": "",
    "changed": "the two have changed places",
    "changed_not_clearly": "the two have changed places, which chance alone could have done",
}
"""What is said of a gap whose two groups stand the other way round."""

_ROUNDING = {1: "1/12", 2: "1/6", 4: "1/3"}
"""Variance that shares printed as whole per cents add, by how many there are."""


def raw(number: float) -> str:
    """A number as it goes into a sum: no trailing noughts, a real minus."""
    text = f"{abs(number):.3f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if number < 0 and text != "0" else text


def limits(interval: Interval) -> str:
    """An interval in points: `−12.1 to −3.4`; an end that rounds to a 0 it excludes says so."""
    return ends(interval.low, interval.high)


def interval_lines(working: Working, of: str) -> list[str]:
    """Variance of each share, their sum, and the interval: every number to redo it.

    Args:
        of: what is estimated, such as `gap`.
    """
    lines = [
        f"Variance = share × (100 − share) × design effect ÷ interviews: {raw(share.pct)} × "
        f"{raw(100 - share.pct)} × {raw(share.design_effect)} ÷ {count(share.base_n)} = {variance:.3f}"
        for share, variance in zip(working.shares, working.variances, strict=True)
    ]
    if working.rounding:
        parts = _ROUNDING[len(working.shares)]
        lines.append(f"Shares printed as whole per cents add {parts} = {working.rounding:.3f}")
    return [
        *lines,
        f"Standard error of the {of} = √{working.variance:.3f} = {working.standard_error:.2f}",
        interval_line(working.interval, working.standard_error, f"95% interval of the {of}"),
    ]


def interval_line(interval: Interval, error: float, name: str = "95% interval") -> str:
    """`95% interval = +3.0 ± 1.96 × 0.70 = +1.6 to +4.4`."""
    return f"{name} = {signed(interval.estimate, 1)} ± 1.96 × {error:.2f} = {limits(interval)}"


def chance_lines(
    estimate: float, working: Working, z: float | None, p_value: float | None, of: str
) -> list[str]:
    """The z test behind an interval; nothing where the shares leave no error."""
    if z is None or p_value is None:
        return []
    return [
        f"z = {signed(estimate, 1)} ÷ {working.standard_error:.2f} = {signed(z, 2)}; {p_words(p_value)} "
        f"(two-sided): how often chance alone would give a {of} at least this large if there were none"
    ]


def size_lines(steps: Steps) -> list[str]:
    """Of a gap that changed sides: that the two changed places, and what became of its size."""
    if steps.sides == "same" or steps.size is None or steps.working is None:
        return []
    before, after = abs(steps.before.value), abs(steps.after.value)
    words = CHANGED_PLACES[steps.sides]
    return [
        f"The gap changed sides: {words}. What is judged is its size, without the sign",
        f"Change of the size = {raw(after)} − {raw(before)} = {raw(steps.size.estimate)} points",
        interval_line(steps.size, steps.working.standard_error, "95% interval of that change"),
    ]


def beyond_chance_lines(steps: Steps) -> list[str]:
    """Of counts of everyone: the ordinary yearly step, and the change at the baseline's mix."""
    if steps.ordinary is None:
        return []
    found = steps.ordinary
    lines = [
        f"Ordinary yearly step = mean of {found.steps} yearly steps without their signs, "
        f"{month_year(found.first)} to {month_year(found.last)} = {points(found.size, 2)}"
    ]
    if steps.at_mix is not None:
        lines.append(
            f"Change at the mix of cases of {month_year(steps.before.end)} = {signed(steps.at_mix, 2)} points"
        )
    return lines


def rule_line(steps: Steps) -> str:
    """Which rule gave the verdict, and the verdict."""
    if steps.verdict == "cannot_be_judged":
        return f"Verdict: cannot be judged{_NOT_RIPE if steps.rule == 'not_ripe' else ''}."
    of_size = " of the size" if steps.sides != "same" else ""
    places = f"; {CHANGED_PLACES[steps.sides]}" if of_size else ""
    if steps.verdict == "no_clear_change":
        size = " in size" if of_size else ""
        return f"Verdict: no clear change{size}, because {_WHY_NOT[steps.rule].format(of=of_size)}{places}."
    moved = _MOVED[steps.direction]
    more = " and more than an ordinary yearly step" if steps.ordinary is not None else ""
    return f"Verdict: {steps.verdict}, because the interval{of_size} does not include 0 and {moved}{more}{places}."


_NOT_RIPE = (
    ", because the newest figure will be revised and the declared revision would turn the verdict"
)
_WHY_NOT = {
    "interval": "the interval{of} includes 0",
    "ordinary_step": "the change is no larger than an ordinary yearly step",
    "changed_mix": "at the mix of cases of the first date the change is no larger than an ordinary yearly "
    "step, or goes the other way: it is the work of another mix",
}
_MOVED = {
    "wider": "the gap without its sign is larger",
    "narrower": "the gap without its sign is smaller",
    "rose": "the change is up",
    "fell": "the change is down",
}


def worked_change(steps: Steps) -> list[str]:
    """How an indicator's change and verdict are worked out, to redo by hand; one line without a test."""
    change = (
        f"Change = {raw(steps.after.value)} − {_in_sum(steps.before.value)} = {raw(steps.change)}"
    )
    if steps.working is None or steps.stated is None:
        return [change, rule_line(steps)]
    lines = [change, *interval_lines(steps.working, "change"), *size_lines(steps)]
    lines += chance_lines(steps.stated.estimate, steps.working, steps.z, steps.p_value, "change")
    return [*lines, *beyond_chance_lines(steps), rule_line(steps)]


def _in_sum(number: float) -> str:
    return f"({raw(number)})" if number < 0 else raw(number)
