"""The Streamlit script: page settings, pages and the footer below every page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard.markup.whole import footer
from dashboard.screen import show
from dashboard.screen.version import version_asked
from dashboard.site.choices import choice_of
from dashboard.site.head import Head
from dashboard.site.html import HERE
from dashboard.subjects.pages import PAGES, SITE_NAME


def main() -> None:
    """Run the page that the address names, above the site's footer; its header is served with the page."""
    framed = bool(st.context.is_embedded)
    known = pages()
    chosen = st.navigation(known, position="hidden")
    st.set_page_config(tab_title(chosen.url_path), str(HERE / "icon.svg"), layout="wide")
    page = st.container(key="page")
    st.html(
        footer(show.address() if framed else "")
    )  # first, so that it stands even where a page fails
    with page:
        chosen.run()
    if not framed:
        _ways(known)


def _ways(known: list[Any]) -> None:
    """A link to each page, in the order of `PAGES`, for the script that follows the header's names.

    They are not shown. Streamlit's own links know that a reader comes from another page; the browser's
    history, by which other links are followed, does not.
    """
    with st.container(key="ways"):
        for page in known:
            st.page_link(page)


def pages() -> list[Any]:
    """Return the site's pages for `st.navigation`."""
    return [
        st.Page(
            HERE.parent / "pages" / f"{page.script}.py",
            title=page.label,
            url_path=page.path or None,
            default=not page.path,
        )
        for page in PAGES
    ]


def tab_title(path: str) -> str:
    """Return what the browser's tab says of a page: as served, and as what is chosen changes."""
    asked = st.query_params
    query = urlencode([(key, value) for key in asked for value in asked.get_all(key)])
    page = next((page for page in PAGES if page.path == path), None)
    return Head(page, choice=choice_of(page, query)).title if page else SITE_NAME


with version_asked():
    main()
