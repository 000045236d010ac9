"""Addresses as people write and share them: places in any spelling, campaigns' additions, parts of files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pandas as pd
import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from dashboard.campaigns import is_of_campaign, without_campaigns
from dashboard.plain_text import cited, plain
from dashboard.subjects.pages import PAGES
from datasets import catalogue
from datasets.schema import COLUMNS
from tests.dashboard import asking
from tests.datasets.test_places import SPELLINGS

WHOLE = "/data/recorded_offences"
OWN_PARAMETERS = {"columns", "limit", "offset", "sort"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


# Places in the interface


@pytest.mark.parametrize("column", ["area_code", "area_name"])
def test_a_place_in_any_spelling_is_the_rows_of_its_code(client, column):
    for written, code in SPELLINGS.items():
        if code in ("E09000001", "MPS") or not written:  # not in this table; absent
            continue
        answer = client.get("/data/recorded_offences.csv", params={column: written, "limit": 3})
        if code is None:
            assert answer.status_code == 400, written
            assert "no row of this table has that value" in answer.json()["error"]
        else:
            assert answer.status_code == 200, written
            assert set(pd.read_csv(io.StringIO(answer.text))["area_code"]) == {code}, written


def test_the_file_names_the_place_and_not_the_spelling(client):
    ask = {"area_name": "LB of hammersmith & FULHAM"}
    said = client.head("/data/recorded_offences.csv", params=ask).headers["content-disposition"]
    assert 'filename="recorded-offences-hammersmith-and-fulham.csv"' in said


def test_a_wrong_letter_is_told_and_not_taken(client):
    for column in ("area_code", "area_name"):
        answer = client.get("/data/recorded_offences.csv", params={column: "Lambth"})
        assert answer.status_code == 400
        assert "did you mean Lambeth?" in answer.json()["error"]
    answer = client.get("/data/recorded_offences.csv", params={"offence_group": "Burglery"})
    assert "did you mean Burglary?" in answer.json()["error"]


def test_a_plus_in_a_code_need_not_be_escaped(client):
    address = "/data/population.csv?limit=1&area_code="
    plus, escaped = (client.get(f"{address}E09000001{sign}E09000033").text for sign in ("+", "%2B"))
    assert plus == escaped
    assert "E09000001+E09000033" in plus


# What campaigns and networks add


@pytest.mark.parametrize(
    "added", ["fbclid=IwAR0x", "utm_source=newsletter", "GCLID=1", "mc_eid=%20"]
)
def test_what_a_campaign_adds_asks_for_nothing(client, added):
    plain_answer = client.get(f"{WHOLE}.csv?area_code=E09000022&limit=2")
    for query in (f"area_code=E09000022&limit=2&{added}", f"{added}&area_code=E09000022&limit=2"):
        answer = client.get(f"{WHOLE}.csv?{query}")
        assert (answer.status_code, answer.text) == (200, plain_answer.text)
        assert answer.headers["etag"] == plain_answer.headers["etag"]
    rows = client.get(f"{WHOLE}.json?limit=1&{added}").json()
    assert added.split("=")[0] not in json.dumps(rows["meta"])
    for path in ("/data", "/data/datapackage.json", "/openapi.json", "/updates.xml", "/healthz"):
        assert client.get(f"{path}?{added}").status_code == 200
    assert client.get(f"{WHOLE}.csv?areacode=E09000022").status_code == 400


def test_no_name_of_ours_is_taken_for_a_campaigns():
    ours = {*COLUMNS, *OWN_PARAMETERS, *(key for page in PAGES for key in page.keys)}
    assert [name for name in ours if is_of_campaign(name)] == []


def test_the_rest_of_a_query_stays_as_it_was_written():
    assert without_campaigns(b"a=%20+b&utm_x=1&a=&c") == b"a=%20+b&a=&c"
    assert without_campaigns(b"a=1&b=2") == b"a=1&b=2"
    assert without_campaigns(b"utm%5Fsource=1&fbclid") == b""


# Days


def test_a_day_that_no_row_has_is_refused_with_the_days_that_exist(client):
    answer = client.get(f"{WHOLE}.csv?month=2024-02-15")
    assert answer.status_code == 400
    assert "no row of this table has that day" in answer.json()["error"]
    assert {"2024-02-01", "2024-03-01"} <= set(answer.json()["allowed"])
    assert client.get(f"{WHOLE}.csv?month=2024-02-01&limit=1").status_code == 200
    assert client.get(f"{WHOLE}.csv?month=2024-02&limit=1").status_code == 200
    answer = client.get("/data/use_of_force.csv?year_end=2020-03-30")
    assert answer.json()["allowed"] == ["2019-03-31", "2020-03-31", "2024-03-31"]


# Lengths and parts of whole tables


@pytest.mark.parametrize("fmt", ["parquet", "csv", "json", "xlsx"])
def test_head_says_the_length_and_parts_make_the_whole(client, fmt):
    address = f"/data/public_attitudes.{fmt}"
    head = client.head(address, headers={"Accept-Encoding": "identity"})
    size = int(head.headers["content-length"])
    assert head.headers["accept-ranges"] == "bytes"
    whole = client.get(address, headers={"Accept-Encoding": "identity"})
    assert len(whole.content) == size
    parts = []
    for first, last in ((0, 999), (1000, size // 2), (size // 2 + 1, size + 50)):
        answer = client.get(address, headers={"Range": f"bytes={first}-{last}"})
        assert answer.status_code == 206
        assert "content-encoding" not in answer.headers
        assert answer.headers["content-range"] == f"bytes {first}-{min(last, size - 1)}/{size}"
        parts.append(answer.content)
    assert b"".join(parts) == whole.content
    tail = client.get(address, headers={"Range": "bytes=-8"})
    assert tail.content == whole.content[-8:]
    assert tail.headers["access-control-allow-origin"] == "*"


def test_a_download_goes_on_only_while_the_bytes_are_the_same(client):
    address = "/data/use_of_force.parquet"
    tag = client.head(address).headers["etag"]
    asked = {"Range": "bytes=100-", "If-Range": tag}
    assert client.get(address, headers=asked).status_code == 206
    other = client.get(address, headers={**asked, "If-Range": '"another"'})
    assert other.status_code == 200
    assert pq.read_table(io.BytesIO(other.content)).num_rows == 371


def test_a_range_that_cannot_be_is_416_and_one_that_is_none_is_passed_over(client):
    address = "/data/use_of_force.csv"
    head = client.head(address, headers={"Accept-Encoding": "identity"})
    size = int(head.headers["content-length"])
    answer = client.get(address, headers={"Range": f"bytes={size}-"})
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{size}")
    assert answer.json()["allowed"] == [f"bytes=0-{size - 1}"]
    for written in ("lines=1-2", "bytes=abc", "bytes=", "bytes=9-1", "nonsense"):
        assert client.get(address, headers={"Range": written}).status_code == 200
    assert client.get(f"{address}?limit=2", headers={"Range": "bytes=0-1"}).status_code == 200


class RangeReader(io.RawIOBase):
    """A file that is read a part at a time over HTTP, as DuckDB and fsspec read one."""

    def __init__(self, client: TestClient, address: str) -> None:
        self.client, self.address, self.at, self.fetched = client, address, 0, 0
        self.size = int(client.head(address).headers["content-length"])

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = (0, self.at, self.size)[whence] + offset
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, count: int = -1) -> bytes:
        last = self.size - 1 if count < 0 else min(self.at + count, self.size) - 1
        if last < self.at:
            return b""
        answer = self.client.get(self.address, headers={"Range": f"bytes={self.at}-{last}"})
        assert answer.status_code == 206
        self.at, self.fetched = last + 1, self.fetched + len(answer.content)
        return answer.content


def test_a_range_reading_client_reads_one_column_without_the_rest(client):
    file = RangeReader(client, f"{WHOLE}.parquet")
    read = pq.ParquetFile(file).read(["month"])
    assert read.num_rows == len(catalogue.load("recorded_offences"))
    assert file.fetched < file.size * 0.8


# Shared links


def said_of(client, address):
    text = client.get(address).text
    found = {}
    for tag in text.split("<meta ")[1:]:
        name, _, rest = tag.partition('content="')
        found[name.split('"')[1]] = rest.split('"')[0].replace("&amp;", "&")
    return found


def test_a_link_shared_is_of_the_choice_in_it(client):
    said = said_of(client, "/borough?area=E09000022&fbclid=x")
    assert said["og:url"] == "https://example.org/borough?area=E09000022"
    assert said["og:title"] == "Lambeth · My borough · London policing scorecard"
    assert said["og:description"].startswith("In this link: Lambeth. ")
    assert said["og:image"] == "https://example.org/share/choice/borough.png?area=E09000022"
    answer = client.get(said["og:image"].removeprefix("https://example.org"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content != client.get("/share/choice/borough.png?area=E09000017").content
    assert "area" not in said_of(client, "/borough")["og:url"]


def test_a_link_with_more_choices_and_a_place_as_people_write_it(client):
    said = said_of(client, "/crime?area=Barking+%26+Dagenham&offence=Burglary&from=2020-01")
    assert said["og:title"].startswith("Barking and Dagenham · Crime trends")
    assert "Barking and Dagenham, Burglary, from January 2020" in said["og:description"]
    assert said["og:url"].endswith("/crime?area=E09000002&offence=Burglary&from=2020-01")


@pytest.mark.parametrize(
    "written", ["The Met is corrupt", "<b>x</b>", "http://evil.example", '"><script>']
)
def test_nothing_that_somebody_made_up_goes_round_as_ours(client, written):
    for key in ("area", "offence", "measure", "from", "q", "object"):
        answer = client.get("/crime", params={key: written})
        head = (
            answer.text.split("</title>")[1].split("<script>")[0] + answer.text.split("</title>")[0]
        )
        assert written not in head
        assert said_of(client, f"/crime?{key}={written}")["og:url"] == "https://example.org/crime"
    assert client.get("/share/choice/crime.png", params={"area": written}).status_code == 404


def test_the_icon_that_browsers_ask_for(client):
    from PIL import Image

    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/x-icon")
    icon = Image.open(io.BytesIO(answer.content))
    assert icon.format == "ICO"
    assert icon.convert("RGBA").getpixel((24, 4))[:3] == (0x12, 0x43, 0x6D)


# Texts


def test_no_address_becomes_a_link():
    for written in (
        "http://evil.example",
        "HTTPS://evil.example/x",
        "see www.evil.example",
        "me@evil.example",
        "me@-evil.example",
    ):
        escaped = plain(written).replace("\\", "")
        assert escaped.replace("\N{WORD JOINER}", "") == written
        assert not any(mark in escaped.lower() for mark in ("://", "www.", "me@"))
    ours = cited("From https://here.example/trust?area=E09000022 on 1 May").replace("\\", "")
    assert ours == "From https://here.example/trust?area=E09000022 on 1 May"
    assert plain("www: a @ b, 5 // 6") == "www\\: a @ b, 5 // 6"


@pytest.mark.parametrize(
    "written", ["https&colon;//evil.example", "www&period;evil.example", "me&commat;evil.example"]
)
def test_a_sign_written_by_its_name_in_html_stays_a_name(written):
    assert rf"\{written[written.index('&') :].split(';')[0]};" in plain(written)
    assert plain("Kensington & Chelsea; R&D") == "Kensington & Chelsea; R&D"
