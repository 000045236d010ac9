"""The small trend on a card."""

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, Look, Mark, spark
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
