"""How figures are printed."""

import pytest

from dashboard.charts import COUNT, MINUTES, PER_1000, PER_CENT, PER_CENT_CHANGE, POINTS, RATIO


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        (PER_CENT, 74.0, "74%"),
        (COUNT, 910619, "910,619"),
        (PER_1000, 12.34, "12.3"),
        (PER_CENT_CHANGE, -30.2, "−30%"),
        (PER_CENT_CHANGE, 12.4, "+12%"),
        (PER_CENT_CHANGE, 0.2, "0%"),
        (PER_CENT_CHANGE, -0.2, "0%"),
        (POINTS, -4, "−4"),
        (RATIO, 3.717, "3.72"),
        (MINUTES, 12.34, "12.3 min"),
    ],
)
def test_value(unit, value, expected):
    assert unit.value(value) == expected


def test_words_name_the_unit():
    assert PER_1000.words(12.34) == "12.3 per 1,000 residents"
    assert PER_CENT.words(74) == "74%"
    assert RATIO.words(3.7) == "3.70 times"
    assert POINTS.words(3) == "+3 percentage points"


def test_only_the_last_tick_carries_the_suffix():
    assert PER_CENT.ticks([40, 50, 60]) == ["40", "50", "60%"]
    assert COUNT.ticks([0, 50_000]) == ["0", "50,000"]
    assert PER_1000.ticks([0, 2.5, 5]) == ["0.0", "2.5", "5.0"]


def test_millions_are_short_where_there_is_no_room():
    assert COUNT.ticks([0, 800_000, 1_000_000], short=True) == ["0", "0.8", "1m"]
    assert COUNT.ticks([0, 800_000, 1_000_000]) == ["0", "800,000", "1,000,000"]
    assert COUNT.ticks([0, 500_000], short=True) == ["0", "500,000"]
