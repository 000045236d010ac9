"""Signal or noise: monthly figures within the limits of their usual ups and downs (XmR chart)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import endlabels, legend, sheet, strokes, theme
from dashboard.charts.frames import checked, or_none, require_order
from dashboard.charts.geometry import in_lines, plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.series import Mark, Place, Point, Series, iso
from dashboard.charts.theme import Look, tint
from dashboard.charts.units import Unit

_WIDE, _NARROW = 380.0, 310.0
"""Height of the plot in px."""
_BAND = 0.09
LIMITS = ("lower", "mean", "upper")
SIGNALS = {
    "outside": "outside the usual range",
    "run": "seven in a row above, or below, the average",
    "trend": "seven in a row up, or down",
}
"""What is out of the ordinary about a month, by the kind of its signal."""
OUT_OF_THE_ORDINARY = "Out of the ordinary"
USUAL = "Usual range from month to month"
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
    said = _newest(shown[0], steps, unit, look) if look.narrow else []
    laid = sheet.lay_out(
        shown,
        endlabels.labels(shown, [unit.value(each.last.value) for each in shown], look),
        unit,
        look,
        height=_NARROW if look.narrow else _WIDE,
        key=legend.lay_out([*said, *_pieces(months, steps, look)], look),
        events=events,
        breaks=breaks,
        zero=zero,
        is_even=True,
    )
    fig = laid.figure(when)
    _draw_steps(fig, steps, look)
    _draw_months(fig, months, breaks, look)
    laid.write(fig)
    _draw_tooltips(fig, months, unit)
    return fig


# ---------------------------------------------------------------------------------------------
# Months, and stretches of equal limits


@dataclass(frozen=True)
class Month:
    """One point; `limits` are lower, mean and upper, or None where there are none."""

    date: pd.Timestamp
    value: float | None
    limits: tuple[float, float, float] | None
    signal: str

    @property
    def at(self) -> Place:
        """Where it is drawn."""
        return self.date, self.value


@dataclass(frozen=True)
class Step:
    """A stretch of time with the same limits, from half a month before to half a month after."""

    start: pd.Timestamp
    end: pd.Timestamp
    limits: tuple[float, float, float]


def read(rows: pd.DataFrame) -> list[Month]:
    """Return the rows of a frame as `control_chart` takes it, oldest first.

    Raises:
        ValueError: a column is missing, a month comes twice, limits are out of order, or a signal
            is of an unknown kind.
    """
    found = checked(
        rows,
        "control_chart",
        texts=["date"],
        numbers=["value", *LIMITS],
        optional_texts=["signal"],
        unique=["date"],
    )
    require_order(found, "control_chart", *LIMITS)
    unknown = sorted(set(found["signal"]).difference({"", *SIGNALS}))
    if unknown:
        raise ValueError(f"control_chart: signal {unknown[0]!r} is none of {', '.join(SIGNALS)}")
    found = found.assign(date=pd.to_datetime(found["date"])).sort_values("date")
    return [_month(row) for _, row in found.iterrows()]


def _month(row: pd.Series) -> Month:
    lower, mean, upper = (or_none(row[name]) for name in LIMITS)
    limits = None if lower is None or mean is None or upper is None else (lower, mean, upper)
    return Month(row["date"], or_none(row["value"]), limits, str(row["signal"]))


def steps_of(months: Sequence[Month]) -> list[Step]:
    """Return the stretches of equal limits; neighbours meet half way between their months."""
    if len(months) == 1:
        half = pd.Timedelta(days=15)
        edges = [months[0].date - half, months[0].date + half]
    else:
        middles = [one.date + (two.date - one.date) / 2 for one, two in pairwise(months)]
        edges = [months[0].date, *middles, months[-1].date]
    found: list[Step] = []
    for limits, same in groupby(range(len(months)), key=lambda place: months[place].limits):
        places = list(same)
        if limits is not None:
            found.append(Step(edges[places[0]], edges[places[-1] + 1], limits))
    return found


# ---------------------------------------------------------------------------------------------
# Names and the key


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
    for place, name in (
        (2, "top of the usual range"),
        (1, "average"),
        (0, "bottom of the usual range"),
    ):
        run = tuple(
            Point(month.date, month.limits[place], None, None, place != 1)
            for month in limited
            if month.limits is not None
        )
        if run:
            found.append(Series(name, -1, look.palette.grey, look.palette.grey_text, (run,)))
    return found


def _newest(main: Series, steps: Sequence[Step], unit: Unit, look: Look) -> list[Piece]:
    """Say on a phone what stands at the lines' ends on a wide screen."""
    grey = look.palette.grey
    newest = f"{plain(main.name)}, newest <b>{unit.value(main.last.value)}</b>"
    pieces = [Piece(newest, "circle", main.colour, main.colour)]
    if steps:
        lower, mean, upper = steps[-1].limits
        pieces.append(Piece(f"Average <b>{unit.value(mean)}</b>", "line", grey))
        usual = f"{USUAL} <b>{unit.between((lower, upper))}</b>"
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
    if pieces:
        pieces.insert(0, Piece(f"{OUT_OF_THE_ORDINARY}:", "", ""))
    if steps and not look.narrow:
        pieces.append(Piece(USUAL, "dotted band", colours.grey, tint(colours.grey, _BAND)))
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
        ends = [
            at
            for step in steps
            for at in ((step.start, step.limits[place]), (step.end, step.limits[place]), None)
        ]
        line = {"color": grey, "width": 1.25, "dash": "solid" if place == 1 else "4px,3px"}
        fig.add_trace(strokes.joined(ends, "limit", line, name=name))


