"""`interact`: visitors who change a control every few seconds, here and at the peer.

Each opens the same page and sets a control, drawn from a seed, to another of its options, as a browser
would: with the state of every control. An address that nobody asked for before has to be built.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import product

from benchmarks.http_servers import Server
from benchmarks.opening import crowd
from benchmarks.sites import in_turn, running
from benchmarks.studies import Found, Length, name_of, share_below
from benchmarks.visitor import LostError, Visitor

CROWDS = (20, 50)
PAGES = ("/trust", "/crime")
PAUSE_SECONDS = (2.0, 5.0)


@dataclass
class _Changes:
    """What came of the changes of a crowd: seconds of each, of those at an address that is new."""

    seconds: list[float] = field(default_factory=list)
    of_new: list[float] = field(default_factory=list)
    lost: int = 0
    asked: set[str] = field(default_factory=set)


def run(length: Length) -> Found:
    """Let crowds change controls at both sites, in turn."""
    found = Found()
    for whose in in_turn(length.rounds):
        for page, number in product(PAGES, CROWDS):
            with running(whose) as server:
                asyncio.run(_measured(found, whose, server, page, number, length.interact_seconds))
    return found


async def _measured(
    found: Found, whose: str, server: Server, page: str, number: int, seconds: float
) -> None:
    await crowd(server, [page])
    changes = _Changes()
    before = server.cpu_seconds()
    await asyncio.gather(
        *(_visitor(changes, server, page, seconds, random.Random(place)) for place in range(number))
    )
    done = len(changes.seconds)
    found.add(
        f"{whose} {name_of(page)} {number} interacting",
        p50_s=share_below(changes.seconds, 0.5),
        p95_s=share_below(changes.seconds, 0.95),
        p95_of_new_s=share_below(changes.of_new, 0.95),
        changes=done,
        new_addresses=len(changes.of_new),
        lost=changes.lost,
        cpu_ms=1000 * (server.cpu_seconds() - before) / max(1, done),
    )


async def _visitor(
    changes: _Changes, server: Server, page: str, seconds: float, chance: random.Random
) -> None:
    """Open the page and change its controls until the time is over."""
    ends = time.monotonic() + seconds
    async with Visitor(server.site, page) as visitor:
        try:
            await visitor.open()
            while True:
                pause = chance.uniform(*PAUSE_SECONDS)
                if time.monotonic() + pause > ends:
                    return
                await asyncio.sleep(pause)
                run = await visitor.change(chance)
                changes.seconds.append(run.seconds)
                if run.address not in changes.asked:
                    changes.asked.add(run.address)
                    changes.of_new.append(run.seconds)
        except LostError:
            changes.lost += 1
