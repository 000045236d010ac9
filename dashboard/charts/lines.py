"""Trends: lines over time, named at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, endlabels, marks, pointer, theme
from dashboard.charts import points as diamonds
from dashboard.charts.geometry import Plot, text_width
from dashboard.charts.series import Mark, Point, Series, Stretch, read, stretches
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

WIDE_PLOT, NARROW_PLOT = 420, 310
"""Height of the plot in px, labels above and axis below not counted."""
DASHED = "5px,4px"
_BAND, _CROWD = 0.15, 0.45
"""How opaque intervals are, and context lines too many to be named."""
_BOTTOM = 30
"""Room for one line of dates, in px; a second line takes 16 more."""


def trend(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    points: pd.DataFrame | None = None,
    zero: bool = False,
    height: int | None = None,
    when: str = "%B %Y",
) -> go.Figure:
    """Draw lines over time.

    Args:
        rows: one row per date and line; columns
            `date` (datetime64), `series` (the name shown), `value` (in the unit; missing leaves a
            gap in the line), optional `low`, `high` (interval, in the unit, drawn as a soft band),
            `is_dashed` (read off a dashboard, not in a file), `role` ("main", or "context" for thin
            grey), `slot` (number of the colour, 0 to 5). Lines come in order of first appearance;
            main lines after the fourth become context.
        unit: of values and axis.
        look: theme and room.
        events: dotted stems with a name.
        breaks: dates from which figures are of another kind; no line crosses one.
        points: figures on another time basis, columns as in `rows`: hollow diamonds with labels.
        zero: the axis includes 0, as it must for counts and rates. Otherwise it spans the data.
        height: of the whole figure in px; by default what the plot and its labels need.
        when: how a date is written under the pointer, such as "Year to %B %Y".

    Returns:
        A figure as wide as its container. With no figures in `rows`, one that says so.
    """
    breaks = tuple(breaks)
    lines = read(rows, look, breaks)
    if not lines:
        return theme.empty(look)
    marked = [] if points is None else diamonds.coloured(read(points, look), lines, look)
    sheet = _lay_out(lines, marked, unit, look, tuple(events), breaks, zero, height)
    fig = theme.figure(look, height=sheet.height, margin=sheet.margin)
    _draw_axes(fig, sheet, look, when)
    _draw_lines(fig, lines, look)
    marks.draw(fig, sheet.header, sheet.plot, look)
    if look.narrow:
        endlabels.draw_key(fig, sheet.key, sheet.margin, look)
    else:
        endlabels.draw_at_ends(fig, sheet.labels, sheet.plot, look)
    diamonds.draw(fig, marked, lines, sheet.plot, unit, look)
    spoken = sorted(endlabels.named(lines), key=lambda series: not series.is_main)
    pointer.draw(fig, spoken, marked, unit)
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
    marked: Sequence[Series],
    unit: Unit,
    look: Look,
    events: Sequence[Mark],
    breaks: Sequence[Mark],
    zero: bool,
    height: int | None,
) -> _Sheet:
    ticks = _value_ticks([*lines, *marked], unit, look, zero)
    labels = endlabels.labels(lines, [unit.value(each.last.value) for each in lines], look)
    keyed = [*labels, *endlabels.for_points(marked, look)] if look.narrow else []
    key = endlabels.key(keyed, look)
    numbers = unit.ticks(ticks, short=look.narrow)
    left = max(text_width(text, look.small) for text in numbers) + 8
    right = 8 if look.narrow else endlabels.right_margin(labels)
    first, last = _dates([*lines, *marked], look)
    # A hair over the top number, so that its rule is drawn.
    top = ticks[-1] + (ticks[-1] - ticks[0]) / 200
    plot = Plot(first, last, ticks[0], top, look.width - left - right, 0)
    header = marks.header(events, breaks, plot, Margin(left=left, right=right), look)
    dates = axes.date_ticks(first, last, plot.width, look.small)
    above = key.height + header.height + 12
    below = _BOTTOM + (16 if any("<br>" in text for text in dates.texts) else 0)
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


def _value_ticks(series: Sequence[Series], unit: Unit, look: Look, zero: bool) -> list[float]:
    values = [
        number
        for each in series
        for point in each.points
        for number in (point.low, point.value, point.high)
        if number is not None
    ]
    shares = unit.is_per_cent and not unit.signed and min(values) >= 0 and max(values) <= 100
    target = 5 if look.narrow else 6
    return axes.value_ticks(min(values), max(values), zero=zero, shares=shares, target=target)


def _dates(series: Sequence[Series], look: Look) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the axis: the data's, with room for the dot at the end."""
    dates = [point.date for each in series for point in each.points]
    first, last = min(dates), max(dates)
    if first == last:
        return first - pd.Timedelta(days=183), last + pd.Timedelta(days=183)
    return first, last + (last - first) * (0.025 if look.narrow else 0.015)


