"""The boroughs as equal tiles that are links: to pick a place on a map, by keyboard too."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

OTHER_FORCE = "E09000001"
"""The City of London."""


def tile_links(tiles: pd.DataFrame, page: str, chosen: Iterable[str]) -> None:
    """Show London's boroughs as tiles that lead to a page with that place.

    Args:
        tiles: area_code, area_name, short_name, column and row (from 1) of each; the City of London
            has a tile apart, as it has another police force: its page says so.
        page: address of the page without the slash.
        chosen: codes of the places now shown.
    """
    marked = set(chosen)
    rows = tiles.to_dict("records")
    items = "".join(_tile(tile, page, str(tile["area_code"]) in marked) for tile in rows)
    st.html(f'<nav aria-label="Boroughs"><ul class="tiles">{items}</ul></nav>')


def _tile(tile: Mapping[Any, Any], page: str, is_chosen: bool) -> str:
    place = f'style="grid-column:{int(tile["column"])};grid-row:{int(tile["row"])}"'
    name, short = html.escape(str(tile["area_name"])), html.escape(str(tile["short_name"]))
    is_other = tile["area_code"] == OTHER_FORCE
    kind = ' class="tile-other"' if is_other else ""
    title = f"{name}: another police force" if is_other else name
    here = ' aria-current="true"' if is_chosen else ""
    return (
        f'<li {place}{kind}><a href="/{page}?area={tile["area_code"]}" title="{title}" target="_self"'
        f'{here}><b class="long">{short}</b><b class="short">{name[:4]}</b></a></li>'
    )
