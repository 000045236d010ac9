"""Places against one figure: what is drawn, what is said of outliers, where names stand."""

import re
from collections import namedtuple

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, Look, funnel
from dashboard.charts.theme import DARK, LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])
NAMES = [
    "Westminster", "Barking and Dagenham", "Barnet", "Bexley", "Brent", "Bromley", "Camden",
    "Croydon", "Ealing", "Enfield", "Greenwich", "Hackney", "Hammersmith and Fulham", "Haringey",
    "Harrow", "Havering", "Hillingdon", "Hounslow", "Islington", "Kensington and Chelsea",
    "Kingston upon Thames", "Lambeth", "Lewisham", "Merton", "Newham", "Redbridge",
    "Richmond upon Thames", "Southwark", "Sutton", "Tower Hamlets", "Waltham Forest", "Wandsworth",
]  # fmt: skip


@pytest.fixture
def five():
    """Limits around 70: 95% from 65 to 75, 99.8% from 62 to 78."""
    return pd.DataFrame(
        {
            "label": ["Enfield", "Barnet", "Camden", "Lambeth", "Merton"],
            "value": [70.0, 64.0, 61.0, 75.0, 79.0],
            "low_95": 65.0,
            "high_95": 75.0,
            "low_998": 62.0,
            "high_998": 78.0,
            "base_n": 400,
            "role": ["main", "main", "main", "chosen", "main"],
        }
    )


@pytest.fixture
def boroughs(five):
    rows = pd.concat([five.iloc[:1]] * len(NAMES), ignore_index=True)
    values = [55.0 + (7 * place) % 31 for place in range(len(NAMES))]
    return rows.assign(label=NAMES, value=values)


def marks_of(fig):
    """Name of the place -> x, symbol, colour, edge and tooltip of its mark."""
    (trace,) = [trace for trace in fig.data if trace.meta == "mark"]
    marker = trace.marker
    columns = (trace.x, marker.symbol, marker.color, marker.line.color, trace.hovertext)
    names = [re.search(r"<b>(.+?):", words).group(1) for words in trace.hovertext]
    return {name: Mark(*values) for name, *values in zip(names, *columns, strict=True)}


Mark = namedtuple("Mark", "x symbol colour edge tooltip")


def draw(rows, look=WIDE, **choices):
    return funnel(rows, unit=PER_CENT, look=look, centre=70, **choices)


@LOOKS
def test_rows_are_in_alphabetical_order_unless_told(five, notes, look):
    assert [note.text for note in notes(draw(five, look), "label")] == [
        "Barnet", "Camden", "Enfield", "<b>Lambeth</b>", "Merton",
    ]  # fmt: skip
    kept = draw(five, look, sort=False)
    assert [note.text for note in notes(kept, "label")][:2] == ["Enfield", "Barnet"]
    top = draw(five.assign(role=["main"] * 4 + ["context"]), look)
    assert notes(top, "label")[0].text == "Merton", "context stands first"


def test_each_place_is_a_mark_by_its_limits(five):
    marks = marks_of(draw(five))
    assert {name: (mark.x, mark.symbol) for name, mark in marks.items()} == {
        "Barnet": (64, "triangle-left"),
        "Camden": (61, "triangle-left"),
        "Enfield": (70, "circle"),
        "Lambeth": (75, "circle"),
        "Merton": (79, "triangle-right"),
    }
    accent = LIGHT.series[0]
    assert marks["Barnet"][2:4] == (LIGHT.page, accent), "between the limits: hollow"
    assert marks["Camden"][2:4] == (accent, accent), "beyond both: filled"
    assert marks["Enfield"].colour == LIGHT.grey
    assert marks["Lambeth"].colour == accent, "the reader's place"


@LOOKS
def test_outliers_are_named_in_words(five, notes, look):
    fig = draw(five, look)
    assert [note.text for note in notes(fig, "word")] == ["may be lower", "lower", "higher"]


def test_a_value_on_a_limit_is_within_it(five, notes):
    assert notes(draw(five.assign(value=65.0)), "word") == []


