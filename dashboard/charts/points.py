"""Figures on another time basis: hollow diamonds with their own labels, joined to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.charts import strokes
from dashboard.charts.geometry import LINE, Plot, plain, text_width, wrapped
from dashboard.charts.series import Point, Series
from dashboard.charts.theme import Look
from dashboard.charts.units import Unit

_SIZE = 10
_ROOM = 200


@dataclass(frozen=True)
class Box:
    """A rectangle in px from the top left corner of the plot."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, across: float, down: float) -> bool:
        """Whether a place lies in the box."""
        return self.left <= across <= self.right and self.top <= down <= self.bottom

    def overlap(self, other: Box) -> float:
        """Return the area that both boxes share, in square px."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


def coloured(found: Sequence[Series], lines: Sequence[Series], look: Look) -> list[Series]:
    """Return the marks in the colours of the line of the same name, else in neutral ones."""
    by_name = {line.name: (line.colour, line.label_colour) for line in lines}
    neutral = (look.palette.muted, look.palette.muted)
    return [
        replace(each, colour=mark, label_colour=text)
        for each in found
        for mark, text in [by_name.get(each.name, neutral)]
    ]


def draw(
    fig: go.Figure,
    found: Sequence[Series],
    lines: Sequence[Series],
    plot: Plot,
    unit: Unit,
    look: Look,
) -> None:
    """Add the marks and their labels, each where it hides least of the lines."""
    taken: list[Box] = []
    sides = fig.layout.margin.l + fig.layout.margin.r
    plot = replace(plot, width=look.usual_width - sides)
    dots = list(_dots(lines, plot))
    drawn = {line.name for line in lines}  # a line's colour and end label name its diamonds too
    for series in found:
        _draw_marks(fig, series, look)
        for point in series.points:
            is_first = point is series.points[0]
            is_named = not look.narrow and is_first and series.name not in drawn
            text = _text(series, point, unit, look, is_named)
            spot, box = _best(text, point, plot, look, dots, taken)
            taken.append(box)
            _draw_label(fig, text, point, spot, series.label_colour, look)


def _draw_marks(fig: go.Figure, series: Series, look: Look) -> None:
    colour = series.colour
    points = series.points
    fig.add_trace(
        go.Scatter(
            name=series.name,
            meta="points",
            x=[point.date.strftime("%Y-%m-%d") for point in points],
            y=[point.value for point in points],
            mode="markers",
            cliponaxis=False,
            marker={
                "symbol": "diamond",
                "size": _SIZE,
                "color": look.palette.page,
                "line": {"color": colour, "width": 2},
            },
            error_y=strokes.whiskers(points, colour),
            hoverinfo="skip",
        )
    )


def _text(series: Series, point: Point, unit: Unit, look: Look, is_named: bool) -> str:
    value = f"<b>{unit.value(point.value)}</b>"
    if not is_named:
        return value
    return wrapped(f"{value} {plain(series.name)}", look.small, _ROOM)


# ---------------------------------------------------------------------------------------------
# Where the label goes


@dataclass(frozen=True)
class _Spot:
    """A place for a label: the side of its mark (-1, 0, 1 across and down), px further away."""

    across: int
    down: int
    far: float = 0

    @property
    def shift(self) -> tuple[float, float]:
        """How far from the mark's middle the label's near edge or corner is, in px."""
        if self.down == 0:
            return self.across * 9.0, 0.0
        return self.across * (2 + self.far / 2), self.down * (7 + self.far)


_SPOTS = [
    *(_Spot(across, 0) for across in (1, -1)),
    *(_Spot(x, y, far) for far in (0, 20, 40, 60) for x in (1, -1, 0) for y in (-1, 1)),
]


def _best(
    text: str,
    point: Point,
    plot: Plot,
    look: Look,
    dots: Sequence[tuple[float, float]],
    taken: Sequence[Box],
) -> tuple[_Spot, Box]:
    """Return the nearest place of a label that hides least of the lines and other labels."""
    width = text_width(text, look.small)
    height = (text.count("<br>") + 1) * look.small * LINE
    places = [(spot, _box(point, plot, width, height, spot)) for spot in _SPOTS]

    def cost(spot: _Spot, box: Box) -> float:
        outside = max(0.0, -box.left) + max(0.0, box.right - plot.width)
        outside += max(0.0, -box.top) + max(0.0, box.bottom - plot.height)
        hidden = sum(box.holds(*dot) for dot in dots)
        return 50 * outside + 3 * hidden + spot.far / 5 + sum(box.overlap(x) for x in taken)

    return min(places, key=lambda place: cost(*place))


def _box(point: Point, plot: Plot, width: float, height: float, spot: _Spot) -> Box:
    across = plot.across(point.date) + spot.shift[0] + spot.across * width / 2
    down = plot.down(point.value) + spot.shift[1] + spot.down * height / 2
    return Box(across - width / 2, down - height / 2, across + width / 2, down + height / 2)


def _dots(lines: Sequence[Series], plot: Plot) -> Iterator[tuple[float, float]]:
    """Places along every line, a few px apart."""
    for series in lines:
        for run in series.runs:
            for one, two in pairwise(run):
                x0, x1 = plot.across(one.date), plot.across(two.date)
                y0, y1 = plot.down(one.value), plot.down(two.value)
                steps = max(int(abs(x1 - x0) // 4), int(abs(y1 - y0) // 4), 1)
                for step in range(steps + 1):
                    share = step / steps
                    yield x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _draw_label(
    fig: go.Figure, text: str, point: Point, spot: _Spot, colour: str, look: Look
) -> None:
    """Write the label on the page's colour; one further away is joined to its mark."""
    is_far = spot.far > 0
    fig.add_annotation(
        name="point label",
        text=text,
        x=point.date.strftime("%Y-%m-%d"),
        y=point.value,
        showarrow=is_far,
        ax=spot.shift[0] if is_far else None,
        ay=spot.shift[1] if is_far else None,
        arrowhead=0,
        arrowwidth=1,
        arrowcolor=colour,
        standoff=7,
        xanchor={-1: "right", 0: "center", 1: "left"}[spot.across],
        yanchor={-1: "bottom", 0: "middle", 1: "top"}[spot.down],
        xshift=0 if is_far else spot.shift[0],
        yshift=0 if is_far else -spot.shift[1],
        align={-1: "right", 0: "center", 1: "left"}[spot.across],
        font={"size": look.small, "color": colour},
    )
