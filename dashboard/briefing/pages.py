"""The two sides: what of a page's record goes on them, and how many rows of its table fit."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.briefing.figures import is_of_places
from dashboard.briefing.questions import Question
from dashboard.briefing.rules import questions_of
from dashboard.files.about import SITE, citation, long_date
from dashboard.page import DATA, Chart, Files, Notes, Page, Table, address_of
from dashboard.page import SITE as AT_SITE
from dashboard.sourcing import source_line
from dashboard.subjects.overview.cards import worse_for
from dashboard.subjects.overview.figures.signs import ON_CARD, are_held, signs_of
from dashboard.subjects.overview.figures.success import measures_of
from dashboard.subjects.overview.words.cards import NO_GROUPS
from dashboard.words import signs
from dashboard.words.periods import day_words
from dashboard.words.sources import in_short, joined, shortened
from dashboard.words.verdicts import why_not, with_kind
from datasets import catalogue

LINES = 104
"""Lines of text on two sides of A4, in the type of the print view and of the Word document."""
_TALLEST_PX = 700
_LINE_PX = 17
"""Height of a line in px, to reckon a chart in lines."""
_LINE = 100
"""Characters on a line."""
_ROW = 0.6
"""Lines that the space around a row takes."""
_BOLD, _BESIDE = 1.15, 3
"""How much wider headings are than their letters count; characters that the edges of a cell take."""
_MOST_ROWS, _LEAST_ROWS = 24, 3
_SPARE = 5
"""Lines that the reckoning leaves free at the least: a table is not cut for rows that they hold."""
_FIGURES = "The figures"
"""Stands above a table that has no heading of its own."""


@dataclass(frozen=True)
class Judged:
    """A success measure of the page: its name, verdict (as in the data), the reason for it, and its signs.

    `worse` says for whom it is worse; empty where no figure does.
    On the briefing of a place the name says that the verdict is of London.
    """

    name: str
    verdict: str
    reason: str
    cannot_kind: str = ""
    signs: tuple[str, ...] = ()
    worse: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said after the verdict, a sentence or a few each."""
        return tuple(filter(None, (self.reason, self.worse, *self.signs)))

    @property
    def words(self) -> str:
        """`Mixed`, `Cannot be judged: not published`."""
        return with_kind(self.verdict, self.cannot_kind)


@dataclass(frozen=True)
class Briefing:
    """A page's current choice, ready for two sides of A4.

    Attributes:
        page: the page's title. title: of the main figures, with the choice in words.
        verdicts: of the success measures that the page is about; none where it is about none.
        chart, tables: as the page names them (`Page.paper`), else its first chart, and its first table
            cut to what fits.
        rows_left: rows of the table that did not fit.
        caveats: those of the main figures. notices: as shown on the page.
        sources: how to cite the figures. link: shows the same choice after new data.
        made: the day. data_version: of the published data.
    """

    page: str
    title: str
    headline: str
    lede: str
    verdicts: tuple[Judged, ...]
    chart: Chart | None
    tables: tuple[Table, ...]
    rows_left: int
    caveats: tuple[str, ...]
    notices: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: tuple[str, ...]
    link: str
    made: date
    data_version: str

    @property
    def headed(self) -> list[tuple[str, Table]]:
        """Each table with what stands above it: not once more what stands above the chart."""
        taken = {"", self.chart.heading[0] if self.chart else ""}
        return [(_FIGURES if one.heading in taken else one.heading, one) for one in self.tables]

    @property
    def signature(self) -> str:
        """Who made it, from which data, when."""
        day = day_words(self.made)
        return f"{SITE}, data version {self.data_version}, {day}"


def _signs(measure: str) -> tuple[str, ...]:
    """The first signs of a measure in words; nothing in a version that has none of any measure."""
    return tuple(signs.lines(signs_of(measure), ON_CARD)) if are_held() else ()


