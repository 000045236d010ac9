"""How many answers of which kind there are, and how many pages are open: counted, not written down."""

from __future__ import annotations

from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import metrics
from dashboard.subjects.pages import PAGES

_PAGES = {f"/{page.path}": page.path or "overview" for page in PAGES}
_KINDS = {
    **dict.fromkeys(("data", "openapi.json", "robots.txt", "sitemap.xml", "updates.xml"), "data"),
    **{"x": "file", "embed": "frame", "share": "picture", "favicon.ico": "picture"},
    **dict.fromkeys(("_stcore", "static", "component", "media"), "framework"),
    **dict.fromkeys(("healthz", "servez", "readyz"), "health"),
}
"""First part of an address -> kind of the answer."""


class Counted:
    """Counts answers and sockets; the outermost, so that what others refuse is counted too."""

    def __init__(self, app: ASGIApp) -> None:
        """Count for what is behind."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on as it is."""
        if scope["type"] == "http":
            await self._answered(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connected(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            _count(scope, status, perf_counter() - begun)

    async def _connected(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def noting(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                is_open = True
                metrics.VISITS.inc()
                metrics.OPEN.inc()
            elif not is_open and message["type"] == "websocket.close":
                metrics.REFUSED.labels("socket").inc()
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            if is_open:
                metrics.OPEN.dec()


def kind_of(path: str) -> str:
    """What kind of answer an address gives; `other` for what is nothing of ours."""
    return "page" if path in _PAGES else _KINDS.get(path[1:].split("/")[0], "other")


def _count(scope: Scope, status: int, seconds: float) -> None:
    kind = kind_of(scope["path"])
    metrics.ANSWERS.labels(kind, str(status)).inc()
    metrics.ANSWER_SECONDS.labels(kind).observe(seconds)
    if status == 429:
        metrics.REFUSED.labels("answer").inc()
    if kind == "page" and scope["method"] == "GET" and status in {200, 304}:
        metrics.PAGES.labels(_PAGES[scope["path"]], "html").inc()
