"""Trends: what is drawn, what is not joined, what is written."""

import re
from itertools import pairwise

import pandas as pd
import pytest

from dashboard.charts import COUNT, PER_CENT, Look, Mark, trend
from dashboard.charts.theme import LIGHT, on_paper

T = pd.Timestamp
WIDE, NARROW = Look(), Look(narrow=True)


def rows(values, series="Trust the Met", start="2022-03-31", **columns):
    dates = pd.date_range(start, periods=len(values), freq="QE")
    return pd.DataFrame({"date": dates, "series": series, "value": values, **columns})


@pytest.fixture
def three():
    return pd.concat(
        [
            rows([76, 73, 72, 71, 71, 70, 70, 69, 70, 71], is_dashed=[False] * 8 + [True] * 2),
            rows([64, 62, 61, 62, 62, 65, 64, 63, 62, 61], "Treats everyone fairly"),
            rows([51, 49, 49, 50, 49, 50, 48, 48, 47, 47], "Good job locally"),
        ]
    )


def traces(fig, meta):
    return [trace for trace in fig.data if trace.meta == meta]


def notes(fig, name):
    return [note for note in fig.layout.annotations if note.name == name]


def texts(fig, name):
    return [re.sub(r"<br>", " ", note.text) for note in notes(fig, name)]


def segments(fig):
    """Every pair of dates that a drawn line joins."""
    for trace in [*traces(fig, "solid"), *traces(fig, "dashed")]:
        for (x0, y0), (x1, y1) in pairwise(zip(trace.x, trace.y, strict=True)):
            assert trace.connectgaps is False
            if y0 is not None and y1 is not None:
                yield trace.name, T(x0), T(x1)


def test_every_value_is_drawn(three):
    fig = trend(three, unit=PER_CENT, look=WIDE)
    drawn = next(t for t in traces(fig, "solid") if t.name == "Good job locally")
    assert list(drawn.y) == [51, 49, 49, 50, 49, 50, 48, 48, 47, 47]
    assert drawn.x[0] == "2022-03-31"


def test_on_paper_lines_are_told_apart_without_their_colours(three):
    with on_paper():
        fig = trend(three, unit=PER_CENT, look=Look())
    shapes = {trace.name: trace.marker.symbol for trace in traces(fig, "shape")}
    assert list(shapes.values()) == ["circle", "square", "diamond"]
    assert {trace.name: trace.marker.symbol for trace in traces(fig, "end")} == shapes
    glyphs = {"Trust the Met": "●", "Treats everyone fairly": "■", "Good job locally": "◆"}
    labelled = texts(fig, "end label")
    assert all(
        any(one.startswith(glyph) and name in one for one in labelled)
        for name, glyph in glyphs.items()
    )
    held = {
        (line.name, x, y)
        for line in [*traces(fig, "solid"), *traces(fig, "dashed")]
        for x, y in zip(line.x, line.y, strict=True)
    }
    drawn = [
        (one.name, x, y) for one in traces(fig, "shape") for x, y in zip(one.x, one.y, strict=True)
    ]
    assert len(drawn) >= 3 * 5
    assert set(drawn) <= held, "a shape lies on its line"
    screen = trend(three, unit=PER_CENT, look=Look())
    assert not traces(screen, "shape"), "nor is a screen drawn as paper afterwards"
    assert not any(one[0] in "●■◆▲" for one in texts(screen, "end label"))


def test_read_off_values_are_dashed_and_join_on(three):
    fig = trend(three, unit=PER_CENT, look=WIDE)
    (dashed,) = traces(fig, "dashed")
    assert list(dashed.y) == [69, 70, 71]
    assert dashed.line.dash not in (None, "solid")
    solid = next(t for t in traces(fig, "solid") if t.name == "Trust the Met")
    assert list(solid.y) == [76, 73, 72, 71, 71, 70, 70, 69]


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_no_line_crosses_a_break(three, look):
    date = T("2023-02-28")
    fig = trend(three, unit=PER_CENT, look=look, breaks=[Mark(date, "new system")])
    joined = list(segments(fig))
    assert len(joined) == 3 * 9 - 3
    assert not [pair for pair in joined if pair[1] < date <= pair[2]]
    assert texts(fig, "break") == ["Break: new system"]
    later = trend(three, unit=PER_CENT, look=look, breaks=[Mark(date, "Later data from here")])
    assert texts(later, "break") == ["Later data from here"], "it says so itself"


