"""The map of tiles."""

import re

import pandas as pd
import pytest

from dashboard.charts import COUNT, PER_CENT, POINTS, Look, scale_for, tile_map
from dashboard.charts.geometry import text_width
from dashboard.charts.theme import LIGHT
from dashboard.charts.tiles import abbreviation

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": [
                "City of London",
                "Camden",
                "Kensington and Chelsea",
                "Wandsworth",
                "Lambeth",
            ],
            "short": ["City", "Camden", "Ken. & C.", "Wandsworth", "Lambeth"],
            "column": [4, 3, 1, 7, 4],
            "row": [4, 3, 4, 5, 7],
            "value": [None, 64.0, 85.0, None, 74.0],
            "role": ["outside", "main", "main", "main", "chosen"],
        }
    )


def draw(rows, look=WIDE, **choices):
    return tile_map(rows, unit=PER_CENT, look=look, **choices)


def by_name(fig):
    return {trace.name: trace for trace in fig.data if trace.meta != "chosen"}


@LOOKS
def test_each_place_is_a_square_of_its_class(rows, look):
    tiles = by_name(draw(rows, look))
    scale = scale_for([64, 85, 74], unit=PER_CENT)
    assert tiles["Camden"].fillcolor == scale.fill(0, look)
    assert tiles["Kensington and Chelsea"].fillcolor == scale.fill(4, look)
    camden = tiles["Camden"]
    assert (min(camden.x), max(camden.x)) == pytest.approx((2.54, 3.46))
    assert (min(camden.y), max(camden.y)) == pytest.approx((2.54, 3.46))
    assert camden.fill == "toself"


def test_names_and_figures_stand_on_the_tiles(rows, notes):
    wide = {note.text for note in notes(draw(rows), "tile")}
    assert wide == {
        "City<br>not the Met", "Camden<br><b>64%</b>", "Ken. & C.<br><b>85%</b>".replace("&", "&amp;"),
        "Wandsworth<br>–", "Lambeth<br><b>74%</b>",
    }  # fmt: skip
    narrow = {note.text for note in notes(draw(rows, NARROW), "tile")}
    assert {"City", "K&amp;C<br><b>85%</b>", "Wand<br>–", "Lamb<br><b>74%</b>"} <= narrow


@LOOKS
@pytest.mark.parametrize("unit", [PER_CENT, POINTS, COUNT])
def test_texts_fit_their_tiles(rows, notes, look, unit):
    whole = rows.assign(value=[None, 64.0, 1_234_567.0, 26_928.0, 74.0])
    fig = tile_map(whole, unit=unit, look=look)
    low, high = fig.layout.xaxis.range
    tile = 0.92 * (look.width / (high - low) if look.narrow else 98)
    for note in notes(fig, "tile"):
        assert text_width(note.text, note.font.size) <= tile + 2, note.text
        assert note.font.size >= 12


def test_no_figure_is_striped_and_the_city_is_dotted_and_empty(rows):
    tiles = by_name(draw(rows))
    assert tiles["Wandsworth"].fillpattern.shape == "/"
    assert tiles["Camden"].fillpattern.shape is None
    city = tiles["City of London"]
    assert city.meta == "outside"
    assert city.line.dash != "solid"
    assert city.fillcolor == "rgba(0,0,0,0)"
    assert "not the Met" in city.text


@LOOKS
def test_key_says_what_is_on_the_map(rows, notes, look):
    fig = draw(rows, look)
    assert [note.text for note in notes(fig, "key number")] == ["65%", "70%", "75%", "80%"]
    assert [note.text for note in notes(fig, "key")] == [
        "Outlined: Lambeth <b>74%</b>",
        "Striped: no figure",
        "Dotted edge: City of London, not the Met",
    ]
    plain = draw(rows[rows["role"] == "main"].dropna(subset="value"), look)
    assert notes(plain, "key") == []


def test_the_chosen_place_has_a_strong_edge_on_top(rows):
    last = draw(rows).data[-1]
    assert (last.name, last.meta, last.line.width) == ("Lambeth", "chosen", 3)
    assert last.line.color == LIGHT.ink


def test_tooltips(rows):
    tiles = by_name(draw(rows, when="Year to September 2025"))
    assert tiles["Camden"].text == "<b>Camden: 64%</b><br>Year to September 2025"
    assert tiles["Wandsworth"].text == "<b>Wandsworth</b><br>No figure"
    assert tiles["Camden"].hoveron == "fills"


@LOOKS
def test_key_keeps_apart(rows, faults, look):
    fig = draw(rows, look)
    fig.layout.annotations = [note for note in fig.layout.annotations if note.name != "tile"]
    assert faults(fig, look) == []
    assert fig.layout.height >= 300


def test_a_given_scale_and_code_are_used(rows, notes):
    scale = scale_for([0, 100], unit=PER_CENT)
    fig = draw(rows.assign(code="Ab"), NARROW, scale=scale)
    assert [note.text for note in notes(fig, "key number")] == ["20%", "40%", "60%", "80%"]
    assert all(note.text.startswith("Ab") for note in notes(fig, "tile"))


def test_abbreviations_of_london_are_unlike_each_other():
    short = """
        City Barking Barnet Bexley Brent Bromley Camden Croydon Ealing Enfield Greenwich Hackney
        Haringey Harrow Havering Hillingdon Hounslow Islington Kingston Lambeth Lewisham Merton
        Newham Redbridge Richmond Southwark Sutton Wandsworth Westm.
    """
    names = [*re.findall(r"\S+", short), "Hamm. & F.", "Ken. & C.", "Tower H.", "Waltham F."]
    codes = [abbreviation(name) for name in names]
    assert len(set(codes)) == 33
    assert max(map(len, codes)) <= 5
    assert codes[-4:] == ["H&F", "K&C", "Tow H", "Wal F"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="short"), "no column 'short'"),
        (lambda rows: rows.assign(column=1, row=1), "City of London and Camden are on one tile"),
        (lambda rows: rows.assign(column=1.5), "whole numbers from 1"),
        (lambda rows: rows.assign(row=0), "whole numbers from 1"),
        (lambda rows: rows.assign(code="Lambeth"), "code 'Lambeth' has more than 5 letters"),
        (lambda rows: rows.assign(role="outside"), "Camden is outside, and has a value"),
        (lambda rows: rows.assign(role="context"), "role 'context' is none of"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        draw(change(rows))


def test_no_values_are_said(rows):
    fig = draw(rows.assign(value=None))
    assert fig.layout.annotations[0].text == "No figures for this choice"


@LOOKS
def test_a_note_stands_last_in_the_key(rows, look):
    fig = draw(rows, look, note="* Camden: visitors, not only residents")
    texts = [note.text for note in fig.layout.annotations if note.text.startswith("* Camden")]
    assert texts == ["* Camden: visitors, not only residents"]
    assert not [one for one in draw(rows, look).layout.annotations if "visitors" in one.text]
