"""Every page's files: nothing in them is left unexplained, empty or a date in disguise."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from dashboard.page import Page
from dashboard.subjects.pages import PAGES
from datasets.schema import Column
from datasets.shown import columns_of
from tests.dashboard import asking
from tests.dashboard.page_reading import shown

NO_FILES = {"get-data", "glossary"}  # it leads to the published tables, which are files already
CHOICES: Mapping[str, tuple[dict[str, str], ...]] = {
    "borough": ({"area": "E09000022"},),
    "crime": (
        {"show": "month", "as": "rate", "area": "E09000022"},
        {"as": "share", "offence": "Burglary"},
    ),
    "gaps": ({}, {"measure": "good_job_local", "by": "ethnicity"}),
    "outcomes": ({}, {"show": "month", "offence": "Possession of weapons", "area": "E09000033"}),
    "powers": (
        {"show": "ratio"},
        {"basis": "self_defined", "object": "Fireworks", "show": "ratio", "tactic": "Handcuffing"},
    ),
    "review": ({}, {"figure": "R0001"}),
    "workforce": ({}, {"who": "specials"}),
}
EDITIONS = {"edition", "editions", "edition_of_last_month"}  # names, though they look like months
DAY = re.compile(r"\d{4}-\d{2}(-\d{2}([T ].*)?)?")


@dataclass(frozen=True)
class File:
    """What a row of downloads offers: its rows, and the files at the addresses that it links to."""

    name: str
    frame: pd.DataFrame = field(repr=False)
    page: Page = field(repr=False)
    client: TestClient = field(repr=False)

    def made(self, fmt: str) -> bytes:
        answer = self.client.get(
            asking.exhibit(self.page, f"{self.name}.{fmt}"), params=self.page.params
        )
        assert answer.status_code == 200
        return answer.content

    @cached_property
    def declared(self) -> Mapping[str, Column]:
        return columns_of(self.name)


ADDRESSES = {
    f"{page.path or 'overview'}-{number}": (page.path, choice)
    for page in PAGES
    for number, choice in enumerate(CHOICES.get(page.path, ({},)))
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with asking.client() as found:
        yield found


@pytest.fixture(scope="module")
def files(request: pytest.FixtureRequest, client: TestClient) -> list[File]:
    """The files of one page."""
    path, choice = ADDRESSES[request.param]
    page = shown(path, **choice)
    return [File(one.name, one.frame, page, client) for one in page.files]


every_page = pytest.mark.parametrize("files", ADDRESSES, indirect=True)


@every_page
def test_every_column_is_explained_and_no_cell_is_empty(
    files: list[File], request: pytest.FixtureRequest
) -> None:
    page = request.node.callspec.id.rsplit("-", 1)[0]
    assert bool(files) == (page not in NO_FILES)
    for file in files:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.made("xlsx")))
        head, *rows = book.get_sheet_by_name("Table").to_python()[2:]
        explained = book.get_sheet_by_name("Columns").to_python()[3:]
        assert head == [row[0] for row in explained] == list(file.frame.columns), file.name
        assert all(row[1].endswith(".") for row in explained), file.name
        assert len(rows) == len(file.frame), file.name
        assert [row for row in rows if "" in row] == [], file.name


@every_page
def test_what_an_empty_cell_means_is_declared(files: list[File]) -> None:
    for file in files:
        without = file.frame.columns[(file.frame.isna() | file.frame.eq("")).any()]
        assert [name for name in without if not file.declared[name].absent] == [], file.name


@every_page
def test_columns_are_of_the_types_declared(files: list[File]) -> None:
    for file in files:
        table = pq.read_table(io.BytesIO(file.made("parquet")))
        for one in table.schema:
            kind, about = file.declared[one.name].kind, f"{file.name}: {one}"
            assert not pa.types.is_timestamp(one.type), about
            assert pa.types.is_date(one.type) == (kind == "date"), about
            assert kind != "integer" or pa.types.is_integer(one.type), about
            if kind in ("text", "label") and one.name not in EDITIONS:
                texts = [text for text in table.column(one.name).to_pylist() if text]
                assert not texts or not all(DAY.fullmatch(text) for text in texts), about


@every_page
def test_csv_holds_every_row_with_iso_days(files: list[File]) -> None:
    for file in files:
        text = file.made("csv").decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == len(file.frame), file.name
        for name in file.frame.columns:
            if file.declared[name].kind == "date":
                days = {row[name] for row in rows} - {""}
                assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in days), file.name
