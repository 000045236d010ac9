"""Questions to the published data give the figures known from elsewhere."""

import pandas as pd
import pytest

from dashboard.figures import places as places_figures
from dashboard.figures import sources as sources_figures
from dashboard.figures.places import residents
from dashboard.figures.sources import breaks, edition_joins
from dashboard.subjects.crime.figures.counts import (
    crime_by_group,
    crime_months,
    crime_series,
    offence_span,
    twelve_months_against,
)
from dashboard.subjects.crime.figures.revised import join_difference
from dashboard.subjects.review.figures.review import figure_1_2, review_figures
from dashboard.subjects.trust.figures.interviews import survey_base
from dashboard.subjects.trust.figures.survey import (
    review_survey_points,
    survey_series,
    survey_summary,
)
from datasets.schema import MPS

FIRST, LAST = pd.Timestamp("2014-12-31"), pd.Timestamp("2026-03-31")


def series(area, *measures):
    return survey_series(area, measures, FIRST, LAST)


def test_places_are_the_met_and_32_boroughs_in_order():
    places = places_figures.places()
    assert len(places) == 33
    assert next(iter(places)) == MPS
    assert "City of London" not in places.values()
    assert places["E09000022"] == "Lambeth"


def test_trust_of_londoners_quarter_by_quarter():
    trust = series(MPS, "trust").set_index("period_end")
    assert trust.loc["2022-03-31", "share_pct"] == 73
    assert trust.loc["2023-12-31", "share_pct"] == 69
    assert not trust.loc["2023-12-31", "is_transcription"]
    assert trust.loc["2024-03-31", "is_transcription"]
    assert trust["low_pct"].lt(trust["share_pct"]).all()


def test_the_order_of_measures_is_kept():
    found = series(MPS, "treat_fairly", "trust")
    assert list(found["measure"].unique()) == ["treat_fairly", "trust"]


def test_the_summary_of_trust():
    (summary,) = survey_summary(series(MPS, "trust"), MPS)
    assert (summary.latest_pct, summary.latest_end) == (74, pd.Timestamp("2025-09-30"))
    assert (summary.peak_pct, summary.baseline_pct) == (88, 71)
    assert (round(summary.change.low), round(summary.change.high)) == (2, 4)


def test_no_change_between_years_that_share_interviews():
    found = survey_series(MPS, ["trust"], FIRST, pd.Timestamp("2023-12-31"))
    (summary,) = survey_summary(found, MPS)
    assert summary.baseline_pct == 71
    assert summary.change is None
    assert summary.why_no_change == "the two years share interviews"


def test_a_peak_that_shares_interviews_with_the_newest_figure_is_none():
    (summary,) = survey_summary(series("E09000013", "stop_search_fair"), "E09000013")
    assert (summary.peak_pct, summary.peak_end) == (None, None)
    assert summary.why_no_change == "no figure for the year to March 2023"


def test_boroughs_stand_on_fewer_interviews_than_london():
    assert survey_base(MPS) == (12800, 1.3)
    assert survey_base("E09000022") == (400, 1.3)


def test_the_reviews_points_are_single_quarters():
    points = review_survey_points(["trust", "good_job_london"])
    found = {(p.measure, f"{p.period_end:%Y-%m}"): p.value for p in points.itertuples()}
    assert found == {
        ("trust", "2017-03"): 89,
        ("trust", "2022-03"): 66,
        ("good_job_london", "2017-06"): 74,
        ("good_job_london", "2022-03"): 36,
    }


@pytest.mark.parametrize(
    ("area", "group", "month", "count"),
    [
        (MPS, "all", "2026-06-01", 910_619),
        (MPS, "all", "2023-01-01", 873_924),
        ("E09000022", "all", "2026-06-01", 38_692),
        ("E09000022", "Burglary", "2026-06-01", 1_785),
    ],
)
def test_twelve_month_totals(area, group, month, count):
    found = crime_series(area, group, "all", "year", "count").set_index("date")["value"]
    assert found[month] == count


def test_the_first_total_is_of_a_whole_year():
    found = crime_series(MPS, "all", "all", "year", "count")
    assert found["date"].min() == pd.Timestamp("2011-03-01")


