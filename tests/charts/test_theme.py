"""Colours that can be told from the page, and settings that must not be lost."""

import plotly.io as pio
import pytest

from dashboard.charts import Look, empty
from dashboard.charts.theme import DARK, LIGHT, Margin, figure, tint


def luminance(colour):
    """Relative luminance of WCAG 2.2, of a colour as #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAGES = [(LIGHT, "#FFFFFF"), (DARK, "#14181C"), (DARK, "#0E1117")]


def test_contrast_agrees_with_published_examples():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("palette", "page"), PAGES)
def test_lines_are_at_least_3_to_1(palette, page):
    assert len(palette.series) == 6
    for colour in (*palette.series, palette.grey, palette.axis):
        assert contrast(colour, page) >= 3


@pytest.mark.parametrize(("palette", "page"), PAGES)
def test_text_is_at_least_4_and_a_half_to_1(palette, page):
    for colour in (*palette.labels, palette.grey_text, palette.muted, palette.ink):
        assert contrast(colour, page) >= 4.5


def test_light_series_are_the_sites_palette():
    assert LIGHT.series == ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
    assert LIGHT.grey == "#6F777B"


@pytest.mark.parametrize("look", [Look(), Look(dark=True)])
def test_template_is_registered_and_transparent(look):
    template = pio.templates[look.template].layout
    assert template.paper_bgcolor == template.plot_bgcolor == "rgba(0,0,0,0)"
    assert template.hoverlabel.bgcolor == look.palette.page
    assert template.yaxis.gridcolor == look.palette.grid


def test_type_is_never_under_12_px():
    for look in (Look(), Look(narrow=True)):
        assert look.small >= 12
        assert look.size >= 12
    assert Look().size == 14


def test_layout_holds_without_the_template():
    fig = figure(Look(), height=300, margin=Margin(10, 20, 30, 40))
    fig.layout.template = None
    assert fig.layout.xaxis.automargin is False
    assert fig.layout.yaxis.fixedrange is True
    assert fig.layout.dragmode is False
    assert fig.layout.margin.to_plotly_json() == {"l": 10, "r": 20, "t": 30, "b": 40, "pad": 0}


def test_empty_says_why():
    fig = empty(Look(), "Not published")
    assert [note.text for note in fig.layout.annotations] == ["Not published"]
    assert len(fig.data) == 0


def test_tint_is_the_colour_see_through():
    assert tint("#12436D", 0.28) == "rgba(18, 67, 109, 0.28)"
