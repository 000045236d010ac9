"""Shares of several places together, by hand and against the weighted mean's own variance."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stats.intervals import Share
from stats.pooled import pooled_share


def test_two_places_by_hand():
    """60% of 300,000 and 50% of 100,000: weights 3/4 and 1/4; 57.5%, 1 / (10/16 / 400) = 640."""
    found = pooled_share([Share(60, 400, 1.3), Share(50, 400, 1.3)], [300_000, 100_000])
    assert (found.pct, found.base_n, found.design_effect) == (57.5, pytest.approx(640), 1.3)


def test_places_of_one_size_add_their_interviews():
    assert pooled_share([Share(70, 400)] * 3, [5, 5, 5]).base_n == pytest.approx(1200)


places = st.lists(
    st.tuples(st.integers(20, 80), st.integers(100, 900), st.integers(1000, 400_000)),
    min_size=1,
    max_size=4,
)


@given(places)
def test_its_variance_is_that_of_the_weighted_mean_at_one_share(found):
    shares = [Share(pct, base) for pct, base, _ in found]
    people = [size for _, _, size in found]
    whole = pooled_share(shares, people)
    assert min(share.pct for share in shares) - 1e-9 <= whole.pct
    assert whole.pct <= max(share.pct for share in shares) + 1e-9
    squares = [(size / sum(people)) ** 2 for size in people]
    plain = sum(w * share.variance for w, share in zip(squares, shares, strict=True))
    spread = sum(
        w * (share.pct - whole.pct) * (100 - share.pct - whole.pct) / share.base_n
        for w, share in zip(squares, shares, strict=True)
    )
    assert whole.variance == pytest.approx(plain - spread)
    if len({share.pct for share in shares}) == 1:
        assert whole.variance == pytest.approx(plain)


@pytest.mark.parametrize(
    ("count", "people"), [(0, []), (1, [0]), (2, [5, -1]), (1, [math.nan]), (1, [math.inf])]
)
def test_the_impossible_is_refused(count, people):
    with pytest.raises(ValueError, match="no share of"):
        pooled_share([Share(50, 400)] * count, people)
