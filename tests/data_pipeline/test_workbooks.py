"""A workbook that would unpack beyond all measure is refused before it is unpacked."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from data_pipeline import registry, transform
from datasets.schema import SourceError
from tests.data_pipeline import miniature as mini

SOURCE = registry.all_sources()["home_office_workforce"]


def bomb(path: Path, megabytes: int) -> Path:
    """A zip of zeros: hundreds of megabytes in some hundred kilobytes."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("content.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(bytes(1_000_000))
    return path


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_a_zip_bomb_is_refused_unopened(suffix, tmp_path):
    path = bomb(tmp_path / f"bomb{suffix}", 300)
    assert path.stat().st_size < 400_000
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        transform.read_sheet(path, "Data", SOURCE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.monotonic() - began < 2
    assert peak < 5_000_000
    assert str(caught.value).startswith(
        f"home_office_workforce: bomb{suffix} would unpack to 300 MB, "
    )


def test_each_limit_holds_alone(tmp_path, monkeypatch):
    small = bomb(tmp_path / "small.ods", 20)
    with pytest.raises(SourceError, match=r"would unpack to 20 MB, \d{3,4} times its size"):
        transform.read_workbook(small, SOURCE)
    monkeypatch.setattr(transform, "MAX_UNPACKED_RATIO", 10_000)
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        transform.read_workbook(small, SOURCE)
    monkeypatch.setattr(transform, "MAX_UNPACKED_BYTES", 10_000_000)
    with pytest.raises(SourceError, match="the limits are 10 MB and 10000 times"):
        transform.read_workbook(small, SOURCE)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_workbooks_of_both_kinds_are_read(suffix, tmp_path):
    path = tmp_path / f"book{suffix}"
    mini.write_workbook(path, {"One": [["a", "b"], [1, "x"], [2.5, ""]], "Two": [["c"], ["d"]]})
    assert transform.read_workbook(path, SOURCE) == {
        "One": [["a", "b"], [1.0, "x"], [2.5, ""]],
        "Two": [["c"], ["d"]],
    }
    assert transform.read_sheet(path, "One", SOURCE)["b"].tolist() == ["x", ""]


def test_a_sheet_of_one_row_holds_no_rows(tmp_path):
    mini.write_workbook(tmp_path / "book.ods", {"One": [["a", "b"]]})
    with pytest.raises(SourceError, match="sheet 'One' holds no rows"):
        transform.read_cells(tmp_path / "book.ods", "One", SOURCE)
