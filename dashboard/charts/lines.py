"""Trends: lines over time, named at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, endlabels, marks, pointer, strokes, theme, timeaxis
from dashboard.charts import points as diamonds
from dashboard.charts.geometry import Plot, text_width
from dashboard.charts.kept import kept
from dashboard.charts.series import Mark, Series, read
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

WIDE_PLOT, NARROW_PLOT = 420, 310
"""Height of the plot in px, labels above and axis below not counted."""


@kept
def trend(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    points: pd.DataFrame | None = None,
    signs: pd.DataFrame | None = None,
    zero: bool = False,
    height: int | None = None,
    when: str = "%B %Y",
    dashed: str = pointer.READ_OFF,
    at_end: str = "",
) -> go.Figure:
    """Draw lines over time.

    Args:
        rows: one row per date and line; columns
            `date` (datetime64), `series` (the name shown), `value` (in the unit; missing leaves a
            gap in the line), optional `low`, `high` (interval, in the unit, drawn as a soft band),
            `is_dashed` (a figure of another standing, as `dashed` says), `is_point` (joined to no other: a
            mark with its interval as a whisker), `role` ("main", or "context" for thin
            grey), `slot` (number of the colour, 0 to 5). Lines come in order of first appearance;
            main lines after the fourth become context.
        unit: of values and axis.
        look: theme and room.
        events: dotted stems with a name.
        breaks: dates from which figures are of another kind; no line crosses one.
        points: figures on another time basis, columns as in `rows`: hollow diamonds with labels.
        signs: early signs, columns as in `rows` and `name` (what the pointer calls them): hollow squares
            in the colour of the line of their `series`, printed with one decimal.
        zero: the axis includes 0, as it must for counts and rates. Otherwise it spans the data.
        height: of the whole figure in px; by default what the plot and its labels need.
        when: how a date is written under the pointer, such as "Year to %B %Y".
        dashed: what is said under the pointer after a dashed figure.
        at_end: what is said beside a line's end after a dashed figure; by default nothing.

    Returns:
        A figure as wide as its container. With no figures in `rows`, one that says so.
    """
    breaks = tuple(breaks)
    lines = read(rows, look, breaks)
    if not lines:
        return theme.empty(look)
    marked = [] if points is None else diamonds.coloured(read(points, look), lines, look)
    signed = [] if signs is None else diamonds.coloured(read(signs, look), lines, look)
    printed = [
        unit.value(each.last.value) + (at_end if each.last.is_dashed else "") for each in lines
    ]
    sheet = _lay_out(
        lines, printed, marked, signed, unit, look, tuple(events), breaks, zero, height
    )
    fig = theme.figure(look, height=sheet.height, margin=sheet.margin)
    _draw_axes(fig, sheet, look, when)
    strokes.draw(fig, lines, look)
    marks.draw(fig, sheet.header, sheet.plot, look)
    if look.narrow:
        endlabels.draw_key(fig, sheet.key, sheet.margin, look)
    else:
        endlabels.draw_at_ends(fig, sheet.labels, sheet.plot, look)
    stems = [stem.date for stem in sheet.header.stems]
    diamonds.draw(fig, marked, lines, stems, sheet.plot, unit, look, signed)
    spoken = sorted(endlabels.named(lines), key=lambda series: not series.is_main)
    names = {} if signs is None else dict(zip(signs["series"], signs["name"], strict=True))
    called = [replace(each, name=str(names[each.name])) for each in signed]
    pointer.draw(fig, spoken, marked, unit, dashed=dashed, signs=called)
    return fig


# ---------------------------------------------------------------------------------------------
# Layout


@dataclass(frozen=True)
class _Sheet:
    """Where everything of a figure is; lengths in px."""

    plot: Plot
    margin: Margin
    ticks: list[float]
    numbers: list[str]
    dates: axes.DateTicks
    labels: list[endlabels.Label]
    key: endlabels.Key
    header: marks.Header

    @property
    def height(self) -> float:
        return self.margin.top + self.plot.height + self.margin.bottom


def _lay_out(
    lines: Sequence[Series],
    printed: Sequence[str],
    marked: Sequence[Series],
    signed: Sequence[Series],
    unit: Unit,
    look: Look,
    events: Sequence[Mark],
    breaks: Sequence[Mark],
    zero: bool,
    height: int | None,
) -> _Sheet:
    ticks = timeaxis.value_ticks([*lines, *marked, *signed], unit, look, zero=zero)
    labels = endlabels.labels(lines, printed, look)
    labels += endlabels.for_points(marked, lines, look)
    key = endlabels.key(labels if look.narrow else [], look)
    numbers = unit.ticks(ticks, short=look.narrow)
    left = max(text_width(text, look.small) for text in numbers) + 8
    right = 8 if look.narrow else endlabels.right_margin(labels)
    first, last = timeaxis.ends([*lines, *marked, *signed], look)
    top = timeaxis.room_above(ticks)
    plot = Plot(first, last, ticks[0], top, look.width - left - right, 0)
    header = marks.header(events, breaks, plot, Margin(left=left, right=right), look)
    dates = axes.date_ticks(first, last, plot.width, look.small)
    above = key.height + header.height + 12
    below = timeaxis.room_below(dates)
    usual = NARROW_PLOT if look.narrow else WIDE_PLOT
    room = usual if height is None else max(height - above - below, 80)
    return _Sheet(
        plot=replace(plot, height=room),
        margin=Margin(left, right, above, below),
        ticks=ticks,
        numbers=numbers,
        dates=dates,
        labels=labels,
        key=key,
        header=header,
    )


def _draw_axes(fig: go.Figure, sheet: _Sheet, look: Look, when: str) -> None:
    plot = sheet.plot
    timeaxis.draw_dates(fig, plot, sheet.dates, look, when)
    numbers = timeaxis.value_axis(plot.bottom, plot.top, sheet.ticks, sheet.numbers, look)
    fig.update_yaxes(numbers)
    if plot.bottom < 0 < plot.top:
        fig.add_hline(y=0, line={"color": look.palette.axis, "width": 1}, layer="below")
