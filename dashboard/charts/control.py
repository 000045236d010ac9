"""Signal or noise: monthly figures within the limits of their usual ups and downs (XmR chart)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import axes, endlabels, legend, marks, theme, timeaxis
from dashboard.charts.axes import DateTicks
from dashboard.charts.endlabels import Label
from dashboard.charts.geometry import Plot, plain, text_width
from dashboard.charts.kept import kept
from dashboard.charts.legend import Legend, Piece
from dashboard.charts.marks import Header
from dashboard.charts.months import LIMITS, SIGNALS, Month, Step, read, steps_of
from dashboard.charts.series import Mark, Point, Series
from dashboard.charts.strokes import iso
from dashboard.charts.theme import Look, Margin, tint
from dashboard.charts.units import Unit

_WIDE, _NARROW = 380.0, 310.0
"""Height of the plot in px."""
_BAND = 0.09
_SYMBOLS = {"outside": "diamond", "run": "square", "trend": "triangle-up"}
_LEGEND_SHAPES = {"diamond": "diamond", "square": "square", "triangle-up": "up"}


@kept
def control_chart(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    events: Iterable[Mark] = (),
    breaks: Iterable[Mark] = (),
    when: str = "%B %Y",
    zero: bool = False,
    name: str = "Each month",
) -> go.Figure:
    """Draw monthly figures, their average and the limits of their usual range.

    Args:
        rows: one per month; columns `date` (datetime64), `value` (in the unit; missing leaves a
            gap), `mean`, `lower`, `upper` (in the unit; missing: none are drawn there; where any of
            them changes, all lines step), optional `signal`: "" for none, "outside" (beyond a
            limit), "run" (seven on one side of the average), "trend" (seven rising or falling).
        unit: of values and axis.
        look: theme and room.
        events: dotted stems with a name, such as the one at which the limits were set anew.
        breaks: dates from which figures are of another kind; the line does not cross one.
        when: how a date is written under the pointer.
        zero: the axis includes 0.
        name: what the points are, in the key.

    Returns:
        A figure as wide as its container. With no figures, one that says so.

    Raises:
        ValueError: a column is missing, a month comes twice, limits are out of order, or a signal
            is of an unknown kind.
    """
    months = read(rows)
    shown = _series(months, name, look)
    if not shown:
        return theme.empty(look)
    steps = steps_of(months)
    breaks = tuple(breaks)
    sheet = _lay_out(shown, months, steps, unit, look, tuple(events), breaks, zero)
    fig = theme.figure(look, height=sheet.height, margin=sheet.margin)
    timeaxis.draw_dates(fig, sheet.plot, sheet.dates, look, when)
    fig.update_yaxes(
        timeaxis.value_axis(sheet.plot.bottom, sheet.plot.top, sheet.ticks, sheet.numbers, look)
    )
    _draw_steps(fig, steps, look)
    _draw_months(fig, months, breaks, look)
    marks.draw(fig, sheet.header, sheet.plot, look)
    legend.draw(fig, sheet.key, sheet.margin, look)
    if not look.narrow:
        endlabels.draw_at_ends(fig, sheet.labels, sheet.plot, look)
    _draw_tooltips(fig, months, unit)
    return fig


def _series(months: Sequence[Month], name: str, look: Look) -> list[Series]:
    """Return the months, then the newest limits, as lines that are named at their ends."""
    colours = look.palette
    points = [
        Point(month.date, month.value, None, None, False)
        for month in months
        if month.value is not None
    ]
    if not points:
        return []
    main = Series(name, 0, colours.series[0], colours.labels[0], (tuple(points),))
    return [main, *_limit_series(months, look)]


def _limit_series(months: Sequence[Month], look: Look) -> list[Series]:
    limited = [month for month in months if month.limits is not None]
    found = []
    for place, name in ((2, "Upper limit"), (1, "Average"), (0, "Lower limit")):
        run = tuple(
            Point(month.date, month.limits[place], None, None, place != 1)
            for month in limited
            if month.limits is not None
        )
        if run:
            found.append(Series(name, -1, look.palette.grey, look.palette.grey_text, (run,)))
    return found


# ---------------------------------------------------------------------------------------------
# Layout


@dataclass(frozen=True)
class _Sheet:
    """Where everything of the figure is; lengths in px."""

    plot: Plot
    margin: Margin
    ticks: list[float]
    numbers: list[str]
    dates: DateTicks
    labels: list[Label]
    key: Legend
    header: Header

    @property
    def height(self) -> float:
        return self.margin.top + self.plot.height + self.margin.bottom


def _lay_out(
    shown: Sequence[Series],
    months: Sequence[Month],
    steps: Sequence[Step],
    unit: Unit,
    look: Look,
    events: Sequence[Mark],
    breaks: Sequence[Mark],
    zero: bool,
) -> _Sheet:
    ticks = timeaxis.value_ticks(shown, unit, look, zero=zero)
    numbers = unit.ticks(ticks, short=look.narrow)
    labels = endlabels.labels(shown, [unit.value(each.last.value) for each in shown], look)
    said = _newest(shown[0], steps, unit, look) if look.narrow else []
    key = legend.lay_out([*said, *_pieces(months, steps, look)], look)
    left = max(text_width(text, look.small) for text in numbers) + 8
    right = 8 if look.narrow else endlabels.right_margin(labels)
    first, last = timeaxis.ends(shown, look)
    first -= last - shown[0].last.date
    height = _NARROW if look.narrow else _WIDE
    top = timeaxis.room_above(ticks)
    plot = Plot(first, last, ticks[0], top, look.width - left - right, height)
    header = marks.header(events, breaks, plot, Margin(left=left, right=right), look)
    dates = axes.date_ticks(first, last, plot.width, look.small)
    above = key.height + header.height + 14
    margin = Margin(left, right, above, timeaxis.room_below(dates))
    return _Sheet(plot, margin, ticks, numbers, dates, labels, key, header)


def _newest(main: Series, steps: Sequence[Step], unit: Unit, look: Look) -> list[Piece]:
    """Say on a phone what stands at the lines' ends on a wide screen."""
    grey = look.palette.grey
    newest = f"{plain(main.name)}, newest <b>{unit.value(main.last.value)}</b>"
    pieces = [Piece(newest, "circle", main.colour, main.colour)]
    if steps:
        lower, mean, upper = (unit.value(limit) for limit in steps[-1].limits)
        pieces.append(Piece(f"Average <b>{mean}</b>", "line", grey))
        usual = f"Usual range <b>{lower} to {upper}</b>"
        pieces.append(Piece(usual, "dotted band", grey, tint(grey, _BAND)))
    return pieces


