"""What stands under the pointer: for one date, a line of text for each series.

The lines that are drawn stay silent, and invisible traces speak for them. For Plotly answers the
pointer with each trace's *nearest* point: a line that ended in December would be listed under March
with December's figure. Here every series has an entry at every date, silent where it has no figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.geometry import plain
from dashboard.charts.series import Point, Series
from dashboard.charts.units import Unit

READ_OFF = ", read off a dashboard"


def draw(
    fig: go.Figure,
    lines: Sequence[Series],
    points: Sequence[Series],
    unit: Unit,
    axis: str = "y",
    dashed: str = READ_OFF,
    signs: Sequence[Series] = (),
) -> None:
    """Add the speaking traces: lines in the order given, then the separate marks.

    Args:
        fig: gets the traces. lines, points: what speaks. unit: of their values.
        signs: early signs, which speak last and with one decimal.
        axis: Plotly's name of their value axis.
        dashed: what is said after a figure on a dashed line.
    """
    spoken = [(each, unit) for each in [*lines, *points]]
    spoken += [(each, replace(unit, decimals=1)) for each in signs]
    dates = sorted({point.date for each, _ in spoken for point in each.points})
    for series, printed in spoken:
        fig.add_trace(_speaker(series, dates, printed, dashed).update(yaxis=axis))


def _speaker(series: Series, dates: Iterable[pd.Timestamp], unit: Unit, dashed: str) -> go.Scatter:
    """Return a trace of single points with a gap after each: a line of which nothing is drawn."""
    by_date = {point.date: point for point in series.points}
    found = [(date, by_date.get(date)) for date in dates]
    return go.Scatter(
        name=series.name,
        meta="pointer",
        mode="lines",
        connectgaps=False,
        x=[x for date, _ in found for x in (date.strftime("%Y-%m-%d"), None)],
        y=[y for _, point in found for y in (_height(series, point), None)],
        hoverinfo=[info for _, point in found for info in ("text" if point else "none", "none")],
        hovertext=[
            text for _, point in found for text in (_words(series.name, point, unit, dashed), "")
        ],
        line={"color": series.colour, "width": 2.5 if series.is_main else 1.25},
    )


def _height(series: Series, point: Point | None) -> float:
    return series.last.value if point is None else point.value


def _words(name: str, point: Point | None, unit: Unit, dashed: str) -> str:
    """Return one line of text: "74% Trust the Met (73% to 75%)"; none where there is no figure."""
    if point is None:
        return ""
    words = f"<b>{unit.words(point.value)}</b> {plain(name)}"
    if point.low is not None and point.high is not None:
        words += f" ({unit.value(point.low)} to {unit.value(point.high)})"
    return words + (dashed if point.is_dashed else "")
