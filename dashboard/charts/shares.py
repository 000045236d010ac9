"""What a whole is made of: one bar of 100% for each row, its parts in one order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import legend, theme
from dashboard.charts.frames import checked, or_none
from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.kept import kept
from dashboard.charts.legend import Piece
from dashboard.charts.theme import Look, Margin, Note
from dashboard.charts.units import PER_CENT, Unit

MOST_PARTS = 5
_LABEL_ROOM = 230
_WHOLE = (98.0, 102.0)
"""Printed shares of one whole may add to a little less or more than 100."""


@dataclass(frozen=True)
class _Part:
    """One piece of a bar; `start` and `value` in per cent of the whole."""

    name: str
    start: float
    value: float
    count: float | None


@dataclass(frozen=True)
class _Bar:
    """One whole with its place; px from the top of the plot."""

    label: str
    text: str
    parts: Sequence[_Part]
    top: float
    height: float
    middle: float


@kept
def share_bars(
    rows: pd.DataFrame, *, look: Look, unit: Unit = PER_CENT, when: str = ""
) -> go.Figure:
    """Draw one bar for each whole, divided into its parts.

    Args:
        rows: one per bar and part; columns `label` (the bar), `part`, `value` (share of the bar's
            whole, 0 to 100; missing: not drawn), optional `count` (for the tooltip). Bars and parts
            come in order of first appearance; at most five parts, the fifth in grey.
        look: narrow sets each label above its bar.
        unit: how shares are printed.
        when: the period in words, for the tooltip.

    Returns:
        A figure as wide as its container, as high as its bars need.

    Raises:
        ValueError: a column is missing, more than five parts, a share under 0, a part twice in one
            bar, or a bar whose parts do not add to about 100.
    """
    found = _read(rows)
    if found.empty:
        return theme.empty(look)
    names = [str(name) for name in found["part"].unique()]
    bars = _placed(found, look)
    key = legend.lay_out(_key(names, look), look)
    left = 0.0 if look.narrow else max(text_width(bar.text, look.size) for bar in bars) + 14
    height = bars[-1].top + bars[-1].height
    margin = Margin(left, 2, key.height + 8, 4)
    fig = theme.figure(look, height=margin.top + height + margin.bottom, margin=margin)
    fig.update_xaxes(range=[0, max(100.0, _longest(bars))], visible=False)
    fig.update_yaxes(range=[height, 0], visible=False)
    fig.update_layout(barmode="overlay", hovermode="closest", xaxis_showspikes=False)
    legend.draw(fig, key, margin, look)
    for place, name in enumerate(names):
        _draw_part(fig, name, _colour(place, look), bars, unit, look, when)
    room = look.width - left - margin.right
    theme.annotate(fig, [_label(bar, look) for bar in bars])
    theme.annotate(fig, [note for bar in bars for note in _figures(bar, unit, look, room)])
    return fig


def _read(rows: pd.DataFrame) -> pd.DataFrame:
    found = checked(
        rows,
        "share_bars",
        texts=["label", "part"],
        numbers=["value"],
        optional_numbers=["count"],
        unique=["label", "part"],
    )
    found = found[found["value"].notna()]
    if found["part"].nunique() > MOST_PARTS:
        raise ValueError(f"share_bars: {found['part'].nunique()} parts; at most {MOST_PARTS} fit")
    if (found["value"] < 0).any():
        raise ValueError("share_bars: a share is under 0")
    for label, total in found.groupby("label", sort=False, observed=True)["value"].sum().items():
        if not _WHOLE[0] <= total <= _WHOLE[1]:
            raise ValueError(f"share_bars: the parts of {label} add to {total:g}, not to 100")
    return found


def _placed(found: pd.DataFrame, look: Look) -> list[_Bar]:
    order = {name: place for place, name in enumerate(found["part"].unique())}
    bars: list[_Bar] = []
    top = 0.0
    for label, rows in found.groupby("label", sort=False, observed=True):
        room = look.width if look.narrow else _LABEL_ROOM
        text = wrapped(plain(str(label)), look.size, room)
        lines = text_height(text, look.size)
        height = lines + _thickness(look) + 14 if look.narrow else max(lines + 6, 38)
        middle = top + (lines + 2 + _thickness(look) / 2 if look.narrow else height / 2)
        parts = _parts(rows.sort_values("part", key=lambda part: part.map(order)))
        bars.append(_Bar(str(label), text, parts, top, height, middle))
        top += height
    return bars


def _parts(rows: pd.DataFrame) -> list[_Part]:
    parts: list[_Part] = []
    start = 0.0
    for name, value, count in zip(rows["part"], rows["value"], rows["count"], strict=True):
        parts.append(_Part(str(name), start, float(value), or_none(count)))
        start += float(value)
    return parts


def _longest(bars: Sequence[_Bar]) -> float:
    return max(bar.parts[-1].start + bar.parts[-1].value for bar in bars)


def _thickness(look: Look) -> float:
    return 22 if look.narrow else 26


def _colour(place: int, look: Look) -> str:
    """Return a part's colour: the palette's darker tones, on which figures can be read."""
    return look.palette.grey_text if place == MOST_PARTS - 1 else look.palette.labels[place]


def _key(names: Sequence[str], look: Look) -> list[Piece]:
    return [
        Piece(plain(name), "square", _colour(place, look), _colour(place, look))
        for place, name in enumerate(names)
    ]


# ---------------------------------------------------------------------------------------------
# Drawing


def _draw_part(
    fig: go.Figure,
    name: str,
    colour: str,
    bars: Sequence[_Bar],
    unit: Unit,
    look: Look,
    when: str,
) -> None:
    found = [(bar, part) for bar in bars for part in bar.parts if part.name == name]
    fig.add_trace(
        go.Bar(
            name=name,
            meta="part",
            orientation="h",
            base=[part.start for _, part in found],
            x=[part.value for _, part in found],
            y=[bar.middle for bar, _ in found],
            width=_thickness(look),
            hoverinfo="text",
            hovertext=[_tooltip(bar.label, part, unit, when) for bar, part in found],
            marker={"color": colour, "line": {"color": look.palette.page, "width": 1.5}},
        )
    )


def _tooltip(label: str, part: _Part, unit: Unit, when: str) -> str:
    lines = [f"<b>{plain(part.name)}: {unit.words(part.value)}</b>", plain(label)]
    if part.count is not None:
        lines.append(f"{part.count:,.0f}")
    return "<br>".join([*lines, *([plain(when)] if when else [])])


def _label(bar: _Bar, look: Look) -> Note:
    return {
        "name": "label",
        "text": bar.text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left" if look.narrow else "right",
        "xshift": 0 if look.narrow else -12,
        "y": bar.top if look.narrow else bar.middle,
        "yref": "y",
        "yanchor": "top" if look.narrow else "middle",
        "align": "left" if look.narrow else "right",
        "font": {"size": look.size, "color": look.palette.ink},
    }


def _figures(bar: _Bar, unit: Unit, look: Look, width: float) -> list[Note]:
    """Return each share, to stand in its part, where there is room for it."""
    return [
        {
            "name": "share",
            "text": unit.value(part.value),
            "x": part.start + part.value / 2,
            "y": bar.middle,
            "yanchor": "middle",
            "font": {"size": look.small, "color": look.palette.page},
        }
        for part in bar.parts
        if text_width(unit.value(part.value), look.small) + 6 <= part.value / 100 * width
    ]
