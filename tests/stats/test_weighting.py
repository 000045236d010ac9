"""Design effect of weights, weighted shares and the scaling of quarters, against other sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from statsmodels.stats.weightstats import DescrStatsW

from stats.weighting import each_counts_by_its_number, kish_design_effect, weighted_share

weights_of_people = some.lists(some.floats(0.05, 20), min_size=1, max_size=60)


def effect(weights):
    w = np.array(weights, dtype="float64")
    return float(
        kish_design_effect(np.array([len(w)]), np.array([w.sum()]), np.array([(w**2).sum()]))[0]
    )


def test_kish_by_hand():
    assert effect([1, 1, 2]) == pytest.approx(18 / 16)
    assert effect([3, 3, 3]) == 1


@given(weights_of_people)
def test_kish_is_one_plus_the_squared_coefficient_of_variation(weights):
    w = np.array(weights)
    assert effect(weights) == pytest.approx(1 + w.var() / w.mean() ** 2)
    assert effect(weights) >= 1


@given(weights_of_people, some.integers(0, 2**60))
def test_share_is_statsmodels_weighted_mean(weights, bits):
    w = np.array(weights)
    agrees = np.array([bits >> place & 1 for place in range(len(w))], dtype="float64")
    share = weighted_share(np.array([(w * agrees).sum()]), np.array([w.sum()]))[0]
    assert share == pytest.approx(100 * DescrStatsW(agrees, weights=w).mean, abs=1e-9)


@given(some.lists(some.tuples(some.floats(0.05, 20), some.integers(0, 3)), min_size=1, max_size=60))
def test_each_part_sums_to_its_number(people):
    weights = np.array([weight for weight, _ in people])
    parts = np.unique([part for _, part in people], return_inverse=True)[1]
    scaled = each_counts_by_its_number(weights, parts)
    for part in np.unique(parts):
        assert scaled[parts == part].sum() == pytest.approx((parts == part).sum())
        ratios = scaled[parts == part] / weights[parts == part]
        assert ratios == pytest.approx(ratios[0])


@pytest.mark.parametrize("weight", [0.0, -1.0])
def test_no_weight_is_refused(weight):
    none = np.array([weight])
    for call in (
        lambda: kish_design_effect(np.array([1.0]), none, np.array([1.0])),
        lambda: weighted_share(np.array([0.0]), none),
        lambda: each_counts_by_its_number(none, np.array([0])),
    ):
        with pytest.raises(ValueError, match="weights above 0"):
            call()
