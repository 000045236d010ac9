"""What the benchmarks rest on: how a browser answers a control, what the table says, the larger data."""

from __future__ import annotations

import random

import pytest
from streamlit.proto.Element_pb2 import Element

from benchmarks import growing, targets, visitor
from benchmarks.studies import Found, share_below
from benchmarks.targets import Target
from datasets import catalogue

TARGET = Target("fifty at once", "trust 50 same", "p95_s", "s", 2.0, 6)


def select(*options: str, default: int = 0) -> Element:
    element = Element()
    element.selectbox.id, element.selectbox.default = "one", default
    element.selectbox.options.extend(options)
    return element


def row(ours: float, peer: float) -> tuple[str, ...]:
    found = Found()
    found.add("ours trust 50 same", p95_s=ours)
    found.add("peer trust 50 same", p95_s=peer)
    made = targets._row(TARGET, found)
    assert made
    return made


@pytest.mark.parametrize(
    ("ours", "peer", "outcome"),
    [
        (1.0, 12.0, "✓"),
        (3.0, 60.0, "✗ 1.5 times too much"),
        (1.0, 2.0, "✗ only 2.0 times better"),
        (4.0, 8.0, "✗ 2.0 times too much, only 2.0 times better"),
    ],
)
def test_a_target_is_ticked_or_says_how_far_it_is(ours, peer, outcome):
    assert row(ours, peer)[-1] == outcome


def test_a_target_of_which_nothing_was_found_has_no_row_and_none_a_table():
    assert targets._row(TARGET, Found()) is None
    assert targets.table(Found()) == ""


def test_a_figure_with_rounds_gives_median_and_spread():
    found = Found()
    for seconds in (1.0, 3.0, 2.0):
        found.add("ours trust 50 same", p95_s=seconds)
    assert targets._row(TARGET, found)[1:3] == ("2 s", "1 to 3")
    assert share_below([3, 1, 2, 4], 0.5) == 3
    assert share_below([], 0.95) == 0


def test_a_control_is_set_to_another_option_and_starts_as_the_server_shows_it():
    element = select("a", "b", default=1)
    state = visitor.state_of(element)
    assert state.string_value == "b"
    assert visitor.changed([element], {"one": state}, random.Random(0)).string_value == "a"
    element.selectbox.set_value, element.selectbox.raw_value = True, "a"
    assert visitor.state_of(element).string_value == "a"


def test_a_page_without_a_control_cannot_be_changed():
    with pytest.raises(visitor.LostError):
        visitor.changed([select("only")], {}, random.Random(0))


def test_the_larger_data_reads_as_published_and_keeps_what_is_known(tmp_path, monkeypatch):
    dataset, place = "public_attitudes", {"area_code": "E09000022"}
    rows, known = len(catalogue.load(dataset)), catalogue.load(dataset, filters=place)
    folder = growing.make(3, tmp_path / "larger")
    monkeypatch.setenv("DATASETS_DIR", str(folder))
    assert catalogue.problems() == []
    assert (
        len(catalogue.load(dataset))
        == 3 * rows
        == catalogue.manifest()["datasets"][dataset]["rows"]
    )
    assert catalogue.load(dataset, filters=place).equals(known)
