"""How a series is drawn: its line, its interval, its points, and the mark at its end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import endlabels
from dashboard.charts.series import Point, Series, Stretch, stretches
from dashboard.charts.theme import Look

DASHED = "5px,4px"
_BAND, _CROWD = 0.15, 0.45
"""How opaque intervals are, and context lines too many to be named."""


def draw(
    fig: go.Figure,
    lines: Sequence[Series],
    look: Look,
    axis: str = "y",
    all_bands: bool = False,
) -> None:
    """Draw context first, so that emphasised lines lie on top; bands beneath their lines.

    Args:
        fig: gets the traces. lines: all of one panel. look: gives the marks.
        axis: Plotly's name of the panel's value axis.
        all_bands: draw the intervals of context lines as well.
    """
    named = endlabels.named(lines)
    for series in sorted(lines, key=lambda series: series.is_main):
        is_quiet = series not in named
        band = _band(series) if series.is_main or all_bands else []
        traces = [*band, *_stretches(series, is_quiet), *_lone_points(series, look)]
        traces += [] if is_quiet or series.last.is_alone else [_end(series, look)]
        fig.add_traces([trace.update(yaxis=axis) for trace in traces])


def _band(series: Series) -> list[go.Scatter]:
    """Return the interval around a line, one closed outline for each run of points that have one."""
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
        x += [iso(date) for date, _, _ in outline] + [iso(date) for date, _, _ in outline[::-1]]
        y += [high for _, _, high in outline] + [low for _, low, _ in outline[::-1]]
    if not x:
        return []
    return [
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
    ]


def _stretches(series: Series, is_quiet: bool) -> list[go.Scatter]:
    joined = [run for run in series.runs if not run[0].is_alone]
    cut = [stretch for run in joined for stretch in stretches(run)]
    by_kind = [[one for one in cut if one.is_dashed == is_dashed] for is_dashed in (False, True)]
    return [_line(series, chosen, is_quiet) for chosen in by_kind if chosen]


def _line(series: Series, cut: Sequence[Stretch], is_quiet: bool) -> go.Scatter:
    """Return one trace of stretches with gaps between them; a single point becomes a dot."""
    shown: list[Point | None] = []
    sizes: list[int] = []
    for stretch in cut:
        shown += [None] if shown else []
        sizes += [0] if sizes else []
        shown += stretch.points
        sizes += [6 if len(stretch.points) == 1 else 0] * len(stretch.points)
    is_dashed = cut[0].is_dashed
    return go.Scatter(
        name=series.name,
        meta="dashed" if is_dashed else "solid",
        x=[None if point is None else iso(point.date) for point in shown],
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


def _lone_points(series: Series, look: Look) -> list[go.Scatter]:
    """Return the points that are joined to nothing, each with its interval as a whisker."""
    points = [run[0] for run in series.runs if run[0].is_alone]
    if not points:
        return []
    return [
        go.Scatter(
            name=series.name,
            meta="lone",
            x=[iso(point.date) for point in points],
            y=[point.value for point in points],
            mode="markers",
            cliponaxis=False,
            hoverinfo="skip",
            marker={
                "symbol": series.symbol,
                "size": 10 if series.is_main else 7,
                "color": [look.palette.page if one.is_dashed else series.colour for one in points],
                "opacity": 1,
                "line": {"color": series.colour, "width": 2},
            },
            error_y=whiskers(points, series.colour),
        )
    ]


def whiskers(points: Sequence[Point], colour: str) -> dict[str, object]:
    """Return Plotly's error bars of the points that have an interval."""
    if not any(point.high is not None for point in points):
        return {"visible": False}
    return {
        "visible": True,
        "type": "data",
        "symmetric": False,
        "array": [0 if one.high is None else one.high - one.value for one in points],
        "arrayminus": [0 if one.low is None else one.value - one.low for one in points],
        "color": colour,
        "thickness": 1.5,
        "width": 0,
    }


def _end(series: Series, look: Look) -> go.Scatter:
    """Return the newest point's mark: a dot; on a phone the shape that the key shows."""
    return go.Scatter(
        name=series.name,
        meta="end",
        x=[iso(series.last.date)],
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


def iso(date: pd.Timestamp) -> str:
    """Return a date as Plotly takes it."""
    return date.strftime("%Y-%m-%d")
