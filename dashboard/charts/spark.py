"""The small trend on a card: one line without axes, its newest figure at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import sheet, strokes, theme
from dashboard.charts.frames import checked
from dashboard.charts.geometry import plain, text_width
from dashboard.charts.kept import kept
from dashboard.charts.series import Mark, Point, Series, iso, read, stretches
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
    is_labelled: bool = True,
    sign: tuple[pd.Timestamp, float] | None = None,
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
        is_labelled: the newest figure stands at the line's end.
        sign: date and value of an early sign: a hollow square, joined to nothing.

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
    margin = Margin(left=6, right=room + 16 if is_labelled else 6, top=10, bottom=10)
    ahead = [] if sign is None else [Point(*sign, None, None, False)]
    shown = [*series.points, *ahead]
    small = replace(look, narrow=True)
    fig = sheet.bare(_dates(shown), _range(shown), small, height=HEIGHT, margin=margin)
    _draw_line(fig, series)
    _draw_dots(fig, series, since, look)
    for point in ahead:
        _draw_dot(fig, point, "sign", look.palette.page, series.colour, "square")
    if not is_labelled:
        return fig
    fig.add_annotation(
        name="end label",
        text=text,
        x=iso(max(point.date for point in [series.last, *ahead])),
        y=series.last.value,
        xanchor="left",
        xshift=9,
        font={"size": 14, "color": series.label_colour},
    )
    return fig


def _dates(points: Sequence[Point]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last date; a single point stands at the right, like a newest one."""
    first, last = points[0].date, points[-1].date
    return (first - pd.Timedelta(days=365) if first == last else first), last


def _range(points: Sequence[Point]) -> tuple[float, float]:
    """Return the axis's ends, a tenth beyond the data; a flat line runs through the middle."""
    values = [point.value for point in points]
    pad = (max(values) - min(values)) * 0.1 or abs(values[0]) * 0.1 or 1.0
    return min(values) - pad, max(values) + pad


def _draw_line(fig: go.Figure, series: Series) -> None:
    """Draw the line in its pieces; a figure that is joined to none is a small dot."""
    alone = [run[0].at for run in series.runs if len(run) == 1]
    if alone:
        fig.add_trace(strokes.spots(alone, "alone", {"size": 6, "color": series.colour}))
    for stretch in (one for run in series.runs if len(run) > 1 for one in stretches(run)):
        meta, dash = ("dashed", strokes.DASHED) if stretch.is_dashed else ("solid", "solid")
        line = {"color": series.colour, "width": 2, "dash": dash}
        places = [point.at for point in stretch.points]
        fig.add_trace(strokes.joined(places, meta, line, cliponaxis=False))


def _draw_dots(fig: go.Figure, series: Series, since: pd.Timestamp | None, look: Look) -> None:
    compared = [point for point in series.points if since is not None and point.date == since]
    for point in compared:
        _draw_dot(fig, point, "since", look.palette.page, series.colour)
    _draw_dot(fig, series.last, "end", series.colour, series.colour)


def _draw_dot(
    fig: go.Figure, point: Point, meta: str, fill: str, edge: str, symbol: str = "circle"
) -> None:
    line = {"color": edge, "width": 1.5}
    marker = {"symbol": symbol, "size": 6, "color": fill, "line": line}
    fig.add_trace(strokes.spots([point.at], meta, marker))
