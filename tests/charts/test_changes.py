"""Changes by place."""

import pandas as pd
import pytest

from dashboard.charts import Look, change_dots
from dashboard.charts.theme import LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["London", "Merton", "Brent", "Kensington and Chelsea", "Ealing"],
            "value": [-4.0, 2.0, -12.0, 9.0, None],
            "low": [-5.0, -6.0, -20.0, 1.0, None],
            "high": [-3.0, 10.0, -4.0, 17.0, None],
            "is_clear": [True, False, True, False, False],
            "detail": ["", "70% to 72%", "", "", ""],
            "role": ["context", "chosen", "main", "main", "main"],
        }
    )


@LOOKS
def test_places_by_name_with_context_first(rows, notes, look):
    texts = [
        note.text.replace("<br>", " ") for note in notes(change_dots(rows, look=look), "label")
    ]
    assert texts == ["London", "Brent", "Ealing", "Kensington and Chelsea", "<b>Merton</b>"]


def test_clear_changes_have_a_shape_and_a_word(rows, notes, traces):
    fig = change_dots(rows, look=WIDE)
    (clear,), (unclear,) = traces(fig, "clear"), traces(fig, "not clear")
    assert list(clear.x) == [-4, -12]
    assert clear.marker.symbol == "diamond"
    assert clear.marker.color == LIGHT.series[0]
    assert list(unclear.x) == [9, 2]
    assert unclear.marker.color == LIGHT.page, "hollow"
    assert [note.text for note in notes(fig, "words")] == [
        *("<b>−4</b>", "(−5.0 to −3.0)", "lower"),
        *("<b>−12</b>", "(−20.0 to −4.0)", "lower"),
        "–",
        *("+9", "(+1.0 to +17.0)"),
        *("<b>+2</b>", "(−6.0 to +10.0)"),
    ]


def test_figures_are_in_columns_aligned_at_the_right(rows, notes):
    words = notes(change_dots(rows, look=WIDE), "words")
    figures = [
        note for note in words if note.text in ("<b>−4</b>", "<b>−12</b>", "–", "+9", "<b>+2</b>")
    ]
    intervals = [note for note in words if note.text.startswith("(")]
    for column in (figures, intervals):
        assert {note.xanchor for note in column} == {"right"}
        assert len({note.xshift for note in column}) == 1
    assert {note.xanchor for note in words if note.text == "lower"} == {"left"}


def test_a_phone_has_the_change_alone(rows, notes):
    rows.loc[3, "is_clear"] = True
    texts = [note.text for note in notes(change_dots(rows, look=NARROW), "words")]
    assert texts == ["<b>−4</b>", "<b>−12</b>", "–", "<b>+9</b>", "<b>+2</b>"]


def test_intervals_lie_in_their_rows(rows, traces):
    fig = change_dots(rows, look=WIDE)
    drawn = [x for trace in traces(fig, "interval") for x in trace.x if x is not None]
    assert sorted(drawn) == [-20, -6, -5, -4, -3, 1, 10, 17]
    clear = traces(fig, "clear")[0]
    interval = next(t for t in traces(fig, "interval") if -20 in t.x)
    assert set(clear.y) == {y for y in interval.y if y is not None}


@LOOKS
def test_there_is_a_line_at_no_change(rows, notes, traces, look):
    fig = change_dots(rows.assign(value=[9.0] * 5, low=8.0, high=10.0, is_clear=False), look=look)
    assert set(traces(fig, "rule")[0].x) == {0, None}
    assert notes(fig, "rule")[0].text == "No change"
    assert fig.layout.xaxis.range[0] < 0


def test_tooltips(rows, traces):
    fig = change_dots(rows, look=WIDE, when="2023 to 2025")
    assert traces(fig, "not clear")[0].hovertext[1] == (
        "<b>Merton: +2 percentage points</b><br>95% interval −6.0 to +10.0<br>No clear change<br>"
        "70% to 72%<br>2023 to 2025"
    )
    assert "<br>Lower<br>" in traces(fig, "clear")[0].hovertext[1]


@LOOKS
def test_nothing_overlaps(rows, faults, look):
    many = pd.concat([rows] + [rows.assign(label=rows["label"] + f" {n}") for n in range(6)])
    fig = change_dots(many, look=look)
    assert faults(fig, look) == []
    assert faults(fig, look, width=look.usual_width) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="is_clear"), "no column 'is_clear'"),
        (lambda rows: rows.assign(low=3.0), "low 3.0 is above value"),
        (lambda rows: rows.assign(is_clear="yes"), "neither true nor false"),
        (lambda rows: rows.assign(is_clear=True), "Ealing has no change that could be clear"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        change_dots(change(rows), look=WIDE)


def test_no_rows_are_said(rows):
    fig = change_dots(rows.iloc[:0], look=WIDE)
    assert fig.layout.annotations[0].text == "No figures for this choice"
