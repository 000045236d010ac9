"""The only reader of the published folder: what it gives, and how it says that it cannot."""

from __future__ import annotations

import datetime
import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets import catalogue
from datasets.rows import Between
from datasets.schema import COLUMNS, DATASETS
from tests.datasets.conftest import CELLS, OFFENCES, offences

pytestmark = pytest.mark.usefixtures("folder")


def counts(**filters) -> list[int]:
    return catalogue.load("recorded_offences", ["offences_count"], filters)[
        "offences_count"
    ].tolist()


# What there is


def test_ids_come_in_alphabetical_order():
    assert catalogue.ids() == ["boundaries", "recorded_offences"]


def test_version_is_that_of_the_manifest():
    assert catalogue.version() == "1.0.0"


def test_describe_gives_what_was_declared():
    described = catalogue.describe("recorded_offences")
    assert described["title"] == OFFENCES.title
    assert described["key"] == list(OFFENCES.key)
    assert [column["name"] for column in described["columns"]] == list(OFFENCES.columns)
    assert described["sources"] == [{"id": "mps_recorded_crime", "title": "Recorded crime"}]


def test_each_column_is_described_with_type_and_unit():
    count = next(
        one
        for one in catalogue.describe("recorded_offences")["columns"]
        if one["name"] == "offences_count"
    )
    assert count == {
        "name": "offences_count", "type": "integer", "unit": "offences", "nullable": False,
        "description": COLUMNS["offences_count"].description,
    }  # fmt: skip


# Rows


def test_all_rows_come_back_in_the_order_of_the_key():
    rows = catalogue.load("recorded_offences")
    pd.testing.assert_frame_equal(rows, offences()[list(OFFENCES.columns)], check_dtype=False)


def test_dates_are_dates_labels_text_and_counts_whole():
    rows = catalogue.load("recorded_offences")
    assert rows["month"].dtype.kind == "M"
    assert rows["offence_group"].dtype == pd.Series(["x"]).dtype
    assert rows["offences_count"].dtype == "int64"
    assert rows.index.tolist() == [0, 1, 2, 3, 4, 5]


def test_what_is_no_place_has_no_code_and_keeps_its_name():
    rows = catalogue.load("recorded_offences", ["area_code", "area_name"], {"area_type": "unknown"})
    assert rows["area_code"].isna().tolist() == [True]
    assert rows["area_name"].tolist() == ["Unknown"]


def test_columns_come_in_the_order_asked_for():
    rows = catalogue.load("recorded_offences", ["offences_count", "month"])
    assert list(rows.columns) == ["offences_count", "month"]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({}, [7, 0, 2, 9, 4, 5]),
        ({"area_code": "E09000022"}, [0, 4, 5]),
        ({"offence_group": ["Robbery", "Theft"]}, [2, 4, 5]),
        ({"offence_group": ("Robbery",)}, [4]),
        ({"offence_group": {"Burglary"}, "area_name": "Barnet"}, [7, 9]),
        ({"offence_group": []}, []),
        ({"offence_group": "Piracy"}, []),
        ({"month": "2022-03-01"}, [9, 4]),
        ({"month": "2022-03"}, [9, 4]),
        ({"month": datetime.date(2022, 3, 1)}, [9, 4]),
        ({"month": pd.Timestamp("2022-03-01")}, [9, 4]),
        ({"month": ["2022-02-01", "2022-04-01"]}, [7, 0, 2, 5]),
        ({"month": Between("2022-03-01", "2022-03-31")}, [9, 4]),
        ({"month": Between("2022-03-01", None)}, [9, 4, 5]),
        ({"month": Between(None, "2022-03-01")}, [7, 0, 2, 9, 4]),
        ({"month": Between()}, [7, 0, 2, 9, 4, 5]),
        ({"month": Between("2022-04-01", "2022-02-01")}, []),
        ({"offences_count": Between(2, 5)}, [2, 4, 5]),
        ({"offences_count": 0}, [0]),
    ],
)  # fmt: skip
def test_filters_choose_rows(filters, wanted):
    assert counts(**filters) == wanted


def test_a_filter_may_name_a_column_that_is_not_loaded():
    rows = catalogue.load("recorded_offences", ["area_name"], {"offences_count": 9})
    assert rows["area_name"].tolist() == ["Barnet"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    places=st.sets(st.sampled_from(["Barnet", "Lambeth", "Unknown", "Atlantis"])),
    low=st.integers(-1, 10),
    high=st.integers(-1, 10),
)
def test_filters_choose_what_a_plain_loop_chooses(places, low, high):
    wanted = [cell[5] for cell in CELLS if cell[1] in places and low <= cell[5] <= high]
    assert counts(area_name=places, offences_count=Between(low, high)) == wanted


# What cannot be read


def test_an_unknown_dataset_is_refused_with_those_there_are():
    with pytest.raises(
        catalogue.DatasetNotPublishedError,
        match=r"weather: not among .* \(boundaries, recorded_offences\)",
    ):
        catalogue.load("weather")
    with pytest.raises(catalogue.DatasetNotPublishedError, match=r"^weather: "):
        catalogue.describe("weather")