def brief(page: Page, title: str, site: str, today: date, said: str = "") -> Briefing:
    """Return the briefing of what a page shows.

    Args:
        page: with the choice. title: of the page. site: scheme and host, for its links.
        today: the day it is made, and by which lateness is judged.
        said: of the version of the data that is read, where it is not the newest.
    """
    main = next((one for one in page.files if one.is_main), None)
    whose = " (London as a whole)" if is_of_places(page) else ""
    measures = [] if page.paper.has_verdicts else measures_of(page.path)
    judged = tuple(
        Judged(
            f"{one.name}{whose}",
            one.verdict,
            why_not(one.cannot_kind, one.loads_with, one.needed)
            if one.verdict == "cannot_be_judged"
            else one.reason,
            one.cannot_kind,
            _signs(one.id) if one.verdict == "cannot_be_judged" else (),
            "" if (worse := worse_for(one)) == NO_GROUPS else worse,
        )
        for one in measures
    )
    questions = tuple(questions_of(page, today))
    notices = (*filter(None, [said]), *page.notices)
    notes = page.all_of(Notes)
    lines = page.paper.caveats or (notes[0].lines if notes else ())
    caveats = tuple(one for one in dict.fromkeys(lines) if one not in page.paper.unsaid)
    chart, lede = _chart(page), page.paper.lede or page.lede
    sources = _sources(page, main, chart, site) if main else ()
    texts = [
        *(page.headline * 2, lede, *notices, *caveats, *sources),
        *(f"{one.name} {one.words} {' '.join(one.lines)}" for one in judged),
        *(text for one in questions for text in (one.text, one.because)),
    ]
    used = sum(_lines(text) for text in texts) + _chart_lines(chart) + 16  # headings
    tables, left = page.paper.tables, 0
    if not tables:
        tables, left = _fitting(next(iter(page.tables), None), LINES - used)
    return Briefing(
        page=title,
        title=main.meta.title if main else title,
        headline=page.headline,
        lede=lede,
        verdicts=judged,
        chart=chart,
        tables=tables,
        rows_left=left,
        caveats=caveats,
        notices=notices,
        questions=questions,
        sources=sources,
        link=page.link.replace(AT_SITE, site),
        made=today,
        data_version=catalogue.version(),
    )


def _sources(page: Page, main: Files, chart: Chart | None, site: str) -> tuple[str, ...]:
    """Whose figures these are and where they are found, in short; the page has the whole."""
    of_tables = joined(*map(source_line, main.datasets)) if main.datasets else ""
    whose = shortened(chart.source_line if chart and chart.source_line else of_tables)
    version = {DATA: main.meta.data_version} if main.meta.data_version else {}
    link = site + address_of(page.path, {**page.params, **version})
    made = f"{SITE}, data version {main.meta.data_version}, retrieved {long_date(main.meta.retrieved)}. {link}"
    if not whose:
        return (citation(main.meta).replace(AT_SITE, site),)
    return (in_short(whose), made)


def rows_left_words(number: int) -> str:
    """What stands under a table that is cut to fit."""
    rows = "row is" if number == 1 else "rows are"
    return f"{number} more {rows} on the page and in its files."


def _chart(page: Page) -> Chart | None:
    """The chart that the page names for its briefing, else its first; none that would take a side."""
    named = [one for one in page.charts if one.key == page.paper.chart]
    found = next(iter([*named, *page.charts]), None)
    height = (found.draw(False).layout.height or 0) if found else 0
    return None if height > _TALLEST_PX else found


def _lines(text: str) -> int:
    return math.ceil(len(text) / _LINE)


def _chart_lines(chart: Chart | None) -> int:
    if chart is None:
        return 0
    height = chart.draw(False).layout.height or 0
    words = (*chart.heading, shortened(chart.source_line))
    return math.ceil(height / _LINE_PX) + sum(_lines(text) for text in words)


def _fitting(
    table: tuple[str, pd.DataFrame, str] | None, room: int
) -> tuple[tuple[Table, ...], int]:
    if table is None:
        return (), 0
    title, rows, alt = table
    heights = _heights(rows)
    fitting = int((heights.cumsum() <= room).sum())
    kept = min(max(fitting, _LEAST_ROWS), _MOST_ROWS, len(rows))
    kept = len(rows) if heights.iloc[kept:].sum() <= _SPARE else kept
    return (Table(rows.head(kept), alt, title),), len(rows) - kept


def widths_of(rows: pd.DataFrame) -> pd.Series:
    """What part of the width each column takes, by its words and figures; the parts sum to 1.

    Where cells hold a line a figure, a column is as wide as all that it holds asks for, so that no row is
    much taller in one column than in the others.
    """
    words = pd.Series({name: _longest_word([name, *rows[name]]) for name in rows})
    if rows.astype("string").apply(lambda column: column.str.contains("\n").any()).any():
        held = _lengths(rows).mean() * _LINE / max(float(_lengths(rows).mean().sum()), 1.0)
        widths = held.clip(lower=words * _BOLD + _BESIDE)
        return widths / widths.sum()
    widths = _lengths(rows).quantile(0.9).clip(upper=60).clip(lower=words * _BOLD) + _BESIDE
    return widths / widths.sum()


def _longest_word(texts: Iterable[object]) -> int:
    return max(len(word) for text in texts for word in f"{text} ".split(" "))


def _lengths(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.astype("string").fillna("").map(len).astype("int64")


def _heights(rows: pd.DataFrame) -> pd.Series:
    """Lines that each row takes."""
    lengths, widths = _lengths(rows), widths_of(rows) * _LINE
    lines = (lengths / widths).clip(lower=1).apply(lambda column: column.map(math.ceil))
    tallest: pd.Series = lines.max(axis=1) + _ROW
    return tallest
