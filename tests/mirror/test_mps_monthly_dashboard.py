"""The student's reduction of the Met's monthly dashboard against figures known from elsewhere."""

from __future__ import annotations

import pandas as pd
import pytest

from data_pipeline import locate, registry, source_files
from data_pipeline.sources import mps_monthly_dashboard as dashboard
from data_pipeline.steps import raw_tables
from datasets.schema import SourceError

pytestmark = pytest.mark.mirror
SOURCE = registry.all_sources()["mps_monthly_dashboard"]
CELL = ["period_start", "area_name", "offence_group"]


@pytest.fixture(scope="module")
def rows(mirror) -> pd.DataFrame:
    return source_files.read_source(SOURCE, locate.in_mirror(mirror)(SOURCE)).rows


@pytest.fixture(scope="module")
def four_boroughs(mirror) -> pd.Series:
    """Offences of another copy, by month, borough and group."""
    raw = raw_tables.read_csv(mirror / "outcomes/BLE_Boroughs_Crime_Data.csv", SOURCE)
    cells = pd.DataFrame(
        {
            "period_start": pd.to_datetime(raw["Month_Year"], format="%d/%m/%Y"),
            "area_name": raw["Area name"],
            "offence_group": raw["Offence Group"].map(SOURCE.labels["offence_group"]),
            "count": raw["Count"].astype(int),
        }
    )
    return cells.groupby(CELL)["count"].sum()


def year_of_the_review(rows: pd.DataFrame) -> pd.DataFrame:
    chosen = rows[rows["period_start"].between("2022-02-01", "2023-01-01")]
    return chosen.groupby("offence_group")[["offences_count", "outcomes_count"]].sum()


def test_rows_and_months(rows):
    assert len(rows) == 17_655
    assert (f"{rows['period_start'].min():%Y-%m-%d}", f"{rows['period_end'].max():%Y-%m-%d}") == (
        "2022-01-01", "2025-12-31",
    )  # fmt: skip
    assert rows["area_code"].nunique() == 32
    assert set(rows.loc[rows["area_code"].isna(), "area_name"]) == {"Other / NK", "Unknown"}


def test_the_reviews_year(rows):
    sums = year_of_the_review(rows)
    assert sums["offences_count"].sum() == 873_917
    assert sums["outcomes_count"].sum() == 90_783
    rates = (sums["outcomes_count"] / sums["offences_count"] * 100).astype(float).round(1)
    assert (rates["Robbery"], rates["Drug offences"]) == (7.9, 78.6)
    total = sums.sum()
    assert round(total["outcomes_count"] / total["offences_count"] * 100, 1) == 10.4


def test_positive_outcomes_are_not_the_reviews_sanction_detections(rows):
    """Offences agree with Figure 1.2 to about 0.1%; the rates of total and drugs do not."""
    sums = year_of_the_review(rows)
    assert sums["offences_count"].sum() / 872_841 == pytest.approx(1.0012, abs=0.0001)
    drugs = sums.loc["Drug offences"]
    assert drugs["outcomes_count"] / drugs["offences_count"] > 0.39 * 2


def test_outcomes_can_pass_offences(rows):
    assert int((rows["outcomes_count"] > rows["offences_count"]).sum()) == 359
    assert rows.loc[rows["offences_count"] == 0, "rate_pct"].isna().all()
    assert rows.loc[rows["offences_count"] > 0, "rate_pct"].notna().all()


def test_outcomes_fell_after_the_new_recording_system(rows):
    months = rows.groupby("period_start")[["outcomes_count", "offences_count"]].sum()
    rates = (months["outcomes_count"] / months["offences_count"] * 100).astype(float)
    assert rates["2024-03":"2024-08"].between(3.95, 5.5).all()
    assert round(rates["2025-12-01"], 1) == 16.4


def test_the_last_four_months_are_provisional_as_the_reduction_says_no_day(rows):
    ends = rows.loc[rows["is_provisional"], "period_end"].unique()
    assert sorted(f"{end:%Y-%m}" for end in ends) == ["2025-09", "2025-10", "2025-11", "2025-12"]
    assert rows["age_months"].isna().all()


def test_four_boroughs_of_another_copy_agree_in_78_per_cent_of_cells(rows, four_boroughs):
    ours = rows.set_index(CELL)["offences_count"].astype(int)
    shared = pd.concat({"ours": ours, "theirs": four_boroughs}, axis=1, join="inner")
    agree = shared["ours"] == shared["theirs"]
    assert (shared["ours"].sum(), shared["theirs"].sum()) == (500_670, 500_431)
    assert round(100 * agree.mean(), 1) == 77.7


def test_a_file_of_offences_alone_is_refused(mirror):
    raw = dashboard.parse(mirror / "outcomes/BLE_Boroughs_Crime_Data.csv", SOURCE)
    with pytest.raises(SourceError, match=r"no row says 'Positive Outcomes' for 2021-11$"):
        dashboard.tidy(raw, SOURCE)
