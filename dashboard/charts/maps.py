"""The figure of both maps: the key above, each place in its colour, its words under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import legend, theme
from dashboard.charts.frames import or_none, roles
from dashboard.charts.geometry import plain, text_width
from dashboard.charts.legend import Legend, Piece
from dashboard.charts.scales import Scale, scale_for
from dashboard.charts.theme import Look, Margin
from dashboard.charts.units import MINUS, Unit

ROLES = ("main", "chosen", "outside")
NOT_THE_MET = "not the Met"
_BOX, _NUMBERS = 16.0, 18.0
"""Height of the key's boxes, and of the numbers beneath, in px."""
_WIDEST_BOX = 62.0


@dataclass(frozen=True)
class Place:
    """A place on a map; `role` is "main", "chosen", or "outside" (no value belongs to it)."""

    label: str
    role: str
    value: float | None

    @property
    def is_outside(self) -> bool:
        """Whether another police force is responsible for it."""
        return self.role == "outside"

    @property
    def has_no_figure(self) -> bool:
        """Whether a figure is missing that could be there."""
        return self.value is None and not self.is_outside


@dataclass(frozen=True)
class Shape:
    """A place with the corners of its outline, None between one ring and the next."""

    place: Place
    x: list[float | None]
    y: list[float | None]


@dataclass(frozen=True)
class Key:
    """Words, then the classes in a strip of boxes with their edges beneath; lengths in px."""

    scale: Scale
    numbers: Sequence[str]
    words: Legend
    box: float

    @property
    def strip(self) -> float:
        """Height of the boxes and their numbers; nothing where all places are of one class."""
        return _BOX + _NUMBERS if self.numbers else 0.0

    @property
    def height(self) -> float:
        """Room that the key takes, the distance to the map included."""
        return self.words.height + self.strip + 8


def read(rows: pd.DataFrame, chart: str) -> list[Place]:
    """Return the places of a checked frame.

    Raises:
        ValueError: an unknown role, or a value for a place that is outside.
    """
    kinds = roles(rows, chart, ROLES)
    found = [
        Place(str(label), role, or_none(value))
        for label, role, value in zip(rows["label"], kinds, rows["value"], strict=True)
    ]
    wrong = [place.label for place in found if place.is_outside and place.value is not None]
    if wrong:
        raise ValueError(f"{chart}: {wrong[0]} is outside, and has a value all the same")
    return found


def _lay_out_key(
    scale: Scale, places: Sequence[Place], unit: Unit, look: Look, note: str = ""
) -> Key:
    """Return the key of a map; `note` stands last in it."""
    box = min((look.width - 2) / scale.classes, _WIDEST_BOX)
    is_round = all(edge == round(edge) for edge in scale.edges)
    plain_unit = replace(unit, decimals=0) if is_round else unit
    numbers = [brief(edge, plain_unit, box - 6, look) for edge in scale.edges]
    muted, ink = look.palette.muted, look.palette.ink
    pieces = [
        Piece(f"Outlined: {plain(place.label)} <b>{_figure(place, unit)}</b>", "box", ink)
        for place in places
        if place.role == "chosen"
    ]
    if any(place.has_no_figure for place in places):
        pieces.append(Piece("Striped: no figure", "", muted))
    if any(place.is_outside for place in places):
        pieces.append(Piece(f"Dotted edge: City of London, {NOT_THE_MET}", "", muted))
    if note:
        pieces.append(Piece(plain(note), "", muted))
    return Key(scale, numbers, legend.lay_out(pieces, look), box)


def _draw_key(fig: go.Figure, shown: Key, margin: Margin, look: Look, signs: bool = False) -> None:
    """Draw the key at the top left of the picture; `signs` says "−" and "+" in the boxes."""
    legend.draw(fig, shown.words, margin, look)
    if not shown.numbers:
        return
    top = margin.top - shown.words.height
    for number in range(shown.scale.classes):
        left = number * shown.box - margin.left
        _draw_box(fig, shown, number, left, top, look)
        sign = sign_of(shown.scale, number)
        if signs and sign:
            colour = shown.scale.ink(number, look)
            _write(fig, "key", sign, left + shown.box / 2, top - _BOX / 2, look, colour)
    for number, text in enumerate(shown.numbers, start=1):
        across = number * shown.box - margin.left
        down = top - _BOX - _NUMBERS / 2
        _write(fig, "key number", text, across, down, look, look.palette.muted)


def _figure(place: Place, unit: Unit) -> str:
    return "no figure" if place.value is None else unit.value(place.value)


def _draw_box(fig: go.Figure, shown: Key, number: int, left: float, top: float, look: Look) -> None:
    fig.add_shape(
        type="rect",
        name="key box",
        xref="paper",
        yref="paper",
        xsizemode="pixel",
        ysizemode="pixel",
        xanchor=0,
        yanchor=1,
        x0=left,
        x1=left + shown.box,
        y0=top - _BOX,
        y1=top,
        fillcolor=shown.scale.fill(number, look),
        line={"color": look.palette.grey, "width": 1},
    )


