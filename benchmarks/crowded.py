"""`crowded`: how long a page and a small request take while 20 whole tables are asked for as XLSX.

All at this site alone, on this machine; what is asked is bounded in number and time. Memory is that of the
server with the processes that it started; of what several of them share, each counts its part.
"""

from __future__ import annotations

import functools
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
_LOOK_SECONDS = 0.5
"""Between two looks at memory, each of which keeps the server from its work for some milliseconds."""
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
    taken: dict[str, list[float]] = {name: [] for name in SMALL}
    command = [sys.executable, "-m", "benchmarks.crowded", str(server.port), *paths]
    most, looked, started = 0.0, 0.0, time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asking:
        while asking.poll() is None and time.monotonic() - started < _LONGEST_SECONDS:
            for name, path in SMALL.items():
                taken[name].append(_taken(server, path))
            if time.monotonic() - looked > _LOOK_SECONDS:
                most, looked = max(most, _memory_mb(server)), time.monotonic()
            time.sleep(_PAUSE_SECONDS)
        seconds = time.monotonic() - started
        asking.kill()
        told = asking.stdout.read() if asking.stdout else b""
    for name, times in taken.items():
        found.add(
            f"ours {name} beside 20 {crowd}",
            p50_s=statistics.median(times),
            p95_s=share_below(times, 0.95),
            longest_s=max(times),
        )
    statuses = Counter(json.loads(told or "[]"))
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


def _taken(server: Server, path: str) -> float:
    started = time.perf_counter()
    server.get(path)
    return time.perf_counter() - started


def ask_at_once(port: int, paths: Sequence[str]) -> list[int]:
    """Ask for all at one moment, in a process of its own; the status of each answer, 0 for none."""
    with ThreadPoolExecutor(len(paths)) as asking:
        return list(asking.map(functools.partial(_status, port), paths))


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_LONGEST_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
    return answer.status


def _memory_mb(server: Server) -> float:
    return memory_mb(server.process.pid)


def memory_mb(process: int) -> float:
    """Of a process and all that it started, now, in MB of 1,048,576 bytes; 0 where it has ended."""
    return sum(resident_mb(one) for one in with_children(process))


def with_children(process: int) -> Iterator[int]:
    """A process and all that it started, and they in turn."""
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [one for thread in threads for one in (thread / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for child in children:
        yield from with_children(int(child))


def resident_mb(process: int) -> float:
    """Of a process alone, now, in the same unit."""
    try:
        status = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return (
        sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("Pss:")) / 1024
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(ask_at_once(int(sys.argv[1]), sys.argv[2:])))
