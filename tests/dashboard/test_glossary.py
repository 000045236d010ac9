"""The glossary: its terms, and where pages lead to it."""

import re

import pytest

from dashboard.markup.fragments import items_of
from dashboard.markup.glossed import glossed
from dashboard.page import Fold, Notes, Page, Part, Text
from dashboard.subjects import registry
from dashboard.subjects.pages import PAGES
from dashboard.words.glossary import TERMS, linked

POINTS = "[percentage points](/glossary#percentage-point)"


def test_terms_are_in_order_and_short():
    """Each is a term once, in sentences of 30 words at most, and its own name is one of its forms or explained."""
    names = [term.name for term in TERMS]
    assert names == sorted(names, key=str.lower)
    assert len({term.id for term in TERMS}) == len(TERMS) == 28
    for term in TERMS:
        assert max(len(one.split()) for one in re.split(r"(?<=[.:])\s", term.meaning)) <= 30, (
            term.name
        )
        assert term.meaning.endswith(".")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Up 3 percentage points", f"Up 3 {POINTS}"),
        ("[percentage points](/x)", "[percentage points](/x)"),
        ("`percentage points`", "`percentage points`"),
        ("“Percentage points”", "“Percentage points”"),
        ("https://example.org/parity", "https://example.org/parity"),
        ("Disparity", "Disparity"),
        ("Immediate (I grade)", "Immediate ([I grade](/glossary#i-grade-and-s-grade))"),
        ("LGBT+ Londoners", "[LGBT+](/glossary#lgbt) Londoners"),
    ],
)
def test_a_term_in_running_text_leads_to_its_entry(text, found):
    assert linked(text, set()) == found


def test_only_the_first_place_of_a_term_on_a_page_is_a_link():
    said = "Down 4 percentage points"
    blocks = (Notes((said, said)), Fold("More", "more", (Text(said),)))
    page = Page("x", "Percentage points", said, (Part("a", said, "", blocks),))
    texts = "".join(map(str, items_of(page, "X")))
    assert texts.count("/glossary#percentage-point") == 1
    assert glossed(page).lede == f"Down 4 {POINTS}"
    assert glossed(page).headline == "Percentage points"


def test_every_link_leads_to_an_entry_and_pages_lead_there():
    entries = {term.id for term in TERMS}
    met = set()
    for page in PAGES:
        shown = "".join(map(str, items_of(registry.page_of(page.path, {}), page.title)))
        met |= set(re.findall(r'href="/glossary#([^"]+)"', shown))
    assert met <= entries
    assert len(met) >= 20
    listed = "".join(map(str, items_of(registry.page_of("glossary", {}), "Glossary")))
    assert re.findall(r'<dt id="([^"]+)">', listed) == [term.id for term in TERMS]
