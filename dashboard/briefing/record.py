"""What a page has shown: noted by its parts while it runs, so that a briefing repeats it to the letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pandas as pd

from dashboard.charts.page_theme import Figure
from dashboard.downloads import DownloadMeta


@dataclass(frozen=True)
class Chart:
    """A chart as shown.

    Attributes:
        title, subtitle: the heading above it; unit and time basis.
        draw: makes the figure; is told whether it is for a narrow window.
        alt: one sentence that says what it shows.
        source_line: whose figures, to when, under which licence.
        key: names it on its page.
    """

    title: str
    subtitle: str
    draw: Callable[[bool], Figure]
    alt: str
    source_line: str
    key: str


@dataclass(frozen=True)
class Table:
    """A table as shown: `rows` with headings in words, cells formatted; `alt` names it."""

    title: str
    rows: pd.DataFrame
    alt: str


@dataclass(frozen=True)
class Link:
    """What one row of downloads holds: the dataset, what its files say about themselves, their rows."""

    dataset: str
    meta: DownloadMeta
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)

    def chosen(self, key: str) -> list[str]:
        """The values of one control, as the fixed link has them."""
        return parse_qs(urlsplit(self.meta.link).query).get(key, [])


@dataclass
class PageRecord:
    """What a page has shown so far, in the order in which it was shown.

    Attributes:
        path: the page's address without the slash.
        headline, lede: the sentence that states the finding, and the paragraph under it.
        heading: title and subtitle of the section that the next part belongs to.
        caveats: each list of "What you need to know"; the first is that of the main figures.
        notices: what was said in place of figures: nothing published, not loaded.
        links: the rows of downloads; the first is that of the page's main figures.
        parts: the lines of files of the page's other figures.
        waiting: charts that are drawn once the fixed link that their pictures print is known.
    """

    path: str
    headline: str = ""
    lede: str = ""
    heading: tuple[str, str] = ("", "")
    charts: list[Chart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    caveats: list[tuple[str, ...]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    parts: list[Link] = field(default_factory=list)
    waiting: list[Callable[[str], None]] = field(default_factory=list)

    @property
    def datasets(self) -> list[str]:
        """The datasets whose rows the page offers, the main one first."""
        return list(dict.fromkeys(link.dataset for link in self.links if link.dataset))

    @property
    def area(self) -> str:
        """Code of the one place that the page is about; empty where it is none or several."""
        chosen = next((found for link in self.links if (found := link.chosen("area"))), [])
        return chosen[0] if len(chosen) == 1 else ""
