"""No chart has a colour of its own: all are left for the reader's theme to fill in."""

import json
import re
import tomllib

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import charts
from dashboard.charts import PER_CENT, POINTS, Look, scale_for
from dashboard.charts.page_theme import in_theme_colours, placeholders
from dashboard.charts.theme import DARK, LIGHT, Margin, figure
from tests.conftest import REPOSITORY

DATES = pd.date_range("2024-01-01", periods=4, freq="MS")
PLACES = pd.DataFrame(
    {
        "label": ["Camden", "Brent", "Lambeth", "City"],
        "short": ["Camden", "Brent", "Lambeth", "City"],
        "column": [1, 2, 1, 2],
        "row": [1, 1, 2, 2],
        "value": [64.0, 79.0, 90.0, None],
        "role": ["main", "chosen", "main", "main"],
        "low_95": 70.0, "high_95": 78.0, "low_998": 65.0, "high_998": 80.0,
        "is_clear": [True, False, False, False],
    }
)  # fmt: skip
CHANGES = PLACES.assign(value=[-9.0, 2.0, 8.0, None], low=[-12.0, -1, 6, None], high=20.0)
SQUARE = '{"type": "Polygon", "coordinates": [[[0, 51], [1, 51], [1, 52], [0, 52], [0, 51]]]}'
LINES = pd.DataFrame(
    {
        "date": [*DATES, *DATES],
        "series": ["A"] * 4 + ["B"] * 4,
        "value": [1.0, 2, 3, 4, 3, 3, 3, 3],
        "low": 0.0,
        "high": 5.0,
        "is_point": [True, False, False, False] * 2,
    }
)
MONTHS = pd.DataFrame(
    {
        "date": DATES, "value": [1.0, 9, 3, 4], "mean": 3.0, "lower": 1.0, "upper": 6.0,
        "signal": ["", "outside", "run", "trend"],
    }
)  # fmt: skip
SHARES = pd.DataFrame({"label": "A", "part": list("abcde"), "value": 20.0})


def drawn(look):
    yield charts.funnel(PLACES, unit=PER_CENT, look=look, centre=74)
    yield charts.change_dots(CHANGES, look=look)
    pair = PLACES.assign(value=[3.0, 2, 0.5, None])
    yield charts.ratio_dots(pair, look=look, reference="White", printed=pair[["label", "value"]])
    yield charts.dumbbell(
        PLACES.assign(first=30.0, second=51.0)[["label", "first", "second"]],
        look=look, first="a", second="b",
    )  # fmt: skip
    yield charts.share_bars(SHARES, look=look)
    yield charts.gap_chart(LINES, LINES[LINES["series"] == "A"], look=look)
    yield charts.control_chart(MONTHS, unit=PER_CENT, look=look)
    yield charts.spark(MONTHS.assign(is_point=True), unit=PER_CENT, look=look)
    around = scale_for(CHANGES["value"], unit=POINTS, centre=0)
    for scale in (None, around):
        yield charts.tile_map(CHANGES, unit=POINTS, look=look, scale=scale)
        shapes = CHANGES.assign(geometry=SQUARE)
        yield charts.outline_map(shapes, unit=POINTS, look=look, scale=scale)


@pytest.mark.parametrize("look", [Look(), Look(narrow=True)])
def test_every_colour_is_left_to_the_theme(look):
    for fig in drawn(look):
        text = json.dumps(in_theme_colours(fig).to_plotly_json(), default=list)
        own = set(re.findall(r"#[0-9a-fA-F]{6}", text))
        assert own, "there are colours"
        assert not [one for one in own if not re.fullmatch(r"#0000(0[1-9]|10|2[1-5])", one)]
        assert set(re.findall(r"rgba?\([^)]*\)", text)) <= {"rgba(0,0,0,0)"}


@pytest.mark.parametrize(("name", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_around_the_charts_is_of_the_palettes_colours(name, palette):
    settings = REPOSITORY / ".streamlit" / "config.toml"
    theme = tomllib.loads(settings.read_text(encoding="utf-8"))["theme"][name]
    assert (theme["backgroundColor"], theme["textColor"]) == (palette.page, palette.ink)


def test_every_colour_of_a_palette_has_its_placeholder():
    light, dark = placeholders(LIGHT), placeholders(DARK)
    assert (
        set(light) == set(dark) == {f"{number:02d}" for number in (*range(1, 11), *range(21, 26))}
    )
    for palette, found in ((LIGHT, light), (DARK, dark)):
        quiet = {palette.page, palette.muted, palette.grid, palette.axis, palette.grey}
        assert set(found.values()) == {*palette.series, *palette.labels, palette.ink, *quiet}


def test_no_colour_of_a_chart_is_left_to_one_theme():
    chart = figure(Look(), height=300, margin=Margin())
    chart.add_scatter(x=[1, 2], y=[3, 4], line_color=LIGHT.series[0], text=["#12436D and more"])
    chart.add_scatter(x=[1, 2], y=[3, 4], fillcolor="rgba(18,67,109,0.15)")
    chart.add_annotation(text="a", font_color=LIGHT.labels[1])
    shown = in_theme_colours(chart).to_json()
    every = {LIGHT.page, LIGHT.ink, LIGHT.muted, LIGHT.grid, LIGHT.axis, LIGHT.grey}
    for colour in every.union(LIGHT.series, LIGHT.labels):
        assert f'"{colour}"' not in shown
    assert '"#000001"' in shown
    assert '"#00000126"' in shown
    assert "#12436D and more" in shown


def test_the_template_becomes_part_of_the_layout():
    chart = go.Figure(
        layout={
            "template": {
                "layout": {
                    "margin": {"l": 5, "r": 6},
                    "xaxis": {"fixedrange": True},
                    "annotationdefaults": {"showarrow": False},
                }
            },
            "margin": {"l": 1},
            "xaxis2": {"side": "top"},
            "annotations": [{"text": "a"}],
        }
    )
    layout = in_theme_colours(chart).to_dict()["layout"]
    assert layout["margin"] == {"l": 1, "r": 6}
    assert layout["xaxis"]["fixedrange"] is True
    assert layout["xaxis2"] == {"fixedrange": True, "side": "top"}
    assert layout["annotations"][0]["showarrow"] is False
    assert not layout["template"].get("layout")
