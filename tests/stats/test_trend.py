"""Straight lines through yearly figures, against NIST's certified line and by hand."""

import pytest

from stats.trend import closing_year, linear_rate

NORRIS = (
    (0.2, 0.1), (337.4, 338.8), (118.2, 118.1), (884.6, 888.0), (10.1, 9.2), (226.5, 228.1),
    (666.3, 668.5), (996.3, 998.5), (448.6, 449.1), (777.0, 778.9), (558.2, 559.2), (0.4, 0.3),
    (0.6, 0.1), (775.5, 778.1), (666.9, 668.8), (338.0, 339.3), (447.5, 448.9), (11.6, 10.8),
    (556.0, 557.7), (228.1, 228.3), (995.8, 998.0), (887.6, 888.8), (120.2, 119.6), (0.3, 0.3),
    (0.3, 0.6), (556.8, 557.6), (339.1, 339.3), (887.2, 888.0), (999.0, 998.5), (779.0, 778.9),
    (11.1, 10.2), (118.3, 117.6), (229.2, 228.9), (669.1, 668.4), (448.9, 449.2), (0.5, 0.2),
)  # fmt: skip
"""NIST StRD, linear regression, Norris: x, y. Each x stands once in our use of it but for 0.3."""


def norris():
    """The data, the two that share an x moved apart by less than the certified digits can tell."""
    x = [one for one, _ in NORRIS]
    x[24] += 1e-9
    return x, [two for _, two in NORRIS]


def test_the_slope_and_its_interval_are_nists():
    rate = linear_rate(*norris())
    assert rate.estimate == pytest.approx(1.00211681802045, abs=1e-9)
    reach = 2.0322445 * 0.000429796848199937  # t(0.975, 34) times the certified standard deviation
    assert rate.high - rate.estimate == pytest.approx(reach, rel=1e-6)
    assert rate.estimate - rate.low == pytest.approx(reach, rel=1e-6)


def test_figures_on_a_line_have_no_scatter():
    rate = linear_rate([2020, 2022, 2021], [10.0, 11.0, 10.5])
    assert (rate.estimate, rate.low, rate.high) == pytest.approx((0.5, 0.5, 0.5))


def test_a_gap_of_20_points_closing_by_half_a_point_a_year_takes_40_years():
    found = closing_year([2020, 2021, 2022], [29.0, 29.5, 30.0], 50)
    assert found.standing == "closing"
    assert found.gap == -20
    assert found.year == pytest.approx(2062)
    assert (found.earliest, found.latest) == pytest.approx((2062, 2062))


def test_it_runs_from_the_newest_figure_not_from_the_line():
    values = [29.0, 29.5, 29.7, 31.0]
    found = closing_year([2019, 2020, 2021, 2022], values, 50)
    slope = (-1.5 * 29.0 - 0.5 * 29.5 + 0.5 * 29.7 + 1.5 * 31.0) / 5
    assert found.rate.estimate == pytest.approx(slope)
    assert found.year == pytest.approx(2022 + 19 / slope)


def test_the_interval_of_the_rate_gives_the_earliest_and_the_latest_year():
    found = closing_year([2018, 2019, 2020, 2021, 2022], [28, 29, 29.4, 30.6, 31], 50)
    assert found.earliest == pytest.approx(2022 + 19 / found.rate.high)
    assert found.latest == pytest.approx(2022 + 19 / found.rate.low)
    assert found.earliest < found.year < found.latest


def test_no_latest_year_where_the_slow_end_does_not_close_it():
    found = closing_year([2019, 2020, 2021, 2022], [28, 31, 28, 31], 50)
    assert found.standing == "closing"
    assert found.rate.low < 0
    assert found.earliest < found.year
    assert found.latest is None


def test_a_share_above_its_reference_closes_by_falling():
    found = closing_year([2020, 2021, 2022], [58.0, 57.0, 56.0], 52)
    assert (found.standing, found.gap) == ("closing", 4)
    assert found.year == pytest.approx(2026)
    scattered = closing_year([2019, 2020, 2021, 2022], [59, 58.2, 56.8, 56], 52)
    assert scattered.earliest < scattered.year < scattered.latest


@pytest.mark.parametrize(
    ("values", "reference"),
    [([31.0, 30.5, 30.0], 50), ([30.0, 30.0, 30.0], 50), ([56.0, 57.0, 58.0], 52)],
    ids=["falling-below", "level", "rising-above"],
)
def test_no_year_where_the_gap_is_not_closing(values, reference):
    found = closing_year([2020, 2021, 2022], values, reference)
    assert found.standing == "not_closing"
    assert (found.year, found.earliest, found.latest) == (None, None, None)


def test_there_may_be_no_gap():
    found = closing_year([2020, 2021, 2022], [48.0, 49.0, 50.0], 50)
    assert (found.standing, found.year) == ("no_gap", None)


@pytest.mark.parametrize(
    ("years", "values"),
    [
        ([2021, 2022], [1.0, 2.0]),
        ([2020, 2021, 2022], [1.0, 2.0]),
        ([2020, 2021, 2021, 2022], [1.0, 2.0, 3.0, 4.0]),
        ([2020, 2021, 2022], [1.0, float("nan"), 3.0]),
        ([2020, float("inf"), 2022], [1.0, 2.0, 3.0]),
    ],
    ids=["two-values", "not-as-many", "a-year-twice", "missing", "no-year"],
)
def test_no_line_is_drawn_through_too_little(years, values):
    with pytest.raises(ValueError, match="no line"):
        linear_rate(years, values)


def test_a_reference_must_be_there():
    with pytest.raises(ValueError, match="reference"):
        closing_year([2020, 2021, 2022], [1.0, 2.0, 3.0], float("nan"))
