"""What may be sent compressed, said once for all that compress, and the same for HEAD as for GET."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.negotiation import takes_gzip

_VARIES = "Accept-Encoding"
_PACKED_IN_THEMSELVES = "application/vnd."
"""Media types of Parquet and XLSX begin so: they are never compressed again."""


class Encodings:
    """Tells what compresses whether it may, and puts right the headers of answers without a body.

    Streamlit's compression looks for the word gzip in Accept-Encoding, also where it is refused
    there. It does not see what has no body: an answer to HEAD made without one would give the
    length before compression, and a 304 would not say that the answer differs by encoding.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Keep the application that answers and compresses."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with an Accept-Encoding that says gzip, or none."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        is_gzip = takes_gzip(asked) and "range" not in asked  # a part is of the plain bytes
        others = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        headers = [*others, (b"accept-encoding", b"gzip")] if is_gzip else others
        settled = _settling(send, is_gzip, scope["method"] == "HEAD")
        await self.app({**scope, "headers": headers}, receive, settled)


def vary_by_encoding(headers: MutableHeaders) -> None:
    """Say in an answer's headers, once, that it differs by Accept-Encoding."""
    named = [one.strip() for one in ",".join(headers.getlist("vary")).split(",") if one.strip()]
    headers["vary"] = ", ".join(dict.fromkeys([*named, _VARIES]))


def _settling(send: Send, is_gzip: bool, is_head: bool) -> Send:
    """What sends an answer on; one to HEAD from where it is known whether it was made with a body."""
    held: list[Message] = []

    async def send_settled(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if message["status"] == 304 or _VARIES in headers.get("vary", ""):
                vary_by_encoding(headers)  # Streamlit's compression adds it also where it stands
            if is_head and message["status"] != 304:
                held.append(message)
                return
        elif held:
            start = held.pop()
            if not message.get("body"):
                _settle(MutableHeaders(scope=start), is_gzip)
            await send(start)
        await send(message)

    return send_settled


def _settle(headers: MutableHeaders, is_gzip: bool) -> None:
    """Leave out the length of what GET may send compressed."""
    if "content-encoding" in headers or headers.get("content-length") == "0":
        return
    vary_by_encoding(headers)
    if headers.get("content-type", "").startswith(_PACKED_IN_THEMSELVES):
        return
    if is_gzip and "content-length" in headers:
        del headers["content-length"]
