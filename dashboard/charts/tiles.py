"""London as a map of equal tiles, one for each borough, with its figure on it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import maps, theme
from dashboard.charts.frames import checked
from dashboard.charts.geometry import plain
from dashboard.charts.kept import kept
from dashboard.charts.maps import Place, Shape
from dashboard.charts.scales import Scale
from dashboard.charts.theme import Look, Margin, Note
from dashboard.charts.units import Unit

_WIDE, _NARROW = (98.0, 70.0), 54.0
"""Width and height of a tile with its gap, in px; on a phone tiles share the width that there is."""
_GAP = 0.04
"""Half the space between two tiles, as a share of a tile."""
CODE = 5
"""A code has at most so many letters, to be read on a phone."""


@dataclass(frozen=True)
class _Tile:
    """A place with its name on a wide screen, on a phone, and where it is (from 1, row 1 on top)."""

    place: Place
    short: str
    code: str
    column: int
    row: int

    @property
    def shape(self) -> Shape:
        """Its square, closed."""
        left, right = self.column - 0.5 + _GAP, self.column + 0.5 - _GAP
        top, bottom = self.row - 0.5 + _GAP, self.row + 0.5 - _GAP
        x: list[float | None] = [left, right, right, left, left]
        y: list[float | None] = [top, top, bottom, bottom, top]
        return Shape(self.place, x, y)


@kept
def tile_map(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    scale: Scale | None = None,
    when: str = "",
    note: str = "",
) -> go.Figure:
    """Draw each place as a tile in the colour of its class, with its name and figure.

    Args:
        rows: one per place; columns `label` (whole name), `short` (name that fits a tile on a wide
            screen), `column`, `row` (whole numbers from 1, row 1 in the north), `value` (in the
            unit; missing: a striped tile), optional `code` (at most five letters, for phones;
            otherwise the first letters of `short`) and `role` ("main", "chosen" for the reader's
            place, "outside" for the City of London, which has no value).
        unit: of the values.
        look: theme and room.
        scale: the classes, from `scale_for`; by default even ones over these values.
        when: the period in words, for the tooltip.
        note: words that stand last in the key.

    Returns:
        A figure as wide as its container.

    Raises:
        ValueError: a column is missing, two tiles are in one place, a place is not a whole number,
            a code is too long, or a place that is outside has a value.
    """
    tiles = _read(rows)
    shapes = [tile.shape for tile in tiles]
    scale = maps.scale_of(shapes, scale, unit)
    if scale is None:
        return theme.empty(look)
    columns, deep = max(tile.column for tile in tiles), max(tile.row for tile in tiles)
    height = deep * (_NARROW if look.narrow else _WIDE[1])
    around = Margin(bottom=2)
    fig = maps.figure(shapes, scale, unit, look, height=height, room=around, when=when, note=note)
    _draw_axes(fig, columns, deep, look)
    room = (look.width / columns if look.narrow else _WIDE[0]) * (1 - 2 * _GAP)
    theme.annotate(fig, [_text(tile, unit, scale, room, look) for tile in tiles])
    return fig


def _read(rows: pd.DataFrame) -> list[_Tile]:
    found = checked(
        rows,
        "tile_map",
        texts=["label", "short"],
        numbers=["column", "row", "value"],
        optional_texts=["code", "role"],
        unique=["label"],
    )
    spots = found[["column", "row"]]
    if spots.isna().any(axis=None) or (spots % 1 != 0).any(axis=None) or (spots < 1).any(axis=None):
        raise ValueError("tile_map: column and row are whole numbers from 1")
    if spots.duplicated().any():
        both = found.loc[spots.duplicated(keep=False), "label"].tolist()[:2]
        raise ValueError(f"tile_map: {' and '.join(map(str, both))} are on one tile")
    tiles = []
    for place, row in zip(maps.read(found, "tile_map"), found.to_dict("records"), strict=True):
        code = str(row["code"]) or abbreviation(str(row["short"]))
        if len(code) > CODE:
            raise ValueError(f"tile_map: code {code!r} has more than {CODE} letters")
        tiles.append(_Tile(place, str(row["short"]), code, int(row["column"]), int(row["row"])))
    return tiles


def abbreviation(short: str) -> str:
    """Return at most five letters of a name: "Lamb" for Lambeth, "K&C" for Ken. & C."""
    words = short.replace(".", "").split()
    if "&" in words:
        return "".join(word[0] for word in words)[:CODE]
    if len(words) > 1 and len(words[-1]) == 1:  # "Tower H."
        return f"{words[0][:3]} {words[-1]}"
    return words[0][:4] if words else ""


def _draw_axes(fig: go.Figure, columns: int, deep: int, look: Look) -> None:
    """On a phone tiles share the width; on a wide screen they keep their form, at the left."""
    fig.update_xaxes(range=[0.5, columns + 0.5], visible=False)
    fig.update_yaxes(range=[deep + 0.5, 0.5], visible=False)
    if not look.narrow:
        fig.update_xaxes(constrain="domain", constraintoward="left")
        fig.update_yaxes(
            scaleanchor="x",
            scaleratio=_WIDE[1] / _WIDE[0],
            constrain="domain",
            constraintoward="top",
        )


def _text(tile: _Tile, unit: Unit, scale: Scale, room: float, look: Look) -> Note:
    """Return the name and, in bold, the figure beneath; a dash where there is none."""
    place, colours = tile.place, look.palette
    name = plain(tile.code if look.narrow else tile.short)
    colour = colours.muted
    if place.value is not None:
        colour = scale.ink(scale.class_of(place.value), look)
        lines = [name, f"<b>{maps.brief(place.value, unit, room - 4, look)}</b>"]
    elif place.is_outside:
        lines = [name] if look.narrow else [name, maps.NOT_THE_MET]
    else:
        lines = [name, "–"]
    return {
        "name": "tile",
        "text": "<br>".join(lines),
        "x": tile.column,
        "y": tile.row,
        "font": {"size": look.small, "color": colour},
        "bgcolor": colours.page if place.has_no_figure else None,
    }
