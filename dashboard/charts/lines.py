"""Trends: lines over time, named at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import endlabels, sheet, strokes, theme
from dashboard.charts import points as diamonds
from dashboard.charts.kept import kept
from dashboard.charts.series import Mark, named, read
from dashboard.charts.theme import Look
from dashboard.charts.units import Unit

WIDE_PLOT, NARROW_PLOT = 420, 310
"""Height of the plot in px, labels above and axis below not counted."""


@kept
def trend(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    points: pd.DataFrame | None = None,
    signs: pd.DataFrame | None = None,
    zero: bool = False,
    height: int | None = None,
    when: str = "%B %Y",
    dashed: str = strokes.READ_OFF,
    at_end: str = "",
    hollow: tuple[str, str] = ("Figure of another source", "Early sign"),
    among: Sequence[pd.DataFrame] = (),
) -> go.Figure:
    """Draw lines over time.

    Args:
        rows: one row per date and line; columns
            `date` (datetime64), `series` (the name shown), `value` (in the unit; missing leaves a
            gap in the line), optional `low`, `high` (interval, in the unit, drawn as a soft band),
            `is_dashed` (a figure of another standing, as `dashed` says), `is_point` (joined to no other: a
            mark with its interval as a whisker), `role` ("main", or "context" for thin
            grey), `slot` (number of the colour, 0 to 5). Lines come in order of first appearance;
            main lines after the fourth become context.
        unit: of values and axis.
        look: theme and room.
        events: dotted stems with a name.
        breaks: dates from which figures are of another kind; no line crosses one.
        points: figures on another time basis, columns as in `rows`: hollow diamonds with labels.
        signs: early signs, columns as in `rows` and `name` (what the pointer calls them): hollow squares
            in the colour of the line of their `series`, printed with one decimal.
        zero: the axis includes 0, as it must for counts and rates. Otherwise it spans the data.
        height: of the whole figure in px; by default what the plot and its labels need.
        when: how a date is written under the pointer, such as "Year to %B %Y".
        dashed: what is said under the pointer after a dashed figure.
        at_end: what is said beside a line's end after a dashed figure; by default nothing.
        hollow: what a diamond and what a square is, in the key, where they have the colour of a line.
        among: the rows of each chart that stands beside this one, columns as in `rows`: the value axis
            is that of all of them, so that the charts can be compared.

    Returns:
        A figure as wide as its container. With no figures in `rows`, one that says so.
    """
    breaks = tuple(breaks)
    lines = read(rows, look, breaks)
    if not lines:
        return theme.empty(look)
    marked = [] if points is None else diamonds.coloured(read(points, look), lines, look)
    signed = [] if signs is None else diamonds.coloured(read(signs, look), lines, look)
    printed = [
        unit.value(each.last.value) + (at_end if each.last.is_dashed else "") for each in lines
    ]
    labels = endlabels.labels(lines, printed, look) + endlabels.for_points(marked, lines, look)
    explained = endlabels.hollow(marked, signed, lines, hollow, look)
    laid = sheet.lay_out(
        [*lines, *marked, *signed],
        labels,
        unit,
        look,
        key=endlabels.key(labels, look, explained),
        among=[each for one in among for each in read(one, look)],
        height=NARROW_PLOT if look.narrow else WIDE_PLOT,
        events=events,
        breaks=breaks,
        zero=zero,
        whole=height,
    )
    fig = laid.figure(when)
    strokes.draw(fig, lines, look)
    laid.write(fig)
    stems = [stem.date for stem in laid.stems]
    diamonds.draw(fig, marked, lines, stems, laid.plot, unit, look, signed)
    spoken = sorted(named(lines), key=lambda series: not series.is_main)
    names = {} if signs is None else dict(zip(signs["series"], signs["name"], strict=True))
    called = [replace(each, name=str(names[each.name])) for each in signed]
    strokes.speak(fig, spoken, marked, unit, dashed=dashed, signs=called)
    return fig
