"""London's boroughs by their outlines: plain filled shapes, no map service, nothing fetched."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import maps, theme
from dashboard.charts.frames import checked
from dashboard.charts.kept import kept
from dashboard.charts.maps import Place, Shape
from dashboard.charts.scales import Scale
from dashboard.charts.theme import Look, Margin, Note
from dashboard.charts.units import Unit

_WIDE, _NARROW = 560.0, 280.0
"""Height of the map in px."""
Ring = list[tuple[float, float]]


@kept
def outline_map(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    look: Look,
    scale: Scale | None = None,
    when: str = "",
    note: str = "",
) -> go.Figure:
    """Draw each place by its outline in the colour of its class.

    Args:
        rows: one per place; columns `label`, `geometry` (text of a GeoJSON Polygon or MultiPolygon
            in degrees of longitude and latitude), `value` (in the unit; missing: striped), optional
            `role` ("main", "chosen" for the reader's place, "outside" for the City of London, which
            has no value).
        unit: of the values.
        look: theme and room.
        scale: the classes, from `scale_for`; by default even ones over these values. With a
            diverging one "−" and "+" stand on the places, so that it can be read without colours.
        when: the period in words, for the tooltip.
        note: words that stand last in the key.

    Returns:
        A figure as wide as its container, with true proportions.

    Raises:
        ValueError: a column is missing, a geometry is not such a text, two rows are of one place,
            or a place that is outside has a value.
    """
    places = _read(rows)
    shapes = [_shape(place, corners) for place, corners in places]
    scale = maps.scale_of(shapes, scale, unit)
    if scale is None:
        return theme.empty(look)
    is_signed = scale.centre is not None
    fig = maps.figure(
        shapes,
        scale,
        unit,
        look,
        height=_NARROW if look.narrow else _WIDE,
        room=Margin(2, 2, 4, 4),
        when=when,
        note=note,
        signs=is_signed,
    )
    _draw_axes(fig, [corner for _, found in places for ring in found for corner in ring])
    if is_signed:
        theme.annotate(fig, [note for place in places for note in _sign(*place, scale, look)])
    return fig


def _read(rows: pd.DataFrame) -> list[tuple[Place, list[Ring]]]:
    """Return the places, each with its rings of longitude and latitude, holes included."""
    found = checked(
        rows,
        "outline_map",
        texts=["label", "geometry"],
        numbers=["value"],
        optional_texts=["role"],
        unique=["label"],
    )
    places = maps.read(found, "outline_map")
    return [
        (place, rings(str(text), place.label))
        for place, text in zip(places, found["geometry"], strict=True)
    ]


def rings(geometry: str, label: str) -> list[Ring]:
    """Return the rings of a GeoJSON Polygon or MultiPolygon.

    Args:
        geometry: the text. label: whose it is, for the error.

    Raises:
        ValueError: the text is no such thing.
    """
    try:
        shape = json.loads(geometry)
        polygons = {"Polygon": [shape["coordinates"]], "MultiPolygon": shape["coordinates"]}
        found = [
            [(float(corner[0]), float(corner[1])) for corner in ring]
            for polygon in polygons[shape["type"]]
            for ring in polygon
        ]
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise ValueError(f"outline_map: {label} has no outline that can be read") from error
    if not found or any(len(ring) < 4 for ring in found):
        raise ValueError(f"outline_map: {label} has no outline that can be read")
    return found


def _shape(place: Place, found: Sequence[Ring]) -> Shape:
    """Return a place with its longitudes and latitudes, None between rings."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in found:
        x += [*([None] if x else []), *(across for across, _ in ring)]
        y += [*([None] if y else []), *(up for _, up in ring)]
    return Shape(place, x, y)


def _draw_axes(fig: go.Figure, corners: Ring) -> None:
    """A degree of latitude is longer than one of longitude, by 1 / cos(latitude)."""
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    fig.update_xaxes(range=[west, east], visible=False, constrain="domain", constraintoward="left")
    fig.update_yaxes(
        range=[south, north],
        visible=False,
        scaleanchor="x",
        scaleratio=stretch,
        constrain="domain",
        constraintoward="top",
    )


# ---------------------------------------------------------------------------------------------
# What is written on the map


def middle(shape_rings: Sequence[Ring]) -> tuple[float, float]:
    """Return the centre of gravity of the largest ring."""
    ring = max(shape_rings, key=lambda one: abs(_doubled_area(one)))
    area = _doubled_area(ring)
    if area == 0:
        return ring[0]
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairwise(ring))
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in pairwise(ring))
    return x / (3 * area), y / (3 * area)


def _doubled_area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


def _sign(place: Place, found: Sequence[Ring], scale: Scale, look: Look) -> list[Note]:
    """Return "−" or "+" on a place under or over the centre of the scale."""
    number = None if place.value is None else scale.class_of(place.value)
    sign = "" if number is None else maps.sign_of(scale, number)
    if number is None or not sign:
        return []
    x, y = middle(found)
    font = {"size": look.small, "color": scale.ink(number, look)}
    return [{"name": "sign", "text": f"<b>{sign}</b>", "x": x, "y": y, "font": font}]
