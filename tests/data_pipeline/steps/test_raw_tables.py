"""Files as raw tables: what is read, and what is refused, before it is unpacked where it must be."""

from __future__ import annotations

import shutil
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from data_pipeline import registry
from data_pipeline.steps import raw_files, raw_tables
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


@pytest.fixture(scope="module")
def large_bomb(tmp_path_factory) -> Path:
    """300 MB of zeros; never changed."""
    return bomb(tmp_path_factory.mktemp("bomb") / "bomb.zip", 300)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_a_zip_bomb_is_refused_unopened(suffix, large_bomb, tmp_path):
    path = shutil.copy(large_bomb, tmp_path / f"bomb{suffix}")
    assert path.stat().st_size < 400_000
    tracemalloc.start()
    began = time.monotonic()
    with pytest.raises(SourceError) as caught:
        raw_tables.read_sheet(path, "Data", SOURCE, required=["x"])
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
        raw_tables.read_workbook(small, SOURCE)
    monkeypatch.setattr(raw_files, "MAX_UNPACKED_RATIO", 10_000)
    with pytest.raises(SourceError, match="cannot be read as a workbook"):
        raw_tables.read_workbook(small, SOURCE)
    monkeypatch.setattr(raw_files, "MAX_UNPACKED_BYTES", 10_000_000)
    with pytest.raises(SourceError, match="the limits are 10 MB and 10000 times"):
        raw_tables.read_workbook(small, SOURCE)


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_workbooks_of_both_kinds_are_read(suffix, tmp_path):
    path = tmp_path / f"book{suffix}"
    mini.write_workbook(path, {"One": [["a", "b"], [1, "x"], [2.5, ""]], "Two": [["c"], ["d"]]})
    assert raw_tables.read_workbook(path, SOURCE) == {
        "One": [["a", "b"], [1.0, "x"], [2.5, ""]],
        "Two": [["c"], ["d"]],
    }
    assert raw_tables.read_sheet(path, "One", SOURCE, required=["a"])["b"].tolist() == ["x", ""]


def test_a_sheet_of_one_row_holds_no_rows(tmp_path):
    mini.write_workbook(tmp_path / "book.ods", {"One": [["a", "b"]]})
    with pytest.raises(SourceError, match="sheet 'One' holds no rows"):
        raw_tables.read_cells(tmp_path / "book.ods", "One", SOURCE)


def test_a_sheet_is_read_with_its_first_row_as_header(tmp_path: Path):
    mini.write_workbook(tmp_path / "a.xlsx", {"S": [["x", "y"], [1, "b"], [2.5, ""]]})
    rows = raw_tables.read_sheet(tmp_path / "a.xlsx", "S", SOURCE, required=["x"])
    assert rows.to_dict(orient="list") == {"x": [1.0, 2.5], "y": ["b", ""]}


def test_a_workbook_with_a_spoilt_sheet_is_refused(tmp_path: Path):
    mini.write_workbook(tmp_path / "a.xlsx", {"S": [["x"], [1]]})
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as good,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, b"<worksheet><" if "sheet1" in name else good.read(name))
    with pytest.raises(SourceError, match=r"b\.xlsx cannot be read as a workbook"):
        raw_tables.read_sheet(tmp_path / "b.xlsx", "S", SOURCE, required=["x"])


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "is empty"), (b"x,y\n", "holds a header and no rows"), (b"\n\n", "is empty"),
     (b"x,y\n1,2\n1,2,3\n", ": row 3 has 3 cells, the header 2$"),
     (b"x,y\n\xff\xfe,2\n", "is not text in UTF-8: line 2 holds the byte 0xff"),
     (b'x,y\n"1,2\n', ": line 2 cannot be read as cells: .*a quotation mark left open")],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_name(tmp_path, content, why):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(SourceError, match=rf"a\.csv ?{why}"):
        raw_tables.read_csv(tmp_path / "a.csv", SOURCE)


def test_cells_are_read_as_text_and_empty_cells_as_empty_text(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfx,y\r\n01,NA\r\n,None\r\n")
    rows = raw_tables.read_csv(tmp_path / "a.csv", SOURCE)
    assert rows.to_dict(orient="list") == {"x": ["01", ""], "y": ["NA", "None"]}
