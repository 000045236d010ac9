"""Renews the data that tests read: `python -m tests.freeze` copies the published folder of today.

Afterwards the tests whose figures have moved fail, and say so figure by figure.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from tests.conftest import FROZEN, PUBLISHED

_KEPT_BESIDE = re.compile(r"\..*|.*-[0-9a-f]{12}\.parquet|manifest-.*\.json|.*\.(lock|tmp)")
"""What a build leaves for readers of older versions: no part of the current one."""


def freeze(published: Path = PUBLISHED, frozen: Path = FROZEN) -> list[str]:
    """Replace the frozen folder by the current version of a published one; returns its files."""
    found = sorted(path for path in published.iterdir() if not _KEPT_BESIDE.fullmatch(path.name))
    shutil.rmtree(frozen, ignore_errors=True)
    frozen.mkdir()
    for path in found:
        shutil.copyfile(path, frozen / path.name)
    return [path.name for path in found]


if __name__ == "__main__":
    sys.stdout.write(f"{FROZEN.name}: {len(freeze())} files\n")
