"""Run the benchmarks: `python -m benchmarks [--only NAME] [--json FILE]`."""

from __future__ import annotations

import argparse
import functools
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import full_build, http_data, monthly_dashboard, processes, workbook

logger = logging.getLogger("benchmarks")

Benchmark = Callable[[], object]

BENCHMARKS: dict[str, Benchmark] = {
    "monthly_dashboard": functools.partial(monthly_dashboard.run, "ours"),
    "monthly_dashboard_plain_pandas": functools.partial(monthly_dashboard.run, "plain"),
    "full_build": full_build.run,
    "workbook": functools.partial(workbook.run, "ours"),
    "workbook_openpyxl": functools.partial(workbook.run, "openpyxl"),
    **{
        f"http_{name}{whose}": functools.partial(ask, name)
        for name in http_data.QUESTIONS
        for whose, ask in (("", http_data.ask_ours), ("_datasette", http_data.ask_datasette))
    },
    "http_borough_csv_held_already": http_data.ask_again,
}
"""Name of a benchmark, and the call that is timed."""

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


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="run this one only")
    parser.add_argument("--mirror", metavar="FOLDER", type=Path, help="the publishers' files")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write milliseconds by name")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked for, log a line each, and return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    arguments = _arguments(argv)
    try:
        selected = chosen(BENCHMARKS, arguments.only)
    except KeyError:
        logger.error("error: no benchmark is called %s", arguments.only)
        return 1
    if arguments.mirror:
        os.environ["MIRROR_DIR"] = str(arguments.mirror)
    results = {}
    for name, benchmark in selected.items():
        try:
            results[name] = round(measure(benchmark), 3)
        except processes.MissingInputError as error:
            logger.error("not run: %s", error)
    for name, milliseconds in results.items():
        logger.info("%-40s %10.1f ms", name, milliseconds)
    if not results:
        logger.info("nothing to measure yet")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0 if results or not arguments.only else 1


if __name__ == "__main__":
    sys.exit(main())
