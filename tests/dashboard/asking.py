"""The routes of pages and data without Streamlit, and what is asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.files import routes
from dashboard.page import Page
from dashboard.site import addresses, errors

SITE = "https://example.org"


@contextmanager
def client() -> Iterator[TestClient]:
    """Asks the site at https://example.org."""
    app = Starlette(
        routes=[*routes.routes(), *addresses.routes()],
        middleware=[*addresses.middleware(), *routes.middleware()],
        exception_handlers=errors.exception_handlers(),
    )
    with TestClient(app, base_url=SITE) as found:
        yield found


def exhibit(page: Page, file: str) -> str:
    """Address of a figure of a page; the page's choices go along as parameters."""
    return f"/x/{page.path or 'overview'}/{file}"
