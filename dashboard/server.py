"""What the server adds around Streamlit: addresses, headers, compressed files, the served HTML.

Streamlit answers every unknown path with its own start page, titled after itself, and compresses
none of its files. Here each page has its address, title and description in the HTML; every other
path is a real 404; and no answer lets a browser fetch anything from another host.
"""

from __future__ import annotations

import base64
import gc
import gzip
import hashlib
import html
import importlib
import importlib.util
import logging
import mimetypes
import pkgutil
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from datasets import catalogue

log = logging.getLogger(__name__)

SITE_NAME = "London policing scorecard"
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """One page of the site.

    Attributes:
        path: its address without the slash; empty for the start page.
        script: its file in `pages/`, without suffix.
        label: its name in the navigation.
        title: its name in full.
        description: one sentence for search engines and link previews.
    """

    path: str
    script: str
    label: str
    title: str
    description: str

    @property
    def full_title(self) -> str:
        """What the browser's tab says."""
        return f"{self.title} · {SITE_NAME}" if self.path else SITE_NAME


PAGES = (
    Page(
        "",
        "overview",
        "Overview",
        "Overview",
        "Is the Metropolitan Police changing? The Casey Review's seven measures of success, and "
        "what the published figures say about each.",
    ),
    Page(
        "trust",
        "trust",
        "Trust",
        "Trust and confidence",
        "How many Londoners trust the police, think they do a good job and treat everyone fairly, "
        "for London and each borough.",
    ),
    Page(
        "crime",
        "crime",
        "Crime",
        "Crime trends",
        "Offences recorded by the Metropolitan Police by kind, month and borough, and how they "
        "have changed.",
    ),
    Page(
        "review",
        "review",
        "Review",
        "The Review's own figures",
        "The figures printed in the Casey Review and related documents, searchable, with their "
        "place in the text and their contradictions.",
    ),
    Page(
        "methods",
        "methods",
        "Methods",
        "Methods and sources",
        "Where every figure on this site comes from, how old it is, what breaks the series, and "
        "what is not published.",
    ),
)


def routes() -> list[BaseRoute]:
    """The pages' HTML and, for what nobody else answers, a 404; to come last of our routes."""
    pages = [Route(f"/{page.path}", _page_endpoint(page)) for page in PAGES]
    return [*pages, _Unclaimed()]


def middleware() -> list[Middleware]:
    """Middleware for `st.App`, the outermost first."""
    return [Middleware(_Guard), Middleware(_CompressedAssets)]


# ---------------------------------------------------------------------------------------------
# The served HTML


def _page_endpoint(page: Page) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        body, etag = _served(page)
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return HTMLResponse(body, headers={"Cache-Control": "no-cache", "ETag": etag})

    return endpoint


