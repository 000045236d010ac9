"""The version of the data that a link asks for, and what is said where it is not the newest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import streamlit as st

from dashboard import wording
from dashboard.controls.links import DATA, page_link
from dashboard.controls.recording import this_page
from datasets import catalogue, versions


@contextmanager
def version_asked() -> Iterator[None]:
    """Read the version of the data that the address asks for, where it is kept; else the newest.

    It is read as it is now to the end of the run, whatever is published meanwhile.
    """
    with ExitStack() as stack:
        for version in (st.query_params.get(DATA), ""):
            with suppress(catalogue.DatasetError):
                stack.enter_context(versions.reading(version or ""))
                break
        yield


def older_version() -> str:
    """Return the version that is read in place of the newest; empty where the newest is."""
    return catalogue.AS_OF.get()


def say_version() -> None:
    """Tell the reader that an older version is shown as asked, or that the one asked for is gone."""
    asked = st.query_params.get(DATA)
    try:
        newest = versions.current().version
        read = catalogue.manifest()
    except catalogue.DatasetError:  # each page says what is not loaded
        return
    if not asked or asked == newest:
        return
    if read["version"] == asked:
        words = wording.older_version(asked, str(read["built_at"])[:10], newest)
    elif versions.is_version(asked):
        words = wording.version_gone(asked, newest)
    else:
        words = wording.no_version(newest)
    path = this_page().path
    this_page().notices.append(words)
    with st.container(key="data-version"):
        st.info(words)
        if read["version"] == asked:
            choices = {key: st.query_params.get_all(key) for key in st.query_params if key != DATA}
            page_link(path, f"The same choice in version {newest}", choices)
        else:
            page_link("methods", "What was revised since: Methods and sources")
