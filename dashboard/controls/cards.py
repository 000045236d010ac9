"""A table of long texts: rows and columns on a laptop, a card for each row on a phone."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.controls.tables import note_table
from dashboard.wording.cells import Cell

_SHAPES = {
    "met": "●",
    "missed": "✕",
    "undecided": "◉",
    "no_figure": "○",
    "due": "◇",
    "not_yet_due": "▷",
}


def card_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    alt: str,
    key: str,
    *,
    is_noted_whole: bool = False,
) -> None:
    """Show a real table whose rows become cards on a phone; the first cell names its row.

    Args:
        headings: of the columns. rows: as many cells each.
        alt: what the table shows, one sentence.
        key: class of the table, by which the style sheet sets its columns.
        is_noted_whole: whether a briefing repeats the smaller lines too, such as the date of each cell.
    """
    listed = [tuple(row) for row in rows]
    texts = [
        [", ".join((cell.text, *cell.quiet) if is_noted_whole else (cell.text,)) for cell in row]
        for row in listed
    ]
    note_table(pd.DataFrame(texts, columns=list(headings)), alt)
    head = "".join(
        f'<th role="columnheader" scope="col">{html.escape(one)}</th>' for one in headings
    )
    body = "".join(_row(headings, row) for row in listed)
    st.html(
        f'<table class="cards cards-{key}" role="table"><caption>{html.escape(alt)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(headings: Sequence[str], cells: Sequence[Cell]) -> str:
    first, *others = cells
    named = f'<th role="rowheader" scope="row">{_cell(first)}</th>'
    rest = "".join(
        f'<td role="cell" data-heading="{html.escape(heading)}">{_cell(cell)}</td>'
        for heading, cell in zip(headings[1:], others, strict=True)
    )
    return f'<tr role="row">{named}{rest}</tr>'


def _cell(cell: Cell) -> str:
    shape = _SHAPES.get(cell.state, "")
    mark = f'<span class="cards-shape" aria-hidden="true">{shape}</span>' if shape else ""
    strong = " cards-state" if cell.state else ""
    lines = "".join(f'<p class="cards-quiet">{html.escape(line)}</p>' for line in cell.quiet)
    links = " · ".join(
        f'<a href="{html.escape(address)}">{html.escape(words)}</a>'
        for words, address in cell.links
    )
    linked = f'<p class="cards-quiet">{links}</p>' if links else ""
    return f'<p class="cards-text{strong}">{mark}{html.escape(cell.text)}</p>{lines}{linked}'
