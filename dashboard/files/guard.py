"""What is looked at before Streamlit sees a request for data: odd paths, and what not to compress."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.files.errors import nothing_here

_OURS = re.compile(r"/data(?![A-Za-z0-9_-])")
_PLAIN = re.compile(r"(/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)+/?", re.ASCII)
_COMPRESSED_ALREADY = (".parquet", ".xlsx")


class PlainPaths:
    """Answers 404 in JSON for paths below /data that no address of ours can have.

    Streamlit refuses some of them (dots, null bytes) in words of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application that answers the rest."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an odd path, pass every other request on."""
        if scope["type"] != "http" or not _OURS.match(scope["path"]):
            await self.app(scope, receive, send)
        elif not _PLAIN.fullmatch(scope["path"]):
            await nothing_here().response()(scope, receive, send)
        elif scope["path"].endswith(_COMPRESSED_ALREADY):
            await self.app(_not_to_be_compressed(scope), receive, send)
        else:
            await self.app(scope, receive, send)


def _not_to_be_compressed(scope: Scope) -> Scope:
    headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
    return {**scope, "headers": headers}
