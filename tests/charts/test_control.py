"""Signal or noise."""

import re

import pandas as pd
import pytest

from dashboard.charts import Look, Mark, Unit, control_chart
from dashboard.charts.control import read, steps_of

T = pd.Timestamp
WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])
ROBBERIES = Unit(suffix="", name="robberies")


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "date": pd.date_range("2024-01-01", periods=6, freq="MS"),
            "value": [100.0, 110, 180, None, 60, 70],
            "mean": [105.0, 105, 105, 65, 65, 65],
            "lower": [80.0, 80, 80, 50, 50, 50],
            "upper": [130.0, 130, 130, 80, 80, 80],
            "signal": ["", "", "outside", "", "run", "trend"],
        }
    )


def draw(rows, look=WIDE, **choices):
    return control_chart(rows, unit=ROBBERIES, look=look, **choices)


@LOOKS
def test_months_are_drawn_and_a_gap_is_left(rows, traces, look):
    (months,) = traces(draw(rows, look), "months")
    assert list(months.y) == [100, 110, 180, None, 60, 70]
    assert months.connectgaps is False


@LOOKS
def test_the_line_crosses_no_break_and_the_break_is_named(rows, traces, look):
    fig = draw(rows, look, breaks=[Mark(T("2024-02-01"), "New system")])
    (months,) = traces(fig, "months")
    assert list(months.y) == [100, None, 110, 180, None, 60, 70]
    named = [note.text for note in fig.layout.annotations if "New system" in note.text]
    assert named == ["Break: New system"]


def test_limits_step_half_way_between_months(rows, traces):
    mean = next(trace for trace in traces(draw(rows), "limit") if trace.name == "mean")
    assert list(mean.x) == ["2024-01-01", "2024-03-16", None, "2024-03-16", "2024-06-01", None]
    assert list(mean.y) == [105, 105, None, 65, 65, None]
    dashes = {trace.name: trace.line.dash for trace in traces(draw(rows), "limit")}
    assert dashes["mean"] == "solid"
    assert dashes["upper"] == dashes["lower"] != "solid"


def test_usual_range_is_shaded(rows):
    shaded = [shape for shape in draw(rows).layout.shapes if shape.name == "usual range"]
    assert [(shape.y0, shape.y1) for shape in shaded] == [(80, 130), (50, 80)]


def test_stretches_without_limits_have_none(rows):
    rows.loc[:2, ["mean", "lower", "upper"]] = None
    assert [step.limits for step in steps_of(read(rows))] == [(50, 65, 80)]
    assert len(steps_of(read(rows.iloc[-1:]))) == 1


@LOOKS
def test_each_signal_has_a_shape_of_its_own_and_words(rows, traces, notes, look):
    fig = draw(rows, look)
    found = {kind: traces(fig, kind)[0] for kind in ("outside", "run", "trend")}
    assert {kind: list(trace.y) for kind, trace in found.items()} == {
        "outside": [180], "run": [60], "trend": [70],
    }  # fmt: skip
    assert len({trace.marker.symbol for trace in found.values()}) == 3
    key = [note.text.replace("<br>", " ") for note in notes(fig, "key")]
    assert {
        "Out of the ordinary:",
        "outside the usual range",
        "seven in a row above, or below, the average",
        "seven in a row up, or down",
    } <= set(key)
    assert not re.search("(?i)limit|signal|process", " ".join(key)), "words of the trade"


def test_signals_that_are_not_there_are_not_explained(rows, notes):
    fig = draw(rows.assign(signal=""))
    assert [note.text for note in notes(fig, "key")] == ["Usual range from month to month"]


def test_lines_are_named_at_their_ends(rows, notes):
    assert [note.text for note in notes(draw(rows), "end label")] == [
        "<b>80</b> top of the usual<br>range",
        "<b>70</b> Each month",
        "<b>65</b> average",
        "<b>50</b> bottom of the<br>usual range",
    ]


def test_a_phone_has_them_in_a_key(rows, notes):
    fig = draw(rows, NARROW)
    assert notes(fig, "end label") == []
    assert [note.text for note in notes(fig, "key")][:3] == [
        "Each month, newest <b>70</b>",
        "Average <b>65</b>",
        "Usual range from month to month <b>50 to 80</b>",
    ]
    plot = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert plot >= 300


def test_tooltips(rows, traces):
    (pointer,) = traces(draw(rows), "pointer")
    assert pointer.hovertext[2] == (
        "<b>180 robberies</b><br>Out of the ordinary: outside the usual range<br>Average 105, usual range 80 to 130"
    )
    assert len(pointer.x) == 5, "a month without a figure is silent"


@LOOKS
def test_texts_keep_apart_and_axis_holds_all(rows, faults, look):
    fig = draw(rows, look, events=[Mark(T("2024-03-15"), "New system")], zero=True)
    notes = [note for note in fig.layout.annotations if not isinstance(note.x, str)]
    fig.layout.annotations = notes
    assert faults(fig, look) == []
    low, high = fig.layout.yaxis.range
    assert low == 0
    assert high >= 180


def test_order_of_rows_does_not_matter(rows, traces):
    (months,) = traces(draw(rows.iloc[::-1]), "months")
    assert list(months.y) == [100, 110, 180, None, 60, 70]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="mean"), "no column 'mean'"),
        (lambda rows: rows.assign(lower=200.0), "lower 200.0 is above mean"),
        (lambda rows: rows.assign(signal="odd"), "signal 'odd' is none of outside, run, trend"),
        (lambda rows: rows.assign(date=T("2024-01-01")), "two rows are"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        draw(change(rows))


def test_no_rows_are_said(rows):
    for none in (rows.iloc[:0], rows.assign(value=None)):
        assert draw(none).layout.annotations[0].text == "No figures for this choice"
