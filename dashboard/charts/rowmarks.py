"""Drawing in the rows of a chart: lines, marks, and words beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.geometry import text_width
from dashboard.charts.rowplot import NUMBERS, Row, Sheet, ValueAxis
from dashboard.charts.theme import Look, Note

NO_FIGURE = "No figure"


def guides(fig: go.Figure, sheet: Sheet, axis: ValueAxis, ends: Sequence[float | None]) -> None:
    """Draw a pale line in each row from its name to a value; none where there is no value."""
    start = axis.ends(sheet.width)[0]
    left = 10**start if axis.is_log else start
    x: list[float | None] = []
    y: list[float | None] = []
    for row, end in zip(sheet.rows, ends, strict=True):
        if end is not None:
            x += [left, end, None]
            y += [row.middle, row.middle, None]
    fig.add_trace(
        go.Scatter(
            meta="guide",
            x=x,
            y=y,
            mode="lines",
            connectgaps=False,
            hoverinfo="skip",
            line={"color": sheet.look.palette.axis, "width": 1, "dash": "1px,3px"},
        )
    )


def rule(
    fig: go.Figure,
    sheet: Sheet,
    axis: ValueAxis,
    value: float,
    words: str,
    *,
    spared: Collection[Row] = (),
) -> None:
    """Draw a line down the plot at a value, with its name above the axis's numbers.

    The sheet must have been laid out with a header. The name stays within the picture.

    Args:
        fig, sheet, axis: the chart. value: in the axis's unit. words: the line's name.
        spared: rows that the line leaves out, because words stand there.
    """
    look = sheet.look
    pieces = [(row.top, row.top + row.height) for row in sheet.rows if row not in spared]
    fig.add_trace(
        go.Scatter(
            meta="rule",
            x=[x for _ in pieces for x in (value, value, None)],
            y=[y for piece in pieces for y in (*piece, None)],
            mode="lines",
            connectgaps=False,
            hoverinfo="skip",
            line={"color": look.palette.muted, "width": 1.5},
        )
    )
    half = text_width(words, look.small) / 2
    across = axis.across(value, sheet.width)
    low, high = half - sheet.margin.left, sheet.width + sheet.margin.right - half
    fig.add_annotation(
        name="rule",
        text=words,
        x=axis.place(value),
        xshift=max(low, min(across, high)) - across,
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=NUMBERS,
        font={"size": look.small, "color": look.palette.ink},
    )


def remark(row: Row, look: Look, words: str = NO_FIGURE) -> Note:
    """Return a few words in a row that has no mark, at the left of the plot."""
    return {
        "name": "remark",
        "text": words,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "y": row.middle,
        "yref": "y",
        "yanchor": "middle",
        "bgcolor": look.palette.page,
        "font": {"size": look.small, "color": look.palette.muted},
    }


def draw_intervals(
    fig: go.Figure,
    placed: Sequence[tuple[float, float, float]],
    colour: str,
) -> None:
    """Draw intervals as thin bars; each is given as low, high and px from the top of the plot."""
    fig.add_trace(
        go.Scatter(
            meta="interval",
            x=[x for low, high, _ in placed for x in (low, high, None)],
            y=[y for _, _, down in placed for y in (down, down, None)],
            mode="lines",
            connectgaps=False,
            hoverinfo="skip",
            line={"color": colour, "width": 2},
        )
    )


def draw_marks(
    fig: go.Figure,
    placed: Sequence[tuple[float, float]],
    tooltips: Sequence[str],
    *,
    meta: str,
    symbol: str,
    size: float,
    edge: str,
    fill: str,
) -> None:
    """Draw marks of one kind, each given as its value and px from the top of the plot.

    Args:
        fig: gets the trace. placed: where. tooltips: lines of text, one for each mark.
        meta: names the trace. symbol, size: Plotly's. edge, fill: colours.
    """
    if not placed:
        return
    fig.add_trace(
        go.Scatter(
            meta=meta,
            x=[value for value, _ in placed],
            y=[down for _, down in placed],
            mode="markers",
            cliponaxis=False,
            hoverinfo="text",
            hovertext=list(tooltips),
            marker={
                "symbol": symbol,
                "size": size,
                "color": fill,
                "opacity": 1,
                "line": {"color": edge, "width": 2},
            },
        )
    )


# ---------------------------------------------------------------------------------------------
# Words beside a mark

_BESIDE = 9.0
"""How far a word stands from the middle of its mark, in px."""


@dataclass(frozen=True)
class Word:
    """What stands beside a mark; `left` and `right` in px from the plot's left edge."""

    text: str
    left: float
    right: float
    is_left_of_mark: bool

    def crosses(self, across: float) -> bool:
        """Whether the word stands over a place, in px from the plot's left edge."""
        return self.left < across < self.right


def beside(text: str, value: float, sheet: Sheet, axis: ValueAxis, *, wants_left: bool) -> Word:
    """Return a word left or right of a mark: on the side it wants, or where that has no room."""
    across = axis.across(value, sheet.width)
    width = text_width(text, sheet.look.small)
    left, right = across - _BESIDE - width, across + _BESIDE + width
    fits = left >= 0 if wants_left else right <= sheet.width
    if wants_left == fits:
        return Word(text, left, across - _BESIDE, True)
    return Word(text, across + _BESIDE, right, False)


def word_note(word: Word, value: float, row: Row, look: Look) -> Note:
    """Return a word beside the mark at a value."""
    return {
        "name": "word",
        "text": word.text,
        "x": value,
        "xanchor": "right" if word.is_left_of_mark else "left",
        "xshift": -_BESIDE if word.is_left_of_mark else _BESIDE,
        "y": row.middle,
        "yref": "y",
        "yanchor": "middle",
        "font": {"size": look.small, "color": look.palette.ink},
    }
