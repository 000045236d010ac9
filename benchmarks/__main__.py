"""Run the benchmarks: `python -m benchmarks [--only NAME] [--short] [--json FILE]`.

Some time one call; others are studies of the running site beside its peer. What studies find is told
case by case, and at the end as a table of targets.
"""

from __future__ import annotations

import argparse
import functools
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import (
    arriving,
    code,
    crowded,
    first_load,
    full_build,
    growing,
    http_data,
    interacting,
    monthly_dashboard,
    opening,
    outcomes_workbook,
    page_builds,
    processes,
    street_level,
    targets,
    workbook,
)
from benchmarks.studies import SHORT, Found, Length

logger = logging.getLogger("benchmarks")

Benchmark = Callable[[], object]

BENCHMARKS: dict[str, Benchmark] = {
    "monthly_dashboard": functools.partial(monthly_dashboard.run, "ours"),
    "monthly_dashboard_plain_pandas": functools.partial(monthly_dashboard.run, "plain"),
    "full_build": full_build.run,
    "workbook": functools.partial(workbook.run, "ours"),
    "workbook_openpyxl": functools.partial(workbook.run, "openpyxl"),
    "outcomes_workbook": outcomes_workbook.run,
    **{
        f"http_{name}{whose}": functools.partial(ask, name)
        for name in http_data.QUESTIONS
        for whose, ask in (("", http_data.ask_ours), ("_datasette", http_data.ask_datasette))
    },
    "http_borough_csv_held_already": http_data.ask_again,
}
"""Name of a benchmark, and the call that is timed."""

Study = Callable[[Length], Found]

STUDIES: dict[str, Study] = {
    "code": code.run,
    "page": page_builds.run,
    "grow": growing.run,
    "open": opening.run,
    "interact": interacting.run,
    "first_load": first_load.run,
    "arrive": arriving.run,
    "crowded": crowded.run,
    "street": street_level.run,
}
"""Name of a study, and what makes it."""

ROUNDS = 5


def measure(benchmark: Benchmark, rounds: int = ROUNDS) -> float:
    """Return the fastest of some rounds, in milliseconds: the least disturbed one."""
    durations = []
    for _ in range(rounds):
        started = time.perf_counter()
        benchmark()
        durations.append((time.perf_counter() - started) * 1000)
    return min(durations)


def chosen(benchmarks: Mapping[str, Benchmark], only: str | None) -> dict[str, Benchmark]:
    """Return the benchmarks to run; an unknown name raises KeyError."""
    return dict(benchmarks) if only is None else {only: benchmarks[only]}


def timed(benchmarks: Mapping[str, Benchmark]) -> dict[str, float]:
    """Time each, log a line of it, and return milliseconds by name."""
    results = {}
    for name, benchmark in benchmarks.items():
        try:
            results[name] = round(measure(benchmark), 3)
        except processes.MissingInputError as error:
            logger.error("not run: %s", error)
    for name, milliseconds in results.items():
        logger.info("%-40s %10.1f ms", name, milliseconds)
    return results


def studied(studies: Mapping[str, Study], length: Length) -> dict[str, Found]:
    """Make each study, and return what it found by name."""
    results = {}
    for name, study in studies.items():
        logger.info("%s, on %s", name, targets.machine())
        started = time.monotonic()
        try:
            results[name] = study(length)
        except processes.MissingInputError as error:
            logger.error("not run: %s", error)
            continue
        logger.info("  in %.0f s", time.monotonic() - started)
    return results


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="run this one only")
    parser.add_argument("--short", action="store_true", help="a rough form of the studies")
    parser.add_argument("--rounds", type=int, help="how often each thing is studied")
    parser.add_argument("--arrive-seconds", type=float, help="how long visits arrive")
    parser.add_argument("--interact-seconds", type=float, help="how long controls are changed")
    parser.add_argument("--mirror", metavar="FOLDER", type=Path, help="the publishers' files")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all that was found")
    return parser.parse_args(argv)


def _length(arguments: argparse.Namespace) -> Length:
    named = ("rounds", "arrive_seconds", "interact_seconds")
    asked = {name: value for name in named if (value := getattr(arguments, name)) is not None}
    return replace(SHORT if arguments.short else Length(), **asked)


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for, log a line each, and return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an error, so that servers end too
    arguments = _arguments(argv)
    try:
        is_study = arguments.only in STUDIES
        benchmarks = {} if is_study else chosen(BENCHMARKS, arguments.only)
    except KeyError:
        logger.error("error: no benchmark is called %s", arguments.only)
        return 1
    if arguments.mirror:
        os.environ["MIRROR_DIR"] = str(arguments.mirror)
    only = {arguments.only: STUDIES[arguments.only]} if is_study else {}
    results = timed(benchmarks)
    studies = studied(only if arguments.only else STUDIES, _length(arguments))
    if not results and not studies:
        logger.info("nothing to measure yet")
    if table := _table(studies):
        logger.info("\n%s", table)
    if arguments.json:
        arguments.json.write_text(_as_json(results, studies) + "\n", encoding="utf-8")
    return 0 if results or studies or not arguments.only else 1


def _table(studies: Mapping[str, Found]) -> str:
    whole = Found()
    for found in studies.values():
        whole.cases.update(found.cases)
    return targets.table(whole)


def _as_json(results: Mapping[str, float], studies: Mapping[str, Found]) -> str:
    """Milliseconds by name; of studies, machine, case, measure and its value in each round."""
    found: dict[str, object] = dict(results)
    if studies:
        found["machine"] = targets.machine()
        found["studies"] = {name: one.cases for name, one in studies.items()}
    return json.dumps(found, indent=2)


if __name__ == "__main__":
    sys.exit(main())
