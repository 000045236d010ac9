"""`page`: the building of each page without a server, cold and warm, by subject.

Each in a process of its own, in which everything is imported and every table read, and nothing else
has been built: what the first reader of a page waits for. Warm is the next reader of the same address.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from benchmarks import processes
from benchmarks.studies import Found, Length
from dashboard.markup.fragments import items_of
from dashboard.site.start import warm
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from datasets import versions

ADDRESSES: dict[str, dict[str, list[str]]] = {"borough": {"area": ["E09000022"]}}
"""The choice of a page that shows nothing without one."""

_WARM_ROUNDS = 200


def run(length: Length) -> Found:
    """Build every page, each in a process of its own."""
    found = Found()
    for _ in range(length.rounds):
        for page in PAGES:
            measures = processes.measure("benchmarks.page_builds", "--once", page.path)
            found.add(f"ours {page.path or 'overview'} build", **measures)
    return found


def timed(path: str) -> dict[str, float]:
    """Seconds, processor time and size of one page, cold, then warm."""
    address = ADDRESSES.get(path, {})
    with versions.reading():
        begun, cpu = time.perf_counter(), time.process_time()
        page = registry.page_of(path, address)
        built, cpu_built = time.perf_counter(), time.process_time()
        items = items_of(page, path)
        filled = time.perf_counter()
        drawings = [chart.draw(False).to_json() for chart in page.charts[:4]]
        drawn = time.perf_counter()
        for _ in range(_WARM_ROUNDS):
            registry.page_of(path, address)
        warm_ends = time.perf_counter()
    return {
        "cold_ms": 1000 * (built - begun),
        "cold_cpu_ms": 1000 * (cpu_built - cpu),
        "pieces_ms": 1000 * (filled - built),
        "first_charts_ms": 1000 * (drawn - filled),
        "warm_ms": 1000 * (warm_ends - drawn) / _WARM_ROUNDS,
        "html_kilobytes": sum(len(one) for one in items if isinstance(one, str)) / 1000,
        "charts_kilobytes": sum(map(len, drawings)) / 1000,
    }


def main() -> int:
    """Build one page, and write what it took as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", required=True, metavar="PATH", help="of the page")
    path = parser.parse_args().once
    warm("dashboard", "dashboard.screen.main")
    sys.stdout.write(json.dumps(timed(path)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
