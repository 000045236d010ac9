"""The two sides: what of a page's record goes on them, and how many rows of its table fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.briefing.questions import Question
from dashboard.briefing.rules import is_of_places, questions_of
from dashboard.files.about import SITE, citation
from dashboard.page import SITE as AT_SITE
from dashboard.page import Chart, Notes, Page, Table
from dashboard.subjects.overview.figures.signs import ON_CARD, are_held, signs_of
from dashboard.subjects.overview.figures.success import measures_of
from dashboard.words import signs
from dashboard.words.periods import day_words
from dashboard.words.verdicts import with_kind
from datasets import catalogue

LINES = 97
"""Lines of text on two sides of A4, in the type of the print view and of the Word document."""
_LINE_PX = 17
"""Height of a line in px, to reckon a chart in lines."""
_LINE = 100
"""Characters on a line."""
_ROW = 0.6
"""Lines that the space around a row takes."""
_MOST_ROWS, _LEAST_ROWS = 24, 3


@dataclass(frozen=True)
class Judged:
    """A success measure of the page: its name, verdict (as in the data), the reason for it, and its signs.

    On the briefing of a place the name says that the verdict is of London.
    """

    name: str
    verdict: str
    reason: str
    cannot_kind: str = ""
    signs: tuple[str, ...] = ()

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
        chart, table: the first of the page; the table cut to what fits.
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
    table: Table | None
    rows_left: int
    caveats: tuple[str, ...]
    notices: tuple[str, ...]
    questions: tuple[Question, ...]
    sources: tuple[str, ...]
    link: str
    made: date
    data_version: str

    @property
    def signature(self) -> str:
        """Who made it, from which data, when."""
        day = day_words(self.made)
        return f"{SITE}, data version {self.data_version}, {day}"


def _signs(measure: str, most: int) -> tuple[str, ...]:
    """The first signs of a measure in words; nothing in a version that has none of any measure."""
    return tuple(signs.lines(signs_of(measure), most)) if are_held() else ()


def brief(page: Page, title: str, site: str, today: date, said: str = "") -> Briefing:
    """Return the briefing of what a page shows.

    Args:
        page: with the choice. title: of the page. site: scheme and host, for its links.
        today: the day it is made, and by which lateness is judged.
        said: of the version of the data that is read, where it is not the newest.
    """
    main = next((one for one in page.files if one.is_main), None)
    whose = " (London as a whole)" if is_of_places(page) else ""
    most = ON_CARD if page.path else 1  # seven measures share the two sides
    judged = tuple(
        Judged(f"{one.name}{whose}", one.verdict, one.reason, one.cannot_kind, _signs(one.id, most))
        for one in measures_of(page.path)
    )
    questions = tuple(questions_of(page, today))
    notices = (*filter(None, [said]), *page.notices)
    notes = page.all_of(Notes)
    caveats = tuple(dict.fromkeys(notes[0].lines)) if notes else ()
    sources = (citation(main.meta).replace(AT_SITE, site),) if main else ()
    chart = next(iter(page.charts), None)
    texts = [
        *(page.headline * 2, page.lede, *notices, *caveats, *sources),
        *(f"{one.name} {one.words} {one.reason}" for one in judged),
        *(sign for one in judged for sign in one.signs),
        *(text for one in questions for text in (one.text, one.because)),
    ]
    used = sum(_lines(text) for text in texts) + _chart_lines(chart) + 16  # headings
    table, left = _fitting(next(iter(page.tables), None), LINES - used)
    return Briefing(
        page=title,
        title=main.meta.title if main else title,
        headline=page.headline,
        lede=page.lede,
        verdicts=judged,
        chart=chart,
        table=table,
        rows_left=left,
        caveats=caveats,
        notices=notices,
        questions=questions,
        sources=sources,
        link=page.link.replace(AT_SITE, site),
        made=today,
        data_version=catalogue.version(),
    )


def rows_left_words(number: int) -> str:
    """What stands under a table that is cut to fit."""
    rows = "row is" if number == 1 else "rows are"
    return f"{number} more {rows} on the page and in its files."


def _lines(text: str) -> int:
    return math.ceil(len(text) / _LINE)


def _chart_lines(chart: Chart | None) -> int:
    if chart is None:
        return 0
    height = chart.draw(False).layout.height or 0
    words = (*chart.heading, chart.source_line)
    return math.ceil(height / _LINE_PX) + sum(_lines(text) for text in words)


def _fitting(table: tuple[str, pd.DataFrame, str] | None, room: int) -> tuple[Table | None, int]:
    if table is None:
        return None, 0
    title, rows, alt = table
    fitting = int((_heights(rows).cumsum() <= room).sum())
    kept = min(max(fitting, _LEAST_ROWS), _MOST_ROWS, len(rows))
    return Table(rows.head(kept), alt, title), len(rows) - kept


def _heights(rows: pd.DataFrame) -> pd.Series:
    """Lines that each row takes: its columns share the width by their longest words and figures."""
    lengths = rows.astype("string").fillna("").map(len).astype("int64")
    widths = lengths.quantile(0.9).clip(6, 60)
    widths = widths / widths.sum() * _LINE
    lines = (lengths / widths).clip(lower=1).apply(lambda column: column.map(math.ceil))
    tallest: pd.Series = lines.max(axis=1) + _ROW
    return tallest