@cache
def _served(page: Page) -> tuple[bytes, str]:
    body = page_html(_start_page(), page).encode()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def page_html(start_page: str, page: Page) -> str:
    """Return Streamlit's start page with the page's own head, and words for who has no script.

    Raises:
        ValueError: the start page is not built as expected, so that an update is noticed.
    """
    title, description = html.escape(page.full_title), html.escape(page.description)
    swaps = (
        (r'<html lang="en">', '<html lang="en-GB">'),
        (r"<title>.*?</title>", f"<title>{title}</title>\n    {_head(title, description)}"),
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


def _head(title: str, description: str) -> str:
    return (
        f'<meta name="description" content="{description}" />\n'
        f'    <meta property="og:title" content="{title}" />\n'
        f'    <meta property="og:description" content="{description}" />\n'
        '    <meta property="og:type" content="website" />\n'
        '    <meta name="color-scheme" content="light dark" />\n'
        # Without this a deep link asks below its own address for the server and logs two 404s.
        "    <script>window.__streamlit={BACKEND_BASE_URL:location.origin}</script>\n"
        f"    <style>{_style()}</style>"
    )


def _without_script(page: Page) -> str:
    return (
        f"<h1>{html.escape(page.full_title)}</h1><p>{html.escape(page.description)}</p>"
        "<p>The charts on this site need JavaScript.</p>"
    )


@cache
def _static_folder() -> Path:
    found = importlib.util.find_spec("streamlit")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("streamlit is not installed")
    return Path(found.origin).parent / "static"


@cache
def _start_page() -> str:
    return (_static_folder() / "index.html").read_text(encoding="utf-8")


@cache
def _style() -> str:
    return (HERE / "style.css").read_text(encoding="utf-8")


@cache
def _icon() -> str:
    encoded = base64.b64encode((HERE / "icon.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"


# ---------------------------------------------------------------------------------------------
# Addresses that are no page

_STREAMLITS_OWN = ("_stcore", "static", "media", "component", "auth", "oauth2callback")


class _Unclaimed(Route):
    """Takes every path that is neither ours nor one that Streamlit serves in earnest."""

    def __init__(self) -> None:
        super().__init__("/{path:path}", _not_found)
        files = {entry.name for entry in _static_folder().iterdir()} - {"index.html"}
        self._left_alone = files.union(_STREAMLITS_OWN)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        first = str(scope.get("path", "")).lstrip("/").split("/", 1)[0]
        return (Match.NONE, {}) if first in self._left_alone else super().matches(scope)


def _not_found(request: Request) -> Response:
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


# ---------------------------------------------------------------------------------------------
# Headers


def content_security_policy(inline_scripts: tuple[str, ...]) -> str:
    """Return the policy: everything from this host; of inline scripts, only those given.

    Streamlit and Plotly write style elements and draw from data: and blob: addresses, hence the
    exceptions. Only this site may frame a page, so that nobody shows its figures as their own.
    """
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in inline_scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _policy() -> str:
    served = page_html(_start_page(), PAGES[0])
    scripts = re.findall(r"<script>(.*?)</script>", served, flags=re.DOTALL)
    return content_security_policy(tuple(scripts))


class _Guard:
    """Adds the security headers to every answer, and refuses web sockets opened by other sites.

    Streamlit's own check of the web socket's origin asks an outside service for this machine's
    address; this one compares it with the host that was asked for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": _policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not same_origin(Headers(scope=scope)):
            log.warning("web socket refused: opened by another site")
            await send({"type": "websocket.close", "code": 1008, "reason": "another origin"})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, self._adding_headers(send))

    def _adding_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_with_headers


def same_origin(headers: Headers) -> bool:
    """Say whether a request comes from a page of this site, or from no page at all."""
    origin = headers.get("origin")
    if origin is None:
        return True
    asked_for = {headers.get("host"), headers.get("x-forwarded-host")}
    return urlsplit(origin).netloc in asked_for


# ---------------------------------------------------------------------------------------------
# Compressed files

_COMPRESSED_TYPES = ("text/", "application/javascript", "application/json", "image/svg")
_SMALLEST = 1_000
_KEEP = "public, immutable, max-age=31536000"  # their names change with their contents


class _CompressedAssets:
    """Serves Streamlit's scripts and styles compressed, each compressed once and then kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        folder = _static_folder()
        self.files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in (folder / "static").rglob("*")
            if path.is_file() and path.stat().st_size >= _SMALLEST and _media_type(path)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._wanted(scope)
        if path is None:
            await self.app(scope, receive, send)
            return
        body = await run_in_threadpool(_compressed, path)
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": _KEEP}
        response = Response(body, media_type=_media_type(path), headers=headers)
        await response(scope, receive, send)

    def _wanted(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return None
        headers = Headers(scope=scope)
        if "gzip" not in headers.get("accept-encoding", "") or "range" in headers:
            return None
        return self.files.get(scope["path"])


def _media_type(path: Path) -> str | None:
    if path.suffix in {".js", ".mjs"}:
        return "text/javascript"
    guessed = mimetypes.guess_type(path.name)[0] or ""
    return guessed if guessed.startswith(_COMPRESSED_TYPES) else None


@lru_cache(maxsize=512)
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


# ---------------------------------------------------------------------------------------------
# Start and failure

_SLOW_IMPORTS = ("pandas", "plotly.graph_objects", "pyarrow.dataset", "pyarrow.parquet")


def lifespan(
    package: str, script: str
) -> Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]:
    """Return a lifespan that readies everything before the first reader is let in.

    Args:
        package: every module in it is imported.
        script: name of the module that is the Streamlit script, which is not.
    """

    @asynccontextmanager
    async def ready(_app: object) -> AsyncGenerator[dict[str, Any] | None]:
        await run_in_threadpool(warm, package, script)
        yield None

    return ready


def warm(package: str, script: str) -> None:
    """Import what pages import, read each dataset once, and keep it all from the collector."""
    for name in (*_SLOW_IMPORTS, *_modules(package)):
        if name != script:
            importlib.import_module(name)
    _read_datasets()
    gc.collect()
    gc.freeze()


def _modules(package: str) -> list[str]:
    found = importlib.import_module(package)
    return [module.name for module in pkgutil.walk_packages(found.__path__, f"{package}.")]


def _read_datasets() -> None:
    try:
        for dataset in catalogue.ids():
            catalogue.load(dataset)
    except catalogue.DatasetError as error:
        log.warning("not all published data can be read: %s", error)


FAILURE = (
    "**Something went wrong on our side, and this page cannot be shown in full.** "
    "The published figures are not affected. Load the page again, or choose another page above."
)


def on_script_error(show: Callable[[str], object]) -> Callable[[Exception], bool]:
    """Return a handler that logs an error in a page in full and shows the reader calm words.

    Args:
        show: puts a message on the page.
    """

    def handle(error: Exception) -> bool:
        log.error("a page failed", exc_info=error)
        show(FAILURE)
        return True

    return handle
