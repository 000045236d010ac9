"""What all tests share: the publishers' own files, where they lie beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
BESIDE = REPOSITORY.parent / "shared" / "mirror"


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
