"""The mean of places that are newer than their whole: against numpy, by hand, and where it is silent."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.early_sign import early_sign, weighted_mean

ENDS = pd.to_datetime(["2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31"])
WHOLE = pd.Series([60.0, 62.0], index=ENDS[:2])
PEOPLE = pd.Series({"A": 300.0, "B": 100.0})


def places(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=ENDS)


def test_two_places_by_hand():
    """Means 60.25, 61, 58 and 56.5; the first two differ from the whole by 0.25 and 1."""
    found = early_sign(places(A=[60, 61, 58, 57], B=[61, 61, 58, 55]), WHOLE, PEOPLE)
    assert (found.pct, found.end) == (56.5, ENDS[3])
    assert (found.whole_pct, found.since, found.at_since_pct) == (62, ENDS[1], 61)
    assert (found.record, found.shared) == (1, 2)
    assert (found.places, found.compared, found.lower, found.higher) == (2, 2, 2, 0)


def test_a_place_that_did_not_move_is_neither_lower_nor_higher():
    found = early_sign(places(A=[60, 61, 58, 61], B=[61, 61, 58, 65]), WHOLE, PEOPLE)
    assert (found.lower, found.higher, found.compared) == (0, 1, 2)


def test_the_record_is_the_worst_of_all_shared_dates_and_not_the_last():
    found = early_sign(places(A=[50, 62, 58, 57], B=[50, 62, 58, 55]), WHOLE, PEOPLE)
    assert (found.record, found.shared) == (10, 2)


nan = float("nan")


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        (places(A=[60, 61, nan, nan], B=[61, 61, 58, 55]), WHOLE),  # no later date that all have
        (places(A=[60, 61, 58, 57], B=[61, 61, 58, 55]), WHOLE.iloc[:0]),  # no whole
        (places(A=[nan, nan, 58, 57], B=[61, 61, 58, 55]), WHOLE),  # none shared: no record
        (places(A=[60, 61, 58, 57], B=[61, 61, 58, 55]), pd.Series(60.0, index=ENDS)),  # no newer
    ],
)
def test_there_is_no_sign_without_a_later_date_that_all_have_and_a_record(rows, whole):
    assert early_sign(rows, whole, PEOPLE) is None


def test_a_newest_date_that_one_place_lacks_is_passed_over():
    found = early_sign(places(A=[60, 61, 58, nan], B=[61, 61, 58, 55]), WHOLE, PEOPLE)
    assert (found.pct, found.end) == (58, ENDS[2])


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 400_000)), min_size=1, max_size=32))
def test_the_mean_is_numpys(found):
    shares, people = zip(*found, strict=True)
    frame = pd.DataFrame([shares], dtype="float64")
    mean = weighted_mean(frame, pd.Series(people, dtype="float64"))
    assert mean.iloc[0] == pytest.approx(np.average(shares, weights=people))


@pytest.mark.parametrize("people", [{"A": 300.0}, {"A": 300.0, "B": 0.0}, {"A": 1.0, "B": -1.0}])
def test_a_place_without_residents_is_refused(people):
    with pytest.raises(ValueError, match="no weighted mean"):
        weighted_mean(places(A=[1] * 4, B=[1] * 4), pd.Series(people))


@pytest.mark.parametrize(
    ("newest", "change", "speaks"),
    [
        # a clear rise from 60, record 1: contradicted at 61 and under
        (61, (1.5, 4.5), True),
        (57, (1.5, 4.5), True),
        (61.5, (1.5, 4.5), False),
        # a clear fall from 60: contradicted at 59 and over
        (59, (-4.5, -1.5), True),
        (64, (-4.5, -1.5), True),
        (58.5, (-4.5, -1.5), False),
        # no clear change, which reaches 1.5 points each way: contradicted beyond 57.5 and 62.5
        (62.5, (-1, 2), False),
        (62.6, (-1, 2), True),
        (57.4, (-1, 2), True),
        (57.5, (-1, 2), False),
    ],
)
def test_what_a_sign_speaks_against(newest, change, speaks):
    found = early_sign(places(A=[60, 61, 58, newest], B=[61, 61, 58, newest]), WHOLE, PEOPLE)
    assert found.record == 1
    assert found.contradicts(60, *change) is speaks
