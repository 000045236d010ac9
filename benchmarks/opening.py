"""`open`: visitors who open a page at one moment, over real web sockets, here and at the peer.

To the last element of each: all at the same address, or each at another one with nothing kept. Whoever
is lost counts with the longest that is waited for. What a page fetches besides, its HTML and the
drawings of its first charts, is measured apart.
"""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Sequence
from itertools import islice

import httpx2

from benchmarks.http_servers import Server
from benchmarks.sites import OURS, in_turn, running
from benchmarks.studies import Found, Length, name_of, share_below
from benchmarks.visitor import LONGEST_SECONDS, LostError, Run, Visitor

FIRST_CHARTS = 4
"""How many charts a page draws on arrival at most."""
DIFFERENT = 50
"""How many different addresses are opened at one moment."""
_DRAWING = re.compile(r'data-drawing="([^"]+)"')
_BOROUGHS = [f"E090000{number:02}" for number in range(2, 34)]
_MANY_AT_ONCE = 10


def run(length: Length) -> Found:
    """Open pages in crowds at both sites, in turn."""
    found = Found()
    for whose in in_turn(length.rounds):
        with running(whose) as server:
            asyncio.run(_same_address(found, whose, server, length))
        for page in ("trust", "crime", "borough"):
            with running(whose) as server:
                asyncio.run(_different_addresses(found, whose, server, page))
        with running(whose) as server:
            asyncio.run(_first_time(found, whose, server))
        if whose == OURS:
            with running(OURS) as server:
                asyncio.run(_many_kept(found, server, length))
    return found


# Crowds


async def _same_address(found: Found, whose: str, server: Server, length: Length) -> None:
    for page in length.pages:
        await crowd(server, [page])  # whoever comes first: the page is built, the modules imported
        case = f"{whose} {name_of(page)}"
        await _one_by_one(found, f"{case} warm", server, page, length.warm_visits)
        for number in length.crowds:
            await _measured(found, f"{case} {number} same", server, [page] * number)
        await _fetches(found, case, server, page, max(length.crowds))
        if page == length.pages[0]:
            await _memory_waiting(found, whose, server, page, length.waiting)


async def _different_addresses(found: Found, whose: str, server: Server, page: str) -> None:
    await crowd(server, ["/methods"])  # imports what a first visitor would wait for
    case = f"{whose} {page} {DIFFERENT} different"
    await _measured(found, case, server, addresses(page, DIFFERENT))


async def _first_time(found: Found, whose: str, server: Server) -> None:
    """A place chosen for the first time, and all boroughs in one address, on a page that is open."""
    await crowd(server, ["/trust", "/crime", "/borough?area=E09000023"])
    everywhere = "&".join(f"area={one}" for one in _BOROUGHS)
    for name, address in (
        ("trust place", "/trust?area=E09000022"),
        ("crime place", "/crime?area=E09000022"),
        ("borough place", "/borough?area=E09000022"),
        ("trust all boroughs", f"/trust?{everywhere}"),
        ("crime all boroughs", f"/crime?{everywhere}"),
    ):
        await _measured(found, f"{whose} {name}", server, [address])


async def _many_kept(found: Found, server: Server, length: Length) -> None:
    """The same once many pages are kept; memory as visits go by."""
    page = length.pages[0]
    await _visits(server, [page] * 100)
    after_100 = server.memory_mb()
    await _visits(server, [page] * (length.visits - 100))
    after_all = server.memory_mb()
    found.add(
        f"{OURS} memory",
        after_100_mb=after_100,
        after_all_mb=after_all,
        grown_times=after_all / after_100,
    )
    await _visits(server, many_addresses(length.kept_pages))
    found.add(f"{OURS} memory", many_kept_mb=server.memory_mb())
    for address in length.pages:
        case = f"{OURS} {name_of(address)} many kept"
        await crowd(server, [address])
        await _one_by_one(found, f"{case} warm", server, address, length.warm_visits)
        number = min(50, max(length.crowds))
        await _measured(found, f"{case} {number} same", server, [address] * number)


async def crowd(server: Server, addresses: Sequence[str]) -> list[Run]:
    """Open addresses at one moment and leave; the runs of those who were not lost."""
    visitors = [Visitor(server.site, address) for address in addresses]
    done = await asyncio.gather(*(one.open() for one in visitors), return_exceptions=True)
    await asyncio.gather(*(one.leave() for one in visitors))
    for one in done:
        if isinstance(one, BaseException) and not isinstance(one, LostError):
            raise one
    return [one for one in done if isinstance(one, Run)]


async def _visits(server: Server, addresses: Sequence[str]) -> None:
    """Visits one after the other, a few at a time."""
    waiting = iter(addresses)
    while some := list(islice(waiting, _MANY_AT_ONCE)):
        await crowd(server, some)


