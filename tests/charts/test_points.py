"""Diamonds: figures on another time basis, beside the lines."""

import pandas as pd

from dashboard.charts import PER_CENT, Look, trend


def _rows(name):
    dates = pd.date_range("2020-03-31", periods=8, freq="QE")
    return pd.DataFrame({"date": dates, "series": name, "value": range(60, 68)})


def _labels(points, look):
    fig = trend(_rows("Trust"), unit=PER_CENT, look=look, points=points)
    return [note.text for note in fig.layout.annotations if "89%" in note.text]


def _point(name):
    return pd.DataFrame({"date": [pd.Timestamp("2020-09-30")], "series": name, "value": [89]})


def test_a_diamond_of_a_drawn_line_needs_no_name_of_its_own():
    assert _labels(_point("Trust"), Look()) == ["<b>89%</b>"]


def test_a_diamond_without_a_line_is_named():
    assert _labels(_point("Fairness"), Look()) == ["<b>89%</b> Fairness"]
