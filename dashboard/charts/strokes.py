"""How a series is drawn: its line, interval, points, the mark at its end; what the pointer says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.geometry import plain
from dashboard.charts.series import Place, Point, Series, Stretch, iso, named, stretches
from dashboard.charts.theme import EMPHASISED, Look
from dashboard.charts.units import Unit

DASHED = "5px,4px"
READ_OFF = ", read off a dashboard"
_BAND, _CROWD = 0.15, 0.45
"""How opaque intervals are, and context lines too many to be named."""
_SHAPES, _SHAPE_PX = 8, 9
"""About how many shapes a line carries on paper, and how wide they are."""


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
    known = named(lines)
    for series in sorted(lines, key=lambda series: series.is_main):
        is_quiet = series not in known
        band = _band(series) if series.is_main or all_bands else []
        traces = [*band, *_stretches(series, is_quiet), *_lone_points(series, look)]
        traces += _shapes(series) if look.paper and series.is_main else []
        traces += [] if is_quiet or series.last.is_alone else [_end(series, look)]
        fig.add_traces([trace.update(yaxis=axis) for trace in traces])


def spots(
    places: Iterable[Place], meta: str, marker: Mapping[str, Any], **more: object
) -> go.Scatter:
    """Return marks that are silent under the pointer; `more` is what else Plotly takes."""
    shown = list(places)
    return go.Scatter(
        meta=meta,
        x=[iso(date) for date, _ in shown],
        y=[value for _, value in shown],
        mode="markers",
        cliponaxis=False,
        hoverinfo="skip",
        marker=dict(marker),
        **more,
    )


def joined(
    places: Iterable[Place | None], meta: str, line: Mapping[str, Any], **more: object
) -> go.Scatter:
    """Return a line with a gap at each None, silent under the pointer; `more` as for `spots`."""
    shown = list(places)
    style = {"mode": "lines", "connectgaps": False, "hoverinfo": "skip", **more}
    return go.Scatter(
        meta=meta,
        x=[None if place is None else iso(place[0]) for place in shown],
        y=[None if place is None else place[1] for place in shown],
        line=dict(line),
        **style,
    )


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
    whole = [run for run in series.runs if not run[0].is_alone]
    cut = [stretch for run in whole for stretch in stretches(run)]
    by_kind = [[one for one in cut if one.is_dashed == is_dashed] for is_dashed in (False, True)]
    return [_line(series, chosen, is_quiet) for chosen in by_kind if chosen]


def _line(series: Series, cut: Sequence[Stretch], is_quiet: bool) -> go.Scatter:
    """Return one trace of stretches with gaps between them; a single point becomes a dot."""
    shown: list[Place | None] = []
    sizes: list[int] = []
    for stretch in cut:
        shown += [None] if shown else []
        sizes += [0] if sizes else []
        shown += [point.at for point in stretch.points]
        sizes += [6 if len(stretch.points) == 1 else 0] * len(stretch.points)
    is_dashed = cut[0].is_dashed
    return joined(
        shown,
        "dashed" if is_dashed else "solid",
        {
            "color": series.colour,
            "width": 2.5 if series.is_main else 1.25,
            "dash": DASHED if is_dashed else "solid",
        },
        name=series.name,
        mode="lines+markers" if any(sizes) else "lines",
        opacity=_CROWD if is_quiet else 1,
        marker={"color": series.colour, "size": sizes, "opacity": 1} if any(sizes) else None,
    )


def _shapes(series: Series) -> list[go.Scatter]:
    """Return the line's own shape at some of its points, not at those where another line has one."""
    joined_points = [point for run in series.runs for point in run if not point.is_alone]
    step = max(1, len(joined_points) // _SHAPES)
    start = series.place * step // EMPHASISED
    marker = {"symbol": series.symbol, "size": _SHAPE_PX, "color": series.colour, "opacity": 1}
    places = [point.at for point in joined_points[start:-1:step]]
    return [spots(places, "shape", marker, name=series.name)] if places else []


def _lone_points(series: Series, look: Look) -> list[go.Scatter]:
    """Return the points that are joined to nothing, each with its interval as a whisker."""
    points = [run[0] for run in series.runs if run[0].is_alone]
    if not points:
        return []
    marker = {
        "symbol": series.symbol,
        "size": 10 if series.is_main else 7,
        "color": [look.palette.page if one.is_dashed else series.colour for one in points],
        "opacity": 1,
        "line": {"color": series.colour, "width": 2},
    }
    bars = whiskers(points, series.colour)
    places = [point.at for point in points]
    return [spots(places, "lone", marker, name=series.name, error_y=bars)]


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
    """Return the newest point's mark: a dot; on a phone and on paper the shape beside its name."""
    marker = {
        "symbol": series.symbol if look.has_shapes else "circle",
        "size": (10 if look.narrow else 9) if series.is_main else 6,
        "color": series.colour,
        "opacity": 1,
    }
    return spots([series.last.at], "end", marker, name=series.name)


# ---------------------------------------------------------------------------------------------
# Under the pointer


def speak(
    fig: go.Figure,
    lines: Sequence[Series],
    points: Sequence[Series],
    unit: Unit,
    axis: str = "y",
    dashed: str = READ_OFF,
    signs: Sequence[Series] = (),
) -> None:
    """Add what stands under the pointer: for one date, a line of text for each series.

    The lines that are drawn stay silent, and invisible traces speak for them. For Plotly answers the
    pointer with each trace's *nearest* point: a line that ended in December would be listed under
    March with December's figure. Here every series has an entry at every date, silent where it has
    no figure. Lines come in the order given, then the separate marks.

    Args:
        fig: gets the traces. lines, points: what speaks. unit: of their values.
        signs: early signs, which speak last and with one decimal.
        axis: Plotly's name of their value axis.
        dashed: what is said after a figure on a dashed line.
    """
    spoken = [(each, unit) for each in [*lines, *points]]
    spoken += [(each, replace(unit, decimals=1)) for each in signs]
    dates = sorted({point.date for each, _ in spoken for point in each.points})
    for series, printed in spoken:
        fig.add_trace(_speaker(series, dates, printed, dashed).update(yaxis=axis))


def _speaker(series: Series, dates: Iterable[pd.Timestamp], unit: Unit, dashed: str) -> go.Scatter:
    """Return a trace of single points with a gap after each: a line of which nothing is drawn."""
    by_date = {point.date: point for point in series.points}
    found = [(date, by_date.get(date)) for date in dates]
    return go.Scatter(
        name=series.name,
        meta="pointer",
        mode="lines",
        connectgaps=False,
        x=[x for date, _ in found for x in (iso(date), None)],
        y=[y for _, point in found for y in (_height(series, point), None)],
        hoverinfo=[info for _, point in found for info in ("text" if point else "none", "none")],
        hovertext=[
            text for _, point in found for text in (_words(series.name, point, unit, dashed), "")
        ],
        line={"color": series.colour, "width": 2.5 if series.is_main else 1.25},
    )


def _height(series: Series, point: Point | None) -> float:
    return series.last.value if point is None else point.value


def _words(name: str, point: Point | None, unit: Unit, dashed: str) -> str:
    """Return one line of text: "74% Trust the Met (73% to 75%)"; none where there is no figure."""
    if point is None:
        return ""
    words = f"<b>{unit.words(point.value)}</b> {plain(name)}"
    if point.low is not None and point.high is not None:
        words += f" ({unit.between((point.low, point.high))})"
    return words + (dashed if point.is_dashed else "")