async def _measured(found: Found, case: str, server: Server, addresses: Sequence[str]) -> None:
    before = server.cpu_seconds()
    runs = await crowd(server, addresses)
    _add(found, case, runs, len(addresses), server.cpu_seconds() - before)


async def _one_by_one(found: Found, case: str, server: Server, page: str, visits: int) -> None:
    before, runs = server.cpu_seconds(), []
    for _ in range(visits):
        runs += await crowd(server, [page])
    _add(found, case, runs, visits, server.cpu_seconds() - before)


def _add(found: Found, case: str, runs: Sequence[Run], visits: int, cpu_seconds: float) -> None:
    seconds = [one.seconds for one in runs] + [LONGEST_SECONDS] * (visits - len(runs))
    here = max(1, len(runs))
    found.add(
        case,
        p50_s=share_below(seconds, 0.5),
        p95_s=share_below(seconds, 0.95),
        lost=visits - len(runs),
        cpu_ms=1000 * cpu_seconds / visits,
        messages=sum(one.messages for one in runs) / here,
        kilobytes=sum(one.kilobytes for one in runs) / here,
        wire_kilobytes=sum(one.wire_kilobytes for one in runs) / here,
    )


# Memory of those who wait


async def _memory_waiting(found: Found, whose: str, server: Server, page: str, number: int) -> None:
    """What a visitor costs who has the page open; the first ones fill what all share."""
    first = await _opened(server, page, number // 4)
    before = server.memory_mb()
    visitors = await _opened(server, page, number)
    grown = server.memory_mb() - before
    found.add(f"{whose} memory", waiting_visitor_mb=grown / len(visitors))
    await asyncio.gather(*(one.leave() for one in (*first, *visitors)))


async def _opened(server: Server, page: str, number: int) -> list[Visitor]:
    visitors = [Visitor(server.site, page) for _ in range(number)]
    for place in range(0, number, _MANY_AT_ONCE):
        await asyncio.gather(*(one.open() for one in visitors[place : place + _MANY_AT_ONCE]))
    return visitors


# What a page fetches besides


def drawings(visitor: Visitor) -> list[str]:
    """Addresses of the drawings of a page's first charts, as its script asks for them."""
    pieces = (one.html.body for one in visitor.elements if one.WhichOneof("type") == "html")
    named = [html.unescape(one) for piece in pieces for one in _DRAWING.findall(piece)]
    return [f"{one}{'&' if '?' in one else '?'}look=wide" for one in named[:FIRST_CHARTS]]


async def _fetches(found: Found, case: str, server: Server, page: str, number: int) -> None:
    async with Visitor(server.site, page) as visitor:
        await visitor.open()
        wanted = drawings(visitor)
    async with httpx2.AsyncClient(
        base_url=f"http://{server.site}", timeout=120, limits=httpx2.Limits(max_connections=number)
    ) as client:
        for what, paths in (("html", [page]), ("drawings", wanted)):
            if not paths:
                continue
            await fetched(client, paths)
            before = server.cpu_seconds()
            answers = await asyncio.gather(*(fetched(client, paths) for _ in range(number)))
            found.add(
                f"{case} {what}",
                p95_s=share_below([seconds for seconds, _ in answers], 0.95),
                wire_kilobytes=sum(size for _, size in answers) / number,
                fetches=len(paths),
                cpu_ms=1000 * (server.cpu_seconds() - before) / number,
            )


async def fetched(client: httpx2.AsyncClient, paths: Sequence[str]) -> tuple[float, float]:
    """Seconds until all are there, and kilobytes as they came.

    Raises:
        LostError: one did not come.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    try:
        answers = await asyncio.gather(*(client.get(path) for path in paths))
    except httpx2.HTTPError as error:
        raise LostError(repr(error)) from error
    for one in answers:
        if one.status_code != 200:
            raise LostError(f"{one.url}: {one.status_code}")
    return loop.time() - started, sum(one.num_bytes_downloaded for one in answers) / 1000


# Addresses that differ


def addresses(page: str, number: int) -> list[str]:
    """Different addresses of one page: a borough each, then with another choice beside it."""
    beside = {"trust": "review=no", "crime": "as=rate", "borough": "crime=2025-06"}[page]
    plain = [f"/{page}?area={borough}" for borough in _BOROUGHS]
    return [*plain, *(f"{one}&{beside}" for one in plain)][:number]


def many_addresses(number: int) -> list[str]:
    """Different addresses of several pages; most of them of one that is quick to build."""
    places = [f"/{page}?area={one}" for page in ("crime", "trust", "borough") for one in _BOROUGHS]
    return [*places, *(f"/commitments?q=word{place}" for place in range(number))][:number]
