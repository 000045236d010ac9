"""What period each source covers: one bar per source over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, theme
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.theme import Look, Margin

_LABEL_ROOM = 240
_TOP, _BOTTOM, _THICKNESS = 24, 30, 12


@dataclass(frozen=True)
class _Source:
    """One line of the chart; `top`, `height` and `middle` (of its bar) in px from the plot's top."""

    label: str
    newest: str
    spans: Sequence[tuple[pd.Timestamp, pd.Timestamp]]
    top: float
    height: float
    middle: float


@kept
def coverage(rows: pd.DataFrame, *, look: Look, today: pd.Timestamp | None = None) -> go.Figure:
    """Draw from when to when each source has figures.

    Args:
        rows: columns `label`, `start`, `end` (datetime64), optional `newest` (a few words at the
            end of the line, such as "September 2025"). Several rows of one label share a line: a
            source with a hole in it.
        look: narrow sets each label above its bar.
        today: draws a line at this date.

    Returns:
        A figure as wide as its container, as high as its sources need.
    """
    if rows.empty:
        return theme.empty(look)
    sources = _sources(rows, look)
    height = sources[-1].top + sources[-1].height
    margin = _margin(sources, look)
    fig = theme.figure(look, height=_TOP + height + _BOTTOM, margin=margin)
    last = rows["end"].max() if today is None else max(rows["end"].max(), today)
    first = rows["start"].min()
    _draw_axes(fig, first, last, look.width - margin.left - margin.right, look)
    fig.update_yaxes(range=[height, 0], visible=False)
    for source in sources:
        _draw_spans(fig, source, look)
        _draw_label(fig, source, margin, look)
        _draw_newest(fig, source, margin, look)
    if today is not None:
        _draw_today(fig, today, sources, look)
    return fig


def _sources(rows: pd.DataFrame, look: Look) -> list[_Source]:
    found: list[_Source] = []
    top = 0.0
    for name, part in rows.groupby("label", sort=False, observed=True):
        newest = _newest(part)
        label = wrapped(plain(str(name)), look.size, _label_room(newest, look))
        text = text_height(label, look.size)
        height = text + _THICKNESS + 18 if look.narrow else max(text + 8, 34)
        middle = top + (text + 4 + _THICKNESS / 2 if look.narrow else height / 2)
        spans = list(zip(part["start"], part["end"], strict=True))
        found.append(_Source(label, newest, spans, top, height, middle))
        top += height
    return found


def _newest(rows: pd.DataFrame) -> str:
    last = rows.sort_values("end").iloc[-1]
    return plain(str(last["newest"])) if isinstance(last.get("newest"), str) else ""


def _label_room(newest: str, look: Look) -> float:
    """Return how wide a label may be; on a phone it shares its line with the newest date."""
    return look.width - text_width(newest, look.small) - 16 if look.narrow else _LABEL_ROOM


def _margin(sources: Sequence[_Source], look: Look) -> Margin:
    if look.narrow:
        return Margin(2, 2, _TOP, _BOTTOM)
    left = max(text_width(source.label, look.size) for source in sources) + 14
    newest = max(text_width(source.newest, look.small) for source in sources)
    return Margin(left, newest + 12 if newest else 8, _TOP, _BOTTOM)


def _draw_axes(
    fig: go.Figure, first: pd.Timestamp, last: pd.Timestamp, width: float, look: Look
) -> None:
    ticks = axes.date_ticks(first, last, width, look.small)
    end = last + (last - first) * 0.01
    fig.update_xaxes(
        type="date",
        range=[_iso(first), _iso(end)],
        tickmode="array",
        tickvals=[_iso(date) for date in ticks.at],
        ticktext=ticks.texts,
        tickangle=0,
        showline=True,
        linecolor=look.palette.axis,
        ticklabelstandoff=4,
        minor={
            "tickmode": "array",
            "tickvals": [_iso(date) for date in ticks.boundaries],
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": look.palette.axis,
        },
    )


def _draw_spans(fig: go.Figure, source: _Source, look: Look) -> None:
    for start, end in source.spans:
        fig.add_shape(
            type="rect",
            name="source",
            x0=_iso(start),
            x1=_iso(end),
            y0=source.middle - _THICKNESS / 2,
            y1=source.middle + _THICKNESS / 2,
            fillcolor=look.palette.series[0],
            line_width=0,
        )


def _draw_label(fig: go.Figure, source: _Source, margin: Margin, look: Look) -> None:
    fig.add_annotation(
        name="label",
        text=source.label,
        x=0,
        xref="paper",
        xanchor="left" if look.narrow else "right",
        xshift=-margin.left if look.narrow else -12,
        y=source.top if look.narrow else source.middle,
        yref="y",
        yanchor="top" if look.narrow else "middle",
        align="left" if look.narrow else "right",
        font={"size": look.size, "color": look.palette.ink},
    )


def _draw_newest(fig: go.Figure, source: _Source, margin: Margin, look: Look) -> None:
    """Write the newest date in a column at the right; on a phone at the end of the label's line."""
    if not source.newest:
        return
    fig.add_annotation(
        name="newest",
        text=source.newest,
        x=1,
        xref="paper",
        xanchor="right" if look.narrow else "left",
        xshift=margin.right if look.narrow else 6,
        y=source.top if look.narrow else source.middle,
        yref="y",
        yanchor="top" if look.narrow else "middle",
        font={"size": look.small, "color": look.palette.muted},
    )


def _draw_today(
    fig: go.Figure, today: pd.Timestamp, sources: Sequence[_Source], look: Look
) -> None:
    """Draw the date as a line; on a phone only beside the bars, for dates stand in its way."""
    last = sources[-1]
    beside = [(source.middle - 10, source.middle + 10) for source in sources]
    for start, end in beside if look.narrow else [(0.0, last.top + last.height)]:
        fig.add_shape(
            type="line",
            name="today",
            x0=_iso(today),
            x1=_iso(today),
            y0=start,
            y1=end,
            layer="below",
            line={"color": look.palette.muted, "width": 1, "dash": "2px,2px"},
        )
    fig.add_annotation(
        name="today",
        text="Today",
        x=1 if look.narrow else _iso(today),
        xref="paper" if look.narrow else "x",
        y=1,
        yref="paper",
        xanchor="right" if look.narrow else "center",
        yanchor="bottom",
        yshift=3,
        font={"size": look.small, "color": look.palette.muted},
    )


def _iso(date: pd.Timestamp) -> str:
    return date.strftime("%Y-%m-%d")
