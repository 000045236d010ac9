"""Colours, type and the parts of a figure that every chart shares.

Colours: the site's six series colours, each at least 3:1 on the page, in light and dark. Three of
the light ones are too pale for text, so a label has its own, darker tone (4.5:1). A test computes
all of these ratios.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

FONT_FAMILY = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, "
    "'Liberation Sans', 'DejaVu Sans', sans-serif"
)
Note = dict[str, Any]
"""An annotation, as Plotly takes it."""
EMPHASISED = 4
"""At most so many lines in colour; further ones are grey context."""

_AXIS: dict[str, Any] = {
    "fixedrange": True,
    "automargin": False,
    "zeroline": False,
    "showgrid": False,
    "showline": False,
    "ticks": "",
    "title": {"text": ""},
}


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, as #RRGGBB.

    Attributes:
        page: the background that the figure is shown on; the figure itself is transparent.
        ink: headings and figures. muted: axis numbers and notes.
        grid: horizontal rules. axis: base lines and the stems of events.
        grey: comparison lines, 3:1. grey_text: their labels, 4.5:1.
        series: lines, bars and dots, 3:1. labels: text about them, 4.5:1, in the same order.
    """

    page: str
    ink: str
    muted: str
    grid: str
    axis: str
    grey: str
    grey_text: str
    series: tuple[str, ...]
    labels: tuple[str, ...]


LIGHT = Palette(
    page="#FFFFFF",
    ink="#0B0C0C",
    muted="#505A5F",
    grid="#E6E8EA",
    axis="#8C959B",
    grey="#6F777B",
    grey_text="#505A5F",
    series=("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"),
    labels=("#12436D", "#187A70", "#801650", "#B5470E", "#3D3D3D", "#7650B0"),
)
_LIFTED = ("#8AB8E8", "#45C4B8", "#E589BE", "#F79B6B", "#D3D8DC", "#BBA5E3")
DARK = Palette(
    page="#14181C",
    ink="#EEF1F3",
    muted="#AEB6BC",
    grid="#2B3238",
    axis="#7A848C",
    grey="#8B949A",
    grey_text="#AEB6BC",
    series=_LIFTED,
    labels=_LIFTED,
)


_paper: ContextVar[bool] = ContextVar("paper", default=False)


@contextmanager
def on_paper() -> Iterator[None]:
    """What is drawn meanwhile is for paper, where colours may be greys."""
    before = _paper.set(True)
    try:
        yield
    finally:
        _paper.reset(before)


@dataclass(frozen=True)
class Look:
    """Where a chart is shown.

    Attributes:
        dark: True on the dark page.
        narrow: True on a phone, about 358 px of room instead of about 1,040.
        paper: True within `on_paper`: lines carry shapes that tell them apart without colours.
    """

    dark: bool = False
    narrow: bool = False
    paper: bool = field(default_factory=_paper.get)

    @property
    def palette(self) -> Palette:
        """The colours of this theme."""
        return DARK if self.dark else LIGHT

    @property
    def width(self) -> int:
        """The least width in px that labels are laid out for; on more room they keep apart."""
        return 340 if self.narrow else 700

    @property
    def has_shapes(self) -> bool:
        """Whether a line's name begins with the shape at its end."""
        return self.narrow or self.paper

    @property
    def usual_width(self) -> int:
        """The width in px that most readers see the chart at."""
        return 358 if self.narrow else 1040

    @property
    def size(self) -> int:
        """Height of the type that names lines and bars, in px."""
        return 13 if self.narrow else 14

    @property
    def small(self) -> int:
        """Height of the type of axes and events, in px; never under 12."""
        return 12 if self.narrow else 13

    @property
    def template(self) -> str:
        """The name of the registered Plotly template."""
        return "scorecard_dark" if self.dark else "scorecard_light"


@dataclass(frozen=True)
class Margin:
    """Room around the plot, in px."""

    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0


def tint(colour: str, opacity: float) -> str:
    """Return a colour (#RRGGBB) that lets the page shine through, in a form that follows the theme."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"


def figure(look: Look, *, height: float, margin: Margin) -> go.Figure:
    """Return an empty figure in the site's look, as wide as its container and `height` px high.

    What layout depends on is set on the figure itself, not only in the template, which a host that
    brings a theme of its own puts aside.
    """
    return go.Figure(
        layout=go.Layout(
            template=look.template,
            autosize=True,
            height=round(height),
            font={"family": FONT_FAMILY, "size": look.small, "color": look.palette.ink},
            showlegend=False,
            dragmode=False,
            margin={
                "l": round(margin.left),
                "r": round(margin.right),
                "t": round(margin.top),
                "b": round(margin.bottom),
                "pad": 0,
            },
            xaxis=_AXIS | {"tickfont": {"size": look.small, "color": look.palette.muted}},
            yaxis=_AXIS | {"tickfont": {"size": look.small, "color": look.palette.muted}},
        )
    )


def annotate(fig: go.Figure, notes: Iterable[Note]) -> None:
    """Add annotations in one step: one by one, each would cost as much as all before it."""
    fig.layout.annotations = [*fig.layout.annotations, *notes]


def empty(look: Look, words: str = "No figures for this choice", height: int = 160) -> go.Figure:
    """Return a figure without marks that says why it has none."""
    fig = figure(look, height=height, margin=Margin())
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    fig.add_annotation(
        text=words, x=0.5, y=0.5, xref="paper", yref="paper", font_size=14, showarrow=False
    )
    return fig


def _template(colours: Palette) -> go.layout.Template:
    """Return a Plotly template: transparent, pale horizontal rules, one calm hover label."""
    spike = {
        "spikecolor": colours.axis,
        "spikethickness": 1,
        "spikedash": "solid",
        "spikemode": "across",
    }
    return go.layout.Template(
        layout={
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT_FAMILY, "size": 14, "color": colours.ink},
            "colorway": list(colours.series),
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.page,
                "bordercolor": colours.axis,
                "font": {"family": FONT_FAMILY, "size": 13, "color": colours.ink},
                "align": "left",
                "namelength": -1,
            },
            "modebar": {
                "bgcolor": "rgba(0,0,0,0)",
                "color": colours.axis,
                "activecolor": colours.ink,
            },
            "separators": ".,",
            "xaxis": {**_AXIS, **spike},
            "yaxis": {**_AXIS, "gridcolor": colours.grid, "gridwidth": 1},
            "annotationdefaults": {
                "showarrow": False,
                "borderpad": 0,
                "font": {"color": colours.ink},
            },
        }
    )


pio.templates[Look().template] = _template(LIGHT)
pio.templates[Look(dark=True).template] = _template(DARK)
