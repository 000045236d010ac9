"""How much each place changed, and which changes are clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import legend, rowcanvas, rowmarks, rowplot, theme
from dashboard.charts.frames import checked, or_none, require_order, roles, truths
from dashboard.charts.geometry import plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.rowplot import Entry
from dashboard.charts.theme import Look
from dashboard.charts.units import POINTS, Unit

_HEADER = 18
_CLEAR, _UNCLEAR = 11.0, 8.0
"""Size of the marks in px."""


@dataclass(frozen=True)
class _Change:
    """One place; no interval where it is not known."""

    label: str
    role: str
    value: float | None
    interval: tuple[float, float] | None
    is_clear: bool
    detail: str


@kept
def change_dots(
    rows: pd.DataFrame,
    *,
    look: Look,
    unit: Unit = POINTS,
    when: str = "",
    sort: bool = True,
    words: tuple[str, str] = ("lower", "higher"),
) -> go.Figure:
    """Draw the change in each place as a dot with its interval, beside a line at no change.

    Args:
        rows: one per place; columns `label`, `value` (the change, in the unit; missing: "No
            figure"), `low`, `high` (its 95% interval), `is_clear` (whether it stays clear when so
            many places are looked at together, by false-discovery control), optional `detail` (for
            the tooltip, such as "58% to 51%") and `role` ("main", "chosen" for the reader's place,
            "context").
        look: theme and room.
        unit: of the changes.
        when: the period in words, for the tooltip.
        sort: in alphabetical order, context first; otherwise as the rows come.
        words: what a clear fall and a clear rise are called.

    Returns:
        A figure as wide as its container, as high as its rows need.

    Raises:
        ValueError: a column is missing, an interval does not hold its value, a change of zero is
            said to be clear, or two rows are of one place.
    """
    changes = _read(rows, sort)
    if not any(change.value is not None for change in changes):
        return theme.empty(look)
    entries = [Entry(one.label, _words(one, unit, words, look), one.role) for one in changes]
    key = legend.lay_out(_key(look), look)
    sheet = rowplot.lay_out(entries, look, key=key, header=_HEADER)
    axis = rowplot.value_axis(_drawn(changes), unit, look, from_zero=True)
    fig = rowcanvas.canvas(sheet, axis)
    placed = list(zip(changes, [row.middle for row in sheet.rows], strict=True))
    rowmarks.guides(fig, sheet, axis, [_guide_end(change) for change in changes])
    rowmarks.rule(fig, sheet, axis, 0, "No change")
    for is_clear in (False, True):
        kind = [pair for pair in placed if pair[0].is_clear == is_clear]
        _draw(fig, kind, [_tooltip(change, unit, words, when) for change, _ in kind], look)
    empty = [row for change, row in zip(changes, sheet.rows, strict=True) if change.value is None]
    theme.annotate(fig, [rowmarks.remark(row, look) for row in empty])
    return fig


def _read(rows: pd.DataFrame, sort: bool) -> list[_Change]:
    found = checked(
        rows,
        "change_dots",
        texts=["label"],
        numbers=["value", "low", "high"],
        optional_texts=["detail", "role"],
        unique=["label"],
    )
    if "is_clear" not in rows:
        raise ValueError("change_dots: the frame has no column 'is_clear'")
    require_order(found, "change_dots", "low", "value", "high")
    clear = truths(rows["is_clear"], "change_dots")
    labels, kinds = [str(label) for label in found["label"]], roles(found, "change_dots")
    changes = [
        _change(row, kind, is_clear)
        for (_, row), kind, is_clear in zip(found.iterrows(), kinds, clear, strict=True)
    ]
    wrong = [one.label for one in changes if one.is_clear and not one.value]
    if wrong:
        raise ValueError(f"change_dots: {wrong[0]} has no change that could be clear")
    return [changes[place] for place in rowplot.in_order(labels, kinds, sort)]


def _change(row: pd.Series, role: str, is_clear: bool) -> _Change:
    low, high = or_none(row["low"]), or_none(row["high"])
    interval = None if low is None or high is None else (low, high)
    detail = str(row["detail"])
    return _Change(str(row["label"]), role, or_none(row["value"]), interval, is_clear, detail)


def _words(change: _Change, unit: Unit, words: tuple[str, str], look: Look) -> str:
    """Return what stands at the right: the change, on a wide screen its interval, and the word."""
    if change.value is None:
        return "–"
    text = unit.value(change.value)
    text = f"<b>{text}</b>" if change.is_clear or change.role == "chosen" else text
    if change.interval is not None and not look.narrow:
        text += f" ({unit.value(change.interval[0])} to {unit.value(change.interval[1])})"
    return f"{text} {_word(change, words)}".rstrip()


def _word(change: _Change, words: tuple[str, str]) -> str:
    """Return what a clear change is called; nothing for one that is not clear."""
    if not change.is_clear or change.value is None:
        return ""
    return words[0] if change.value < 0 else words[1]


def _key(look: Look) -> list[Piece]:
    colours = look.palette
    return [
        Piece("Clear change", "diamond", colours.series[0], colours.series[0]),
        Piece("No clear change", "circle", colours.grey, colours.page),
        Piece("95% interval", "line", colours.grey),
    ]


def _drawn(changes: Sequence[_Change]) -> list[float]:
    values = [one.value for one in changes if one.value is not None]
    return values + [end for one in changes for end in one.interval or ()]


# ---------------------------------------------------------------------------------------------
# Drawing


def _guide_end(change: _Change) -> float | None:
    return change.interval[0] if change.interval else change.value


def _draw(
    fig: go.Figure,
    placed: Sequence[tuple[_Change, float]],
    tooltips: Sequence[str],
    look: Look,
) -> None:
    """Draw changes that are all clear, or all not: intervals beneath marks."""
    if not placed:
        return
    colours = look.palette
    is_clear = placed[0][0].is_clear
    colour = colours.series[0] if is_clear else colours.grey
    ranges = [(*one.interval, down) for one, down in placed if one.interval is not None]
    rowmarks.draw_intervals(fig, ranges, colour)
    marks = [(one.value, down) for one, down in placed if one.value is not None]
    said = [
        words for (one, _), words in zip(placed, tooltips, strict=True) if one.value is not None
    ]
    rowmarks.draw_marks(
        fig,
        marks,
        said,
        meta="clear" if is_clear else "not clear",
        symbol="diamond" if is_clear else "circle",
        size=_CLEAR if is_clear else _UNCLEAR,
        edge=colour,
        fill=colour if is_clear else colours.page,
    )


def _tooltip(change: _Change, unit: Unit, words: tuple[str, str], when: str) -> str:
    """Return lines of text: name and change, its interval, what it says, from what to what."""
    if change.value is None:
        return ""
    lines = [f"<b>{plain(change.label)}: {unit.words(change.value)}</b>"]
    if change.interval is not None:
        low, high = (unit.value(end) for end in change.interval)
        lines.append(f"95% interval {low} to {high}")
    lines.append((_word(change, words) or "no clear change").capitalize())
    lines += [plain(change.detail), plain(when)]
    return "<br>".join(line for line in lines if line)