def _pieces(months: Sequence[Month], steps: Sequence[Step], look: Look) -> list[Piece]:
    """Explain the special marks that are on screen and, where nothing else does, the band."""
    colours = look.palette
    kinds = {month.signal for month in months if month.value is not None}
    pieces = [
        Piece(words, _LEGEND_SHAPES[_SYMBOLS[kind]], colours.series[3], colours.series[3])
        for kind, words in SIGNALS.items()
        if kind in kinds
    ]
    if steps and not look.narrow:
        pieces.append(Piece("Usual range", "dotted band", colours.grey, tint(colours.grey, _BAND)))
    return pieces


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_steps(fig: go.Figure, steps: Sequence[Step], look: Look) -> None:
    if not steps:
        return
    grey = look.palette.grey
    for step in steps:
        fig.add_shape(
            type="rect",
            name="usual range",
            x0=iso(step.start),
            x1=iso(step.end),
            y0=step.limits[0],
            y1=step.limits[2],
            layer="below",
            line_width=0,
            fillcolor=tint(grey, _BAND),
        )
    for place, name in enumerate(LIMITS):
        fig.add_trace(
            go.Scatter(
                name=name,
                meta="limit",
                x=[x for step in steps for x in (iso(step.start), iso(step.end), None)],
                y=[y for step in steps for y in (step.limits[place], step.limits[place], None)],
                mode="lines",
                connectgaps=False,
                hoverinfo="skip",
                line={"color": grey, "width": 1.25, "dash": "solid" if place == 1 else "4px,3px"},
            )
        )


def _draw_months(
    fig: go.Figure, months: Sequence[Month], breaks: Sequence[Mark], look: Look
) -> None:
    """Draw the line through the months, a dot for each, and a larger mark for each signal."""
    colours = look.palette
    points = _with_gaps(months, breaks)
    fig.add_trace(
        go.Scatter(
            meta="months",
            x=[None if month is None else iso(month.date) for month in points],
            y=[None if month is None else month.value for month in points],
            mode="lines+markers",
            connectgaps=False,
            cliponaxis=False,
            hoverinfo="skip",
            line={"color": colours.series[0], "width": 1.25},
            marker={"color": colours.series[0], "size": 5},
        )
    )
    for kind, words in SIGNALS.items():
        found = [month for month in months if month.signal == kind and month.value is not None]
        if found:
            fig.add_trace(
                go.Scatter(
                    name=words,
                    meta=kind,
                    x=[iso(month.date) for month in found],
                    y=[month.value for month in found],
                    mode="markers",
                    cliponaxis=False,
                    hoverinfo="skip",
                    marker={
                        "symbol": _SYMBOLS[kind],
                        "size": 11,
                        "color": colours.series[3],
                        "line": {"color": colours.page, "width": 1},
                    },
                )
            )


def _with_gaps(months: Sequence[Month], breaks: Sequence[Mark]) -> list[Month | None]:
    """Return the months with nothing in the place of each break between two."""
    found: list[Month | None] = list(months[:1])
    for one, two in pairwise(months):
        found += [None] if any(one.date < each.date <= two.date for each in breaks) else []
        found.append(two)
    return found


def _draw_tooltips(fig: go.Figure, months: Sequence[Month], unit: Unit) -> None:
    spoken = [month for month in months if month.value is not None]
    fig.add_trace(
        go.Scatter(
            meta="pointer",
            x=[iso(month.date) for month in spoken],
            y=[month.value for month in spoken],
            mode="markers",
            marker={"size": 5, "opacity": 0},
            hoverinfo="text",
            hovertext=[_tooltip(month, unit) for month in spoken],
        )
    )


def _tooltip(month: Month, unit: Unit) -> str:
    """Return lines of text: the figure, what kind of signal it is, the usual range."""
    if month.value is None:
        return ""
    lines = [f"<b>{unit.words(month.value)}</b>"]
    if month.signal:
        lines.append(SIGNALS[month.signal])
    if month.limits is not None:
        lower, mean, upper = (unit.value(limit) for limit in month.limits)
        lines.append(f"Average {plain(mean)}, usual range {plain(lower)} to {plain(upper)}")
    return "<br>".join(lines)
