"""The small trend on a card: one line without axes, its newest figure at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.frames import checked
from dashboard.charts.geometry import plain, text_width
from dashboard.charts.kept import kept
from dashboard.charts.series import Mark, Point, Series, read, stretches
from dashboard.charts.strokes import DASHED
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

HEIGHT = 90


@kept
def spark(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    slot: int = 0,
    breaks: tuple[Mark, ...] = (),
    since: pd.Timestamp | None = None,
    widest: str = "",
    mark: str = "",
) -> go.Figure:
    """Draw one small line, or points where only some years are published.

    Args:
        rows: columns `date`, `value` (in the unit; missing leaves a gap), optional `is_dashed` and
            `is_point` (a dot that is joined to no other). One or two figures are enough.
        unit: of the values.
        look: theme; a card is narrow either way.
        slot: number of the line's colour, 0 to 5: the one it has on its own page.
        breaks: no line crosses one.
        since: the date that the newest figure is compared with; its point gets a hollow dot.
        widest: the longest newest figure among sparks that stand side by side, such as "910,619":
            then the lines of all are of one length.
        mark: stands after the newest figure, such as "*" for one that was read off a dashboard.

    Returns:
        A figure as wide as its container and 90 px high.

    Raises:
        ValueError: a column is missing, or one date comes twice.
    """
    checked(rows, "spark", texts=["date"], numbers=["value"], unique=["date"])
    found = read(rows.assign(series="", slot=slot, role="main"), look, breaks)
    if not found:
        return theme.empty(look, "No figures", HEIGHT)
    series = found[0]
    text = f"<b>{unit.value(series.last.value)}{f' {mark}' if mark else ''}</b>"
    room = max(text_width(text, 14), text_width(f"<b>{plain(widest)}</b>", 14))
    margin = Margin(left=6, right=room + 16, top=10, bottom=10)
    fig = theme.figure(replace(look, narrow=True), height=HEIGHT, margin=margin)
    fig.update_xaxes(visible=False, type="date", range=_dates(series))
    fig.update_yaxes(visible=False, range=_range(series))
    _draw_line(fig, series)
    _draw_dots(fig, series, since, look)
    fig.add_annotation(
        name="end label",
        text=text,
        x=series.last.date.strftime("%Y-%m-%d"),
        y=series.last.value,
        xanchor="left",
        xshift=9,
        font={"size": 14, "color": series.label_colour},
    )
    return fig


def _dates(series: Series) -> list[str]:
    """Return the first and the last date; a single point stands at the right, like a newest one."""
    first, last = series.points[0].date, series.last.date
    if first == last:
        first -= pd.Timedelta(days=365)
    return [first.strftime("%Y-%m-%d"), last.strftime("%Y-%m-%d")]


def _range(series: Series) -> list[float]:
    """Return the axis's ends, a tenth beyond the data; a flat line runs through the middle."""
    values = [point.value for point in series.points]
    pad = (max(values) - min(values)) * 0.1 or abs(values[0]) * 0.1 or 1.0
    return [min(values) - pad, max(values) + pad]


def _draw_line(fig: go.Figure, series: Series) -> None:
    """Draw the line in its pieces; a figure that is joined to none is a small dot."""
    alone = [run[0] for run in series.runs if len(run) == 1]
    if alone:
        fig.add_trace(_dots(alone, series.colour))
    for run in (run for run in series.runs if len(run) > 1):
        for stretch in stretches(run):
            fig.add_trace(
                go.Scatter(
                    meta="dashed" if stretch.is_dashed else "solid",
                    x=[point.date.strftime("%Y-%m-%d") for point in stretch.points],
                    y=[point.value for point in stretch.points],
                    mode="lines",
                    hoverinfo="skip",
                    cliponaxis=False,
                    line={
                        "color": series.colour,
                        "width": 2,
                        "dash": DASHED if stretch.is_dashed else "solid",
                    },
                )
            )


def _dots(points: Sequence[Point], colour: str) -> go.Scatter:
    return go.Scatter(
        meta="alone",
        x=[point.date.strftime("%Y-%m-%d") for point in points],
        y=[point.value for point in points],
        mode="markers",
        hoverinfo="skip",
        cliponaxis=False,
        marker={"size": 6, "color": colour},
    )


def _draw_dots(fig: go.Figure, series: Series, since: pd.Timestamp | None, look: Look) -> None:
    compared = [point for point in series.points if since is not None and point.date == since]
    for point in compared:
        _draw_dot(fig, point, "since", look.palette.page, series.colour)
    _draw_dot(fig, series.last, "end", series.colour, series.colour)


def _draw_dot(fig: go.Figure, point: Point, meta: str, fill: str, edge: str) -> None:
    fig.add_trace(
        go.Scatter(
            meta=meta,
            x=[point.date.strftime("%Y-%m-%d")],
            y=[point.value],
            mode="markers",
            hoverinfo="skip",
            cliponaxis=False,
            marker={"size": 8, "color": fill, "line": {"color": edge, "width": 2}},
        )
    )
