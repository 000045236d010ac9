"""My borough on a phone and on a laptop."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

Visitor = Callable[..., Any]

in_browser = pytest.mark.browser

LAMBETH, HILLINGDON, BARKING = "E09000022", "E09000017", "E09000002"
CITY, CENTRAL_SOUTH = "E09000001", "command-central-south"
TOP_OF = """selector => {
    const main = document.querySelector("[data-testid=stMain]");
    return document.querySelector(`#root ${selector}`).getBoundingClientRect().top + main.scrollTop;
}"""
LENGTH = "document.querySelector('[data-testid=stMain]').scrollHeight"
LINES = """selector => {
    const { height } = document.querySelector(selector).getBoundingClientRect();
    return Math.round(height / parseFloat(getComputedStyle(document.querySelector(selector)).lineHeight));
}"""


@in_browser
@pytest.mark.parametrize("area", [LAMBETH, HILLINGDON, BARKING, CENTRAL_SOUTH])
def test_the_first_screen_holds_the_answer_and_the_top_of_the_line_of_trust(
    visit: Visitor, area: str
) -> None:
    for width, height, lines in ((390, 844, 3), (1280, 800, 2)):
        opened = visit(width)
        opened.page.set_viewport_size({"width": width, "height": height})
        page = opened.go(f"/borough?area={area}")
        page.locator("#root .place-files").wait_for(state="attached")
        page.wait_for_timeout(500)
        assert page.evaluate(LINES, "#root h1") <= lines
        assert page.evaluate(TOP_OF, ".drawing") <= 560
        for topic in ("Trust in the Met:", "Recorded crime:", "Burglaries solved:"):
            line = page.locator("#root .place-answer li", has_text=re.compile(rf"^\s*{topic}"))
            assert line.evaluate("e => e.getBoundingClientRect().bottom") < 560, topic


@in_browser
@pytest.mark.parametrize("area", ["", LAMBETH, HILLINGDON, BARKING, CITY])
def test_a_phones_page_is_at_most_five_screens(visit: Visitor, area: str) -> None:
    opened = visit(390)
    opened.page.set_viewport_size({"width": 390, "height": 844})
    page = opened.go(f"/borough?area={area}" if area else "/borough")
    page.locator("#root .foot").wait_for()
    page.wait_for_timeout(500)
    assert page.evaluate(LENGTH) <= 5 * 844


@in_browser
def test_a_phone_folds_the_parts_below_the_line_of_trust(visit: Visitor) -> None:
    page = visit(width=390).go(f"/borough?area={LAMBETH}")
    table = page.locator("#root .cards-place")
    table.wait_for(state="attached")
    page.wait_for_function("() => !document.querySelector('#root .cards-place').checkVisibility()")
    page.locator("summary", has_text="What people say of the police: 5 questions").click()
    table.wait_for()
    assert "64% (58 to 69) *" in table.inner_text()


@in_browser
def test_a_laptop_shows_what_a_phone_folds(visit: Visitor) -> None:
    page = visit().go(f"/borough?area={LAMBETH}")
    page.locator("#root .place-files").wait_for()
    for kept in (".cards-place", ".cards-counts"):
        assert page.locator(f"#root {kept}").first.is_visible(), kept


@in_browser
@pytest.mark.parametrize(
    ("typed", "headline"),
    [
        ("barking & dagenham", "Barking and Dagenham: trust 76%"),
        ("Lambth", "No borough is called “Lambth”"),
        ("central south", "Central South command: crime about the same"),
    ],
)
def test_a_place_is_typed_on_a_phone(visit: Visitor, typed: str, headline: str) -> None:
    page = visit(width=390).go(f"/borough?area={LAMBETH}")
    box = page.locator("#root .place-search input")
    assert page.get_by_role("combobox", name="Your borough").locator("visible=true").count() == 1
    box.fill(typed)
    box.press("Enter")
    page.locator("#root h1", has_text=headline).wait_for()
    if headline.startswith("No"):
        page.locator("#root").get_by_role("link", name="Lambeth", exact=True).first.click()
        page.locator("#root h1", has_text="Lambeth: 64% trust the Met").wait_for()