def test_band_does_not_cross_a_break():
    frame = rows([70, 71, 72, 73], low=[69, 70, 71, 72], high=[71, 72, 73, 74])
    fig = trend(frame, unit=PER_CENT, look=WIDE, breaks=[Mark(T("2022-07-31"), "new")])
    (band,) = traces(fig, "band")
    assert list(band.y) == [71, 72, 70, 69, None, 73, 74, 72, 71]
    assert band.fill == "toself"
    assert band.hoverinfo == "skip"


def test_missing_value_is_not_bridged():
    fig = trend(rows([70, None, 72, 73]), unit=PER_CENT, look=WIDE)
    assert [(one.month, two.month) for _, one, two in segments(fig)] == [(9, 12)]
    (line,) = traces(fig, "solid")
    assert line.mode == "lines+markers"
    assert line.marker.size[0] > 0, "a point without neighbours is a dot"


def test_labels_at_the_ends_say_value_and_name(three):
    fig = trend(three, unit=PER_CENT, look=WIDE)
    assert texts(fig, "end label") == [
        "<b>71%</b> Trust the Met",
        "<b>61%</b> Treats everyone fairly",
        "<b>47%</b> Good job locally",
    ]
    assert [note.font.color for note in notes(fig, "end label")] == list(LIGHT.labels[:3])
    assert [list(t.y) for t in traces(fig, "end")] == [[71], [61], [47]]
    assert fig.layout.showlegend is False


def test_labels_of_lines_that_end_together_keep_apart():
    frame = pd.concat([rows([40, 90, end], f"Line {end}") for end in (60, 60.4, 61, 59)])
    fig = trend(frame, unit=PER_CENT, look=WIDE)
    places = sorted(note.yshift for note in notes(fig, "end label"))
    assert min(two - one for one, two in pairwise(places)) >= 14 * 1.3
    assert [s for s in fig.layout.shapes if s.name == "leader"]


def test_names_of_lines_near_nothing_are_not_lost():
    """Plotly drops a note whose value lies beyond its axis: names are placed from the plot's top."""
    frame = pd.concat([rows([40, 90, end], f"Line {end}") for end in (0, 0.1, 0.2, 0.3)])
    fig = trend(frame, unit=COUNT, look=WIDE, zero=True)
    found = notes(fig, "end label")
    assert len(found) == 4
    assert all((note.yref, note.y) == ("paper", 1) for note in found)
    assert min(note.yshift for note in found) < -420, "the last one stands beneath the plot's end"


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_no_quarter_of_the_width_is_kept_for_a_name(three, look):
    names = ["Police community support officers and specials", "London (Met area), unofficial copy"]
    frame = pd.concat([three, *(rows([55, 56], name) for name in names)])
    fig = trend(frame, unit=PER_CENT, look=look)
    assert fig.layout.margin.r < look.width / 4
    assert fig.layout.margin.l < look.width / 8


def test_words_in_brackets_stay_together():
    fig = trend(rows([90.1, 910_619], "London (Met area)"), unit=COUNT, look=WIDE)
    assert notes(fig, "end label")[0].text == "<b>910,619</b> London<br>(Met\u00a0area)"


def test_charts_beside_each_other_have_one_scale(three):
    others = rows([20, 21], "Another")
    one, two = (
        trend(frame, unit=PER_CENT, look=NARROW, among=[three, others]) for frame in (three, others)
    )
    assert one.layout.yaxis.range == two.layout.yaxis.range
    assert one.layout.yaxis.range[0] <= 20
    assert one.layout.yaxis.ticktext == two.layout.yaxis.ticktext


def test_line_that_ended_early_says_when(three):
    frame = pd.concat([three, rows([30, 31], "Informed")])
    fig = trend(frame, unit=PER_CENT, look=WIDE)
    assert "<b>31%</b> Informed (Jun\u00a02022)" in texts(fig, "end label")
    assert all(text.endswith(")") for text in texts(fig, "end label"))  # all are dated


def test_narrow_has_a_key_above_and_no_labels_at_the_right(three):
    fig = trend(three, unit=PER_CENT, look=NARROW)
    assert notes(fig, "end label") == []
    assert texts(fig, "key") == [
        "● <b>71%</b> Trust the Met",
        "■ <b>61%</b> Treats everyone fairly",
        "◆ <b>47%</b> Good job locally",
    ]
    assert [t.marker.symbol for t in traces(fig, "end")] == ["circle", "square", "diamond"]
    assert fig.layout.margin.r <= 10
    assert fig.layout.height >= 300
    assert fig.layout.height - fig.layout.margin.t - fig.layout.margin.b >= 300
    assert all(note.xanchor == "left" and note.yref == "paper" for note in notes(fig, "key"))


