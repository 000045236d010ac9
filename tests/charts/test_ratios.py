"""Rate ratios."""

import math

import pandas as pd
import pytest

from dashboard.charts import Look, ratio_dots
from dashboard.charts.theme import LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["Black", "Asian", "Mixed", "Other ethnic groups"],
            "value": [3.72, 0.55, None, 1.31],
            "low": [3.66, 0.4, None, 1.27],
            "high": [3.78, 0.72, None, 1.36],
        }
    )


@pytest.fixture
def printed():
    return pd.DataFrame(
        {"label": ["Black", "Mixed"], "value": [3.5, 1.9], "detail": ["2021-22", ""]}
    )


def draw(rows, look=WIDE, **choices):
    return ratio_dots(rows, look=look, reference="White people", **choices)


@LOOKS
def test_axis_is_logarithmic_and_holds_1(rows, notes, traces, look):
    fig = draw(rows, look)
    assert fig.layout.xaxis.type == "log"
    low, high = (10**end for end in fig.layout.xaxis.range)
    assert low < 0.4
    assert high > 3.78
    assert 1 in fig.layout.xaxis.tickvals
    assert set(traces(fig, "rule")[0].x) == {1, None}
    (name,) = notes(fig, "rule")
    assert name.text == "1: same as White people (doubling scale)"
    assert name.x == 0, "annotations count in powers of ten"


@pytest.mark.parametrize(
    ("ratio", "low", "high", "ticks"),
    [
        (4.6, 4.5, 4.7, [1, 1.5, 2, 3, 4, 6]),
        (3.72, 0.4, 3.78, [0.25, 0.5, 1, 2, 4]),
        (1.02, 1.0, 1.04, [0.5, 0.75, 1, 1.5, 2]),
        (60, 20, 90, [1, 4, 16, 64, 256]),
    ],
)
def test_numbers_are_doublings_and_enclose_the_data(rows, ratio, low, high, ticks):
    fig = draw(rows.iloc[:1].assign(value=ratio, low=low, high=high))
    assert list(fig.layout.xaxis.tickvals) == ticks
    least, most = (10**end for end in fig.layout.xaxis.range)
    assert least < ticks[0] <= min(low, 1)
    assert high <= ticks[-1] < most


def test_charts_beside_each_other_have_one_scale(rows):
    others = rows.assign(
        label=[f"Another group of people {n}" for n in range(4)], value=9.0, low=8.0, high=9.5
    )
    one, two = draw(rows, among=[rows, others]), draw(others, among=[rows, others])
    for left, right in ((one, two), (two, one)):
        assert left.layout.xaxis.range == right.layout.xaxis.range
        assert left.layout.xaxis.tickvals == right.layout.xaxis.tickvals
    assert (one.layout.margin.l, one.layout.margin.r) == (two.layout.margin.l, two.layout.margin.r)


def test_values_order_and_intervals(rows, notes, traces):
    fig = draw(rows)
    (dots,) = traces(fig, "computed")
    assert list(dots.x) == [3.72, 1.31, 0.55]
    assert [x for x in traces(fig, "interval")[0].x if x] == [3.66, 3.78, 1.27, 1.36, 0.4, 0.72]
    names = ["Black", "Other ethnic groups", "Asian", "Mixed"]
    assert [note.text for note in notes(fig, "label")] == names
    assert [note.text for note in notes(fig, "words")] == [
        "<b>3.72</b> (3.66 to 3.78)", "<b>1.31</b> (1.27 to 1.36)", "<b>0.55</b> (0.40 to 0.72)", "–",
    ]  # fmt: skip
    natural = draw(rows, natural=True)
    assert list(traces(natural, "computed")[0].x) == [3.72, 0.55, 1.31]
    assert [note.text for note in notes(fig, "remark")] == ["No figure"]


def test_printed_ratios_are_hollow_and_joined_to_nothing(rows, printed, notes, traces):
    fig = draw(rows, printed=printed)
    (hollow,) = traces(fig, "printed")
    assert list(hollow.x) == [3.5, 1.9]
    assert hollow.mode == "markers"
    assert hollow.marker.color == LIGHT.page
    assert hollow.marker.symbol != traces(fig, "computed")[0].marker.symbol
    assert hollow.y[0] > traces(fig, "computed")[0].y[0], "lower in the same row"
    assert notes(fig, "words")[0].text.endswith("<br>◇ 3.5")
    assert "As printed in the Review" in [note.text for note in notes(fig, "key")]
    assert hollow.hovertext[0] == "<b>Black: 3.5</b><br>As printed in the Review<br>2021-22"


def test_a_group_that_is_only_printed_has_a_row(rows, notes, traces):
    only = pd.DataFrame({"label": ["Gypsy or Irish Traveller"], "value": [2.0]})
    fig = draw(rows, printed=only)
    assert len(notes(fig, "label")) == 5
    row = notes(fig, "label")[-1]
    assert traces(fig, "printed")[0].y[0] == row.y, "alone in its row: in the middle"


@LOOKS
@pytest.mark.parametrize("factor", [0.02, 1, 3, 60])
def test_nothing_overlaps(rows, printed, faults, look, factor):
    scaled = rows.assign(**{name: rows[name] * factor for name in ("value", "low", "high")})
    fig = draw(scaled, look, printed=printed.assign(value=printed["value"] * factor))
    assert faults(fig, look) == []
    assert 2 <= len(fig.layout.xaxis.tickvals) <= 6


def test_ratios_near_1_leave_room_on_both_sides(rows):
    fig = draw(rows.assign(value=1.02, low=1.0, high=1.04))
    low, high = fig.layout.xaxis.range
    assert low < math.log10(0.75)
    assert high > math.log10(1.4)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.assign(value=0.0), "low 0.4 is above value|value 0.0 is not above 0"),
        (lambda rows: rows.assign(low=-1.0), "low -1.0 is not above 0"),
        (lambda rows: rows.assign(high=0.1), "is above high 0.1"),
        (lambda rows: rows.assign(label="Black"), "two rows are Black"),
        (lambda rows: rows.drop(columns="value"), "no column 'value'"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        draw(change(rows))


def test_no_rows_are_said(rows):
    assert draw(rows.iloc[:0]).layout.annotations[0].text == "No figures for this choice"
