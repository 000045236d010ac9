"""One figure of a page alone, for frames of other sites: `/embed/trust/trust?area=E09000022`.

The address holds the page's own choices, as that of the figure's files does. Nothing in it needs
storage or this site's origin, so it works in a sandboxed frame; and without any script where the chart
is a still picture.
"""

from __future__ import annotations

import gzip
import hashlib
import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard.files import links
from dashboard.files.answers import Endpoint, etag, headers_of, not_modified
from dashboard.files.errors import ApiError, bad_request, too_many
from dashboard.files.exhibits import page_at, path_of, refuse_damaged, version_asked
from dashboard.keeping import Kept
from dashboard.markup import frame
from dashboard.markup.fragments import Fragments
from dashboard.negotiation import takes_gzip
from dashboard.page import DATA, SITE, Page
from dashboard.site.headers import content_security_policy
from dashboard.site.html import HERE, alone, charts_script, code_of, own_style
from dashboard.site.stills import LOOKS, Stills, Studio, figures_of
from dashboard.sourcing import version_words
from dashboard.subjects.pages import PAGES, SITE_NAME
from datasets import catalogue, versions

FOLDER = "/embed"
KIND = "frame"
"""Class of the whole document."""

_PATIENCE = 10
"""Seconds that a frame waits for its chart's pictures, before it draws the chart itself."""
_PATIENCE_OF_PICTURES = 30
_studio = Studio()
_frames: Kept[bytes] = Kept(256, "frames", 16_000_000)


def routes() -> list[Route]:
    """What answers with figures alone, and with their pictures."""
    return [
        Route(f"{FOLDER}/{{page}}/{{file}}", Endpoint(_answer, refused=_refused)),
        Route(f"{FOLDER}/{{rest:path}}", Endpoint(_nothing_here, refused=_refused)),
    ]


@cache
def _scripts() -> tuple[str, ...]:
    """Every script that a frame may hold: what tells its height, and what draws a chart."""
    return _height_script(), charts_script()


@cache
def _own_headers() -> dict[str, str]:
    """Headers of every answer: anyone may frame it, and no search engine is to list it."""
    policy = content_security_policy(_scripts(), framed_by="*")
    return {"Content-Security-Policy": policy, "X-Robots-Tag": "noindex"}


@cache
def _height_script() -> str:
    return (HERE / "markup" / "frame.js").read_text(encoding="utf-8")


def _answer(request: Request) -> Response:
    """The figure that an address names, or its picture.

    Raises:
        ApiError: 404 no such page, figure or picture; 400 a choice that does not exist; 503 a table
            behind it is damaged, or no picture can be made.
    """
    path = path_of(request, "embed")
    name, _, file = request.path_params["file"].partition(".")
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    with _version(version_asked(pairs)) as notice:
        page = page_at(path, pairs, (DATA,))
        shown = frame.exhibit_of(page, name)
        if shown is None:
            if catalogue.damaged():
                raise ApiError(503, "a table is being checked")
            raise ApiError(404, "this page shows no such figure", frame.exhibits(page))
        if name in page.rows:
            refuse_damaged(page.rows[name])
        if file:
            return _picture(request, page, shown, file)
        return _frame(request, page, shown, notice)


def _nothing_here(_request: Request) -> Response:
    raise ApiError(404, "there is no such figure")


@contextmanager
def _version(asked: str) -> Iterator[str]:
    """Read the version of the data that an address asks for, and say so where it is not the newest.

    An article keeps its frame: a version that is no longer kept gives way to the newest, as on pages.
    """
    if asked and not versions.is_version(asked):
        raise bad_request("there is no such version of the data")
    with ExitStack() as stack:
        for version in (asked, ""):
            with suppress(versions.VersionNotKeptError):
                stack.enter_context(versions.reading(version))
                break
        yield version_words(asked)


# The figure


def _frame(request: Request, page: Page, shown: frame.Exhibit, notice: str) -> Response:
    stills = _stills(page, shown, _PATIENCE)
    key = (page.key, shown.key, stills is None, notice, links.base(request))
    body = _frames.get(key, lambda: _html(request, page, shown, stills, notice).encode())
    headers = _headers(hashlib.sha256(body).hexdigest())
    if held := not_modified(request, headers, versions.held().built_at):
        return held
    return HTMLResponse(body, headers=headers)


