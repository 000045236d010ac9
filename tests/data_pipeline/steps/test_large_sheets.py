"""A large workbook: the sheet with the headings is found, and read row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_pipeline import registry
from data_pipeline.steps import large_sheets, raw_files
from datasets.schema import SourceError
from tests.data_pipeline import miniature as mini

SOURCE = registry.all_sources()["home_office_outcomes"]
WANTED = {"force": ["force name"], "count": ["number of outcomes", "outcomes"]}
ROWS = [["Force Name", "Outcomes"], ["Essex", 3], ["Kent", ""], ["", ""]]


def written(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    path = folder / "outcomes.xlsx"
    mini.write_workbook(path, sheets)
    return path


def test_sheet_is_found_by_its_headings_and_what_stands_above_passed_over(tmp_path):
    sheets = {
        "Cover": [["Invented figures"], ["Force name"]],
        "Data": [["A title", ""], ["", ""], ["FORCE_NAME", "Number of  outcomes"], *ROWS[1:]],
    }
    rows = large_sheets.rows_of(written(tmp_path, sheets), SOURCE, WANTED)
    assert list(rows)[:3] == [["FORCE_NAME", "Number of  outcomes"], ["Essex", 3], ["Kent", ""]]


@pytest.mark.parametrize(
    ("sheets", "why"),
    [
        (
            {"Cover": [["Notes"]], "Data": [["Force", "Outcomes"], ["Essex", 3]]},
            r"outcomes.xlsx: no sheet has the headings \(Cover lacks force, count; Data lacks force\)",
        ),
        ({"One": ROWS, "Two": ROWS}, "outcomes.xlsx: two sheets have the headings: One and Two"),
    ],
)
def test_no_one_sheet_with_the_headings(sheets, why, tmp_path):
    with pytest.raises(SourceError, match=why):
        large_sheets.rows_of(written(tmp_path, sheets), SOURCE, WANTED)


def test_file_that_is_no_workbook(tmp_path):
    path = tmp_path / "outcomes.xlsx"
    path.write_text("<html>Sign in</html>")
    with pytest.raises(SourceError, match=r"outcomes\.xlsx is a web page, not a workbook"):
        large_sheets.rows_of(path, SOURCE, WANTED)


def test_workbook_cut_short(tmp_path):
    path = written(tmp_path, {"Data": ROWS})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SourceError, match="is the file cut short"):
        large_sheets.rows_of(path, SOURCE, WANTED)


def test_workbook_that_unpacks_beyond_measure(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_files, "MAX_LARGE_BYTES", 500)
    with pytest.raises(SourceError, match="would unpack to"):
        large_sheets.rows_of(written(tmp_path, {"Data": ROWS}), SOURCE, WANTED)


def test_stray_cells_far_away_are_found_across_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_files, "PIECE", 7)
    wide = [*ROWS, [*[""] * 800, "stray"], *[["", ""]] * 100]
    monkeypatch.setattr(raw_files, "MAX_CELLS", 3000)
    with pytest.raises(SourceError, match="with 5 rows and 801 columns, most of them empty"):
        large_sheets.rows_of(written(tmp_path, {"Data": wide}), SOURCE, WANTED)
