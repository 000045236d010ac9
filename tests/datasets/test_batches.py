"""Rows in pieces: the same that the catalogue gives, with no more read than is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import batches, versions
from datasets.batches import Condition
from tests.datasets.conftest import CELLS

NAMES = ["month", "area_name", "area_code", "offence_group", "offence_subgroup", "offences_count"]


@pytest.fixture
def table(folder: Path) -> versions.Table:
    return versions.table(versions.current(), "recorded_offences")


def counts(found: Iterator[pa.RecordBatch]) -> list[int]:
    return [count for batch in found for count in batch.column("offences_count").to_pylist()]


def in_months(path: Path) -> versions.Table:
    """A table of 60 months of 100 rows, a row group a month."""
    months = [date(2020 + at // 12, at % 12 + 1, 1) for at in range(60)]
    place = pa.array([f"Place {row % 7}" for row in range(6_000)]).dictionary_encode()
    days = pa.array([month for month in months for _ in range(100)])
    rows = pa.table({"month": days, "place": place, "n": range(6_000)})
    pq.write_table(rows, path, row_group_size=100)
    content = pa.py_buffer(path.read_bytes())
    return versions.Table("made_up", path, "", content, pq.read_metadata(path), rows.schema, {})


def test_all_rows_in_the_order_of_the_key(table: versions.Table) -> None:
    (batch,) = batches.read(table, NAMES)
    assert batch.schema.names == NAMES
    cells = [(str(row["month"]), *list(row.values())[1:]) for row in batch.to_pylist()]
    assert tuple(cells) == CELLS


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        ([Condition("area_code", frozenset({"E09000022"}))], [0, 4, 5]),
        ([Condition("area_code", or_absent=True)], [2]),
        ([Condition("area_code", frozenset({"E09000003"}), or_absent=True)], [7, 2, 9]),
        ([Condition("offences_count", spans=((2, 5),))], [2, 4, 5]),
        ([Condition("offences_count", spans=((None, 2), (9, None)))], [0, 2, 9]),
        ([Condition("month", spans=((date(2022, 3, 1), None),))], [9, 4, 5]),
        ([Condition("month", spans=((date(2022, 3, 1), None),)),
          Condition("offence_group", frozenset({"Theft"}))], [5]),
        ([Condition("offence_group")], []),
    ],
)  # fmt: skip
def test_conditions_choose_rows(table: versions.Table, conditions, wanted) -> None:
    assert counts(batches.read(table, ["offences_count"], conditions)) == wanted


def test_an_absent_value_fits_only_where_it_is_asked_for() -> None:
    assert not Condition("n", frozenset({1}), ((0, 9),)).fits(None)
    assert Condition("n", or_absent=True).fits(None)
    assert not Condition("n", or_absent=True).fits(1)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    places=st.frozensets(st.sampled_from(["Barnet", "Lambeth", "Unknown", "Atlantis"])),
    low=st.integers(-1, 10),
    offset=st.integers(0, 8),
    limit=st.none() | st.integers(0, 8),
    sort=st.sampled_from([(), (("offences_count", "descending"),), (("area_name", "ascending"),)]),
)
def test_rows_are_those_of_a_plain_loop(table, places, low, offset, limit, sort) -> None:
    wanted = [cell for cell in CELLS if cell[1] in places and low <= cell[5]]
    if sort:
        at = NAMES.index(sort[0][0])
        wanted.sort(key=lambda cell: cell[at], reverse=sort[0][1] == "descending")
    wanted = wanted[offset:] if limit is None else wanted[offset : offset + limit]
    conditions = [
        Condition("area_name", places),
        Condition("offences_count", spans=((low, None),)),
    ]
    found = batches.read(table, ["offences_count"], conditions, sort, offset, limit)
    assert counts(found) == [cell[5] for cell in wanted]


def test_a_sort_puts_absent_values_last_either_way(table: versions.Table) -> None:
    for direction in ("ascending", "descending"):
        found = batches.read(table, ["area_code"], sort=(("area_code", direction),))
        codes = [code for batch in found for code in batch.column(0).to_pylist()]
        assert codes[-1] is None
        assert codes[:-1] == sorted(codes[:-1], reverse=direction == "descending")


def test_row_groups_that_cannot_fit_are_not_read(tmp_path: Path) -> None:
    table = in_months(tmp_path / "made_up.parquet")
    january = Condition("month", spans=((date(2022, 1, 1), date(2022, 2, 28)),))
    assert batches.row_groups(table, []) == list(range(60))
    assert batches.row_groups(table, [january]) == [24, 25]
    assert batches.row_groups(table, [january, Condition("n", spans=((2_550, None),))]) == [25]
    found = batches.read(table, ["n"], [january])
    assert [n for batch in found for n in batch.column(0).to_pylist()] == list(range(2_400, 2_600))


def test_every_row_group_that_fits_is_read(tmp_path: Path) -> None:
    table = in_months(tmp_path / "made_up.parquet")
    found = batches.read(table, ["n"], [Condition("place", frozenset({"Place 3"}))])
    assert [n for batch in found for n in batch.column(0).to_pylist()] == list(range(3, 6_000, 7))


def test_a_page_reads_no_more_than_its_rows(tmp_path: Path, monkeypatch) -> None:
    table = in_months(tmp_path / "made_up.parquet")
    asked = []
    plain = pq.ParquetFile.iter_batches

    def noting(self, rows, **options):
        asked.append(rows)
        return plain(self, rows, **options)

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", noting)
    (batch,) = batches.read(table, ["n"], offset=20, limit=30)
    assert batch.column(0).to_pylist() == list(range(20, 50))
    assert asked == [50]


def test_long_batches_are_cut(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(batches, "BATCH_ROWS", 64)
    table = in_months(tmp_path / "made_up.parquet")
    every = Condition("n", spans=((0, None),))
    for conditions, sort in (([], ()), ([every], ()), ([every], (("n", "descending"),))):
        found = list(batches.read(table, ["n"], conditions, sort))
        assert sum(batch.num_rows for batch in found) == 6_000
        assert max(batch.num_rows for batch in found) <= 64


def test_a_file_that_goes_bad_while_it_is_read_is_read_to_its_end(table: versions.Table) -> None:
    """The bytes that were checked are those that are read."""
    found = batches.read(table, ["offences_count"])
    table.path.write_bytes(b"not a table")
    assert counts(found) == [7, 0, 2, 9, 4, 5]
    assert table.labels["offence_group"] == ("Burglary", "Robbery", "Theft")


def test_bytes_that_are_no_table_are_said(table: versions.Table) -> None:
    spoilt = replace(table, content=pa.py_buffer(b"not a table"))
    with pytest.raises(versions.SpoiltTableError, match="cannot be read"):
        list(batches.read(spoilt, ["offences_count"]))
