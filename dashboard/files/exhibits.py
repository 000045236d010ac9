"""Each figure of a page at an address of its own: its rows as a file, its drawing as Plotly's JSON.

The address is the page's own choice: `/x/trust/trust.csv?area=E09000022`. The rows are those that the
page shows, for they are taken from the same `Page`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from dashboard.briefing.pages import brief
from dashboard.charts.page_theme import in_theme_colours
from dashboard.charts.theme import on_paper
from dashboard.docx import word
from dashboard.files import apart, links
from dashboard.files.about import file_name
from dashboard.files.answers import DATA_VERSION, etag, headers_of, not_modified
from dashboard.files.errors import ApiError, bad_request, unavailable
from dashboard.files.formats import FORMATS, MEDIA_TYPES, Format
from dashboard.heavy import Gate
from dashboard.keeping import Kept
from dashboard.page import DATA, NONE_CHOSEN, SITE, Chart, Files, Page
from dashboard.site.picture_frame import Words, framing, source_words
from dashboard.sourcing import version_words
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import catalogue, versions
from datasets.places import place_of
from datasets.shown import columns_of

T = TypeVar("T")
BRIEFING = ("briefing", "docx")
"""Name and format of a page's briefing as a file."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOOK = "look"
"""Key of the form of a drawing."""
LOOKS = ("wide", "narrow", "paper")
_drawings: Kept[bytes] = Kept(512, "drawings", 32_000_000)
_briefings = Gate(at_once=1, most_waiting=8, patience=45)
"""One Word file is written at a time: its picture is drawn by one browser anyway."""


def exhibit(request: Request) -> Response:
    """The rows or the drawing that an address names.

    Raises:
        ApiError: 404 no such page, figure or format; 400 a choice that does not exist; 410 a version of
            the data that is not kept; 503 a table behind it is damaged.
    """
    path, name, fmt = _named(request)
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    with _version(version_asked(pairs)):
        if fmt == "plotly.json":
            return _drawing(request, path, name, pairs)
        if (name, fmt) == BRIEFING:
            with _briefings.passed():
                return _word(request, page_at(path, pairs, (DATA,)))
        page = page_at(path, pairs, (DATA,))
        return _rows(request, page, name, fmt)


def path_of(request: Request, folder: str) -> str:
    """Path of the page that an address names.

    Args:
        folder: the first part of the address, for what is said where there is no such page.

    Raises:
        ApiError: 404 there is none.
    """
    path: str = request.path_params["page"]
    path = "" if path == "overview" else path
    if path not in {page.path for page in PAGES} or registry.name_of(path) not in registry.SUBJECTS:
        raise ApiError(
            404, "there is no such page", [f"/{folder}/{p.path or 'overview'}/…" for p in PAGES]
        )
    return path


def version_asked(pairs: Sequence[tuple[str, str]]) -> str:
    """The version of the data that an address asks for; empty where it names none."""
    return next((value for key, value in pairs if key == DATA), "")


def _named(request: Request) -> tuple[str, str, str]:
    """Path of the page, name of the figure, and format."""
    path = path_of(request, "x")
    name, _, fmt = request.path_params["file"].partition(".")
    if fmt not in (*FORMATS, "plotly.json") and (name, fmt) != BRIEFING:
        raise ApiError(404, "there is no such format", [f".{one}" for one in FORMATS])
    return path, name, fmt


@contextmanager
def _version(asked: str) -> Iterator[None]:
    try:
        reading = versions.reading(asked)
        reading.__enter__()
    except versions.VersionNotKeptError:
        raise ApiError(410, "that version of the data is not kept", ["/data/v"]) from None
    try:
        yield
    finally:
        reading.__exit__(None, None, None)


def page_at(path: str, pairs: Sequence[tuple[str, str]], beside: Sequence[str]) -> Page:
    """The page at an address; a choice of it that does not exist is an error here.

    Args:
        path: without the slash. pairs: of the query string. beside: keys that are no choices.

    Raises:
        ApiError: 400 the page has no such choice, or the data does not hold it.
    """
    address = _address(path, pairs, beside)
    page = registry.page_of(path, address)
    if page.ignored:
        raise _choice_in_vain(page, address)
    return page


