"""How much each place changed, and which changes are clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import canvas, theme
from dashboard.charts.canvas import Dot, Entry
from dashboard.charts.frames import checked, interval, or_none, require_order, roles, truths
from dashboard.charts.geometry import in_lines, plain
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look
from dashboard.charts.units import POINTS, Unit

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
    printed: str = ""
    is_of_another_year: bool = False

    @property
    def is_hollow(self) -> bool:
        """Whether its clear change is drawn hollow, as it is to another year than the others'."""
        return self.is_clear and self.is_of_another_year


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
            the tooltip, such as "58% to 51%"), `printed` (the change as it stands in words elsewhere:
            "−6.4% (−12.2 to −0.3)") and `role` ("main", "chosen" for the reader's place,
            "context"), `is_of_another_year` (whether its period is another than that of most: drawn
            hollow; its label says which).
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
    key = _key(look, has_other=any(one.is_hollow for one in changes))
    axis = canvas.value_axis(_drawn(changes), unit, look, from_zero=True)
    drawn = canvas.canvas(entries, axis, look, key=key, has_rule=True)
    drawn.guides([one.interval[0] if one.interval else one.value for one in changes])
    drawn.rule(0, "No change")
    placed = list(zip(changes, drawn.rows, strict=True))
    for is_clear, is_hollow, kind in (
        (False, False, key[1]),
        (True, False, key[0]),
        (True, True, key[-1]),
    ):
        dots = [
            Dot(one.value, row.middle, _tooltip(one, one.value, unit, words, when), one.interval)
            for one, row in placed
            if one.value is not None and (one.is_clear, one.is_hollow) == (is_clear, is_hollow)
        ]
        if is_hollow and not dots:
            continue
        meta, size = ("clear", _CLEAR) if is_clear else ("not clear", _UNCLEAR)
        drawn.dots(dots, kind, meta=meta, size=size)
    drawn.annotate([drawn.remark(row) for one, row in placed if one.value is None])
    return drawn.fig


def _read(rows: pd.DataFrame, sort: bool) -> list[_Change]:
    found = checked(
        rows,
        "change_dots",
        texts=["label"],
        numbers=["value", "low", "high"],
        optional_texts=["detail", "printed", "role"],
        unique=["label"],
    )
    if "is_clear" not in rows:
        raise ValueError("change_dots: the frame has no column 'is_clear'")
    require_order(found, "change_dots", "low", "value", "high")
    clear = truths(rows["is_clear"], "change_dots")
    apart = [False] * len(rows)
    if "is_of_another_year" in rows:
        apart = [bool(one) for one in rows["is_of_another_year"]]
    labels, kinds = [str(label) for label in found["label"]], roles(found, "change_dots")
    changes = [
        replace(_change(row, kind, is_clear), is_of_another_year=is_apart)
        for (_, row), kind, is_clear, is_apart in zip(
            found.iterrows(), kinds, clear, apart, strict=True
        )
    ]
    wrong = [one.label for one in changes if one.is_clear and not one.value]
    if wrong:
        raise ValueError(f"change_dots: {wrong[0]} has no change that could be clear")
    return [changes[place] for place in canvas.in_order(labels, kinds, sort)]


def _change(row: pd.Series, role: str, is_clear: bool) -> _Change:
    label, detail, printed = (str(row[name]) for name in ("label", "detail", "printed"))
    return _Change(label, role, or_none(row["value"]), interval(row), is_clear, detail, printed)


def _words(change: _Change, unit: Unit, words: tuple[str, str], look: Look) -> tuple[str, ...]:
    """Return what stands at the right: the change; on a wide screen its interval and the word too."""
    if change.value is None:
        return ("–",)
    size, _, ends = change.printed.removesuffix(")").partition(" (")
    text = size or unit.value(change.value)
    text = f"<b>{text}</b>" if change.is_clear or change.role == "chosen" else text
    if look.narrow:
        return (text,)
    between = f"({ends or unit.between(change.interval)})" if change.interval else ""
    return text, between, _word(change, words)


def _word(change: _Change, words: tuple[str, str]) -> str:
    """Return what a clear change is called; nothing for one that is not clear."""
    if not change.is_clear or change.value is None:
        return ""
    return words[0] if change.value < 0 else words[1]


def _key(look: Look, *, has_other: bool = False) -> list[Piece]:
    colours = look.palette
    other = Piece("Clear, to an earlier year", "diamond", colours.series[0], colours.page)
    return [
        Piece("Clear change", "diamond", colours.series[0], colours.series[0]),
        Piece("No clear change", "circle", colours.grey, colours.page),
        Piece("95% interval", "line", colours.grey),
        *([other] if has_other else []),
    ]


def _drawn(changes: Sequence[_Change]) -> list[float]:
    values = [one.value for one in changes if one.value is not None]
    return values + [end for one in changes for end in one.interval or ()]


def _tooltip(change: _Change, value: float, unit: Unit, words: tuple[str, str], when: str) -> str:
    """Return lines of text: name and change, its interval, what it says, from what to what."""
    return in_lines(
        f"<b>{plain(change.label)}: {unit.words(value)}</b>",
        f"95% interval {unit.between(change.interval)}" if change.interval else "",
        (_word(change, words) or "no clear change").capitalize(),
        plain(change.detail),
        plain(when),
    )
