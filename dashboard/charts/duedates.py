"""When things fall due: a mark for each, a strip for each state, and the day they are seen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, canvas, sheet, theme
from dashboard.charts.canvas import Canvas, Dot, Row
from dashboard.charts.frames import checked
from dashboard.charts.geometry import Plot, plain, text_height, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.series import iso
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

_LABEL_ROOM = 190
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
    across = Plot(first, last, 1, 0, width, 1)
    strips = [
        _stacked(rows.sort_values("date", kind="stable"), across, look)
        for _, rows in found.groupby("label", sort=False)
    ]
    dates = axes.date_ticks(first, last, width, look.small)
    margin = Margin(left, 8, _TOP, sheet.room_below(dates))
    drawn = canvas.bare(_rows(found["label"].unique(), strips, look), margin, look)
    sheet.draw_dates(drawn.fig, across, dates, look, "%B %Y")
    drawn.fig.update_layout(hovermode="closest", hoverdistance=30)
    pieces = [(row.top + _room_of_name(row, look), row.bottom) for row in drawn.rows]
    sheet.draw_today(drawn.fig, today, today_words, pieces, across, look)
    for row, marks in zip(drawn.rows, strips, strict=True):
        _draw_base(drawn, row)
        _draw_marks(drawn, row, marks)
    drawn.annotate(drawn.name(row, inset=4) for row in drawn.rows)
    return drawn.fig


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


def _rows(labels: Iterable[str], strips: Sequence[Sequence[_Mark]], look: Look) -> list[Row]:
    room = look.width if look.narrow else _LABEL_ROOM
    texts = [wrapped(plain(str(label)), look.size, room) for label in labels]
    heights = []
    for text, marks in zip(texts, strips, strict=True):
        stack = (max(mark.level for mark in marks) + 1) * _STEP + 2 * _PAD
        lines = text_height(text, look.size)
        heights.append(lines + stack if look.narrow else max(lines + 12, stack))
    return canvas.stacked(texts, heights)


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


def _room_of_name(row: Row, look: Look) -> float:
    """Return what a name takes of its strip: on a phone it stands in the way of the day's line."""
    return text_height(row.label, look.size) + 6 if look.narrow else 0


def _draw_base(drawn: Canvas, row: Row) -> None:
    drawn.fig.add_shape(
        type="line",
        name="base",
        xref="paper",
        x0=0,
        x1=1,
        y0=row.bottom,
        y1=row.bottom,
        layer="below",
        line={"color": drawn.look.palette.grid, "width": 1},
    )


def _draw_marks(drawn: Canvas, row: Row, marks: Sequence[_Mark]) -> None:
    colour = drawn.look.palette.series[0]
    marker = {
        "symbol": [SHAPES[mark.shape] for mark in marks],
        "size": 10,
        "color": colour,
        "opacity": 1,
        "line": {"color": colour, "width": 1.75},
    }
    lowest = row.bottom - _PAD - _STEP / 2
    dots = [Dot(iso(one.date), lowest - one.level * _STEP, one.tooltip) for one in marks]
    drawn.marks(dots, meta="due", marker=marker, name=row.label)