def _choice_in_vain(page: Page, address: Mapping[str, Sequence[str]]) -> ApiError:
    """The first choice that is not in the data, and the values that it has there."""
    for choice in page.choices:
        allowed = list(choice.options) or (["yes", "no"] if choice.kind == "switch" else [])
        asked = {place_of(one) or one for one in address.get(choice.key, ())} - {NONE_CHOSEN}
        if allowed and not asked <= set(allowed):
            return bad_request(f"{choice.key}: not in the data", allowed)
    said = " ".join(page.ignored).replace("This page is shown without it.", "").strip()
    return bad_request(said, [one.key for one in page.choices])


def _address(
    path: str, pairs: Sequence[tuple[str, str]], beside: Sequence[str]
) -> dict[str, list[str]]:
    keys = next(page.keys for page in PAGES if page.path == path)
    if any(key not in keys and key not in beside for key, _ in pairs):
        raise bad_request("this page has no such choice", keys)
    address: dict[str, list[str]] = {}
    for key, value in pairs:
        if key in keys:
            address.setdefault(key, []).append(value)
    return address


def _rows(request: Request, page: Page, name: str, fmt: str) -> Response:
    found = _one(page.rows, name)
    refuse_damaged(found)
    headers = _headers(request, fmt)
    if held := not_modified(request, headers, versions.held().built_at):
        return held
    meta = replace(found.meta, link=found.meta.link.replace(SITE, links.base(request)))
    chosen: Format = next(one for one in FORMATS if one == fmt)
    body = apart.to_bytes(found.frame, chosen, meta, columns_of(found.name))
    called = "-".join(filter(None, (found.name, found.of_chart)))
    kind = "inline" if fmt == "json" else "attachment"
    headers["Content-Disposition"] = f'{kind}; filename="{file_name(called, meta, fmt)}"'
    return Response(body, headers=headers, media_type=MEDIA_TYPES[chosen])


def refuse_damaged(files: Files) -> None:
    """Refuse files of which rows may be missing: on the page it is said beside them, in a file it cannot be.

    Raises:
        ApiError: 503 a table that their rows come from is damaged.
    """
    for dataset in sorted(catalogue.damaged().intersection(files.datasets)):
        raise unavailable(dataset)


def _word(request: Request, page: Page) -> Response:
    """The page's briefing as a Word document."""
    title = next(one.title for one in PAGES if one.path == page.path)
    found = brief(
        page, title, links.base(request), date.today(), version_words(catalogue.AS_OF.get())
    )
    name = f"briefing-{page.path or 'overview'}-{date.today().isoformat()}.docx"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        DATA_VERSION: catalogue.version(),
    }
    return Response(word.document(found), headers=headers, media_type=WORD)


def _drawing(request: Request, path: str, name: str, pairs: Sequence[tuple[str, str]]) -> Response:
    """The drawing of a chart, for which no page is built where it is kept."""
    look = next((value for key, value in pairs if key == LOOK), LOOKS[0])
    if look not in LOOKS:
        raise bad_request("there is no such look", LOOKS)
    site = links.base(request)

    def made() -> bytes:
        page = page_at(path, pairs, (DATA, LOOK))
        chart = _one({one.key: one for one in page.all_of(Chart)}, name)
        with on_paper() if look == "paper" else nullcontext():
            return _drawn(chart, look == "narrow", site)

    key = (registry.key_of(path, _address(path, pairs, (DATA, LOOK))), name, look, site)
    body = _drawings.get(key, made)
    headers = _headers(request, look)
    held = not_modified(request, headers, versions.held().built_at)
    return held or Response(body, headers=headers, media_type="application/json")


def _drawn(chart: Chart, narrow: bool, site: str) -> bytes:
    """A chart in the form that the page's script draws, with what its picture says around it."""
    figure = chart.draw(narrow)
    meta = None
    if not chart.is_spark:
        link = chart.address.replace(SITE, site)
        source = source_words(chart.source_line, catalogue.version(), date.today(), link)
        meta = {"picture": framing(figure, Words(chart.title, chart.subtitle, source))}
    return str(in_theme_colours(figure, meta).to_json()).encode()


def _headers(request: Request, form: str) -> dict[str, str]:
    of = versions.held()
    asked = f"{request.url.path}?{request.url.query}"
    tag = etag(catalogue.state(), form, asked, links.base(request), date.today().isoformat())
    return headers_of(of, tag, is_fixed=False)


def _one(found: Mapping[str, T], name: str) -> T:
    if name in found:
        return found[name]
    if catalogue.damaged():
        raise unavailable()
    raise ApiError(404, "this page shows no such figure for this choice", list(found))
