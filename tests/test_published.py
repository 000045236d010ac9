"""What holds of whatever is shipped: nothing else reads `datasets/published`, which moves with every build."""

from __future__ import annotations

import json
import re
import struct

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.site import shares
from dashboard.subjects.pages import PAGES
from data_pipeline import docs, published_folder
from data_pipeline.__main__ import main
from data_pipeline.registry import all_sources
from datasets import catalogue, versions
from datasets.schema import COLUMNS, DATASETS, MONTHLY_POSITIVE_OUTCOMES
from tests.conftest import FROZEN, PUBLISHED, REPOSITORY

MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def _of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATASETS_DIR", str(PUBLISHED))


# Files


def test_the_manifest_names_every_declared_dataset_and_all_read():
    assert catalogue.ids() == sorted(DATASETS)
    assert catalogue.problems() == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_plain_table_is_the_one_of_the_manifest(dataset):
    """What a fresh copy of the repository reads, where no hash-named file is."""
    assert (PUBLISHED / f"{dataset}.parquet").read_bytes() == catalogue.table_path(
        dataset
    ).read_bytes()


def test_all_tables_together_are_small():
    sizes = [(PUBLISHED / f"{dataset}.parquet").stat().st_size for dataset in catalogue.ids()]
    assert sum(sizes) <= 10 * MEGABYTE


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_is_compressed_with_zstd(dataset):
    footer = pq.ParquetFile(catalogue.table_path(dataset)).metadata
    used = {
        footer.row_group(group).column(column).compression
        for group in range(footer.num_row_groups)
        for column in range(footer.num_columns)
    }
    assert used == {"ZSTD"}


@pytest.mark.parametrize("dataset", DATASETS)
def test_rows_are_sorted_by_a_key_that_is_unique(dataset):
    key = list(DATASETS[dataset].key)
    rows = catalogue.load(dataset, key)
    assert not rows.duplicated().any()
    pd.testing.assert_frame_equal(rows, rows.sort_values(key, ignore_index=True))


@pytest.mark.parametrize("dataset", DATASETS)
def test_columns_are_of_the_declared_types_and_labels_dictionary_encoded(dataset):
    types = {
        "text": pa.string(), "label": pa.dictionary(pa.int32(), pa.string()), "date": pa.date32(),
        "integer": pa.int64(), "number": pa.float64(), "flag": pa.bool_(),
    }  # fmt: skip
    schema = catalogue.schema(dataset)
    assert schema.names == list(DATASETS[dataset].columns)
    assert [field.type for field in schema] == [types[COLUMNS[name].kind] for name in schema.names]


@pytest.mark.parametrize("dataset", DATASETS)
def test_only_columns_that_may_be_empty_are(dataset):
    rows = catalogue.load(dataset)
    assert set(rows.columns[rows.isna().any()]) <= DATASETS[dataset].nullable


@pytest.mark.parametrize("dataset", DATASETS)
def test_metadata_in_the_table_is_that_of_the_json_file(dataset):
    assert json.loads(
        (PUBLISHED / f"{dataset}.json").read_text(encoding="utf-8")
    ) == catalogue.describe(dataset)


@pytest.mark.parametrize("dataset", DATASETS)
def test_metadata_says_what_is_declared(dataset):
    described, declared = catalogue.describe(dataset), DATASETS[dataset]
    assert (described["title"], described["key"]) == (declared.title, list(declared.key))
    assert [column["name"] for column in described["columns"]] == list(declared.columns)
    assert [column["description"] for column in described["columns"]] == [
        COLUMNS[name].description for name in declared.columns
    ]


DERIVED_FROM_SEVERAL = "success_measures"


@pytest.mark.parametrize("dataset", sorted(set(DATASETS) - {DERIVED_FROM_SEVERAL, "signs"}))
def test_manifest_counts_the_rows_and_its_sources_add_up_to_them(dataset):
    entry = catalogue.manifest()["datasets"][dataset]
    rows = catalogue.load(dataset, ["source_id"])
    assert entry["rows"] == len(rows)
    assert sum(source["rows"] for source in entry["sources"]) == len(rows)
    assert {source["id"] for source in entry["sources"]} == set(rows["source_id"])
    assert {source["id"] for source in catalogue.describe(dataset)["sources"]} >= set(
        rows["source_id"]
    )


def test_the_manifest_counts_a_sign_for_each_source_and_edition_behind_it():
    entry = catalogue.manifest()["datasets"]["signs"]
    rows = catalogue.load("signs")
    assert entry["rows"] == len(rows)
    counts = [source["rows"] for source in entry["sources"]]
    assert all(0 < count <= len(rows) for count in counts)
    assert sum(counts) >= len(rows)
    assert {source["id"] for source in entry["sources"]} >= set(rows["source_id"])


