"""Colour classes: round edges, text that can be read on every class in both themes."""

import re

import pytest

from dashboard.charts import COUNT, PER_1000, PER_CENT, POINTS, Look, scale_for
from dashboard.charts.page_theme import in_theme_colours
from dashboard.charts.theme import Margin, figure


def parts(colour):
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def luminance(rgb):
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_page(tint, page):
    red, green, blue, opacity = map(float, re.findall(r"[\d.]+", tint))
    mixed = zip((red, green, blue), parts(page), strict=True)
    return [opacity * colour + (1 - opacity) * under for colour, under in mixed]


SCALES = [
    *(scale_for([0, 100], unit=PER_CENT, classes=classes) for classes in (2, 3, 4, 5)),
    scale_for([-12, 3], unit=POINTS, centre=0),
    scale_for([70, 70], unit=PER_CENT),
]


@pytest.mark.parametrize("look", [Look(), Look(dark=True)])
@pytest.mark.parametrize("scale", SCALES)
def test_text_on_every_class_is_at_least_4_and_a_half_to_1(scale, look):
    for number in range(scale.classes):
        under = on_page(scale.fill(number, look), look.palette.page)
        assert contrast(parts(scale.ink(number, look)), under) >= 4.5


@pytest.mark.parametrize("look", [Look(), Look(dark=True)])
def test_first_and_last_class_are_3_to_1_apart(look):
    scale = scale_for([50, 100], unit=PER_CENT)
    ends = [on_page(scale.fill(number, look), look.palette.page) for number in (0, 4)]
    assert contrast(*ends) >= 3


def test_text_keeps_its_role_in_both_themes():
    for scale in SCALES:
        for number in range(scale.classes):
            light, dark = Look().palette, Look(dark=True).palette
            on_light = scale.ink(number, Look()) == light.page
            assert on_light == (scale.ink(number, Look(dark=True)) == dark.page)


@pytest.mark.parametrize(
    ("values", "unit", "edges"),
    [
        ([64, 85], PER_CENT, (65, 70, 75, 80)),
        ([0, 100], PER_CENT, (20, 40, 60, 80)),
        ([11_459, 76_582], COUNT, (20_000, 40_000, 60_000)),
        ([61.2, 63.9], PER_CENT, (62, 63)),
        ([5.1, 9.4], PER_1000, (6, 7, 8, 9)),
        ([70, 70], PER_CENT, ()),
    ],
)
def test_edges_are_round_and_inside(values, unit, edges):
    assert scale_for(values, unit=unit).edges == edges


@pytest.mark.parametrize(
    ("values", "centre", "edges"),
    [
        ([-9, 11], 0, (-6, -3, 3, 6)),
        ([64, 85], 74, (68, 71, 77, 80)),
        ([0.2, 0], 0, (-2, -1, 1, 2)),
    ],
)
def test_diverging_edges_are_the_same_on_either_side(values, centre, edges):
    assert scale_for(values, unit=POINTS, centre=centre).edges == edges


RATES = [
    58.3,
    60.7,
    62.7,
    63.2,
    69.4,
    71.3,
    73.2,
    78.3,
    79.8,
    83.5,
    87.4,
    93.3,
    100.5,
    122.1,
    364.7,
]


def test_one_far_out_does_not_put_all_others_into_one_class():
    even = scale_for(RATES, unit=PER_1000)
    assert [even.class_of(rate) for rate in RATES].count(0) == 12
    scale = scale_for(RATES, unit=PER_1000, equal_counts=True)
    assert scale.edges == (60, 70, 80, 100)
    sizes = [[scale.class_of(rate) for rate in RATES].count(number) for number in range(5)]
    assert sizes == [1, 4, 4, 3, 3]


@pytest.mark.parametrize(
    ("values", "unit", "edges"),
    [([70, 70], PER_CENT, ()), ([0, 0, 0, 9], COUNT, (9,)), ([1.0, 1.1], PER_1000, (1.1,))],
)
def test_edges_by_counts_where_values_are_few(values, unit, edges):
    assert scale_for(values, unit=unit, equal_counts=True).edges == edges


def test_a_diverging_scale_by_counts_takes_its_step_from_the_middle_one():
    changes = [-40, -3, -2, -1, 2, 2, 3]
    assert scale_for(changes, unit=POINTS, centre=0).edges == (-20, -10, 10, 20)
    assert scale_for(changes, unit=POINTS, centre=0, equal_counts=True).edges == (-4, -2, 2, 4)


def test_classes_of_values():
    scale = scale_for([64, 85], unit=PER_CENT)
    assert [scale.class_of(value) for value in (64, 64.4, 64.6, 65, 79, 80, 99)] == [
        0, 0, 1, 1, 3, 4, 4,
    ]  # fmt: skip
    change = scale_for([-9, 11], unit=POINTS, centre=0)
    assert [change.class_of(value) for value in (-9, -6, -3, -2, 0, 2.4, 2.6, 3, 6)] == [
        0, 0, 1, 2, 2, 2, 3, 3, 4,
    ]  # fmt: skip
    assert [change.is_low(number) for number in range(5)] == [True, True, False, False, False]


def test_fills_follow_the_theme():
    look = Look()
    for scale in SCALES:
        for number in range(scale.classes):
            fig = figure(look, height=100, margin=Margin())
            fig.add_shape(type="rect", fillcolor=scale.fill(number, look))
            assert re.fullmatch(
                r"#0000\d\d[0-9a-f]{2}", in_theme_colours(fig).layout.shapes[0].fillcolor
            )


def test_impossible_scales_are_refused():
    with pytest.raises(ValueError, match="6 classes; 2 to 5"):
        scale_for([1], unit=COUNT, classes=6)
    with pytest.raises(ValueError, match="no value"):
        scale_for([None, float("nan")], unit=COUNT)
