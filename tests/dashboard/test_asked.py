"""What an address asks for: each kind of choice read, written again, and what is said of the rest."""

from __future__ import annotations

import pytest

from dashboard.asked import Asked
from dashboard.figures.places import places
from dashboard.page import Choice, address_of
from tests.datasets.test_places import SPELLINGS

OPTIONS = {"MPS": "London", "a": "A", "b": "B", "c": "C"}


def one(*values: str) -> tuple[str, Asked]:
    asked = Asked({"what": values})
    return asked.one("What", "what", OPTIONS, "MPS"), asked


def several(*values: str, most: int | None = None) -> tuple[list[str], Asked]:
    asked = Asked({"what": values})
    return asked.several("What", "what", OPTIONS, ["MPS"], most), asked


# One of the options, a switch, words, and what no widget shows


@pytest.mark.parametrize(
    ("values", "read", "written"),
    [
        ((), "MPS", []),
        (("",), "MPS", []),
        (("b",), "b", ["b"]),
        (("MPS",), "MPS", []),
        (("b", "b"), "b", ["b"]),
        (("b", "a"), "b", ["b"]),
        (("B",), "MPS", []),
    ],
)
def test_one_of_the_options(values: tuple[str, ...], read: str, written: list[str]) -> None:
    value, asked = one(*values)
    (choice,) = asked.choices
    assert (value, choice.value, choice.default) == (read, read, "MPS")
    assert (choice.kind, choice.label, choice.options) == ("one", "What", OPTIONS)
    assert choice.written() == written
    assert choice.written_out() == [read]
    assert one(*choice.written_out())[0] == read


@pytest.mark.parametrize(
    ("values", "read", "written", "written_out"),
    [
        ((), ["MPS"], [], ["MPS"]),
        (("b", "a"), ["a", "b"], ["a", "b"], ["a", "b"]),  # in the options' order
        (("MPS",), ["MPS"], [], ["MPS"]),
        (("none",), [], ["none"], ["none"]),
        (("none", "a"), ["a"], ["a"], ["a"]),
        (("x",), ["MPS"], [], ["MPS"]),
    ],
)
def test_several_of_the_options(
    values: tuple[str, ...], read: list[str], written: list[str], written_out: list[str]
) -> None:
    value, asked = several(*values)
    (choice,) = asked.choices
    assert (value, list(choice.value)) == (read, read)
    assert choice.written() == written
    assert choice.written_out() == written_out
    assert several(*written_out)[0] == read
    assert several(*written)[0] == read


@pytest.mark.parametrize("default", [True, False])
@pytest.mark.parametrize("values", [(), ("yes",), ("no",), ("maybe",)])
def test_a_switch(values: tuple[str, ...], default: bool) -> None:
    asked = Asked({"also": values})
    is_on = asked.switch("Also", "also", default)
    assert is_on is {("yes",): True, ("no",): False}.get(values, default)
    (choice,) = asked.choices
    assert choice.written() == ([] if is_on == default else ["yes" if is_on else "no"])
    assert choice.written_out() == ["yes" if is_on else "no"]
    assert bool(asked.ignored) == (values == ("maybe",))


def test_words_to_search_for() -> None:
    asked = Asked({"q": [" knife crime ", "x"]})
    assert asked.words("Search", placeholder="A word") == "knife crime"
    (choice,) = asked.choices
    assert (choice.value, choice.written()) == (" knife crime ", [" knife crime "])
    assert choice.placeholder == "A word"
    assert asked.ignored == (
        "This link asks for more than can be shown for “q”: only the first is used.",
    )
    empty = Asked({})
    assert empty.words("Search") == ""
    assert empty.choices[0].written_out() == []
    assert len(Asked({"q": ["x" * 300]}).words("Search")) == 200


def test_what_no_widget_shows_is_a_choice_all_the_same() -> None:
    asked = Asked({"at": ["2025-09"]})
    assert asked.hidden("at", ["2025-09", "2026-03"], "2026-03") == "2025-09"
    assert (asked.choices[0].kind, asked.choices[0].written()) == ("hidden", ["2025-09"])


def test_choices_are_of_the_address_in_the_order_of_the_page() -> None:
    asked = Asked({"also": ["yes"], "what": ["b"], "other": ["x"]})
    asked.one("What", "what", OPTIONS, "MPS")
    asked.switch("Also", "also")
    written = {choice.key: choice.written() for choice in asked.choices}
    assert address_of("trust", written) == "/trust?what=b&also=yes"
    assert address_of("trust", {"a": ["x", "y"], "b": [], "c": ""}) == "/trust?a=x&a=y"
    assert address_of("", {"q": "a b&c"}) == "/?q=a+b%26c"
    assert asked.ignored == ()  # keys that are none of the page's own are no business of it


def test_what_is_chosen_next_is_written_as_what_is_chosen() -> None:
    choice = Choice("k", "K", "several", ("a",), ("MPS",), OPTIONS)
    assert choice.written(("MPS",)) == []
    assert choice.written(()) == ["none"]
    assert choice.written(("a", "b")) == ["a", "b"]
    assert Choice("k", "K", "switch", False, False).written(True) == ["yes"]


# What is asked for in vain


def test_what_does_not_exist_is_named_with_its_key() -> None:
    asked = Asked({"what": ["x", "b"], "other": ["<b>", "y" * 99]})
    assert asked.one("What", "what", OPTIONS, "MPS") == "b"
    asked.several("Other", "other", OPTIONS)
    assert asked.ignored == (
        "This link asks for something that is not in the data: “x” for “what”; “<b>” for “other”; "
        f"“{'y' * 60}…” for “other”. This page is shown without it.",
    )


def test_more_than_can_be_shown_is_said() -> None:
    assert one("b", "a")[1].ignored == (
        "This link asks for more than can be shown for “what”: only the first is used.",
    )
    value, asked = several("c", "b", "a", most=2)
    assert value == ["a", "b"]
    assert asked.ignored == (
        "This link asks for more than can be shown for “what”: the first 2 are shown.",
    )


# Places as people write them


def test_a_place_is_taken_in_any_spelling() -> None:
    for written, code in SPELLINGS.items():
        if code == "E09000001" or not written:  # another police force; absent
            continue
        asked = Asked({"area": [written]})
        assert asked.one("Place", "area", places(), "MPS") == (code or "MPS"), written
        assert bool(asked.ignored) == (code is None), written


def test_what_may_have_been_meant_is_said() -> None:
    def said(written: str) -> str:
        asked = Asked({"area": [written]})
        asked.several("Places", "area", places(), ["MPS"])
        return asked.ignored[0]

    assert "“Lambth” (did you mean Lambeth?) for “area”" in said("Lambth")
    assert "“City of London” for “area”" in said("E09000001")
