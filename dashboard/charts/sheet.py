"""The sheet of charts over time: dates, numbers, events and breaks above, names of the lines.

Lengths in px. A chart says which series it has and how they are named, then draws them on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, endlabels, legend, theme
from dashboard.charts.axes import DateTicks
from dashboard.charts.endlabels import Label
from dashboard.charts.geometry import LINE, Flag, Plot, plain, stagger, text_width, wrapped
from dashboard.charts.legend import Legend
from dashboard.charts.series import Mark, Series, iso
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

_BREAK, _FROM_HERE = "Break: ", "from here"
_BREAK_HELP = "Figures before and after this line are not comparable"
_APART = 5.0
"""Between a stem and its text."""
_BOTTOM = 30
"""Room for one line of dates; a second line takes 16 more."""
_LEAST = 80
"""The least height of a plot in a figure whose height is given."""


@dataclass(frozen=True)
class Beneath:
    """A second plot under the first, on the same dates; `between` is the room between the two."""

    series: Sequence[Series]
    ticks: list[float]
    numbers: list[str]
    height: float
    between: float


@dataclass(frozen=True)
class Stem:
    """An event or a break that lies in the picture, with the place of its label."""

    date: pd.Timestamp
    text: str
    is_break: bool
    flag: Flag


@dataclass(frozen=True)
class Sheet:
    """Where everything of a figure is; `row` is the height of one row of labels on stems."""

    plot: Plot
    ticks: list[float]
    numbers: list[str]
    dates: DateTicks
    labels: Sequence[Label]
    key: Legend
    stems: Sequence[Stem]
    row: float
    margin: Margin
    look: Look
    beneath: Beneath | None = None

    @property
    def plots(self) -> float:
        """Height of the plot, or of both plots and what lies between them."""
        lower = self.beneath
        return self.plot.height + (lower.between + lower.height if lower else 0)

    def figure(self, when: str) -> go.Figure:
        """Return a figure with axes alone; `when` is how a date is written under the pointer."""
        height = self.margin.top + self.plots + self.margin.bottom
        fig = theme.figure(self.look, height=height, margin=self.margin)
        draw_dates(fig, self.plot, self.dates, self.look, when)
        fig.update_yaxes(_value_axis(self.plot, self.ticks, self.numbers, self.look))
        if self.plot.bottom < 0 < self.plot.top:
            fig.add_hline(y=0, line={"color": self.look.palette.axis, "width": 1}, layer="below")
        if self.beneath is not None:
            self._draw_axis_beneath(fig, self.beneath)
        return fig

    def _draw_axis_beneath(self, fig: go.Figure, lower: Beneath) -> None:
        plot = replace(self.plot, bottom=lower.ticks[0], top=_room_above(lower.ticks))
        own = _value_axis(plot, lower.ticks, lower.numbers, self.look)
        shared = fig.layout.yaxis.to_plotly_json()
        fig.update_layout(
            yaxis={"domain": [1 - self.plot.height / self.plots, 1]},
            yaxis2={**shared, **own, "domain": [0, lower.height / self.plots], "anchor": "x"},
            xaxis={"anchor": "y2"},
            hoversubplots="axis",
        )

    def write(self, fig: go.Figure) -> None:
        """Add events, breaks, the key and, on a wide screen, the names at the lines' ends."""
        for stem in self.stems:
            self._draw_stem(fig, stem)
            self._draw_stem_label(fig, stem)
        legend.draw(fig, self.key, self.margin, self.look)
        if not self.look.narrow:
            endlabels.draw_at_ends(fig, self.labels, self.plot, self.look)

    def _draw_stem(self, fig: go.Figure, stem: Stem) -> None:
        rows = stem.flag.row + (0 if stem.flag.side == "over" else 1)
        fig.add_shape(
            type="line",
            name="break" if stem.is_break else "event",
            x0=iso(stem.date),
            x1=iso(stem.date),
            xref="x",
            yref="paper",
            y0=0,
            y1=1 + rows * self.row / self.plots,
            layer="below",
            line={
                "color": self.look.palette.axis,
                "width": 1,
                "dash": "solid" if stem.is_break else "2px,3px",
            },
        )

    def _draw_stem_label(self, fig: go.Figure, stem: Stem) -> None:
        flag = stem.flag
        fig.add_annotation(
            name="break" if stem.is_break else "event",
            text=stem.text,
            hovertext=_BREAK_HELP if stem.is_break else None,
            x=iso(stem.date),
            xref="x",
            xanchor="right" if flag.side == "left" else "left",
            align="right" if flag.side == "left" else "left",
            xshift=(flag.right if flag.side == "left" else flag.left) - flag.stem,
            y=1,
            yref="paper",
            yanchor="middle",
            yshift=(flag.row + 0.5) * self.row,
            font={"size": self.look.small, "color": self.look.palette.muted},
        )


