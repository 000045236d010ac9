"""What all tests share: the data they read, and the publishers' own files, beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
BESIDE = REPOSITORY.parent / "shared" / "mirror"
FROZEN = REPOSITORY / "tests" / "frozen"
"""The published folder of one day, which the figures in tests are of; `python -m tests.freeze` renews it."""
PUBLISHED = REPOSITORY / "datasets" / "published"
"""What is shipped, which moves with every build: of it is asserted only what holds of any data."""

# Before any test is collected, and for every process that a test starts.
os.environ["DATASETS_DIR"] = str(FROZEN)

SLOW = ("browser", "mirror", "golden")
"""Folders of a minute and more a file: begun last, such a file would run on alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts what takes longest first, all else in its order."""
    folders = {name: number for number, name in enumerate(SLOW)}
    items.sort(key=lambda item: folders.get(item.path.parent.name, len(SLOW)))


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped tables, in place of the frozen ones."""
    monkeypatch.setenv("DATASETS_DIR", str(PUBLISHED))
    return PUBLISHED


@pytest.fixture(scope="session")
def mirror() -> Path:
    """Folder of the publishers' files: MIRROR_DIR, else the one beside the repository."""
    named = os.environ.get("MIRROR_DIR")
    folder = Path(named) if named else BESIDE
    if named and not folder.is_dir():
        pytest.fail(f"MIRROR_DIR is no folder: {named}")
    if not folder.is_dir():
        pytest.skip("the publishers' files are not here (set MIRROR_DIR)")
    return folder
