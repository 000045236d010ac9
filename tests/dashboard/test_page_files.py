"""Every page's files: nothing in them is left unexplained, empty or a date in disguise."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import streamlit as st
from python_calamine import CalamineWorkbook

from dashboard.downloads import Format
from datasets.schema import Column
from tests.dashboard.reading import PAGES, shown

NO_FILES = {"get_data"}  # it leads to the published tables, which are files already
CHOICES: Mapping[str, tuple[dict[str, str | list[str]], ...]] = {
    "borough": ({"area": "E09000022"},),
    "crime": (
        {"show": "month", "as": "rate", "area": ["E09000022"]},
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
    """What a row of downloads offers: its rows, what they mean, and how each format is made."""

    name: str
    frame: pd.DataFrame = field(repr=False)
    declared: Mapping[str, Column] = field(repr=False)
    made: Mapping[Format, partial[bytes]] = field(repr=False)


ADDRESSES = [
    pytest.param(page, choice, id=f"{page}-{number}")
    for page in sorted(path.stem for path in PAGES.glob("*.py"))
    for number, choice in enumerate(CHOICES.get(page, ({},)))
]


@pytest.fixture(scope="module")
def files(request: pytest.FixtureRequest) -> list[File]:
    """The files of one page, as its buttons would make them."""
    page, choice = request.param
    offered: dict[str, dict[Format, partial[bytes]]] = {}
    button = st.download_button

    def noted(label: str, data: Any, **named: Any) -> Any:
        if isinstance(data, partial) and str(named["key"]).startswith("download-"):
            name, fmt = str(named["key"]).removeprefix("download-").rsplit("-", 1)
            offered.setdefault(name, {})[fmt] = data
        return button(label, data, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", noted)
        shown(page, **choice)
    return [
        File(name, made["csv"].args[0], made["csv"].args[3], made) for name, made in offered.items()
    ]


every_page = pytest.mark.parametrize(
    "files",
    [(page, choice) for param in ADDRESSES for page, choice in [param.values]],
    ids=[str(param.id) for param in ADDRESSES],
    indirect=True,
)


@every_page
def test_every_column_is_explained_and_no_cell_is_empty(
    files: list[File], request: pytest.FixtureRequest
) -> None:
    page = request.node.callspec.id.rsplit("-", 1)[0]
    assert bool(files) == (page not in NO_FILES)
    for file in files:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.made["xlsx"]()))
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
        table = pq.read_table(io.BytesIO(file.made["parquet"]()))
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
        text = file.made["csv"]().decode()
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert len(rows) == len(file.frame), file.name
        for name in file.frame.columns:
            if file.declared[name].kind == "date":
                days = {row[name] for row in rows} - {""}
                assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in days), file.name
