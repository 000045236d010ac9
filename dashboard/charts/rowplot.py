"""Charts with a row for each place or group: names left, a value axis, words at the right.

All lengths are in px. Rows are placed from the top of the plot, on an axis that runs downwards.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts import axes
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.legend import Legend
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import Unit

LONG = 12
"""With more rows than this the axis has its numbers at the bottom too."""
PAD = 9.0
"""How far the plot runs on beyond the first and the last number of its axis."""
NUMBERS = 20
_PHONE, _TALLEST = 300, 72
"""The least height of a chart on a phone, and the greatest of a row."""
GAP = 10


@dataclass(frozen=True)
class Entry:
    """What a row says.

    Attributes:
        label: the name, unformatted. words: at the right, formatted, may have several lines.
        role: "main", "chosen" (bold) or "context" (grey).
    """

    label: str
    words: str
    role: str = "main"


@dataclass(frozen=True)
class Row:
    """An entry with its place."""

    entry: Entry
    label: str
    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where its marks stand."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Sheet:
    """Where everything is; `margin` leaves room for names, words, key, header and numbers."""

    rows: Sequence[Row]
    margin: Margin
    key: Legend
    header: float
    look: Look

    @property
    def depth(self) -> float:
        """Height of the plot."""
        return self.rows[-1].top + self.rows[-1].height

    @property
    def width(self) -> float:
        """The least width that the plot has."""
        return self.look.width - self.margin.left - self.margin.right

    @property
    def is_long(self) -> bool:
        """Whether the axis has its numbers at the bottom too."""
        return len(self.rows) > LONG


@dataclass(frozen=True)
class ValueAxis:
    """The value axis: its numbers, and the least and greatest value drawn."""

    ticks: Sequence[float]
    texts: Sequence[str]
    low: float
    high: float
    is_log: bool = False

    def place(self, value: float) -> float:
        """Return a value as Plotly counts it in ranges and annotations."""
        return math.log10(value) if self.is_log else value

    def ends(self, width: float) -> tuple[float, float]:
        """Return the axis's range on a plot `width` px wide: a little beyond what is drawn."""
        low, high = self.place(self.low), self.place(self.high)
        more = (high - low) * PAD / max(width - 2 * PAD, 1)
        return low - more, high + more

    def across(self, value: float, width: float) -> float:
        """Return how many px from the left edge of a plot `width` px wide a value is."""
        low, high = self.ends(width)
        return (self.place(value) - low) / (high - low) * width


def value_axis(
    values: Sequence[float], unit: Unit, look: Look, *, from_zero: bool = False
) -> ValueAxis:
    """Return an axis that just holds the values, with even numbers along it.

    Args:
        values: all that is drawn. unit: of the numbers. look: a phone has room for fewer.
        from_zero: the axis includes 0.
    """
    low, high = min(values), max(values)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    inside: list[float] = []
    for target in (4, 6) if look.narrow else (8, 12):
        ticks = axes.value_ticks(low, high, zero=from_zero, shares=False, target=target)
        inside = inside if len(inside) > 2 else [tick for tick in ticks if low <= tick <= high]
    if len(inside) < 2 or low == high:
        inside, low, high = ticks, ticks[0], ticks[-1]
    return ValueAxis(inside, unit.ticks(inside, short=look.narrow), low, high)


def in_order(labels: Sequence[str], roles: Sequence[str], sort: bool) -> list[int]:
    """Return the places of rows as they are shown: by name, context first as it was given."""
    places = range(len(labels))
    if not sort:
        return list(places)
    top = [place for place in places if roles[place] == "context"]
    rest = sorted(set(places).difference(top), key=lambda place: labels[place].casefold())
    return top + rest


def lay_out(
    entries: Sequence[Entry],
    look: Look,
    *,
    key: Legend,
    header: float = 0.0,
    column: str = "",
    row_height: float = 0.0,
) -> Sheet:
    """Place the rows.

    Args:
        entries: in order, top to bottom.
        look: theme and room; narrow breaks long names over two lines.
        key: above everything.
        header: room between the axis's numbers and the key, for words over the plot.
        column: heading of the words at the right.
        row_height: the least height of a row; by default what a name needs.
    """
    above = key.height + header + NUMBERS + (4 if key.height else 0)
    below = NUMBERS if len(entries) > LONG else 4
    least = max(row_height or _usual(look), _share(len(entries), above + below, look))
    rows, top = [], 0.0
    for entry in entries:
        label = _name(entry, look)
        need = max(text_height(label, look.small), text_height(entry.words, look.small)) + 6
        height = max(need, least)
        rows.append(Row(entry, label, top, height))
        top += height
    left = max(text_width(row.label, look.small) for row in rows) + GAP
    words = [column, *(entry.words for entry in entries)]
    right = max(text_width(text, look.small) for text in words)
    return Sheet(
        rows, Margin(left, right + GAP + 3 if right else 4, above, below), key, header, look
    )


def _usual(look: Look) -> float:
    return 24 if look.narrow else 25


def _share(rows: int, other: float, look: Look) -> float:
    """Return how high a row is for a chart on a phone to have the height that it should have."""
    return min((_PHONE - other) / rows, _TALLEST) if look.narrow else 0.0


def _name(entry: Entry, look: Look) -> str:
    """Return a name as it is printed, on a phone in lines of at most 116 px."""
    text = wrapped(plain(entry.label), look.small, 116 if look.narrow else 260)
    return f"<b>{text}</b>" if entry.role == "chosen" else text