def test_the_manifest_names_every_source_behind_the_success_measures():
    entry = catalogue.manifest()["datasets"][DERIVED_FROM_SEVERAL]
    rows = catalogue.load(DERIVED_FROM_SEVERAL)
    used = {*rows["baseline_source_id"].dropna(), *rows["latest_source_id"].dropna()}
    used.add("census_2021_ethnicity")  # residents, whom officers are set against
    used.add("mps_recorded_crime")  # offences of a group, which charges are set against
    if rows["early_sign_value"].notna().any():
        used.add("ons_population")  # residents, whom the boroughs count by
    assert entry["rows"] == len(rows)
    assert {source["id"] for source in entry["sources"]} == used
    described = {source["id"] for source in catalogue.describe(DERIVED_FROM_SEVERAL)["sources"]}
    assert described == used


# What is entered by hand


def test_every_row_entered_by_hand_is_published():
    entered = catalogue.reference("review_figures")
    rows = catalogue.load("review_figures")
    assert rows["statement"].tolist() == entered["statement"].tolist()
    assert rows["value"].tolist() == entered["value"].astype(float).tolist()


def test_every_promise_entered_by_hand_is_published():
    promises = catalogue.load("commitments").set_index("id")
    entered = catalogue.reference("commitments").set_index("id").sort_index()
    assert promises["promise"].to_dict() == entered["promise"].to_dict()
    assert promises["confidence_note"].fillna("").to_dict() == entered["confidence_note"].to_dict()


# What is checked, and what follows the tables


def test_every_check_passes_and_the_sources_agree():
    assert main(["check", "--out", str(PUBLISHED)]) == 0


def test_the_readme_is_up_to_date():
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    table = docs.sources_table(all_sources(), published_folder.read_manifest(PUBLISHED))
    assert docs.with_table(readme, table) == readme, "run: python -m data_pipeline docs"


def test_the_pictures_for_shared_links_are_of_no_data_that_is_yet_to_come():
    """Those of older data are not offered until `make pictures` draws them anew."""
    drawn, published = note()["version"], catalogue.version()
    assert versions.is_version(drawn)
    assert _number(drawn) <= _number(published)


def test_every_page_has_its_picture_of_the_right_size_and_small():
    pages = note()["pages"]
    assert list(pages) == [page.path for page in PAGES]
    for said in pages.values():
        data = (shares.FOLDER / said["file"]).read_bytes()
        assert struct.unpack(">II", data[16:24]) == (shares.WIDTH, shares.HEIGHT), said["file"]
        assert len(data) < 60_000, said["file"]
        assert said["headline"]
        assert said["alt"]


def note() -> dict:
    """What is said of the shipped pictures."""
    return json.loads((shares.FOLDER / shares.NOTE).read_text(encoding="utf-8"))


def _number(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_frozen_tables_have_the_columns_of_today(dataset, monkeypatch):
    """Else every test whose figures they hold is of tables that no build makes any more."""
    monkeypatch.setenv("DATASETS_DIR", str(FROZEN))
    found = catalogue.schema(dataset).names if dataset in catalogue.ids() else []
    assert found == list(DATASETS[dataset].columns), "run: python -m tests.freeze"


# Outcomes


def test_no_verdict_rests_on_a_provisional_month():
    rows = catalogue.load("crime_outcomes", None, MONTHLY_POSITIVE_OUTCOMES)
    unripe = rows[rows["is_provisional"]]
    measures = catalogue.load("success_measures", ["indicator", "latest_period_end"])
    newest = measures.loc[measures["indicator"] == "positive_outcomes", "latest_period_end"]
    assert (newest < unripe["period_end"].min()).all()


def test_provisional_months_are_the_newest_of_their_source():
    """Of an edition, as the last quarters of a file that does not say its day are provisional for good."""
    columns = ["source_id", "edition", "period_end", "is_provisional"]
    rows = catalogue.load("crime_outcomes", columns)
    for _, held in rows.groupby(["source_id", "edition"], observed=True):
        unripe = held.loc[held["is_provisional"], "period_end"]
        ripe = held.loc[~held["is_provisional"], "period_end"]
        assert unripe.empty or unripe.min() > ripe.max()


READS_WHAT_IS_SHIPPED = re.compile(
    r'(REPOSITORY|parents\[\d\]) / "datasets" / "published"|REFERENCE\.parent / "published"'
    r'|delenv\("DATASETS_DIR"|import .*\bPUBLISHED\b'
)


def test_no_other_test_reads_what_is_shipped():
    """Or one more month of data would fail it."""
    here = REPOSITORY / "tests"
    found = {
        path.relative_to(here).as_posix()
        for path in here.rglob("*.py")
        if READS_WHAT_IS_SHIPPED.search(path.read_text(encoding="utf-8"))
    }
    assert (
        found
        == {
            "conftest.py",  # names the folder
            "freeze.py",  # copies it
            "test_published.py",
            "datasets/test_catalogue.py",  # asks which folder is read where none is named, and opens none
        }
    )
