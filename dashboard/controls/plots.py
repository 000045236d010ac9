"""Charts and small trends on a page."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.briefing.record import Chart
from dashboard.charts.page_theme import Figure, in_theme_colours
from dashboard.controls.links import address_of_choices
from dashboard.controls.recording import draw_waiting, this_page
from dashboard.pictures import Words, framing, source_words
from datasets import catalogue

_CHART_CONFIG: Mapping[str, Any] = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "locale": "en",
    "toImageButtonOptions": {"format": "png", "scale": 2},
}

_KIND = re.compile(r"^[^.:]*\bcharts?\b[^.:]*[.:] ")


def chart(
    draw: Callable[[bool], Figure],
    alt: str,
    source_line: str,
    key: str,
    beneath: str | None = None,
    subtitle: str = "",
) -> None:
    """Show a chart in the colours of the reader's theme, with its source beneath and a way to save it.

    It is drawn twice, for wide windows and for phones; the style sheet shows the one that fits. It
    appears when its row of downloads does, or at the page's end: a picture of it prints the same
    fixed link, and that is known only when all choices have been read.

    Args:
        draw: makes the figure with the site's palette; is told whether it is for a narrow window.
        alt: one sentence that says what the chart shows, for who cannot see it.
        source_line: whose figures, to when, under which licence.
        key: unlike any other chart's on the page.
        beneath: what stands under the chart in place of its source, where several charts have one in
            common; in its picture stands the source all the same.
        subtitle: unit and time basis, for its picture; else those of the heading above it, else what
            `alt` says first.
    """
    record = this_page()
    record.charts.append(Chart(*record.heading, draw, alt, source_line, key))
    title, subtitle = _title_and_subtitle(subtitle or record.heading[1] or _subject(alt))
    places = {size: st.container(key=f"chart-{size}-{key}") for size in ("wide", "narrow")}
    with st.container(key=f"source-{key}", horizontal=True, gap="small"):
        st.caption(source_line if beneath is None else beneath)
        st.html(_save_buttons(key, title), width="content")

    def draw_both(link: str) -> None:
        source = source_words(source_line, catalogue.version(), date.today(), link)
        for size, place in places.items():
            figure = draw(size == "narrow")
            meta = {"picture": framing(figure, Words(title, subtitle, source))}
            with place:
                _plot(in_theme_colours(figure, meta), alt, f"{key}-{size}", _file_name(title))

    record.waiting.append(draw_both)


def _subject(alt: str) -> str:
    """`Average minutes` of "Bar chart: Average minutes. 2012 10 min"."""
    return _KIND.sub("", alt).split(". ")[0].rstrip(".")


def draw_rest() -> None:
    """Draw the charts that no row of downloads follows, when the page has been shown.

    Their pictures print the link of the row before them; on a page without files, its choices.
    """
    links = this_page().links
    draw_waiting(links[-1].meta.link if links else address_of_choices())


def _title_and_subtitle(subtitle: str) -> tuple[str, str]:
    """What a picture of the chart that follows says above it: the heading, unit and time basis."""
    record = this_page()
    title = record.heading[0] or record.headline or subtitle
    return title, subtitle if subtitle != title else ""


def _file_name(title: str) -> str:
    """`trust-in-the-met-by-borough`: the title's first words, at most 60 characters."""
    words = re.sub(r"[^a-z0-9]+", " ", title.lower()).strip()
    return textwrap.shorten(words, 60, placeholder="").replace(" ", "-") or "chart"


def _save_buttons(key: str, title: str) -> str:
    buttons = "".join(
        f'<button type="button" data-chart="{html.escape(key)}" data-picture="{kind.lower()}" '
        f'aria-label="Save the chart “{html.escape(title)}” as {kind}">{kind}</button>'
        for kind in ("PNG", "SVG")
    )
    return f'<p class="save-chart"><span aria-hidden="true">Save chart</span>{buttons}</p>'


def spark(figure: Figure, alt: str, key: str) -> None:
    """Show a small trend without axes or menu."""
    still = {"displayModeBar": False, "staticPlot": True}
    _plot(in_theme_colours(figure), alt, key, key, still)


def _plot(
    figure: Figure, alt: str, key: str, file_name: str, config: Mapping[str, Any] | None = None
) -> None:
    image = {**_CHART_CONFIG["toImageButtonOptions"], "filename": file_name}
    st.plotly_chart(
        figure,
        width="stretch",
        theme="streamlit",
        key=key,
        config={**_CHART_CONFIG, "toImageButtonOptions": image, **(config or {})},
        alt=alt,
    )
