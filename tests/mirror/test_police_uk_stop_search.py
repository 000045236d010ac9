"""Stops in the publishers' own files: totals known from elsewhere, and which file serves a month."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, periods, registry, source_files

pytestmark = pytest.mark.mirror
NAMES = {
    "raw": "metropolitan-stop-and-search.csv",
    "counts": "DERIVED_police_uk_metropolitan_stops_month_ethnicity.csv",
}


@pytest.fixture(scope="module")
def reading(mirror) -> source_files.Reading:
    source = registry.all_sources()["police_uk_stop_search"]
    return source_files.read_source(source, locate.in_mirror(mirror)(source))


@pytest.fixture(scope="module")
def rows(reading) -> pd.DataFrame:
    return reading.rows


def stops_of(rows: pd.DataFrame, month: str, **cells: str) -> int:
    chosen = rows[rows["month"] == f"{month}-01"]
    for column, value in cells.items():
        chosen = chosen[chosen[column] == value]
    return int(chosen["stops_count"].sum())


def test_months_that_are_missing(rows):
    missing = periods.missing_months(rows["month"])
    assert [month for month in missing if not "2019-03" <= month <= "2021-05"] == [
        "2015-06", "2015-10", "2016-02", "2016-06", "2022-01", "2022-11",
    ]  # fmt: skip
    assert len(missing) == 6 + 27
    assert (rows["month"].min(), rows["month"].max()) == (
        pd.Timestamp("2015-04-01"),
        pd.Timestamp("2025-12-01"),
    )
    assert rows["month"].nunique() == 96


def test_each_month_comes_from_one_kind_of_file(rows):
    files = rows.groupby("month")["file"].unique().map(sorted).map(tuple).value_counts().to_dict()
    assert files == {
        (NAMES["counts"],): 61,
        (f"2022-12-{NAMES['raw']}",): 1,
        (f"2023-01-{NAMES['raw']}",): 1,
        ("ss_monthly_ethnicity.csv", "ss_monthly_search_type.csv"): 33,
    }


def test_each_stop_stands_once_within_both_bases(rows):
    sums = rows.pivot_table("stops_count", "month", "ethnicity_basis", "sum")
    joint = sums[:"2023-03-01"]
    assert len(joint) == 63
    assert (joint["self_defined"] == joint["officer_defined"]).all()
    assert joint["all"].isna().all()
    assert joint["self_defined"].sum() == 823_682
    later = sums["2023-04-01":]
    assert later["self_defined"].isna().all()
    assert (later["all"] > later["officer_defined"]).all()
    assert later[["officer_defined", "all"]].sum().tolist() == [348_990, 366_087]


@pytest.mark.parametrize(
    ("month", "stops"), [("2015-04", 11_126), ("2022-08", 17_286), ("2022-12", 5_706), ("2023-01", 16_401)]
)  # fmt: skip
def test_stops_of_a_month(rows, month, stops):
    assert stops_of(rows, month, ethnicity_basis="officer_defined") == stops


def test_january_2023_of_single_stops(rows):
    month = {"month": "2023-01", "ethnicity_basis": "officer_defined"}
    assert stops_of(rows, ethnicity="Black", **month) == 5_944
    assert stops_of(rows, ethnicity="Not recorded", **month) == 400
    assert stops_of(rows, outcome="Arrest", **month) == 2_245
    assert stops_of(rows, object_of_search="Controlled drugs", **month) == 10_363
    by_self = {"month": "2023-01", "ethnicity_basis": "self_defined"}
    assert stops_of(rows, ethnicity="Not stated", **by_self) == 4_824
    assert stops_of(rows, ethnicity="White British", **by_self) == 3_043


def test_single_stops_and_counts_of_them_agree(mirror):
    """The counts of December 2022 and January 2023 are those of the files themselves."""
    source = registry.all_sources()["police_uk_stop_search"]
    module = registry.reader(source)
    found = {}
    for path in locate.in_mirror(mirror)(source):
        tidy = module.tidy(module.parse(path, source), source)
        found[path.name] = tidy[tidy["month"].isin(pd.to_datetime(["2022-12-01", "2023-01-01"]))]
    single = pd.concat([found[f"{month}-{NAMES['raw']}"] for month in ("2022-12", "2023-01")])
    key = list(single.columns[:-1])
    pd.testing.assert_frame_equal(
        single.sort_values(key, ignore_index=True),
        found[NAMES["counts"]].sort_values(key, ignore_index=True),
    )
    students = found["ss_monthly_search_type.csv"]["stops_count"].sum()
    recorded = 16_401 - 32
    assert students / recorded == pytest.approx(1.010, abs=0.001)


def test_december_2022_ends_on_the_17th(mirror):
    path = mirror / "stop-search" / f"2022-12-{NAMES['raw']}"
    assert pd.read_csv(path, usecols=["Date"])["Date"].max() == "2022-12-17T23:40:00+00:00"


def test_self_defined_ethnicity_is_unknown_in_one_stop_in_five(rows):
    of_basis = rows[rows["ethnicity_basis"] == "self_defined"]
    unknown = of_basis[of_basis["ethnicity"].isin(["Not stated", "Not recorded"])]
    assert unknown["stops_count"].sum() / of_basis["stops_count"].sum() == pytest.approx(
        0.191, abs=0.001
    )


def test_nothing_says_what_was_looked_for_before_november_2015(rows):
    early = rows[(rows["month"] < "2015-11-01") & (rows["ethnicity_basis"] == "self_defined")]
    assert set(early["object_of_search"]) == {"Not recorded"}
    assert early["month"].nunique() == 5
