"""Sums of 12 months, and the mid-year that their residents are of."""

import pandas as pd
import pytest

from stats.twelve_months import (
    are_held,
    held_mid_year,
    mid_year_within,
    months_to,
    sum_to,
    sums,
    year_before,
)

MONTHS = pd.date_range("2022-01-01", periods=14, freq="MS")
COUNTS = pd.Series(range(14), index=MONTHS)
LAST = pd.Timestamp("2023-02-01")


def test_sums_are_of_twelve_months():
    found = sums(COUNTS)
    assert list(found) == [66, 78, 90]
    assert found.index[0] == pd.Timestamp("2022-12-01")
    assert sum_to(COUNTS, LAST) == 90
    assert list(months_to(LAST)) == list(MONTHS[2:])


def test_eleven_months_have_no_sum():
    assert sums(COUNTS.iloc[:11]).empty
    assert sums(COUNTS.iloc[:0]).empty
    assert sum_to(COUNTS.iloc[:11], MONTHS[10]) is None


@pytest.mark.parametrize("without", [COUNTS.drop(MONTHS[1]), COUNTS.where(COUNTS != 1)])
def test_a_missing_month_means_no_sum_where_it_is_among_the_twelve(without):
    found = sums(without)
    assert found.isna().tolist() == [True, True, False]
    assert found.index.equals(MONTHS[11:])
    assert sum_to(without, MONTHS[12]) is None
    assert sum_to(without, LAST) == 90


def test_a_month_without_a_case_is_a_nought():
    assert sum_to(COUNTS.where(COUNTS != 5, 0), LAST) == 85


def test_a_month_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="every month once"):
        sums(pd.concat([COUNTS, COUNTS.iloc[:1]]))


def test_twelve_months_are_held_where_each_is():
    assert are_held(MONTHS, LAST)
    assert are_held([*MONTHS, *MONTHS], LAST)
    assert not are_held(MONTHS.delete(5), LAST)
    assert not are_held(MONTHS, LAST + pd.DateOffset(months=1))
    assert not are_held([], LAST)


def test_the_year_before_ends_in_the_same_month():
    assert year_before(LAST) == pd.Timestamp("2022-02-01")
    assert set(months_to(LAST)).isdisjoint(months_to(year_before(LAST)))


@pytest.mark.parametrize(
    ("last", "year"),
    [("2024-05-01", 2023), ("2024-06-01", 2024), ("2024-12-01", 2024), ("2025-05-01", 2024)],
)
def test_the_mid_year_lies_within_the_twelve_months(last, year):
    assert mid_year_within(pd.Timestamp(last), range(2010, 2031)) == year
    assert pd.Timestamp(year, 6, 1) in months_to(pd.Timestamp(last))


@pytest.mark.parametrize(
    ("year", "held", "taken"),
    [
        (2024, {2023, 2024}, 2024),
        (2026, {2023, 2024}, 2024),
        (2010, {2011, 2012}, 2011),
        (2012, {2011, 2013}, 2011),
    ],
)
def test_a_year_without_an_estimate_takes_the_newest_before_it(year, held, taken):
    assert held_mid_year(year, held) == taken
    assert held_mid_year(year, pd.Index(sorted(held))) == taken


def test_without_any_estimate_there_is_no_mid_year():
    with pytest.raises(ValueError, match="no estimate of residents is held for 2024"):
        held_mid_year(2024, [])
