"""Borough outlines, thinned together so that neighbours still share their border."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from data_pipeline.steps import convert, geography, raw_files
from datasets.schema import Source, SourceError

WEST, SOUTH, EAST, NORTH = -0.6, 51.2, 0.4, 51.8
"""Degrees that hold all of London."""
NOT_GEOJSON = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def parse(path: Path, source: Source) -> pd.DataFrame:
    """GeoJSON -> raw rows: name, and the outline as a shapely geometry.

    Raises:
        SourceError: not GeoJSON, or a feature that is not a named outline in London.
    """
    text = raw_files.read_text(path, source)
    try:
        features = json.loads(text)["features"]
        rows = [(one["properties"]["name"], shape(one["geometry"])) for one in features]
    except (*NOT_GEOJSON, shapely.errors.ShapelyError) as error:
        raise SourceError.of(
            source.id, f"{path.name} is not GeoJSON of named outlines: {error!r}"
        ) from error
    if not rows:
        raise SourceError.of(source.id, f"{path.name} holds no outline")
    for name, outline in rows:
        why = _why_no_outline(name, outline)
        if why:
            raise SourceError.of(source.id, f"{path.name}: {why}")
    return pd.DataFrame(rows, columns=["name", "outline"])


def _why_no_outline(name: object, outline: shapely.Geometry) -> str:
    """What is wrong with a feature; empty where nothing is."""
    if not isinstance(name, str):
        return f"name {name!r} is not text"
    if outline.geom_type not in ("Polygon", "MultiPolygon"):
        return f"{name}: a {outline.geom_type} is no outline"
    if outline.is_empty:
        return f"{name}: the outline is empty"
    west, south, east, north = outline.bounds
    if WEST <= west <= east <= EAST and SOUTH <= south <= north <= NORTH:
        return ""
    return f"{name}: {west:g} to {east:g} east, {south:g} to {north:g} north is outside London"


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> place and GeoJSON text; degrees, rounded.

    Raises:
        SourceError: an unknown place, or an outline that crosses itself.
    """
    codes = convert.to_label(raw["name"], geography.area_codes(), source)
    if not all(outline.is_valid for outline in raw["outline"]):
        raise SourceError.of(source.id, "an outline crosses itself")
    thinned = shapely.coverage_simplify(list(raw["outline"]), source.settings["tolerance"])
    decimals = int(source.settings["decimals"])
    return pd.DataFrame(
        {
            "area_code": codes,
            "area_name": codes.map(geography.area_names()),
            "geometry": [_text(outline, decimals) for outline in thinned],
        }
    )


def _text(outline: shapely.Geometry, decimals: int) -> str:
    rounded = shapely.transform(outline, lambda points: points.round(decimals))
    return json.dumps(mapping(rounded), separators=(",", ":"))
