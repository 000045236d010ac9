"""A table as CSV, JSON, Parquet or XLSX, filtered while it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import Response

from dashboard.files import apart, links, narrowed, query, whole
from dashboard.files.about import DownloadMeta
from dashboard.files.answers import etag, headers_of, in_pieces, not_modified, unchanged
from dashboard.files.errors import ApiError, bad_request
from dashboard.files.formats import FORMATS, MEDIA_TYPES, Format, pieces
from dashboard.files.names import file_name
from dashboard.files.query import Query
from dashboard.files.tables_about import (
    folder_of,
    licences_of,
    links_of,
    meta_of,
    snapshot_of,
    table_of,
)
from dashboard.files.workbook import TooManyRowsError
from dashboard.negotiation import is_held, takes_gzip
from datasets import batches
from datasets.versions import Snapshot, Table

_PACKED = ("csv", "json")
"""Formats that are worth compressing; the others are compressed in themselves."""


def table(request: Request) -> Response:
    """The rows that a query string asks for.

    Raises:
        ApiError: 404 unknown dataset or format, 400 bad query, 410 version not kept.
        SpoiltTableError: the table cannot be read.
    """
    of = snapshot_of(request)
    found = table_of(request, of)
    fmt = _format(request)
    asked = query.read(request.scope["query_string"], found)
    headers = _headers(request, of, found, fmt)
    held = not_modified(request, headers, of.built_at)
    if held is not None:
        return held
    written = links.query_of(request)
    link = f"{links.base(request)}{folder_of(of)}/{found.dataset}.{fmt}{written}"
    described = narrowed.described(found, asked)
    meta = meta_of(of, described, asked, link)
    headers |= {
        "Content-Disposition": _disposition(file_name(found, asked, fmt), fmt),
        "Link": _related(request, found, described, written),
    }
    if not asked.given:
        headers["Accept-Ranges"] = "bytes"
        if _is_sent_plain(request, fmt):
            headers["ETag"] = headers["ETag"].removeprefix("W/")  # the same bytes each time
            if whole.is_asked_as_file(request):
                return _file(request, found, asked, fmt, meta, headers)
    if apart.is_long(found, asked, fmt) and request.method != "HEAD":
        return _workbook(request, found, asked, meta, headers)
    if request.method == "HEAD":
        return _headers_alone(headers, fmt)
    return _rows(found, asked, fmt, meta, headers)


def held_already(request: Request) -> Response | None:
    """The answer 304 to who sends the tag of an earlier answer, without reading the query again.

    Only an answer carries a tag, and the query is part of it, so the query is known to be a good one.
    Nothing is read but the dates of files, save once when a table is new.

    Raises:
        ApiError: as `table`.
        SpoiltTableError: the table cannot be read.
    """
    if request.headers.get("if-none-match", "*").strip() == "*":  # no tag: the query must be read
        return None
    of = snapshot_of(request)
    headers = _headers(request, of, table_of(request, of), _format(request))
    return unchanged(headers) if is_held(request.headers, headers["ETag"]) else None


def _format(request: Request) -> Format:
    for known in FORMATS:
        if request.path_params["format"] == known:
            return known
    allowed = [f".{known}" for known in (*FORMATS, "metadata.json")]
    raise ApiError(404, "there is no such format", allowed)


def _headers(request: Request, of: Snapshot, found: Table, fmt: Format) -> dict[str, str]:
    asked = request.scope["query_string"].decode("latin-1")
    tag = etag(of.digest, found.digest, fmt, links.base(request), asked)
    return headers_of(of, tag, "version" in request.path_params)


def _disposition(name: str, fmt: Format) -> str:
    return f'{"inline" if fmt == "json" else "attachment"}; filename="{name}"'


def _related(request: Request, found: Table, about_rows: Mapping[str, Any], written: str) -> str:
    """What a CSV has no room for: where its metadata is, and under which licence it may be used."""
    folder = request.url.path.rsplit("/", 1)[0]
    metadata = links_of(request, folder, found.dataset)["metadata"]
    parts = [f'<{metadata}{written}>; rel="describedby"; type="application/csvm+json"']
    licences = licences_of(about_rows["sources"])
    parts += [f'<{address}>; rel="license"' for address in licences]
    return ", ".join(parts)


def _headers_alone(headers: dict[str, str], fmt: Format) -> Response:
    response = Response(headers=headers, media_type=MEDIA_TYPES[fmt])
    del response.headers["content-length"]  # it is not known before the rows are written
    return response


def _is_sent_plain(request: Request, fmt: Format) -> bool:
    """Whether the answer goes out as it is written: text may be compressed, but not a part of it."""
    is_packed = fmt in _PACKED and "range" not in request.headers and takes_gzip(request.headers)
    return not is_packed


def _file(
    request: Request,
    found: Table,
    asked: Query,
    fmt: Format,
    meta: DownloadMeta,
    headers: dict[str, str],
) -> Response:
    """A whole table with its length, or a part of it."""
    schema = pa.schema([found.arrow.field(name) for name in asked.columns])
    is_apart = apart.is_long(found, asked, fmt)

    def made() -> Iterable[bytes]:
        if is_apart:
            return [apart.workbook_of(found, asked, meta)]
        return pieces(_read(found, asked), schema, fmt, meta)

    must_wait = is_apart and not whole.is_kept(headers["ETag"])
    with apart.seats.seated() if must_wait else nullcontext(), _refusing_too_many():
        return whole.as_file(request, headers["ETag"], headers, MEDIA_TYPES[fmt], made)


def _workbook(
    request: Request, found: Table, asked: Query, meta: DownloadMeta, headers: dict[str, str]
) -> Response:
    """A long workbook: of the whole table from its file, which is kept; else made for who asks."""
    if not asked.given:
        return _file(request, found, asked, "xlsx", meta, headers)
    with apart.seats.seated(), _refusing_too_many():
        body = apart.workbook_of(found, asked, meta)
    return Response(body, headers=headers, media_type=MEDIA_TYPES["xlsx"])


@contextmanager
def _refusing_too_many() -> Iterator[None]:
    try:
        yield
    except TooManyRowsError as error:
        raise bad_request(str(error), ["a filter or a limit", ".csv", ".parquet"]) from None


def _rows(
    found: Table, asked: Query, fmt: Format, meta: DownloadMeta, headers: dict[str, str]
) -> Response:
    schema = pa.schema([found.arrow.field(name) for name in asked.columns])
    written = pieces(_read(found, asked), schema, fmt, meta)
    with _refusing_too_many():
        return in_pieces(written, headers, MEDIA_TYPES[fmt])


def _read(found: Table, asked: Query) -> Iterator[pa.RecordBatch]:
    return batches.read(
        found, asked.columns, asked.conditions, asked.sort, asked.offset, asked.limit
    )
