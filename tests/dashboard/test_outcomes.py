"""Positive outcomes and printed outcomes, against the published tables."""

from __future__ import annotations

import shutil
from datetime import date

import pandas as pd
import pytest

from dashboard.subjects.borough.figures import crime as profile_crime
from dashboard.subjects.outcomes.figures import outcomes, ripening
from dashboard.subjects.outcomes.figures.ripening import positive
from dashboard.words import outcomes as words
from data_pipeline import publish, published_folder
from datasets import catalogue
from datasets.schema import DATASETS
from tests.conftest import FROZEN

LAMBETH = "E09000022"


@pytest.fixture(scope="module")
def published():
    return catalogue.load("crime_outcomes", None, positive())


def with_rows_of_others(folder):
    """The frozen tables, where each positive outcome stands again as two others' that differ in one column."""
    out = shutil.copytree(FROZEN, folder / "published")
    dataset = DATASETS["crime_outcomes"]
    rows = published_folder.read_published(out, dataset)
    own = rows[rows["source_id"] == ripening.SOURCE].assign(
        series="notifiable", outcome_basis="as_published", offence_code=None
    )
    others = [
        own.assign(series="domestic_abuse"),
        own.assign(source_id="mps_other_crime"),
        own.assign(outcome_basis="recorded"),
        own.assign(outcome_kind="charged", is_provisional=True, offence_group="All offences"),
    ]
    together = pd.concat([own, *others], ignore_index=True)
    metadata = published_folder.read_metadata(out, dataset)
    publish.publish([publish.Table(dataset, together, [], metadata)], out)
    return out


def answers():
    lambeth = outcomes.outcome_series(LAMBETH, "all", "month")
    whole = outcomes.outcome_series("MPS", "Burglary", "year")
    profiles = profile_crime.outcome_profile((LAMBETH,))
    others = (
        outcomes.outcome_months(), outcomes.outcome_groups(), ripening.ripe_months(),
        outcomes.of_no_borough("all", pd.Timestamp("2025-08-01")), profiles,
    )  # fmt: skip
    return [lambeth.to_csv(), whole.to_csv(), *map(repr, others)]


def test_outcomes_of_other_series_sources_bases_and_kinds_reach_no_figure(tmp_path, monkeypatch):
    before = answers()
    monkeypatch.setenv("DATASETS_DIR", str(with_rows_of_others(tmp_path)))
    assert len(catalogue.load("crime_outcomes")) == 5 * 17_655
    assert answers() == before


def year_of(rows, last):
    start = pd.Timestamp(last) - pd.DateOffset(months=12)
    return rows[(rows["period_end"] > start) & (rows["period_end"] <= pd.Timestamp(last))]


def test_london_over_12_months_is_the_sum_of_every_place(published):
    year = year_of(published, "2025-08-31")
    expected = 100 * year["outcomes_count"].sum() / year["offences_count"].sum()
    series = outcomes.outcome_series("MPS", "all", "year").set_index("date")["value"]
    assert series.loc["2025-08-01"] == pytest.approx(expected)
    assert round(expected, 1) == 8.7
    assert series.index.min() == pd.Timestamp("2022-12-01")  # the first 12 months that are all held


def test_no_12_months_with_a_provisional_month_in_them(published):
    """Not the 10.2 of the year to December 2025: it will be revised."""
    series = outcomes.outcome_series("MPS", "all", "year").set_index("date")
    unripe = series.loc["2025-09-01":]
    assert len(unripe) == 4
    assert unripe["value"].isna().all()
    assert unripe["is_provisional"].all()
    assert not series.loc[:"2025-08-01", "is_provisional"].any()
    by_group = outcomes.outcomes_by_group("MPS", pd.Timestamp("2025-12-01"))
    assert by_group["value"].isna().all()


def test_single_months_are_given_with_their_state(published):
    series = outcomes.outcome_series("MPS", "all", "month").set_index("date")
    december = published[published["period_end"] == "2025-12-31"]
    assert series.loc["2025-12-01", "value"] == pytest.approx(
        100 * december["outcomes_count"].sum() / december["offences_count"].sum()
    )
    assert list(series.index[series["is_provisional"]].strftime("%Y-%m")) == [
        *("2025-09", "2025-10", "2025-11", "2025-12"),
    ]
    assert outcomes.range_beside(pd.Timestamp("2025-03-01"), pd.Timestamp("2025-09-01")) is None


def test_several_boroughs_are_summed():
    pair = (LAMBETH, "E09000028")
    together, *alone = [
        outcomes.outcome_series(one, "Theft", "month").set_index("date") for one in (pair, *pair)
    ]
    for name in ("outcomes_count", "offences_count"):
        assert together[name].sum() == sum(one[name].sum() for one in alone)


def test_no_12_months_across_the_change_of_recording_system():
    values = outcomes.outcome_series("MPS", "all", "year").set_index("date")["value"]
    assert values.loc["2024-02-01":"2025-02-01"].isna().tolist() == [False, *[True] * 11, False]


def test_one_borough_and_offence_by_month(published):
    rows = published[(published["area_code"] == LAMBETH) & (published["offence_group"] == "Theft")]
    cell = rows[rows["period_end"] == "2025-06-30"].iloc[0]
    series = outcomes.outcome_series(LAMBETH, "Theft", "month").set_index("date")
    assert series.loc["2025-06-01", "outcomes_count"] == cell["outcomes_count"]
    assert series.loc["2025-06-01", "value"] == pytest.approx(
        100 * cell["outcomes_count"] / cell["offences_count"]
    )


def test_no_rate_on_fewer_than_50_offences():
    series = outcomes.outcome_series("E09000029", "Possession of weapons", "month")
    assert (series["offences_count"] < 50).any()
    assert series.loc[series["offences_count"] < 50, "value"].isna().all()


