"""The Met's open data in workbooks, CSV and Parquet: what is read, and what is refused in one line."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_pipeline import registry
from data_pipeline.__main__ import main
from datasets.schema import Source, SourceError
from tests.data_pipeline import miniature as mini

Sheets = dict[str, list[list[Any]]]
SOURCES = registry.all_sources()
FIXTURES = {
    "mps_vawg": "vawg-offences.parquet",
    "mps_custody": "custody.parquet",
    "mps_other_crime": "monthly-crime-dashboard_OtherCrimeData_refresh-2031-02.parquet",
    "mps_business_crime": "business-crime-outcomes_refresh-2031-03-05.parquet",
}
"""Source -> its fixture that is read here."""


def eased(id_: str) -> Source:
    """The source as its fixture's few rows need it."""
    path = mini.FIXTURES / id_ / "settings.toml"
    settings = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    source = SOURCES[id_]
    return dataclasses.replace(source, settings={**source.settings, **settings})


def sheets_of(id_: str) -> Sheets:
    """The fixture's sheets, cells that read as dates made days."""
    text = (mini.FIXTURES / id_ / f"{FIXTURES[id_]}.json").read_text(encoding="utf-8")
    return {
        name: [[mini.as_date(cell) for cell in row] for row in rows]
        for name, rows in json.loads(text).items()
    }


def read(id_: str, path: Path, source: Source | None = None) -> pd.DataFrame:
    module, source = registry.reader(SOURCES[id_]), source or eased(id_)
    return module.tidy(module.parse(path, source), source)


def written(sheets: Sheets, path: Path) -> Path:
    mini.write_workbook(path, sheets)
    return path


@pytest.mark.parametrize("id_", FIXTURES)
def test_a_workbook_is_read_as_the_save_of_it(id_, tmp_path):
    """With the names of columns as a publisher writes them."""
    sheets = sheets_of(id_)
    titled = {
        name: [[str(cell).replace("_", " ").title() for cell in rows[0]], *rows[1:]]
        for name, rows in sheets.items()
    }
    saved = read(id_, written(sheets, tmp_path / "saved.parquet"))
    pd.testing.assert_frame_equal(read(id_, written(titled, tmp_path / "own.xlsx")), saved)


@pytest.mark.parametrize("id_", ["mps_custody", "mps_other_crime", "mps_business_crime"])
@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y"])
def test_a_csv_file_is_read_as_the_save_of_it(id_, form, tmp_path):
    sheets = sheets_of(id_)
    ((header, *rows),) = sheets.values()
    cells = [[f"{one:{form}}" if isinstance(one, mini.datetime.date) else one for one in row]
             for row in rows]  # fmt: skip
    mini.write_csv(tmp_path / "own.csv", [header, *cells])
    saved = read(id_, written(sheets, tmp_path / "saved.parquet"))
    pd.testing.assert_frame_equal(read(id_, tmp_path / "own.csv"), saved)


def replaced(old: object, new: object, *, count: int = 99) -> Callable[[Sheets], Sheets]:
    """The fixture with a cell, or a column's name, replaced wherever it stands, or so many times."""

    def spoil(sheets: Sheets) -> Sheets:
        left = count

        def cell(one: object) -> object:
            nonlocal left
            if one != old or not left:
                return one
            left -= 1
            return new

        spoilt = {
            name: [[cell(one) for one in row] for row in rows] for name, rows in sheets.items()
        }
        assert spoilt != sheets
        return spoilt

    return spoil


def without_sheet(name: str) -> Callable[[Sheets], Sheets]:
    return lambda sheets: {one: rows for one, rows in sheets.items() if one != name}


def renamed_sheet(old: str, new: str) -> Callable[[Sheets], Sheets]:
    return lambda sheets: {new if one == old else one: rows for one, rows in sheets.items()}


def row_twice(sheets: Sheets) -> Sheets:
    return {name: [*rows, rows[-1]] for name, rows in sheets.items()}


