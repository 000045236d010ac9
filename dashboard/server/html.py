"""The HTML that is served for each page, and for an address that is none."""

from __future__ import annotations

import base64
import hashlib
import html
import importlib
import importlib.util
import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dashboard.public import site_address
from dashboard.server.head import Head, kind_of
from dashboard.server.pages import PAGES, SITE_NAME, Page
from dashboard.server.shares import share_of

HERE = Path(__file__).parents[1]
SCRIPTS = ("tables.js", "saving.js", "embedded.js")
"""Small scripts of our own, put into the head of every page."""


# The served HTML


def page_endpoint(page: Page) -> Callable[[Request], Response]:
    """Return what answers a page's address: its HTML, or that it has not changed."""

    def endpoint(request: Request) -> Response:
        address = site_address(request.url.scheme, request.headers.get("host", ""))
        kind = kind_of(request.url.query)
        body, etag = _served(page, Head(page, address, share_of(page.path), kind))
        headers = {"Cache-Control": "no-cache", "ETag": etag, "Vary": "Host"}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return HTMLResponse(body, headers=headers)

    return endpoint


@lru_cache(maxsize=64)
def _served(page: Page, head: Head) -> tuple[bytes, str]:
    body = page_html(start_page_text(), page, head).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def page_html(start_page: str, page: Page, head: Head | None = None) -> str:
    """Return Streamlit's start page with the page's own head, and words for who has no script.

    Args:
        start_page: Streamlit's.
        page: which one.
        head: what its head says; without one, what is the same at every address.

    Raises:
        ValueError: the start page is not built as expected, so that an update is noticed.
    """
    head = head or Head(page)
    title = html.escape(page.full_title)
    swaps = (
        (r'<html lang="en">', f'<html lang="en-GB" class="{head.kind}">'),
        (r"<title>.*?</title>", f"<title>{title}</title>\n{head.tags()}{_code()}"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{_icon()}" />'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", f"<noscript>{_without_script(page)}</noscript>"),
    )
    for pattern, replacement in swaps:
        found = re.search(pattern, start_page, flags=re.DOTALL)
        if not found:
            raise ValueError(f"Streamlit's start page holds no {pattern}")
        start_page = start_page[: found.start()] + replacement + start_page[found.end() :]
    return start_page


@cache
def _code() -> str:
    """The small scripts and the style sheet of every page."""
    texts = [
        # Without this a deep link asks below its own address for the server and logs two 404s.
        "window.__streamlit={BACKEND_BASE_URL:location.origin}",
        *((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
    ]
    scripts = "".join(f"    <script>{text}</script>\n" for text in texts)
    return f"{scripts}    <style>{_style()}</style>"


def _without_script(page: Page) -> str:
    return (
        f"<h1>{html.escape(page.full_title)}</h1><p>{html.escape(page.description)}</p>"
        "<p>The charts on this site need JavaScript.</p>"
    )


@cache
def static_folder() -> Path:
    """Folder of Streamlit's own files."""
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("streamlit is not installed")
    return Path(found.origin).parent / "static"


@cache
def start_page_text() -> str:
    """Streamlit's start page as installed."""
    return (static_folder() / "index.html").read_text(encoding="utf-8")


@cache
def _style() -> str:
    return (HERE / "style.css").read_text(encoding="utf-8")


@cache
def _icon() -> str:
    encoded = base64.b64encode((HERE / "icon.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"


def not_found(request: Request) -> Response:
    """Answer an address that is no page: a page with a slash too many, or a 404."""
    plain = request.url.path.strip("/")
    if request.url.path != f"/{plain}" and any(page.path == plain for page in PAGES):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{plain}{query}", status_code=308)
    return HTMLResponse(_not_found_html(), status_code=404, headers={"Cache-Control": "no-cache"})


@cache
def _not_found_html() -> str:
    links = "".join(f'<li><a href="/{p.path}">{html.escape(p.title)}</a></li>' for p in PAGES)
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="UTF-8" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f'<title>Page not found · {SITE_NAME}</title><link rel="icon" href="{_icon()}" />'
        f'<style>{_style()}</style></head><body class="plain"><main><h1>Page not found</h1>'
        "<p>There is no page at this address. It may have moved, or the link may be cut short.</p>"
        f"<ul>{links}</ul></main></body></html>"
    )
