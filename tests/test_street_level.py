"""Street-level records in small: both engines answer what the generator counted, in both layouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks import street_level, street_records
from benchmarks.street_level import ENGINES, QUESTIONS
from benchmarks.street_records import BY_AREA, BY_MONTH, COLUMNS, LAYOUTS

ROWS = 20_000
TWO_YEARS = range(7, 9)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("street level")
    street_records.make(ROWS, folder, TWO_YEARS)
    return folder


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_answer_what_was_counted(records: Path, layout: str, name: str) -> None:
    right = street_level.expected(QUESTIONS[name], np.load(records / street_records.COUNTED))
    assert len(right) >= 24
    for ask in ENGINES.values():
        assert ask(records, layout, QUESTIONS[name]) == right


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_record_is_there_once_in_the_publishers_columns(records: Path, layout: str) -> None:
    files = sorted((records / layout).rglob("*.parquet"))
    assert sum(pq.read_metadata(path).num_rows for path in files) == ROWS
    assert np.load(records / street_records.COUNTED).sum() == ROWS
    added = [] if layout == BY_AREA else ["area_code"]
    assert all(pq.read_schema(path).names == [*COLUMNS, *added] for path in files)
    if layout == BY_MONTH:
        assert len(files) == 12 * len(TWO_YEARS)
        ids = [one for path in files for one in pq.read_table(path)["Crime ID"].to_pylist() if one]
        assert len(set(ids)) == len(ids)
        assert {len(one) for one in ids} == {64}


def test_the_same_seed_makes_the_same_records(records: Path, tmp_path: Path) -> None:
    street_records.make(ROWS, tmp_path, TWO_YEARS)
    again = tmp_path / BY_MONTH / "period=2024-05" / "records.parquet"
    assert again.read_bytes() == (records / again.relative_to(tmp_path)).read_bytes()


def test_what_was_counted_adds_up_otherwise_too(records: Path) -> None:
    """By hand, of the rows themselves: the totals are not only what the generator says of itself."""
    share = QUESTIONS["share by month"]
    right = street_level.expected(share, np.load(records / street_records.COUNTED))
    table = pq.read_table(records / BY_MONTH / "period=2024-05" / "records.parquet")
    rows = [one for one in table.to_pylist() if one["Crime type"] != street_records.ANTI_SOCIAL]
    positive = [one for one in rows if one["Last outcome category"] in street_level.POSITIVE]
    assert right["2024-05",] == (len(positive), len(rows))
    assert all(one["Last outcome category"] for one in rows)


def test_an_answer_that_is_wrong_is_not_timed(
    records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "share by month"
    assert street_level.timed(records, BY_AREA, name, "ours")["warm_ms"] > 0
    monkeypatch.setattr(street_level, "ENGINES", {"ours": lambda *_: {("2016-01",): (1, 2)}})
    with pytest.raises(ValueError, match="otherwise than was counted"):
        street_level.timed(records, BY_AREA, name, "ours")
