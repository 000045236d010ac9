"""A clone of the repository whose shipped data has one more month of recorded crime: no test may mind.

`python -m tests.one_more_month SCRATCH` clones into a folder outside the repository, invents the month after
the newest edition of the publishers' files and builds it there; then run the suite in the clone.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import BESIDE, REPOSITORY

CRIME = "MPS Borough Level Crime (most recent 24 months).csv"


def make(scratch: Path, mirror: Path) -> Path:
    """Clone, invent, build; returns the clone.

    Args:
        scratch: an empty folder outside the repository.
        mirror: the publishers' files, of which the editions of recorded crime are copied.
    """
    clone, own = scratch / "clone", scratch / "mirror"
    subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
    shutil.copytree(mirror / "crime", own / "crime")
    _next_edition(own / "crime")
    build = [sys.executable, "-m", "data_pipeline", "build", "mps_recorded_crime"]
    there = {name: value for name, value in os.environ.items() if name != "DATASETS_DIR"}
    subprocess.run([*build, "--mirror", str(own)], cwd=clone, env=there, check=True)
    return clone


def _next_edition(crime: Path) -> None:
    """The newest edition again, with a month after its newest: the figures of the month before, and one."""
    newest = max(crime.glob("edition-*"))
    with (newest / CRIME).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    year, month = divmod(int(header[-1][:4]) * 12 + int(header[-1][4:]), 12)
    later = crime / f"edition-{year}{month + 1:02}"
    later.mkdir()
    with (later / CRIME).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [[*header, later.name[-6:]], *([*row, str(int(row[-1]) + 1)] for row in rows)]
        )


if __name__ == "__main__":
    named = os.environ.get("MIRROR_DIR")
    made = make(Path(sys.argv[1]), Path(named) if named else BESIDE)
    sys.stdout.write(f"now run the suite in {made}\n")