CLASSES, PLACES = "Offence count classification", "Offence count location"
SPOILS = {
    ("mps_vawg", "a column missing"): (
        replaced("borough_name", "place"), rf"sheet {PLACES}: no column borough_name"),
    ("mps_vawg", "a sheet unknown"): (
        renamed_sheet(PLACES, "Notes"), r"sheet 'Notes' is none of Offence count classification, "),
    ("mps_vawg", "a sheet missing"): (
        without_sheet(CLASSES), rf"no sheet '{CLASSES}': the file is not whole"),
    ("mps_vawg", "an unknown place"): (
        replaced("Hackney", "Hackny"), "unknown label in column borough_name: 'Hackny'"),
    ("mps_vawg", "an unknown class"): (
        replaced("Stalking", "Piracy"), "unknown label in column crimseccodeexpansion: 'Piracy'"),
    ("mps_vawg", "a sheet cut short"): (
        replaced(5, 4, count=1), rf"2031-02 adds up to 6 in '{CLASSES}', 5 in '{PLACES}' \(1 such\): is the file"),
    ("mps_vawg", "a negative count"): (replaced(4, -4, count=1), r"column count, line 2: -4(\.0)? is a negative count"),
    ("mps_vawg", "a row twice"): (row_twice, "duplicate key: 1 rows stand twice"),
    ("mps_vawg", "another day of the month"): (
        replaced(mini.datetime.date(2031, 2, 1), mini.datetime.date(2031, 2, 2)),
        "column recorded_date_months, line .* is not the first day of a month"),
    ("mps_custody", "a column missing"): (
        replaced("current_disposal", "disposal"), r"sheet Disposals: no column current_disposal"),
    ("mps_custody", "a month of another name"): (
        replaced("December", "Dezember"), "column current_disposal_month_name: 'Dezember' is not month 12"),
    ("mps_custody", "a thirteenth month"): (replaced(12, 13), r"'2031-13' is not a date of the form %Y-%m"),
    ("mps_custody", "an unknown disposal"): (
        replaced("Police Bail", "Bail"), "unknown label in column current_disposal: 'Bail'"),
    ("mps_custody", "a fraction"): (replaced(7, 7.5), "column offence_count, line 2: 7.5 is a fractional count"),
    ("mps_custody", "a row twice"): (row_twice, "duplicate key: 1 rows stand twice"),
    ("mps_other_crime", "an unknown sub-type"): (
        replaced("Racist Crime", "Ageist Crime"), "unknown label in column crime_subtype: 'ageist crime'"),
    ("mps_other_crime", "an unknown place"): (
        replaced("Aviation Security", "Airports"), "unknown label in column borough_snt: 'Airports'"),
    ("mps_other_crime", "an unknown measure"): (
        replaced("Positive Outcomes", "Outcomes"), "unknown label in column measure: 'Outcomes'"),
    ("mps_other_crime", "a row twice"): (row_twice, "duplicate key: 1 rows stand twice"),
    ("mps_other_crime", "made before its months"): (
        replaced(mini.datetime.date(2031, 2, 2), mini.datetime.date(2031, 1, 2)),
        "the file says it was made on 2031-01-02"),
    ("mps_business_crime", "an unknown outcome"): (
        replaced("Caution Youth", "Caution"), "unknown label in column outcome: 'Caution'"),
    ("mps_business_crime", "community resolutions no longer positive"): (
        replaced("Y", "N"), r"column positive_outcome: 'Charged/.*' is counted as 'N', otherwise than declared"),
    ("mps_business_crime", "a flag unknown"): (
        replaced("N", "No"), "unknown label in column positive_outcome: 'No'"),
    ("mps_business_crime", "a day missing"): (
        replaced(mini.datetime.date(2031, 2, 28), mini.datetime.date(2031, 2, 27)), "duplicate key"),
    ("mps_business_crime", "the last day missing"): (
        lambda sheets: {name: [row for row in rows if row[0] != mini.datetime.date(2031, 2, 28)]
                        for name, rows in sheets.items()},
        r"column date: no row is of 2031-02-28 \(1 such\): is the file cut short\?"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILS, ids=" ".join)
@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_a_fault_is_named(case, suffix, tmp_path):
    id_, _ = case
    spoil, says = SPOILS[case]
    path = written(spoil(sheets_of(id_)), tmp_path / f"spoilt{suffix}")
    with pytest.raises(SourceError, match=f"^{id_}: .*{says}"):
        read(id_, path)


@pytest.mark.parametrize("id_", FIXTURES)
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.parquet", b"PAR1 no table", r"x\.parquet cannot be read as Parquet"),
        ("x.xlsx", b"<html>sign in</html>", r"x\.xlsx is a web page, not a workbook"),
        ("x.csv", b"<html>sign in</html>", r"x\.csv is a web page, not a text file"),
        ("x.csv", b"month,count\n2031-01-01,1\n", r"x\.csv, sheet .*: no column "),
        ("x.csv", b"month,count\n2031-01-01,1", r"x\.csv: its last line has no end"),
        ("x.csv", b"month,count\n2031-01-01\n", r"x\.csv cannot be read as a table: "),
    ],
)
def test_what_is_no_such_file_is_refused(id_, name, content, says, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=f"^{id_}: {says}"):
        read(id_, tmp_path / name)


def test_a_borough_without_domestic_abuse_is_a_file_cut_short(tmp_path):
    path = written(sheets_of("mps_other_crime"), tmp_path / "cut.parquet")
    says = "domestic_abuse, 2030-12: offences for 1 of 32 boroughs: is the file cut short"
    with pytest.raises(SourceError, match=says):
        read("mps_other_crime", path, SOURCES["mps_other_crime"])


def test_a_month_without_outcomes_says_nothing_of_them(tmp_path):
    header, *_ = next(iter(sheets_of("mps_other_crime").values()))
    start, made_on = mini.datetime.date(2031, 1, 1), mini.datetime.date(2031, 2, 2)
    rows = [
        [start, "Borough", place, place, "", "Domestic Abuse", "Domestic Abuse", "Offences", "fy30-31",
         "30-31_01", 9, made_on]
        for place in mini.boroughs()
    ]  # fmt: skip
    path = written({"Other": [header, *rows]}, tmp_path / "offences.parquet")
    with pytest.raises(
        SourceError, match="domestic_abuse, 2031-01: no row says how many had a pos"
    ):
        read("mps_other_crime", path, SOURCES["mps_other_crime"])


def test_a_file_downloaded_by_hand_that_cannot_be_read_is_one_line(tmp_path, capsys):
    path = written(
        replaced("Hackney", "Hackny")(sheets_of("mps_vawg")), tmp_path / "VAWG offences.xlsx"
    )
    status = main(["build", "mps_vawg", "--file", str(path), "--out", str(tmp_path / "out")])
    told = capsys.readouterr().err
    assert status == 1
    assert told.startswith("error: mps_vawg: ")
    assert "VAWG offences.xlsx" in told
    assert told.count("\n") == 1
