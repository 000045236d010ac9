"""The Streamlit script: page settings, navigation and the footer around every page."""

from __future__ import annotations

from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from dashboard import controls, server
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
    except catalogue.DatasetError:
        return f"No data is published yet · {LICENCE}"
    newest = newest_period(manifest)
    parts = [
        f"Newest figures: {newest}" if newest else "",
        f"data version {manifest['version']}",
        LICENCE,
    ]
    return " · ".join(part for part in parts if part)


def main() -> None:
    """Run the page that the address names, between the site's header and footer."""
    st.set_page_config(layout="wide", page_icon=str(server.HERE / "icon.svg"))
    st.logo(str(server.HERE / "wordmark.svg"), size="large")
    chosen = st.navigation(list(controls.pages().values()), position="top")
    titles = {page.path: page.full_title for page in server.PAGES}
    st.set_page_config(page_title=titles.get(chosen.url_path, server.SITE_NAME))
    page, footer = (
        st.container(key="page"),
        st.container(key="footer", horizontal=True, gap="small"),
    )
    with footer:  # first, so that it stands even where a page fails
        st.caption(footer_line(), width="content")
        controls.page_link("methods", "Methods and sources")
        controls.page_link("review", "The Review's own figures")
    controls.begin_page(chosen.url_path)
    with page:
        try:
            chosen.run()
        except StopException:  # `st.stop`: the page has said all there is to say
            controls.settle_address()
            raise
    controls.settle_address()


main()
