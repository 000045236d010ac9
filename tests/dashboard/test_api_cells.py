"""Cells of the shipped tables over HTTP: what is absent stays a cell, in every format and filter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from datasets import catalogue
from datasets.schema import DATASETS
from tests.dashboard.published_versions import application

NULLABLE = [
    (dataset.id, column) for dataset in DATASETS.values() for column in sorted(dataset.nullable)
]


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(application(), base_url="https://example.org") as found:
        yield found


def without_value(column: pd.Series) -> int:
    return int((column.isna() | column.eq("")).sum())


@pytest.mark.parametrize(("dataset", "column"), NULLABLE)
def test_one_column_alone_keeps_its_empty_rows(
    client: TestClient, dataset: str, column: str
) -> None:
    answer = client.get(f"/data/{dataset}.csv?columns={column}")
    held = catalogue.load(dataset, [column])[column]
    read = pd.read_csv(io.BytesIO(answer.content))[column]
    assert (len(read), int(read.isna().sum())) == (len(held), without_value(held))
    lines = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert [] not in lines
    assert len(lines) == len(held) + 1


@pytest.mark.parametrize(("dataset", "column"), NULLABLE)
def test_an_empty_filter_finds_every_empty_cell(
    client: TestClient, dataset: str, column: str
) -> None:
    held = catalogue.load(dataset, [column])[column]
    rows = client.get(f"/data/{dataset}.json?columns={column}&{column}=").json()["rows"]
    assert len(rows) == without_value(held)
    assert {row[column] or None for row in rows} <= {None}


def count(client: TestClient, query: str) -> int:
    return len(client.get(f"/data/{query}").json()["rows"])


def test_an_empty_text_is_no_value(client: TestClient) -> None:
    """The printed figures' tables hold an empty text where nothing is set against the figure."""
    year = "comparator=12+months+to+January+2022"
    assert count(client, "review_figures.json?comparator=") == 1_042
    named = count(client, f"review_figures.json?{year}")
    assert named > 0
    assert count(client, f"review_figures.json?comparator=&{year}") == 1_042 + named
    assert count(client, f"review_figures.json?{year}&confidence_note=") < named
    assert count(client, "review_figures.json?original_source=") == 10
    assert count(client, "published_figures.json?comparator=") == 328


@pytest.mark.parametrize("dataset", [one for one in DATASETS if one != "recorded_offences"])
def test_a_workbook_has_no_empty_cell(client: TestClient, dataset: str) -> None:
    body = client.get(f"/data/{dataset}.xlsx?limit=3000").content
    head, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name("Table").to_python()[2:]
    )
    assert head == list(DATASETS[dataset].columns)
    assert len(rows) == min(3000, catalogue.manifest()["datasets"][dataset]["rows"])
    assert [row for row in rows if "" in row] == []


def marks(client: TestClient, query: str) -> dict[str, Any]:
    body = client.get(f"/data/{query}").content
    head, row = (
        CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name("Table").to_python()[2:4]
    )
    return dict(zip(head, row, strict=True))


def test_what_does_not_apply_is_told_from_what_is_not_known(client: TestClient) -> None:
    promise = marks(client, "commitments.xlsx?recommendation=&target_value=&evidence=&limit=1")
    columns = ("recommendation", "target_value", "target_unit", "evidence", "evidence_value")
    assert [promise[name] for name in columns] == ["[z]", "[z]", "[z]", "[x]", "[x]"]
    none = marks(client, "crime_outcomes.xlsx?offences_count=0&limit=1")
    assert (none["offences_count"], none["rate_pct"]) == (0, "[z]")
    rate = marks(client, "crime_outcomes.xlsx?offences_count=&limit=1")
    assert (rate["offences_count"], rate["outcomes_count"]) == ("[x]", "[x]")
