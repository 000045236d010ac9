"""Streamlit's scripts and styles, compressed once and kept."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.html import static_folder

_COMPRESSED_TYPES = ("text/", "application/javascript", "application/json", "image/svg")
_SMALLEST = 1_000
_KEEP = "public, immutable, max-age=31536000"  # their names change with their contents


class CompressedAssets:
    """Serves Streamlit's scripts and styles compressed, each compressed once and then kept."""

    def __init__(self, app: ASGIApp) -> None:
        """Take Streamlit's files that are worth compressing."""
        self.app = app
        folder = static_folder()
        self.files = {
            f"/{path.relative_to(folder).as_posix()}": path
            for path in (folder / "static").rglob("*")
            if path.is_file() and path.stat().st_size >= _SMALLEST and _media_type(path)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for such a file, or pass the request on."""
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
