"""Streamlit's scripts and styles, compressed once and kept."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.negotiation import takes_gzip
from dashboard.site.encodings import vary_by_encoding
from dashboard.site.html import PLOTLY_LIBRARY, plotly_address, static_folder

_COMPRESSED_TYPES = ("text/", "application/javascript", "application/json", "image/svg")
_SMALLEST = 1_000
_KEEP = "public, immutable, max-age=31536000"  # their names change with their contents


@cache
def static_files() -> Mapping[str, Path]:
    """Streamlit's own files by the path at which each is served, not its start page; and Plotly's script."""
    folder = static_folder()
    found = {
        f"/{path.relative_to(folder).as_posix()}": path
        for path in folder.rglob("*")
        if path.is_file()
    }
    del found["/index.html"]
    return found | {plotly_address(): PLOTLY_LIBRARY}


class CompressedAssets:
    """Serves Streamlit's scripts and styles compressed, each compressed once and then kept."""

    def __init__(self, app: ASGIApp) -> None:
        """Take Streamlit's files that are worth compressing."""
        self.app = app
        self.files = {
            name: path
            for name, path in static_files().items()
            if name.startswith("/static/")
            and path.stat().st_size >= _SMALLEST
            and _media_type(path)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for such a file, or pass the request on."""
        path = self._wanted(scope)
        if path is None:
            await self.app(scope, receive, send)
        elif not _is_packed(Headers(scope=scope)) and path != PLOTLY_LIBRARY:
            await self.app(scope, receive, _saying_that_it_varies(send))
        else:
            is_packed = _is_packed(Headers(scope=scope))
            body = await run_in_threadpool(_compressed if is_packed else Path.read_bytes, path)
            answer = {"Vary": "Accept-Encoding", "Cache-Control": _KEEP}
            answer |= {"Content-Encoding": "gzip"} if is_packed else {}
            response = Response(body, media_type=_media_type(path), headers=answer)
            await response(scope, receive, send)

    def _wanted(self, scope: Scope) -> Path | None:
        is_read = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        return self.files.get(scope["path"]) if is_read else None


def _is_packed(headers: Headers) -> bool:
    return takes_gzip(headers) and "range" not in headers


def _saying_that_it_varies(send: Send) -> Send:
    async def send_saying(message: Message) -> None:
        if message["type"] == "http.response.start":
            vary_by_encoding(MutableHeaders(scope=message))
        await send(message)

    return send_saying


def _media_type(path: Path) -> str | None:
    if path.suffix in {".js", ".mjs"}:
        return "text/javascript"
    guessed = mimetypes.guess_type(path.name)[0] or ""
    return guessed if guessed.startswith(_COMPRESSED_TYPES) else None


@lru_cache(maxsize=512)
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
