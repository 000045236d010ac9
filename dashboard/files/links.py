"""Addresses, whole where the host that was asked for can be trusted to be one."""

from __future__ import annotations

from starlette.requests import Request

from dashboard.public import is_named, site_address

_WRITTEN_PLAINLY = frozenset(range(0x21, 0x7F)) - frozenset(b'"<>\\^`{|}')


def base(request: Request) -> str:
    """Scheme and host, such as https://example.org; empty where what was asked for is none."""
    return site_address(request.url.scheme, request.headers.get("host", ""))


def varies() -> dict[str, str]:
    """The header of an answer that holds whole addresses: it is another one for another host."""
    return {} if is_named() else {"Vary": "Host"}


def query_of(request: Request) -> str:
    """The query string with its question mark; empty where there is none.

    Whatever was sent, the characters are fit for a header: what a browser would encode is encoded.
    """
    raw: bytes = request.scope["query_string"]
    written = "".join(chr(byte) if byte in _WRITTEN_PLAINLY else f"%{byte:02X}" for byte in raw)
    return f"?{written}" if written else ""
