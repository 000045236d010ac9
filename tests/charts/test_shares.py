"""Bars of 100%."""

import pandas as pd
import pytest

from dashboard.charts import Look, share_bars
from dashboard.charts.theme import DARK, LIGHT

WIDE, NARROW = Look(), Look(narrow=True)
LOOKS = pytest.mark.parametrize("look", [WIDE, NARROW])


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["Black"] * 3 + ["White people of every background"] * 3,
            "part": ["No action", "Arrest", "Other"] * 2,
            "value": [72.0, 20.0, 8.0, 71.0, 27.0, 2.0],
            "count": [720, 200, 80, None, None, None],
        }
    )


def test_parts_follow_one_another(rows, traces):
    parts = traces(share_bars(rows, look=WIDE), "part")
    assert [part.name for part in parts] == ["No action", "Arrest", "Other"]
    assert [list(part.base) for part in parts] == [[0, 0], [72, 71], [92, 98]]
    assert [list(part.x) for part in parts] == [[72, 71], [20, 27], [8, 2]]
    assert [part.marker.color for part in parts] == list(LIGHT.labels[:3])


def test_parts_keep_their_order_in_every_bar(rows, traces):
    mixed = pd.concat([rows.iloc[:3], rows.iloc[3:][::-1]])
    assert [list(part.base) for part in traces(share_bars(mixed, look=WIDE), "part")] == [
        [0, 0], [72, 71], [92, 98],
    ]  # fmt: skip


@LOOKS
def test_shares_are_written_where_there_is_room(rows, notes, faults, look):
    fig = share_bars(rows, look=look)
    written = [note.text for note in notes(fig, "share")]
    assert written[:2] == ["72%", "20%"]
    assert "2%" not in written
    assert {note.font.color for note in notes(fig, "share")} == {LIGHT.page}
    assert faults(fig, look) == []
    assert faults(fig, look, width=look.usual_width) == []


def test_the_key_is_in_the_bars_order(rows, notes):
    texts = [note.text for note in notes(share_bars(rows, look=NARROW), "key")]
    assert texts == ["No action", "Arrest", "Other"]


def test_labels_stand_above_the_bars_on_a_phone(rows, notes, traces):
    fig = share_bars(rows, look=NARROW)
    middles = traces(fig, "part")[0].y
    for label, middle in zip(notes(fig, "label"), middles, strict=True):
        assert label.y + 13 * 1.3 <= middle - 11


def test_dark_and_tooltips(rows, traces):
    fig = share_bars(rows, look=Look(dark=True), when="2025")
    assert traces(fig, "part")[0].marker.color == DARK.labels[0]
    assert traces(fig, "part")[0].hovertext[0] == "<b>No action: 72%</b><br>Black<br>720<br>2025"
    assert traces(fig, "part")[0].hovertext[1].count("<br>") == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda rows: rows.drop(columns="part"), "no column 'part'"),
        (lambda rows: rows.assign(value=[72, 20, 30, 71, 27, 2]), "Black add to 122, not to 100"),
        (lambda rows: rows.assign(value=[110, -18, 8, 71, 27, 2]), "a share is under 0"),
        (lambda rows: rows.assign(part="Arrest"), "two rows are Black / Arrest"),
    ],
)
def test_impossible_input_is_refused(rows, change, words):
    with pytest.raises(ValueError, match=words):
        share_bars(change(rows), look=WIDE)


def test_too_many_parts_are_refused():
    frame = pd.DataFrame(
        {"label": "A", "part": list("abcdef"), "value": [50.0, 10, 10, 10, 10, 10]}
    )
    with pytest.raises(ValueError, match="6 parts; at most 5 fit"):
        share_bars(frame, look=WIDE)


def test_no_rows_are_said(rows):
    fig = share_bars(rows.assign(value=None), look=WIDE)
    assert fig.layout.annotations[0].text == "No figures for this choice"
