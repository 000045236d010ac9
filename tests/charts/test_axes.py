"""Where axes have their numbers."""

from itertools import pairwise

import pandas as pd
import pytest

from dashboard.charts.axes import date_ticks, value_ticks

T = pd.Timestamp


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (44, 89, [40, 50, 60, 70, 80, 90]),
        (44, 47, [40, 45, 50]),
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (50, 50, [40, 50, 60]),
        (100, 100, [90, 95, 100]),
        (0, 0, [0, 5, 10]),
    ],
)
def test_shares_span_the_data_in_round_steps(low, high, expected):
    ticks = value_ticks(low, high, zero=False, shares=True, target=5)
    assert ticks == pytest.approx(expected)


@pytest.mark.parametrize(
    ("high", "target", "expected"),
    [
        (16.3, 6, [0, 5, 10, 15, 20]),
        (8.7, 6, [0, 2, 4, 6, 8, 10]),
        (1.8, 6, [0, 1, 2]),
        (46, 5, [0, 10, 20, 30, 40, 50]),
        (93, 5, [0, 20, 40, 60, 80, 100]),
    ],
)
def test_small_shares_from_nothing_have_finer_steps(high, target, expected):
    assert value_ticks(0, high, zero=True, shares=True, target=target) == pytest.approx(expected)


def test_counts_start_at_zero_and_enclose_the_data():
    assert value_ticks(690_000, 940_000, zero=True, shares=False) == [
        0, 200_000, 400_000, 600_000, 800_000, 1_000_000,
    ]  # fmt: skip


def test_changes_enclose_both_sides():
    ticks = value_ticks(-6.4, 4.2, zero=False, shares=False)
    assert ticks[0] <= -6.4
    assert ticks[-1] >= 4.2
    assert 0 in ticks


def test_small_rates_have_small_steps():
    assert value_ticks(0, 0.9, zero=True, shares=False)[-1] == pytest.approx(1)


@pytest.mark.parametrize("width", [270, 450, 800])
def test_years_have_room(width):
    ticks = date_ticks(T("2010-04-01"), T("2026-06-01"), width, 12)
    px = [(date - T("2010-04-01")).days / 5905 * width for date in ticks.at]
    assert min(two - one for one, two in pairwise(px)) >= 34
    assert len(ticks.at) >= 3
    assert T("2015-01-01") in ticks.boundaries


def test_year_stands_in_the_middle_of_its_year():
    ticks = date_ticks(T("2014-12-31"), T("2025-10-30"), 800, 13)
    at = dict(zip(ticks.texts, ticks.at, strict=True))
    assert list(at) == [str(year) for year in range(2015, 2026)]
    assert at["2016"] == T("2016-07-02")


def test_short_spans_have_months_with_their_year_once():
    ticks = date_ticks(T("2024-03-31"), T("2025-04-15"), 800, 13)
    assert ticks.texts[0] == "Apr<br>2024"
    assert "Jan<br>2025" in ticks.texts
    assert sum("2024" in text for text in ticks.texts) == 1
