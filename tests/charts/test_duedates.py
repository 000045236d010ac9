"""When things fall due: marks in strips, none on top of another."""

from itertools import combinations

import pandas as pd
import pytest

from dashboard.charts import Look
from dashboard.charts.duedates import SHAPES, due_dates

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])
TODAY = pd.Timestamp("2026-11-23")


@pytest.fixture
def rows():
    frame = pd.DataFrame(
        [
            ("Met (1)", "2021-12-31", "disc", "A <plan>"),
            *[("No figure (4)", "2023-07-31", "ring", f"Promise {n}") for n in range(3)],
            ("No figure (4)", "2023-08-15", "ring", "Near by"),
            ("Not yet due (1)", "2028-03-31", "arrow", "A review"),
        ],
        columns=["label", "date", "shape", "detail"],
    )
    return frame.assign(date=pd.to_datetime(frame["date"]))


def due(fig):
    return [trace for trace in fig.data if trace.meta == "due"]


def named(items, name):
    return [item for item in items if item.name == name]


@LOOKS
def test_each_row_is_a_mark_at_its_date(rows, look):
    traces = due(due_dates(rows, look=look, today=TODAY))
    assert [list(trace.x) for trace in traces] == [
        ["2021-12-31"],
        ["2023-07-31"] * 3 + ["2023-08-15"],
        ["2028-03-31"],
    ]
    assert [trace.marker.symbol[0] for trace in traces] == [
        "circle",
        "circle-open",
        "triangle-right-open",
    ]
    assert traces[0].hovertext[0] == "A &lt;plan&gt;"


@LOOKS
def test_no_mark_lies_on_another(rows, look):
    fig = due_dates(rows, look=look, today=TODAY)
    first, last = map(pd.Timestamp, fig.layout.xaxis.range)
    width = look.width - fig.layout.margin.l - fig.layout.margin.r
    trace = due(fig)[1]
    places = [
        ((pd.Timestamp(x) - first) / (last - first) * width, y)
        for x, y in zip(trace.x, trace.y, strict=True)
    ]
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) >= 12 or abs(y - other_y) >= 12
    assert len({y for _, y in places}) == 4


@LOOKS
def test_marks_stay_in_their_strip(rows, look):
    fig = due_dates(rows, look=look, today=TODAY)
    bases = [shape.y0 for shape in named(fig.layout.shapes, "base")]
    assert bases == sorted(bases)
    tops = [0, *bases[:-1]]
    for trace, top, base in zip(due(fig), tops, bases, strict=True):
        assert all(top + 5 < y < base - 5 for y in trace.y)


def test_on_a_phone_no_mark_lies_on_its_label(rows):
    fig = due_dates(rows, look=NARROW, today=TODAY)
    labels = named(fig.layout.annotations, "label")
    for trace, label in zip(due(fig), labels, strict=True):
        lines = label.text.count("<br>") + 1
        assert min(trace.y) - 6 >= label.y + lines * NARROW.size * 1.3 - 5


@LOOKS
def test_today_is_drawn_and_within_the_axis(rows, look):
    fig = due_dates(rows, look=look, today=TODAY, today_words="1 <May>")
    assert {shape.x0 for shape in named(fig.layout.shapes, "today")} == {"2026-11-23"}
    assert [note.text for note in named(fig.layout.annotations, "today")] == ["1 &lt;May&gt;"]
    later = due_dates(rows, look=look, today=pd.Timestamp("2030-01-01"))
    assert later.layout.xaxis.range[1] > "2030-01-01"
    earlier = due_dates(rows, look=look, today=pd.Timestamp("2020-01-01"))
    assert earlier.layout.xaxis.range[0] < "2020-01-01"


def test_a_single_date_has_an_axis_of_months(rows):
    one = rows.iloc[[0]].assign(date=TODAY)
    first, last = due_dates(one, look=WIDE, today=TODAY).layout.xaxis.range
    assert (pd.Timestamp(last) - pd.Timestamp(first)).days == 120


def test_no_rows_are_said(rows):
    fig = due_dates(rows.iloc[:0], look=WIDE, today=TODAY)
    assert fig.layout.annotations[0].text == "No dates for this choice"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="detail"), "no column 'detail'"),
        (lambda rows: rows.assign(date=pd.NaT), "has no date"),
        (lambda rows: rows.assign(shape="star"), "shape 'star' is none of disc"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        due_dates(change(rows), look=WIDE, today=TODAY)


def test_no_two_shapes_look_alike():
    assert len(set(SHAPES.values())) == len(SHAPES)
