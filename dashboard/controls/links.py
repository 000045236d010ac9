"""Links to other pages and to this one as it stands."""

from __future__ import annotations

import html
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import server
from dashboard.controls.address import NONE_CHOSEN, this_run, widget_key
from datasets import catalogue

_PAGES_FOLDER = Path(__file__).parents[2] / "pages"

Params = Mapping[str, str | list[str]]

DATA = "data"
"""Key in the address bar of the version of the data to read; the newest where it is not there."""


def pages() -> dict[str, Any]:
    """Return the site's pages by address, for `st.navigation` and for links between them."""
    return {
        page.path: st.Page(
            _PAGES_FOLDER / f"{page.script}.py",
            title=page.label,
            url_path=page.path or None,
            default=not page.path,
            visibility="visible" if page.is_listed else "hidden",
        )
        for page in server.PAGES
    }


def page_link(path: str, label: str, params: Params | None = None) -> None:
    """Show a link to another page of the site that carries choices along.

    Args:
        path: the page's address without the slash; empty for the start page.
        label: words of the link.
        params: query string of the target, such as the place.
    """
    st.page_link(pages()[path], label=label, query_params=dict(params) if params else None)


def fixed_link(params: Params) -> str:
    """Return the address of this page with every choice written out: defaults, dates, data version.

    So it shows the same page after newer data for as long as that version is kept, and after that the
    same choices and dates.
    """
    written = {key: value for key, value in params.items() if value}
    with suppress(catalogue.DatasetError):
        written[DATA] = catalogue.version()
    return _address(written)


def _address(params: Params) -> str:
    parts = urlsplit(st.context.url or "")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
    query = urlencode(params, doseq=True)
    return f"{base}?{query}" if query else base


def address_of_choices() -> str:
    """Return the address of this page with what every widget shown so far is set to, defaults too."""
    params: dict[str, str | list[str]] = {}
    for key in this_run().bound:
        value = st.session_state.get(widget_key(key))
        if isinstance(value, bool):
            params[key] = "yes" if value else "no"
        elif isinstance(value, list):
            params[key] = value or NONE_CHOSEN
        elif value:
            params[key] = str(value)
    return fixed_link(params)


def way_back() -> None:
    """Show, in a frame of another site, whose page it is and the way to it.

    A script adds the choices made by the time the link is followed.
    """
    link = html.escape(_address({}))
    st.html(
        f'<p class="way-back">From the <a href="{link}" target="_blank">{server.SITE_NAME}</a></p>',
        width="content",
    )


def site_address() -> str:
    """Return scheme and host of the site as the reader reached it, without a slash at the end."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def file_links(addresses: Mapping[str, str]) -> None:
    """Show links to files in one row: label -> address."""
    with st.container(key="file-links", horizontal=True, gap="small"):
        for label, address in addresses.items():
            st.link_button(label, address, type="primary" if label == "CSV" else "secondary")
