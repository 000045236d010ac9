"""The code that shows a page, or one figure of it, in a frame of another site, and how high such a frame is.

What stands in the frame of a figure is made in `frame`.
"""

from __future__ import annotations

import html
import math

from dashboard.files import about
from dashboard.heights import height_of
from dashboard.page import SITE, Chart, Files, Page
from dashboard.words.sources import shortened

_FRAME_HEIGHT = 860
"""Px of a frame where nothing is known of the height of what is in it."""
_AROUND, _ROW, _TALLEST = 140, 25, 1400
"""Px in a frame 600 px wide, the width of an article: around what is in it, of a table's row, and of the highest
frame. It stands so where the site may run no script; what is longer scrolls."""
_TITLE, _SMALL, _SIGNED = (52, 28), (85, 21), 50
"""Characters on a line of such a frame's title and of its small print, and their heights in px; characters
of the site's name after a source."""
_DRAWN, _FRAMED = 720, 584
"""Px that a chart's still picture is wide, and its width in such a frame."""
_FIT = """
<script>
addEventListener("message", ({ source, data }) => {
  if (data?.type !== "frame-height") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${data.height}px`;
  }
});
</script>"""
"""Makes a frame as high as it says that it is, in the site that shows it: of each frame on its page by itself."""


def of_page(files: Files) -> str:
    """The code for a frame of a whole page, with the choices of its files' link."""
    link = files.meta.link
    address = f"{link}{'&' if '?' in link else '?'}embed=true"
    return _framing(address, files.meta.title, 900, ' allow="clipboard-write"')


def of_chart(page: Page, chart: Chart) -> str:
    """The code for a frame of one of a page's charts alone, with the choices of its link."""
    height = height_of(page.path, chart.key, narrow=False)
    source = shortened(chart.source_line or chart.beneath or "")
    said = _height_of_words(chart.title, chart.subtitle, source)
    room = round(height * _FRAMED / _DRAWN) + said if height else _FRAME_HEIGHT
    return _framed(page, chart.key, chart.link, chart.title, room)


def of_rows(page: Page, files: Files) -> str:
    """The code for a frame of the table of a page's files alone, with the choices of their link."""
    meta = files.meta
    filters = ". ".join(f"{label}: {value}" for label, value in meta.filters.items())
    height = _height_of_words(meta.title, filters, f"{meta.source} {meta.licence}")
    height += _ROW * (1 + len(files.frame))
    return _framed(page, files.name, meta.link, meta.title, min(height, _TALLEST))


def _framed(page: Page, name: str, link: str, title: str, height: int) -> str:
    """The code for a frame of one figure alone; height in px."""
    start = f"{SITE}/embed/{page.path or 'overview'}/{name}"
    return _framing(f"{start}?{link.partition('?')[2]}", title, height) + _FIT


def _framing(address: str, title: str, height: int, more: str = "") -> str:
    name = html.escape(f"{title} · {about.SITE}")
    return (
        f'<iframe src="{html.escape(address)}" title="{name}" loading="lazy"{more} '
        f'style="border: 0; width: 100%; height: {height}px"></iframe>'
    )


def _height_of_words(title: str, subtitle: str, source: str) -> int:
    """Px that what stands around a figure takes in a frame 600 px wide."""
    lines = ((title, _TITLE), (subtitle, _SMALL), (source + " " * _SIGNED, _SMALL))
    return _AROUND + sum(
        math.ceil(len(text) / on_a_line) * height for text, (on_a_line, height) in lines
    )
