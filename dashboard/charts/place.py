"""One place's figures beside London's, each on a scale where London's figure is 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import Dot, Entry
from dashboard.charts.frames import checked, interval, require_above_zero, require_order
from dashboard.charts.geometry import in_lines, plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look
from dashboard.charts.units import Unit

_COLUMNS = ("Here", "London")
_ROW = 30
_MARK = 11.0
_APART = 6.0
"""How far the two marks of a row stand above and below its middle, in px."""
_INDEX = Unit(suffix="")


@dataclass(frozen=True)
class _Mark:
    """A figure with its interval, London's figure being 100."""

    value: float
    interval: tuple[float, float] | None
    words: str


@dataclass(frozen=True)
class _Pair:
    """One row."""

    label: str
    here: _Mark
    london: _Mark


@kept
def place_panel(rows: pd.DataFrame, *, look: Look, name: str) -> go.Figure:
    """Draw each figure of a place as a dot with its interval beside London's, which is 100.

    Figures of several units share the axis because each is divided by London's of the same kind and
    date; both are printed as they are at the right.

    Args:
        rows: one per figure, in the order to be shown; columns `label`, `value`, `london` (above 0,
            in the row's own unit), `here_words`, `london_words` (both as they are printed), optional
            `low`, `high`, `london_low`, `london_high` (95% intervals).
        look: theme and room.
        name: of the place.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, London's figure is not above 0, an interval does not hold its
            figure, or two rows have one label.
    """
    if rows.empty:
        return theme.empty(look)
    pairs = _read(rows)
    entries = [Entry(pair.label, _words(pair)) for pair in pairs]
    key = _key(name, look)
    axis = canvas.value_axis([100.0, *_ends(pairs)], _INDEX, look)
    drawn = canvas.canvas(
        entries, axis, look, key=key, has_rule=True, columns=_COLUMNS, row_height=_ROW
    )
    drawn.rule(100, "London is 100")
    placed = list(zip(pairs, drawn.rows, strict=True))
    london = [
        _dot(pair.london, row.middle + _APART, _tooltip(pair, "London", pair.london))
        for pair, row in placed
    ]
    here = [
        _dot(pair.here, row.middle - _APART, _tooltip(pair, name, pair.here))
        for pair, row in placed
    ]
    drawn.dots(london, key[1], meta="london", size=_MARK - 2)
    drawn.dots(here, key[0], meta="here", size=_MARK)
    return drawn.fig


def _read(rows: pd.DataFrame) -> list[_Pair]:
    found = checked(
        rows,
        "place_panel",
        texts=["label", "here_words", "london_words"],
        numbers=["value", "london"],
        optional_numbers=["low", "high", "london_low", "london_high"],
        unique=["label"],
    )
    require_above_zero(found, "place_panel", "london")
    require_order(found, "place_panel", "low", "value", "high")
    require_order(found, "place_panel", "london_low", "london", "london_high")
    return [
        _Pair(str(row["label"]), _mark(row, "value", ""), _mark(row, "london", "london_"))
        for _, row in found.iterrows()
    ]


def _mark(row: pd.Series, value: str, prefix: str) -> _Mark:
    scale = 100 / float(row["london"])
    ends = interval(row, f"{prefix}low", f"{prefix}high")
    scaled = (ends[0] * scale, ends[1] * scale) if ends else None
    words = str(row["london_words" if prefix else "here_words"])
    return _Mark(float(row[value]) * scale, scaled, words)


def _words(pair: _Pair) -> tuple[str, str]:
    return f"<b>{plain(pair.here.words)}</b>", plain(pair.london.words)


def _key(name: str, look: Look) -> list[Piece]:
    colours = look.palette
    return [
        Piece(plain(name), "circle", colours.series[0], colours.series[0]),
        Piece("London", "diamond", colours.grey, colours.page),
        Piece("95% intervals", "line", colours.grey),
    ]


def _ends(pairs: Sequence[_Pair]) -> list[float]:
    marks = [mark for pair in pairs for mark in (pair.here, pair.london)]
    return [end for mark in marks for end in (mark.value, *(mark.interval or ()))]


def _dot(mark: _Mark, down: float, tooltip: str) -> Dot:
    return Dot(mark.value, down, tooltip, mark.interval)


def _tooltip(pair: _Pair, name: str, mark: _Mark) -> str:
    here = f"{mark.value:.0f}, where London is 100" if pair.here is mark else ""
    return in_lines(f"<b>{plain(name)}: {plain(mark.words)}</b>", plain(pair.label), here)