def _draw_months(
    fig: go.Figure, months: Sequence[Month], breaks: Sequence[Mark], look: Look
) -> None:
    """Draw the line through the months, a dot for each, and a larger mark for each signal."""
    colours = look.palette
    fig.add_trace(
        strokes.joined(
            _with_gaps(months, breaks),
            "months",
            {"color": colours.series[0], "width": 1.25},
            mode="lines+markers",
            cliponaxis=False,
            marker={"color": colours.series[0], "size": 5},
        )
    )
    for kind, words in SIGNALS.items():
        found = [one.at for one in months if one.signal == kind and one.value is not None]
        marker = {
            "symbol": _SYMBOLS[kind],
            "size": 11,
            "color": colours.series[3],
            "line": {"color": colours.page, "width": 1},
        }
        if found:
            fig.add_trace(strokes.spots(found, kind, marker, name=words))


def _with_gaps(months: Sequence[Month], breaks: Sequence[Mark]) -> list[Place | None]:
    """Return the months' places with nothing in the place of each break between two."""
    found: list[Place | None] = [month.at for month in months[:1]]
    for one, two in pairwise(months):
        found += [None] if any(one.date < each.date <= two.date for each in breaks) else []
        found.append(two.at)
    return found


def _draw_tooltips(fig: go.Figure, months: Sequence[Month], unit: Unit) -> None:
    spoken = [(month, month.value) for month in months if month.value is not None]
    marks = strokes.spots([one.at for one, _ in spoken], "pointer", {"size": 5, "opacity": 0})
    words = [_tooltip(month, value, unit) for month, value in spoken]
    fig.add_trace(marks.update(hoverinfo="text", hovertext=words))


def _tooltip(month: Month, value: float, unit: Unit) -> str:
    """Return lines of text: the figure, what kind of signal it is, the usual range."""
    usual = ""
    if month.limits is not None:
        lower, mean, upper = month.limits
        usual = f"Average {unit.value(mean)}, usual range {unit.between((lower, upper))}"
    signal = f"{OUT_OF_THE_ORDINARY}: {SIGNALS[month.signal]}" if month.signal else ""
    return in_lines(f"<b>{unit.words(value)}</b>", signal, usual)
