"""`make soak`: half an hour of visitors while data is published each minute; memory must stay level, and nothing fail.

What the crowd is given is set beside what an undisturbed site gives of the same version (`benchmarks.crowd`).
Memory is that of the site's own process; level means that the last third of the time holds little more than the
second, the first being that in which what is kept fills up.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import crowd, targets, two_contents
from benchmarks.chaos import PUBLISHED
from benchmarks.chaos_report import counted
from benchmarks.crowd import Compared, Notes
from benchmarks.faults import Site
from benchmarks.studies import share_below

logger = logging.getLogger("benchmarks")

MINUTES = 30.0
VISITORS = 30
PAUSE_SECONDS = 3.0
PUBLISHED_EACH_SECONDS = 60.0
LOOK_SECONDS = 5.0
MOST_GROWTH = 1.1
"""Of the median of the last third over that of the second."""
MOST_MB = 1_024.0
MOST_COMPARED = 300


@dataclass
class Minute:
    """What was in one minute.

    Attributes:
        version: that is current at its end. pages: that were shown. answers: files and HTML.
        page_p95_s: seconds that pages took. mb, with_helpers_mb: most memory.
        taken_up_s: seconds until a page of the new version was had; None where none was published.
    """

    version: str
    pages: int
    answers: int
    page_p95_s: float
    mb: float
    with_helpers_mb: float
    taken_up_s: float | None = None


@dataclass
class Soaked:
    """What came of it."""

    seed: int
    minutes: list[Minute] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    compared: Compared = field(default_factory=Compared)
    faults: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Median memory of the last third over that of the second."""
        third = len(self.memory) // 3
        if not third:
            return 1.0
        second, last = self.memory[third : 2 * third], self.memory[2 * third :]
        return statistics.median(last) / statistics.median(second)

    @property
    def all_faults(self) -> list[str]:
        """Everything that must not be."""
        return [*self.faults, *self.notes.faults, *self.compared.differences]


def soak(minutes: float, visitors: int, seed: int, scratch: Path) -> Soaked:
    """Let the crowd browse so long, and publish each minute."""
    found = Soaked(seed)
    first = two_contents.start(PUBLISHED, scratch / "first")
    live = shutil.copytree(first, scratch / "live")
    site = Site(live, scratch / "site", crowd.SITE_URL)
    site.start()
    is_over = threading.Event()
    browsing = threading.Thread(
        target=lambda: asyncio.run(
            crowd.browse(site.at, visitors, PAUSE_SECONDS, found.notes, is_over.is_set, seed)
        )
    )
    try:
        browsing.start()
        _minutes(found, site, live, time.monotonic() + 60 * minutes, browsing)
    finally:
        is_over.set()
        browsing.join(180)
        site.end()
    _judge(found, site)
    logger.info("an undisturbed site is asked the same …")
    chance = random.Random(seed)
    found.compared = crowd.compare(found.notes, first, scratch, chance, MOST_COMPARED)
    return found


def _minutes(
    found: Soaked, site: Site, live: Path, until: float, browsing: threading.Thread
) -> None:
    """Look at memory and publish, until it is over or the crowd has gone."""
    notes = found.notes
    while time.monotonic() < until and browsing.is_alive():
        began, pages, answers = time.monotonic(), len(notes.seconds), notes.statuses.total()
        published, taken_up, most, whole = "", None, 0.0, 0.0
        while time.monotonic() < min(began + PUBLISHED_EACH_SECONDS, until):
            own, with_helpers = site.memory_mb()
            found.memory.append(own)
            most, whole = max(most, own), max(whole, with_helpers)
            if not published and time.monotonic() > began + PUBLISHED_EACH_SECONDS / 2:
                published = two_contents.publish_apart(live)
                taken_up = _taken_up(site, published)
            time.sleep(LOOK_SECONDS)
        p95 = share_below(notes.seconds[pages:], 0.95)
        minute = Minute(two_contents.version_of(live), len(notes.seconds) - pages,
                        notes.statuses.total() - answers, p95, most, whole, taken_up)  # fmt: skip
        found.minutes.append(minute)
        logger.info("  %3d: version %s, %4d pages (95%% %.1f s), %4d files and HTML, %4.0f MB, %4.0f MB with helpers, "
                    "taken up after %s", len(found.minutes), minute.version, minute.pages, minute.page_p95_s,
                    minute.answers, minute.mb, minute.with_helpers_mb,
                    "-" if taken_up is None else f"{taken_up:.1f} s")  # fmt: skip


def _taken_up(site: Site, version: str) -> float:
    """Seconds until a page is of that version."""
    began = time.monotonic()
    while f"data version {version}".encode() not in site.get("/crime")[1]:
        if time.monotonic() - began > 60:
            break
        time.sleep(0.1)
    return time.monotonic() - began


def _judge(found: Soaked, site: Site) -> None:
    """Whether memory stayed level, and the log is without errors."""
    if found.growth > MOST_GROWTH:
        found.faults.append(f"memory grew by {100 * (found.growth - 1):.0f}% in the last third")
    if found.memory and max(found.memory) > MOST_MB:
        found.faults.append(f"{max(found.memory):.0f} MB of memory")
    late = [one.version for one in found.minutes if one.taken_up_s and one.taken_up_s > 60]
    if late:
        found.faults.append(f"versions not taken up within a minute: {late}")
    if "Traceback (most recent call last)" in site.said():
        found.faults.append(f"errors in the log: {site.said()[-3000:]}")


def as_json(found: Soaked) -> dict[str, Any]:
    """What came of it, to keep."""
    return {
        "seed": found.seed,
        "machine": targets.machine(),
        "minutes": [vars(one) for one in found.minutes],
        "memory_mb": [round(one, 1) for one in found.memory],
        "growth": round(found.growth, 3),
        "pages": len(found.notes.seconds),
        "statuses": dict(found.notes.statuses),
        "lost": dict(found.notes.lost),
        "compared": vars(found.compared),
        "faults": found.all_faults,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Soak, log a line a minute, write the JSON, and return 1 where anything was that must not be."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    for noisy in ("httpx2", "data_pipeline"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument(
        "--json", type=Path, default=Path("soak.json"), help="where it is written to"
    )
    options = parser.parse_args(argv)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    logger.info("seed %d; %g minutes, %d visitors, on %s; load before: %s", options.seed, options.minutes,
                options.visitors, targets.machine(), load)  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        found = soak(options.minutes, options.visitors, options.seed, Path(scratch))
    options.json.write_text(json.dumps(as_json(found), indent=1), encoding="utf-8")
    notes, compared = found.notes, found.compared
    logger.info("%d pages, median %.2f s, 95%% %.2f s; files and HTML %s", len(notes.seconds),
                share_below(notes.seconds, 0.5), share_below(notes.seconds, 0.95),
                counted(notes.statuses))  # fmt: skip
    logger.info("compared: %d answers to %d of %d different questions, %d differ", compared.answers,
                compared.questions, compared.of, len(compared.differences))  # fmt: skip
    largest = max(found.memory, default=0.0)
    logger.info("memory: largest %.0f MB, last third over second %.2f", largest, found.growth)
    for one in found.all_faults[:40]:
        logger.info("FAULT %s", one)
    return 1 if found.all_faults else 0


if __name__ == "__main__":
    sys.exit(main())
