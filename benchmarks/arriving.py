"""`arrive`: visits that come at a steady rate whether or not those before are done, here and at the peer.

A visit fetches the page's HTML, opens it over a web socket, fetches the drawings of its first charts
and stays a while. It is served when the last of it is there.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import httpx2

from benchmarks.http_servers import Server
from benchmarks.opening import crowd, drawings, fetched
from benchmarks.sites import BOTH, running
from benchmarks.studies import Found, Length, share_below
from benchmarks.visitor import LONGEST_SECONDS, LostError, Visitor

A_SECOND = 5
STAY_SECONDS = 10
PAGES = ("/", "/trust", "/crime", "/borough?area=E09000022")


@dataclass
class _Visits:
    """Seconds of each visit: to the last element, and to the last drawing."""

    seconds: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    lost: int = 0


def run(length: Length) -> Found:
    """Let visitors arrive at both sites, in turn."""
    found = Found()
    for whose in BOTH:
        with running(whose) as server:
            asyncio.run(_measured(found, whose, server, length.arrive_seconds))
    return found


async def _measured(found: Found, whose: str, server: Server, seconds: float) -> None:
    for page in PAGES:
        await crowd(server, [page])
    visits, memory, before = _Visits(), server.memory_mb(), server.cpu_seconds()
    number = round(seconds * A_SECOND)
    started = time.monotonic()
    limits = httpx2.Limits(max_connections=None)
    async with (
        httpx2.AsyncClient(base_url=f"http://{server.site}", timeout=120, limits=limits) as client,
        asyncio.TaskGroup() as coming,
    ):
        for place in range(number):
            await asyncio.sleep(max(0.0, started + place / A_SECOND - time.monotonic()))
            page = PAGES[place % len(PAGES)]
            coming.create_task(_visit(visits, client, server, page))
    found.add(
        f"{whose} arriving",
        p50_s=share_below(visits.seconds, 0.5),
        p95_s=share_below(visits.seconds, 0.95),
        p50_whole_s=share_below(visits.whole, 0.5),
        p95_whole_s=share_below(visits.whole, 0.95),
        visits=number,
        lost=visits.lost,
        cpu_ms=1000 * (server.cpu_seconds() - before) / number,
        memory_before_mb=memory,
        memory_after_mb=server.memory_mb(),
    )


async def _visit(visits: _Visits, client: httpx2.AsyncClient, server: Server, page: str) -> None:
    started = time.perf_counter()
    async with Visitor(server.site, page) as visitor:
        try:
            await fetched(client, [page])
            run = await visitor.open()
            if wanted := drawings(visitor):
                await fetched(client, wanted)
            visits.seconds.append(run.seconds)
            visits.whole.append(time.perf_counter() - started)
        except LostError:
            visits.lost += 1
            visits.seconds.append(LONGEST_SECONDS)
            visits.whole.append(LONGEST_SECONDS)
            return
        await asyncio.sleep(STAY_SECONDS)
