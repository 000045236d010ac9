"""The canvas of charts with a row for each place: axes, key, names, and words at the right."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.charts import legend, theme
from dashboard.charts.rowplot import GAP, Row, Sheet, ValueAxis
from dashboard.charts.theme import Look


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
    for row in sheet.rows:
        _draw_label(fig, row, sheet)
        _draw_words(fig, row, sheet)
    if column:
        _draw_column_heading(fig, column, sheet)
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
    fig.update_layout(hovermode="closest", hoverdistance=40)
    if sheet.is_long:
        for tick, text in zip(axis.ticks, axis.texts, strict=True):
            _draw_number(fig, axis.place(tick), text, sheet.look)


def _draw_number(fig: go.Figure, place: float, text: str, look: Look) -> None:
    fig.add_annotation(
        name="number",
        text=text,
        x=place,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-3,
        font={"size": look.small, "color": look.palette.muted},
    )


def _draw_label(fig: go.Figure, row: Row, sheet: Sheet) -> None:
    look = sheet.look
    is_quiet = row.entry.role == "context"
    fig.add_annotation(
        name="label",
        text=row.label,
        x=0,
        xref="paper",
        xanchor="left",
        xshift=-sheet.margin.left,
        y=row.middle,
        yref="y",
        yanchor="middle",
        align="left",
        font={
            "size": look.small,
            "color": look.palette.grey_text if is_quiet else look.palette.ink,
        },
    )


def _draw_words(fig: go.Figure, row: Row, sheet: Sheet) -> None:
    if not row.entry.words:
        return
    look = sheet.look
    fig.add_annotation(
        name="words",
        text=row.entry.words,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=GAP,
        y=row.middle,
        yref="y",
        yanchor="middle",
        align="left",
        font={"size": look.small, "color": look.palette.ink},
    )


def _draw_column_heading(fig: go.Figure, column: str, sheet: Sheet) -> None:
    fig.add_annotation(
        name="column",
        text=column,
        x=1,
        xref="paper",
        xanchor="left",
        xshift=GAP,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=1,
        font={"size": sheet.look.small, "color": sheet.look.palette.muted},
    )