def test_key_of_a_narrow_chart_does_not_overlap(three):
    fig = trend(three, unit=PER_CENT, look=NARROW)
    tops = [note.yshift for note in notes(fig, "key")]
    assert all(one - two >= 13 * 1.3 for one, two in pairwise(tops))
    assert max(tops) <= fig.layout.margin.t


@pytest.mark.parametrize("look", [WIDE, NARROW, Look(dark=True), Look(dark=True, narrow=True)])
def test_type_is_at_least_12_px(three, look):
    fig = trend(three, unit=PER_CENT, look=look, events=[Mark(T("2023-03-21"), "Casey Review")])
    sizes = [note.font.size for note in fig.layout.annotations]
    assert min([*sizes, fig.layout.xaxis.tickfont.size, fig.layout.yaxis.tickfont.size]) >= 12


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_events_outside_the_dates_are_left_out(three, look):
    events = [Mark(T("2023-03-21"), "Casey Review"), Mark(T("2011-08-06"), "Riots")]
    fig = trend(three, unit=PER_CENT, look=look, events=events)
    assert texts(fig, "event") == ["Casey Review"]
    (stem,) = [shape for shape in fig.layout.shapes if shape.name == "event"]
    assert stem.x0 == stem.x1 == "2023-03-21"
    assert stem.line.dash != "solid"


def test_events_close_together_take_more_rows(three):
    one = [Mark(T("2023-03-21"), "Casey Review published")]
    many = [Mark(T("2023-03-21") + pd.Timedelta(days=9 * n), f"Event number {n}") for n in range(4)]
    low = trend(three, unit=PER_CENT, look=NARROW, events=one)
    high = trend(three, unit=PER_CENT, look=NARROW, events=many)
    assert high.layout.margin.t > low.layout.margin.t
    heights = {note.yshift for note in notes(high, "event")}
    assert len(heights) > 1


def test_axis_of_shares_is_zoomed_and_labelled_at_both_ends(three):
    fig = trend(three, unit=PER_CENT, look=WIDE)
    low, high = fig.layout.yaxis.range
    assert list(fig.layout.yaxis.ticktext) == ["40", "50", "60", "70", "80%"]
    assert low == fig.layout.yaxis.tickvals[0]
    assert high == pytest.approx(fig.layout.yaxis.tickvals[-1], rel=0.01)


def test_axis_of_counts_starts_at_zero():
    fig = trend(rows([812_000, 910_619]), unit=COUNT, look=WIDE, zero=True)
    assert fig.layout.yaxis.range[0] == 0
    assert fig.layout.yaxis.ticktext[-1] == "1,000,000"
    assert texts(fig, "end label") == ["<b>910,619</b> Trust the Met"]


def test_named_context_is_grey_and_a_crowd_stays_silent():
    few = pd.concat([rows([50, 51], "London", role="context"), rows([60, 61], "Lambeth")])
    fig = trend(few, unit=PER_CENT, look=WIDE)
    assert len(notes(fig, "end label")) == 2
    crowd = [rows([n, n], f"Borough {n}", role="context") for n in range(40, 50)]
    fig = trend(pd.concat([*crowd, rows([60, 61], "Lambeth")]), unit=PER_CENT, look=WIDE)
    assert texts(fig, "end label") == ["<b>61%</b> Lambeth"]
    assert {t.line.color for t in traces(fig, "solid")} == {LIGHT.grey, LIGHT.series[0]}
    assert [t.name for t in traces(fig, "pointer")] == ["Lambeth"]
    assert [t.name for t in traces(fig, "end")] == ["Lambeth"]


def spoken(fig, name):
    """Date -> what the pointer says of a series."""
    (trace,) = [t for t in traces(fig, "pointer") if t.name == name]
    assert trace.hovertemplate is None, "it would speak where hoverinfo is silent"
    said = zip(trace.x, trace.hovertext, trace.hoverinfo, strict=True)
    return {date: text for date, text, info in said if info == "text"}


