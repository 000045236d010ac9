"""A publisher on loopback with the miniature files, and `fetch` run against it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_pipeline.__main__ import main
from tests.data_pipeline import miniature as mini
from tests.data_pipeline.fetch.fetched import CRIME, PERCEPTION, WORKBOOK, Run, file_of
from tests.data_pipeline.fetch.publisher import File, Publisher


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short limits, no proxy between a test and its own server."""
    for name, value in {"BACKOFF": "0", "RETRIES": "2", "READ": "2", "TOTAL": "20"}.items():
        monkeypatch.setenv(f"FETCH_{name}", value)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(scope="session")
def good_mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The part of the miniature mirror that is published here."""
    folder = tmp_path_factory.mktemp("fetch") / "mirror"
    mini.write_workbook(folder / mini.WORKBOOK, mini.workbook_sheets())
    mini.write_perception(folder)
    mini.write_crime(folder)
    return folder


@pytest.fixture(scope="session")
def good_published(good_mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was built of it before."""
    out = tmp_path_factory.mktemp("fetch") / "published"
    ids = (WORKBOOK, PERCEPTION, CRIME)
    assert main(["build", *ids, "--mirror", str(good_mirror), "--out", str(out)]) == 0
    return out


@pytest.fixture
def publisher(good_mirror: Path) -> Iterator[Publisher]:
    """Publishes the miniature survey files and two files of recorded crime."""
    with Publisher() as server:
        server.datasets = {
            "236kk": ("mopac-surveys", [file_of(good_mirror / mini.WORKBOOK)]),
            "pp001": ("public-perception-", [file_of(good_mirror / mini.PERCEPTION)]),
            "exy3m": (
                "mps-recorded-crime-geographic-breakdown",
                [historical_of(good_mirror), file_of(good_mirror / mini.CRIME_NEWEST)],
            ),
        }
        yield server


def historical_of(mirror: Path) -> File:
    """The months before those of the newest file: May and June 2024."""
    text = (mirror / f"crime/edition-202407/{mini.RECENT}").read_text()
    rows = [row[:-1] for row in csv.reader(io.StringIO(text))]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return File(mini.HISTORICAL, out.getvalue().encode())


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


@pytest.fixture
def run(publisher: Publisher, raw: Path, tmp_path: Path) -> Run:
    """Runs `fetch ID…`; the published folder is an empty one unless `out` names one."""

    def run(*ids: str, out: Path = tmp_path / "nothing-published") -> int:
        return main(
            ["fetch", *ids, "--datastore", publisher.url, "--police-uk", publisher.url,
             "--raw", str(raw), "--out", str(out)]
        )  # fmt: skip

    return run
