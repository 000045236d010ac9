"""When things fall due: a mark for each, a strip for each state, and the day they are seen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, theme, timeaxis
from dashboard.charts.frames import checked
from dashboard.charts.geometry import Plot, plain, text_height, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.strokes import iso
from dashboard.charts.theme import Look, Margin

SHAPES: Mapping[str, str] = {
    "disc": "circle",
    "cross": "x",
    "target": "circle-open-dot",
    "ring": "circle-open",
    "diamond": "diamond-open",
    "arrow": "triangle-right-open",
}
"""Names of marks -> Plotly's symbols."""

_LABEL_ROOM = 250
_STEP = 13.0
"""From one mark to the next above it, in px: a mark of 10 px and its outline."""
_TOP, _PAD = 24.0, 9.0
_TOOLTIP = 340


@dataclass(frozen=True)
class _Mark:
    """One thing that falls due; `level` 0 stands on the strip's base line."""

    date: pd.Timestamp
    level: int
    shape: str
    tooltip: str


@dataclass(frozen=True)
class _Strip:
    """One state with its marks; `top` and `base` in px from the plot's top."""

    label: str
    marks: Sequence[_Mark]
    top: float
    height: float

    @property
    def base(self) -> float:
        return self.top + self.height - _PAD


@kept
def due_dates(
    rows: pd.DataFrame,
    *,
    look: Look,
    today: pd.Timestamp,
    today_words: str = "Today",
) -> go.Figure:
    """Draw when things fall due, a strip for each state.

    Marks that would touch are stacked, so that each of them can be seen.

    Args:
        rows: one per thing; columns `label` (its state: the strip), `date` (datetime64), `shape` (a
            key of SHAPES), `detail` (a sentence shown under the pointer). Strips keep the order of
            first appearance.
        look: narrow sets each label above its strip.
        today: draws a line at this date. today_words: its name.

    Returns:
        A figure as wide as its container, as high as its marks need. With no rows, one that says so.

    Raises:
        ValueError: a column is missing or has a gap, or a shape is unknown.
    """
    found = _read(rows)
    if found.empty:
        return theme.empty(look, "No dates for this choice")
    first, last = _ends(found["date"], today)
    left = 0.0 if look.narrow else _LABEL_ROOM + 14.0
    width = look.width - left - 8
    strips = _strips(found, Plot(first, last, 1, 0, width, 1), look)
    depth = strips[-1].top + strips[-1].height
    plot = Plot(first, last, depth, 0, width, depth)
    dates = axes.date_ticks(first, last, width, look.small)
    margin = Margin(left, 8, _TOP, timeaxis.room_below(dates))
    fig = theme.figure(look, height=_TOP + depth + margin.bottom, margin=margin)
    timeaxis.draw_dates(fig, plot, dates, look, "%B %Y")
    fig.update_yaxes(range=[depth, 0], visible=False)
    fig.update_layout(hovermode="closest", hoverdistance=30)
    _draw_today(fig, today, today_words, strips, plot, look)
    for strip in strips:
        _draw_base(fig, strip, look)
        _draw_label(fig, strip, look)
        _draw_marks(fig, strip, look)
    return fig


def _read(rows: pd.DataFrame) -> pd.DataFrame:
    found = checked(rows, "due_dates", texts=["label", "date", "shape", "detail"])
    unknown = sorted(set(found["shape"]).difference(SHAPES))
    if unknown:
        raise ValueError(f"due_dates: shape {unknown[0]!r} is none of {', '.join(SHAPES)}")
    return found.assign(date=pd.to_datetime(found["date"]))


