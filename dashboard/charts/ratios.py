"""Rate ratios: how many times the rate of one group is that of another, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import Dot, Entry, ValueAxis
from dashboard.charts.frames import (
    checked,
    interval,
    or_none,
    require_above_zero,
    require_order,
    roles,
)
from dashboard.charts.geometry import in_lines, plain, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look
from dashboard.charts.units import RATIO, Unit

_SCALE = "doubling scale"
"""What the axis is, where pictures of the chart are read without the page."""
_MOST_NUMBERS, _BETWEEN_NUMBERS = 6, 4.0
_PRINTED = 80.0
"""The widest line of a printed ratio on a phone."""
_MARK = 11.0
_APART = 9.0
"""How far the two series of one row stand above and below its middle, in px."""


@dataclass(frozen=True)
class _Ratio:
    """One ratio with its interval, where it has one."""

    value: float
    interval: tuple[float, float] | None
    detail: str
    said: str = ""


@dataclass(frozen=True)
class _Group:
    """One row: the ratio computed from the data, and the one that a document prints."""

    label: str
    role: str
    computed: _Ratio | None
    printed: _Ratio | None

    @property
    def is_double(self) -> bool:
        """Whether two marks share the row."""
        return self.computed is not None and self.printed is not None


@kept
def ratio_dots(
    rows: pd.DataFrame,
    *,
    look: Look,
    reference: str,
    unit: Unit = RATIO,
    printed: pd.DataFrame | None = None,
    printed_label: str = "As printed in the Review",
    when: str = "",
    natural: bool = False,
    among: Sequence[pd.DataFrame] = (),
) -> go.Figure:
    """Draw each group's rate ratio as a dot with its interval, beside a line at 1.

    Args:
        rows: one per group, the greatest ratio shown first; columns `label`, `value` (the ratio; missing:
            "No figure"), optional `low`, `high` (95% interval), `detail` (for the tooltip), `said` (the
            ratio in words, in place of the unit's) and `role` ("main", "chosen", "context").
        look: theme and room.
        reference: the group that is 1, such as "White people".
        unit: how ratios are printed.
        printed: ratios that a document prints, columns as `rows`: hollow diamonds in the row of the
            same label, or in a row of their own beneath. Joined to nothing.
        printed_label: what they are called in the key.
        when: the period in words, for the tooltip of `rows`.
        natural: the rows have an order of their own and keep it.
        among: the rows of each chart that stands beside this one: all have one scale.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, a ratio or an end of its interval is not above 0, an
            interval does not hold its ratio, or two rows of one frame are of one group.
    """
    groups = _read(rows, printed)
    sizes = [one.computed.value if one.computed else None for one in groups]
    order = canvas.by_size(sizes, [one.role for one in groups], natural)
    groups = [groups[place] for place in order]
    others = [group for one in among for group in _read(one, None)]
    ratios = [one for group in groups for one in (group.computed, group.printed) if one]
    if not ratios:
        return theme.empty(look)
    has_printed = any(group.printed is not None for group in groups)
    entries, more = (
        [Entry(group.label, _words(group, unit, look), group.role) for group in found]
        for found in (groups, others)
    )
    has_intervals = any(one.interval is not None for one in ratios)
    drawn = canvas.canvas(
        entries,
        _axis(
            [*ratios, *(one.computed for one in others if one.computed)],
            unit,
            canvas.room([*entries, *more], look),
            look,
        ),
        look,
        key=_key(look, printed_label if has_printed else "", has_intervals),
        has_rule=True,
        row_height=46 if has_printed else 30,
        among=more,
    )
    drawn.rule(1, f"1: same as {plain(reference)} ({_SCALE})")
    placed = list(zip(groups, drawn.rows, strict=True))
    said = f"times the rate of {plain(reference)}"
    computed = [
        _dot(group, one, row.middle, -_APART, _figure(one, unit), said, unit, when)
        for group, row in placed
        if (one := group.computed) is not None
    ]
    drawn.dots(computed, _computed(look), meta="computed", size=_MARK)
    said = plain(printed_label)
    beside = [
        _dot(group, one, row.middle, _APART, _as_printed(one, unit), said, unit, "")
        for group, row in placed
        if (one := group.printed) is not None
    ]
    drawn.dots(beside, _printed(look, said), meta="printed", size=_MARK)
    empty = [row for group, row in placed if group.computed is None and group.printed is None]
    drawn.annotate(map(drawn.remark, empty))
    return drawn.fig


def _read(rows: pd.DataFrame, printed: pd.DataFrame | None) -> list[_Group]:
    computed = _ratios(rows)
    beside = {} if printed is None else _ratios(printed)
    labels = list(dict.fromkeys([*computed, *beside]))
    nothing = ("main", None)
    return [
        _Group(
            label,
            computed.get(label, nothing)[0],
            computed.get(label, nothing)[1],
            beside.get(label, nothing)[1],
        )
        for label in labels
    ]


def _ratios(rows: pd.DataFrame) -> dict[str, tuple[str, _Ratio | None]]:
    """Return label -> role and ratio."""
    found = checked(
        rows,
        "ratio_dots",
        texts=["label"],
        numbers=["value"],
        optional_texts=["detail", "role", "said"],
        optional_numbers=["low", "high"],
        unique=["label"],
    )
    require_above_zero(found, "ratio_dots", "low", "value", "high")
    require_order(found, "ratio_dots", "low", "value", "high")
    kinds = roles(found, "ratio_dots")
    return {
        str(row["label"]): (kind, _ratio(row))
        for (_, row), kind in zip(found.iterrows(), kinds, strict=True)
    }


def _ratio(row: pd.Series) -> _Ratio | None:
    value = or_none(row["value"])
    if value is None:
        return None
    return _Ratio(value, interval(row), str(row["detail"]), str(row["said"]))


def _words(group: _Group, unit: Unit, look: Look) -> tuple[str]:
    lines = []
    if group.computed is not None:
        text = f"<b>{_figure(group.computed, unit)}</b>"
        if group.computed.interval is not None and not look.narrow:
            text += f" ({unit.between(group.computed.interval)})"
        lines.append(text)
    if group.printed is not None:
        printed = f"◇ {_as_printed(group.printed, unit)}"
        lines.append(wrapped(printed, look.small, _PRINTED) if look.narrow else printed)
    return ("<br>".join(lines) or "–",)


def _figure(ratio: _Ratio, unit: Unit) -> str:
    return plain(ratio.said) or unit.value(ratio.value)


def _as_printed(ratio: _Ratio, unit: Unit) -> str:
    """Return a ratio in the words given, else with the decimals that a document prints, no more."""
    return plain(ratio.said) or f"{ratio.value:,.10g}{unit.suffix}"


def _key(look: Look, printed_label: str, has_intervals: bool) -> list[Piece]:
    """Return what is drawn: an interval is named only where there is one."""
    if not printed_label:
        return (
            [Piece("95% interval, where wider than its dot", "line", look.palette.series[0])]
            if has_intervals
            else []
        )
    words = "From the data, 95% interval" if has_intervals else "From the data"
    return [_computed(look, words), _printed(look, plain(printed_label))]


def _computed(look: Look, words: str = "") -> Piece:
    return Piece(words, "circle", look.palette.series[0], look.palette.series[0])


def _printed(look: Look, words: str) -> Piece:
    return Piece(words, "diamond", look.palette.series[2], look.palette.page)


def _axis(ratios: Sequence[_Ratio], unit: Unit, room: float, look: Look) -> ValueAxis:
    """Return an axis from the number at or below the least ratio to the one at or above the greatest.

    Its numbers are doublings of 1, with those half-way between where there is room on `room` px.
    """
    values = [one.value for one in ratios] + [end for one in ratios for end in one.interval or ()]
    low, high = min(*values, 1.0), max(*values, 1.0)
    if high / low < 2:  # all are close to 1: leave some room on either side
        low, high = low / 1.5, high * 1.5
    for steps, apart in (((1.0, 1.5), 1), ((1.0,), 1), ((1.0,), 2), ((1.0,), 4), ((1.0,), 8)):
        ticks = _doublings(low, high, steps, apart)
        texts = [f"{tick:,.3g}" if tick < 1 else f"{tick:,g}" for tick in ticks]
        axis = ValueAxis(
            ticks, [*texts[:-1], texts[-1] + unit.suffix], ticks[0], ticks[-1], is_log=True
        )
        if len(ticks) <= _MOST_NUMBERS and _keep_apart(axis, room, look):
            break
    return axis


def _keep_apart(axis: ValueAxis, room: float, look: Look) -> bool:
    """Whether no two numbers of an axis touch on a plot `room` px wide."""
    halves = [text_width(text, look.small) / 2 for text in axis.texts]
    places = [axis.across(tick, room) for tick in axis.ticks]
    return all(
        two - one - half - other >= _BETWEEN_NUMBERS
        for (one, two), (half, other) in zip(pairwise(places), pairwise(halves), strict=True)
    )


def _doublings(low: float, high: float, steps: Sequence[float], apart: int) -> list[float]:
    """Return numbers that are `apart` doublings apart and enclose two others."""
    first = math.floor(math.log2(low) / apart) * apart
    last = math.ceil(math.log2(high) / apart) * apart
    ticks = [step * 2.0**power for power in range(first, last + 1, apart) for step in steps]
    below = max(tick for tick in ticks if tick <= low)
    above = min(tick for tick in ticks if tick >= high)
    return [tick for tick in ticks if below <= tick <= above]


def _dot(
    group: _Group,
    ratio: _Ratio,
    middle: float,
    apart: float,
    figure: str,
    said: str,
    unit: Unit,
    when: str,
) -> Dot:
    """Return a ratio's mark, `apart` px below its row's middle where two marks share the row."""
    tooltip = in_lines(
        f"<b>{plain(group.label)}: {figure}</b>",
        said,
        f"95% interval {unit.between(ratio.interval)}" if ratio.interval else "",
        plain(ratio.detail),
        plain(when),
    )
    down = middle + (apart if group.is_double else 0.0)
    return Dot(ratio.value, down, tooltip, ratio.interval)
