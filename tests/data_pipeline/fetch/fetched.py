"""What tests of fetching share: the sources, what the publisher has of them, what was kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.data_pipeline.fetch.publisher import File, Publisher

PERCEPTION = "mopac_public_perception"
WORKBOOK = "mopac_pas_workbook"
CRIME = "mps_recorded_crime"
STOPS = "police_uk_stop_search"
PERCEPTION_FILE = "/download/pp001/0/"
FETCHED = f"{PERCEPTION}/2025-09/public-perception-data.csv"

Run = Callable[..., int]
"""Runs `fetch ID…`; returns the exit status."""


def file_of(path: Path, **facts: object) -> File:
    return File(path.name, path.read_bytes(), **facts)


def perception(publisher: Publisher) -> File:
    return publisher.datasets["pp001"][1][0]


def tree(raw: Path) -> dict[str, bytes]:
    """Every file below a folder but its lock."""
    return {
        path.relative_to(raw).as_posix(): path.read_bytes()
        for path in sorted(raw.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def assert_one_line(
    capsys: pytest.CaptureFixture[str], what: str, source: str = PERCEPTION
) -> None:
    err = capsys.readouterr().err
    assert re.fullmatch(rf"error: {source}: .*{what}.*\n", err), err
