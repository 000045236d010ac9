"""Printed figures on a page: their table, their bars, their sources, and the second-hand ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import downloads
from dashboard.charts import Look, Unit, bars
from dashboard.controls.files import download_row
from dashboard.controls.links import Params, fixed_link
from dashboard.controls.parts import no_rows
from dashboard.controls.plots import chart
from dashboard.controls.sourcing import source_line, sources_of
from dashboard.controls.tables import table
from dashboard.controls.widgets import switch
from dashboard.wording.printed import bar_rows, figure_table, flag_words, source_table
from datasets import catalogue

DATASETS = ("review_figures", "published_figures")
SOURCES = "The source of each figure, and how far to trust it"
SECOND_HAND = "second-hand"
"""Key in the address bar of the switch that `with_second_hand` shows."""


@dataclass(frozen=True)
class AsPrinted(Unit):
    """A unit of figures that are shown with just the decimals that were printed: 12, 12.6."""

    def value(self, value: float) -> str:
        """Return a figure as it was printed, with its unit."""
        return f"{value:,.10g}{self.suffix}"


MINUTES, PER_CENT, COUNT = AsPrinted(" min"), AsPrinted("%"), AsPrinted("")
TIMES = AsPrinted("", decimals=2, name="times")


def with_second_hand() -> bool:
    """Ask whether figures read in the press or another's report are shown; they are by default."""
    return switch("Second-hand figures too", SECOND_HAND, default=True)


def sources() -> str:
    """Return the source line of both tables of printed figures."""
    return joined_sources(*(source_line(dataset) for dataset in DATASETS))


def joined_sources(*lines: str) -> str:
    """Return source lines one after the other, each ended by one full stop."""
    return ". ".join(line.removesuffix(".") for line in lines) + "."


def figures(rows: pd.DataFrame, alt: str, key: str) -> None:
    """Show printed figures as a short table and, folded away, the source of each; nothing of none.

    Args:
        rows: as the queries of printed figures give them.
        alt: what the table shows.
        key: of the fold, unlike any other on the page.
    """
    if rows.empty:
        return
    table(figure_table(rows), alt)
    _fold(rows, SOURCES, alt, key)


def folded(rows: pd.DataFrame, title: str, key: str) -> None:
    """Show printed figures folded away, each with its source, under a title."""
    if not rows.empty:
        _fold(rows, title, title, key)


def _fold(rows: pd.DataFrame, title: str, alt: str, key: str) -> None:
    with st.expander(title, key=f"fold-{key}"):
        table(source_table(rows), f"{alt}: sources")


def files(
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
    cited = pd.concat([sources_of(dataset, ()) for dataset in DATASETS])
    marks = flag_words(list(rows["confidence_note"]))
    meta = downloads.DownloadMeta(
        title=title,
        source="; ".join(cited["citation"]),
        licence="; ".join(dict.fromkeys(cited["licence"])),
        filters=filters or {},
        link=fixed_link(link),
        data_version=catalogue.version(),
        notes=(*notes, *marks),
    )
    download_row(rows.drop(columns=["is_conflict", "is_second_hand"]), name, meta)


def figure_bars(rows: pd.DataFrame, title: str, unit: Unit, key: str) -> None:
    """Show printed figures as bars, grey where one is for another length of time than most.

    Args:
        rows: as `queries.printed.with_length`; where there are none, a sentence says so.
        title: what they are, to follow "Bar chart:" for who cannot see it.
        unit: of the values.
        key: of the chart.
    """
    if rows.empty:
        no_rows(f"{title.lower()}, first hand", "Show second-hand figures too.")
        return
    drawn = bar_rows(rows)
    spoken = zip(drawn["label"], drawn["value"], strict=True)
    chart(
        lambda narrow: bars(drawn, unit=unit, look=Look(narrow=narrow)),
        alt=f"Bar chart: {title}. "
        + "; ".join(f"{label} {unit.value(value)}" for label, value in spoken)
        + ".",
        source_line=sources(),
        key=key,
    )
