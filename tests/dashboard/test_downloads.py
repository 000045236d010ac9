"""The files a reader takes away: what is in them, not merely that they are written."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from dashboard.files import about, formats
from dashboard.files.about import SITE, DownloadMeta
from dashboard.files.formats import FORMATS, Format
from datasets.schema import COLUMNS, DATASETS
from datasets.shown import columns_of

META = DownloadMeta(
    title="Trust in the Met",
    source="MOPAC Public Attitude Survey",
    licence="Open Government Licence v3.0",
    filters={"Place": "Barking & Dagenham", "From": "2015-03"},
    link="https://example.org/trust?area=E09000002",
    data_version="1.4.0",
    published="2026-11-20",
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
    body = formats.to_bytes(frame, "csv", META)
    assert body.startswith(b"area_name,period_end,")
    assert body.count(b"\r\n") == body.count(b"\n") == 4
    rows = read_csv(body)
    assert rows[0] == list(frame.columns)
    assert rows[1] == ["Barking & Dagenham", "2023-12-31", "69.5", "910619", "true"]
    assert rows[3] == ["", "", "", "7", "false"]


def test_csv_makes_formulas_safe_and_leaves_negative_numbers(frame: pd.DataFrame) -> None:
    row = read_csv(formats.to_bytes(frame, "csv", META))[2]
    assert row[0] == '\'=cmd|"/c calc"!A1'
    assert row[2] == "-3.0"


def test_csv_makes_a_heading_safe() -> None:
    body = formats.to_bytes(pd.DataFrame({"@SUM(A1)": [1]}), "csv", META)
    assert read_csv(body)[0] == ["'@SUM(A1)"]


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_cell_of_a_csv_begins_as_a_formula(text: str) -> None:
    body = formats.to_bytes(pd.DataFrame({"a": [text], "b": ["x"]}), "csv", META)
    cell = next(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))["a"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell.removeprefix("'") == text.removeprefix("'")


def sheet(book: CalamineWorkbook, name: str) -> list[list[object]]:
    return book.get_sheet_by_name(name).to_python()


def opened(frame: pd.DataFrame) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(formats.to_bytes(frame, "xlsx", META)))


def test_xlsx_has_cover_notes_columns_and_table(frame: pd.DataFrame) -> None:
    book = opened(frame)
    assert book.sheet_names == ["Cover", "Notes", "Columns", "Table"]

    cover = {row[0]: row[1] for row in sheet(book, "Cover") if row[0]}
    assert next(iter(cover)) == "Trust in the Met"
    assert cover["Source"] == META.source
    assert cover["Licence"] == META.licence
    assert cover["Filters"] == "Place: Barking & Dagenham; From: 2015-03"
    assert cover["Link"] == META.link
    assert cover["Retrieved"] == "23 November 2026"
    assert cover["Data version"] == "1.4.0"
    assert cover["Data published"] == "20 November 2026"
    assert cover["Sheet Table"] == "The figures"

    columns = sheet(book, "Columns")
    assert columns[2] == ["Column", "What it holds", "Unit"]
    assert columns[3:5] == [
        ["area_name", "Name of the place.", "[z]"],
        ["period_end", "Last day of the period.", "[z]"],
    ]
    assert columns[6] == [
        "offences_count",
        "Offences recorded by the police; of custody those that a disposal is of.",
        "offences",
    ]

    table = sheet(book, "Table")
    assert table[0][0] == "Trust in the Met"
    assert table[1][0].startswith(
        "This sheet holds one table. Shorthand: [c] confidential, [x] not"
    )
    assert table[2] == list(frame.columns)
    assert table[3] == ["Barking & Dagenham", date(2023, 12, 31), 69.5, 910619, True]
    assert table[4][0] == '=cmd|"/c calc"!A1'  # a text cell, which no spreadsheet runs


def test_xlsx_says_what_worked_out_columns_hold() -> None:
    frame = pd.DataFrame({"offence": ["Theft and burglary"], "change_5y_pct": [None]}, dtype=object)
    made = formats.to_bytes(frame, "xlsx", META, columns_of("crime-kinds"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert sheet(book, "Columns")[3:] == [
        ["offence", "An offence group or a kind within one, as the page names it.", "[z]"],
        [
            "change_5y_pct",
            "Change on the 12 months 5 years before; empty: fewer than 50 offences then, or not all "
            "months are held.",
            "per cent",
        ],
    ]
    assert sheet(book, "Table")[3] == ["Theft and burglary", "[x]"]


def test_xlsx_has_room_for_the_names_in_a_column() -> None:
    frame = pd.DataFrame({"offence": ["Violence against the person"], "n": [1]})
    book = openpyxl.load_workbook(io.BytesIO(formats.to_bytes(frame, "xlsx", META)))
    widths = book["Table"].column_dimensions
    assert widths["A"].width >= len("Violence against the person")


def test_xlsx_explains_its_shorthand_and_leaves_no_cell_empty(frame: pd.DataFrame) -> None:
    book = opened(frame)
    assert sheet(book, "Table")[5] == ["[x]", "[x]", "[x]", 7, False]
    notes = sheet(book, "Notes")
    assert notes[0][0] == "What you need to know"
    assert notes[2:5] == [
        ["Note", "What it says"],
        ["Note 1", META.notes[0]],
        ["Note 2", META.notes[1]],
    ]
    explained = {row[0]: row[1].split(":")[0] for row in notes[5:]}
    assert explained == {"[c]": "Confidential", "[x]": "Not available", "[z]": "Not applicable"}


def test_an_empty_cell_is_marked_by_what_its_column_declares() -> None:
    frame = pd.DataFrame(
        {
            "old_count": [None, 3.0],
            "base_n": [1.0, None],
            "recommendation": [None, 7],
            "target_value": [None, 8.0],
            "target_unit": [None, "per cent"],
            "comparator": ["", "a year before"],
            "original_source": ["A survey", ""],
        }
    )
    assert sheet(opened(frame), "Table")[3:] == [
        ["[z]", 1, "[z]", "[z]", "[z]", "[z]", "A survey"],
        [3, "[x]", 7, 8, "per cent", "a year before", "[x]"],
    ]


def test_only_what_is_hidden_is_marked_confidential() -> None:
    frame = pd.DataFrame(
        {
            "ethnicity": ["Black", "White", "Not recorded"],
            "searches_count": pd.array([None, 9, None], "Int64"),
            "is_masked": [True, False, True],
            "residents_count": pd.array([90, 80, None], "Int64"),
            "ratio": [None, None, None],
            "share_pct": [None, 2.5, None],
        }
    ).astype({"ratio": "float64"})
    body = formats.to_bytes(frame, "xlsx", META, columns_of("powers"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    assert sheet(book, "Table")[3:] == [
        ["Black", "[c]", True, 90, "[c]", "[c]"],
        ["White", 9, False, 80, "[z]", 2.5],
        ["Not recorded", "[c]", True, "[z]", "[c]", "[c]"],
    ]
    women = pd.DataFrame({"women": [None, 7.0]})
    body = formats.to_bytes(women, "xlsx", META, columns_of("workforce"))
    assert sheet(CalamineWorkbook.from_filelike(io.BytesIO(body)), "Table")[3:] == [["[c]"], [7]]


NULLABLE = sorted({name for dataset in DATASETS.values() for name in dataset.nullable})


def test_every_column_that_may_be_empty_declares_what_that_means() -> None:
    assert [name for name in NULLABLE if not COLUMNS[name].absent] == []


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        (["a", None, "", "  "], ["a", '""', '""', '"  "']),
        ([1.5, None, float("nan")], ["1.5", '""', '""']),
        ([None, None], ['""', '""']),
        ([True, None], ["true", '""']),
    ],
)
def test_a_csv_of_one_column_has_no_blank_line(cells: list[object], written: list[str]) -> None:
    table = pa.table({"a": pa.array(cells)})
    body = b"".join(formats.pieces(table.to_batches(), table.schema, "csv", META))
    assert body.decode().split("\r\n") == ["a", *written, ""]
    assert len(pd.read_csv(io.BytesIO(body))) == len(cells)
    assert len(list(csv.DictReader(io.StringIO(body.decode(), newline="")))) == len(cells)
    beside = table.append_column("b", pa.array([None] * len(cells), pa.string()))
    both = b"".join(formats.pieces(beside.to_batches(), beside.schema, "csv", META))
    assert '""' not in both.decode()


@pytest.mark.parametrize(
    "days",
    [
        pd.Series([pd.Timestamp("2018-04-01"), None], dtype=object),
        pd.Series(["2018-04-01", ""]),
        pd.Series(["2018-04", None]),
        pd.to_datetime(pd.Series(["2018-04-01", None])),
    ],
)
def test_days_are_dates_however_a_page_holds_them(days: pd.Series) -> None:
    frame = pd.DataFrame({"last_month": days})
    body = formats.to_bytes(frame, "parquet", META, columns_of("crime"))
    column = pq.read_table(io.BytesIO(body)).column("last_month")
    assert column.type == pa.date32()
    assert column.to_pylist() == [date(2018, 4, 1), None]


def test_a_moment_is_not_made_a_day() -> None:
    frame = pd.DataFrame({"last_month": pd.to_datetime(["2018-04-01 10:30"]), "as_of": ["soon"]})
    table = pq.read_table(io.BytesIO(formats.to_bytes(frame, "parquet", META, columns_of("crime"))))
    assert pa.types.is_timestamp(table.schema.field("last_month").type)
    assert table.column("as_of").to_pylist() == ["soon"]


def test_xlsx_marks_up_one_table_a_sheet_without_merged_cells(frame: pd.DataFrame) -> None:
    book = openpyxl.load_workbook(io.BytesIO(formats.to_bytes(frame, "xlsx", META)))
    for name, reference in (("Notes", "A3:B8"), ("Columns", "A3:C8"), ("Table", "A3:E6")):
        (table,) = book[name].tables.values()
        assert table.ref == reference
        assert table.autoFilter is None
        assert book[name].freeze_panes is None
    for each in book:
        assert not each.merged_cells.ranges
        assert each["A1"].font.b
    assert book["Table"]["B4"].number_format == "yyyy-mm-dd"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_comes_back_from_a_cell_of_xlsx(text: str) -> None:
    body = formats.to_bytes(pd.DataFrame({"a": [text], "b": [1]}), "xlsx", META)
    cell = openpyxl.load_workbook(io.BytesIO(body))["Table"]["A4"]
    assert cell.data_type in ("s", "inlineStr")
    assert unescape(cell.value) == (text or "[x]")


def test_xlsx_of_many_batches_holds_every_row() -> None:
    frame = pd.DataFrame({"a": [f"row {n}" for n in range(1_000)], "n": range(1_000)})
    table = pa.Table.from_pandas(frame, preserve_index=False)
    pieces = formats.pieces(table.to_batches(max_chunksize=7), table.schema, "xlsx", META)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(pieces)), read_only=True)
    rows = list(book["Table"].iter_rows(min_row=4, values_only=True))
    assert rows == list(frame.itertuples(index=False, name=None))


def test_xlsx_holds_no_formula(frame: pd.DataFrame) -> None:
    body = formats.to_bytes(frame, "xlsx", META)
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    table = book.get_sheet_by_name("Table")
    assert table.to_python()[4][0] == frame["area_name"].iloc[1]
    assert b"<f>" not in _parts(body)


def _parts(body: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_xlsx_of_no_rows_opens() -> None:
    empty = pd.DataFrame({"month": [], "offences_count": []})
    book = CalamineWorkbook.from_filelike(io.BytesIO(formats.to_bytes(empty, "xlsx", META)))
    assert sheet(book, "Table")[2] == ["month", "offences_count"]


def test_parquet_keeps_types_and_carries_its_metadata(frame: pd.DataFrame) -> None:
    table = pq.read_table(io.BytesIO(formats.to_bytes(frame, "parquet", META)))
    assert table.column_names == list(frame.columns)
    assert table.column("offences_count").to_pylist() == [910_619, 0, 7]
    assert table.column("share_pct").to_pylist() == [69.5, -3.0, None]
    said = table.schema.metadata
    assert said[b"download.title"] == b"Trust in the Met"
    assert json.loads(said[b"download.filters"]) == dict(META.filters)
    assert json.loads(said[b"download.notes"]) == list(META.notes)


def test_json_is_meta_and_rows(frame: pd.DataFrame) -> None:
    answer = json.loads(formats.to_bytes(frame, "json", META))
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


def test_json_is_true_json_whatever_the_cells_hold() -> None:
    frame = pd.DataFrame(
        {
            'a "key"': ['say "no"\n', None, "é ☃"],
            "x": [float("nan"), float("inf"), 1e-7],
            "n": [1, 2, 3],
        }
    )
    rows = json.loads(formats.to_bytes(frame, "json", META))["rows"]
    assert rows == [
        {'a "key"': 'say "no"\n', "x": None, "n": 1},
        {'a "key"': None, "x": None, "n": 2},
        {'a "key"': "é ☃", "x": 1e-7, "n": 3},
    ]


@pytest.mark.parametrize("fmt", FORMATS)
def test_frames_of_any_kind_can_be_written(fmt: Format) -> None:
    for frame in (
        pd.DataFrame(),
        pd.DataFrame({"a": []}),
        pd.DataFrame({"a": [None, None]}),
        pd.DataFrame({"a": ["x", 5, None, 2.5]}),
        pd.DataFrame({"a": pd.Categorical(["x", None, "x"]), "b": pd.array([1, None, 3], "Int64")}),
        pd.DataFrame({"at": pd.to_datetime(["2024-01-01 10:30", None])}),
    ):
        assert formats.to_bytes(frame, fmt, META)


def test_counts_stay_whole_where_one_is_absent() -> None:
    frame = pd.DataFrame({"base_n": [1_234.0, None], "share_pct": [70.0, None]})
    assert read_csv(formats.to_bytes(frame, "csv", META))[1:] == [["1234", "70.0"], ["", ""]]


def test_an_unknown_format_is_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no format pdf"):
        formats.to_bytes(frame, "pdf", META)  # type: ignore[arg-type]


def test_the_file_name_states_the_filters() -> None:
    assert about.file_name("trust", META, "csv") == "trust-barking-dagenham-2015-03.csv"


def test_a_file_name_is_never_too_long_nor_a_path() -> None:
    meta = DownloadMeta("t", "s", "l", {"Search": "../" * 100 + "x" * 300})
    name = about.file_name("review", meta, "json")
    assert len(name) <= 125
    other = DownloadMeta("t", "s", "l", {"Search": "../" * 100 + "x" * 301})
    assert re.fullmatch(r"review-x{104}-[0-9a-f]{8}\.json", name)  # two searches, two names
    assert about.file_name("review", other, "json")[:-13] == name[:-13]
    assert about.file_name("review", other, "json") != name
    assert "/" not in name
    assert name.endswith(".json")


def named(**filters: str) -> str:
    return about.file_name("trust", DownloadMeta("t", "s", "l", filters), "csv")


def test_two_long_choices_never_share_a_name() -> None:
    places = [f"Borough number {number}" for number in range(12)]
    first, second = named(Place=", ".join(places)), named(Place=", ".join([*places, "Sutton"]))
    assert first != second
    assert first == named(Place=", ".join(places))
    assert max(len(first), len(second)) <= 124
    assert first.startswith("trust-borough-number-0-borough-number-1-")
    assert re.fullmatch(r"[a-z0-9-]+-[0-9a-f]{8}\.csv", first)


def test_a_file_name_is_plain_ascii_and_loses_no_choice() -> None:
    assert named(Word="Café Nero") == "trust-cafe-nero.csv"
    assert re.fullmatch(r"trust-[0-9a-f]{8}\.csv", named(Word="Ελλάδα"))
    assert named(Word="Ελλάδα") != named(Word="日本")


def test_the_citation_names_source_version_date_and_link() -> None:
    cited = about.citation(META)
    for part in (META.source, META.title, "data version 1.4.0", "23 November 2026", META.link):
        assert part in cited


def test_the_site_is_cited_for_what_it_says_itself() -> None:
    meta = DownloadMeta("sources of the data", SITE, "See each", data_version="1.4.0")
    start = "London policing scorecard, sources of the data, data version 1.4.0, retrieved "
    assert about.citation(meta).startswith(start)
