"""Horizontal bars."""

from itertools import pairwise

import pandas as pd
import pytest

from dashboard.charts import COUNT, PER_CENT_CHANGE, Look, bars
from dashboard.charts.geometry import text_width
from dashboard.charts.theme import LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def changes():
    return pd.DataFrame(
        {
            "label": ["Robbery", "Burglary", "Miscellaneous crimes against society", "Arson"],
            "value": [12.4, -30.0, 0.0, None],
            "note": [None, "since 2023", "", "Base under 50"],
            "role": ["main", "main", "context", "main"],
        }
    )


def notes(fig, name):
    return [note for note in fig.layout.annotations if note.name == name]


@LOOKS
def test_bars_keep_values_and_order(changes, look):
    fig = bars(changes, unit=PER_CENT_CHANGE, look=look)
    (trace,) = fig.data
    assert list(trace.x) == [12.4, -30.0, 0.0, None], "context and what has no figure come last"
    assert list(trace.y) == sorted(trace.y)
    assert fig.layout.yaxis.range[0] > fig.layout.yaxis.range[1], "first row at the top"
    assert list(trace.marker.color) == [LIGHT.series[0]] * 2 + [LIGHT.grey, LIGHT.series[0]]


def test_wide_has_figures_with_notes_at_the_ends(changes):
    fig = bars(changes, unit=PER_CENT_CHANGE, look=WIDE)
    values = notes(fig, "value")
    assert [note.text for note in values] == [
        "<b>+12%</b>",
        "<b>−30%</b>  since 2023",
        "<b>0%</b>",
        "Base under 50",
    ]
    assert [note.xanchor for note in values] == ["left", "right", "left", "left"]
    assert "Miscellaneous crimes<br>against society" in [n.text for n in notes(fig, "label")]


def test_narrow_has_labels_and_notes_above_the_bars(changes):
    fig = bars(changes, unit=PER_CENT_CHANGE, look=NARROW)
    assert fig.layout.margin.l == 0
    assert [note.text for note in notes(fig, "note")] == ["since 2023", "Base under 50"]
    for label, middle in zip(notes(fig, "label"), fig.data[0].y, strict=True):
        assert label.yanchor == "top"
        assert label.y + 13 * 1.3 <= middle + 8
    note, middle = notes(fig, "note")[0], fig.data[0].y[1]
    assert note.yanchor == "top"
    assert note.y + 12 * 1.3 <= middle - 7, "the note ends above its bar"
    tops = [label.y for label in notes(fig, "label")]
    assert all(two - one >= 30 for one, two in pairwise(tops))


@LOOKS
@pytest.mark.parametrize("scale", [1, 1000])
def test_words_at_the_ends_stay_in_the_picture(changes, look, scale):
    changes["value"] *= scale
    fig = bars(changes, unit=PER_CENT_CHANGE, look=look)
    low, high = fig.layout.xaxis.range
    width = look.width - fig.layout.margin.l - fig.layout.margin.r
    for note in notes(fig, "value"):
        edge = (note.x - low) / (high - low) * width + note.xshift
        length = text_width(note.text, note.font.size)
        left, right = (edge - length, edge) if note.xanchor == "right" else (edge, edge + length)
        assert left >= -0.5
        assert right <= width + 0.5


def test_no_figure_without_a_note_is_said():
    frame = pd.DataFrame({"label": ["Arson"], "value": [None]})
    assert notes(bars(frame, unit=COUNT, look=WIDE), "value")[0].text == "No figure"
    assert notes(bars(frame, unit=COUNT, look=NARROW), "note")[0].text == "No figure"


def test_all_zero_has_a_range():
    frame = pd.DataFrame({"label": ["A", "B"], "value": [0, 0]})
    low, high = bars(frame, unit=COUNT, look=WIDE).layout.xaxis.range
    assert low <= 0 < high


def test_no_rows_are_said():
    frame = pd.DataFrame({"label": [], "value": []})
    fig = bars(frame, unit=COUNT, look=WIDE)
    assert fig.layout.annotations[0].text == "No figures for this choice"


def test_the_longest_comes_first_unless_rows_have_an_order_of_their_own():
    rows = pd.DataFrame({"label": ["10 to 19", "20 to 29", "All"], "value": [3.0, 9.0, 5.0]})
    rows = rows.assign(role=["main", "main", "whole"])
    by_size = bars(rows, unit=COUNT, look=WIDE)
    assert list(by_size.data[0].x) == [9, 5, 3], "a total stands among its parts"
    assert list(by_size.data[0].marker.color) == [LIGHT.series[0], LIGHT.grey, LIGHT.series[0]]
    assert list(bars(rows, unit=COUNT, look=WIDE, natural=True).data[0].x) == [3, 9, 5]


@LOOKS
def test_charts_beside_each_other_have_one_scale(look):
    few = pd.DataFrame({"label": ["2004"], "value": [10.0], "note": ["second hand"]})
    many = pd.DataFrame(
        {"label": ["Year to September 2018"], "value": [90.0], "note": ["the Review"]}
    )
    one, two = (bars(rows, unit=COUNT, look=look, among=[few, many]) for rows in (few, many))
    assert one.layout.xaxis.range == two.layout.xaxis.range
    assert one.layout.margin.l == two.layout.margin.l
    assert two.layout.xaxis.range[1] > 90


def test_a_phone_gives_few_bars_the_height_of_a_chart():
    rows = pd.DataFrame({"label": list("abcd"), "value": [4.0, 3.0, 2.0, 1.0]})
    fig = bars(rows, unit=COUNT, look=NARROW)
    assert fig.layout.height >= 290
    labels = notes(fig, "label")
    for label, middle in zip(labels, fig.data[0].y, strict=True):
        near = middle - fig.data[0].width / 2 - label.y - 13 * 1.3
        assert 0 <= near <= 8, "a name stands just above its own bar"


def test_no_quarter_of_the_width_is_kept_for_a_name():
    rows = pd.DataFrame(
        {"label": ["Miscellaneous crimes against society and the public"], "value": [1.0]}
    )
    assert bars(rows, unit=COUNT, look=WIDE).layout.margin.l < WIDE.usual_width / 4
