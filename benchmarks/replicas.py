"""`make replicas`: nginx before one, two and three processes of the site, and one of three killed under load.

All on loopback, bounded in visitors and time. Each visitor comes from a loopback address of its own, opens a page
through nginx as a browser does, changes its controls, fetches files that the page offers, and connects anew
with its address where the connection is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import html
import logging
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks import targets
from benchmarks.http_servers import Server
from benchmarks.processes import MissingInputError
from benchmarks.sites import OURS, running
from benchmarks.studies import Found, share_below
from benchmarks.visitor import LostError, Run, Visitor

logger = logging.getLogger("benchmarks")

VISITORS = 30
SECONDS = 60.0
COUNTS = (1, 2, 3)
CAPACITY_SECONDS = 20.0
KILLED_AFTER = 1 / 3
"""Of the time, after which one replica is killed."""
PAUSE_SECONDS = 1.0
"""Between two things that a visitor does."""
PAGES = (
    "/crime?area=E09000022",
    "/trust?area=E09000033",
    "/outcomes",
    "/powers",
    "/borough?area=E09000007",
)
SEED = 20261130

_NGINX = Path(__file__).parents[1] / "deploy" / "nginx" / "nginx.conf"
_FILE = re.compile(r'href="(/(?:x|data)/[^"#]+\.csv[^"#]*)"')


@dataclass
class Seen:
    """What all visitors saw.

    Attributes:
        runs: seconds of each run of a page.
        reconnected: seconds from a lost connection to the page being whole again.
        kept, forgotten: pages that came back with their choice, and without it.
        files: seconds of each file.
        failed: what went wrong with a file, or with a page for good.
    """

    runs: list[float] = field(default_factory=list)
    reconnected: list[float] = field(default_factory=list)
    kept: int = 0
    forgotten: int = 0
    files: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextlib.contextmanager
def balanced(replicas: Sequence[Server]) -> Iterator[str]:
    """Host and port of nginx, with the configuration of `deploy/`, before these replicas.

    Raises:
        MissingInputError: nginx is not installed.
    """
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        raise MissingInputError("nginx is not installed: make replicas")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        written = _NGINX.read_text(encoding="utf-8").replace("/tmp/nginx", f"{folder}/nginx")
        written = written.replace("listen 8080", f"listen 127.0.0.1:{port}")
        written = written.replace("/dev/stdout", f"{folder}/access.log")
        (folder / "nginx.conf").write_text(written, encoding="utf-8")
        lines = [f"server {one.site} max_fails=1 fail_timeout=5s;\n" for one in replicas]
        (folder / "replicas.conf").write_text("".join(lines), encoding="utf-8")
        command = [nginx, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            _wait(port)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError("nginx did not start")


async def browse(site: str, seconds: float, seen: Seen) -> None:
    """Let all visitors browse until the time is over."""
    until = time.monotonic() + seconds
    limits = httpx2.Limits(max_connections=None)
    async with (
        httpx2.AsyncClient(base_url=f"http://{site}", timeout=120, limits=limits) as client,
        asyncio.TaskGroup() as all_of_them,
    ):
        for place in range(VISITORS):
            source = f"127.0.1.{place + 1}" if sys.platform == "linux" else ""
            visitor = Visitor(site, PAGES[place % len(PAGES)], source)
            all_of_them.create_task(_one(visitor, client, until, seen, random.Random(SEED + place)))


async def _one(
    visitor: Visitor, client: httpx2.AsyncClient, until: float, seen: Seen, chance: random.Random
) -> None:
    async with visitor:
        with contextlib.suppress(_GoneError):
            await _page(visitor, seen, chance)
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * PAUSE_SECONDS)
                await _file(visitor, client, seen, chance)
                await asyncio.sleep(chance.uniform(0.5, 1.5) * PAUSE_SECONDS)
                await _page(visitor, seen, chance)


class _GoneError(Exception):
    """This visitor could not go on."""


async def _page(visitor: Visitor, seen: Seen, chance: random.Random) -> None:
    """Change a control of the page, or open it where it has none; where the connection is lost, connect anew."""
    lost_at = 0.0
    changes = len(visitor.controls()) > 0
    try:
        run = await (visitor.change(chance) if changes else _opened(visitor))
    except (ConnectionClosed, InvalidHandshake, LostError):
        lost_at = time.perf_counter()
    else:
        seen.runs.append(run.seconds)
        visitor.address = run.address
        return
    while time.perf_counter() - lost_at < 60:
        before = visitor.address
        try:
            run = await _opened(visitor)
        except (ConnectionClosed, InvalidHandshake, LostError):
            await asyncio.sleep(0.5)  # as Streamlit's own script does
            continue
        seen.reconnected.append(time.perf_counter() - lost_at)
        lost = _choice(before) - _choice(run.address)
        if len(lost) <= changes:  # a choice that was being changed comes back as the new one
            seen.kept += 1
        else:
            seen.forgotten += 1
            logger.info("  forgotten: %s, then %s", before, run.address)
        visitor.address = run.address
        return
    seen.failed.append(f"{visitor.address}: no page within a minute")
    raise _GoneError


async def _opened(visitor: Visitor) -> Run:
    await visitor.leave()
    return await visitor.open()


def _choice(address: str) -> set[str]:
    path, _, query = address.partition("?")
    return {path, *filter(None, query.split("&"))}


async def _file(
    visitor: Visitor, client: httpx2.AsyncClient, seen: Seen, chance: random.Random
) -> None:
    """Fetch one of the files that the page offers, whole."""
    shown = "\n".join(one.html.body for one in visitor.elements if one.HasField("html"))
    offered = sorted({html.unescape(one) for one in _FILE.findall(shown)})
    if not offered:
        return
    address = chance.choice(offered)
    started = time.perf_counter()
    try:
        answer = await client.get(address)
    except httpx2.HTTPError as error:
        seen.failed.append(f"{address}: {type(error).__name__}")
        return
    seen.files.append(time.perf_counter() - started)
    if answer.status_code != 200:
        seen.failed.append(f"{address}: {answer.status_code}")


@contextlib.contextmanager
def _started(count: int) -> Iterator[list[Server]]:
    with contextlib.ExitStack() as all_of_them:
        yield [all_of_them.enter_context(running(OURS)) for _ in range(count)]


def capacity(found: Found, count: int, seconds: float) -> None:
    """How much this many replicas serve to visitors who pause a second between two things."""
    seen = Seen()
    with _started(count) as replicas, balanced(replicas) as site:
        asyncio.run(browse(site, 5, Seen()))  # so that what all have in common is there
        before = sum(one.cpu_seconds() for one in replicas)
        started = time.monotonic()
        asyncio.run(browse(site, seconds, seen))
        took = time.monotonic() - started
        found.add(
            f"{count} replicas",
            pages_a_second=len(seen.runs) / took,
            files_a_second=len(seen.files) / took,
            page_p50_s=share_below(seen.runs, 0.5),
            page_p95_s=share_below(seen.runs, 0.95),
            file_p95_s=share_below(seen.files, 0.95),
            failed=len(seen.failed),
            cores=(sum(one.cpu_seconds() for one in replicas) - before) / took,
            largest_mb=max(one.memory_mb() for one in replicas),
        )


def killed(found: Found, seconds: float) -> Seen:
    """Three replicas, of which one is killed."""
    seen = Seen()
    with _started(3) as replicas, balanced(replicas) as site:
        asyncio.run(_with_one_killed(site, replicas[0], seconds, seen))
        found.add(
            "one of three killed",
            pages=len(seen.runs),
            page_p95_s=share_below(seen.runs, 0.95),
            lost_connections=len(seen.reconnected),
            back_p50_s=share_below(seen.reconnected, 0.5),
            back_longest_s=max(seen.reconnected, default=0),
            kept_their_choice=seen.kept,
            forgot_it=seen.forgotten,
            files=len(seen.files),
            failed=len(seen.failed),
        )
    for one in seen.failed:
        logger.info("  failed: %s", one)
    return seen


async def _with_one_killed(site: str, victim: Server, seconds: float, seen: Seen) -> None:
    async def kill() -> None:
        await asyncio.sleep(seconds * KILLED_AFTER)
        victim.process.kill()

    async with asyncio.TaskGroup() as both:
        both.create_task(browse(site, seconds, seen))
        both.create_task(kill())


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, log a line a case, and return 1 where somebody lost a choice or a file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replicas", description=__doc__)
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS, help="of replicas")
    parser.add_argument("--capacity-seconds", type=float, default=CAPACITY_SECONDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of the run with one killed")
    options = parser.parse_args(argv)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    logger.info("%d visitors, on %s; load before: %s", VISITORS, targets.machine(), load)
    found = Found()
    try:
        for count in options.counts:
            capacity(found, count, options.capacity_seconds)
        seen = killed(found, options.seconds)
    except MissingInputError as error:
        logger.error("not run: %s", error)
        return 1
    return 1 if seen.failed or seen.forgotten or not seen.reconnected else 0


if __name__ == "__main__":
    sys.exit(main())
