"""Routes of the pages, and a real 404 for what nobody answers."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from dashboard.server import shares
from dashboard.server.assets import CompressedAssets
from dashboard.server.headers import Guard
from dashboard.server.html import not_found, page_endpoint, static_folder
from dashboard.server.pages import PAGES


def routes() -> list[BaseRoute]:
    """The pages' HTML, their pictures and, for what nobody else answers, a 404; to come last."""
    pages = [Route(f"/{page.path}", page_endpoint(page)) for page in PAGES]
    return [*pages, shares.route(), _Unclaimed()]


def middleware() -> list[Middleware]:
    """Middleware for `st.App`, the outermost first."""
    return [Middleware(Guard), Middleware(CompressedAssets)]


_STREAMLITS_OWN = ("_stcore", "static", "media", "component", "auth", "oauth2callback")


class _Unclaimed(Route):
    """Takes every path that is neither ours nor one that Streamlit serves in earnest."""

    def __init__(self) -> None:
        super().__init__("/{path:path}", not_found)
        files = {entry.name for entry in static_folder().iterdir()} - {"index.html"}
        self._left_alone = files.union(_STREAMLITS_OWN)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        first = str(scope.get("path", "")).lstrip("/").split("/", 1)[0]
        return (Match.NONE, {}) if first in self._left_alone else super().matches(scope)
