"""One place's figures beside London's, on a scale where London is 100."""

import pandas as pd
import pytest

from dashboard.charts import Look, place_panel


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["Trust the Met", "Crimes per 1,000 residents"],
            "value": [70.0, 122.0],
            "low": [65.0, 121.0],
            "high": [75.0, 123.0],
            "london": [74.0, 100.0],
            "london_low": [73.0, 99.0],
            "london_high": [75.0, 101.0],
            "here_words": ["70%", "122.0"],
            "london_words": ["74%", "100.0"],
        }
    )


def trace(fig, meta):
    (found,) = [one for one in fig.data if one.meta == meta]
    return found


def test_each_figure_is_drawn_as_a_part_of_londons(rows):
    fig = place_panel(rows, look=Look(), name="Lambeth")
    assert list(trace(fig, "here").x) == pytest.approx([100 * 70 / 74, 122])
    assert list(trace(fig, "london").x) == [100, 100]
    london, here = (one for one in fig.data if one.meta == "interval")
    assert list(here.x)[:2] == pytest.approx([100 * 65 / 74, 100 * 75 / 74])
    assert list(london.x)[3:5] == [99, 101]
    (rule,) = [one for one in fig.layout.annotations if one.name == "rule"]
    assert (rule.x, rule.text) == (100, "London is 100")


@pytest.mark.parametrize("narrow", [False, True])
def test_both_figures_are_printed_as_they_are(rows, narrow):
    fig = place_panel(rows, look=Look(narrow=narrow), name="Lambeth")
    texts = [one.text for one in fig.layout.annotations if one.name == "words"]
    assert texts == ["<b>70%</b>", "74%", "<b>122.0</b>", "100.0"]
    headings = [one.text for one in fig.layout.annotations if one.name == "column"]
    assert headings == ["Here", "London"]
    assert trace(fig, "here").hovertext[0] == (
        "<b>Lambeth: 70%</b><br>Trust the Met<br>95, where London is 100"
    )
    assert trace(fig, "london").hovertext[0] == "<b>London: 74%</b><br>Trust the Met"


def test_the_place_stands_a_little_above_london_in_its_row(rows):
    fig = place_panel(rows, look=Look(), name="Lambeth")
    above = [
        low - high for high, low in zip(trace(fig, "here").y, trace(fig, "london").y, strict=True)
    ]
    assert above == [12, 12]


def test_a_figure_without_an_interval_is_a_mark_alone(rows):
    rows.loc[0, ["low", "high", "london_low", "london_high"]] = None
    fig = place_panel(rows, look=Look(), name="Lambeth")
    assert [len(one.x) for one in fig.data if one.meta == "interval"] == [3, 3]
    assert len(trace(fig, "here").x) == 2


def test_no_figures_leave_an_empty_picture(rows):
    fig = place_panel(rows.iloc[:0], look=Look(), name="Lambeth")
    assert not [one for one in fig.data if one.meta == "here"]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("london", 0.0, "above 0"),
        ("low", 71.0, "is above"),
        ("london_high", 10.0, "is above"),
        ("label", "Crimes per 1,000 residents", "two rows"),
    ],
)
def test_what_cannot_be_true_is_refused(rows, column, value, problem):
    rows.loc[0, column] = value
    with pytest.raises(ValueError, match=problem):
        place_panel(rows, look=Look(), name="Lambeth")
