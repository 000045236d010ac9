"""Addresses, whole where the host that was asked for can be trusted to be one."""

from __future__ import annotations

import re

from starlette.requests import Request

_HOST = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?", re.ASCII)

_WRITTEN_PLAINLY = frozenset(range(0x21, 0x7F)) - frozenset(b'"<>\\^`{|}')


def base(request: Request) -> str:
    """Scheme and host as asked for, such as https://example.org; empty where the host is none."""
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


def query_of(request: Request) -> str:
    """The query string with its question mark, in characters fit for a header; else empty.

    It has been read before, so it is UTF-8; what a browser would encode is encoded.
    """
    raw: bytes = request.scope["query_string"]
    written = "".join(chr(byte) if byte in _WRITTEN_PLAINLY else f"%{byte:02X}" for byte in raw)
    return f"?{written}" if written else ""
