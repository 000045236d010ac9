"""`interact`: visitors who change a control every few seconds, here and at the peer.

All open the same page; then each goes through the options of one of its controls, both drawn from a
seed, as a browser would: with the state of every control. `freely` each takes any control every time,
so that hardly an address is asked for twice. One that nobody asked for before has to be built.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import product

from benchmarks.http_servers import Server
from benchmarks.opening import crowd
from benchmarks.sites import OURS, in_turn, running
from benchmarks.studies import Found, Length, name_of, share_below
from benchmarks.visitor import LONGEST_SECONDS, LostError, Run, Visitor

CROWDS = (20, 50)
PAGES = ("/trust", "/crime")
PAUSE_SECONDS = (2.0, 5.0)


@dataclass
class _Changes:
    """What came of the changes of a crowd: seconds of each, of those at an address that is new."""

    seconds: list[float] = field(default_factory=list)
    of_new: list[float] = field(default_factory=list)
    of_kept: list[float] = field(default_factory=list)
    lost: int = 0
    asked: set[str] = field(default_factory=set)


def run(length: Length) -> Found:
    """Let crowds change controls at both sites, in turn."""
    found = Found()
    seconds = length.interact_seconds
    for whose in in_turn(length.rounds):
        for page, number in product(PAGES, CROWDS):
            with running(whose) as server:
                case = f"{whose} {name_of(page)} {number} interacting"
                asyncio.run(_measured(found, case, server, page, number, seconds))
        for page in PAGES if whose == OURS else ():
            with running(whose) as server:
                case = f"{whose} {name_of(page)} 50 interacting freely"
                asyncio.run(_measured(found, case, server, page, 50, seconds, is_free=True))
    return found


async def _measured(
    found: Found,
    case: str,
    server: Server,
    page: str,
    number: int,
    seconds: float,
    is_free: bool = False,
) -> None:
    await crowd(server, [page])
    changes, visitors = _Changes(), [Visitor(server.site, page) for _ in range(number)]
    opened = await asyncio.gather(*(one.open() for one in visitors), return_exceptions=True)
    changes.lost = sum(isinstance(one, LostError) for one in opened)
    changes.seconds = [LONGEST_SECONDS] * changes.lost
    before, ends = server.cpu_seconds(), time.monotonic() + seconds
    await asyncio.gather(
        *(
            _changing(changes, visitor, ends, random.Random(place), is_free)
            for place, (visitor, run) in enumerate(zip(visitors, opened, strict=True))
            if isinstance(run, Run)
        )
    )
    await asyncio.gather(*(one.leave() for one in visitors))
    done = len(changes.seconds)
    found.add(
        case,
        p50_s=share_below(changes.seconds, 0.5),
        p95_s=share_below(changes.seconds, 0.95),
        p95_of_new_s=share_below(changes.of_new, 0.95),
        p95_of_kept_s=share_below(changes.of_kept, 0.95),
        changes=done,
        new_addresses=len(changes.of_new),
        lost=changes.lost,
        cpu_ms=1000 * (server.cpu_seconds() - before) / max(1, done),
    )


async def _changing(
    changes: _Changes, visitor: Visitor, ends: float, chance: random.Random, is_free: bool
) -> None:
    """Change a control until the time is over, once at least."""
    label = "" if is_free else chance.choice(visitor.controls())
    is_first = True
    while True:
        pause = chance.uniform(*PAUSE_SECONDS)
        if time.monotonic() + pause > ends and not is_first:
            return
        is_first = False
        await asyncio.sleep(pause)
        try:
            run = await visitor.change(chance, label)
        except LostError:
            changes.lost += 1
            changes.seconds.append(LONGEST_SECONDS)
            return
        changes.seconds.append(run.seconds)
        (changes.of_kept if run.address in changes.asked else changes.of_new).append(run.seconds)
        changes.asked.add(run.address)
