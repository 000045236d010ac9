"""How many requests for files one client may make in a minute.

A client is an address, of IPv6 the network of a household (/64). Behind a proxy the server takes it
from `X-Forwarded-For` where the proxy is on this machine or named in `FORWARDED_ALLOW_IPS` (uvicorn's
own setting); from anyone else that header is passed over. What comes from this machine itself is not counted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from time import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.files.errors import too_many

REQUESTS_A_MINUTE = "REQUESTS_A_MINUTE"
"""Name in the environment: how many; 0 for as many as one likes."""

_GENEROUS = 1_200
"""Twenty a second: an office behind one address, whose pages fetch a dozen drawings each."""
_COUNTED = ("/data", "/x/")
_HOUSEHOLD = 64


class ClientLimit:
    """Answers 429 to a client that has made too many requests for files in the last minute."""

    def __init__(self, app: ASGIApp) -> None:
        """Count nothing yet."""
        self.app = app
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        seconds = self._to_wait(scope)
        if seconds:
            await too_many(seconds).response()(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _to_wait(self, scope: Scope) -> int:
        """Seconds after which the client may ask again; 0 where it may now."""
        most = requests_a_minute(os.environ)
        if scope["type"] != "http" or not scope["path"].startswith(_COUNTED) or not most:
            return 0
        client = client_of(scope)
        item = RateLimitItemPerMinute(most)
        if not client or self._limiter.hit(item, client):
            return 0
        return self._until_free(item, client)

    def _until_free(self, item: RateLimitItem, client: str) -> int:
        left = self._limiter.get_window_stats(item, client).reset_time - time()
        return min(60, max(1, ceil(left)))


def requests_a_minute(environment: Mapping[str, str]) -> int:
    """How many are taken; a generous number where none is named."""
    named = environment.get(REQUESTS_A_MINUTE, "")
    return int(named) if named.isdecimal() else _GENEROUS


def client_of(scope: Scope) -> str:
    """Who asks, as counted; empty for this machine itself and where nobody can tell."""
    client = scope.get("client")
    return _counted_as(client[0]) if client else ""


def is_of_this_machine(scope: Scope) -> bool:
    """Say whether a request comes from this machine and was handed on for no one."""
    handed_on = {b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via"}
    if handed_on & {name for name, _ in scope["headers"]}:
        return False
    host = (scope.get("client") or [""])[0]
    try:
        return _plain(host).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _counted_as(host: str) -> str:
    try:
        address = _plain(host)
    except ValueError:
        return ""
    if address.is_loopback:
        return ""
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> _HOUSEHOLD << _HOUSEHOLD))
    return str(address)


def _plain(host: str) -> IPv4Address | IPv6Address:
    """An address without its zone, and one of IPv4 as such: a server for both writes it as of IPv6."""
    address = ip_address(host.partition("%")[0])
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return inner or address
