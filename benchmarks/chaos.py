"""`make chaos`: what befalls a site while a crowd browses it, and whether it shows a wrong number for that.

New data is published; the folder is swapped, emptied, made unreadable; bits of tables are turned round; the
process is killed, and what works for it; its clock jumps; its memory is squeezed; readers do not read, and
others ask badly; each control of every page is set to each of its options. All on loopback, bounded, and drawn
from a seed that is printed. Nothing may be shown that an undisturbed site does not show of the same version of
the data, and nothing may fail but in the ways that the documents declare.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks import every_control, targets
from benchmarks.chaos_report import Report, as_json, tell
from benchmarks.crowd import CLOCKS
from benchmarks.disturbances import Chaos, Extent

logger = logging.getLogger("benchmarks")

PUBLISHED = Path(__file__).parents[1] / "datasets" / "published"

WHOLE = Extent()
SHORT = Extent(
    visitors=12, pause=1.5, hold=2.0, publishes=2, flips=8, malformed=500, slow_readers=0, kills=1,
    helpers=1, clocks=CLOCKS[:1], pairs=0, squeezed=0, most_compared=120,
)  # fmt: skip
IN_TESTS = Extent(
    visitors=8, pause=0.5, hold=0.7, publishes=1, folders=("folder emptied", "a table leads nowhere"),
    flips=4, malformed=500, slow_readers=0, kills=0, helpers=0, clocks=(), squeezed=0,
    is_calm_awaited=False, most_compared=45, pairs=0,
)  # fmt: skip


def run(extent: Extent, seed: int, published: Path) -> Report:
    """Do all of it in a folder of its own that is gone afterwards; the controls when the crowd has gone.

    Beside the crowd they would take from the site what it answers with, and from its recovery.
    """
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(1) as beside:
        chaos = Chaos(extent, seed, Path(scratch), published)
        chaos.disturb()
        if extent.pairs:
            logger.info("each control of every page at each of its options, and in pairs …")
            trying = beside.submit(
                every_control.tried_apart,
                *(extent.pairs, seed, extent.controls_seconds, chaos.first, os.cpu_count() or 1),
            )
        chaos.compare()
        if extent.pairs:
            chaos.report.controls = trying.result()
        return chaos.report


def main(argv: Sequence[str] | None = None) -> int:
    """Do all of it, log a line for each kind, and return 1 where anything was that must not be."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    for noisy in ("httpx2", "data_pipeline"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute of it")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1 << 30), help="of all that is drawn"
    )
    parser.add_argument("--pairs", type=int, help="of options of each page; 0 for no controls")
    parser.add_argument("--json", type=Path, help="where the report is written to")
    options = parser.parse_args(argv)
    extent = SHORT if options.short else WHOLE
    if options.pairs is not None:
        extent = replace(extent, pairs=options.pairs)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    logger.info("seed %d; %d visitors, on %s; load before: %s",
                options.seed, extent.visitors, targets.machine(), load)  # fmt: skip
    report = run(extent, options.seed, PUBLISHED)
    tell(report)
    if options.json:
        options.json.write_text(json.dumps(as_json(report), indent=1, default=str), encoding="utf-8")  # fmt: skip
    return 1 if report.all_faults else 0


if __name__ == "__main__":
    sys.exit(main())
