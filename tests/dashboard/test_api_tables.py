"""Tables over HTTP: which rows come, in which form, and what each answer says about itself."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.files import about
from datasets import catalogue
from tests.dashboard.published_versions import LICENCE, OFFENCES, SHARES, application, publish_all

CSV = "/data/recorded_offences.csv"
JSON = "/data/recorded_offences.json"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("published")
    publish_all(made)
    return made


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def counts(client: TestClient, query: str) -> list[int]:
    answer = client.get(f"{JSON}?{query}")
    assert answer.status_code == 200, answer.text
    return [row["offences_count"] for row in answer.json()["rows"]]


# Which rows


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", [7, 0, 2, 9, 4, 5]),
        ("area_code=E09000022", [0, 4, 5]),
        ("area_code=E09000022&area_code=E09000003", [7, 0, 9, 4, 5]),
        ("area_code=E09000022&offence_group=Burglary", [0]),
        ("area_code=", [2]),
        ("area_code", [2]),
        ("area_code=&area_code=E09000003", [7, 2, 9]),
        ("offence_subgroup=Robbery%20of+personal%20property", [4]),
        ("month=2022-03-01", [9, 4]),
        ("month=2022-03", [9, 4]),
        ("month=2022", [7, 0, 2, 9, 4, 5]),
        ("month=2022-02&month=2022-04-01", [7, 0, 2, 5]),
        ("month=2022-02-01", [7, 0, 2]),
        ("month_from=2022-03", [9, 4, 5]),
        ("month_to=2022-03", [7, 0, 2, 9, 4]),
        ("month_from=2022-03&month_to=2022-03-31", [9, 4]),
        ("month_to=2021", []),
        ("offences_count=0", [0]),
        ("offences_count=0&offences_count=9", [0, 9]),
        ("offences_count_from=2&offences_count_to=5", [2, 4, 5]),
        ("offences_count_from=-3&offences_count_to=0", [0]),
        ("limit=2", [7, 0]),
        ("limit=2&offset=1", [0, 2]),
        ("offset=4", [4, 5]),
        ("offset=100", []),
        ("limit=0", []),
        ("limit=100", [7, 0, 2, 9, 4, 5]),
        ("area_code=E09000022&limit=1&offset=1", [4]),
        ("sort=offences_count", [0, 2, 4, 5, 7, 9]),
        ("sort=-offences_count&limit=2", [9, 7]),
        ("sort=area_name,-month", [9, 7, 5, 4, 0, 2]),
        ("sort=area_name&sort=-month", [9, 7, 5, 4, 0, 2]),
    ],
)
def test_a_query_chooses_rows(client: TestClient, query: str, wanted: list[int]) -> None:
    assert counts(client, query) == wanted


def test_numbers_with_decimals_and_flags_are_filtered(client: TestClient) -> None:
    for query, wanted in (
        ("share_pct=69.5", [69.5]),
        ("share_pct_from=69.6", [70.0]),
        ("share_pct=70", [70.0]),
        ("is_transcription=true", [70.0]),
        ("is_transcription=false", [69.5]),
        ("base_n=", [70.0]),
        ("period_end=2023", [69.5]),
        ("period_end_to=2023-12", [69.5]),
        ("period_end_to=2023", [69.5]),
        ("period_end_from=2024", [70.0]),
        ("period_end_to=2023-11", []),
        ("base_n=1234", [69.5]),
    ):
        rows = client.get(f"/data/public_attitudes.json?{query}").json()["rows"]
        assert [row["share_pct"] for row in rows] == wanted, query


def test_columns_come_in_the_order_asked_for(client: TestClient) -> None:
    text = client.get(f"{CSV}?columns=offences_count,month&limit=1").text
    assert text == "offences_count,month\r\n7,2022-02-01\r\n"
    assert (
        client.get(f"{CSV}?columns=month&columns=area_name&limit=0").text == "month,area_name\r\n"
    )


def test_a_filter_may_name_a_column_that_is_not_asked_for(client: TestClient) -> None:
    text = client.get(f"{CSV}?columns=area_name&offences_count=9&sort=-month").text
    assert text == "area_name\r\nBarnet\r\n"


# In which form


def test_csv_holds_every_column_with_iso_dates(client: TestClient) -> None:
    answer = client.get(CSV)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = rows_of(answer.text)
    assert head[:5] == ["month", "area_name", "offence_group", "offence_subgroup", "area_code"]
    assert [(row[0], row[1], row[4], int(row[7])) for row in rows] == [
        (month, name, code or "", count) for month, name, code, _, _, count in OFFENCES
    ]


def test_csv_is_what_the_site_offers_for_the_same_rows(client: TestClient) -> None:
    from dashboard.files.about import DownloadMeta
    from dashboard.files.formats import to_bytes

    for dataset in ("recorded_offences", "public_attitudes", "boundaries"):
        there = to_bytes(catalogue.load(dataset), "csv", DownloadMeta("t", "s", "l"))
        assert client.get(f"/data/{dataset}.csv").content == there


def test_csv_is_safe_against_formulas_and_quotes(client: TestClient) -> None:
    rows = rows_of(client.get("/data/public_attitudes.csv?columns=area_name").text)
    assert rows == [["area_name"], ["Lambeth, north"], ['\'=cmd|"/c calc"!A1']]


def test_json_is_meta_and_rows(client: TestClient) -> None:
    answer = client.get(f"{JSON}?area_code=E09000022&month_from=2022-03&limit=1")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["rows"] == [
        {
            "month": "2022-03-01",
            "area_name": "Lambeth",
            "offence_group": "Robbery",
            "offence_subgroup": "Robbery of personal property",
            "area_code": "E09000022",
            "area_type": "borough",
            "published_label": "ROBBERY OF PERSONAL PROPERTY",
            "offences_count": 4,
            "source_id": "mps_recorded_crime",
            "edition": "202606",
        }
    ]
    meta = answer.json()["meta"]
    assert meta["title"] == "Offences recorded by the Metropolitan Police"
    assert meta["source"] == "Metropolitan Police Service, MPS recorded crime"
    assert meta["licence"] == "Open Government Licence v3.0"
    assert meta["filters"] == {
        "month": "from 2022-03",
        "area_code": "E09000022",
        "rows": "1 row",
    }
    assert meta["data_version"] == "1.0.6"
    assert meta["published"] == catalogue.manifest()["built_at"][:10]
    assert meta["retrieved"] == meta["published"]
    assert meta["notes"] == [
        "The City of London has its own force.",
        "2024-02-28, New system (affects: all). The Met changed its recording system.",
    ]


@pytest.mark.parametrize("fmt", ["csv", "json", "parquet", "xlsx"])
def test_an_address_gives_the_same_bytes_on_another_day(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2031, 5, 4)

    address = f"/data/recorded_offences.{fmt}?month=2022-02"
    before = client.get(address).content
    monkeypatch.setattr(about, "date", Later)
    assert client.get(address).content == before


def test_the_link_in_the_meta_gives_the_same_rows(client: TestClient) -> None:
    there = client.get(f"{JSON}?offence_subgroup=Domestic%20burglary&sort=-offences_count").json()
    assert there["meta"]["link"].startswith(
        "https://example.org/data/v/1.0.6/recorded_offences.json?"
    )
    assert client.get(there["meta"]["link"]).json()["rows"] == there["rows"]


def test_json_of_no_rows_and_of_absent_values(client: TestClient) -> None:
    assert client.get(f"{JSON}?limit=0").json()["rows"] == []
    (row,) = client.get(f"{JSON}?area_code=&columns=area_code").json()["rows"]
    assert row == {"area_code": None}


def test_parquet_keeps_types_and_says_what_it_is(client: TestClient) -> None:
    answer = client.get("/data/recorded_offences.parquet?area_code=E09000022")
    table = pq.read_table(io.BytesIO(answer.content))
    assert table.column("month").to_pylist()[0] == date(2022, 2, 1)
    assert table.column("offences_count").to_pylist() == [0, 4, 5]
    said = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert said["download.licence"] == "Open Government Licence v3.0"
    assert json.loads(said["download.filters"]) == {"area_code": "E09000022"}
    assert said["download.data_version"] == "1.0.6"
    assert said["download.link"].endswith("recorded_offences.parquet?area_code=E09000022")
    frame = pd.read_parquet(io.BytesIO(answer.content))
    assert frame["area_name"].tolist() == ["Lambeth"] * 3


def test_xlsx_opens_with_cover_notes_columns_and_table(client: TestClient) -> None:
    answer = client.get("/data/public_attitudes.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Cover", "Notes", "Columns", "Table"]
    assert all(not sheet.merged_cells.ranges for sheet in book)
    cover = {row[0].value: row[1].value for row in book["Cover"].iter_rows() if row[0].value}
    assert cover["Licence"] == "Open Government Licence v3.0"
    assert cover["Data version"] == "1.0.6"
    assert cover["Link"] == "https://example.org/data/v/1.0.6/public_attitudes.xlsx"
    (markup,) = book["Table"].tables.values()
    assert markup.ref == "A3:N5"
    head, *rows = ([cell.value for cell in row] for row in book["Table"][markup.ref])
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["share_pct"] for row in shown] == [share for _, _, share, _, _, _ in SHARES]
    assert [row["base_n"] for row in shown] == [1_234, "[x]"]
    assert shown[0]["period_end"] == datetime(2023, 12, 31)
    assert [row["is_transcription"] for row in shown] == [False, True]
    assert shown[1]["area_name"] == '=cmd|"/c calc"!A1'
    assert book["Table"]["H5"].data_type == "s"


# What each answer says about itself


@pytest.mark.parametrize("fmt", ["csv", "json", "parquet", "xlsx"])
def test_every_format_carries_the_same_headers(client: TestClient, fmt: str) -> None:
    answer = client.get(f"/data/recorded_offences.{fmt}?area_code=E09000022&month_from=2022-03")
    headers = answer.headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["etag"].startswith('W/"')
    built = datetime.fromisoformat(catalogue.manifest()["built_at"])
    assert parsedate_to_datetime(headers["last-modified"]) == built
    assert headers["cache-control"] == "public, no-cache"
    name = f"recorded-offences-from-2022-03-e09000022.{fmt}"
    assert headers["content-disposition"].endswith(f'; filename="{name}"')
    assert int(headers["content-length"]) == len(answer.content)
    assert f'<{LICENCE}>; rel="license"' in headers["link"]


def test_the_csv_says_where_its_metadata_is(client: TestClient) -> None:
    answer = client.get(f"{CSV}?columns=month,offences_count&area_code=E09000022")
    described = answer.headers["link"].split(">")[0].lstrip("<")
    metadata = client.get(described).json()
    assert [one["name"] for one in metadata["tableSchema"]["columns"]] == [
        "month",
        "offences_count",
    ]
    assert (
        metadata["url"] == "recorded_offences.csv?columns=month,offences_count&area_code=E09000022"
    )
    assert "area_code: E09000022" in metadata["schema:about"]


@pytest.mark.parametrize("fmt", ["csv", "json", "parquet", "xlsx", "metadata.json"])
def test_who_holds_it_already_gets_304(client: TestClient, fmt: str) -> None:
    address = f"/data/recorded_offences.{fmt}?area_code=E09000022"
    first = client.get(address)
    for tag in (first.headers["etag"], f'"other", {first.headers["etag"]}', "*"):
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["access-control-allow-origin"] == "*"
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_date_serves_where_there_is_no_tag(client: TestClient) -> None:
    since = client.get(CSV).headers["last-modified"]
    assert client.get(CSV, headers={"If-Modified-Since": since}).status_code == 304
    for other in ("Mon, 01 Jan 2001 00:00:00 GMT", "yesterday", "Mon, 01 Jan 2001 00:00:00"):
        assert client.get(CSV, headers={"If-Modified-Since": other}).status_code == 200
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert client.get(CSV, headers=both).status_code == 200


def test_tags_differ_by_query_format_and_version(client: TestClient) -> None:
    addresses = [
        CSV, JSON, f"{CSV}?limit=1", f"{CSV}?limit=2", "/data/boundaries.csv",
        "/data/v/1.0.5/recorded_offences.csv", "/data/v/1.0.4/recorded_offences.csv",
    ]  # fmt: skip
    tags = [client.get(address).headers["etag"] for address in addresses]
    assert len(set(tags)) == len(addresses)


def test_a_bad_query_is_refused_whatever_is_held(client: TestClient) -> None:
    assert client.get(f"{CSV}?limit=x", headers={"If-None-Match": "*"}).status_code == 400


def test_a_tag_is_known_without_reading_the_query_again(client: TestClient, monkeypatch) -> None:
    address = f"{CSV}?area_code=E09000022"
    first = client.get(address)

    def fails(*_: object) -> None:
        raise RuntimeError("the query was read")

    monkeypatch.setattr("dashboard.files.query.read", fails)
    held = {"If-None-Match": first.headers["etag"]}
    for method in ("GET", "HEAD"):
        again = client.request(method, address, headers=held)
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "last-modified", "cache-control", "vary"):
            assert again.headers[name] == first.headers[name]
    assert client.get(f"{CSV}?area_code=E09000003", headers=held).status_code == 503


def test_a_tag_does_not_help_where_the_table_is_gone(client, tmp_path, monkeypatch) -> None:
    paths = ("/data/v/1.0.2/recorded_offences.csv", "/data/recorded_offences.json")
    held = [{"If-None-Match": client.get(path).headers["etag"]} for path in paths]
    own = shutil.copytree(catalogue.directory(), tmp_path / "published")
    monkeypatch.setenv("DATASETS_DIR", str(own))
    for path, tag in zip(paths, held, strict=True):
        assert client.get(path, headers=tag).status_code == 304
    (own / "manifest-1.0.2.json").unlink()
    for table in own.glob("recorded_offences*.parquet"):
        table.write_bytes(b"spoilt")
    answers = [client.get(path, headers=tag) for path, tag in zip(paths, held, strict=True)]
    assert [answer.status_code for answer in answers] == [410, 503]
    post = client.post(paths[0], headers=held[0])
    assert (post.status_code, post.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("fmt", ["csv", "json", "parquet", "xlsx"])
def test_head_has_the_headers_of_get_and_no_body(client: TestClient, fmt: str) -> None:
    address = f"/data/recorded_offences.{fmt}?area_code=E09000022"
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    unlike = {"content-length", "content-encoding", "vary"}
    assert {k: v for k, v in head.headers.items() if k not in unlike} == {
        k: v for k, v in get.headers.items() if k not in unlike
    }
    held = {"If-None-Match": get.headers["etag"]}
    assert client.head(address, headers=held).status_code == 304


def test_other_sites_may_ask_first(client: TestClient) -> None:
    answer = client.options(CSV, headers={"Origin": "https://elsewhere.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


def test_a_host_that_is_none_is_not_repeated(client: TestClient) -> None:
    answer = client.get(f"{JSON}?limit=1", headers={"Host": 'evil"><script>'})
    assert answer.json()["meta"]["link"] == "/data/v/1.0.6/recorded_offences.json?limit=1"


# Long answers


def test_a_long_answer_is_sent_in_pieces_and_whole(client: TestClient, monkeypatch) -> None:
    from dashboard.files import answers
    from datasets import batches

    whole = client.get(CSV).content
    rows = client.get(JSON).json()["rows"]
    monkeypatch.setattr(answers, "_SENT_AT_ONCE", 100)
    monkeypatch.setattr(batches, "BATCH_ROWS", 2)
    in_pieces = client.get(CSV)
    assert "content-length" not in in_pieces.headers
    assert in_pieces.content == whole
    assert client.get(JSON).json()["rows"] == rows


def test_a_spreadsheet_that_is_too_long_is_refused(client: TestClient, monkeypatch) -> None:
    from dashboard.files import workbook

    monkeypatch.setattr(workbook, "MOST_ROWS", 5)
    answer = client.get("/data/recorded_offences.xlsx")
    assert answer.status_code == 400
    assert answer.json()["error"] == "a spreadsheet holds at most 5 rows"
    assert client.get("/data/recorded_offences.xlsx?limit=5").status_code == 200
