"""Rates, changes and sums of counts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.rates import percent_change, rate_per, sum_of_12_months


def test_the_rate_of_the_met_area():
    assert rate_per(910_619, 9_074_625) == pytest.approx(100.348, abs=0.001)


@given(st.integers(0, 10**6), st.integers(1, 10**7))
def test_rate_times_population_is_the_count(count, population):
    assert rate_per(count, population) * population / 1000 == pytest.approx(count)


@pytest.mark.parametrize(("count", "population"), [(-1, 10), (1, 0), (1, -5)])
def test_an_impossible_rate_is_refused(count, population):
    with pytest.raises(ValueError, match="no rate"):
        rate_per(count, population)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(200, 150, -25.0), (50, 100, 100.0), (49, 98, None), (0, 3, None)],
)
def test_change_in_per_cent_and_none_on_a_small_base(before, after, change):
    assert percent_change(before, after) == change


def test_a_negative_count_has_no_change():
    with pytest.raises(ValueError, match="-1"):
        percent_change(-1, 5)


def test_sums_are_of_twelve_months():
    months = pd.date_range("2022-01-01", periods=14, freq="MS")
    sums = sum_of_12_months(pd.Series(range(14), index=months))
    assert list(sums) == [66, 78, 90]
    assert sums.index[0] == pd.Timestamp("2022-12-01")


@pytest.mark.parametrize("months", [["2022-01-01", "2022-03-01"], ["2022-01-01", "2022-01-01"]])
def test_a_gap_or_repeat_among_the_months_is_refused(months):
    with pytest.raises(ValueError, match="every month once"):
        sum_of_12_months(pd.Series([1, 2], index=pd.to_datetime(months)))
