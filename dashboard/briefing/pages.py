"""The two sides: what of a page's record goes on them, and how many rows of its table fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.briefing.record import Chart, PageRecord, Table
from dashboard.briefing.rules import is_of_places, questions_of
from dashboard.downloads import SITE, citation
from dashboard.queries.success import measures_of
from dashboard.wording.questions import Question
from dashboard.wording.verdicts import VERDICTS
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
    """A success measure of the page: its name, verdict (as in the data) and the reason for it.

    On the briefing of a place the name says that the verdict is of London.
    """

    name: str
    verdict: str
    reason: str

    @property
    def words(self) -> str:
        """`Mixed`."""
        return VERDICTS[self.verdict]


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
        day = f"{self.made.day} {self.made:%B %Y}"
        return f"{SITE}, data version {self.data_version}, {day}"


def brief(record: PageRecord, page: str, address: str, today: date) -> Briefing:
    """Return the briefing of what a page shows.

    Args:
        record: of the page. page: its title.
        address: the page's own, for pages without a fixed link.
        today: the day it is made, and by which lateness is judged.
    """
    main = record.links[0] if record.links else None
    whose = " (London as a whole)" if is_of_places(record) else ""
    judged = tuple(
        Judged(f"{one.name}{whose}", one.verdict, one.reason) for one in measures_of(record.path)
    )
    questions = tuple(questions_of(record, today))
    caveats = tuple(dict.fromkeys(record.caveats[0])) if record.caveats else ()
    sources = tuple(citation(link.meta) for link in record.links[:1])
    chart = record.charts[0] if record.charts else None
    texts = [
        *(record.headline * 2, record.lede, *record.notices, *caveats, *sources),
        *(f"{one.name} {one.words} {one.reason}" for one in judged),
        *(text for one in questions for text in (one.text, one.because)),
    ]
    used = sum(_lines(text) for text in texts) + _chart_lines(chart) + 16  # headings
    table, left = _fitting(record.tables[0] if record.tables else None, LINES - used)
    return Briefing(
        page=page,
        title=main.meta.title if main else page,
        headline=record.headline,
        lede=record.lede,
        verdicts=judged,
        chart=chart,
        table=table,
        rows_left=left,
        caveats=caveats,
        notices=tuple(record.notices),
        questions=questions,
        sources=sources,
        link=main.meta.link if main and main.meta.link else address,
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
    words = (chart.title, chart.subtitle, chart.source_line)
    return math.ceil(height / _LINE_PX) + sum(_lines(text) for text in words)


def _fitting(table: Table | None, room: int) -> tuple[Table | None, int]:
    if table is None:
        return None, 0
    fitting = int((_heights(table.rows).cumsum() <= room).sum())
    kept = min(max(fitting, _LEAST_ROWS), _MOST_ROWS, len(table.rows))
    return Table(table.title, table.rows.head(kept), table.alt), len(table.rows) - kept


def _heights(rows: pd.DataFrame) -> pd.Series:
    """Lines that each row takes: its columns share the width by their longest words and figures."""
    lengths = rows.astype("string").fillna("").map(len).astype("int64")
    widths = lengths.quantile(0.9).clip(6, 60)
    widths = widths / widths.sum() * _LINE
    lines = (lengths / widths).clip(lower=1).apply(lambda column: column.map(math.ceil))
    tallest: pd.Series = lines.max(axis=1) + _ROW
    return tallest
