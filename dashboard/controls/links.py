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
        )
        for page in server.PAGES
    }


def grouped_pages() -> dict[str, list[Any]]:
    """Return the pages by the heading they stand under in the navigation; none comes first."""
    shown = pages()
    groups: dict[str, list[Any]] = {"": []}
    for page in server.PAGES:
        groups.setdefault(page.group, []).append(shown[page.path])
    return groups


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
