"""Figures of another standing: hollow marks with their own labels, joined to nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import strokes
from dashboard.charts.geometry import LINE, Plot, text_width
from dashboard.charts.series import Point, Series, iso
from dashboard.charts.theme import Look, tint
from dashboard.charts.units import Unit

_SIZE = 10


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


@dataclass(frozen=True)
class _Sight:
    """The plot at one width of the window: what is drawn there, in px, and the marks, and the labels placed so far."""

    plot: Plot
    dots: Sequence[tuple[float, float]]
    stems: Sequence[float]
    taken: list[Box]
    ends: Sequence[tuple[float, float]] = ()


def draw(
    fig: go.Figure,
    found: Sequence[Series],
    lines: Sequence[Series],
    stems: Sequence[pd.Timestamp],
    plot: Plot,
    unit: Unit,
    look: Look,
    signs: Sequence[Series] = (),
) -> None:
    """Add the marks and their labels, each where it hides least, in a wide window and in a small one.

    Args:
        found: the marks, diamonds. signs: those of early signs, squares; printed with one decimal.
        lines, stems: what the labels keep clear of; the dates of upright lines.
    """
    sides = fig.layout.margin.l + fig.layout.margin.r
    plots = [replace(plot, width=width - sides) for width in (look.width, look.usual_width)]
    sights = [
        _Sight(
            one,
            list(_dots(lines, one)),
            [one.across(date) for date in stems],
            _marks(lines, [*found, *signs], one),
            [(one.across(line.last.date), one.down(line.last.value)) for line in lines],
        )
        for one in plots
    ]
    kinds = [("diamond", unit, each) for each in found]
    kinds += [("square", replace(unit, decimals=1), each) for each in signs]
    for symbol, printed, series in kinds:
        _draw_marks(fig, series, symbol, look)
        for point in series.points:
            text = f"<b>{printed.value(point.value)}</b>"
            spot = _best(text, point, sights, look)
            _draw_label(fig, text, point, spot, series.label_colour, look)


def _draw_marks(fig: go.Figure, series: Series, symbol: str, look: Look) -> None:
    marker = {
        "symbol": symbol,
        "size": _SIZE,
        "color": look.palette.page,
        "line": {"color": series.colour, "width": 2},
    }
    bars = strokes.whiskers(series.points, series.colour)
    places = [point.at for point in series.points]
    fig.add_trace(strokes.spots(places, "points", marker, name=series.name, error_y=bars))


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


def _best(text: str, point: Point, sights: Sequence[_Sight], look: Look) -> _Spot:
    """Return the nearest place of a label that hides least of lines and other labels; note it."""
    width, height = text_width(text, look.small), look.small * LINE

    def box(spot: _Spot, sight: _Sight) -> Box:
        return _box(point, sight.plot, width, height, spot)

    def cost(spot: _Spot) -> float:
        owns = [(one.plot.across(point.date), one.plot.down(point.value)) for one in sights]
        return sum(
            _cost(box(spot, one), spot, one, own) for one, own in zip(sights, owns, strict=True)
        )

    best = min(_SPOTS, key=cost)
    for one in sights:
        one.taken.append(box(best, one))
    return best


def _cost(box: Box, spot: _Spot, sight: _Sight, own: tuple[float, float]) -> float:
    """What is lost where a label stands there: most by leaving the plot, least by an upright line."""
    outside = max(0.0, -box.left) + max(0.0, box.right - sight.plot.width)
    outside += max(0.0, -box.top) + max(0.0, box.bottom - sight.plot.height)
    hidden = sum(box.holds(*dot) for dot in sight.dots)
    crossed = sum(box.left <= across <= box.right for across in sight.stems)
    over = sum(box.overlap(other) for other in sight.taken)
    strange = sum(_is_nearer(box, end, own) for end in sight.ends)
    return 50 * outside + 6 * hidden + 2 * crossed + spot.far + over + 80 * strange


def _is_nearer(box: Box, end: tuple[float, float], own: tuple[float, float]) -> bool:
    """Whether a label stands nearer to the end of a line than to its own mark, and would be read as its figure."""
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return math.dist(middle, end) < math.dist(middle, own)


def _box(point: Point, plot: Plot, width: float, height: float, spot: _Spot) -> Box:
    across = plot.across(point.date) + spot.shift[0] + spot.across * width / 2
    down = plot.down(point.value) + spot.shift[1] + spot.down * height / 2
    return Box(across - width / 2, down - height / 2, across + width / 2, down + height / 2)


_HALF, _ROOM = 6, 11
"""Half the width in px of a mark, and of the room that the end of a line is given: a label under it would be
read as its figure."""


def _marks(lines: Sequence[Series], hollow: Sequence[Series], plot: Plot) -> list[Box]:
    """The room of the marks themselves: of hollow ones, and of the ends of lines."""
    spots = [(point, _HALF) for each in hollow for point in each.points]
    spots += [(line.last, _ROOM) for line in lines]
    return [
        Box(across - half, down - half, across + half, down + half)
        for point, half in spots
        for across, down in [(plot.across(point.date), plot.down(point.value))]
    ]


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
        x=iso(point.date),
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
        bgcolor=tint(look.palette.page, 0.85),
        font={"size": look.small, "color": colour},
    )
