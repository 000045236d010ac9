"""The table of targets: what was found, beside the peer, with a tick or what is missing.

python -m benchmarks.targets FILE…     the table of what earlier runs wrote with --json
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.sites import OURS, PEER
from benchmarks.studies import Found

ABSENT = "–"
_CROWDED = (
    ("overview", "Overview", 1.0),
    ("trust", "Trust", 2.0),
    ("crime", "Crime", 2.0),
    ("borough", "My borough", 2.0),
)
"""Pages that crowds open: name in a case, title, seconds at most for fifty at once."""


@dataclass(frozen=True)
class Target:
    """A figure that has to be reached.

    Attributes:
        name: what is measured.
        case, measure: where it is in what was found, without whose it is.
        unit: of the figure.
        most: it may be at most that.
        times_better: how many times less than the peer's it has to be at least.
        against: another case of ours that it is divided by.
    """

    name: str
    case: str
    measure: str
    unit: str
    most: float
    times_better: float = 0.0
    against: str = ""


def targets() -> list[Target]:
    """All of them, in the order in which they are told."""
    return [
        *_crowds(),
        Target("5 visits a second: lost", "arriving", "lost", "", 0),
        Target("5 visits a second: p50", "arriving", "p50_s", "s", 0.3),
        *_first_time(),
        Target("50 interacting on Trust: p95", "trust 50 interacting", "p95_s", "s", 0.3),
        Target("50 interacting on Crime: p95", "crime 50 interacting", "p95_s", "s", 0.3),
        Target("50 freely on Trust: p95", "trust 50 interacting freely", "p95_s", "s", 0.3),
        Target("50 freely on Crime: p95", "crime 50 interacting freely", "p95_s", "s", 0.3),
        *_warm(),
        *_cold(),
        Target("memory a waiting visitor", "memory", "waiting_visitor_mb", "MB", 0.3),
        Target("memory after all visits, against 100", "memory", "grown_times", "times", 1.3),
        *_grown(),
        *_street(),
        Target("modules that trust of Lambeth crosses", "code", "crossed_modules", "", 20),
    ]


def _crowds() -> Iterator[Target]:
    for page, title, most in _CROWDED:
        yield Target(f"50 at once, {title}: p95", f"{page} 50 same", "p95_s", "s", most, 6)
    for page, title, _ in _CROWDED[1:]:
        case = f"{page} 50 different"
        yield Target(f"50 different addresses of {title}: p95", case, "p95_s", "s", 8)
        yield Target(f"50 different addresses of {title}: lost", case, "lost", "", 0)


def _first_time() -> Iterator[Target]:
    for page, title, _ in _CROWDED[1:]:
        yield Target(f"{title}, a place for the first time", f"{page} place", "p50_s", "s", 0.6)
    for page, title, _ in _CROWDED[1:3]:
        yield Target(f"{title}, all 32 boroughs", f"{page} all boroughs", "p50_s", "s", 1.5)


def _warm() -> Iterator[Target]:
    for page, title, _ in _CROWDED:
        for case, when in ((f"{page} warm", "warm"), (f"{page} many kept warm", "many pages kept")):
            yield Target(f"a visit of {title}, {when}: time", case, "p50_s", "s", 0.03)
            yield Target(f"a visit of {title}, {when}: processor", case, "cpu_ms", "ms", 18)
            yield Target(f"a visit of {title}, {when}: messages", case, "messages", "", 45)


def _cold() -> Iterator[Target]:
    for page, title, _ in _CROWDED[:2]:
        yield Target(f"cold load of {title}", f"{page} cold", "wire_megabytes", "MB", 2.5)
        yield Target(f"headline of {title}, slow phone", f"{page} slow", "headline_s", "s", 1.5)


def _grown() -> Iterator[Target]:
    for page, title, _ in _CROWDED:
        once = f"{page} of 1 times the data"
        for times in (10, 100):
            case, name = f"{page} of {times} times the data", f"{times} times the data"
            yield Target(f"{name}, {title} cold", case, "cold_cpu_ms", "times", 10, against=once)
            if page == "trust":
                yield Target(f"{name}: start", case, "start_s", "times", 3, against=once)


def _street() -> Iterator[Target]:
    for layout in ("by borough and year", "by month"):
        name, case = f"street-level records {layout}", f"street a borough's months, {layout}"
        yield Target(f"{name}: a borough's months, new process", case, "cold_ms", "ms", 300)
        yield Target(f"{name}: the same again", case, "warm_ms", "ms", 300)
        yield Target(f"{name}: memory", case, "peak_mb", "MB", 700)


# The table


def table(found: Found) -> str:
    """The targets of what was found, as Markdown; empty where nothing was found of any."""
    rows = [row for target in targets() if (row := _row(target, found))]
    if not rows:
        return ""
    head = ("", "ours", "lowest to highest", "peer", "times better", "target", "")
    return "\n".join([_line(head), _line(["---"] * len(head)), *map(_line, rows)])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(target: Target, found: Found) -> tuple[str, ...] | None:
    case = f"{OURS} {target.case}"
    if found.median(case, "failed"):
        return (target.name, *[ABSENT] * 4, _wanted(target), "✗ it failed")
    ours, spread = found.median(case, target.measure), found.spread(case, target.measure)
    if ours is None or spread is None:
        return None
    by = 1.0
    if target.against:
        once = found.median(f"{OURS} {target.against}", target.measure)
        if not once:
            return None
        by = once
    peer = None if target.against else found.median(f"{PEER} {target.case}", target.measure)
    better = peer / ours if peer and ours else None
    return (
        target.name,
        _number(ours / by, target.unit),
        f"{_number(spread[0] / by)} to {_number(spread[1] / by)}",
        ABSENT if peer is None else _number(peer, target.unit),
        ABSENT if better is None else f"{better:.1f}",
        _wanted(target),
        _outcome(target, ours / by, better),
    )


def _wanted(target: Target) -> str:
    most = f"≤ {_number(target.most, target.unit)}"
    return f"{most}, ≥ {target.times_better:.0f} times" if target.times_better else most


def _outcome(target: Target, ours: float, better: float | None) -> str:
    """A tick, or the shortfall."""
    short = []
    if ours > target.most:
        times = f"{ours / target.most:.1f} times " if target.most else ""
        short.append(f"{times}too much")
    if target.times_better and better and better < target.times_better:
        short.append(f"only {better:.1f} times better")
    return f"✗ {', '.join(short)}" if short else "✓"


def _number(value: float, unit: str = "") -> str:
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{3 if 0 < abs(value) < 0.1 else digits}f}"
    return f"{number} {unit}".strip()


def machine() -> str:
    """What was measured on: cores, memory, Python and Streamlit, and how busy it was."""
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}{busy}"
    )


def main() -> int:
    """Print the table of earlier runs."""
    found = Found()
    for name in sys.argv[1:]:
        written = json.loads(Path(name).read_text(encoding="utf-8"))
        for study in written.get("studies", {}).values():
            found.cases.update(study)
    sys.stdout.write(f"{table(found)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