def _ends(dates: pd.Series, today: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The ends of the date axis: dates and today, with room for the marks that stand there."""
    first, last = min(dates.min(), today), max(dates.max(), today)
    room = max((last - first) * 0.03, pd.Timedelta(days=60))
    return first - room, last + room


def _strips(found: pd.DataFrame, across: Plot, look: Look) -> list[_Strip]:
    strips: list[_Strip] = []
    top = 0.0
    for label, rows in found.groupby("label", sort=False):
        text = wrapped(plain(str(label)), look.size, look.width if look.narrow else _LABEL_ROOM)
        marks = _stacked(rows.sort_values("date", kind="stable"), across, look)
        stack = (max(mark.level for mark in marks) + 1) * _STEP + 2 * _PAD
        lines = text_height(text, look.size)
        height = lines + stack if look.narrow else max(lines + 12, stack)
        strips.append(_Strip(text, marks, top, height))
        top += height
    return strips


def _stacked(rows: pd.DataFrame, across: Plot, look: Look) -> list[_Mark]:
    """Place each mark on the lowest level on which it touches no other."""
    marks: list[_Mark] = []
    for date, shape, detail in zip(rows["date"], rows["shape"], rows["detail"], strict=True):
        place = across.across(date)
        taken = {
            mark.level for mark in marks if abs(across.across(mark.date) - place) < _STEP - 1e-6
        }
        level = next(level for level in range(len(marks) + 1) if level not in taken)
        tooltip = wrapped(plain(str(detail)), look.small, min(_TOOLTIP, look.width - 40))
        marks.append(_Mark(date, level, str(shape), tooltip))
    return marks


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_base(fig: go.Figure, strip: _Strip, look: Look) -> None:
    fig.add_shape(
        type="line",
        name="base",
        xref="paper",
        x0=0,
        x1=1,
        y0=strip.top + strip.height,
        y1=strip.top + strip.height,
        layer="below",
        line={"color": look.palette.grid, "width": 1},
    )


def _draw_label(fig: go.Figure, strip: _Strip, look: Look) -> None:
    fig.add_annotation(
        name="label",
        text=strip.label,
        x=0,
        xref="paper",
        xanchor="left" if look.narrow else "right",
        xshift=0 if look.narrow else -14,
        y=strip.top + 4 if look.narrow else strip.top + strip.height / 2,
        yref="y",
        yanchor="top" if look.narrow else "middle",
        align="left" if look.narrow else "right",
        font={"size": look.size, "color": look.palette.ink},
    )


def _draw_marks(fig: go.Figure, strip: _Strip, look: Look) -> None:
    colour = look.palette.series[0]
    fig.add_trace(
        go.Scatter(
            meta="due",
            name=strip.label,
            x=[iso(mark.date) for mark in strip.marks],
            y=[strip.base - (mark.level + 0.5) * _STEP for mark in strip.marks],
            mode="markers",
            cliponaxis=False,
            hoverinfo="text",
            hovertext=[mark.tooltip for mark in strip.marks],
            marker={
                "symbol": [SHAPES[mark.shape] for mark in strip.marks],
                "size": 10,
                "color": colour,
                "opacity": 1,
                "line": {"color": colour, "width": 1.75},
            },
        )
    )


def _draw_today(
    fig: go.Figure,
    today: pd.Timestamp,
    words: str,
    strips: Sequence[_Strip],
    plot: Plot,
    look: Look,
) -> None:
    """Draw the day as a line; on a phone only beside the marks, for labels stand in its way."""
    for strip in strips:
        label = text_height(strip.label, look.size) + 6 if look.narrow else 0
        fig.add_shape(
            type="line",
            name="today",
            x0=iso(today),
            x1=iso(today),
            y0=strip.top + label,
            y1=strip.top + strip.height,
            layer="below",
            line={"color": look.palette.muted, "width": 1, "dash": "2px,2px"},
        )
    right = plot.across(today) > plot.width / 2
    fig.add_annotation(
        name="today",
        text=plain(words),
        x=iso(today),
        xanchor="right" if right else "left",
        xshift=3 if right else -3,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=4,
        font={"size": look.small, "color": look.palette.muted},
    )
