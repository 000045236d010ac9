"""The Streamlit script: page settings, navigation and the footer around every page."""

from __future__ import annotations

from typing import Any, Literal
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
    """Run the page that the address names, between the site's header and footer."""
    framed = bool(st.context.is_embedded)
    place: Literal["hidden", "top"] = "hidden" if framed else "top"
    chosen = st.navigation(pages(), position=place)
    st.set_page_config(tab_title(chosen.url_path), str(HERE / "icon.svg"), layout="wide")
    st.logo(str(HERE / "wordmark.svg"), size="large")
    page = st.container(key="page")
    st.html(
        footer(show.address() if framed else "")
    )  # first, so that it stands even where a page fails
    with page:
        chosen.run()


def pages() -> list[Any]:
    """Return the site's pages for `st.navigation`."""
    return [
        st.Page(
            HERE.parent / "pages" / f"{page.script}.py",
            title=page.label,
            url_path=page.path or None,
            default=not page.path,
            visibility="visible" if page.is_listed else "hidden",
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
