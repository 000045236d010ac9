"""`crowded`: how long a page and a small request take while 20 whole tables are asked for as XLSX.

All at this site alone, on this machine; what is asked is bounded in number and time. Memory is that of the
server with the processes that it started; of what several of them share, each counts its part.
"""

from __future__ import annotations

import http.client
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from benchmarks.http_servers import Server
from benchmarks.sites import OURS, running
from benchmarks.studies import Found, Length, share_below
from datasets import catalogue

AT_ONCE = 20
SMALL = {"page": "/trust", "request": "/data/population.csv?limit=10"}
BRIEFINGS = tuple(f"/x/{page}/briefing.docx" for page in ("trust", "crime", "outcomes", "powers"))
_QUIET_ROUNDS = 40
_PAUSE_SECONDS = 0.02
_LONGEST_SECONDS = 120
_REST_SECONDS = 40
"""After which what was held for the crowd is given back."""


def run(length: Length) -> Found:
    """Ask in quiet and in the crowd: whole tables, then briefings with a drawn chart."""
    found = Found()
    for _ in range(length.rounds):
        with running(OURS) as server:
            _round(found, server)
    return found


def _round(found: Found, server: Server) -> None:
    before = _memory_mb(server)
    for path in SMALL.values():
        _taken(server, path)
    for name, path in SMALL.items():
        quiet = [_taken(server, path) for _ in range(_QUIET_ROUNDS)]
        found.add(
            f"ours {name} in quiet",
            p50_s=statistics.median(quiet),
            p95_s=share_below(quiet, 0.95),
        )
    for crowd, paths in {"xlsx": _workbooks(), "docx": BRIEFINGS}.items():
        _in_the_crowd(found, server, crowd, list(islice(cycle(paths), AT_ONCE)))
    time.sleep(_REST_SECONDS)
    found.add("ours memory", before_mb=before, after_mb=_memory_mb(server))


def _in_the_crowd(found: Found, server: Server, crowd: str, paths: list[str]) -> None:
    most = 0.0
    taken: dict[str, list[float]] = {name: [] for name in SMALL}
    started = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as asking:
        answers = [asking.submit(_status, server, path) for path in paths]
        while not _are_done(answers) and time.monotonic() - started < _LONGEST_SECONDS:
            for name, path in SMALL.items():
                taken[name].append(_taken(server, path))
            most = max(most, _memory_mb(server))
            time.sleep(_PAUSE_SECONDS)
        seconds = time.monotonic() - started
    for name, times in taken.items():
        found.add(
            f"ours {name} beside 20 {crowd}",
            p50_s=statistics.median(times),
            p95_s=share_below(times, 0.95),
            longest_s=max(times),
        )
    statuses = Counter(one.result() for one in answers)
    found.add(
        f"ours 20 {crowd}",
        seconds=seconds,
        most_mb=most,
        **{f"answers_{status}": count for status, count in sorted(statuses.items())},
    )


def _workbooks() -> list[str]:
    """Every table as XLSX, the longest first."""
    rows = {name: one["rows"] for name, one in catalogue.manifest()["datasets"].items()}
    return [f"/data/{name}.xlsx" for name in sorted(rows, key=rows.__getitem__, reverse=True)]


def _are_done(answers: list[Future[int]]) -> bool:
    return all(one.done() for one in answers)


def _taken(server: Server, path: str) -> float:
    started = time.perf_counter()
    server.get(path)
    return time.perf_counter() - started


def _status(server: Server, path: str) -> int:
    try:
        return server.get(path)[0]
    except (OSError, http.client.HTTPException):
        return 0


def _memory_mb(server: Server) -> float:
    """Of the server and all that it started, now, in MB of 1,048,576 bytes."""
    return sum(_resident_mb(one) for one in _with_children(server.process.pid))


def _with_children(process: int) -> Iterator[int]:
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [one for thread in threads for one in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for child in children:
        yield from _with_children(int(child))


def _resident_mb(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return (
        sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:")) / 1024
    )
