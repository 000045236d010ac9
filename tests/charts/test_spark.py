"""The small trend on a card."""

import pandas as pd
import pytest

from dashboard.charts import COUNT, MINUTES, PER_CENT, Look, Mark, spark
from dashboard.charts.theme import LIGHT


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "date": pd.date_range("2022-03-31", periods=5, freq="QE"),
            "value": [76.0, 73, 72, 71, 74],
            "is_dashed": [False, False, False, False, True],
        }
    )


def traces(fig, meta):
    return [trace for trace in fig.data if trace.meta == meta]


def test_line_dash_dot_and_label(rows):
    fig = spark(rows, unit=PER_CENT, look=Look(), slot=2)
    assert list(traces(fig, "solid")[0].y) == [76, 73, 72, 71]
    assert list(traces(fig, "dashed")[0].y) == [71, 74]
    assert traces(fig, "dashed")[0].line.dash != "solid"
    assert list(traces(fig, "end")[0].y) == [74]
    assert [note.text for note in fig.layout.annotations] == ["<b>74%</b>"]
    assert traces(fig, "solid")[0].line.color == LIGHT.series[2]


def test_a_mark_stands_after_the_newest_figure(rows):
    fig = spark(rows, unit=PER_CENT, look=Look(), mark="*")
    assert [note.text for note in fig.layout.annotations] == ["<b>74% *</b>"]
    assert fig.layout.margin.r > spark(rows, unit=PER_CENT, look=Look()).layout.margin.r


def test_a_newest_figure_that_stands_beside_it_is_not_repeated(rows):
    fig = spark(rows, unit=PER_CENT, look=Look(), is_labelled=False)
    assert fig.layout.annotations == ()
    assert fig.layout.margin.r == fig.layout.margin.l
    assert list(traces(fig, "end")[0].y) == [74]


def test_small_and_without_axes(rows):
    fig = spark(rows, unit=PER_CENT, look=Look())
    assert fig.layout.height == 90
    assert fig.layout.xaxis.visible is False
    assert fig.layout.yaxis.visible is False
    low, high = fig.layout.yaxis.range
    assert low < 71
    assert high > 76


def test_break_and_gap_are_not_bridged(rows):
    fig = spark(rows, unit=PER_CENT, look=Look(), breaks=(Mark(pd.Timestamp("2022-08-01"), "x"),))
    assert [list(trace.y) for trace in traces(fig, "solid")] == [[76, 73], [72, 71]]


def test_date_compared_with_gets_a_hollow_dot(rows):
    fig = spark(rows, unit=PER_CENT, look=Look(), since=pd.Timestamp("2022-09-30"))
    (dot,) = traces(fig, "since")
    assert list(dot.y) == [72]
    assert dot.marker.color == LIGHT.page
    assert dot.marker.line.color == LIGHT.series[0]


def test_flat_line_and_no_figures(rows):
    low, high = spark(rows.assign(value=70.0), unit=PER_CENT, look=Look()).layout.yaxis.range
    assert low < 70 < high
    fig = spark(rows.assign(value=None), unit=PER_CENT, look=Look())
    assert fig.layout.annotations[0].text == "No figures"
    assert fig.layout.height == 90


def test_one_figure_is_a_dot_with_its_number(rows):
    fig = spark(rows.iloc[:1], unit=PER_CENT, look=Look())
    assert traces(fig, "solid") == []
    assert list(traces(fig, "end")[0].y) == [76]
    assert [note.text for note in fig.layout.annotations] == ["<b>76%</b>"]
    low, high = fig.layout.xaxis.range
    assert low < high == "2022-03-31"
    bottom, top = fig.layout.yaxis.range
    assert bottom < 76 < top


def test_two_figures_are_a_line(rows):
    fig = spark(rows.iloc[:2], unit=PER_CENT, look=Look())
    assert [list(trace.y) for trace in traces(fig, "solid")] == [[76, 73]]


def test_points_are_not_joined(rows):
    fig = spark(rows.assign(is_point=True, is_dashed=False), unit=PER_CENT, look=Look())
    assert traces(fig, "solid") == []
    assert list(traces(fig, "alone")[0].y) == [76, 73, 72, 71, 74]
    assert traces(fig, "alone")[0].mode == "markers"


def test_a_figure_without_neighbours_is_seen(rows):
    rows.loc[[1, 3], "value"] = None
    fig = spark(rows, unit=PER_CENT, look=Look())
    assert list(traces(fig, "alone")[0].y) == [76, 72, 74]


def test_sparks_side_by_side_are_of_one_length(rows):
    short = spark(rows, unit=PER_CENT, look=Look(), widest="910,619")
    long = spark(rows.assign(value=910_619.0), unit=COUNT, look=Look())
    assert short.layout.margin.r == long.layout.margin.r
    assert short.layout.height == long.layout.height
    assert spark(rows, unit=PER_CENT, look=Look()).layout.margin.r < short.layout.margin.r


def test_units_are_printed(rows):
    fig = spark(rows.assign(value=12.34), unit=MINUTES, look=Look())
    assert fig.layout.annotations[0].text == "<b>12.3 min</b>"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="value"), "spark: the frame has no column 'value'"),
        (lambda rows: rows.assign(date=pd.Timestamp("2024-01-01")), "spark: two rows are"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        spark(change(rows), unit=PER_CENT, look=Look())
