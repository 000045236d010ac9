"""Publishing: a version that tells what changed, and which files stand in the folder."""

from __future__ import annotations

import dataclasses

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data_pipeline import publish
from datasets import catalogue, versions
from tests.data_pipeline.conftest import hashes
from tests.data_pipeline.small_tables import BOUNDARIES, POPULATION, outline, residents, table

# Versions


def test_first_version_is_1_0_0(out):
    assert publish.publish([table(residents(5))], out) == ["population"]
    assert catalogue.version() == "1.0.0"


def test_unchanged_rows_leave_every_file_untouched(out):
    publish.publish([table(residents(5))], out)
    before = hashes(out)
    assert publish.publish([table(residents(5))], out) == []
    assert hashes(out) == before


WITHOUT_AREA_NAME = dataclasses.replace(
    POPULATION, columns=tuple(name for name in POPULATION.columns if name != "area_name")
)
WITHOUT_AGE_BAND = dataclasses.replace(
    POPULATION,
    columns=tuple(name for name in POPULATION.columns if name != "age_band"),
    key=tuple(name for name in POPULATION.key if name != "age_band"),
)


@pytest.mark.parametrize(
    ("before", "after", "version"),
    [
        pytest.param((5,), [table(residents(5, 6))], "1.1.0", id="rows added"),
        pytest.param(
            (5, 6, 7), [table(residents(5, 6).assign(year=[2013, 2014]))], "1.1.0",
            id="rows added while others go",
        ),
        pytest.param((5,), [table(outline(), BOUNDARIES)], "1.1.0", id="a new table"),
        pytest.param((5,), [table(residents(6))], "1.0.1", id="a corrected value"),
        pytest.param((5,), [table(residents(5), WITHOUT_AGE_BAND)], "2.0.0", id="a removed column"),
        pytest.param(
            (5,), [table(residents(5, 6), WITHOUT_AREA_NAME), table(outline(), BOUNDARIES)], "2.0.0",
            id="a column removed beside added rows",
        ),
    ],
)  # fmt: skip
def test_the_version_tells_what_changed(before, after, version, out):
    publish.publish([table(residents(*before))], out)
    publish.publish(after, out)
    assert catalogue.version() == version


def test_a_retyped_column_raises_the_major_version(out, monkeypatch):
    publish.publish([table(residents(5))], out)
    monkeypatch.setitem(publish._ARROW, "integer", pa.float64())
    publish.publish([table(residents(5))], out)
    assert catalogue.version() == "2.0.0"


# Files


def test_each_table_stands_under_its_hash_and_its_plain_name(out):
    publish.publish([table(residents(5, 6))], out)
    digest = catalogue.manifest()["datasets"]["population"]["sha256"]
    assert sorted(hashes(out)) == [
        "manifest-1.0.0.json",
        "manifest.json",
        f"population-{digest[:12]}.parquet",
        "population.json",
        "population.parquet",
    ]
    assert hashes(out)["population.parquet"] == digest
    assert hashes(out)[f"population-{digest[:12]}.parquet"] == digest


def test_manifest_states_rows_and_period(out):
    publish.publish([table(residents(5, 6, 7))], out)
    entry = catalogue.manifest()["datasets"]["population"]
    assert (entry["rows"], entry["period"]) == (3, ["2011", "2013"])


def test_readers_follow_the_manifest_not_the_plain_name(out):
    publish.publish([table(residents(5))], out)
    old = (out / "population.parquet").read_bytes()
    publish.publish([table(residents(6))], out)
    (out / "population.parquet").write_bytes(old)
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_readers_use_the_plain_name_where_no_hashed_file_is(out):
    publish.publish([table(residents(5))], out)
    for path in out.glob("population-*.parquet"):
        path.unlink()
    assert catalogue.load("population")["residents_count"].tolist() == [5]
    assert catalogue.problems() == []


def test_the_last_five_versions_are_kept_and_older_ones_removed(out):
    for value in range(8):
        publish.publish([table(residents(value))], out)
    versions = sorted(path.name for path in out.glob("manifest-*.json"))
    assert versions == [f"manifest-1.0.{n}.json" for n in (3, 4, 5, 6, 7)]
    tables = [pq.read_table(path).to_pandas() for path in out.glob("population-*.parquet")]
    assert sorted(rows["residents_count"].item() for rows in tables) == [3, 4, 5, 6, 7]


def test_the_version_of_a_fresh_clone_is_kept_when_the_next_one_comes(out):
    """A clone holds its version under the plain names alone."""
    publish.publish([table(residents(5)), table(outline(), BOUNDARIES)], out)
    for path in [*out.glob("*-????????????.parquet"), *out.glob("manifest-*.json")]:
        path.unlink()
    publish.publish([table(residents(6)), table(outline(), BOUNDARIES)], out)
    assert versions.kept() == ("1.0.1", "1.0.0")
    with versions.reading("1.0.0"):
        assert catalogue.version() == "1.0.0"
        assert catalogue.load("population")["residents_count"].tolist() == [5]
        assert catalogue.load("boundaries")["geometry"].tolist() == ["{}"]
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_a_spoilt_table_is_not_kept_as_the_version_before(out):
    publish.publish([table(residents(5))], out)
    for path in out.glob("*-????????????.parquet"):
        path.unlink()
    (out / "population.parquet").write_bytes(b"spoilt")
    publish.publish([table(residents(6))], out)
    with pytest.raises(versions.SpoiltTableError), versions.reading("1.0.0"):
        pass
    assert catalogue.load("population")["residents_count"].tolist() == [6]


def test_versions_are_ordered_as_numbers(out):
    for value in range(12):
        publish.publish([table(residents(value))], out)
    kept = {path.name for path in out.glob("manifest-*.json")}
    assert kept == {f"manifest-1.0.{n}.json" for n in (7, 8, 9, 10, 11)}


def test_a_table_shared_by_kept_versions_is_kept_once(out):
    publish.publish([table(residents(5)), table(outline(), BOUNDARIES)], out)
    publish.publish([table(residents(6)), table(outline(), BOUNDARIES)], out)
    assert len(list(out.glob("boundaries-*.parquet"))) == 1
    assert len(list(out.glob("population-*.parquet"))) == 2


@pytest.mark.parametrize(
    "spoilt", ["population.parquet", "population-*.parquet", "population*.parquet"]
)
def test_spoilt_files_are_healed_by_the_next_build(out, spoilt):
    publish.publish([table(residents(5))], out)
    before = hashes(out)
    for path in out.glob(spoilt):
        path.write_bytes(b"spoilt")
    publish.publish([table(residents(5))], out)
    assert hashes(out) == before


def test_a_spoilt_plain_file_is_healed_where_only_plain_files_are_kept(out):
    """As in a fresh clone, which has no hash-named files."""
    publish.publish([table(residents(5))], out)
    for path in out.glob("population-*.parquet"):
        path.unlink()
    (out / "population.parquet").write_bytes(b"spoilt")
    publish.publish([table(residents(5))], out)
    assert catalogue.problems() == []


def test_date_of_retrieval_is_kept_while_the_file_is_the_same(out):
    publish.publish([table(residents(5))], out)
    later = table(residents(5))
    later.sources[0]["retrieved"] = "2026-02-02"
    assert publish.publish([later], out) == []
    assert catalogue.manifest()["datasets"]["population"]["sources"][0]["retrieved"] == "2026-01-01"