def _html(
    request: Request, page: Page, shown: frame.Exhibit, stills: Stills | None, notice: str
) -> str:
    pictures = _pictures(page, shown, stills) if stills else None
    body = frame.frame(page, shown, pictures, catalogue.version(), notice)
    # Links of a page's tables are written from the root, where every page stands.
    body = body.replace(SITE, links.base(request)).replace('href="./', 'href="/')
    link = html.escape(f"{links.base(request)}/{page.path}")
    own = [_height_script()] if stills or not shown.chart else _scripts()
    title = f"{shown.title} · {SITE_NAME}"
    return alone(title, body, _tags(link), KIND, code_of(own_style(), *own))


def _tags(canonical: str) -> str:
    """Elements of a frame's head: every link leaves the frame, whose site could not show where it leads."""
    return (
        '    <base target="_blank" />\n'
        '    <meta name="robots" content="noindex" />\n'
        '    <meta name="color-scheme" content="light dark" />\n'
        f'    <link rel="canonical" href="{canonical}" />\n'
    )


def _headers(digest: str) -> dict[str, str]:
    return {**headers_of(versions.held(), etag(digest), is_fixed=False), **_own_headers()}


# Its pictures


def _stills(page: Page, shown: frame.Exhibit, patience: float) -> Stills | None:
    chart = shown.chart
    if chart is None:
        return None
    return _studio.stills((page.key, chart.key), lambda: figures_of(chart), patience)


def _pictures(page: Page, shown: frame.Exhibit, stills: Stills) -> Mapping[str, frame.Picture]:
    pieces = Fragments(page, "")
    return {
        look: frame.Picture(
            pieces.address(f"{shown.key}.{look}.svg", "embed"), one.width, one.height
        )
        for look, one in stills.items()
    }


def _picture(request: Request, page: Page, shown: frame.Exhibit, file: str) -> Response:
    look = file.removesuffix(".svg")
    if shown.chart is None or file != f"{look}.svg" or look not in LOOKS:
        raise ApiError(404, "there is no such picture", [f"{one}.svg" for one in LOOKS])
    stills = _stills(page, shown, _PATIENCE_OF_PICTURES)
    if stills is None and _studio.is_full:
        raise too_many()
    if stills is None:
        raise ApiError(503, "no picture can be drawn", headers={"Retry-After": "60"})
    packed = stills[look].packed
    headers = _headers(hashlib.sha256(packed).hexdigest())
    if held := not_modified(request, headers, versions.held().built_at):
        return held
    headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    if takes_gzip(request.headers):
        headers["Content-Encoding"] = "gzip"
        return Response(packed, headers=headers, media_type=_SVG)
    return Response(gzip.decompress(packed), headers=headers, media_type=_SVG)


_SVG = "image/svg+xml"


# What cannot be answered

_SAYS: Mapping[int, tuple[str, Sequence[str]]] = {
    400: (
        "This choice is not in the data",
        (
            "The address of this frame asks for a place, a date or another choice that its page does not "
            "have, so no figure is shown in its place.",
        ),
    ),
    404: (
        "There is no such figure",
        ("Its page shows none of that name for this choice. The address may be cut short.",),
    ),
    429: (
        "This figure cannot be drawn at the moment",
        ("Many are asked for at once. It is drawn when it is asked for again in a while.",),
    ),
    503: (
        "This figure cannot be shown at the moment",
        ("The data behind it is being checked. It is shown again when that is done.",),
    ),
}


def _refused(request: Request, error: ApiError) -> Response:
    """An error as a page of plain words; nothing that was asked for is repeated in it."""
    title, said = _SAYS.get(error.status, ("This cannot be shown", ()))
    asked = request.path_params.get("page", "")
    path = next((one.path for one in PAGES if one.path == asked), "")
    body = frame.refusal(title, said, path)
    text = alone(
        f"{title} · {SITE_NAME}",
        body,
        _tags(f"/{path}"),
        KIND,
        code_of(own_style(), _height_script()),
    )
    headers = {"Cache-Control": "no-store", **_own_headers(), **error.headers}
    return HTMLResponse(text, error.status, headers)
