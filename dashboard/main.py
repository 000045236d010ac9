"""The Streamlit script: page settings, navigation and the footer around every page."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from dashboard import controls, server
from dashboard.server.choices import choice_of
from dashboard.server.head import Head
from datasets import catalogue

LICENCE = "Open Government Licence v3.0 where the publisher gives one"


def newest_period(manifest: dict[str, object]) -> str:
    """Return the newest month that any dataset holds, as words: `September 2025`."""
    datasets = manifest.get("datasets")
    entries = datasets.values() if isinstance(datasets, dict) else ()
    ends = [entry["period"][1] for entry in entries if entry.get("period")]
    months = sorted(end[:7] for end in ends if len(end) >= len("2025-09"))
    return f"{date.fromisoformat(months[-1] + '-01'):%B %Y}" if months else ""


def footer_line() -> str:
    """Return what the footer says of the data; a shorter line where none is published."""
    try:
        manifest = catalogue.manifest()
    except catalogue.SpoiltManifestError:
        return f"The list of the published tables is being checked · {LICENCE}"
    except catalogue.DatasetError:
        return f"No data is published yet · {LICENCE}"
    newest = newest_period(manifest)
    parts = [
        f"Newest figures anywhere on the site: {newest}" if newest else "",
        f"data version {manifest['version']}",
        LICENCE,
    ]
    return " · ".join(part for part in parts if part)


def main() -> None:
    """Run the page that the address names, between the site's header and footer."""
    st.set_page_config(layout="wide", page_icon=str(server.HERE / "icon.svg"))
    st.logo(str(server.HERE / "wordmark.svg"), size="large")
    on_paper, framed = controls.briefing.is_print(), bool(st.context.is_embedded)
    place: Literal["hidden", "top"] = "hidden" if on_paper or framed else "top"
    chosen = st.navigation(list(controls.pages().values()), position=place)
    st.set_page_config(page_title=tab_title(chosen.url_path))
    if on_paper:
        print_view(chosen)
    else:
        whole_page(chosen, framed)


def tab_title(path: str) -> str:
    """Return what the browser's tab says of a page: as served, and as what is chosen changes."""
    asked = st.query_params
    query = urlencode([(key, value) for key in asked for value in asked.get_all(key)])
    page = next((page for page in server.PAGES if page.path == path), None)
    return Head(page, choice=choice_of(page, query)).title if page else server.SITE_NAME


def keys_of(path: str) -> tuple[str, ...]:
    """Return the names of a page's choices in the address bar."""
    return next((page.keys for page in server.PAGES if page.path == path), ())


def whole_page(chosen: Any, framed: bool) -> None:  # noqa: ANN401 - a Streamlit page
    """Show a page with the footer and, at its foot, its briefing; in a frame, with the way back.

    Args:
        chosen: the page.
        framed: whether it is shown in a frame of another site.
    """
    page, foot, footer = (
        st.container(key="page"),
        st.container(key="foot"),
        st.container(key="footer", horizontal=True, gap="small"),
    )
    with footer:  # first, so that it stands even where a page fails
        st.caption(footer_line(), width="content")
        if framed:
            controls.way_back()
        else:
            controls.page_link("methods", "Methods and sources")
            controls.page_link("review", "The Review's own figures")
    controls.begin_page(chosen.url_path)
    record = controls.begin_record(chosen.url_path)
    with page:
        controls.note_strange_parameters(keys_of(chosen.url_path))
        controls.say_version()
        try:
            with controls.saying_what_is_checked():
                chosen.run()
        except StopException:  # `st.stop`: the page has said all there is to say
            controls.draw_rest()
            controls.settle_address()
            raise
    controls.draw_rest()
    controls.settle_address()
    if not framed:
        with foot:
            controls.briefing.offer(record)


def print_view(chosen: Any) -> None:  # noqa: ANN401 - a Streamlit page
    """Show a page's briefing in its place: the page runs unseen, for what it has to say."""
    unseen = st.empty()
    controls.begin_page(chosen.url_path)
    record = controls.begin_record(chosen.url_path)
    with unseen.container(key="unseen"), suppress(StopException):
        controls.say_version()
        with controls.saying_what_is_checked():
            chosen.run()
    unseen.empty()
    controls.begin_record(chosen.url_path)  # what follows is no part of what the page has shown
    controls.briefing.show(record)


with controls.version_asked():
    main()