def test_bands_are_straight_where_bases_are_equal(five, traces):
    fig = draw(five)
    (inner,) = traces(fig, "band 95")
    (outer,) = traces(fig, "band 99.8")
    assert sorted(set(inner.x)) == [65, 75]
    assert sorted(set(outer.x)) == [62, 78]
    assert len(inner.x) == 4
    assert [list(edge.x) for edge in traces(fig, "limit 95")] == [[65, 65], [75, 75]]
    assert traces(fig, "limit 99.8")[0].line.dash != traces(fig, "limit 95")[0].line.dash


def test_bands_step_where_bases_differ(five, traces):
    five["low_95"] = [65.0, 66, 65, 65, 65]
    left, _ = traces(draw(five), "limit 95")
    assert list(left.x) == [66, 66, 65, 65]
    assert list(left.y) == [0, 25, 25, 125], "Barnet's row is the first"


@LOOKS
def test_the_centre_is_a_named_line(five, notes, traces, look):
    fig = draw(five, look)
    (rule,) = traces(fig, "rule")
    assert set(rule.x) == {70, None}
    assert [note.text for note in notes(fig, "rule")] == ["London <b>70%</b>"]


def test_the_line_spares_rows_in_which_words_stand_over_it(five, traces):
    five["value"] = [70.0, 64, 61, 70, 95]
    (rule,) = traces(draw(five, NARROW), "rule")
    assert len([y for y in rule.y if y is not None]) < 10


def test_tooltips_say_unit_limits_base_and_date(five):
    fig = draw(five, when="Year to September 2025")
    said = {name: mark.tooltip for name, mark in marks_of(fig).items()}
    assert said["Barnet"] == (
        "<b>Barnet: 64%</b><br>May be lower than London 70%<br>"
        "Chance alone: 65% to 75%, 19 times in 20<br>400 interviews<br>Year to September 2025"
    )
    assert "No clear difference from London 70%" in said["Enfield"]


@LOOKS
def test_missing_figure_is_said(five, notes, look):
    five.loc[1, "value"] = None
    fig = draw(five, look)
    assert [note.text for note in notes(fig, "remark")] == ["No figure"]
    assert "Barnet" not in marks_of(fig)
    assert "nan" not in fig.to_json().lower()


@LOOKS
def test_all_boroughs_can_be_read(boroughs, faults, notes, look):
    fig = draw(boroughs, look)
    assert len(notes(fig, "label")) == 32
    assert faults(fig, look) == []
    assert faults(fig, look, width=look.usual_width) == []
    plot = fig.layout.height - fig.layout.margin.t - fig.layout.margin.b
    assert plot / 32 >= 18


@LOOKS
def test_axis_holds_every_value_and_limit(boroughs, look):
    low, high = draw(boroughs, look).layout.xaxis.range
    assert low < 55
    assert high > 85


def test_long_charts_have_the_numbers_at_both_ends(boroughs, five, notes):
    assert notes(draw(five), "number") == []
    fig = draw(boroughs, NARROW)
    assert [note.text for note in notes(fig, "number")] == list(fig.layout.xaxis.ticktext)


def test_a_phone_gets_at_least_300_px(five):
    assert draw(five, NARROW).layout.height >= 300


def test_dark_has_its_own_colours(five):
    assert marks_of(draw(five, Look(dark=True)))["Camden"].colour == DARK.series[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="low_95"), "no column 'low_95'"),
        (lambda rows: rows.assign(low_95=76.0), "low_95 76.0 is above high_95 75.0"),
        (lambda rows: rows.assign(low_998=None), "a row has no limits"),
        (lambda rows: rows.assign(label="Barnet"), "two rows are Barnet"),
    ],
)
def test_impossible_input_is_refused(five, change, words):
    with pytest.raises(ValueError, match=words):
        draw(change(five))


def test_no_rows_are_said(five):
    for rows in (five.iloc[:0], five.assign(value=None)):
        assert draw(rows).layout.annotations[0].text == "No figures for this choice"


@LOOKS
def test_the_key_has_words_of_everyday(five, notes, look):
    key = [note.text.replace("<br>", " ") for note in notes(draw(five, look), "key")]
    assert key == [
        "No clear difference",
        "May differ",
        "Differs",
        "Chance alone: 95 in 100 places",
        "Chance alone: 998 in 1,000",
    ]