# ---------------------------------------------------------------------------------------------
# Layout


def lay_out(
    series: Sequence[Series],
    labels: Sequence[Label],
    unit: Unit,
    look: Look,
    *,
    height: float,
    key: Legend | None = None,
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    zero: bool = False,
    target: int = 0,
    is_even: bool = False,
    whole: float | None = None,
    beneath: Beneath | None = None,
    among: Sequence[Series] = (),
) -> Sheet:
    """Return a sheet that holds every value and interval of the series.

    Args:
        series: what is drawn in the plot. unit: of its values. look: theme and room.
        labels: the names of the lines, at their ends or on a phone in a key.
        height: of the plot. whole: of the whole figure instead, where that is given.
        key: what stands above the plot in place of that key.
        events, breaks: stems with a name; those outside the dates are left out.
        zero: the axis includes 0. target: about how many numbers, as `value_ticks` takes it.
        is_even: as much room before the first date as after the last.
        beneath: a second plot.
        among: series of the charts beside this one, whose values the axis holds too.
    """
    lower: Sequence[Series] = beneath.series if beneath else ()
    key = endlabels.key(labels, look) if key is None else key
    ticks = value_ticks([*series, *among], unit, look, zero=zero, target=target)
    numbers = unit.ticks(ticks, short=look.narrow)
    texts = [*numbers, *(beneath.numbers if beneath else ())]
    left = max(text_width(text, look.small) for text in texts) + 8
    right = 8 if look.narrow else endlabels.right_margin(labels)
    first, last = _ends([*series, *lower], look, is_even)
    plot = Plot(first, last, ticks[0], _room_above(ticks), look.width - left - right, height)
    stems, row = _stems(events, breaks, plot, Margin(left=left, right=right), look)
    header = row * max((stem.flag.row + 1 for stem in stems), default=0)
    dates = axes.date_ticks(first, last, plot.width, look.small)
    margin = Margin(left, right, key.height + header + 12, room_below(dates))
    if whole is not None:
        plot = replace(plot, height=max(whole - margin.top - margin.bottom, _LEAST))
    return Sheet(plot, ticks, numbers, dates, labels, key, stems, row, margin, look, beneath)


def value_ticks(
    series: Sequence[Series], unit: Unit, look: Look, *, zero: bool, target: int = 0
) -> list[float]:
    """Return the numbers of a value axis that holds every value and interval of the series.

    Args:
        series: what is drawn. unit: of the values. look: a phone has room for fewer numbers.
        zero: the axis includes 0. target: about how many numbers; by default what there is room for.
    """
    values = [
        number
        for each in series
        for point in each.points
        for number in (point.low, point.value, point.high)
        if number is not None
    ]
    shares = unit.is_per_cent and not unit.signed and min(values) >= 0 and max(values) <= 100
    wanted = target or (5 if look.narrow else 6)
    return axes.value_ticks(min(values), max(values), zero=zero, shares=shares, target=wanted)


