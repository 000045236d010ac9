"""The HTML that is served for each page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import importlib
import importlib.util
import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard.briefing.pages import brief
from dashboard.charts.page_theme import placeholders
from dashboard.charts.theme import DARK, LIGHT
from dashboard.keeping import Kept
from dashboard.markup.whole import Tab, first_sight, header, paper
from dashboard.negotiation import is_held, takes_gzip
from dashboard.page import DATA, SITE
from dashboard.public import site_address
from dashboard.site.choices import choice_of
from dashboard.site.head import EMBEDDED, PRINTED, Head, kind_of
from dashboard.site.shares import share_of
from dashboard.sourcing import version_words
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES, Page
from datasets import versions

log = logging.getLogger(__name__)
HERE = Path(__file__).parents[1]
SCRIPTS = ("markup/embedded.js",)
"""Small scripts of our own that need nothing filled in; in the head of every page."""
SHEETS = ("markup/page.css", "screen/streamlit.css")
"""What pages are made of, then what is Streamlit's."""


_sights: Kept[str] = Kept(500, "first sights", 32_000_000)


# The served HTML


def page_endpoint(page: Page) -> Callable[[Request], Response]:
    """Return what answers a page's address: its HTML, or that it has not changed."""

    def endpoint(request: Request) -> Response:
        address = site_address(request.url.scheme, request.headers.get("host", ""))
        kind = kind_of(request.url.query)
        choice = choice_of(page, request.url.query)
        head = Head(page, address, share_of(page.path), kind, choice)
        served = _served(page, head, _body(page, request, kind, address))
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
def _served(page: Page, head: Head, body: str) -> _Served:
    if head.kind == PRINTED and body:
        text = alone(head.title, body, head.tags(), PRINTED)
    else:
        text = page_html(start_page_text(), page, head, body)
    plain = text.encode()
    packed = gzip.compress(plain, compresslevel=6, mtime=0)
    return _Served(plain, packed, f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"')


def _body(page: Page, request: Request, kind: str, site: str) -> str:
    """The page as HTML at the choice of the address, or its briefing; empty where it cannot be built."""
    asked = parse_qs(request.url.query)
    data = asked.get(DATA, [""])[0]
    with versions.reading_as_asked(data):
        try:
            address = {key: asked[key] for key in page.keys if key in asked}
            said = version_words(data)
            if kind == PRINTED:
                built = registry.page_of(page.path, address)
                found = brief(built, page.title, site, date.today(), said)
                return paper(built, found).replace(SITE, site)
            key = (registry.key_of(page.path, address), said)

            def sight() -> str:
                built = registry.page_of(page.path, address)
                return first_sight(built, page.title, said)

            return _sights.get(key, sight).replace(SITE, site)
        except Exception:
            log.exception("a page could not be built")
            return ""


def alone(
    title: str, body: str, tags: str = "", kind: str = "whole", code: str | None = None
) -> str:
    """Return a page of our own HTML alone, without Streamlit: on paper, in a frame.

    Args:
        title: of the document. body: its HTML. tags: elements of its head. kind: class of the whole.
        code: its scripts and style sheet; those of every page where it is not given.
    """
    code = _code() if code is None else code
    return (
        f'<!doctype html>\n<html lang="en-GB" class="{kind}">\n<head>\n    <meta charset="utf-8" />\n'
        '    <meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"    <title>{html.escape(title)}</title>\n{tags}"
        f'    <link rel="icon" href="{icon()}" />\n{code}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def page_html(start_page: str, page: Page, head: Head | None = None, first_sight: str = "") -> str:
    """Return Streamlit's start page with the page's own head, its header, and words for who has no script.

    Args:
        start_page: Streamlit's.
        page: which one.
        head: what its head says; without one, what is the same at every address.
        first_sight: what the page says before the scripts, as HTML.

    Raises:
        ValueError: the start page is not built as expected, so that an update is noticed.
    """
    head = head or Head(page)
    title = html.escape(head.title)
    swaps: tuple[tuple[str, str], ...] = (
        (r'<html lang="en">', f'<html lang="en-GB" class="{head.kind}">'),
        (r"<title>.*?</title>", f"<title>{title}</title>\n{head.tags()}{_code()}"),
        (r'<link rel="shortcut icon"[^>]*>', f'<link rel="icon" href="{icon()}" />'),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),
        (r"<noscript>.*?</noscript>", _without_script(page, bool(first_sight))),
    )
    above = "" if head.kind == EMBEDDED else header(_tabs(), f"/{page.path}", wordmark())
    if above or first_sight:
        swaps += ((r'(?=<div id="root">)', above + first_sight),)
    for pattern, replacement in swaps:
        found = re.search(pattern, start_page, flags=re.DOTALL)
        if not found:
            raise ValueError(f"Streamlit's start page holds no {pattern}")
        start_page = start_page[: found.start()] + replacement + start_page[found.end() :]
    return start_page


@cache
def _tabs() -> tuple[Tab, ...]:
    """The navigation: each page in it, with those beneath it."""
    return tuple(
        Tab(
            page.label,
            f"/{page.path}",
            tuple((one.title, f"/{one.path}") for one in PAGES if one.under == page.path),
        )
        for page in PAGES
        if page.is_listed
    )


@cache
def _code() -> str:
    """The small scripts and the style sheet of every page."""
    return code_of(
        style(),
        # Without this a deep link asks below its own address for the server and logs two 404s.
        "window.__streamlit={BACKEND_BASE_URL:location.origin}",
        *((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
        *markup_scripts(),
    )


def code_of(sheet: str, *scripts: str) -> str:
    """Scripts and a style sheet as elements of a head."""
    elements = "".join(f"    <script>{text}</script>\n" for text in scripts)
    return f"{elements}    <style>{sheet}</style>"


def markup_scripts() -> list[str]:
    """The scripts of a page's pieces: what they do, and its charts."""
    page = (HERE / "markup" / "page.js").read_text(encoding="utf-8")
    addresses = json.dumps([f"/{one.path}" for one in PAGES])
    return [page.replace("__PAGES__", addresses), charts_script()]


@cache
def charts_script() -> str:
    """The script that draws a page's charts."""
    charts = (HERE / "markup" / "charts.js").read_text(encoding="utf-8")
    themes = {name: placeholders(palette) for name, palette in (("light", LIGHT), ("dark", DARK))}
    return charts.replace("__LIBRARY__", plotly_address()).replace("__THEMES__", json.dumps(themes))


PLOTLY_LIBRARY = HERE / "markup" / "vendor" / "plotly-basic.min.js"
"""Plotly's own basic script, which draws lines and bars: a quarter of the whole one in the Python package."""


@cache
def plotly_address() -> str:
    """Where Plotly's script is served: its name changes with its content."""
    digest = hashlib.sha256(PLOTLY_LIBRARY.read_bytes()).hexdigest()[:12]
    return f"/static/plotly-{digest}.min.js"


def _without_script(page: Page, is_shown: bool) -> str:
    """What is said to who has no script: what the page is, unless all of it follows; what is missing."""
    about = f"<h1>{html.escape(page.full_title)}</h1><p>{html.escape(page.description)}</p>"
    missing = "<p>Charts and choices on this site need JavaScript.</p>"
    return f'<noscript><div class="piece">{"" if is_shown else about}{missing}</div></noscript>'


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
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in SHEETS)


@cache
def own_style() -> str:
    """The style sheet of our own pieces, for what is shown without Streamlit."""
    return (HERE / SHEETS[0]).read_text(encoding="utf-8")


@cache
def icon() -> str:
    """The site's icon as an address that holds it."""
    return _address_that_holds("icon.svg")


@cache
def wordmark() -> str:
    """The site's name as a picture, in an address that holds it."""
    return _address_that_holds("wordmark.svg")


def _address_that_holds(name: str) -> str:
    encoded = base64.b64encode((HERE / name).read_bytes()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
