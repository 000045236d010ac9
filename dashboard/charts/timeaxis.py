"""The axes of charts over time: where they end, their numbers, their rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes
from dashboard.charts.axes import DateTicks
from dashboard.charts.geometry import Plot
from dashboard.charts.series import Series
from dashboard.charts.strokes import iso
from dashboard.charts.theme import Look
from dashboard.charts.units import Unit

_BOTTOM = 30
"""Room for one line of dates, in px; a second line takes 16 more."""


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


def ends(series: Sequence[Series], look: Look) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the ends of the date axis: the data's, with room for the dots that stand there."""
    points = [point for each in series for point in each.points]
    dates = [point.date for point in points]
    first, last = min(dates), max(dates)
    if first == last:
        return first - pd.Timedelta(days=183), last + pd.Timedelta(days=183)
    room = (last - first) * (0.025 if look.narrow else 0.015)
    starts_alone = any(point.is_alone and point.date == first for point in points)
    return first - room if starts_alone else first, last + room


def room_above(ticks: Sequence[float]) -> float:
    """Return the top of a value axis: a hair over its last number, so that its rule is drawn."""
    return ticks[-1] + (ticks[-1] - ticks[0]) / 200


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


def value_axis(
    bottom: float, top: float, ticks: Sequence[float], numbers: Sequence[str], look: Look
) -> dict[str, object]:
    """Return the settings of a value axis: its range, its numbers and their pale rules."""
    return {
        "range": [bottom, top],
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(numbers),
        "showgrid": True,
        "gridcolor": look.palette.grid,
        "ticklabelstandoff": 6,
    }
