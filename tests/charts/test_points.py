"""Diamonds: figures on another time basis, beside the lines."""

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, Look, Mark, trend


def _rows(name):
    dates = pd.date_range("2020-03-31", periods=8, freq="QE")
    return pd.DataFrame({"date": dates, "series": name, "value": range(60, 68)})


def _labels(points, look):
    fig = trend(_rows("Trust"), unit=PER_CENT, look=look, points=points)
    return [note.text for note in fig.layout.annotations if "89%" in note.text]


def _ends(points, look):
    fig = trend(_rows("Trust"), unit=PER_CENT, look=look, points=points)
    return [note.text for note in fig.layout.annotations if note.name == "end label"]


def _point(name):
    return pd.DataFrame({"date": [pd.Timestamp("2020-09-30")], "series": name, "value": [89]})


def test_a_diamond_of_a_drawn_line_needs_no_name_of_its_own():
    assert _labels(_point("Trust"), Look()) == ["<b>89%</b>"]


def test_diamonds_without_a_line_are_named_beside_the_plot():
    assert _labels(_point("Fairness"), Look()) == ["<b>89%</b>"]
    assert _ends(_point("Fairness"), Look()) == ["<b>67%</b> Trust", "◇ Fairness"]
    assert _ends(_point("Trust"), Look()) == ["<b>67%</b> Trust"]


def test_a_name_beside_the_plot_has_its_room():
    long = trend(_rows("Trust"), unit=PER_CENT, look=Look(), points=_point("Fair treatment of all"))
    plain = trend(_rows("Trust"), unit=PER_CENT, look=Look(), points=_point("Trust"))
    assert long.layout.margin.r > plain.layout.margin.r + 60


@pytest.mark.parametrize("look", [Look(), Look(narrow=True)])
def test_hollow_marks_of_lines_are_explained_once(look):
    """A line's name stands once; what a diamond and a square are is said once, however many there are."""
    rows = pd.concat([_rows("Trust"), _rows("Fairness")])
    beside = pd.concat([_point("Trust"), _point("Fairness")])
    fig = trend(
        rows,
        unit=PER_CENT,
        look=look,
        points=beside,
        signs=beside.assign(name="Sign", value=70.0),
        hollow=("Printed in the Review", "Early sign"),
    )
    key = [note.text for note in fig.layout.annotations if note.name == "key"]
    names = [note.text for note in fig.layout.annotations if note.name in ("key", "end label")]
    assert key[-2:] == ["Printed in the Review", "Early sign"]
    assert len(key) == (4 if look.narrow else 2)
    assert [sum(one in text for text in names) for one in ("Trust", "Fairness")] == [1, 1]
    marks = [shape for shape in fig.layout.shapes if shape.name == "key mark"]
    assert len(marks) == 2


def test_a_figure_stands_clear_of_a_line_in_small_windows_too():
    """On 1,040 px there is room right of the diamond; on 700 px the line runs through it."""
    steep = pd.DataFrame(
        {"date": pd.to_datetime(["2020-01-31", "2020-09-30", "2020-10-31", "2021-12-31"])}
    ).assign(series="Trust", value=[95.0, 95.0, 60.0, 60.0])
    point = pd.DataFrame({"date": [pd.Timestamp("2020-09-05")], "series": "Trust", "value": [80]})
    fig = trend(steep, unit=PER_CENT, look=Look(), points=point)
    note = next(note for note in fig.layout.annotations if note.name == "point label")
    assert note.xanchor == "right"
    assert note.bgcolor == "rgba(255, 255, 255, 0.85)"


def test_a_figure_stands_clear_of_an_event():
    rows = _rows("Trust")
    event = [Mark(pd.Timestamp("2020-10-20"), "An event")]
    point = pd.DataFrame({"date": [pd.Timestamp("2020-09-30")], "series": "Trust", "value": [89]})
    free = trend(rows, unit=PER_CENT, look=Look(), points=point)
    beside = trend(rows, unit=PER_CENT, look=Look(), points=point, events=event)
    sides = [
        next(note.xanchor for note in fig.layout.annotations if note.name == "point label")
        for fig in (free, beside)
    ]
    assert sides == ["left", "right"]
