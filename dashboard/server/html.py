"""The HTML that is served for each page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import importlib
import importlib.util
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.negotiation import is_held, takes_gzip
from dashboard.public import site_address
from dashboard.server.choices import choice_of
from dashboard.server.head import Head, kind_of
from dashboard.server.pages import Page
from dashboard.server.shares import share_of

HERE = Path(__file__).parents[1]
SCRIPTS = ("tables.js", "reach.js", "saving.js", "embedded.js")
"""Small scripts of our own, put into the head of every page."""


# The served HTML


def page_endpoint(page: Page) -> Callable[[Request], Response]:
    """Return what answers a page's address: its HTML, or that it has not changed."""

    def endpoint(request: Request) -> Response:
        address = site_address(request.url.scheme, request.headers.get("host", ""))
        kind = kind_of(request.url.query)
        choice = choice_of(page, request.url.query)
        served = _served(page, Head(page, address, share_of(page.path), kind, choice))
        headers = {
            "Cache-Control": "no-cache",
            "ETag": served.tag,
            "Vary": "Host, Accept-Encoding",
        }
        if is_held(request.headers, served.tag):
            return Response(status_code=304, headers=headers)
        if takes_gzip(request.headers):
            return HTMLResponse(served.packed, headers={**headers, "Content-Encoding": "gzip"})
        return HTMLResponse(served.plain, headers=headers)

    return endpoint


@dataclass(frozen=True)
class _Served:
    """A page's HTML as it is and compressed, and the weak tag of both."""

    plain: bytes
    packed: bytes
    tag: str


@lru_cache(maxsize=64)
def _served(page: Page, head: Head) -> _Served:
    plain = page_html(start_page_text(), page, head).encode()
    packed = gzip.compress(plain, compresslevel=6, mtime=0)
    return _Served(plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"')


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
    title = html.escape(head.title)
    swaps = (
        (r'<html lang="en">', f'<html lang="en-GB" class="{head.kind}">'),
        (r"<title>.*?</title>", f"<title>{title}</title>\n{head.tags()}{_code()}"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{icon()}" />'),
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
    return f"{scripts}    <style>{style()}</style>"


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
def style() -> str:
    """The style sheet of every page."""
    return (HERE / "style.css").read_text(encoding="utf-8")


@cache
def icon() -> str:
    """The site's icon as an address that holds it."""
    encoded = base64.b64encode((HERE / "icon.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
