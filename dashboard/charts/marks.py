"""Events and breaks: dotted or solid stems with their names above the plot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.geometry import LINE, Flag, Plot, plain, stagger, text_width, wrapped
from dashboard.charts.series import Mark
from dashboard.charts.theme import Look, Margin

BREAK = "Break: "
_APART = 5.0
"""Between a stem and its text, in px."""
_BREAK_HELP = "Figures before and after this line are not comparable"


@dataclass(frozen=True)
class Stem:
    """A mark that lies in the picture, with the place of its label."""

    date: pd.Timestamp
    text: str
    is_break: bool
    flag: Flag


@dataclass(frozen=True)
class Header:
    """The rows of labels above a plot."""

    stems: Sequence[Stem]
    row_height: float

    @property
    def height(self) -> float:
        """Room that the rows take, in px."""
        rows = max((stem.flag.row + 1 for stem in self.stems), default=0)
        return rows * self.row_height


def header(
    events: Iterable[Mark], breaks: Iterable[Mark], plot: Plot, margin: Margin, look: Look
) -> Header:
    """Return the labels of the marks within the plot's dates, laid out so that none touch."""
    marks = [(mark.date, plain(mark.label), False) for mark in events]
    marks += [(mark.date, _break_text(mark, plot, margin, look), True) for mark in breaks]
    shown = sorted(mark for mark in marks if plot.first <= mark[0] <= plot.last)
    room = plot.width + margin.left + margin.right
    texts = [wrapped(text, look.small, room) for _, text, _ in shown]
    flags = stagger(
        [plot.across(date) for date, _, _ in shown],
        [text_width(text, look.small) for text in texts],
        low=-margin.left,
        high=plot.width + margin.right,
    )
    lines = max((text.count("<br>") + 1 for text in texts), default=1)
    stems = [
        Stem(date, text, is_break, flag)
        for (date, _, is_break), text, flag in zip(shown, texts, flags, strict=True)
    ]
    return Header(stems, lines * look.small * LINE + 2)


def _break_text(mark: Mark, plot: Plot, margin: Margin, look: Look) -> str:
    """Return a break's name, without the word "Break" where only so it fits beside its stem."""
    name, across = plain(mark.label), plot.across(mark.date)
    beside = max(margin.left + across, plot.width + margin.right - across) - _APART
    whole = text_width(BREAK + name, look.small) <= beside
    return BREAK + name if whole or text_width(name, look.small) > beside else name


def draw(fig: go.Figure, header: Header, plot: Plot, look: Look) -> None:
    """Add stems and labels to a figure whose plot is `plot.height` px high."""
    for stem in header.stems:
        _draw_stem(fig, stem, header, plot, look)
        _draw_label(fig, stem, header, look)


def _draw_stem(fig: go.Figure, stem: Stem, header: Header, plot: Plot, look: Look) -> None:
    rows = stem.flag.row + (0 if stem.flag.side == "over" else 1)
    fig.add_shape(
        type="line",
        name="break" if stem.is_break else "event",
        x0=_iso(stem.date),
        x1=_iso(stem.date),
        xref="x",
        yref="paper",
        y0=0,
        y1=1 + rows * header.row_height / plot.height,
        layer="below",
        line={
            "color": look.palette.axis,
            "width": 1,
            "dash": "solid" if stem.is_break else "2px,3px",
        },
    )


def _draw_label(fig: go.Figure, stem: Stem, header: Header, look: Look) -> None:
    flag = stem.flag
    fig.add_annotation(
        name="break" if stem.is_break else "event",
        text=stem.text,
        hovertext=_BREAK_HELP if stem.is_break else None,
        x=_iso(stem.date),
        xref="x",
        xanchor="right" if flag.side == "left" else "left",
        align="right" if flag.side == "left" else "left",
        xshift=(flag.right if flag.side == "left" else flag.left) - flag.stem,
        y=1,
        yref="paper",
        yanchor="middle",
        yshift=(flag.row + 0.5) * header.row_height,
        font={"size": look.small, "color": look.palette.muted},
    )


def _iso(date: pd.Timestamp) -> str:
    return date.strftime("%Y-%m-%d")
