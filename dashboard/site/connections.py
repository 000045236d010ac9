"""What one connection may hold: how long without a word, how long a request, how many sockets, what is said over them.

The server (uvicorn, started by Streamlit) bounds none of this itself: a connection on which no whole
request comes is kept for ever, and so is what a reader does not fetch. Its connections are reached through
the `receive` of a request; where that leads to none (another server, a test), nothing is watched.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send

if sys.platform == "linux":
    import fcntl
    import termios
else:
    fcntl = None

log = logging.getLogger(__name__)

MOST_SOCKETS = "MOST_SOCKETS"
"""Name in the environment: pages that may be open at once in this process."""
LONGEST_MESSAGE = 262_144
"""Bytes of a message from a page: it holds the choices of its controls, a few thousand at most."""
LONGEST_HEAD = 65_536
"""Bytes of a request's line and headers, past which the connection is ended: uvicorn would hold them all."""
SILENCE_SECONDS = 30
"""After which a connection is given up that neither sends a request nor takes its answer."""

_SOCKETS = 400
_LOOK_SECONDS = 5
_ALLOWED = frozenset(("rerun_script", "stop_script", "app_heartbeat"))
"""What a page says over its socket. Of what else Streamlit listens to, `clear_cache` empties everyone's
cache, `load_git_info` tells of the repository, `set_run_on_save` and `debug_…` are a developer's."""

KindOf = Callable[[bytes], str | None]
"""What a message asks for, by Streamlit's name; None where it is no message that a page sends."""
Untold = Callable[[bytes], bytes]
"""A message to a page, without what it would tell of the machine."""


class Connections:
    """Gives up silent connections, bounds requests and sockets, and lets through what a page says over one."""

    def __init__(
        self, app: ASGIApp, kind_of: KindOf | None = None, untold: Untold | None = None
    ) -> None:
        """Watch nothing yet.

        Args:
            app: what is behind.
            kind_of: reads messages; without it each is let through.
            untold: what is sent to a page instead of a message.
        """
        self.app, self.kind_of, self.untold = app, kind_of, untold
        self.open_sockets = 0
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request, or a socket where there is room for it."""
        if scope["type"] in {"http", "websocket"}:
            self._watch(_protocol_of(receive))
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
        elif self.open_sockets >= most_sockets():
            log.warning("web socket refused: %d are open", self.open_sockets)
            await send({"type": "websocket.close", "code": 1013, "reason": "too many"})
        else:
            self.open_sockets += 1
            try:
                await self.app(scope, self._listening(receive), self._telling(send))
            finally:
                self.open_sockets -= 1

    def _watch(self, protocol: Any) -> None:  # noqa: ANN401 - of uvicorn
        """Watch all connections of the server from the first request on."""
        is_watching = self._watching is not None and not self._watching.done()
        if protocol is None or is_watching:
            return
        _take_off_banner(protocol)
        _bound_heads(type(protocol))
        self._watching = asyncio.create_task(_watch(protocol.connections))

    def _listening(self, receive: Receive) -> Receive:
        async def received() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                raw = message.get("bytes")
                if raw is None or len(raw) > LONGEST_MESSAGE:
                    log.warning("web socket closed: a message that no page sends")
                    return {"type": "websocket.disconnect", "code": 1008}
                if self._is_allowed(raw):
                    return message
                log.warning("a message over a web socket was passed over")

        return received

    def _telling(self, send: Send) -> Send:
        untold = self.untold
        if untold is None:
            return send

        async def sent(message: Message) -> None:
            if message["type"] == "websocket.send" and message.get("bytes"):
                message = {**message, "bytes": untold(message["bytes"])}
            await send(message)

        return sent

    def _is_allowed(self, raw: bytes) -> bool:
        return self.kind_of is None or self.kind_of(raw) in _ALLOWED


def most_sockets() -> int:
    """How many pages may be open at once."""
    named = os.environ.get(MOST_SOCKETS, "")
    return int(named) if named.isdecimal() else _SOCKETS


def _protocol_of(receive: Receive) -> Any:  # noqa: ANN401 - of uvicorn
    """The connection behind a request or a socket; None where it is not one of uvicorn's."""
    found: Any = getattr(receive, "__self__", None)
    if hasattr(found, "on_response"):  # a request: it tells its connection when it is answered
        found = getattr(found.on_response, "__self__", None)
    needed = ("transport", "connections", "config")
    return found if all(hasattr(found, name) for name in needed) else None


def _take_off_banner(protocol: Any) -> None:  # noqa: ANN401 - of uvicorn
    """Name no server in the answers to come: what it is helps only who looks for its faults."""
    for headers in (protocol.config.encoded_headers, getattr(protocol, "server_state", None)):
        found = getattr(headers, "default_headers", headers)
        if isinstance(found, list):
            found[:] = [pair for pair in found if pair[0].lower() != b"server"]


# What is too long


def _bound_heads(protocol: Any) -> None:  # noqa: ANN401 - a class of uvicorn
    """End connections whose request line and headers do not end, from the next connection on."""
    take = protocol.data_received
    if getattr(take, "is_bounded", False) or not hasattr(protocol, "on_headers_complete"):
        return

    def data_received(self: Any, data: bytes) -> None:  # noqa: ANN401 - of uvicorn
        before = self.cycle
        if before is None or before.response_complete:
            self.head_bytes = getattr(self, "head_bytes", 0) + len(data)
            if self.head_bytes > LONGEST_HEAD:
                log.warning("connection ended: a request without an end")
                self.transport.abort()
                return
        take(self, data)
        if self.cycle is not before:
            self.head_bytes = 0

    data_received.is_bounded = True  # type: ignore[attr-defined]
    protocol.data_received = data_received


# Silence


@dataclass
class _Seen:
    """What was seen of a connection last, and since when it has been so."""

    state: object
    since: float


async def _watch(connections: Iterable[Any]) -> None:
    seen: WeakKeyDictionary[Any, _Seen] = WeakKeyDictionary()
    clock = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        for one in list(connections):
            if _is_silent(one, seen, clock()):
                one.transport.abort()


def _is_silent(one: Any, seen: WeakKeyDictionary[Any, _Seen], now: float) -> bool:  # noqa: ANN401
    """Whether a connection has been waiting for the other side, and nothing changed, for too long."""
    state = _waits_for(one)
    before = seen.get(one)
    if before is None or before.state != state:
        seen[one] = _Seen(state, now)
        return False
    return state is not None and now - before.since >= SILENCE_SECONDS


def _waits_for(one: Any) -> tuple[str, int, int] | None:  # noqa: ANN401 - of uvicorn
    """What of the other side a connection waits for; None where it is our turn, or a page is open."""
    here, on_the_way = one.transport.get_write_buffer_size(), _not_yet_taken(one.transport)
    if here or on_the_way:
        return ("to be read", here, on_the_way)
    if hasattr(one, "handshake_complete"):
        return None if one.handshake_complete else ("a handshake", 0, 0)
    cycle = one.cycle
    if cycle is None or cycle.response_complete:
        return ("a request", id(cycle), 0)
    return None


def _not_yet_taken(transport: asyncio.Transport) -> int:
    """Bytes that the system holds for the other side; 0 where it does not tell.

    It holds megabytes, and asks for more only when much of that has gone: of a slow reader nothing else
    shows that it goes on.
    """
    found = transport.get_extra_info("socket")
    if found is None or fcntl is None:
        return 0
    try:
        counted = fcntl.ioctl(found.fileno(), termios.TIOCOUTQ, bytes(4))
    except OSError:
        return 0
    return int.from_bytes(counted, sys.byteorder)
