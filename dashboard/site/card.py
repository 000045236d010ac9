"""The picture that stands for a page where its link is shared: its finding, its chart, its date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.charts.geometry import plain, text_height, wrapped
from dashboard.charts.page_theme import Figure
from dashboard.charts.theme import LIGHT, Look, Margin, Note, figure

WIDTH, HEIGHT, SCALE = 800, 420, 1.5
"""In px, and pixels for each: 1200 by 630, with type that can still be read when shown half as wide."""

_EDGE = 28
_SITE, _FOOT = 15, 12
_HEADLINES = ((25, 2), (22, 3), (19, 4), (17, 6))
"""Sizes of type for the headline, the largest first, and the lines that each may take."""
_LEDE, _ROW, _SIGN = 19, 17, 13
_LEAST_PLOT = 95
"""Height in px below which lines say nothing any more."""


@dataclass(frozen=True)
class Card:
    """What a share picture shows.

    Attributes:
        site, page: names of the site and of the page.
        headline: the finding. lede: what is said where no chart fits.
        foot: version and date of the data.
        chart: the page's main one; drawn where it fits. under_chart: what it shows, unit and time basis.
        verdicts: measure, mark of its verdict, and the verdict; drawn in place of a chart.
        sign: what an early sign speaks against, under the verdicts; may be empty.
    """

    site: str
    page: str
    headline: str
    lede: str
    foot: str
    chart: Figure | None = None
    under_chart: str = ""
    verdicts: Sequence[tuple[str, str, str]] = ()
    sign: str = ""


def card(shown: Card) -> Figure:
    """Return a share picture as a figure, to be drawn at `SCALE`."""
    size, headline = _headline(shown.headline)
    under = _EDGE + _SITE * 1.3 + 10 + text_height(headline, size)
    said = wrapped(plain(shown.under_chart), _FOOT, WIDTH - 2 * _EDGE)
    room = HEIGHT - under - _EDGE - _FOOT * 1.3
    chart = _fitted(shown.chart, room - text_height(said, _FOOT) - 8) if shown.chart else None
    words = [*_words(shown, headline, size)]
    if chart is None:
        chart = _nothing()
        words += _beneath(shown, under + 16)
    else:
        words.append(_note(said, _FOOT, LIGHT.muted, under))
        under += text_height(said, _FOOT) + 8
    return _put_in(chart, words, under)


def _nothing() -> Figure:
    found = figure(Look(), height=10, margin=Margin())
    return found.update_xaxes(visible=False).update_yaxes(visible=False)


def _put_in(chart: Figure, words: Sequence[Note], under: float) -> Figure:
    """The chart `under` px below the picture's upper edge, with the words around it."""
    margin = chart.layout.margin
    plot = chart.layout.height - (margin.t or 0) - (margin.b or 0)
    top = round(under + (margin.t or 0))
    left, right = _EDGE + (margin.l or 0), _EDGE + (margin.r or 0)
    placed = [_placed(note, left, top) for note in words]
    chart.layout.annotations = [*chart.layout.annotations, *placed]
    return chart.update_layout(
        width=WIDTH,
        height=HEIGHT,
        autosize=False,
        margin={"t": top, "b": round(HEIGHT - top - plot), "l": left, "r": right, "pad": 0},
        paper_bgcolor=LIGHT.page,
    )


def _headline(text: str) -> tuple[int, str]:
    room = WIDTH - 2 * _EDGE
    for size, lines in _HEADLINES:
        found = wrapped(plain(text), size, room / 1.12)
        if found.count("<br>") < lines:
            break
    return size, found


def _fitted(chart: Figure, room: float) -> Figure | None:
    """The chart as it is where there is room, lines drawn lower where there is less; else None.

    Drawn lower, its marks go without their figures, which were placed for the taller plot.
    """
    height = chart.layout.height
    margin = chart.layout.margin
    if height > room:
        axes = chart.layout
        is_lines = axes.xaxis.type == "date" and axes.yaxis.visible is not False
        is_lines = is_lines and "yaxis2" not in axes
        if not is_lines or room - (margin.t or 0) - (margin.b or 0) < _LEAST_PLOT:
            return None
        height = room
    fitted = Figure(chart).update_layout(height=round(height))
    if height < chart.layout.height:
        kept = [said for said in fitted.layout.annotations if said.name != "point label"]
        fitted.layout.annotations = kept
    return fitted


def _words(shown: Card, headline: str, size: int) -> Iterator[Note]:
    name = f"<b>{plain(shown.site)}</b>" + (f"  ·  {plain(shown.page)}" if shown.page else "")
    yield _note(name, _SITE, LIGHT.labels[0], _EDGE - 6)
    yield _note(f"<b>{headline}</b>", size, LIGHT.ink, _EDGE + _SITE * 1.3 + 4)
    yield _note(plain(shown.foot), _FOOT, LIGHT.muted, HEIGHT - _EDGE + 2 - _FOOT * 0.65)


def _beneath(shown: Card, top: float) -> Iterator[Note]:
    """The verdicts, a line each; or the paragraph under the headline, as far as there is room."""
    if not shown.verdicts:
        text = wrapped(plain(shown.lede), _LEDE, WIDTH - 2 * _EDGE)
        yield _note(text, _LEDE, LIGHT.muted, top)
        return
    said = wrapped(plain(shown.sign), _SIGN, WIDTH - 2 * _EDGE) if shown.sign else ""
    foot = HEIGHT - _EDGE - _FOOT * 1.3
    room = text_height(said, _SIGN) + 6 if said else 0
    if said:
        yield _note(said, _SIGN, LIGHT.ink, foot - room)
    height = (foot - room - top) / len(shown.verdicts)
    for place, (name, mark, words) in enumerate(shown.verdicts):
        y = top + place * height
        yield _note(plain(name), _ROW, LIGHT.ink, y)
        yield _note(mark, _ROW, LIGHT.muted, y, x=WIDTH - 230)
        yield _note(f"<b>{plain(words)}</b>", _ROW, LIGHT.ink, y, x=WIDTH - 190)


def _note(text: str, size: float, colour: str, y: float, x: float = _EDGE) -> Note:
    """A text whose upper left corner is x, y px from that of the picture; to be `_placed`."""
    return {"text": text, "font": {"size": size, "color": colour}, "xshift": x, "yshift": y}


def _placed(note: Note, left: float, top: float) -> Note:
    return {
        **note,
        **{"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top"},
        **{"align": "left", "showarrow": False, "borderpad": 0},
        "xshift": round(note["xshift"] - left),
        "yshift": round(top - note["yshift"]),
    }
