"""`code`: how much code there is, and how much of it one figure crosses on its way to the screen."""

from __future__ import annotations

from pathlib import Path

from benchmarks import processes
from benchmarks.studies import Found, Length

_REPOSITORY = Path(__file__).parents[1]
_PRODUCT = ("dashboard", "data_pipeline", "datasets", "pages", "stats")


def run(_length: Length) -> Found:
    """Count the code of the product, and what the trust of Lambeth crosses."""
    found = Found()
    files = [_REPOSITORY / "app.py"]
    files += [path for name in _PRODUCT for path in (_REPOSITORY / name).rglob("*.py")]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    crossed = processes.measure("benchmarks.profiled", "--crossed")
    found.add("ours code", modules=len(files), lines=lines, **crossed)
    return found
