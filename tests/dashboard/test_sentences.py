"""Every sentence of every page is short, and none is written in the words of the workshop."""

from __future__ import annotations

import re

import pytest

from dashboard.page import Chart, Fold, Notes, Page, Part, Text
from tests.golden import content, sentences
from tests.golden.sentences import Sentence

MOST_WORDS, MOST_WORDS_OF_A_LIST = 30, 60
"""Words of a sentence; of what a chart shows, said for who cannot see it, which is a list."""

STRANGE = {
    r"for every 100 offences recorded": "about 1 crime in 10",
    r"cannot be judged from": "no newer figure to compare with",
    r"read off MOPAC's dashboard": "from MOPAC's dashboard (unofficial copy)",
    r"clear by itself, but": "could be chance",
    r"within the usual spread": "not unusual among London's boroughs",
    r"reduced by a student": "unofficial copy",
    r"Newer edition from here": "later data from here",
    r"\b(?:APPROX|CONFLICT|DERIVED|METHOD|PERIOD|TARGET)\b": "plain words",
    r"\bNOT PAS\b": "another survey",
    r"\blines? \d": "the page or chapter",
    r"\bR\d{4}\b": "what the figure is of",
    r"—": "a comma, a colon or a full stop",
}
"""What no reader should meet, as a pattern -> what is said instead."""

P_VALUE = r"\bp (?:[=<>]|values?\b)"
"""Only where it is folded away, and on the page of methods."""


@pytest.fixture(scope="module", params=list(sentences.addresses()), ids=lambda one: one[0])
def said(request) -> list[Sentence]:
    _, path, choices = request.param
    return sentences.sentences_of(path, choices)


def too_long(said: list[Sentence]) -> list[str]:
    """The sentences of more words than one may have; titles of publishers, as they are cited, may."""
    return [
        f"{one.words} {one.kind}: {one.text}"
        for one in said
        if one.kind != "cite"
        and one.words > (MOST_WORDS_OF_A_LIST if one.kind == "alt" else MOST_WORDS)
    ]


def strange(said: list[Sentence]) -> list[str]:
    """The sentences in the words of the workshop, each with what to say instead."""
    found = [
        f"{one.kind}: {one.text} -> {better}"
        for one in said
        for pattern, better in STRANGE.items()
        if one.kind != "cite" and re.search(pattern, one.text)
    ]
    reckoned = [
        f"{one.kind}: {one.text} -> in a fold"
        for one in said
        if not one.is_folded and one.page != "methods" and re.search(P_VALUE, one.text)
    ]
    return found + reckoned


def test_no_sentence_is_too_long(said):
    assert too_long(said) == []


def test_none_is_in_the_words_of_the_workshop(said):
    assert strange(said) == []


def test_the_file_of_all_sentences_is_the_newest():
    differs = content.difference(sentences.PATH.read_text(encoding="utf-8"), sentences.written())
    assert not differs, f"if it is meant, renew it: python -m tests.golden --renew\n{differs}"


# That a fault would be seen


LONG = "word " * 31


@pytest.mark.parametrize(
    "block",
    [
        Text(LONG),
        Text(f"Short. {LONG}. Short"),
        Notes(("Short.", LONG)),
        Fold("Fold", "fold", (Text(LONG),)),
        Fold(LONG, "fold", ()),
        Chart("key", "", "", ("", ""), lambda _narrow: None, LONG * 2, is_spark=True),
    ],
)
def test_a_long_one_is_found_wherever_it_stands(block):
    page = Page("x", "Headline", "Lede", (Part("part", "Part", "", (block,)),))
    assert len(too_long(sentences.sentences(page))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Cannot say: cannot be judged from the figures held",
        "PERIOD: exact days assumed",
        "Casey Review, lines 872, 210",
        "See R1055",
        "Trust — up",
        "p < 0.001",
    ],
)
def test_a_strange_one_is_found(text):
    page = Page("x", "Headline", "", (Part("part", "Part", "", (Text(text),)),))
    assert len(strange(sentences.sentences(page))) == 1


@pytest.mark.parametrize(("is_open", "found"), [(False, 0), (True, 1)])
def test_p_values_may_stand_where_they_are_folded_away(is_open, found):
    fold = Fold("How this was worked out", "trust", (Text("p < 0.001"),), is_open=is_open)
    page = Page("x", "Headline", "", (Part("part", "Part", "", (fold,)),))
    assert len(strange(sentences.sentences(page))) == found


def test_a_citation_is_of_any_length_and_a_line_of_sources_is_a_list():
    cited = Text(f"**Cite as:** {LONG}  \n**Editions used:** June")
    listed = Text("Source: " + "; ".join(["a publisher, and its title"] * 9), "source")
    page = Page("x", "Headline", "", (Part("part", "Part", "", (cited, listed)),))
    found = sentences.sentences(page)
    assert too_long(found) == []
    assert [one.kind for one in found][2:5] == ["cite", "body", "source"]
    assert sum(one.kind == "source" for one in found) == 9
