"""Comparisons: horizontal bars with their figures at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

_LABEL_ROOM = 230
_GAP = 7
_NO_FIGURE = "No figure"


@dataclass(frozen=True)
class _Bar:
    """One bar, its texts ready to print.

    Attributes:
        label: names the bar. words: stand at its end. remark: stands under the label on a phone.
        value: None where there is no figure.
    """

    label: str
    words: str
    remark: str
    value: float | None
    is_context: bool

    @property
    def length(self) -> float:
        return self.value or 0.0


@dataclass(frozen=True)
class _Row:
    """A bar with its place; px from the top of the plot."""

    bar: _Bar
    top: float
    height: float
    middle: float


@kept
def bars(rows: pd.DataFrame, *, unit: Unit, look: Look) -> go.Figure:
    """Draw one horizontal bar per row, in the order of the rows, from zero.

    Args:
        rows: columns `label`, `value` (in the unit; missing: no bar, the note says why), optional
            `note` (a few words after the figure) and `role` ("context" draws a bar in grey).
        unit: of the values. Negative ones run to the left of zero.
        look: narrow sets each label, and its note, above its bar.

    Returns:
        A figure as wide as its container, as high as its bars need.
    """
    read = list(_read(rows, unit, look))
    if not read:
        return theme.empty(look)
    left = 0.0 if look.narrow else max(text_width(bar.label, look.size) for bar in read) + 14
    placed = _placed(read, look)
    height = placed[-1].top + placed[-1].height
    fig = theme.figure(look, height=height + 8, margin=Margin(left, 4, 4, 4))
    fig.update_xaxes(range=_range(read, look.width - left - 4, look), visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    _draw_bars(fig, placed, look)
    for row in placed:
        _draw_zero(fig, row, look)
        _draw_words(fig, row, look)
        _draw_label(fig, row, look)
    return fig


def _read(rows: pd.DataFrame, unit: Unit, look: Look) -> Iterable[_Bar]:
    whole = rows.reindex(columns=["label", "value", "note", "role"])
    notes = whole["note"].astype(object).where(whole["note"].notna(), "")
    for label, value, note, role in zip(
        whole["label"], whole["value"].astype(float), notes, whole["role"], strict=True
    ):
        number = None if pd.isna(value) else float(value)
        words, remark = _texts(number, plain(str(note)), unit, look)
        room = look.width if look.narrow else _LABEL_ROOM
        name = wrapped(plain(str(label)), look.size, room)
        yield _Bar(name, words, remark, number, role == "context")


def _texts(value: float | None, note: str, unit: Unit, look: Look) -> tuple[str, str]:
    """Return what stands at the bar's end and, on a phone, the note under its label."""
    if look.narrow:
        remark = wrapped(note or ("" if value is not None else _NO_FIGURE), look.small, look.width)
        return ("" if value is None else f"<b>{unit.value(value)}</b>"), remark
    if value is None:
        return note or _NO_FIGURE, ""
    return f"<b>{unit.value(value)}</b>  {note}".rstrip(), ""


# ---------------------------------------------------------------------------------------------
# Layout


def _thickness(look: Look) -> float:
    return 14 if look.narrow else 18


def _placed(read: Sequence[_Bar], look: Look) -> list[_Row]:
    placed: list[_Row] = []
    top = 0.0
    for bar in read:
        height = _narrow_height(bar, look) if look.narrow else _wide_height(bar, look)
        middle = top + (height - 8 - _thickness(look) / 2 if look.narrow else height / 2)
        placed.append(_Row(bar, top, height, middle))
        top += height
    return placed


def _wide_height(bar: _Bar, look: Look) -> float:
    return max(text_height(bar.label, look.size) + 6, 32)


def _narrow_height(bar: _Bar, look: Look) -> float:
    height = text_height(bar.label, look.size) + 14
    height += text_height(bar.remark, look.small) if bar.remark else 0
    return height + (0 if bar.value is None else _thickness(look))


def _range(read: Sequence[_Bar], room: float, look: Look) -> list[float]:
    """Return the axis's ends, such that the words at the ends of the bars stay in the picture.

    With s px to a unit, a bar of v units and its words of w px need s * v + w px on their side.
    The largest s that leaves room for the neediest bar on either side is used.
    """
    needs = [(bar.length, text_width(bar.words, look.size) + _GAP + 2) for bar in read]
    right = [(length, need) for length, need in needs if length >= 0]
    left = [(-length, need) for length, need in needs if length < 0]
    scale = _scale(right, left, room)
    low = max((length + need / scale for length, need in left), default=0.0)
    high = max((length + need / scale for length, need in right), default=0.0)
    return [-low, max(high, room / scale - low)]


def _scale(
    right: Sequence[tuple[float, float]], left: Sequence[tuple[float, float]], room: float
) -> float:
    """Return the px per unit, found by halving an interval; 1 where all bars are zero."""
    longest = max((length for length, _ in [*right, *left]), default=0.0)
    if longest == 0:
        return 1.0
    low, high = 0.0, room / longest
    for _ in range(40):
        scale = (low + high) / 2
        need = sum(
            max((length * scale + words for length, words in side), default=0.0)
            for side in (right, left)
        )
        low, high = (scale, high) if need <= room else (low, scale)
    return max(low, 0.05 * room / longest)


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_bars(fig: go.Figure, placed: Sequence[_Row], look: Look) -> None:
    colours = look.palette
    fig.add_trace(
        go.Bar(
            orientation="h",
            x=[row.bar.value for row in placed],
            y=[row.middle for row in placed],
            width=_thickness(look),
            hoverinfo="skip",
            marker={
                "color": [
                    colours.grey if row.bar.is_context else colours.series[0] for row in placed
                ],
                "line": {"width": 0},
            },
        )
    )


def _draw_zero(fig: go.Figure, row: _Row, look: Look) -> None:
    """Draw the base line; on a phone only beside the bar, for labels cross it."""
    if look.narrow and row.bar.value is None:
        return
    half = _thickness(look) / 2 + 3 if look.narrow else row.height / 2
    fig.add_shape(
        type="line",
        name="zero",
        x0=0,
        x1=0,
        y0=row.middle - half,
        y1=row.middle + half,
        line={"color": look.palette.axis, "width": 1},
    )


def _draw_words(fig: go.Figure, row: _Row, look: Look) -> None:
    if not row.bar.words:
        return
    is_left = row.bar.length < 0
    fig.add_annotation(
        name="value",
        text=row.bar.words,
        x=row.bar.length,
        y=row.middle,
        xanchor="right" if is_left else "left",
        xshift=-_GAP if is_left else _GAP,
        yanchor="middle",
        font={
            "size": look.size,
            "color": look.palette.muted if row.bar.value is None else look.palette.ink,
        },
    )


def _draw_label(fig: go.Figure, row: _Row, look: Look) -> None:
    """Write the label left of the plot, to its right edge; on a phone above the bar."""
    fig.add_annotation(
        name="label",
        text=row.bar.label,
        x=0,
        xref="paper",
        xanchor="left" if look.narrow else "right",
        xshift=0 if look.narrow else -12,
        y=row.top if look.narrow else row.middle,
        yref="y",
        yanchor="top" if look.narrow else "middle",
        align="left" if look.narrow else "right",
        font={"size": look.size, "color": look.palette.ink},
    )
    if row.bar.remark:
        fig.add_annotation(
            name="note",
            text=row.bar.remark,
            x=0,
            xref="paper",
            xanchor="left",
            y=row.top + text_height(row.bar.label, look.size),
            yref="y",
            yanchor="top",
            align="left",
            font={"size": look.small, "color": look.palette.muted},
        )
