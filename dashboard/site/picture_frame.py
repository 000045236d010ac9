"""The frame around a chart that leaves its page: title and unit above, source and date beneath."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.charts.geometry import plain, text_height, text_width, wrapped
from dashboard.charts.page_theme import Figure
from dashboard.charts.theme import LIGHT, Look, Note
from dashboard.files.about import SITE
from dashboard.words.periods import day_words
from dashboard.words.sources import shortened

_TITLE, _SUBTITLE, _SOURCE = 18, 14, 12
_PAD = 14
"""Pixels between the picture's edge and its words, and between the words and the chart."""
_APART = 4
"""Pixels between title and subtitle."""
_EDGE = _PAD
"""Pixels that the chart itself keeps from the left and the right edge, besides its margins."""
_SIGN = re.compile(r"(&amp;|[?+,]|(?<![:/])/)(?=[^/])")
"""After it a long address may go on in the next line."""
_JOINED = "\u200b"
"""Begins a piece of an address that no space stands before."""


@dataclass(frozen=True)
class Words:
    """What a picture says around its chart.

    Attributes:
        title: the finding or the subject.
        subtitle: unit and time basis.
        source: whose figures, to when, under which licence, and where and when they were taken.
    """

    title: str
    subtitle: str
    source: str


def source_words(source_line: str, data_version: str, today: date, link: str) -> str:
    """Return what a picture says of its source: whose figures, and which site showed them when, where.

    Args:
        source_line: as under the chart. data_version: of the published data. today: the day.
        link: shows the chart again; empty where it has no address.
    """
    shown = f"{SITE}, data version {data_version}, {day_words(today)}."
    return " ".join(
        part for part in (f"{shortened(source_line).rstrip('. ')}.", shown, link) if part
    )


def framing(figure: Figure, words: Words) -> dict[str, Any]:
    """Return what a figure's layout becomes in a picture of it: `frame` and the picture's width.

    A figure drawn for a phone, or for half of a page, makes a narrow picture.
    """
    narrow = figure.layout.font.size == Look(narrow=True).small
    width = Look(narrow=narrow).usual_width + 2 * _EDGE
    return {**frame(figure, words, width), "width": width, "autosize": False}


def framed(figure: Figure, words: Words, width: int) -> Figure:
    """Return a copy of a figure with the words in it, `width` px wide and taller by the words."""
    found = Figure(figure)
    change = frame(figure, words, width)
    found.layout.annotations = [*found.layout.annotations, *change.pop("annotations")]
    return found.update_layout({**change, "width": width, "autosize": False})


def frame(figure: Figure, words: Words, width: int) -> dict[str, Any]:
    """Return what a figure's layout needs for the words: larger margins, annotations, a ground.

    Args:
        figure: of a fixed height, its margins in px.
        words: unlike Plotly's texts, without markup.
        width: of the picture in px; the words wrap within it.

    Returns:
        Layout settings; the annotations are to be added to the figure's own.
    """
    room = width - 2 * _PAD
    title = f"<b>{wrapped(plain(words.title), _TITLE, room / 1.12)}</b>"  # bold is wider
    subtitle = wrapped(plain(words.subtitle), _SUBTITLE, room)
    source = _wrapped_addresses(plain(words.source), _SOURCE, room)
    margin = figure.layout.margin
    above = _PAD + text_height(title, _TITLE) + _PAD
    above += text_height(subtitle, _SUBTITLE) + _APART if subtitle else 0
    below = _PAD + text_height(source, _SOURCE) + _PAD
    top, bottom = round((margin.t or 0) + above), round((margin.b or 0) + below)
    left, right = round((margin.l or 0) + _EDGE), round((margin.r or 0) + _EDGE)
    under_title = top - _PAD - text_height(title, _TITLE) - _APART
    lines = [
        _note(title, _TITLE, LIGHT.ink, y=1, yshift=top - _PAD),
        _note(subtitle, _SUBTITLE, LIGHT.muted, y=1, yshift=round(under_title)),
        _note(source, _SOURCE, LIGHT.muted, y=0, yshift=round(-(margin.b or 0) - _PAD)),
    ]
    return {
        "height": round(figure.layout.height + top + bottom - (margin.t or 0) - (margin.b or 0)),
        "margin": {"t": top, "b": bottom, "l": left, "r": right, "pad": 0},
        "paper_bgcolor": LIGHT.page,
        "plot_bgcolor": LIGHT.page,
        "annotations": [{**line, "xshift": _PAD - left} for line in lines if line["text"]],
    }


def _wrapped_addresses(text: str, size: float, room: float) -> str:
    """Return the text wrapped as by `wrapped`, long addresses after one of their signs."""
    words = [
        _SIGN.sub(rf"\1 {_JOINED}", word) if text_width(word, size) > room else word
        for word in text.split(" ")
    ]
    return wrapped(" ".join(words), size, room).replace(f" {_JOINED}", "").replace(_JOINED, "")


def _note(text: str, size: int, colour: str, y: float, yshift: int) -> Note:
    return {
        "text": text,
        "x": 0,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": yshift,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": colour},
    }
