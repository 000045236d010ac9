"""Two shares side by side in each row, and the gap between them in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import Dot, Entry, Row, ValueAxis, ValueCanvas
from dashboard.charts.frames import checked, interval, or_none, require_order, roles
from dashboard.charts.geometry import in_lines, plain, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look, Note
from dashboard.charts.units import PER_CENT, POINTS, Unit

_MARK = 12.0
_HEADING = 124.0
"""The widest line of the heading over the gaps."""
_BESIDE = 10.0
"""How far a figure stands from the middle of its mark, in px."""


@dataclass(frozen=True)
class _Pair:
    """One row; `interval` is that of the gap."""

    label: str
    role: str
    first: float | None
    second: float | None
    interval: tuple[float, float] | None

    @property
    def gap(self) -> float | None:
        """The first minus the second; None where either is missing."""
        return None if self.first is None or self.second is None else self.first - self.second


@kept
def dumbbell(
    rows: pd.DataFrame,
    *,
    look: Look,
    first: str,
    second: str,
    unit: Unit = PER_CENT,
    gap_unit: Unit = POINTS,
    when: str = "",
    named: bool = False,
    natural: bool = False,
) -> go.Figure:
    """Draw two figures in each row, joined by a line, with the gap between them at the right.

    Args:
        rows: one per group or rank, the greatest first figure shown first; columns `label`, `first`, `second`
            (in the unit; missing: no mark, no gap), optional `low`, `high` (95% interval of the gap,
            in its unit) and `role` ("main", "chosen", "context").
        look: theme and room.
        first, second: what the two are, such as "Officers" and "Londoners".
        unit: of both. gap_unit: of the first minus the second.
        when: the period in words, for the tooltip.
        named: write what each is beside its mark too, where there is room: for one or two rows.
        natural: the rows have an order of their own, that of ranks or ages, and keep it.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, the two have one name, an interval does not hold its gap,
            or two rows have one label.
    """
    if first == second:
        raise ValueError(f"dumbbell: both figures are called {first!r}")
    pairs = _read(rows)
    order = canvas.by_size([one.first for one in pairs], [one.role for one in pairs], natural)
    pairs = [pairs[place] for place in order]
    if not any(value is not None for pair in pairs for value in (pair.first, pair.second)):
        return theme.empty(look)
    entries = [Entry(pair.label, _words(pair, gap_unit, look), pair.role) for pair in pairs]
    key = _key(first, second, look)
    heading = "Gap" if look.narrow else f"Gap, {gap_unit.name}".removesuffix(", ")
    columns = (wrapped(heading, look.small, _HEADING),)
    names = (plain(first), plain(second)) if named else ("", "")
    axis = _axis(pairs, names, unit, canvas.room(entries, look, columns), look)
    drawn = canvas.canvas(entries, axis, look, key=key, columns=columns, row_height=32)
    placed = list(zip(pairs, drawn.rows, strict=True))
    _draw_lines(drawn, placed)
    said = [_tooltip(pair, (first, second), unit, gap_unit, when) for pair in pairs]
    for meta, kind in (("second", key[1]), ("first", key[0])):
        ends = [pair.first if meta == "first" else pair.second for pair in pairs]
        dots = [
            Dot(end, row.middle, words)
            for end, row, words in zip(ends, drawn.rows, said, strict=True)
            if end is not None
        ]
        drawn.dots(dots, kind, meta=meta, size=_MARK)
    drawn.annotate(note for pair, row in placed for note in _figures(pair, row, names, unit, drawn))
    return drawn.fig


def _read(rows: pd.DataFrame) -> list[_Pair]:
    found = checked(
        rows,
        "dumbbell",
        texts=["label"],
        numbers=["first", "second"],
        optional_texts=["role"],
        optional_numbers=["low", "high"],
        unique=["label"],
    )
    found["value"] = found["first"] - found["second"]
    require_order(found, "dumbbell", "low", "value", "high")
    kinds = roles(found, "dumbbell")
    return [_pair(row, kind) for (_, row), kind in zip(found.iterrows(), kinds, strict=True)]


def _pair(row: pd.Series, role: str) -> _Pair:
    first, second = or_none(row["first"]), or_none(row["second"])
    return _Pair(str(row["label"]), role, first, second, interval(row))


def _words(pair: _Pair, gap_unit: Unit, look: Look) -> tuple[str, ...]:
    if pair.gap is None:
        return ("–",)
    text = f"<b>{gap_unit.value(pair.gap)}</b>"
    if pair.interval is None or look.narrow:
        return (text,)
    return text, f"({gap_unit.between(pair.interval)})"


def _key(first: str, second: str, look: Look) -> list[Piece]:
    colours = look.palette
    return [
        Piece(plain(first), "circle", colours.series[0], colours.series[0]),
        Piece(plain(second), "diamond", colours.grey, colours.page),
    ]


def _axis(
    pairs: Sequence[_Pair], names: tuple[str, str], unit: Unit, room: float, look: Look
) -> ValueAxis:
    """Return an axis with 0, `room` px long, that holds the words outside the two marks as well."""
    both = [zip((pair.first, pair.second), names, strict=True) for pair in pairs]
    known = [(value, name) for pair in both for value, name in pair if value is not None]
    values = [value for value, _ in known]
    need = max(text_width(_text(*one, unit), look.small) for one in known) + _BESIDE
    width = room - 2 * canvas.PAD
    low, high = min(*values, 0.0), max(*values, 0.0)
    sides = 2 if low < 0 else 1
    more = (high - low) * need / max(width - sides * need, width / 4)
    furthest = [high + more, low - more] if low < 0 else [high + more]
    return canvas.value_axis([*values, *furthest], unit, look, from_zero=True)


def _text(value: float, name: str, unit: Unit) -> str:
    """What stands beside a mark: its figure, its name before it where it is named."""
    return f"{name} {unit.value(value)}".strip()


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_lines(drawn: ValueCanvas, placed: Sequence[tuple[_Pair, Row]]) -> None:
    whole = [
        (pair.first, pair.second, row.middle, row.middle)
        for pair, row in placed
        if pair.gap is not None
    ]
    drawn.lines("gap", whole, {"color": drawn.look.palette.axis, "width": 3})


def _figures(
    pair: _Pair, row: Row, names: tuple[str, str], unit: Unit, drawn: ValueCanvas
) -> list[Note]:
    """Return each figure on its mark's outer side, or what stands where there is none.

    A name that has no room left of its mark is left out: the key has it too.
    """
    small, colours = drawn.look.small, drawn.look.palette
    both = [(pair.first, colours.labels[0], names[0]), (pair.second, colours.grey_text, names[1])]
    known = sorted((value, colour, name) for value, colour, name in both if value is not None)
    notes: list[Note] = []
    for place, (value, colour, name) in enumerate(known):
        to_left = place == 0 and len(known) == 2
        text = _text(value, name, unit)
        if to_left and text_width(text, small) + _BESIDE > drawn.across(value):
            text = unit.value(value)
        style = {"name": "figure", "font": {"size": small, "color": colour}}
        notes.append(drawn.beside(text, value, row, to_left=to_left, away=_BESIDE) | style)
    return notes or [drawn.remark(row)]


def _tooltip(pair: _Pair, names: tuple[str, str], unit: Unit, gap_unit: Unit, when: str) -> str:
    figures = [
        f"{plain(name)}: {unit.words(value)}"
        for name, value in zip(names, (pair.first, pair.second), strict=True)
        if value is not None
    ]
    return in_lines(
        f"<b>{plain(pair.label)}</b>",
        *figures,
        "" if pair.gap is None else f"Gap: {gap_unit.words(pair.gap)}",
        f"95% interval {gap_unit.between(pair.interval)}" if pair.interval else "",
        plain(when),
    )
