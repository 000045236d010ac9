"""Two groups and their gap."""

import pandas as pd
import pytest

from dashboard.charts import Look, Mark, gap_chart
from dashboard.charts.theme import LIGHT

T = pd.Timestamp
WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])
DATES = pd.date_range("2021-03-31", periods=4, freq="YE")


@pytest.fixture
def lines():
    one = pd.DataFrame(
        {"date": DATES, "series": "Black", "value": [60.0, 55, 50, 52], "role": "main"}
    )
    two = pd.DataFrame(
        {"date": DATES, "series": "White British", "value": [70.0, 68, 60, 59], "role": "context"}
    )
    both = pd.concat([one, two])
    return both.assign(low=both["value"] - 3, high=both["value"] + 3)


@pytest.fixture
def gaps():
    values = pd.Series([-10.0, -13, -10, -7])
    return pd.DataFrame({"date": DATES, "value": values, "low": values - 4, "high": values + 4})


def draw(lines, gaps, look=WIDE, **choices):
    return gap_chart(lines, gaps, look=look, gap_label="Gap: Black minus White British", **choices)


@LOOKS
def test_both_lines_are_above_and_the_gap_beneath(lines, gaps, traces, look):
    fig = draw(lines, gaps, look)
    drawn = {trace.name: (list(trace.y), trace.yaxis) for trace in traces(fig, "solid")}
    assert drawn == {
        "White British": ([70, 68, 60, 59], "y"),
        "Black": ([60, 55, 50, 52], "y"),
        "Gap: Black minus White British": ([-10, -13, -10, -7], "y2"),
    }
    assert fig.layout.yaxis.domain[0] > fig.layout.yaxis2.domain[1]
    assert fig.layout.xaxis.anchor == "y2"


@LOOKS
def test_all_three_have_their_intervals(lines, gaps, traces, look):
    bands = {band.name: list(band.y) for band in traces(draw(lines, gaps, look), "band")}
    assert bands["Gap: Black minus White British"] == [-6, -9, -6, -3, -11, -14, -17, -14]
    assert bands["White British"][0] == 73
    assert len(bands) == 3


@LOOKS
def test_the_lower_axis_holds_zero_and_has_a_line_there(lines, gaps, traces, look):
    far = gaps.assign(**{name: gaps[name] - 30 for name in ("value", "low", "high")})
    fig = draw(lines, far, look)
    low, high = fig.layout.yaxis2.range
    assert low <= -47
    assert high >= 0
    (zero,) = traces(fig, "zero")
    assert (list(zero.y), zero.yaxis) == ([0, 0], "y2")


def test_names_stand_at_the_ends_on_a_wide_screen(lines, gaps, notes):
    fig = draw(lines, gaps)
    assert [note.text for note in notes(fig, "end label")] == [
        "<b>59%</b> White British",
        "<b>52%</b> Black",
    ]
    (gap,) = notes(fig, "gap label")
    assert (gap.text, gap.y, gap.yref) == ("<b>−7</b>", -7, "y2")
    assert notes(fig, "heading")[0].text == (
        "<b>Gap: Black minus White British, percentage points</b>"
    )


def test_a_phone_has_a_key_and_the_gap_in_its_heading(lines, gaps, notes):
    fig = draw(lines, gaps, NARROW)
    assert [note.text for note in notes(fig, "key")] == [
        "• <b>59%</b> White British",
        "● <b>52%</b> Black",
    ]
    (heading,) = notes(fig, "heading")
    assert heading.text.replace("<br>", " ") == (
        "Gap: Black minus White British, percentage points: <b>−7</b>"
    )
    assert fig.layout.height >= 300


def test_published_points_have_whiskers_and_are_not_joined(lines, gaps, traces):
    fig = draw(lines.assign(is_point=True), gaps.assign(is_point=True))
    assert traces(fig, "solid") == []
    assert traces(fig, "dashed") == []
    assert traces(fig, "band") == []
    lone = {trace.name: trace for trace in traces(fig, "lone")}
    assert list(lone["Black"].y) == [60, 55, 50, 52]
    assert lone["Black"].mode == "markers"
    assert list(lone["Black"].error_y.array) == [3] * 4
    assert list(lone["Gap: Black minus White British"].error_y.arrayminus) == [4] * 4
    assert lone["Gap: Black minus White British"].yaxis == "y2"


