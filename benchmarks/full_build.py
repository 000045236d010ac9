"""Building everything from a folder of the publishers' files into an empty folder.

The folder is laid out by topic, as for `python -m data_pipeline build --mirror`. It is not in the
repository: name it with --mirror or with MIRROR_DIR in the environment.

    python -m benchmarks.full_build --mirror FOLDER     seconds and memory, three times
    python -m benchmarks --only full_build              the time alone
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import processes
from data_pipeline import build, locate, registry

logger = logging.getLogger("benchmarks")

ROUNDS = 3
ABSENT = "full_build needs the publishers' files: name their folder with --mirror or MIRROR_DIR"


def mirror() -> Path | None:
    """The folder that the environment names, if it is there."""
    named = os.environ.get("MIRROR_DIR", "")
    return Path(named) if named and Path(named).is_dir() else None


def build_all(folder: Path) -> int:
    """Builds every source into a scratch folder; returns how many tables were published."""
    with tempfile.TemporaryDirectory() as scratch:
        sources = registry.choose(registry.all_sources(), [])
        out = Path(scratch) / "published"
        outcome = build.build(sources, locate.in_mirror(folder), out)
    if outcome.problems:
        raise RuntimeError(outcome.problems[0])
    return len(outcome.changed)


def run() -> dict[str, float]:
    """A benchmark: one build in a process of its own, start of Python included.

    Raises:
        MissingInputError: no folder of files is named.
    """
    folder = mirror()
    if folder is None:
        raise processes.MissingInputError(ABSENT)
    return processes.measure("benchmarks.full_build", "--once", "--mirror", str(folder))


def main() -> int:
    """Measures some builds, or is one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, default=mirror())
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    if options.mirror is None or not options.mirror.is_dir():
        logger.error("error: %s", ABSENT)
        return 1
    if options.once:
        logging.disable(logging.INFO)
        processes.report(lambda: build_all(options.mirror))
        return 0
    os.environ["MIRROR_DIR"] = str(options.mirror)
    found = [run() for _ in range(ROUNDS)]
    seconds, peak = (
        statistics.median(one[name] for one in found) for name in ("seconds", "peak_mb")
    )
    logger.info("full_build %6.2f s %6.0f MB (medians of %d)", seconds, peak, ROUNDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
