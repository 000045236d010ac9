"""Printed figures on a page: their table, their bars, their sources, and the second-hand ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import sourcing
from dashboard.charts import Look, Unit, bars
from dashboard.draft import Draft
from dashboard.figures.printed import COLUMNS, without_second_hand
from dashboard.files.about import DownloadMeta
from dashboard.page import Params
from dashboard.sourcing import source_line
from dashboard.words.passages import EXACT_PLACES
from dashboard.words.printed import (
    FIGURE_HEADINGS,
    bar_rows,
    explained_marks,
    figure_cells,
    length_heading,
    lone_sentence,
    minutes_words,
    source_table,
)
from dashboard.words.sources import joined
from datasets import catalogue

DATASETS = ("review_figures", "published_figures")
SOURCES = "Where each figure is printed, and our note"
BARS_SAY = "The Met's figures, as others printed them; each on its own basis and date"
_YEAR = 12
"""Months of the figures that stand first."""
SECOND_HAND = "second-hand"
"""Key in the address of the switch that `with_second_hand` declares."""
YES_OR_NO = {True: "yes", False: "no"}
"""That switch as links and files write it."""


@dataclass(frozen=True)
class AsPrinted(Unit):
    """A unit of figures that are shown with just the decimals that were printed: 12, 12.6."""

    def value(self, value: float) -> str:
        """Return a figure as it was printed, with its unit."""
        return f"{value:,.10g}{self.suffix}"


@dataclass(frozen=True)
class InMinutes(Unit):
    """Minutes and seconds: 12 min 36 s."""

    def value(self, value: float) -> str:
        """Return a time as it was printed."""
        return minutes_words(value)


MINUTES, PER_CENT, COUNT = InMinutes(" min"), AsPrinted("%"), AsPrinted("")
TIMES = AsPrinted("", decimals=2, name="times")


def with_second_hand(draft: Draft) -> bool:
    """Ask whether figures read in the press or another's report are shown; they are by default."""
    return draft.switch("Second-hand figures too", SECOND_HAND, default=True)


def as_read(rows: pd.DataFrame, second_hand: bool) -> pd.DataFrame:
    """Return the rows that the reader wants: without those read at second hand unless asked for."""
    return rows if second_hand else without_second_hand(rows)


def as_data(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of a chart as the page's files have them: without what was worked out to draw them."""
    return rows[[name for name in (*COLUMNS, "ratio") if name in rows]].reset_index(drop=True)


def sources() -> str:
    """Return the source line of both tables of printed figures."""
    return joined(*(source_line(dataset) for dataset in DATASETS))


def sources_of(rows: pd.DataFrame) -> str:
    """Return the source line of the tables that some printed figures stand in."""
    held = set(rows["source_id"])
    return joined(*(source_line(dataset) for dataset in DATASETS if dataset in held))


def figures(draft: Draft, rows: pd.DataFrame, alt: str, key: str) -> None:
    """Show printed figures, a card each on a phone, and the exact place of each folded away.

    Nothing is shown where there are none.

    Args:
        rows: as the queries of printed figures give them.
        alt: what the table shows.
        key: of the fold, unlike any other on the page.
    """
    if rows.empty:
        return
    draft.card_table(FIGURE_HEADINGS, figure_cells(rows, is_short=True), alt, "figures")
    exact_places(draft, rows, alt, key)


def cards(draft: Draft, rows: pd.DataFrame, alt: str) -> None:
    """Show printed figures: value, period and place of each; a table, or a card each on a phone."""
    draft.card_table(FIGURE_HEADINGS, figure_cells(rows), alt, "figures")


def folded(draft: Draft, rows: pd.DataFrame, title: str, key: str) -> None:
    """Show printed figures folded away under a title, a card each on a phone."""
    if not rows.empty:
        with draft.fold(title, key):
            cards(draft, rows, title)


def exact_places(draft: Draft, rows: pd.DataFrame, alt: str, key: str) -> None:
    """Show document, place and our note of each figure, folded away."""
    with draft.fold(SOURCES, key):
        draft.caption(EXACT_PLACES)
        draft.table(source_table(rows), f"{alt}: sources")


def files(
    draft: Draft,
    rows: pd.DataFrame,
    name: str,
    title: str,
    link: Params,
    notes: Iterable[str],
    filters: Mapping[str, str] | None = None,
) -> None:
    """Show the download row of printed figures, whose marks are explained in the notes.

    Args:
        rows: as the queries of printed figures give them.
        name, title: as for `download_row`.
        link: every choice of the page.
        notes: what else must be known.
        filters: which of the choices the rows follow, in words.
    """
    cited = pd.concat([sourcing.sources_of(dataset, ()) for dataset in DATASETS])
    meta = DownloadMeta(
        title=title,
        source="; ".join(cited["citation"]),
        licence="; ".join(dict.fromkeys(cited["licence"])),
        filters=filters or {},
        link=draft.fixed_link(link),
        data_version=catalogue.version(),
        notes=(*notes, *explained_marks(rows)),
    )
    draft.download_row(rows, name, meta, DATASETS)


def figure_bars(
    draft: Draft,
    rows: pd.DataFrame,
    title: str,
    unit: Unit,
    key: str,
    held_in: str,
    first: int = _YEAR,
) -> None:
    """Show printed figures as bars, those of each length of time by themselves.

    A figure for a month and one for a year are not on one basis, so no chart holds both; those of `first` stand
    first, then the length of most figures. One that stands alone in its length is said in words where there are others.

    Args:
        rows: as `queries.printed.with_length`; where there are none, a sentence says so.
        title: what they are, to follow "Bar chart:" for who cannot see it.
        unit: of the values.
        key: of the charts. held_in: name of the files that hold their figures.
        first: months of those that stand first.
    """
    if rows.empty:
        draft.no_rows(f"{title.lower()}, first hand", "Show second-hand figures too.")
        return
    by_length = rows.groupby("months").size()
    is_alone = len(by_length) == 1
    lengths = sorted(
        map(int, by_length.index), key=lambda one: (one != first, -by_length[one], one)
    )
    drawn = lengths if is_alone else [one for one in lengths if by_length[one] > 1]
    by_months = {months: rows[rows["months"] == months] for months in drawn}
    for months in drawn:
        if not is_alone:
            draft.subsection(f"{title}. {length_heading(months)}")
        _bars(
            draft,
            by_months[months],
            title,
            unit,
            f"{key}-{months}",
            held_in,
            list(by_months.values()),
        )
    lone = rows[~rows["months"].isin(drawn)]
    draft.bullets(lone_sentence(row) for _, row in lone.iterrows())


def _bars(
    draft: Draft,
    rows: pd.DataFrame,
    title: str,
    unit: Unit,
    key: str,
    held_in: str,
    others: Sequence[pd.DataFrame],
) -> None:
    """Bars in the order of their dates; `others` are the rows of all charts of one scale."""
    drawn, among = bar_rows(rows), [bar_rows(one) for one in others]
    spoken = zip(drawn["label"], drawn["said"], strict=True)
    said = "; ".join(f"{label} {figure}" for label, figure in spoken)
    draft.chart(
        lambda narrow: bars(drawn, unit=unit, look=Look(narrow=narrow), natural=True, among=among),
        alt=f"Bar chart: {title}. {said}.",
        source_line=sources_of(rows),
        key=key,
        subtitle=BARS_SAY,
        rows=held_in,
        figures=as_data(rows),
    )