def test_marks_of_one_date_stand_beside_each_other(lines, gaps, traces):
    fig = draw(lines.assign(is_point=True), gaps.assign(is_point=True))
    lone = {trace.name: trace for trace in traces(fig, "lone")}
    apart = T(lone["White British"].x[0]) - T(lone["Black"].x[0])
    assert 0 < apart.days < 45
    assert lone["Gap: Black minus White British"].x[0] == DATES[0].strftime("%Y-%m-%d")


@LOOKS
def test_neither_part_crosses_a_break(lines, gaps, traces, notes, look):
    fig = draw(lines, gaps, look, breaks=[Mark(T("2022-06-01"), "asked by telephone")])
    for trace in traces(fig, "solid"):
        assert trace.y[1] is None, trace.name
    assert notes(fig, "break")[0].text == "Break: asked by telephone"


@LOOKS
def test_events_go_through_both_parts(lines, gaps, look):
    fig = draw(lines, gaps, look, events=[Mark(T("2023-03-21"), "Casey Review")])
    (stem,) = [shape for shape in fig.layout.shapes if shape.name == "event"]
    assert stem.y0 == 0
    plots = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert 1 < stem.y1 < 1 + 60 / plots


def test_pointer_says_values_intervals_and_the_gap(lines, gaps, traces):
    said = {trace.name: trace for trace in traces(draw(lines, gaps), "pointer")}
    assert said["Black"].hovertext[0] == "<b>60%</b> Black (57% to 63%)"
    gap = said["Gap: Black minus White British"]
    assert gap.hovertext[0] == (
        "<b>−10 percentage points</b> Gap: Black minus White British (−14.0 to −6.0)"
    )
    assert gap.yaxis == "y2"
    fig = draw(lines, gaps, when="Year to %B %Y")
    assert fig.layout.hoversubplots == "axis"
    assert fig.layout.xaxis.hoverformat == "Year to %B %Y"


@LOOKS
def test_texts_keep_apart(lines, gaps, faults, look):
    assert faults(draw(lines, gaps, look), look) == []


def test_gap_is_of_neither_groups_colour(lines, gaps, traces):
    colours = {trace.name: trace.line.color for trace in traces(draw(lines, gaps), "solid")}
    assert colours["Black"] == LIGHT.series[0]
    assert colours["Gap: Black minus White British"] == LIGHT.series[4]


@LOOKS
def test_no_gap_figures_are_said(lines, gaps, notes, look):
    fig = draw(lines, gaps.iloc[:0], look)
    assert notes(fig, "heading")[0].text.replace("<br>", " ").endswith("points: no figure")
    assert fig.layout.yaxis2.range[0] < 0


@pytest.mark.parametrize(
    ("lines_change", "gaps_change", "words"),
    [
        (lambda x: x.drop(columns="series"), lambda x: x, "no column 'series'"),
        (lambda x: x, lambda x: x.drop(columns="value"), "no column 'value'"),
        (lambda x: x, lambda x: x.assign(low=5.0), "low 5.0 is above value"),
        (lambda x: x.assign(high=1.0), lambda x: x, "is above high 1.0"),
        (lambda x: pd.concat([x, x.assign(series="Asian")]), lambda x: x, "two rows are Asian"),
        (
            lambda x: pd.concat([x, x.iloc[:4].assign(series="Asian")]),
            lambda x: x,
            "a gap is between two groups, not Black, White British, Asian",
        ),
    ],
)
def test_impossible_input_is_refused(lines, gaps, lines_change, gaps_change, words):
    with pytest.raises(ValueError, match=words):
        draw(lines_change(lines), gaps_change(gaps))


def test_no_rows_are_said(lines, gaps):
    fig = draw(lines.iloc[:0], gaps)
    assert fig.layout.annotations[0].text == "No figures for this choice"
