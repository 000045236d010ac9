"""The names of lines: at their ends, or on a phone in a key above the plot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import legend
from dashboard.charts.geometry import Plot, plain, spread, text_height, text_width, wrapped
from dashboard.charts.legend import Legend, Piece
from dashboard.charts.series import Series, iso, named
from dashboard.charts.theme import Look

_GAP = 6
_TURN = 16
_WIDEST = 164
"""The widest line of a label, so that no plot loses a quarter of its width to one name."""
_EARLY_DAYS = 92
_BRACKETED = re.compile(r"\([^()]{,14}\)")
"""A few words in brackets, which stay on one line."""


@dataclass(frozen=True)
class Label:
    """The text that names a line, or marks joined to none; `width` and `height` in px."""

    series: Series
    text: str
    width: float
    height: float
    is_of_marks: bool = False


def labels(series: Sequence[Series], texts: Sequence[str], look: Look) -> list[Label]:
    """Return the labels of the lines that get one, highest end first.

    Where a line ends early, all are dated: their newest values are not of one time.

    Args:
        series: all lines. texts: the printed last value of each. look: narrow gives a key.
    """
    newest = max(each.last.date for each in series)
    shown = named(series)
    is_dated = any((newest - each.last.date).days > _EARLY_DAYS for each in shown)
    found = [
        _label(each, text, is_dated, look)
        for each, text in zip(series, texts, strict=True)
        if each in shown
    ]
    return sorted(found, key=lambda label: -label.series.last.value)


def _label(series: Series, value: str, is_dated: bool, look: Look) -> Label:
    name = plain(series.name) + (f" ({series.last.date:%b %Y})" if is_dated else "")
    name = _BRACKETED.sub(lambda found: found[0].replace(" ", "\u00a0"), name)
    mark = f"{series.glyph} " if look.has_shapes else ""
    bold = f"<b>{value}</b>"
    more = text_width(bold, look.size) - text_width(value, look.size)
    room = (look.width if look.narrow else _WIDEST) - more
    text = wrapped(f"{mark}{value} {name}", look.size, room).replace(value, bold, 1)
    return Label(series, text, text_width(text, look.size), text_height(text, look.size))


def for_points(marked: Sequence[Series], lines: Sequence[Series], look: Look) -> list[Label]:
    """Return the names of hollow diamonds that have no line of their name; their figures stand beside them.

    The others are known by the colour of their line, and explained once, by `hollow`.
    """
    drawn = {line.name for line in lines}
    room = look.width if look.narrow else _WIDEST
    shown = [each for each in marked if each.name not in drawn]
    texts = [wrapped(f"◇ {plain(each.name)}", look.size, room) for each in shown]
    return [
        Label(each, text, text_width(text, look.size), text_height(text, look.size), True)
        for each, text in zip(shown, texts, strict=True)
    ]


# ---------------------------------------------------------------------------------------------
# At the ends of the lines


def right_margin(found: Sequence[Label]) -> float:
    """Return the room that labels need at the right of the plot, in px."""
    return _GAP + max((label.width for label in found), default=0) + 4


def draw_at_ends(fig: go.Figure, found: Sequence[Label], plot: Plot, look: Look) -> None:
    """Write each label beside its line's end, moved no more than needed to keep all apart."""
    places = spread(
        [plot.down(label.series.last.value) for label in found],
        [label.height + 2 for label in found],
        low=-look.size,
        high=plot.height + look.size,
    )
    for label, place in zip(found, places, strict=True):
        if not label.is_of_marks:
            _draw_leader(fig, label, place, plot)
        fig.add_annotation(
            name="end label",
            text=label.text,
            x=1,
            xref="paper",
            xanchor="left",
            xshift=_GAP,
            y=1,
            yref="paper",
            yanchor="middle",
            yshift=-place,
            align="left",
            font={"size": look.size, "color": label.series.label_colour},
        )


def hollow(
    marked: Sequence[Series],
    signs: Sequence[Series],
    lines: Sequence[Series],
    words: tuple[str, str],
    look: Look,
) -> list[Piece]:
    """Return what hollow marks in the colour of a line stand for, each kind once.

    Args:
        marked: diamonds. signs: squares. lines: what gives both their colours.
        words: what a diamond and what a square is.
    """
    drawn = {line.name for line in lines}
    colours = look.palette
    kinds = (
        (words[0], "diamond", [each for each in marked if each.name in drawn]),
        (words[1], "square", signs),
    )
    return [
        Piece(plain(text), shape, colours.muted, colours.page)
        for text, shape, found in kinds
        if found
    ]


def _draw_leader(fig: go.Figure, label: Label, place: float, plot: Plot) -> None:
    """Join a label to an end that is not beside it: level, then across to the label."""
    last = label.series.last
    turn = plot.first + (plot.last - plot.first) * (1 - _TURN / plot.width)
    if (turn - last.date).days > _EARLY_DAYS:
        _draw_piece(fig, label, (last.date, last.value), (turn, last.value), "1px,3px")
    else:
        turn = last.date
    if abs(plot.down(last.value) - place) >= 6 or turn != last.date:
        end = (plot.last, plot.value_at(min(max(place, 0.0), plot.height)))
        _draw_piece(
            fig, label, (turn, last.value), end, "solid" if turn == last.date else "1px,3px"
        )


def _draw_piece(
    fig: go.Figure,
    label: Label,
    start: tuple[pd.Timestamp, float],
    end: tuple[pd.Timestamp, float],
    dash: str,
) -> None:
    fig.add_shape(
        type="line",
        name="leader",
        x0=iso(start[0]),
        x1=iso(end[0]),
        y0=start[1],
        y1=end[1],
        line={"color": label.series.colour, "width": 1, "dash": dash},
    )


# ---------------------------------------------------------------------------------------------
# Above a narrow plot


def key(found: Sequence[Label], look: Look, more: Sequence[Piece] = ()) -> Legend:
    """Return what stands above a plot: on a phone the labels, like words; then `more`."""
    shown = found if look.narrow else ()
    pieces = [Piece(label.text, "", "", ink=label.series.label_colour) for label in shown]
    return legend.lay_out([*pieces, *more], look, size=look.size if pieces else look.small)