def _write(
    fig: go.Figure, name: str, text: str, across: float, up: float, look: Look, colour: str
) -> None:
    fig.add_annotation(
        name=name,
        text=text,
        x=0,
        xref="paper",
        xanchor="center",
        xshift=across,
        y=1,
        yref="paper",
        yanchor="middle",
        yshift=up,
        font={"size": look.small, "color": colour},
    )


def sign_of(scale: Scale, number: int) -> str:
    """Return "−" or "+" for a class under or over the centre of a diverging scale, else nothing."""
    if scale.centre is None or number == scale.classes // 2:
        return ""
    return MINUS if scale.is_low(number) else "+"


def brief(value: float, unit: Unit, room: float, look: Look) -> str:
    """Return a value as it is printed, in thousands or millions where it would not fit otherwise."""
    text = unit.value(value)
    if text_width(text, look.small) <= room or abs(value) < 1000:
        return text
    size, letter = (1_000_000, "m") if abs(value) >= 1_000_000 else (1_000, "k")
    return f"{unit.number(value / size, 0 if abs(value) >= 10 * size else 1)}{letter}"


def tooltip(place: Place, unit: Unit, when: str) -> str:
    """Return lines of text: the name, the figure or why there is none, the period."""
    name = f"<b>{plain(place.label)}</b>"
    if place.is_outside:
        return f"{name}<br>City of London Police, {NOT_THE_MET}"
    if place.value is None:
        return f"{name}<br>No figure"
    lines = [f"<b>{plain(place.label)}: {unit.words(place.value)}</b>", plain(when)]
    return "<br>".join(line for line in lines if line)


def scale_of(shapes: Sequence[Shape], scale: Scale | None, unit: Unit) -> Scale | None:
    """Return a map's scale, by default even classes over its values; None where no place has one."""
    values = [shape.place.value for shape in shapes if shape.place.value is not None]
    return (scale or scale_for(values, unit=unit)) if values else None


def figure(
    shapes: Sequence[Shape],
    scale: Scale,
    unit: Unit,
    look: Look,
    *,
    height: float,
    room: Margin,
    when: str,
    note: str,
    signs: bool = False,
) -> go.Figure:
    """Return a map with its key, but for its axes and what is written on it.

    Args:
        shapes: the places. scale: gives the colours. unit: of the values. look: theme and room.
        height: of the map. room: around it, the key not counted; both in px.
        when: the period in words, for the tooltip. note: stands last in the key.
        signs: say "−" and "+" in the key's boxes.
    """
    key = _lay_out_key(scale, [shape.place for shape in shapes], unit, look, note)
    margin = replace(room, top=room.top + key.height)
    fig = theme.figure(look, height=margin.top + height + margin.bottom, margin=margin)
    fig.update_layout(hovermode="closest", xaxis_showspikes=False)
    _draw_key(fig, key, margin, look, signs)
    chosen = [shape for shape in shapes if shape.place.role == "chosen"]
    areas = [_area(shape, scale, tooltip(shape.place, unit, when), look) for shape in shapes]
    fig.add_traces([*areas, *(_edge(shape, look) for shape in chosen)])
    return fig


def _area(shape: Shape, scale: Scale, words: str, look: Look) -> go.Scatter:
    """Return an outline filled with the colour of its class, or with stripes, or with nothing."""
    place, colours = shape.place, look.palette
    fill = "rgba(0,0,0,0)"
    if place.value is not None:
        fill = scale.fill(scale.class_of(place.value), look)
    trace = go.Scatter(
        name=place.label,
        meta="outside" if place.is_outside else "no figure" if place.has_no_figure else "area",
        x=shape.x,
        y=shape.y,
        mode="lines",
        fill="toself",
        fillcolor=fill,
        hoveron="fills",
        hoverinfo="text",
        text=words,
        cliponaxis=False,
        line={
            "color": colours.grey,
            "width": 1,
            "dash": "1px,2px" if place.is_outside else "solid",
            "shape": "linear",
        },
    )
    if place.has_no_figure:
        trace.update(
            fillpattern={"shape": "/", "size": 6, "solidity": 0.15, "fgcolor": colours.grey}
        )
    return trace


def _edge(shape: Shape, look: Look) -> go.Scatter:
    """Return the strong edge of the chosen place, to be drawn over its neighbours."""
    return go.Scatter(
        name=shape.place.label,
        meta="chosen",
        x=shape.x,
        y=shape.y,
        mode="lines",
        hoverinfo="skip",
        cliponaxis=False,
        line={"color": look.palette.ink, "width": 3},
    )