def _draw_axes(fig: go.Figure, sheet: _Sheet, look: Look, when: str) -> None:
    plot = sheet.plot
    dates = sheet.dates
    fig.update_xaxes(
        type="date",
        range=[_iso(plot.first), _iso(plot.last)],
        tickmode="array",
        tickvals=[_iso(date) for date in dates.at],
        ticktext=dates.texts,
        tickangle=0,
        unifiedhovertitle_text=f"%{{x|{when}}}",
        hoverformat=when,
        showline=True,
        linecolor=look.palette.axis,
        ticklabelstandoff=4,
        minor={
            "tickmode": "array",
            "tickvals": [_iso(date) for date in dates.boundaries],
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": look.palette.axis,
        },
    )
    fig.update_yaxes(
        range=[plot.bottom, plot.top],
        tickmode="array",
        tickvals=sheet.ticks,
        ticktext=sheet.numbers,
        showgrid=True,
        gridcolor=look.palette.grid,
        ticklabelstandoff=6,
    )
    fig.update_layout(hovermode="x unified")
    if plot.bottom < 0 < plot.top:
        fig.add_hline(y=0, line={"color": look.palette.axis, "width": 1}, layer="below")


# ---------------------------------------------------------------------------------------------
# Lines


def _draw_lines(fig: go.Figure, lines: Sequence[Series], look: Look) -> None:
    """Draw context first, so that emphasised lines lie on top; bands beneath their lines."""
    for series in sorted(lines, key=lambda series: series.is_main):
        is_quiet = series not in endlabels.named(lines)
        _draw_band(fig, series)
        _draw_stretches(fig, series, is_quiet)
        if not is_quiet:
            _draw_end(fig, series, look)


def _draw_band(fig: go.Figure, series: Series) -> None:
    """Draw the interval around a line, one closed outline for each run of points that have one."""
    outlines = [
        [(point.date, point.low, point.high) for point in run if point.low is not None]
        for run in series.runs
    ]
    x: list[str | None] = []
    y: list[float | None] = []
    for outline in outlines:
        if len(outline) < 2:
            continue
        x += [None] if x else []
        y += [None] if y else []
        x += [_iso(date) for date, _, _ in outline] + [_iso(date) for date, _, _ in outline[::-1]]
        y += [high for _, _, high in outline] + [low for _, low, _ in outline[::-1]]
    if x and series.is_main:
        fig.add_trace(
            go.Scatter(
                name=series.name,
                meta="band",
                x=x,
                y=y,
                mode="lines",
                line_width=0,
                fill="toself",
                fillcolor=series.colour,
                opacity=_BAND,
                hoverinfo="skip",
            )
        )


def _draw_stretches(fig: go.Figure, series: Series, is_quiet: bool) -> None:
    cut = [stretch for run in series.runs for stretch in stretches(run)]
    for is_dashed in (False, True):
        chosen = [stretch for stretch in cut if stretch.is_dashed == is_dashed]
        if chosen:
            fig.add_trace(_line(series, chosen, is_dashed, is_quiet))


def _line(series: Series, cut: Sequence[Stretch], is_dashed: bool, is_quiet: bool) -> go.Scatter:
    """Return one trace of stretches with gaps between them; a single point becomes a dot."""
    shown: list[Point | None] = []
    sizes: list[int] = []
    for stretch in cut:
        shown += [None] if shown else []
        sizes += [0] if sizes else []
        shown += stretch.points
        sizes += [6 if len(stretch.points) == 1 else 0] * len(stretch.points)
    return go.Scatter(
        name=series.name,
        meta="dashed" if is_dashed else "solid",
        x=[None if point is None else _iso(point.date) for point in shown],
        y=[None if point is None else point.value for point in shown],
        mode="lines+markers" if any(sizes) else "lines",
        opacity=_CROWD if is_quiet else 1,
        connectgaps=False,
        hoverinfo="skip",
        line={
            "color": series.colour,
            "width": 2.5 if series.is_main else 1.25,
            "dash": DASHED if is_dashed else "solid",
        },
        marker={"color": series.colour, "size": sizes, "opacity": 1} if any(sizes) else None,
    )


def _draw_end(fig: go.Figure, series: Series, look: Look) -> None:
    """Mark the newest point: a dot; on a phone the shape that the key shows."""
    fig.add_trace(
        go.Scatter(
            name=series.name,
            meta="end",
            x=[_iso(series.last.date)],
            y=[series.last.value],
            mode="markers",
            cliponaxis=False,
            hoverinfo="skip",
            marker={
                "symbol": series.symbol if look.narrow else "circle",
                "size": (10 if look.narrow else 9) if series.is_main else 6,
                "color": series.colour,
                "opacity": 1,
            },
        )
    )


def _iso(date: pd.Timestamp) -> str:
    return date.strftime("%Y-%m-%d")
