"""Charts and small trends on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.charts.page_theme import Figure, in_theme_colours

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


def chart(draw: Callable[[bool], Figure], alt: str, source_line: str, key: str) -> None:
    """Show a chart in the colours of the reader's theme, with its source beneath.

    It is drawn twice, for wide windows and for phones; the style sheet shows the one that fits.

    Args:
        draw: makes the figure with the site's palette; is told whether it is for a narrow window.
        alt: one sentence that says what the chart shows, for who cannot see it.
        source_line: whose figures, to when, under which licence.
        key: unlike any other chart's on the page; names the image file.
    """
    for narrow, size in ((False, "wide"), (True, "narrow")):
        with st.container(key=f"chart-{size}-{key}"):
            _plot(draw(narrow), alt, f"{key}-{size}", key)
    st.caption(source_line)


def spark(figure: Figure, alt: str, key: str) -> None:
    """Show a small trend without axes or menu."""
    _plot(figure, alt, key, key, {"displayModeBar": False, "staticPlot": True})


def _plot(
    figure: Figure, alt: str, key: str, file_name: str, config: Mapping[str, Any] | None = None
) -> None:
    image = {**_CHART_CONFIG["toImageButtonOptions"], "filename": file_name}
    st.plotly_chart(
        in_theme_colours(figure),
        width="stretch",
        theme="streamlit",
        key=key,
        config={**_CHART_CONFIG, "toImageButtonOptions": image, **(config or {})},
        alt=alt,
    )
