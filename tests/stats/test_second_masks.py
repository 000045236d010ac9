"""Second masks: the next smallest count goes too, and nothing masked follows from what is shown."""

import pytest

from stats.second_masks import Sum, masked_cells
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
