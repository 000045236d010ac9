"""Timing one call in a process of its own: seconds, and the most memory it held."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


class MissingInputError(Exception):
    """What a benchmark reads is not there; the message says how to name it."""


def measure(module: str, *arguments: str) -> dict[str, float]:
    """Runs a module of `benchmarks` that ends with `report`, and returns what it reports.

    Raises:
        RuntimeError: it failed; the message is what it said last.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise RuntimeError(said[-1] if said else f"{module} ended with {done.returncode}")
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def report(call: Callable[[], int]) -> None:
    """Runs a call that returns how much it read, and writes seconds, peak_mb and that as JSON."""
    started = time.perf_counter()
    read = call()
    seconds = time.perf_counter() - started
    result = {"seconds": round(seconds, 2), "peak_mb": round(peak_mb()), "read": read}
    sys.stdout.write(json.dumps(result) + "\n")


def peak_mb() -> float:
    """Highest memory of this process since it began, in MB of 1,048,576 bytes.

    Linux starts a child's `ru_maxrss` at what its parent had, so the smaller of the two is right.
    """
    import resource

    counted = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    own = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
    return min([counted, *own])
