"""The map of outlines."""

import json

import pandas as pd
import pytest

from dashboard.charts import PER_CENT, POINTS, Look, outline_map, scale_for
from dashboard.charts.outlines import middle, rings

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


def square(west, south, size=0.1):
    corners = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return [[west + x, south + y] for x, y in corners]


def polygon(*found):
    return json.dumps({"type": "Polygon", "coordinates": list(found)})


@pytest.fixture
def rows():
    islands = {"type": "MultiPolygon", "coordinates": [[square(0.2, 51.5)], [square(0.4, 51.5)]]}
    return pd.DataFrame(
        {
            "label": ["Camden", "Havering", "City of London", "Lambeth"],
            "geometry": [
                polygon(square(-0.2, 51.5)),
                json.dumps(islands),
                polygon(square(-0.1, 51.5, 0.02)),
                polygon(square(-0.2, 51.4), square(-0.17, 51.43, 0.02)),
            ],
            "value": [-9.0, 11.0, None, 0.0],
            "role": ["main", "main", "outside", "chosen"],
        }
    )


def draw(rows, look=WIDE, **choices):
    return outline_map(rows, unit=POINTS, look=look, **choices)


@LOOKS
def test_outlines_are_plain_filled_shapes(rows, look):
    fig = draw(rows, look)
    assert {trace.type for trace in fig.data} == {"scatter"}
    layout = fig.to_dict()["layout"]
    assert not {"geo", "map", "mapbox"}.intersection(layout)
    shapes = {trace.name: trace for trace in fig.data if trace.meta != "chosen"}
    assert list(shapes["Camden"].x[:2]) == pytest.approx([-0.2, -0.1])
    assert list(shapes["Havering"].x).count(None) == 1, "two islands in one shape"
    assert shapes["Havering"].fill == "toself"
    assert shapes["City of London"].meta == "outside"


def test_proportions_are_those_of_the_ground(rows):
    fig = draw(rows)
    assert fig.layout.yaxis.scaleanchor == "x"
    assert fig.layout.yaxis.scaleratio == pytest.approx(1.6064, abs=0.001)
    assert list(fig.layout.xaxis.range) == [-0.2, 0.5]
    assert list(fig.layout.yaxis.range) == [51.4, 51.6]


@LOOKS
def test_diverging_maps_say_which_way_without_colour(rows, notes, look):
    scale = scale_for(rows["value"], unit=POINTS, centre=0)
    fig = draw(rows, look, scale=scale)
    assert [note.text for note in notes(fig, "sign")] == ["<b>−</b>", "<b>+</b>"]
    assert [note.text for note in notes(fig, "key") if len(note.text) == 1] == ["−", "−", "+", "+"]
    assert notes(draw(rows, look), "sign") == []


@LOOKS
def test_key_names_the_chosen_place(rows, notes, faults, look):
    fig = draw(rows, look, scale=scale_for(rows["value"], unit=POINTS, centre=0))
    assert notes(fig, "key")[0].text == "Outlined: Lambeth <b>0</b>"
    fig.layout.annotations = [note for note in fig.layout.annotations if note.name != "sign"]
    assert faults(fig, look) == []
    assert fig.layout.height >= 300
    assert fig.data[-1].meta == "chosen"


def test_tooltips(rows):
    fig = outline_map(rows, unit=PER_CENT, look=WIDE, when="2025")
    assert fig.data[0].text == "<b>Camden: −9%</b><br>2025"
    assert fig.data[2].text == "<b>City of London</b><br>City of London Police, not the Met"


def test_middle_is_in_the_largest_ring():
    found = rings(polygon(square(0, 0, 1), square(5, 5, 3)), "x")
    assert middle(found) == pytest.approx((6.5, 6.5))
    flat = [(1.0, 1.0)] * 4
    assert middle([flat]) == (1.0, 1.0)


@pytest.mark.parametrize(
    "geometry",
    [
        "", "{", "null", "[]", '{"type": "Point", "coordinates": [0, 0]}',
        '{"type": "Polygon", "coordinates": []}', '{"type": "Polygon", "coordinates": [[[0, 0]]]}',
        '{"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [1, 0], [0, 0]]]}',
    ],
)  # fmt: skip
def test_what_is_no_outline_is_refused(rows, geometry):
    with pytest.raises(ValueError, match="Camden has no outline that can be read"):
        draw(rows.assign(geometry=geometry))


def test_impossible_input_is_refused(rows):
    with pytest.raises(ValueError, match="no column 'geometry'"):
        draw(rows.drop(columns="geometry"))
    with pytest.raises(ValueError, match="Camden is outside, and has a value"):
        draw(rows.assign(role="outside"))


def test_no_values_are_said(rows):
    fig = draw(rows.assign(value=None))
    assert fig.layout.annotations[0].text == "No figures for this choice"