def _ends(series: Sequence[Series], look: Look, is_even: bool) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the date axis: the data's, with room for the dots that stand there."""
    points = [point for each in series for point in each.points]
    dates = [point.date for point in points]
    first, last = min(dates), max(dates)
    if first == last:
        room = pd.Timedelta(days=183) * (2 if is_even else 1)
        return first - room, last + pd.Timedelta(days=183)
    room = (last - first) * (0.025 if look.narrow else 0.015)
    starts_alone = any(point.is_alone and point.date == first for point in points)
    return first - room if is_even or starts_alone else first, last + room


def _room_above(ticks: Sequence[float]) -> float:
    """Return the top of a value axis: a hair over its last number, so that its rule is drawn."""
    return ticks[-1] + (ticks[-1] - ticks[0]) / 200


def _stems(
    events: Iterable[Mark], breaks: Iterable[Mark], plot: Plot, margin: Margin, look: Look
) -> tuple[list[Stem], float]:
    """Return the marks within the plot's dates, their labels apart, and the height of a row."""
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
    return stems, lines * look.small * LINE + 2


def _break_text(mark: Mark, plot: Plot, margin: Margin, look: Look) -> str:
    """Return a break's name, without the word "Break" where it says so itself or only so has room."""
    name, across = plain(mark.label), plot.across(mark.date)
    if name.endswith(_FROM_HERE):
        return name
    beside = max(margin.left + across, plot.width + margin.right - across) - _APART
    whole = text_width(_BREAK + name, look.small) <= beside
    return _BREAK + name if whole or text_width(name, look.small) > beside else name


# ---------------------------------------------------------------------------------------------
# Axes


def room_below(dates: DateTicks) -> float:
    """Return the room that the dates take beneath the plot, in px."""
    return _BOTTOM + (16 if any("<br>" in text for text in dates.texts) else 0)


def draw_dates(fig: go.Figure, plot: Plot, dates: DateTicks, look: Look, when: str) -> None:
    """Draw the date axis; `when` is how a date is written under the pointer."""
    fig.update_xaxes(
        type="date",
        range=[iso(plot.first), iso(plot.last)],
        tickmode="array",
        tickvals=[iso(date) for date in dates.at],
        ticktext=dates.texts,
        tickangle=0,
        unifiedhovertitle_text=f"%{{x|{when}}}",
        hoverformat=when,
        showline=True,
        linecolor=look.palette.axis,
        ticklabelstandoff=4,
        minor={
            "tickmode": "array",
            "tickvals": [iso(date) for date in dates.boundaries],
            "ticks": "outside",
            "ticklen": 5,
            "tickcolor": look.palette.axis,
        },
    )
    fig.update_layout(hovermode="x unified")


def _value_axis(
    plot: Plot, ticks: Sequence[float], numbers: Sequence[str], look: Look
) -> dict[str, Any]:
    """Return the settings of a value axis: its range, its numbers and their pale rules."""
    return {
        "range": [plot.bottom, plot.top],
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(numbers),
        "showgrid": True,
        "gridcolor": look.palette.grid,
        "ticklabelstandoff": 6,
    }


def bare(
    dates: tuple[pd.Timestamp, pd.Timestamp],
    values: tuple[float, float],
    look: Look,
    *,
    height: float,
    margin: Margin,
) -> go.Figure:
    """Return a figure over time without axes, `height` px high: from date to date, value to value."""
    fig = theme.figure(look, height=height, margin=margin)
    fig.update_xaxes(visible=False, type="date", range=[iso(date) for date in dates])
    fig.update_yaxes(visible=False, range=list(values))
    return fig


def draw_today(
    fig: go.Figure,
    today: pd.Timestamp,
    words: str,
    pieces: Iterable[tuple[float, float]],
    plot: Plot,
    look: Look,
) -> None:
    """Draw a day as a line, in pieces from value to value, with its name above the plot."""
    for start, end in pieces:
        fig.add_shape(
            type="line",
            name="today",
            x0=iso(today),
            x1=iso(today),
            y0=start,
            y1=end,
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
