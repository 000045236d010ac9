"""Labels keep apart."""

from itertools import combinations, pairwise

import pandas as pd
import pytest

from dashboard.charts.geometry import Plot, flow, plain, spread, stagger, text_width, wrapped


@pytest.mark.parametrize(
    ("centres", "expected"),
    [
        ([10, 50, 90], [10, 50, 90]),
        ([50, 52], [41, 61]),
        ([52, 50], [61, 41]),
        ([50, 50, 50], [30, 50, 70]),
        ([2], [10]),
        ([99], [90]),
        ([2, 3], [10, 30]),
        ([99, 98], [90, 70]),
    ],
    ids=[
        "apart",
        "near",
        "near, other order",
        "same place",
        "one at the top",
        "one at the bottom",
        "at the top",
        "at the bottom",
    ],
)
def test_spread_moves_labels_as_little_as_needed(centres, expected):
    assert spread(centres, [20] * len(centres), 0, 100) == pytest.approx(expected)


def test_spread_merges_blocks_that_come_to_touch():
    placed = spread([40, 45, 60, 64], [20] * 4, 0, 200)
    gaps = [two - one for one, two in pairwise(placed)]
    assert all(gap >= 20 - 1e-9 for gap in gaps)
    assert sum(placed) == pytest.approx(40 + 45 + 60 + 64)


def test_spread_regards_tall_labels():
    placed = spread([50, 55], [40, 20], 0, 100)
    assert placed[1] - placed[0] >= 30 - 1e-9


def test_spread_of_nothing():
    assert spread([], [], 0, 100) == []


def test_flow_breaks_lines_like_words():
    assert flow([100, 100, 100], 230, gap=10) == [(0, 0), (0, 110), (1, 0)]
    assert flow([300, 50], 230, gap=10) == [(0, 0), (1, 0)]


def clear(flags):
    """Whether no text meets another in its row, nor a stem that rises through its row."""
    for one, two in combinations(flags, 2):
        if one.row == two.row and one.left < two.right and two.left < one.right:
            return False
        upper, lower = (one, two) if one.row > two.row else (two, one)
        if upper.row != lower.row and lower.left < upper.stem < lower.right:
            return False
    return True


@pytest.mark.parametrize(
    ("stems", "widths", "rows"),
    [
        ([200, 400], [100, 100], 1),
        ([200, 230], [100, 100], 1),
        ([200, 230, 260], [100, 100, 100], 2),
        ([260, 200, 230, 290, 215], [100] * 5, 3),
        ([10, 30], [150, 150], 2),
        ([590, 580], [150, 150], 2),
        ([300], [580], 1),
    ],
)
def test_stagger_keeps_labels_clear_and_in_the_picture(stems, widths, rows):
    flags = stagger(stems, widths, 0, 600)
    assert clear(flags)
    assert max(flag.row for flag in flags) + 1 <= rows
    assert all(flag.left >= 0 and flag.right <= 600 for flag in flags)


def test_stagger_slides_a_label_to_the_edge_where_no_side_of_its_stem_is_free():
    """A borough's chart on a phone: the break's name is a little wider than the room at its left."""
    flags = stagger([119, 156, 187, 205, 222], [150, 149, 145, 118, 98], -32, 308)
    assert clear(flags)
    assert all(flag.left >= -32 and flag.right <= 308 for flag in flags)
    assert (flags[0].left, flags[0].right, flags[0].side) == (-32, 118, "left")


def test_stagger_of_marks_on_one_day_takes_a_row_each():
    flags = stagger([300, 300, 300], [100] * 3, 0, 600)
    assert len({(flag.row, flag.side) for flag in flags}) == 3


def test_text_width_knows_bold_lines_and_entities():
    assert text_width("<b>74%</b>", 14) > text_width("74%", 14)
    assert text_width("a<br>bbbb", 14) == text_width("bbbb", 14)
    assert text_width(plain("A & B"), 14) == text_width("A & B", 14)
    assert text_width("W", 14) > text_width("i", 14)


def test_wrapped_cuts_between_words_only():
    text = wrapped("Violence against the person", 14, 120)
    assert text.replace("<br>", " ") == "Violence against the person"
    assert all(text_width(line, 14) <= 120 for line in text.split("<br>"))
    assert wrapped("Incomprehensibilities", 14, 20) == "Incomprehensibilities"


def test_plain_leaves_no_tags():
    assert plain("<b>x</b> & y") == "&lt;b&gt;x&lt;/b&gt; &amp; y"


def test_plot_turns_data_into_px_and_back():
    plot = Plot(pd.Timestamp("2020-01-01"), pd.Timestamp("2020-01-11"), 40, 90, 200, 500)
    assert plot.across(pd.Timestamp("2020-01-06")) == pytest.approx(100)
    assert plot.down(80) == pytest.approx(100)
    assert plot.value_at(plot.down(63)) == pytest.approx(63)


def test_a_minus_sign_is_as_wide_as_a_plus():
    assert text_width("−", 10) == text_width("+", 10)
    in_the_face = 12 * (0.838 + 2 * 0.636)  # DejaVu Sans, by its own tables
    assert text_width("−12", 12) == pytest.approx(in_the_face, rel=0.01)
