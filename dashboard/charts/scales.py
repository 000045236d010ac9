"""Colour scales of maps: a few classes, each a tint of one colour, so that they follow the theme.

A tint is the theme's colour at some opacity over the page: on the dark page pale classes are dark.
What stands on a class is printed in the ink or in the page's colour, whichever can be read on it in
both themes (4.5:1; a test computes it). Tints cannot all be told apart by eye or on paper: the
value is always printed or said as well.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.theme import Look, tint
from dashboard.charts.units import Unit

MOST = 5
_OPACITIES = {
    1: (0.28,),
    2: (0.08, 0.78),
    3: (0.08, 0.5, 1.0),
    4: (0.08, 0.28, 0.78, 1.0),
    5: (0.08, 0.28, 0.5, 0.78, 1.0),
}
_AROUND = (1.0, 0.4, 0.0, 0.4, 1.0)
_MIDDLE = 0.08
_INK_UP_TO = 0.5
"""The greatest opacity on which the ink can be read."""


@dataclass(frozen=True)
class Scale:
    """Where the classes meet, lowest first.

    Attributes:
        edges: values at which one class ends and the next begins.
        decimals: digits that values are rounded to before they are put into a class, so that colour
            and printed figure agree.
        centre: of a diverging scale, whose classes are the same on either side; else None.
    """

    edges: tuple[float, ...]
    decimals: int
    centre: float | None = None

    @property
    def classes(self) -> int:
        """How many there are."""
        return len(self.edges) + 1

    def class_of(self, value: float) -> int:
        """Return the number of a value's class, from 0; a value on an edge is in the outer class."""
        shown = round(value, self.decimals)
        if self.centre is None:
            return bisect_right(self.edges, shown)
        beyond = bisect_right(
            [edge - self.centre for edge in self.edges if edge > self.centre],
            abs(shown - self.centre) + 1e-9,
        )
        return self.classes // 2 + (beyond if shown > self.centre else -beyond)

    def fill(self, number: int, look: Look) -> str:
        """Return a class's colour; the one around the centre is a hint of grey."""
        colours = look.palette
        if self.centre is not None and number == self.classes // 2:
            return tint(colours.grey, _MIDDLE)
        low = self.centre is not None and number < self.classes // 2
        return tint(colours.labels[3] if low else colours.series[0], self._opacity(number))

    def ink(self, number: int, look: Look) -> str:
        """Return the colour of text on a class."""
        strong = self._opacity(number) > _INK_UP_TO
        return look.palette.page if strong else look.palette.ink

    def is_low(self, number: int) -> bool:
        """Whether a class of a diverging scale lies under its centre."""
        return self.centre is not None and number < self.classes // 2

    def _opacity(self, number: int) -> float:
        return (_OPACITIES[self.classes] if self.centre is None else _AROUND)[number]


def scale_for(
    values: Iterable[float],
    *,
    unit: Unit,
    centre: float | None = None,
    classes: int = MOST,
    equal_counts: bool = False,
) -> Scale:
    """Return a scale of round numbers for some values.

    Args:
        values: in the unit; missing ones are left out.
        unit: of the values.
        centre: makes the scale diverge from it, with two classes on either side and one around it:
            0 for changes, or the figure of London.
        classes: at most so many, 2 to 5; a diverging scale has five.
        equal_counts: about as many values in each class, where a few that lie far out would put all
            others into one; otherwise classes are as wide as each other.

    Raises:
        ValueError: no value, or a number of classes that there are no colours for.
    """
    if not 2 <= classes <= MOST:
        raise ValueError(f"scale_for: {classes} classes; 2 to {MOST} can be told apart")
    known = [float(value) for value in values if value is not None and not math.isnan(value)]
    if not known:
        raise ValueError("scale_for: no value to make a scale for")
    least = 10.0**-unit.decimals
    if centre is not None:
        away = sorted(abs(value - centre) for value in known)
        step = away[len(away) // 2] if equal_counts else away[-1] / 3
        step = max(_round_down(step), least)
        edges = [centre + places * step for places in (-2, -1, 1, 2)]
        return Scale(tuple(round(edge, 9) for edge in edges), unit.decimals, centre)
    if equal_counts:
        return Scale(_quantile_edges(sorted(known), least, classes), unit.decimals)
    return Scale(_even_edges(min(known), max(known), least, classes), unit.decimals)


def _quantile_edges(known: Sequence[float], least: float, classes: int) -> tuple[float, ...]:
    """Return round numbers near the values' quantiles, as round as keeps them apart.

    Args:
        known: values, least first. least: the finest step. classes: at most so many.
    """
    quantiles = [known[len(known) * place // classes] for place in range(1, classes)]
    edges: list[float] = []
    step = _round_up(max(known[-1] - known[0], least))
    while len(edges) < len(set(quantiles)) and step >= least * (1 - 1e-9):
        nearest = {round(round(value / step) * step, 9) for value in quantiles}
        edges = sorted(edge for edge in nearest if known[0] < edge <= known[-1])
        step = _round_up(step / 2.6)  # 10, 5, 2, 1
    return tuple(edges)


def _even_edges(low: float, high: float, least: float, classes: int) -> tuple[float, ...]:
    """Return evenly spaced round numbers inside the values' range, at most one fewer than classes."""
    step = max(_round_up((high - low) / classes), least)
    first = math.floor(low / step + 1e-9) + 1
    last = math.ceil(high / step - 1e-9) - 1
    edges = [round(number * step, 9) for number in range(first, last + 1)]
    while len(edges) > classes - 1:
        step *= 2
        first, last = math.floor(low / step + 1e-9) + 1, math.ceil(high / step - 1e-9) - 1
        edges = [round(number * step, 9) for number in range(first, last + 1)]
    return tuple(edges)


def _round_up(value: float) -> float:
    """Return the least of 1, 2, 5 times a power of ten that is not under a value."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return (
        next(step for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * (1 - 1e-9)) * power
    )


def _round_down(value: float) -> float:
    """Return the greatest number of one digit that is not over a value: 3 for 3.7, 0.2 for 0.27."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return math.floor(value / power + 1e-9) * power
