"""Second masks: the next smallest count goes too, and nothing masked follows from what is shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats.second_masks import Sum, masked_cells, value_ranges
from stats.suppression import Thresholds

PEOPLE = Thresholds(5, 5)


def test_without_a_total_only_the_small_ones():
    assert masked_cells({"a": 3, "b": 40, "c": 0}, [], PEOPLE) == {"a"}


def test_the_next_smallest_above_nought_beside_a_total():
    counts = {"a": 3, "b": 40, "c": 7, "d": 0}
    assert masked_cells(counts, [Sum(("a", "b", "c", "d"))], PEOPLE) == {"a", "c"}


def test_two_small_ones_hide_each_other():
    assert masked_cells({"a": 3, "b": 2, "c": 7}, [Sum(("a", "b", "c"))], PEOPLE) == {"a", "b"}


def test_a_nought_where_nothing_else_is_left():
    assert masked_cells({"a": 3, "b": 0}, [Sum(("a", "b"))], PEOPLE) == {"a", "b"}


def test_a_part_rather_than_its_total():
    counts = {"a": 3, "b": 40, "all": 43}
    assert masked_cells(counts, [Sum(("a", "b"), "all")], PEOPLE) == {"a", "b"}
    only = {"a": 3, "all": 3}
    assert masked_cells(only, [Sum(("a",), "all")], PEOPLE) == {"a", "all"}


def test_rows_and_columns_hide_a_square():
    counts = {(row, column): 50 for row in "xyz" for column in "abc"}
    counts |= {("x", "a"): 2, ("x", "b"): 9, ("y", "a"): 8}
    sums = [Sum(tuple((row, column) for column in "abc")) for row in "xyz"]
    sums += [Sum(tuple((row, column) for row in "xyz")) for column in "abc"]
    found = masked_cells(counts, sums, PEOPLE)
    assert found == {("x", "a"), ("x", "b"), ("y", "a"), ("y", "b")}


def test_what_follows_from_two_sums_together():
    # a + b and a + b + c are known, so c is, though two of its own sum's cells are hidden
    counts = {"a": 2, "b": 3, "c": 4, "d": 60}
    found = masked_cells(counts, [Sum(("a", "b")), Sum(("a", "b", "c", "d"))], PEOPLE)
    assert found == {"a", "b", "c", "d"}


def test_nothing_is_masked_where_nothing_is_small():
    assert masked_cells({"a": 30, "b": 0}, [Sum(("a", "b"))], PEOPLE) == frozenset()


def test_a_sum_of_one_shown_cell_cannot_be_helped():
    assert masked_cells({"a": 3}, [Sum(("a",))], PEOPLE) == {"a"}


def test_a_sum_with_a_cell_without_count():
    with pytest.raises(KeyError):
        masked_cells({"a": 3}, [Sum(("a", "b"))], PEOPLE)


def values_that_fit(hidden, counts, sums):
    """Each masked cell's values over all whole numbers that fit, by trying every one."""
    cells = sorted(hidden)
    first = [1 <= counts[cell] < PEOPLE.hidden_below for cell in cells]
    most = max(sum(counts[cell] for cell in one.parts) for one in sums)
    tried = product(*(range(1, 5) if small else range(most + 1) for small in first))
    fits = [dict(zip(cells, values, strict=True)) for values in tried]
    fits = [one for one in fits if all(adds_up({**counts, **one}, each, counts) for each in sums)]
    return {cell: {one[cell] for one in fits} for cell in cells}


def adds_up(guess, one, counts):
    whole = sum(counts[cell] for cell in one.parts) if one.total is None else guess[one.total]
    return sum(guess[cell] for cell in one.parts) == whole


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=5))
def test_three_numbers_fit_every_mask_of_a_row(row):
    counts = {f"c{place}": count for place, count in enumerate(row)}
    sums = [Sum(tuple(counts))]
    hidden = masked_cells(counts, sums, PEOPLE)
    if set(hidden) == set(counts):  # nothing is left to mask
        return
    assert all(len(values) >= 3 for values in values_that_fit(hidden, counts, sums).values())


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_ranges_are_those_of_every_number_that_fits(numbers):
    counts = {(row, column): numbers[3 * row + column] for row in range(3) for column in range(3)}
    sums = [Sum(tuple((row, column) for column in range(3))) for row in range(3)]
    sums += [Sum(tuple((row, column) for row in range(3))) for column in range(3)]
    hidden = masked_cells(counts, sums, PEOPLE)
    ranges = {
        cell: (low, high) for cell, low, high in value_ranges(hidden, counts, sums, PEOPLE, hidden)
    }
    assert all(low <= counts[cell] <= high for cell, (low, high) in ranges.items())
    if len(hidden) < len(counts):
        assert all(high - low >= 2 for low, high in ranges.values())
    if 0 < len(hidden) <= 4 and sum(counts[cell] > 4 for cell in hidden) <= 2:
        fits = values_that_fit(hidden, counts, sums)
        assert ranges == {cell: (min(values), max(values)) for cell, values in fits.items()}


@pytest.mark.parametrize(
    ("small", "third"),
    [
        ((1, 1), True),
        ((1, 2), True),
        ((2, 2), False),
        ((4, 4), True),
        ((3, 4), True),
        ((3, 3), False),
    ],
)  # 1 + 1 is 2 and nothing else; 2 + 2 is 1 + 3 too; 3 + 4 is 7, so 3 and 4 in either order
def test_two_small_ones_whose_sum_tells_them_take_a_third(small, third):
    counts = {"a": small[0], "b": small[1], "c": 7, "d": 60}
    found = masked_cells(counts, [Sum(tuple(counts))], PEOPLE)
    assert found == ({"a", "b", "c"} if third else {"a", "b"})


def test_what_is_dear_is_masked_last():
    counts = {"a": 1, "b": 1, "c": 7, "d": 60}
    costs = {"c": 100.0}
    assert masked_cells(counts, [Sum(tuple(counts))], PEOPLE, costs) == {"a", "b", "d"}
