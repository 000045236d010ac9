"""What period each source covers: one bar per source over the years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, canvas, sheet, theme
from dashboard.charts.canvas import Canvas, Row
from dashboard.charts.geometry import Plot, plain, text_height, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.series import iso
from dashboard.charts.theme import Look, Margin, Note

_LABEL_ROOM = 225
_TOP, _THICKNESS = 24, 12


@dataclass(frozen=True)
class _Source:
    """One line of the chart: a name, the newest date in words, and the spans that have figures."""

    label: str
    newest: str
    spans: Sequence[tuple[pd.Timestamp, pd.Timestamp]]


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
    first, last = rows["start"].min(), rows["end"].max()
    last = last if today is None else max(last, today)
    left, right = _sides(sources, look)
    end = last + (last - first) * 0.01
    plot = Plot(first, end, 1, 0, look.width - left - right, 1)
    dates = axes.date_ticks(first, last, plot.width, look.small)
    margin = Margin(left, right, _TOP, sheet.room_below(dates))
    drawn = canvas.bare(_rows(sources, look), margin, look)
    sheet.draw_dates(drawn.fig, plot, dates, look, "%B %Y")
    placed = list(zip(sources, drawn.rows, strict=True))
    drawn.fig.layout.shapes = [
        span for source, row in placed for span in _spans(source, row.middle, look)
    ]
    drawn.annotate(
        note
        for source, row in placed
        for note in (drawn.name(row), *_newest_note(source, row, drawn))
    )
    if today is not None:
        sheet.draw_today(drawn.fig, today, "Today", _pieces(drawn), plot, look)
    return drawn.fig


def _sources(rows: pd.DataFrame, look: Look) -> list[_Source]:
    found: list[_Source] = []
    for name, part in rows.groupby("label", sort=False, observed=True):
        newest = _newest(part)
        label = wrapped(plain(str(name)), look.size, _label_room(newest, look))
        found.append(_Source(label, newest, list(zip(part["start"], part["end"], strict=True))))
    return found


def _rows(sources: Sequence[_Source], look: Look) -> list[Row]:
    labels = [source.label for source in sources]
    texts = [text_height(label, look.size) for label in labels]
    if look.narrow:
        heights = [text + _THICKNESS + 18 for text in texts]
        return canvas.stacked(labels, heights, below=14 + _THICKNESS / 2)
    return canvas.stacked(labels, [max(text + 8, 34) for text in texts])


def _newest(rows: pd.DataFrame) -> str:
    last = rows.sort_values("end").iloc[-1]
    return plain(str(last["newest"])) if isinstance(last.get("newest"), str) else ""


def _label_room(newest: str, look: Look) -> float:
    """Return how wide a label may be; on a phone it shares its line with the newest date."""
    return look.width - text_width(newest, look.small) - 16 if look.narrow else _LABEL_ROOM


def _sides(sources: Sequence[_Source], look: Look) -> tuple[float, float]:
    """Return the room left of the plot, for names, and right of it, for newest dates."""
    if look.narrow:
        return 2, 2
    left = max(text_width(source.label, look.size) for source in sources) + 14
    newest = max(text_width(source.newest, look.small) for source in sources)
    return left, newest + 12 if newest else 8


def _spans(source: _Source, middle: float, look: Look) -> list[Note]:
    return [
        {
            "type": "rect",
            "name": "source",
            "x0": iso(start),
            "x1": iso(end),
            "y0": middle - _THICKNESS / 2,
            "y1": middle + _THICKNESS / 2,
            "fillcolor": look.palette.series[0],
            "line": {"width": 0},
        }
        for start, end in source.spans
    ]


def _newest_note(source: _Source, row: Row, drawn: Canvas) -> Iterator[Note]:
    """Yield the newest date in a column at the right; on a phone at the end of the name's line."""
    look = drawn.look
    if not source.newest:
        return
    yield {
        "name": "newest",
        "text": source.newest,
        "x": 1,
        "xref": "paper",
        "xanchor": "right" if look.narrow else "left",
        "xshift": drawn.margin.right if look.narrow else 6,
        "y": row.top if look.narrow else row.middle,
        "yref": "y",
        "yanchor": "top" if look.narrow else "middle",
        "font": {"size": look.small, "color": look.palette.muted},
    }


def _pieces(drawn: Canvas) -> list[tuple[float, float]]:
    """Return where today's line runs: on a phone only beside the bars, for dates stand in its way."""
    if drawn.look.narrow:
        return [(row.middle - 10, row.middle + 10) for row in drawn.rows]
    return [(0.0, drawn.rows[-1].bottom)]
