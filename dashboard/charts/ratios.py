"""Rate ratios: how many times the rate of one group is that of another, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import legend, rowcanvas, rowmarks, rowplot, theme
from dashboard.charts.frames import checked, or_none, require_above_zero, require_order, roles
from dashboard.charts.geometry import plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.rowplot import Entry, Row, ValueAxis
from dashboard.charts.theme import Look
from dashboard.charts.units import RATIO, Unit

_HEADER = 18
_SCALE = "doubling scale"
"""What the axis is, where pictures of the chart are read without the page."""
_MOST_NUMBERS = 6
_MARK = 11.0
_APART = 9.0
"""How far the two series of one row stand above and below its middle, in px."""


@dataclass(frozen=True)
class _Ratio:
    """One ratio with its interval, where it has one."""

    value: float
    interval: tuple[float, float] | None
    detail: str


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
) -> go.Figure:
    """Draw each group's rate ratio as a dot with its interval, beside a line at 1.

    Args:
        rows: one per group, in the order to be shown; columns `label`, `value` (the ratio; missing:
            "No figure"), optional `low`, `high` (95% interval), `detail` (for the tooltip) and
            `role` ("main", "chosen", "context").
        look: theme and room.
        reference: the group that is 1, such as "White people".
        unit: how ratios are printed.
        printed: ratios that a document prints, columns as `rows`: hollow diamonds in the row of the
            same label, or in a row of their own beneath. Joined to nothing.
        printed_label: what they are called in the key.
        when: the period in words, for the tooltip of `rows`.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, a ratio or an end of its interval is not above 0, an
            interval does not hold its ratio, or two rows of one frame are of one group.
    """
    groups = _read(rows, printed)
    ratios = [one for group in groups for one in (group.computed, group.printed) if one]
    if not ratios:
        return theme.empty(look)
    has_printed = any(group.printed is not None for group in groups)
    entries = [Entry(group.label, _words(group, unit, look), group.role) for group in groups]
    has_intervals = any(one.interval is not None for one in ratios)
    key = legend.lay_out(_key(look, printed_label if has_printed else "", has_intervals), look)
    sheet = rowplot.lay_out(
        entries, look, key=key, header=_HEADER, row_height=46 if has_printed else 30
    )
    axis = _axis(ratios, unit)
    fig = rowcanvas.canvas(sheet, axis)
    rowmarks.rule(fig, sheet, axis, 1, f"1: same as {plain(reference)} ({_SCALE})")
    computed = [(group, group.computed, row) for group, row in zip(groups, sheet.rows, strict=True)]
    _draw(fig, computed, look, f"times the rate of {plain(reference)}", unit, when)
    if has_printed:
        beside = [
            (group, group.printed, row) for group, row in zip(groups, sheet.rows, strict=True)
        ]
        _draw(fig, beside, look, plain(printed_label), unit, "", is_printed=True)
    pairs = zip(groups, sheet.rows, strict=True)
    empty = [row for group, row in pairs if group.computed is None and group.printed is None]
    theme.annotate(fig, [rowmarks.remark(row, look) for row in empty])
    return fig


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
        optional_texts=["detail", "role"],
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
    value, low, high = or_none(row["value"]), or_none(row["low"]), or_none(row["high"])
    if value is None:
        return None
    interval = None if low is None or high is None else (low, high)
    return _Ratio(value, interval, str(row["detail"]))


def _words(group: _Group, unit: Unit, look: Look) -> str:
    lines = []
    if group.computed is not None:
        text = f"<b>{unit.value(group.computed.value)}</b>"
        if group.computed.interval is not None and not look.narrow:
            low, high = (unit.value(end) for end in group.computed.interval)
            text += f" ({low} to {high})"
        lines.append(text)
    if group.printed is not None:
        lines.append(f"◇ {_as_printed(group.printed.value, unit)}")
    return "<br>".join(lines) or "–"


def _as_printed(value: float, unit: Unit) -> str:
    """Return a ratio with the decimals that a document prints, no more."""
    return f"{value:,.10g}{unit.suffix}"


def _key(look: Look, printed_label: str, has_intervals: bool) -> list[Piece]:
    """Return what is drawn: an interval is named only where there is one."""
    colours = look.palette
    if not printed_label:
        return [Piece("95% interval", "line", colours.series[0])] if has_intervals else []
    computed = "From the data, 95% interval" if has_intervals else "From the data"
    return [
        Piece(computed, "circle", colours.series[0], colours.series[0]),
        Piece(plain(printed_label), "diamond", colours.series[2], colours.page),
    ]


def _axis(ratios: Sequence[_Ratio], unit: Unit) -> ValueAxis:
    """Return an axis from the number at or below the least ratio to the one at or above the greatest.

    Its numbers are doublings of 1, with those half-way between where there is room.
    """
    values = [one.value for one in ratios] + [end for one in ratios for end in one.interval or ()]
    low, high = min(*values, 1.0), max(*values, 1.0)
    if high / low < 2:  # all are close to 1: leave some room on either side
        low, high = low / 1.5, high * 1.5
    for steps, apart in (((1.0, 1.5), 1), ((1.0,), 1), ((1.0,), 2), ((1.0,), 4)):
        ticks = _doublings(low, high, steps, apart)
        if len(ticks) <= _MOST_NUMBERS:
            break
    texts = [f"{tick:,g}" for tick in ticks]
    return ValueAxis(
        ticks, [*texts[:-1], texts[-1] + unit.suffix], ticks[0], ticks[-1], is_log=True
    )


def _doublings(low: float, high: float, steps: Sequence[float], apart: int) -> list[float]:
    """Return numbers that are `apart` doublings apart and enclose two others."""
    first = math.floor(math.log2(low) / apart) * apart
    last = math.ceil(math.log2(high) / apart) * apart
    ticks = [step * 2.0**power for power in range(first, last + 1, apart) for step in steps]
    below = max(tick for tick in ticks if tick <= low)
    above = min(tick for tick in ticks if tick >= high)
    return [tick for tick in ticks if below <= tick <= above]


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw(
    fig: go.Figure,
    placed: Sequence[tuple[_Group, _Ratio | None, Row]],
    look: Look,
    said: str,
    unit: Unit,
    when: str,
    is_printed: bool = False,
) -> None:
    """Draw one of the two series; where they share a row, the printed one stands lower."""
    colours = look.palette
    colour = colours.series[2] if is_printed else colours.series[0]
    apart = _APART if is_printed else -_APART
    known = [
        (group, one, row.middle + (apart if group.is_double else 0.0))
        for group, one, row in placed
        if one is not None
    ]
    ranges = [(*one.interval, down) for _, one, down in known if one.interval is not None]
    rowmarks.draw_intervals(fig, ranges, colour)
    rowmarks.draw_marks(
        fig,
        [(one.value, down) for _, one, down in known],
        [
            _tooltip(
                group.label,
                one,
                _as_printed(one.value, unit) if is_printed else unit.value(one.value),
                unit,
                said,
                when,
            )
            for group, one, _ in known
        ],
        meta="printed" if is_printed else "computed",
        symbol="diamond" if is_printed else "circle",
        size=_MARK,
        edge=colour,
        fill=colours.page if is_printed else colour,
    )


def _tooltip(label: str, ratio: _Ratio, figure: str, unit: Unit, said: str, when: str) -> str:
    lines = [f"<b>{plain(label)}: {figure}</b>", said]
    if ratio.interval is not None:
        low, high = (unit.value(end) for end in ratio.interval)
        lines.append(f"95% interval {low} to {high}")
    lines += [plain(ratio.detail), plain(when)]
    return "<br>".join(line for line in lines if line)
