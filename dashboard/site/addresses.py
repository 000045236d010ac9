"""Routes of the pages, and a real 404 for what nobody answers."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from dashboard.files.answers import LONGEST_QUERY, Answer
from dashboard.files.clients import is_of_this_machine
from dashboard.site import drawn, shares
from dashboard.site.assets import CompressedAssets, static_files
from dashboard.site.connections import Connections, KindOf, Untold
from dashboard.site.counted import Counted
from dashboard.site.encodings import Encodings
from dashboard.site.errors import READ, not_allowed, not_found, too_long
from dashboard.site.headers import Guard
from dashboard.site.html import page_endpoint
from dashboard.subjects.pages import PAGES

_NOT_USED = ("/auth/", "/oauth2callback", "/_stcore/upload_file/", "/_stcore/agent/")
"""Streamlit's paths for signing in, for uploads and for agents: nobody signs in, nothing is uploaded."""
_OF_THIS_MACHINE = "/_stcore/metrics"
"""What Streamlit tells of its own state: only who runs the site may read it."""


def routes() -> list[BaseRoute]:
    """The pages' HTML, their pictures and, for what nobody else answers, a 404; to come last."""
    pages = [Route(f"/{page.path}", _bounded(page_endpoint(page))) for page in PAGES]
    return [*pages, *drawn.routes(), shares.route(), _Unclaimed()]


def middleware(kind_of: KindOf | None = None, untold: Untold | None = None) -> list[Middleware]:
    """Middleware for `st.App`, the outermost first.

    Args:
        kind_of: reads what a page says over its socket.
        untold: takes what tells of the machine out of what is said to a page.
    """
    return [
        Middleware(Counted),
        Middleware(Connections, kind_of=kind_of, untold=untold),
        Middleware(Guard),
        Middleware(Encodings),
        Middleware(CompressedAssets),
    ]


def _bounded(answer: Answer) -> Answer:
    """An answer to all but queries that no page writes."""

    def endpoint(request: Request) -> Response:
        is_too_long = len(request.scope["query_string"]) > LONGEST_QUERY
        return too_long(LONGEST_QUERY) if is_too_long else answer(request)

    return endpoint


class _Unclaimed(BaseRoute):
    """Takes every request that neither we nor Streamlit answer in earnest.

    Streamlit's last route answers whatever is left with its start page and status 200. So of what
    comes after this route only a file that is there and a path that has a route of its own is let
    through.
    """

    def __init__(self) -> None:
        self._files = frozenset(static_files())

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match what is left over, with any method."""
        if scope["type"] != "http" or scope["method"] in self._methods(scope):
            return Match.NONE, {}
        return Match.FULL, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404, or 405 with the methods that the path allows."""
        is_read = scope["method"] in READ
        methods = self._methods(scope)
        missing = is_read and not methods
        response = not_found(Request(scope)) if missing else not_allowed(methods)
        await response(scope, receive, send)

    def _methods(self, scope: Scope) -> set[str]:
        """Methods with which a path is answered; none where there is nothing."""
        if scope["path"] in self._files:
            return set(READ)
        if scope["path"].startswith(_NOT_USED):
            return set()
        if scope["path"].startswith(_OF_THIS_MACHINE) and not is_of_this_machine(scope):
            return set()
        own = (route for route in scope["app"].routes if isinstance(route, Route))
        return {
            method
            for route in own
            if route.matches(scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
