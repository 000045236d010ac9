"""Numbers with their units, as they are printed."""

from __future__ import annotations

import pytest

from dashboard.words.numbers import (
    count,
    one_decimal,
    p_words,
    percent,
    points,
    rows_words,
    signed_percent,
)


def test_counts_have_commas():
    assert (count(910_619), count(7.6), count(0)) == ("910,619", "8", "0")


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [(69.6, 0, "70%"), (69.64, 1, "69.6%"), (0, 0, "0%"), (100, 1, "100.0%")],
)
def test_per_cents(number, decimals, text):
    assert percent(number, decimals) == text


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (-3.2, 0, "−3%"),
        (3.2, 0, "+3%"),
        (-0.2, 0, "0%"),
        (0.125, 2, "+0.12%"),
        (1638, 0, "+1,638%"),
    ],
)
def test_changes_in_per_cent_have_their_sign(number, decimals, text):
    assert signed_percent(number, decimals) == text


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        (3, 0, "3 points"),
        (-1, 0, "1 point"),
        (1.4, 0, "1 point"),
        (0.4, 0, "0 points"),
        (1, 1, "1.0 points"),
        (-20.7, 1, "20.7 points"),
    ],
)
def test_points_have_no_sign(number, decimals, text):
    assert points(number, decimals) == text


def test_rates_have_one_decimal():
    assert (one_decimal(122.14), one_decimal(1638)) == ("122.1", "1,638.0")


def test_rows_are_counted():
    assert (rows_words(0), rows_words(1), rows_words(1234)) == ("0 rows", "1 row", "1,234 rows")


@pytest.mark.parametrize(
    ("p_value", "text"), [(0.0004, "p < 0.001"), (0.032, "p = 0.032"), (0.9996, "p > 0.999")]
)
def test_a_p_value_is_never_nought_or_one(p_value, text):
    assert p_words(p_value) == text
