"""Figures as a real HTML table."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.briefing.record import Table
from dashboard.controls.recording import this_page
from dashboard.plain_text import plain


def table(frame: pd.DataFrame, alt: str) -> None:
    """Show figures as a real HTML table: the first column names the rows, numbers to the right.

    Args:
        frame: as readers should see it: headings in words, cells formatted or numeric. Its index
            is not shown.
        alt: what the table shows, one sentence.
    """
    note_table(frame, alt)
    draw_table(frame, alt)


def note_table(frame: pd.DataFrame, alt: str) -> None:
    """Note a table for the page's briefing, wherever it is shown."""
    record = this_page()
    record.tables.append(Table(record.heading[0], frame, alt))


def draw_table(frame: pd.DataFrame, alt: str) -> None:
    """Show a table as `table` does, for what is no part of a briefing: workings, a print view."""
    right = [place for place, name in enumerate(frame.columns) if _reads_as_numbers(frame[name])]
    shown = frame.map(_cell)
    shown.columns = pd.Index([plain(str(name)) for name in frame.columns])
    if len(shown.columns) > 1 and shown.iloc[:, 0].is_unique:
        shown = shown.set_index(shown.columns[0])
        right = [place - 1 for place in right if place]
    else:
        shown = shown.reset_index(drop=True)
    styled = shown.style.set_table_styles([_to_the_right(place) for place in right])
    st.table(styled, border="horizontal", hide_index=shown.index.name is None, alt=alt)


def _to_the_right(place: int) -> Any:  # noqa: ANN401 - pandas names no type for it
    # Streamlit aligns text cells in the element itself; only an important rule outdoes that.
    return {"selector": f".col{place}", "props": [("text-align", "right !important")]}


def _cell(value: Any) -> str:  # noqa: ANN401 - a cell of any kind
    if value is None or (pd.api.types.is_scalar(value) and pd.isna(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float) and value.is_integer():
        return f"{value:,.0f}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return plain(str(value))


def _reads_as_numbers(values: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(values.dtype):
        return not pd.api.types.is_bool_dtype(values.dtype)
    texts = [value for value in values if isinstance(value, str) and not _NO_FIGURE.match(value)]
    return bool(texts) and all(_starts_as_a_number(text) for text in texts)


# What stands where a figure is masked or missing.
_NO_FIGURE = re.compile(r"–?$|\[c\]")
# A figure, and what may follow it: a unit, an interval, a mark. Not a date.
_FIGURE = re.compile(r"(?!\d{1,2} [A-Z][a-z]+ \d{4}$)[+−-]?£?\d[\d,]*(\.\d+)?%?( .{0,30})?")


def _starts_as_a_number(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None
