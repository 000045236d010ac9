"""Steps against their own history: worked by hand, and against numpy and scipy."""

import itertools

import numpy as np
import pytest
from scipy import stats as scipy_stats

from stats import movements

NAN = float("nan")


def table(*rows):
    return np.array(rows, dtype=np.float64)


def test_the_even_scale_gives_counts_of_any_size_the_noise_of_one():
    random = np.random.default_rng(7)
    for mean in (5, 100, 40_000):
        noise = movements.even_scale(random.poisson(mean, 20_000).astype(float), "counts").std()
        assert noise == pytest.approx(1, abs=0.06)


def test_sizes_differ_by_about_per_cents_and_points_stay_points():
    low, high = movements.even_scale(table([31_000, 31_310]), "sizes")[0]
    assert high - low == pytest.approx(0.995, abs=0.001)
    assert movements.even_scale(table([62, 65]), "points").tolist() == [[62, 65]]


def test_before_each_skips_what_is_absent():
    found = movements.before_each(table([10, NAN, 12, 13], [NAN, 5, 6, NAN]))
    assert np.isnan(found[:, 0]).all()
    assert found[0, 1:].tolist() == [10, 10, 12]
    assert found[1, 2:].tolist() == [5, 6]


def test_the_spread_is_scipys_median_absolute_deviation():
    moved = np.random.default_rng(3).normal(0, 4, (3, 40))
    wanted = scipy_stats.median_abs_deviation(moved, axis=1, scale=1 / movements.MAD_TO_SD)
    assert movements.robust_spread(moved, 0.1) == pytest.approx(wanted)


def test_a_spread_of_nought_counts_as_one_point_and_one_outlier_changes_nothing():
    still = table([0, 0, 0, 0, 0, 0, 0, 0])
    assert movements.robust_spread(still, 1.0).tolist() == [1.0]
    assert movements.robust_spread(table([0, 0, 0, 0, 0, 0, 0, 40]), 1.0).tolist() == [1.0]


def test_under_eight_periods_there_is_no_spread():
    assert np.isnan(movements.robust_spread(table([1, 2, 1, 2, 1, 2]), 1.0)).all()
    assert not np.isnan(movements.robust_spread(table([1, 2, 1, 2, 1, 2, 1]), 1.0)).any()


@pytest.mark.parametrize(
    ("value", "other", "most", "scale", "size"),
    [
        (50, 62, 6, "points", 2.0),
        (110, 100, 1.1, "sizes", 1.0),
        (100, 110, 1.1, "sizes", 1.0),
        (
            40_000,
            10_000,
            2,
            "counts",
            200 / (82.842 + 4),
        ),  # 2*sqrt: 400 - 200 of 282.84 - 200 and noise
        (3, 0, 2, "counts", 0.612),  # 3.674 - 1.225 of 0 and noise 4: luck
    ],
)
def test_how_far_apart_two_figures_are_as_a_part_of_what_is_allowed(
    value, other, most, scale, size
):
    found = movements.far_apart(table([value]), table([other]), most, scale)
    assert found[0, 0] == pytest.approx(size, abs=0.001)


def test_the_part_of_a_columns_cells_that_another_repeats():
    cells = table([10, 11, 10], [20, 20, 20], [30, 33, 31], [1, 1, 1], [NAN, 7, 7])
    shares = movements.equal_share(cells, 2, least=5)
    assert shares[0] == pytest.approx(2 / 3)  # 10, 20; not 31; 1 is too small to tell
    assert shares[1] == pytest.approx(2 / 4)
    assert np.isnan(shares[2])


def test_two_that_are_exchanged_fit_each_other():
    older = table([100, 50, 20], [10, 80, 60], [33, 34, 35])
    apart = movements.distances_between(older[[1, 0, 2]], older)
    gain = movements.exchange_gain(apart)
    assert gain[0, 1] == gain[1, 0] == pytest.approx(1.0)
    assert movements.exchange_gain(movements.distances_between(older, older)).max() <= 0


def test_rows_without_enough_cells_in_common_are_not_compared():
    apart = movements.distances_between(table([1, NAN, 3]), table([1, 2, 4]), fewest=3)
    assert apart.tolist() == [[np.inf]]


def way(apart, order):
    return sum(apart[a, b] for a, b in itertools.pairwise(order))


@pytest.mark.parametrize(("i", "j"), [(0, 1), (1, 2), (1, 4), (0, 5), (4, 5), (2, 5)])
def test_the_gain_of_an_exchange_in_order_is_that_of_the_ways_length(i, j):
    points = np.random.default_rng(i * 7 + j).normal(size=(6, 4))
    apart = np.abs(points[:, None] - points[None]).mean(axis=2)
    order = list(range(6))
    order[i], order[j] = order[j], order[i]
    touched = {k for k in (i - 1, i, j - 1, j) if 0 <= k < 5}
    own = sum(apart[k, k + 1] for k in touched)
    wanted = (way(apart, range(6)) - way(apart, order)) / own
    assert movements.order_gains(apart)[i, j] == pytest.approx(wanted)


def test_periods_in_order_gain_nothing_and_exchanged_ones_do():
    rising = table([0, 1, 2, 3, 4, 5, 6, 7]).T
    assert movements.order_gains(movements.distances_between(rising, rising)).max() <= 0
    mixed = rising[[0, 1, 5, 3, 4, 2, 6, 7]]
    gains = movements.order_gains(movements.distances_between(mixed, mixed))
    assert divmod(int(gains.argmax()), 8) == (2, 5)