@pytest.mark.parametrize(
    "arguments", [{"columns": ["month", "colour"]}, {"filters": {"colour": "red"}}]
)
def test_an_unknown_column_is_refused_by_name(arguments):
    with pytest.raises(
        catalogue.UnknownColumnError, match=r"^recorded_offences: no column colour$"
    ):
        catalogue.load("recorded_offences", **arguments)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("month", "yesterday-ish"), ("month", "2022-13-01"), ("month", Between("x", None)),
        ("month", ["2022-02-01", "x"]),
        ("offences_count", "many"), ("offences_count", Between(None, "many")), ("offences_count", [1, "x"]),
        ("offence_group", 5), ("month", None), ("offences_count", None), ("offence_group", None),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_column_is_refused(column, value):
    with pytest.raises(catalogue.DatasetError, match=f"does not fit the column {column}"):
        catalogue.load("recorded_offences", filters={column: value})


def test_a_missing_manifest_is_said(folder):
    (folder / "manifest.json").unlink()
    with pytest.raises(
        catalogue.DatasetError, match=r"no published data: the folder holds no manifest\.json"
    ):
        catalogue.ids()
    assert catalogue.problems() == ["no published data: the folder holds no manifest.json"]


@pytest.mark.parametrize(
    "content", ['{"version": "1.0', "[]", "{}", '{"version": "1.0.0", "datasets": []}', "\xff"]
)
def test_a_manifest_that_is_none_is_said(folder, content):
    (folder / "manifest.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(catalogue.DatasetError, match=r"^manifest\.json cannot be read"):
        catalogue.ids()
    (problem,) = catalogue.problems()
    assert problem.startswith("manifest.json cannot be read")


def test_all_is_well_with_a_good_folder():
    assert catalogue.problems() == []


def test_bytes_that_are_not_those_of_the_manifest_are_a_problem(folder):
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(path.read_bytes() + b" ")
    assert catalogue.problems() == ["boundaries: the table's bytes are not those of the manifest"]


def test_a_missing_table_is_a_problem(folder):
    for path in folder.glob("boundaries*.parquet"):
        path.unlink()
    assert catalogue.problems() == ["boundaries: the table is missing"]
    with pytest.raises(catalogue.DatasetError, match=r"^boundaries: the table is missing"):
        catalogue.load("boundaries")
    with pytest.raises(catalogue.DatasetError, match=r"^boundaries: the table is missing"):
        catalogue.describe("boundaries")


def test_a_table_that_is_none_is_said(folder):
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(b"not a table")
    with pytest.raises(catalogue.DatasetError, match=r"^boundaries: the table's bytes are not"):
        catalogue.load("boundaries")


def test_the_other_tables_are_still_read_when_one_is_spoilt(folder):
    for path in folder.glob("boundaries*.parquet"):
        path.write_bytes(b"not a table")
    assert counts(offence_group="Robbery") == [4]


def test_another_folder_is_read_as_soon_as_the_environment_names_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DATASETS_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(catalogue.DatasetError, match="no published data"):
        catalogue.ids()


def test_without_the_environment_the_repositorys_own_folder_is_read(monkeypatch):
    monkeypatch.delenv("DATASETS_DIR")
    assert catalogue.directory().parts[-2:] == ("datasets", "published")
    assert set(catalogue.ids()) >= {"public_attitudes", "recorded_offences", "population"}


# Tables entered by hand


def test_a_reference_table_is_read_as_text():
    places = catalogue.reference("places")
    assert places.loc[places["area_name"] == "Lambeth", "area_code"].tolist() == ["E09000022"]
    assert (len(places), places["tile_row"].iloc[0]) == (33, "4")


def test_an_unknown_reference_table_is_refused():
    with pytest.raises(catalogue.DatasetError, match="no reference table colours"):
        catalogue.reference("colours")


def test_what_is_declared_by_hand_is_read_with_its_types():
    declared = catalogue.declared("success_measures")
    assert declared["published"] == datetime.date(2023, 3, 31)
    assert [len(one["indicator"]) for one in declared["measure"]] == [9, 1, 2, 10, 3, 3, 3]


@pytest.mark.parametrize("content", [None, b"x = ", b"x = 1\nx = 2", b"\xff\xfe"])
def test_a_declaration_that_is_not_there_or_no_toml_is_refused_by_name(
    content, tmp_path, monkeypatch
):
    monkeypatch.setattr(catalogue, "REFERENCE", tmp_path)
    if content is not None:
        (tmp_path / "colours.toml").write_bytes(content)
    says = (
        "no reference file colours" if content is None else "the reference file colours is not TOML"
    )
    with pytest.raises(catalogue.DatasetError, match=f"^{says}"):
        catalogue.declared("colours")


def test_tiles_of_the_map_of_squares_do_not_overlap():
    places = catalogue.reference("places")
    assert not places.duplicated(["tile_column", "tile_row"]).any()


# Declarations


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=DATASETS)
def test_a_dataset_declares_only_declared_columns(dataset):
    assert set(dataset.columns) <= set(COLUMNS)
    assert set(dataset.key) <= set(dataset.columns)
    assert dataset.nullable <= set(dataset.columns)
    assert set(dataset.period) <= set(dataset.columns)
    # An offence group as a whole has no code; no other part of a key may be empty.
    assert dataset.nullable & set(dataset.key) <= {"offence_code"}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_a_number_has_a_unit_and_a_description_is_a_sentence(column):
    assert column.description.endswith(".")
    assert bool(column.unit) == (column.kind in ("integer", "number")) or column.name == "value"


def test_every_declared_column_is_used():
    assert set(COLUMNS) == {name for dataset in DATASETS.values() for name in dataset.columns}


def test_the_manifest_is_the_json_on_disk(folder):
    assert catalogue.manifest() == json.loads((folder / "manifest.json").read_text())
