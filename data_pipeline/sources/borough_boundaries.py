"""Borough outlines, thinned together so that neighbours still share their border."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from data_pipeline import transform
from datasets.schema import Source, SourceError


def parse(path: Path, source: Source) -> pd.DataFrame:
    """GeoJSON -> raw rows: name, and the outline as a shapely geometry.

    Raises:
        SourceError: not GeoJSON, or a feature without name or outline.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [(one["properties"]["name"], shape(one["geometry"])) for one in features]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        raise SourceError.of(
            source.id, f"{path.name} is not GeoJSON of named outlines: {error!r}"
        ) from error
    if not rows:
        raise SourceError.of(source.id, f"{path.name} holds no outline")
    return pd.DataFrame(rows, columns=["name", "outline"])


def tidy(raw: pd.DataFrame, source: Source) -> pd.DataFrame:
    """Raw rows -> place and GeoJSON text; degrees, rounded.

    Raises:
        SourceError: an unknown place, or an outline that crosses itself.
    """
    codes = transform.to_label(raw["name"], transform.area_codes(), source)
    if not all(outline.is_valid for outline in raw["outline"]):
        raise SourceError.of(source.id, "an outline crosses itself")
    thinned = shapely.coverage_simplify(list(raw["outline"]), source.settings["tolerance"])
    decimals = int(source.settings["decimals"])
    return pd.DataFrame(
        {
            "area_code": codes,
            "area_name": codes.map(transform.area_names()),
            "geometry": [_text(outline, decimals) for outline in thinned],
        }
    )


def _text(outline: shapely.Geometry, decimals: int) -> str:
    rounded = shapely.transform(outline, lambda points: points.round(decimals))
    return json.dumps(mapping(rounded), separators=(",", ":"))
