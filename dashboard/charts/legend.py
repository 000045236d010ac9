"""A key in words above the plot, each piece with the mark it explains. Lengths in px."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.geometry import LINE, flow, text_height, text_width, wrapped
from dashboard.charts.theme import Look, Margin

MARK = 14
"""Room of a mark, in px."""
_GAP = 5


@dataclass(frozen=True)
class Piece:
    """One mark and what it says.

    Attributes:
        text: a few words.
        shape: "circle", "square", "diamond", "left", "right", "up", "line", "dashes", "box"
            (a strong edge), "band", "dotted band", or "" for words alone.
        edge: colour of the outline. fill: of the inside, "" for none.
        ink: colour of the words, by default the one of notes.
    """

    text: str
    shape: str
    edge: str
    fill: str = ""
    ink: str = ""

    @property
    def indent(self) -> float:
        """How far the words stand from the piece's left edge, in px."""
        return MARK + _GAP if self.shape else 0.0


@dataclass(frozen=True)
class Legend:
    """Pieces set like words; `places` are their tops and left edges, `size` that of the type."""

    pieces: Sequence[Piece]
    texts: Sequence[str]
    places: Sequence[tuple[float, float]]
    height: float
    size: int


def lay_out(pieces: Sequence[Piece], look: Look, size: int = 0) -> Legend:
    """Set the pieces one after the other, as many to a line as there is room for.

    Args:
        pieces: in order. look: theme and room. size: of the type, by default that of axes.
    """
    size = size or look.small
    texts = [wrapped(one.text, size, look.width - one.indent) for one in pieces]
    widths = [one.indent + text_width(text, size) for one, text in zip(pieces, texts, strict=True)]
    places = flow(widths, look.width)
    tops, height = [], 0.0
    for row in sorted({row for row, _ in places}):
        tops.append(height)
        lines = [text for text, place in zip(texts, places, strict=True) if place[0] == row]
        height += max(text_height(text, size) for text in lines) + 2
    return Legend(pieces, texts, [(tops[row], left) for row, left in places], height, size)


def draw(fig: go.Figure, shown: Legend, margin: Margin, look: Look, start: float = 0) -> None:
    """Write the key from `start` px under the picture's top edge."""
    for piece, text, (top, left) in zip(shown.pieces, shown.texts, shown.places, strict=True):
        up = margin.top - start - top
        fig.add_annotation(
            name="key",
            text=text,
            x=0,
            xref="paper",
            xanchor="left",
            xshift=left + piece.indent - margin.left,
            y=1,
            yref="paper",
            yanchor="top",
            yshift=up,
            align="left",
            font={"size": shown.size, "color": piece.ink or look.palette.muted},
        )
        if piece.shape:
            middle = up - shown.size * LINE / 2
            _draw_mark(fig, piece, left - margin.left + MARK / 2, middle)


_OUTLINES = {
    "left": ((-6, 0), (4, -5.5), (4, 5.5)),
    "right": ((6, 0), (-4, -5.5), (-4, 5.5)),
    "up": ((0, 6), (-6, -4), (6, -4)),
    "diamond": ((0, 6.5), (6.5, 0), (0, -6.5), (-6.5, 0)),
    "square": ((-5, -5), (-5, 5), (5, 5), (5, -5)),
    "box": ((-5, -5), (-5, 5), (5, 5), (5, -5)),
    "band": ((-7, -6), (-7, 6), (7, 6), (7, -6)),
    "dotted band": ((-7, -6), (-7, 6), (7, 6), (7, -6)),
}


def _draw_mark(fig: go.Figure, piece: Piece, across: float, up: float) -> None:
    """Draw a piece's mark around a place, in px right of and above the plot's top left corner."""
    is_band = piece.shape.endswith("band")
    dash = "2px,2px" if piece.shape == "dotted band" else "solid"
    width = 1 if is_band else 3 if piece.shape == "box" else 1.5
    line = {"color": piece.edge, "width": width, "dash": dash}
    fill = piece.fill or "rgba(0,0,0,0)"
    at = {
        "name": "key mark",
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "line": line,
    }
    if piece.shape in _OUTLINES:
        corners = [f"{across + x},{up + y}" for x, y in _OUTLINES[piece.shape]]
        fig.add_shape(at, type="path", path=f"M{'L'.join(corners)}Z", fillcolor=fill)
    elif piece.shape == "circle":
        ends = {"x0": across - 5, "x1": across + 5, "y0": up - 5, "y1": up + 5}
        fig.add_shape(at | ends, type="circle", fillcolor=fill)
    else:
        dash = "4px,3px" if piece.shape == "dashes" else "solid"
        ends = {"x0": across - 7, "x1": across + 7, "y0": up, "y1": up}
        fig.add_shape(at | ends | {"line": line | {"width": 2, "dash": dash}}, type="line")
