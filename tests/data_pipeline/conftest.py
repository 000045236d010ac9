"""A miniature mirror, and what a build of it publishes, made once for all tests of the pipeline."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

from data_pipeline import plausible, publish, published_folder
from data_pipeline.__main__ import main
from datasets.schema import DATASETS
from tests.data_pipeline import miniature

Build = Callable[..., int]

# A busy machine is slow, not wrong.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def _no_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here survives the machine anyway."""
    monkeypatch.setattr(publish.os, "fsync", lambda _: None)


@pytest.fixture(scope="session", autouse=True)
def _invented_figures() -> Iterator[None]:
    """The miniature's figures are few and invented: no bound of a publisher's figures is one of theirs.

    Tests of plausible steps put the bounds back (`bounds`), or ask for findings themselves.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plausible, "alarms", lambda *_: [])
        yield


@pytest.fixture(scope="session")
def good_mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Never changed: copy it to spoil it."""
    return miniature.write(tmp_path_factory.mktemp("good") / "mirror")


@pytest.fixture(scope="session")
def good_published(good_mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of the good mirror; never changed."""
    out = tmp_path_factory.mktemp("good") / "published"
    assert main(["build", "--mirror", str(good_mirror), "--out", str(out)]) == 0
    return out


@pytest.fixture
def small_mirror(good_mirror: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return shutil.copytree(good_mirror, tmp_path / "mirror")


@pytest.fixture
def published(good_published: Path, tmp_path: Path) -> Path:
    """A published folder to build into."""
    return shutil.copytree(good_published, tmp_path / "published")


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty published folder, also the one that the catalogue reads."""
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    return folder


@pytest.fixture
def build(small_mirror: Path, published: Path) -> Build:
    """Runs `build ID…` from the spoilt mirror into the published folder; returns the exit status."""
    return lambda *ids: main(
        ["build", *ids, "--mirror", str(small_mirror), "--out", str(published)]
    )


@pytest.fixture
def frames(good_published: Path) -> dict[str, pd.DataFrame]:
    """The published rows of the miniature mirror, by dataset."""
    return {
        name: published_folder.read_published(good_published, one) for name, one in DATASETS.items()
    }


def hashes(folder: Path) -> dict[str, str]:
    """File -> hash of everything in a published folder."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }
