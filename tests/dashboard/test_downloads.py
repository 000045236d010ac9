"""The files a reader takes away: what is in them, not merely that they are written."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from dashboard import downloads
from dashboard.downloads import DownloadMeta

META = DownloadMeta(
    title="Trust in the Met",
    source="MOPAC Public Attitude Survey",
    licence="Open Government Licence v3.0",
    filters={"Place": "Barking & Dagenham", "From": "2015-03"},
    link="https://example.org/trust?area=E09000002",
    data_version="1.4.0",
    retrieved="2026-11-23",
    notes=("Each point covers 12 months.", "=No intervals are published."),
)


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_name": ["Barking & Dagenham", '=cmd|"/c calc"!A1', None],
            "period_end": pd.to_datetime(["2023-12-31", "2024-03-31", None]),
            "share_pct": [69.5, -3.0, None],
            "offences_count": [910_619, 0, 7],
            "is_transcription": [True, False, False],
        },
        index=[5, 6, 7],
    )


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))


def test_csv_is_rfc_4180_with_one_header_row(frame: pd.DataFrame) -> None:
    body = downloads.to_bytes(frame, "csv", META)
    assert body.startswith(b"area_name,period_end,")
    assert body.count(b"\r\n") == body.count(b"\n") == 4
    rows = read_csv(body)
    assert rows[0] == list(frame.columns)
    assert rows[1] == ["Barking & Dagenham", "2023-12-31", "69.5", "910619", "True"]
    assert rows[3] == ["", "", "", "7", "False"]


def test_csv_makes_formulas_safe_and_leaves_negative_numbers(frame: pd.DataFrame) -> None:
    row = read_csv(downloads.to_bytes(frame, "csv", META))[2]
    assert row[0] == '\'=cmd|"/c calc"!A1'
    assert row[2] == "-3.0"


def test_csv_makes_a_heading_safe() -> None:
    body = downloads.to_bytes(pd.DataFrame({"@SUM(A1)": [1]}), "csv", META)
    assert read_csv(body)[0] == ["'@SUM(A1)"]


@given(st.text(max_size=20))
def test_no_cell_of_a_csv_begins_as_a_formula(text: str) -> None:
    body = downloads.to_bytes(pd.DataFrame({"a": [text], "b": ["x"]}), "csv", META)
    cell = next(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))["a"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_xlsx_has_cover_then_notes_then_the_table(frame: pd.DataFrame) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(downloads.to_bytes(frame, "xlsx", META)))
    assert book.sheet_names == ["Cover", "Notes", "Table"]

    cover = {row[0]: row[1] for row in book.get_sheet_by_name("Cover").to_python() if row[0]}
    assert "Trust in the Met" in cover
    assert cover["Source"] == META.source
    assert cover["Licence"] == META.licence
    assert cover["Filters"] == "Place: Barking & Dagenham; From: 2015-03"
    assert cover["Link"] == META.link
    assert cover["Retrieved"] == "23 November 2026"
    assert cover["Data version"] == "1.4.0"

    notes = [row[0] for row in book.get_sheet_by_name("Notes").to_python()]
    assert notes == ["What you need to know", *META.notes]

    table = book.get_sheet_by_name("Table").to_python()
    assert table[0] == list(frame.columns)
    assert table[1] == ["Barking & Dagenham", date(2023, 12, 31), 69.5, 910619, True]
    assert table[2][0] == '=cmd|"/c calc"!A1'  # a text cell, which no spreadsheet runs
    assert table[3] == ["", "", "", 7, False]


def test_xlsx_holds_no_formula(frame: pd.DataFrame) -> None:
    body = downloads.to_bytes(frame, "xlsx", META)
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    table = book.get_sheet_by_name("Table")
    assert table.to_python()[2][0] == frame["area_name"].iloc[1]
    assert b"<f>" not in _parts(body)


def _parts(body: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_xlsx_of_no_rows_opens() -> None:
    empty = pd.DataFrame({"month": [], "offences_count": []})
    book = CalamineWorkbook.from_filelike(io.BytesIO(downloads.to_bytes(empty, "xlsx", META)))
    assert book.get_sheet_by_name("Table").to_python()[0] == ["month", "offences_count"]


def test_parquet_keeps_types_and_carries_its_metadata(frame: pd.DataFrame) -> None:
    table = pq.read_table(io.BytesIO(downloads.to_bytes(frame, "parquet", META)))
    assert table.column_names == list(frame.columns)
    assert table.column("offences_count").to_pylist() == [910_619, 0, 7]
    assert table.column("share_pct").to_pylist() == [69.5, -3.0, None]
    said = table.schema.metadata
    assert said[b"download.title"] == b"Trust in the Met"
    assert json.loads(said[b"download.filters"]) == dict(META.filters)
    assert json.loads(said[b"download.notes"]) == list(META.notes)


def test_json_is_meta_and_rows(frame: pd.DataFrame) -> None:
    answer = json.loads(downloads.to_bytes(frame, "json", META))
    assert set(answer) == {"meta", "rows"}
    assert answer["meta"]["filters"] == dict(META.filters)
    assert answer["rows"][0] == {
        "area_name": "Barking & Dagenham",
        "period_end": "2023-12-31",
        "share_pct": 69.5,
        "offences_count": 910_619,
        "is_transcription": True,
    }
    assert answer["rows"][2]["share_pct"] is None
    assert answer["rows"][2]["period_end"] is None


def test_an_unknown_format_is_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no format pdf"):
        downloads.to_bytes(frame, "pdf", META)  # type: ignore[arg-type]


def test_the_file_name_states_the_filters() -> None:
    assert downloads.file_name("trust", META, "csv") == "trust-barking-dagenham-2015-03.csv"


def test_a_file_name_is_never_too_long_nor_a_path() -> None:
    meta = DownloadMeta("t", "s", "l", {"Search": "../" * 100 + "x" * 300})
    name = downloads.file_name("review", meta, "json")
    assert len(name) <= 125
    assert "/" not in name
    assert name.endswith(".json")


def test_the_citation_names_source_version_date_and_link() -> None:
    cited = downloads.citation(META)
    for part in (META.source, META.title, "data version 1.4.0", "23 November 2026", META.link):
        assert part in cited


def test_the_site_is_cited_for_what_it_says_itself() -> None:
    meta = DownloadMeta("sources of the data", downloads.SITE, "See each", data_version="1.4.0")
    start = "London policing scorecard, sources of the data, data version 1.4.0, retrieved "
    assert downloads.citation(meta).startswith(start)
