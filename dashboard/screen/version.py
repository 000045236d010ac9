"""The version of the data that an address asks for, and what is said where it is not the newest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.markup.fragments import markdown
from dashboard.page import DATA, address_of
from dashboard.sourcing import version_words
from datasets import catalogue, versions


@contextmanager
def version_asked() -> Iterator[None]:
    """Read the version of the data that the address asks for, where it is kept; else the newest.

    It is read as it is now to the end of the run, whatever is published meanwhile.
    """
    with versions.reading_as_asked(st.query_params.get(DATA) or ""):
        yield


def say_version(path: str) -> str:
    """HTML that says that an older version is shown as asked, or that the one asked for is gone."""
    asked = st.query_params.get(DATA, "")
    words = version_words(asked)
    if not words:
        return ""
    link = "[What was revised since: Methods and sources](/methods)"
    if catalogue.version() == asked:
        choices = {key: st.query_params.get_all(key) for key in st.query_params if key != DATA}
        same = f"The same choice in version {versions.newest()}"
        link = f"[{same}]({address_of(path, choices)})"
    return f'<div class="said said-notice data-version">{markdown(words)}{markdown(link)}</div>'