def test_pointer_says_value_interval_and_origin():
    frame = rows([70, 71], low=[69, None], high=[72, None], is_dashed=[False, True])
    fig = trend(frame, unit=PER_CENT, look=WIDE, when="Year to %B %Y")
    assert fig.layout.xaxis.unifiedhovertitle.text == "%{x|Year to %B %Y}"
    assert fig.layout.hovermode == "x unified"
    said = spoken(fig, "Trust the Met")
    assert said == {
        "2022-03-31": "<b>70%</b> Trust the Met (69% to 72%)",
        "2022-06-30": "<b>71%</b> Trust the Met, read off a dashboard",
    }


def test_pointer_says_nothing_of_a_series_at_dates_it_has_not(three):
    frame = pd.concat([three, rows([30], "Informed")])
    fig = trend(frame, unit=PER_CENT, look=WIDE)
    said = spoken(fig, "Informed")
    assert said == {"2022-03-31": "<b>30%</b> Informed"}
    assert len(spoken(fig, "Good job locally")) == 10
    assert all(t.hoverinfo == "skip" for t in fig.data if t.meta != "pointer")


def test_pointer_traces_draw_nothing(three):
    for trace in traces(trend(three, unit=PER_CENT, look=WIDE), "pointer"):
        assert trace.mode == "lines"
        assert trace.connectgaps is False
        assert all(one is None or two is None for one, two in pairwise(trace.y))


@pytest.mark.parametrize("look", [WIDE, NARROW])
def test_separate_points_are_diamonds_joined_to_nothing(three, look):
    points = rows([74, 36], "Good job for London (one quarter)", start="2022-06-30")
    fig = trend(three, unit=PER_CENT, look=look, points=points)
    (marks,) = traces(fig, "points")
    assert marks.mode == "markers"
    assert marks.marker.symbol == "diamond"
    assert marks.marker.color == LIGHT.page
    assert list(marks.y) == [74, 36]
    assert texts(fig, "point label") == ["<b>74%</b>", "<b>36%</b>"]
    names = texts(fig, "key" if look.narrow else "end label")
    assert names[-1].replace("<br>", " ") == "◇ Good job for London (one quarter)"
    assert fig.layout.yaxis.range[0] <= 36


def test_separate_point_of_a_line_takes_its_colour(three):
    fig = trend(three, unit=PER_CENT, look=WIDE, points=rows([55], "Good job locally"))
    (marks,) = traces(fig, "points")
    assert marks.marker.line.color == LIGHT.series[2]


def test_names_from_data_are_not_markup():
    fig = trend(rows([70, 71], "<i>A</i> & B"), unit=PER_CENT, look=WIDE)
    assert texts(fig, "end label") == ["<b>71%</b> &lt;i&gt;A&lt;/i&gt; &amp; B"]


def test_no_figures_are_said():
    fig = trend(rows([]).astype({"value": float}), unit=PER_CENT, look=WIDE)
    assert fig.layout.annotations[0].text == "No figures for this choice"


def test_height_can_be_set(three):
    assert trend(three, unit=PER_CENT, look=WIDE, height=300).layout.height == 300


def test_single_point_has_an_axis_and_a_dot():
    fig = trend(rows([70]), unit=PER_CENT, look=WIDE)
    assert texts(fig, "end label") == ["<b>70%</b> Trust the Met"]
    assert fig.layout.xaxis.range[0] < "2022-03-31" < fig.layout.xaxis.range[1]


def test_frame_is_not_changed(three):
    before = three.copy()
    trend(three, unit=PER_CENT, look=WIDE)
    pd.testing.assert_frame_equal(three, before)


def test_points_that_stand_alone_have_whiskers_and_are_not_joined():
    frame = rows(
        [70.0, 71, 72, 73], low=[67.0] * 4, high=[75.0] * 4, is_point=[True, True, False, False]
    )
    fig = trend(frame, unit=PER_CENT, look=WIDE)
    assert [(one.month, two.month) for _, one, two in segments(fig)] == [(9, 12)]
    (lone,) = traces(fig, "lone")
    assert list(lone.y) == [70, 71]
    assert list(lone.error_y.array) == [5, 4]
    assert list(lone.error_y.arrayminus) == [3, 4]
    assert T(fig.layout.xaxis.range[0]) < T("2022-03-31"), "room for the first mark"


def test_what_is_said_of_dashed_figures_can_be_another_thing():
    fig = trend(
        rows([76, 73], is_dashed=[False, True]),
        unit=PER_CENT,
        look=WIDE,
        dashed=", 12 months across a change",
    )
    said = [text for trace in traces(fig, "pointer") for text in trace.hovertext if text]
    assert said == [
        "<b>76%</b> Trust the Met",
        "<b>73%</b> Trust the Met, 12 months across a change",
    ]
