"""The record of the page that is being shown, kept for its briefing."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from dashboard.briefing.record import PageRecord

_RECORD = "_record_of_this_page"


def begin_record(path: str) -> PageRecord:
    """Begin the record of a page, before it is shown.

    Args:
        path: the page's address without the slash.
    """
    record = PageRecord(path)
    st.session_state[_RECORD] = record
    return record


def this_page() -> PageRecord:
    """Return what the page has shown so far."""
    found: PageRecord | None = st.session_state.get(_RECORD)
    return found if found is not None else begin_record("")


def draw_waiting(link: str) -> None:
    """Draw the charts that stand above, whose pictures print the fixed link of their figures.

    Args:
        link: of the row of downloads that follows them; else of the page.
    """
    record = this_page()
    waiting, record.waiting = record.waiting, []
    for draw in waiting:
        draw(link)


def end_page() -> NoReturn:
    """End a page that has said all there is to say.

    Unlike `st.stop`, it leaves `main` free to show what follows: the print view.
    """
    raise StopException
