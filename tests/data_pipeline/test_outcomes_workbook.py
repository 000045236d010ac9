"""A year of outcomes in the publisher's workbook: the same figures as in a tidied copy, and its faults."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_pipeline import registry
from data_pipeline.__main__ import main
from data_pipeline.sources import home_office_outcomes as outcomes
from datasets.schema import SourceError
from tests.data_pipeline import miniature as mini

SOURCE = registry.all_sources()["home_office_outcomes"]
COPY = mini.FIXTURES / SOURCE.id / "violence-prosecutions-data.csv.gz.txt"
NAME = "prc-outcomes-open-data-mar2019-tables-180719.xlsx"
LATER = {
    name: f"Number of outcomes for {what} in the quarter"
    for name, what in (
        ("Force outcomes for offences recorded in quarter", "offences that were recorded"),
        ("Force outcomes recorded in quarter", "investigations that were closed"),
    )
}


def rows_of_copy() -> list[list[Any]]:
    """The copy's rows with the publisher's headings, numbers as numbers."""
    header, *rows = csv.reader(COPY.read_text(encoding="utf-8").splitlines())
    headings = [name.replace("_", " ").capitalize() for name in header]
    return [headings, *([int(cell) if cell.isdecimal() else cell for cell in row] for row in rows)]


def workbook(folder: Path, rows: list[list[Any]]) -> Path:
    path = folder / NAME
    mini.write_workbook(path, {"Cover": [["Outcomes open data"], [""]], "Outcomes": rows})
    return path


def tidy(path: Path) -> pd.DataFrame:
    return outcomes.tidy(outcomes.parse(path, SOURCE), SOURCE)


@pytest.mark.parametrize("is_later", [False, True])
def test_workbook_and_copy_give_the_same_figures(is_later, tmp_path):
    rows = rows_of_copy()
    if is_later:
        rows[0] = [LATER.get(heading, heading) for heading in rows[0]]
        assert set(LATER.values()) <= set(rows[0])
    copy = tmp_path / "violence-prosecutions-data.csv.gz"
    copy.write_bytes(gzip.compress(COPY.read_bytes()))
    undated = ["age_months", "is_provisional"]  # by the day in the workbook's name
    found, same = (tidy(one).drop(columns=undated) for one in (workbook(tmp_path, rows), copy))
    pd.testing.assert_frame_equal(found, same)


def test_age_is_by_the_day_in_the_workbooks_name(tmp_path):
    found = tidy(workbook(tmp_path, rows_of_copy()))
    newest = found[found["period_end"] == found["period_end"].max()]
    assert set(newest["period_end"]) == {pd.Timestamp(2018, 6, 30)}
    assert set(newest["age_months"]) == {12}  # whole months to 18 July 2019


def lacking(column: str) -> list[list[Any]]:
    rows = rows_of_copy()
    at = rows[0].index(column)
    return [[*row[:at], *row[at + 1 :]] for row in rows]


def with_last(column: str, cell: object) -> list[list[Any]]:
    rows = rows_of_copy()
    rows[-1][rows[0].index(column)] = cell
    return rows


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (lacking("Force name"), r"no sheet has the headings \(.*Outcomes lacks force\)"),
        (with_last("Outcome type", 99), "unknown label in column outcome type: '99'"),
        (with_last("Offence group", "Cats"), "unknown label in column offence group: 'Cats'"),
        (with_last("Force outcomes recorded in quarter", 1.5), "1.5 is not a whole number"),
        (with_last("Force outcomes recorded in quarter", "many"), "'many' is not a whole number"),
        (with_last("Financial quarter", 5), "'5' is none of 1 to 4"),
        (rows_of_copy()[:1], "holds a header and no rows"),
        (rows_of_copy()[:-20], "is the file cut short|has quarters|no row of"),
    ],
)
def test_fault_is_named_with_its_file(rows, why, tmp_path):
    with pytest.raises(SourceError, match=why) as raised:
        tidy(workbook(tmp_path, rows))
    assert NAME in str(raised.value)


def test_hand_downloaded_workbook_is_built(tmp_path, capsys):
    path, out = workbook(tmp_path, rows_of_copy()), tmp_path / "out"
    assert main(["build", SOURCE.id, "--file", str(path), "--out", str(out)]) == 0
    assert "crime_outcomes: published" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["outcomes.csv", "outcomes.xlsx"])
def test_other_file_is_one_line(name, tmp_path, capsys):
    (tmp_path / name).write_text("<html>Sign in</html>")
    assert (
        main(["build", SOURCE.id, "--file", str(tmp_path / name), "--out", str(tmp_path / "out")])
        == 1
    )
    err = capsys.readouterr().err
    assert err.startswith(f"error: {SOURCE.id}: ")
    assert name in err
    assert err.count("\n") == 1
