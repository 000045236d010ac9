"""How tall charts are: known of each chart once it has been drawn, at whatever address.

A page is built without drawing its charts, which would cost more than all the rest of it. A chart has much the
same height whatever is chosen, so that the place kept for it is right from the second address on. The
charts that a reader meets first are drawn for it where it is not known yet.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_heights: dict[tuple[str, str, bool], int] = {}


def noting(path: str, key: str, draw: Callable[[bool], Figure]) -> Callable[[bool], Figure]:
    """The same as `draw`, of a chart of a page, with its height noted in px each time it draws."""

    @wraps(draw)
    def drawn(narrow: bool) -> Figure:
        figure = draw(narrow)
        _heights[path, key, narrow] = round(figure.layout.height or 0)
        return figure

    return drawn


def height_of(path: str, key: str, narrow: bool) -> int:
    """The height of a chart of a page when it was last drawn; 0 where it never was."""
    return _heights.get((path, key, narrow), 0)
