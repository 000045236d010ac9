"""A published folder whose versions hold two contents in turn, so that an answer of both shows.

The odd versions hold the tables as they are published, the even ones hold other figures in every table that
grows: counts twice as high, shares lower by a tenth. So a page or a file is right if it is what
an undisturbed site gives of the content of the version that it says it is of.

    python -m benchmarks.two_contents FOLDER     publish the next version in FOLDER
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd

from data_pipeline import publish, published_folder
from datasets.checked import MANIFEST, seal, snapshot_at
from datasets.schema import DATASETS, Dataset

GROWING = (
    "public_attitudes",
    "recorded_offences",
    "crime_outcomes",
    "stop_and_search",
    "use_of_force",
    "workforce",
)
"""Tables that a new period is added to."""
COUNTS = ("offences_count", "outcomes_count", "stops_count", "uses_count", "people")
SHARES = ("share_pct",)
VERSIONS = 5
"""As many as a build keeps: from then on each version stands among as many others."""


def is_other(version: str) -> bool:
    """Whether a version holds the other content."""
    return int(version.rsplit(".", 1)[1]) % 2 == 1


def version_of(folder: Path) -> str:
    """The current version of a folder."""
    return snapshot_at(folder / MANIFEST).version


def start(published: Path, folder: Path) -> Path:
    """A copy of a published folder with as many versions as are kept, the newest with the first content.

    Args:
        published: what is copied. folder: where to; it must not be there yet.
    """
    shutil.copytree(published, folder)
    for older in [*folder.glob("manifest-*.json"), *folder.glob("*-????????????.parquet")]:
        older.unlink()
    _number(folder / MANIFEST)
    while len(list(folder.glob("manifest-*.json"))) < VERSIONS or is_other(version_of(folder)):
        publish_next(folder)
    return folder


def _number(path: Path) -> None:
    """Number what is published as one that holds the first content, with three digits from the first on.

    A picture's foot names the version: of one digit more it may be a line higher.
    """
    manifest = json.loads(path.read_text(encoding="utf-8"))
    first, _, last = manifest["version"].rpartition(".")
    even = int(last) + int(last) % 2
    path.write_bytes(seal({**manifest, "version": f"{first}.{_THREE_DIGITS + even}"}))


_THREE_DIGITS = 100


def publish_next(folder: Path) -> str:
    """Publish the next version, with the content that the current one does not hold; its number."""
    becomes_other = not is_other(version_of(folder))
    tables = [_table(folder, DATASETS[name], becomes_other) for name in GROWING]
    publish.publish(tables, folder)
    return version_of(folder)


def publish_apart(folder: Path) -> str:
    """The same in a process of its own, as data is published; the number of the version."""
    command = [sys.executable, "-m", "benchmarks.two_contents", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.strip()


def _table(folder: Path, dataset: Dataset, is_other_content: bool) -> publish.Table:
    rows = published_folder.read_published(folder, dataset)
    assert rows is not None
    for name in rows.columns.intersection([*COUNTS, *SHARES]):
        rows[name] = _changed(rows[name], name in COUNTS, is_other_content)
    told = published_folder.read_manifest(folder)["datasets"][dataset.id]["sources"]
    return publish.Table(dataset, rows, told, published_folder.read_metadata(folder, dataset))


def _changed(values: pd.Series, is_count: bool, is_other_content: bool) -> pd.Series:
    """Counts twice as high and shares a tenth lower, or back again."""
    if is_count:
        found = values * 2 if is_other_content else values / 2
        return found.astype(values.dtype)
    return (values * 0.9 if is_other_content else values / 0.9).round(10)


if __name__ == "__main__":
    sys.stdout.write(publish_next(Path(sys.argv[1])) + "\n")
