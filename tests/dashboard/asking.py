"""The routes of pages and data without Streamlit, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import api, server
from dashboard.page import Page

SITE = "https://example.org"


@contextmanager
def client() -> Iterator[TestClient]:
    """Asks the site at https://example.org."""
    app = Starlette(
        routes=[*api.routes(), *server.routes()],
        middleware=[*server.middleware(), *api.middleware()],
        exception_handlers=server.exception_handlers(),
    )
    with TestClient(app, base_url=SITE) as found:
        yield found


def exhibit(page: Page, file: str) -> str:
    """Address of a figure of a page; the page's choices go along as parameters."""
    return f"/x/{page.path or 'overview'}/{file}"
