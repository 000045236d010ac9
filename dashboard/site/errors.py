"""What is answered where there is no page, and where a method is not allowed."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.negotiation import wants_json
from dashboard.site.html import icon, style
from dashboard.subjects.pages import PAGES, SITE_NAME

READ = ("GET", "HEAD")
"""Methods that a page allows."""


def exception_handlers() -> Mapping[int, Callable[[Request, Exception], Response]]:
    """For `st.App`: our 404 also where Streamlit knows the path and holds nothing there."""
    return {404: lambda request, _error: not_found(request)}


def not_found(request: Request) -> Response:
    """Answer an address that is no page: a page with a slash too many, or a 404.

    The 404 is a page, or for who asks for JSON the same as everywhere below /data.
    """
    plain = request.url.path.strip("/")
    if request.url.path != f"/{plain}" and any(page.path == plain for page in PAGES):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{plain}{query}", status_code=308)
    if wants_json(request.headers):
        allowed = [*(f"/{page.path}" for page in PAGES), "/data", "/openapi.json"]
        return _error(404, "there is nothing at this address", allowed, {"Vary": "Accept"})
    headers = {"Cache-Control": "no-cache", "Vary": "Accept"}
    return HTMLResponse(_not_found_html(), status_code=404, headers=headers)


def not_allowed(methods: Collection[str]) -> Response:
    """The answer 405, which says what is allowed.

    Args:
        methods: what is; of a path at which there is nothing, none, and then those of a page.
    """
    allowed = sorted(methods or READ)
    headers = {"Allow": ", ".join(allowed)}
    return _error(405, "this method is not allowed here", allowed, headers)


def too_long(most: int) -> Response:
    """The answer 414 to a query string of more characters than `most`."""
    allowed = [f"a query string of at most {most} characters"]
    return _error(414, "the query string is too long", allowed, {})


def ambiguous() -> Response:
    """The answer 400 to a request that names more than one host: who is before us may have read another."""
    return _error(400, "more than one host is named", [], {})


def failed() -> Response:
    """The answer 500: what went wrong is in the log, and nothing of it in the answer."""
    return _error(500, "something went wrong on our side", [], {})


def _error(status: int, error: str, allowed: list[str], headers: Mapping[str, str]) -> Response:
    """In the form of every error of the data interface; nothing that was asked for is repeated."""
    content = {"error": error, "allowed": allowed}
    return JSONResponse(content, status, {"Cache-Control": "no-store", **headers})


@cache
def _not_found_html() -> str:
    links = "".join(f'<li><a href="/{p.path}">{html.escape(p.title)}</a></li>' for p in PAGES)
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f'<title>Page not found · {SITE_NAME}</title><link rel="icon" href="{icon()}" />'
        f'<style>{style()}</style></head><body class="plain"><main><h1>Page not found</h1>'
        "<p>There is no page at this address. It may have moved, or the link may be cut short.</p>"
        f"<ul>{links}</ul></main></body></html>"
    )