def test_rates_use_the_residents_of_the_year_in_the_middle():
    found = crime_series(MPS, "all", "all", "year", "rate").set_index("date")
    assert found.loc["2023-01-01", "population_year"] == 2022
    assert found.loc["2026-06-01", "population_year"] == 2024
    assert found.loc["2026-06-01", "value"] == pytest.approx(100.348, abs=0.001)


def test_the_met_area_is_london_without_the_city():
    assert residents(MPS)[2024] == 9_089_736 - residents("E09000001")[2024]


def test_groups_add_up_and_the_total_comes_first():
    table = crime_by_group(MPS, pd.Timestamp("2026-06-01"))
    assert table["offence_group"].iloc[0] == "All offences"
    assert table["offences_count"].iloc[0] == 910_619 == table["offences_count"].iloc[1:].sum()
    assert table["before_count"].iloc[0] == 931_179
    assert table["share_pct"].iloc[1:].sum() == pytest.approx(100)


def test_no_change_in_per_cent_on_a_small_base():
    table = crime_by_group(MPS, pd.Timestamp("2026-06-01")).set_index("offence_group")
    assert pd.isna(table.loc["NFIB fraud", "change_pct"])


def test_years_that_are_not_whole_are_not_given():
    months = crime_months(MPS)
    latest, before, change = twelve_months_against(months, pd.Timestamp("2011-06-01"))
    assert latest == months["2010-07-01":"2011-06-01"].sum()
    assert (before, change) == (None, None)
    assert twelve_months_against(months, pd.Timestamp("2011-02-01")) == (None, None, None)
    assert twelve_months_against(months, pd.Timestamp("2026-07-01")) == (None, None, None)


def test_groups_have_no_change_against_a_year_that_is_not_whole():
    table = crime_by_group(MPS, pd.Timestamp("2011-06-01"))
    assert table["offences_count"].iloc[0] == 805_929
    assert table["change_pct"].isna().all()
    assert crime_by_group(MPS, pd.Timestamp("2010-05-01")).empty


def test_kinds_made_by_relabelling_run_over_their_own_span():
    ended = crime_months(MPS, "Burglary", "Domestic burglary")
    begun = crime_months(MPS, "Burglary", "Residential burglary of a home")
    assert ended.index.max() == pd.Timestamp("2023-03-01")
    assert begun.index.min() == pd.Timestamp("2023-08-01")
    assert offence_span("Robbery", "all") == {}


def test_how_far_a_place_differs_between_editions():
    westminster = join_difference("E09000033")
    assert (westminster["periods"], westminster["low_pct"], westminster["high_pct"]) == (
        20,
        -0.4,
        4.3,
    )
    london = join_difference(MPS)
    assert (london["low_pct"], london["high_pct"]) == (-2.7, 2.0)


def test_figure_1_2_as_printed_and_as_published_now():
    both = figure_1_2().set_index("offence_group")
    assert tuple(both.loc["Total notifiable offences"].iloc[:3]) == (872_841, 873_924, 1_083)
    assert tuple(both.loc["Sexual offences"].iloc[:3]) == (25_209, 25_168, -41)
    assert tuple(both.loc["Public order offences"].iloc[:3]) == (58_863, 57_785, -1_078)
    assert len(both) == 11


def test_breaks_of_burglary_and_of_everything():
    labels = list(breaks("recorded_offences", "Burglary")["label"])
    assert labels[0] == "Residential burglary re-labelled"
    assert "Residential burglary re-labelled" not in list(breaks("recorded_offences")["label"])


def test_searching_the_reviews_figures():
    assert len(review_figures()) == 1627
    assert review_figures("872,841")["value"].iloc[0] == 872841
    assert len(review_figures("no such words at all")) == 0
    flagged = review_figures(flagged=True)
    assert flagged["confidence_note"].str.contains("CONFLICT|CONTRADICTION").all()
    assert set(review_figures(success_measure="rape_cases_to_court")["success_measure"]) == {
        "rape_cases_to_court"
    }


def test_every_source_has_publisher_licence_and_edition():
    sources = sources_figures.sources()
    assert len(sources) >= 7
    for column in ("publisher", "licence", "citation", "editions"):
        assert sources[column].map(bool).all(), column


def test_the_join_of_the_two_crime_editions():
    (join,) = edition_joins("recorded_offences")
    assert (join["older"], join["newer"], join["first"]) == ("202602", "202606", "2024-07")
    assert (join["periods"], join["low_pct"], join["high_pct"]) == (20, -2.7, 2.0)
