"""Two shares and the gap between them."""

import pandas as pd
import pytest

from dashboard.charts import POINTS, Look, dumbbell
from dashboard.charts.theme import LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["Officers", "Superintendents and above", "Staff", "Special constables"],
            "first": [31.4, 60.0, 0.4, None],
            "second": [51.5, 51.5, 51.5, 51.5],
            "low": [-21.0, None, None, None],
            "high": [-19.2, None, None, None],
        }
    )


def draw(rows, look=WIDE, **choices):
    return dumbbell(rows, look=look, first="Met", second="Londoners", **choices)


def test_values_gaps_and_order(rows, notes, traces):
    fig = draw(rows, natural=True)
    assert list(traces(fig, "first")[0].x) == [31.4, 60.0, 0.4]
    assert list(traces(fig, "second")[0].x) == [51.5] * 4
    assert [note.text for note in notes(fig, "words")] == [
        "<b>−20</b>", "(−21.0 to −19.2)", "<b>+8</b>", "<b>−51</b>", "–",
    ]  # fmt: skip
    assert [note.text for note in notes(fig, "column")] == ["Gap, percentage<br>points"]
    assert list(traces(fig, "gap")[0].x) == [31.4, 51.5, None, 60.0, 51.5, None, 0.4, 51.5, None]


def test_the_greatest_comes_first(rows, notes):
    names = [note.text.replace("<br>", " ") for note in notes(draw(rows), "label")]
    assert names == ["Superintendents and above", "Officers", "Staff", "Special constables"]


def test_the_two_differ_in_shape_and_are_named(rows, notes, traces):
    fig = draw(rows)
    first, second = traces(fig, "first")[0].marker, traces(fig, "second")[0].marker
    assert (first.symbol, second.symbol) == ("circle", "diamond")
    assert (first.color, second.color) == (LIGHT.series[0], LIGHT.page)
    assert [note.text for note in notes(fig, "key")] == ["Met", "Londoners"]


@LOOKS
def test_figures_stand_outside_the_marks(rows, notes, look):
    fig = draw(rows, look)
    sides = {(note.text, note.x): note.xanchor for note in notes(fig, "figure")}
    assert sides[("31%", 31.4)] == "right"
    assert sides[("60%", 60.0)] == "left"
    assert sides[("52%", 51.5)] in {"left", "right"}
    assert len(notes(fig, "figure")) == 7


@LOOKS
def test_nothing_overlaps(rows, faults, look):
    rows = rows.assign(first=[31.4, 99.0, 12.0, None])
    fig = draw(rows, look)
    assert faults(fig, look) == []
    assert faults(fig, look, width=look.usual_width) == []


@LOOKS
def test_names_beside_the_marks_of_one_row(notes, faults, look):
    pair = pd.DataFrame({"label": ["Trust the Met"], "first": [-17.0], "second": [0.0]})
    fig = draw(pair, look, unit=POINTS, named=True)
    texts = [note.text for note in notes(fig, "figure")]
    assert texts == ["Met −17", "Londoners 0"]
    assert faults(fig, look) == []
    low = draw(pair.assign(first=8.0, second=60.0), look, named=True)
    assert [note.text for note in notes(low, "figure")] == ["8%", "Londoners 60%"]
    assert faults(low, look) == []


@LOOKS
def test_axis_begins_at_zero(rows, look):
    fig = draw(rows.assign(first=40.0, low=None, high=None), look)
    assert fig.layout.xaxis.tickvals[0] == 0
    assert -6 < fig.layout.xaxis.range[0] < 0


def test_tooltip(rows, traces):
    fig = draw(rows, when="31 March 2024", natural=True)
    assert traces(fig, "first")[0].hovertext[0] == (
        "<b>Officers</b><br>Met: 31%<br>Londoners: 52%<br>Gap: −20 percentage points<br>"
        "95% interval −21.0 to −19.2<br>31 March 2024"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="second"), "no column 'second'"),
        (lambda rows: rows.assign(low=5.0), "low 5.0 is above value"),
        (lambda rows: rows.assign(label="Staff"), "two rows are Staff"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        draw(change(rows))


def test_one_name_for_both_is_refused(rows):
    with pytest.raises(ValueError, match="both figures are called 'Met'"):
        dumbbell(rows, look=WIDE, first="Met", second="Met")


def test_no_figure_and_no_rows_are_said(rows, notes):
    rows.loc[3, "second"] = None
    assert [note.text for note in notes(draw(rows), "remark")] == ["No figure"]
    assert draw(rows.iloc[:0]).layout.annotations[0].text == "No figures for this choice"
