"""Years and comparisons that lie across a change in recording or edition."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.figures.places import places
from dashboard.subjects.crime.figures import breaks as crime_breaks
from dashboard.subjects.crime.figures.counts import crime_months, crime_series, offences
from dashboard.words import crime as words

MPS, LAMBETH, CITY = "MPS", "E09000022", "E09000001"


def months_of(series):
    return f"{series['date'].min():%Y-%m}", f"{series['date'].max():%Y-%m}"


def test_the_changes_of_all_crime_and_of_burglary():
    every = crime_breaks.changes()
    assert [f"{month:%Y-%m}" for month in every["month"]] == ["2024-03", "2024-07"]
    assert list(every["is_join"]) == [False, True]
    burglary = crime_breaks.changes(affects="Burglary")
    assert f"{burglary['month'].iloc[0]:%Y-%m}" == "2023-04"


def test_12_months_with_months_of_both_sides_are_across():
    series = crime_series(MPS, "all", "all", "year", "count")
    across = series[series["is_across"]]
    assert months_of(across) == ("2024-03", "2025-05")
    assert len(across) == 15


def test_a_single_month_is_never_across():
    assert not crime_series(MPS, "all", "all", "month", "count")["is_across"].any()


@pytest.mark.parametrize(
    ("last", "crossed"),
    [("2024-02", []), ("2024-03", [False]), ("2024-07", [False, True]), ("2026-02", [True]),
     ("2026-05", [True]), ("2026-06", [])],
)  # fmt: skip
def test_what_lies_between_a_year_and_the_one_before(last, crossed):
    end = pd.Timestamp(last)
    found = crime_breaks.changes_between(end - pd.DateOffset(months=23), end)
    assert list(found["is_join"]) == crossed


def test_on_a_chart_what_is_across_is_dashed_and_joined_to_nothing():
    series = crime_series(LAMBETH, "all", "all", "year", "count")
    drawn = crime_breaks.drawn_apart(series)
    gaps = drawn[drawn["value"].isna()]
    assert [f"{date:%Y-%m}" for date in gaps["date"]] == ["2024-02", "2025-05"]
    dashed = drawn.dropna(subset=["value"]).query("is_dashed")
    assert months_of(dashed) == ("2024-03", "2025-05")
    assert len(drawn) == len(series) + 2
    assert drawn["date"].is_monotonic_increasing


def test_airports_are_counted_to_february_2024_by_the_rows_themselves():
    assert crime_breaks.last_month_of("airport") == pd.Timestamp("2024-02-01")
    assert crime_breaks.last_month_of("no such place") is None


def test_a_share_is_of_all_offences_of_the_same_place_and_months():
    share = crime_series(LAMBETH, "Burglary", "all", "year", "share").set_index("date")
    part = crime_series(LAMBETH, "Burglary", "all", "year", "count").set_index("date")
    whole = crime_series(LAMBETH, "all", "all", "year", "count").set_index("date")
    assert share.loc["2026-06-01", "value"] == pytest.approx(100 * 1_785 / 38_692)
    assert (share["value"] - 100 * part["value"] / whole["value"]).abs().max() < 1e-9


def test_the_shares_of_the_groups_add_up_to_all_crime():
    month = "2025-03-01"
    shares = [
        crime_series(MPS, group, "all", "month", "share").set_index("date")["value"]
        for group in offences()
    ]
    assert sum(one.get(month, 0) for one in shares) == pytest.approx(100)


def test_a_month_without_such_offences_counts_as_none_while_london_has_the_kind():
    homicide = crime_months("E09000029", "Violence against the person", "Homicide")
    assert homicide.index.max() == crime_months(MPS).index.max()
    assert (homicide == 0).any()


def test_the_city_of_london_has_no_figures_of_the_met():
    assert CITY not in places()
    assert crime_months(CITY).empty
    assert crime_series(CITY, "all", "all", "year", "rate").empty


def test_headlines_across_a_change_are_not_compared():
    end = date(2024, 12, 1)
    crossed = words.crossed_words(True, True)
    said = words.crime_headline("Recorded crime", "", True, 939_139, 930_787, 0.9, end, crossed)
    assert said == "Recorded crime in London in the year to December 2024: 939,139 offences"
    assert words.moved_sentence([], crossed) == (
        "Not compared with the year before, as recording changed in between, and later data begin there."
    )
    assert words.crossed_words(True, False) == "recording changed in between"
    assert words.crossed_words(False, True) == "later data begin in between"


@pytest.mark.parametrize(
    ("latest", "before", "change", "few", "said"),
    [
        (910_619, 930_787, -2.2, 100, "fell 2% in the year to June 2026, to 910,619 offences"),
        (910_619, 890_787, 2.2, 100, "rose 2% in the year to June 2026, to 910,619 offences"),
        (1_004, 1_000, 0.4, 100, "about level, year to June 2026: 1,004 offences"),
        (
            *(90, 60, 50.0, 100),
            "rose 50% in the year to June 2026, to 90 offences (60 before: small numbers)",
        ),
        (20, 10, None, 100, "in the year to June 2026: 20 offences, 10 the year before"),
        (20, None, None, 100, "in the year to June 2026: 20 offences"),
    ],
)
def test_the_headline_says_how_a_year_moved(latest, before, change, few, said):
    end = date(2026, 6, 1)
    found = words.crime_headline("Theft", "Sutton", False, latest, before, change, end, few=few)
    assert found == f"Theft in Sutton {said}"


def test_which_years_are_dashed_is_said():
    said = words.years_across(date(2024, 3, 1), date(2025, 5, 1))
    assert said == (
        "Do not compare the totals to March 2024 up to May 2025 with others: counting changed within their "
        "12 months (dashed; * in the table)."
    )
    assert words.years_across(date(2024, 3, 1), date(2024, 3, 1)).startswith(
        "Do not compare the totals to March 2024 with others"
    )


def test_a_level_year_that_is_near_the_highest_says_both():
    said = words.near_highest(38_919, date(2024, 12, 1), date(2011, 3, 1))
    assert said == (
        "It is near the highest on this chart, which begins in 2011: 38,919, year to December 2024."
    )
    assert (
        words.highest(date(2011, 3, 1)) == "It is the highest on this chart, which begins in 2011."
    )


def test_headlines_of_several_places():
    figures = [("Lambeth", "5.6"), ("Southwark", "7.4")]
    assert words.places_headline("Burglary", " per 1,000 residents", figures, date(2026, 6, 1)) == (
        "Burglary per 1,000 residents, year to June 2026: Lambeth 5.6 and Southwark 7.4"
    )
    many = [(name, "1") for name in "ABCDEF"]
    assert words.places_headline("Recorded crime", "", many, date(2026, 6, 1)) == (
        "Recorded crime, year to June 2026: A 1, B 1 and 4 more below"
    )


def test_how_places_moved():
    changes = [("Lambeth", 0.4), ("Southwark", -2.2), ("Sutton", None)]
    assert words.moved_sentence(changes) == (
        "Against the year before: Lambeth about the same and Southwark 2% fewer."
    )
    assert words.moved_sentence(changes, "recording changed in between") == (
        "Not compared with the year before, as recording changed in between."
    )
    assert words.moved_sentence([("A", 1.0)] * 5) == ""
    few = words.moved_sentence([("A", -49.0), ("B", 3.0)], of_few={"A"})
    assert few == "Against the year before: A 49% fewer (small numbers) and B 3% more."


@pytest.mark.parametrize(
    ("airports", "newest", "said"),
    [
        (date(2024, 6, 1), date(2026, 6, 1), "and offences at airports (to June 2024). The City"),
        (date(2024, 6, 1), date(2023, 6, 1), "and offences at airports. The City"),
        (None, date(2026, 6, 1), "offences not given to a borough. The City"),
    ],
)
def test_what_london_is(airports, newest, said):
    assert said in words.london_is(airports, newest)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["A"], "A"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D", "E"], "A, B, C, D and 1 more place"),
        (["A", "B", "C", "D", "E", "F"], "A, B, C, D and 2 more places"),
    ],
)
def test_places_in_a_heading(names, said):
    assert words.places_listed(names) == said


def test_which_boroughs_are_drawn():
    assert words.drawn_words(4, 6, 4) == ""
    assert words.drawn_words(5, 6, 4) == "The first 4 boroughs are in colour."
    assert words.drawn_words(9, 6, 4).startswith("The chart draws the first 6 of 9 boroughs")
