"""A figure's colours, left for the reader's theme to fill in.

The page knows whether its reader wants it light or dark; the server does not. So a figure is drawn in
the light palette, and each of its colours is sent as one of the placeholders that the page's script
swaps for the colours of its theme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import plotly.io as pio
from plotly.graph_objects import Figure

from dashboard.charts.kept import figure_of
from dashboard.charts.theme import LIGHT, Palette

__all__ = ["Figure", "in_theme_colours", "placeholders"]


def placeholders(palette: Palette) -> dict[str, str]:
    """Return the two digits of each placeholder -> the colour that a palette has for it."""
    light = [*LIGHT.series, *LIGHT.labels]
    own = [*palette.series, *palette.labels]
    series = [colour for place, colour in enumerate(own) if light[place] not in light[:place]]
    quiet = [palette.page, palette.muted, palette.grid, palette.axis, palette.grey]
    placed = {
        f"{place:02d}": colour for place, colour in enumerate([*series, palette.ink], start=1)
    }
    return placed | {str(place): colour for place, colour in enumerate(quiet, start=21)}


_FOLLOWS_THEME: Mapping[str, str] = {
    colour.lower(): f"#0000{digits}" for digits, colour in placeholders(LIGHT).items()
}
_NO_TEMPLATE: Mapping[str, Any] = pio.templates["none"].to_plotly_json()
_SEE_THROUGH = re.compile(r"rgba\((\d+), ?(\d+), ?(\d+), ?([01]?\.?\d+)\)")


def in_theme_colours(figure: Figure, meta: Mapping[str, Any] | None = None) -> Figure:
    """Return the figure with the palette's colours left for the reader's theme to fill in.

    Its template becomes part of its layout, so that no template has to travel with it.

    Args:
        figure: as drawn; it is not changed.
        meta: what goes along for the page's scripts, its colours left open as well.
    """
    spec = figure.to_dict()
    spec["layout"] = _without_template(spec["layout"]) | ({"meta": dict(meta)} if meta else {})
    return figure_of(_recoloured(spec))


def _without_template(layout: dict[str, Any]) -> dict[str, Any]:
    usual = layout.get("template", {}).get("layout", {})
    axes = [key for key in layout if re.fullmatch(r"[xy]axis\d*", key)]
    for axis in {"xaxis", "yaxis", *axes}:
        layout = {**layout, axis: _merged(usual.get(axis[:5], {}), layout.get(axis, {}))}
    notes = [_merged(usual.get("annotationdefaults", {}), n) for n in layout.get("annotations", ())]
    kept = {key: value for key, value in usual.items() if key != "annotationdefaults"}
    return {**_merged(kept, layout), "annotations": notes, "template": _NO_TEMPLATE}


def _merged(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {k for k in usual.keys() & own.keys() if isinstance(own[k], dict)}
    return {**usual, **own, **{key: _merged(usual[key], own[key]) for key in both}}


def _recoloured(part: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(part, dict):
        return {key: _recoloured(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_recoloured(value) for value in part]
    if isinstance(part, str):
        return _colour_in_theme(part)
    return part


def _colour_in_theme(text: str) -> str:
    see_through = _SEE_THROUGH.fullmatch(text)
    if not see_through:
        return _FOLLOWS_THEME.get(text.lower(), text)
    red, green, blue, alpha = see_through.groups()
    solid = f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
    placeholder = _FOLLOWS_THEME.get(solid)
    return f"{placeholder}{round(float(alpha) * 255):02x}" if placeholder else text
