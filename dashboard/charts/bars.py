"""Comparisons: horizontal bars with their figures at the ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import NO_FIGURE, Canvas, Row
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.theme import Look, Margin, Note
from dashboard.charts.units import Unit

_LABEL_ROOM = 190
_GAP = 7
_THIN, _THICK = 14, 24
"""How thick a bar is on a phone: as there is room."""


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
    role: str

    @property
    def length(self) -> float:
        return self.value or 0.0


@kept
def bars(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    natural: bool = False,
    among: Sequence[pd.DataFrame] = (),
) -> go.Figure:
    """Draw one horizontal bar per row from zero, the longest first.

    Args:
        rows: columns `label`, `value` (in the unit; missing: no bar, the note says why), optional
            `said` (the figure in words, in place of the unit's), `note` (a few words after it) and `role`
            ("context" draws a bar in grey and last, "whole" in grey in its place: a total among its parts).
        unit: of the values. Negative ones run to the left of zero.
        look: narrow sets each label, and its note, above its bar.
        natural: the rows have an order of their own, that of dates, ages or ranks, and keep it.
        among: the rows of each chart that stands beside this one: all have one scale.

    Returns:
        A figure as wide as its container, as high as its bars need.
    """
    read = list(_read(rows, unit, look))
    if not read:
        return theme.empty(look)
    order = canvas.by_size([bar.value for bar in read], [bar.role for bar in read], natural)
    read = [read[place] for place in order]
    beside = [*read, *(bar for one in among for bar in _read(one, unit, look))]
    left = 0.0 if look.narrow else max(text_width(bar.label, look.size) for bar in beside) + 14
    drawn = canvas.bare(_rows(read, look), Margin(left, 4, 4, 4), look)
    drawn.fig.update_xaxes(range=_range(beside, drawn.width, look), visible=False)
    placed = list(zip(read, drawn.rows, strict=True))
    _draw_bars(drawn, read)
    thick = _thickness(read, look)
    drawn.fig.layout.shapes = [line for bar, row in placed for line in _zero(bar, row, thick, look)]
    drawn.annotate(
        note
        for bar, row in placed
        for note in (*_words(bar, row, look), drawn.name(row), *_remark(bar, row, look))
    )
    return drawn.fig


def _read(rows: pd.DataFrame, unit: Unit, look: Look) -> Iterable[_Bar]:
    whole = rows.reindex(columns=["label", "value", "said", "note", "role"])
    texts = whole[["said", "note"]].astype(object).where(whole[["said", "note"]].notna(), "")
    for label, value, said, note, role in zip(
        whole["label"],
        whole["value"].astype(float),
        texts["said"],
        texts["note"],
        whole["role"],
        strict=True,
    ):
        number = None if pd.isna(value) else float(value)
        figure = plain(str(said)) or ("" if number is None else unit.value(number))
        words, remark = _texts(figure, plain(str(note)), look)
        room = look.width if look.narrow else _LABEL_ROOM
        name = wrapped(plain(str(label)), look.size, room)
        yield _Bar(name, words, remark, number, "main" if pd.isna(role) else str(role))


def _texts(figure: str, note: str, look: Look) -> tuple[str, str]:
    """Return what stands at the bar's end and, on a phone, the note under its label."""
    if look.narrow:
        remark = wrapped(note or ("" if figure else NO_FIGURE), look.small, look.width)
        return (f"<b>{figure}</b>" if figure else ""), remark
    if not figure:
        return note or NO_FIGURE, ""
    return f"<b>{figure}</b>  {note}".rstrip(), ""


# ---------------------------------------------------------------------------------------------
# Layout


def _thickness(read: Sequence[_Bar], look: Look) -> float:
    """Return how thick the bars are: on a phone thicker where few share the height."""
    if not look.narrow:
        return 18
    spare = min(canvas.shared_height(len(read), look, around=8) - _above(bar, look) for bar in read)
    return min(max(spare - 2 * _GAP, _THIN), _THICK)


def _rows(read: Sequence[_Bar], look: Look) -> list[Row]:
    labels = [bar.label for bar in read]
    if not look.narrow:
        return canvas.stacked(labels, [max(_above(bar, look) + 6, 32) for bar in read])
    thick = _thickness(read, look)
    share = canvas.shared_height(len(read), look, around=8)
    needs = [_above(bar, look) + 2 * _GAP + (0 if bar.value is None else thick) for bar in read]
    rows = canvas.stacked(labels, [max(need, share) for need in needs])
    return [
        replace(row, middle=row.top + _above(bar, look) + 5 + thick / 2)
        for row, bar in zip(rows, read, strict=True)
    ]


def _above(bar: _Bar, look: Look) -> float:
    """Return the height of a bar's label and, on a phone, of the note under it."""
    height = text_height(bar.label, look.size)
    return height + (text_height(bar.remark, look.small) if look.narrow and bar.remark else 0)


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


def _draw_bars(drawn: Canvas, read: Sequence[_Bar]) -> None:
    colours = drawn.look.palette
    drawn.fig.add_trace(
        go.Bar(
            orientation="h",
            x=[bar.value for bar in read],
            y=[row.middle for row in drawn.rows],
            width=_thickness(read, drawn.look),
            hoverinfo="skip",
            marker={
                "color": [
                    colours.series[0] if bar.role == "main" else colours.grey for bar in read
                ],
                "line": {"width": 0},
            },
        )
    )


def _zero(bar: _Bar, row: Row, thick: float, look: Look) -> Iterator[Note]:
    """Yield the base line; on a phone only beside the bar, for labels cross it."""
    if look.narrow and bar.value is None:
        return
    half = thick / 2 + 3 if look.narrow else row.height / 2
    yield {
        "type": "line",
        "name": "zero",
        "x0": 0,
        "x1": 0,
        "y0": row.middle - half,
        "y1": row.middle + half,
        "line": {"color": look.palette.axis, "width": 1},
    }


def _words(bar: _Bar, row: Row, look: Look) -> Iterator[Note]:
    """Yield the figure at the bar's end."""
    muted, ink = look.palette.muted, look.palette.ink
    if bar.words:
        is_left = bar.length < 0
        yield {
            "name": "value",
            "text": bar.words,
            "x": bar.length,
            "y": row.middle,
            "xanchor": "right" if is_left else "left",
            "xshift": -_GAP if is_left else _GAP,
            "yanchor": "middle",
            "font": {"size": look.size, "color": muted if bar.value is None else ink},
        }


def _remark(bar: _Bar, row: Row, look: Look) -> Iterator[Note]:
    """Yield the note that stands under the label on a phone."""
    if bar.remark:
        yield {
            "name": "note",
            "text": bar.remark,
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": row.top + text_height(bar.label, look.size),
            "yref": "y",
            "yanchor": "top",
            "align": "left",
            "font": {"size": look.small, "color": look.palette.muted},
        }