def test_every_group_and_their_total(published):
    table = outcomes.outcomes_by_group("MPS", pd.Timestamp("2025-08-01")).set_index("offence_group")
    assert list(table.index[:2]) == ["All offences", "Arson and criminal damage"]
    assert table.loc["Sexual offences", "outcomes_count"] == 2_806
    assert table.loc["Sexual offences", "offences_count"] == 27_573
    # the 12 months before lie on both sides of the change of recording system
    assert pd.isna(table.loc["All offences", "before_value"])
    assert not set(outcomes.RARE) & set(table.index)


def test_a_year_that_is_not_all_held_has_no_row():
    assert outcomes.outcomes_by_group("MPS", pd.Timestamp("2022-06-01")).empty


def test_the_reviews_sanction_detections_are_its_rate_less_its_changes():
    table = outcomes.sanction_detections().set_index("group")
    rates = [f"rate_{years}y" for years in (0, 1, 5, 10)]
    drugs = table.loc["Drug offences"]
    assert drugs["rate_10y"] == 91  # printed; worked out it would be 90
    assert (drugs["rate_0y"], drugs["also_printed"]) == (39, 5)
    assert table.loc["Rape", rates].tolist() == [6, 4, 10, 24]
    assert table.loc["Rape", "is_printed_10y"]
    assert table.loc["Total notifiable offences", ["rate_0y", "rate_10y"]].tolist() == [8, 21]
    assert list(table.index[table["also_printed"].notna()]) == ["Drug offences"]
    assert len(table) == 19


def test_printed_figures_are_of_london_by_kind_and_newest_first():
    found = outcomes.women_and_girls()
    assert found["geography"].str.startswith("London").all()
    assert list(found["kind"].unique()) == list(outcomes.WOMEN_AND_GIRLS)
    assert set(words.KINDS) == set(outcomes.WOMEN_AND_GIRLS)
    for kind, rows in found.groupby("kind", observed=True):
        assert rows["period_end"].is_monotonic_decreasing
        assert set(rows["measure_id"]) <= set(outcomes.WOMEN_AND_GIRLS[kind])
    trials = found[found["measure_id"] == "sexual_offences_trials_change"]
    assert list(trials["value"]) == [-57.0]
    shown_above = found["measure_id"].eq("sanction_detection_rate")
    assert not (shown_above & found["source_id"].eq("review_figures")).any()
    assert set(found["group"]) == {
        "Adult rape", "Rape", "Rape and sexual offences", "Sexual offences",
        "Other sexual offences", "Domestic abuse offences", "Domestic abuse",
    }  # fmt: skip


def test_the_two_files_count_offences_of_the_same_months_differently():
    counted = catalogue.load("recorded_offences", None, {"area_code": LAMBETH})
    other = counted.loc[counted["month"].between("2025-01-01", "2025-12-01"), "offences_count"]
    newest = pd.Timestamp("2025-12-01")
    assert outcomes.two_counts("MPS", "all", newest) == (923_481, 917_645)
    assert outcomes.two_counts(LAMBETH, "all", newest) == (37_836, int(other.sum()))
    assert outcomes.two_counts("MPS", "Theft", newest) == (296_069, 293_650)
    assert outcomes.two_counts("MPS", "all", pd.Timestamp("2026-06-01")) is None


@pytest.mark.parametrize(
    ("before", "compared", "words_at_end"),
    [
        (6.56, "higher", " The year before: 6.6%."),
        (10.17, "higher", " The same as the year before."),
        (6.56, "not_ripe", " Too early to compare with the year before."),
        (None, "", ""),
    ],
)
def test_beside_the_headline_stand_the_rate_and_the_year_before(before, compared, words_at_end):
    dealt_with = "Solved means a suspect charged, cautioned or otherwise dealt with: 10.2%"
    beside = words.outcomes_beside(10.15, None, before, compared)
    assert beside == f"{dealt_with}.{words_at_end}"
    of_a_place = words.outcomes_beside(10.15, 8.66, before, compared)
    assert of_a_place == f"{dealt_with} (London: 8.7%).{words_at_end}"
    assert not words.outcomes_beside(None, 8.66, before, compared)


def test_the_headline():
    end = date(2025, 12, 1)
    assert words.outcomes_headline("all", "London (Met area)", True, 10.15, end) == (
        "About 10 crimes in 100 solved in London, year to December 2025"
    )
    assert words.outcomes_headline("Vehicle offences", "Sutton", False, 0.7, end) == (
        "Vehicle offences in Sutton: fewer than 1 in 100 solved, year to December 2025"
    )


def test_the_headline_without_a_rate():
    said = words.outcomes_headline("Burglary", "Sutton", False, None, date(2025, 12, 1))
    assert said == (
        "Sutton: no rate is given for offences of burglary in the year to December 2025"
    )


def test_smaller_sentences():
    assert words.outcomes_cell(None) == "–"
    assert words.outcomes_cell(6.94) == "6.9%"
    assert words.too_few(50) == "No rate is given on fewer than 50 offences in the period."
    assert words.detection_cell(24.0) == "24%"
    assert words.detection_cell(9.6, True) == "10%\N{NO-BREAK SPACE}*"
    assert words.year_heading(2023, False) == "2023"
    assert words.year_heading(2018, True) == "2018\N{NO-BREAK SPACE}*"
    assert "fewer than 50 offences. Choose" in words.no_rate("Theft", "Sutton", 50, False)
    assert "charge rate" in words.FOUR_KINDS
    assert words.month_cell(date(2025, 12, 1), True) == "December 2025 (provisional)"
    assert words.month_cell(date(2025, 8, 1), False) == "August 2025"
