"""The canvas of charts with a row for each place: axes, key, names, and words at the right."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts import legend, theme
from dashboard.charts.rowplot import GAP, Row, Sheet, ValueAxis
from dashboard.charts.theme import Note


def canvas(sheet: Sheet, axis: ValueAxis, *, column: str = "") -> go.Figure:
    """Return a figure with names, words, key and axes, ready for its marks.

    Args:
        sheet: the places. axis: the numbers.
        column: heading of the words at the right, level with the axis's numbers.
    """
    look = sheet.look
    height = sheet.margin.top + sheet.depth + sheet.margin.bottom
    fig = theme.figure(look, height=height, margin=sheet.margin)
    _draw_axes(fig, sheet, axis)
    legend.draw(fig, sheet.key, sheet.margin, look)
    notes = [note for row in sheet.rows for note in _row_notes(row, sheet)]
    theme.annotate(fig, [*notes, *_numbers(sheet, axis), *_heading(column, sheet)])
    return fig


def _draw_axes(fig: go.Figure, sheet: Sheet, axis: ValueAxis) -> None:
    fig.update_xaxes(
        type="log" if axis.is_log else "linear",
        range=list(axis.ends(sheet.width)),
        side="top",
        tickmode="array",
        tickvals=list(axis.ticks),
        ticktext=list(axis.texts),
        tickangle=0,
        showgrid=True,
        gridcolor=sheet.look.palette.grid,
        ticklabelstandoff=2,
    )
    fig.update_yaxes(range=[sheet.depth, 0], visible=False)
    fig.update_layout(hovermode="closest", hoverdistance=40, xaxis_showspikes=False)


def _numbers(sheet: Sheet, axis: ValueAxis) -> list[Note]:
    """Return the axis's numbers once more at the bottom of a long chart."""
    if not sheet.is_long:
        return []
    font = {"size": sheet.look.small, "color": sheet.look.palette.muted}
    at = {"y": 0, "yref": "paper", "yanchor": "top", "yshift": -3}
    return [
        {"name": "number", "text": text, "x": axis.place(tick), "font": font, **at}
        for tick, text in zip(axis.ticks, axis.texts, strict=True)
    ]


def _row_notes(row: Row, sheet: Sheet) -> list[Note]:
    """Return a row's name, left of the plot, and its words, right of it."""
    look = sheet.look
    is_quiet = row.entry.role == "context"
    level = {
        "xref": "paper",
        "xanchor": "left",
        "y": row.middle,
        "yref": "y",
        "yanchor": "middle",
        "align": "left",
    }
    colour = look.palette.grey_text if is_quiet else look.palette.ink
    name = {
        "name": "label",
        "text": row.label,
        "x": 0,
        "xshift": -sheet.margin.left,
        "font": {"size": look.small, "color": colour},
    }
    words = {
        "name": "words",
        "text": row.entry.words,
        "x": 1,
        "xshift": GAP,
        "font": {"size": look.small, "color": look.palette.ink},
    }
    return [name | level, words | level] if row.entry.words else [name | level]


def _heading(column: str, sheet: Sheet) -> list[Note]:
    """Return the heading of the words at the right, where there is one."""
    if not column:
        return []
    return [
        {
            "name": "column",
            "text": column,
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": GAP,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 1,
            "font": {"size": sheet.look.small, "color": sheet.look.palette.muted},
        }
    ]
