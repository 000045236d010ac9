"""From rows to lines."""

import pandas as pd

from dashboard.charts import Look, Mark
from dashboard.charts.series import read, stretches
from dashboard.charts.theme import LIGHT


def rows(values, series="Trust", **columns):
    dates = pd.date_range("2023-03-31", periods=len(values), freq="QE")
    return pd.DataFrame({"date": dates, "series": series, "value": values, **columns})


def values(run):
    return [point.value for point in run]


def test_missing_value_leaves_a_gap():
    (series,) = read(rows([70, 71, None, 73]), Look())
    assert [values(run) for run in series.runs] == [[70, 71], [73]]
    assert series.last.value == 73


def test_series_without_any_value_is_left_out():
    assert read(rows([None, None]), Look()) == []


def test_break_belongs_to_the_points_after_it():
    on_a_point = Mark(pd.Timestamp("2023-06-30"), "new")
    (series,) = read(rows([1, 2, 3]), Look(), [on_a_point])
    assert [values(run) for run in series.runs] == [[1], [2, 3]]


def test_break_beside_a_missing_value_still_divides():
    (series,) = read(rows([1, None, 3]), Look(), [Mark(pd.Timestamp("2023-05-01"), "new")])
    assert [values(run) for run in series.runs] == [[1], [3]]


def test_rows_in_any_order_make_the_same_line():
    shuffled = rows([1, 2, 3]).iloc[[2, 0, 1]]
    (series,) = read(shuffled, Look())
    assert values(series.points) == [1, 2, 3]


def test_fifth_main_line_becomes_context():
    frame = pd.concat([rows([n, n], f"line {n}") for n in range(5)])
    found = read(frame, Look())
    assert [series.place for series in found] == [0, 1, 2, 3, -1]
    assert found[4].colour == LIGHT.grey


def test_context_does_not_use_up_colours():
    frame = pd.concat([rows([1], "London", role="context"), rows([2], "Lambeth", role="main")])
    london, lambeth = read(frame, Look())
    assert (london.colour, lambeth.colour) == (LIGHT.grey, LIGHT.series[0])


def test_slot_keeps_the_colour_of_a_measure():
    (series,) = read(rows([1], slot=2), Look())
    assert series.colour == LIGHT.series[2]


def test_interval_needs_both_ends():
    (series,) = read(rows([70, 71], low=[69, 70], high=[71, None]), Look())
    assert [point.low for point in series.points] == [69, None]


def test_dashed_piece_reaches_back_to_the_last_solid_point():
    (series,) = read(rows([1, 2, 3, 4, 5], is_dashed=[False, False, True, True, False]), Look())
    cut = [(values(each.points), each.is_dashed) for each in stretches(series.runs[0])]
    assert cut == [([1, 2], False), ([2, 3, 4, 5], True)]


def test_single_point_is_its_own_stretch():
    (series,) = read(rows([1], is_dashed=True), Look())
    (only,) = stretches(series.runs[0])
    assert only.is_dashed
    assert len(only.points) == 1
