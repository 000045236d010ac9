"""Links to other pages and to this one as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from dashboard import server

_PAGES_FOLDER = Path(__file__).parents[2] / "pages"

Params = Mapping[str, str | list[str]]


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
    """Return the address of this page with every choice written out, defaults and dates too."""
    parts = urlsplit(st.context.url or "")
    base = f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.netloc else parts.path
    query = urlencode({key: value for key, value in params.items() if value}, doseq=True)
    return f"{base}?{query}" if query else base


def site_address() -> str:
    """Return scheme and host of the site as the reader reached it, without a slash at the end."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def file_links(addresses: Mapping[str, str]) -> None:
    """Show links to files in one row: label -> address."""
    with st.container(key="file-links", horizontal=True, gap="small"):
        for label, address in addresses.items():
            st.link_button(label, address, type="primary" if label == "CSV" else "secondary")
