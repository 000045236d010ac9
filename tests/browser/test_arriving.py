"""What a reader meets first: a page that does not jump, and the names of all pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from dashboard.subjects.pages import PAGES
from tests.browser.test_pages import headline_says

Visitor = Callable[..., Any]
in_browser = pytest.mark.browser

MOST_SHIFT = 0.1
"""Of what a window shows, moved by itself while a page is loaded: above it, browsers call a page jumpy."""

COUNT_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifts.push(value);
    }).observe({ type: "layout-shift", buffered: true });
"""

NAMES = (
    *("Overview", "My borough", "Trust", "Gaps", "Crime", "Solved", "Searches and force"),
    *("Inside the Met", "Promises", "Data"),
)

IS_ALL_IN_THE_WINDOW = """all => all.every(one => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 0 && left >= 0 && right <= innerWidth && one.scrollWidth <= one.clientWidth;
})"""


FIRST = """() => {
    const main = document.querySelector("[data-testid='stMain']");
    const first = [...main.querySelectorAll(".chart, .card")].find((one) => one.checkVisibility());
    const top = first && first.getBoundingClientRect().top + main.scrollTop;
    const head = main.querySelector("h1");
    const lines = Math.round(head.getBoundingClientRect().height / parseFloat(getComputedStyle(head).lineHeight));
    return { top: top === undefined ? null : Math.round(top), screens: main.scrollHeight / innerHeight, lines };
}"""
"""Where the first chart or card begins, how many windows a page is long, and the lines of its headline."""

LOWEST = 560
"""Pixels from the top at which the first chart or card begins at the latest."""
WITHOUT_CHART = ("/get-data", "/glossary", "/review")
"""Pages whose first figures are no chart."""
MOST_SCREENS = {
    f"/borough?area={place}": 5 for place in ("E09000022", "E09000017", "E09000012", "E09000033")
}
"""Screens of a phone that a page is long at most, where not eight."""
PATHS = [f"/{page.path}" for page in PAGES if page.path != "borough"] + list(MOST_SCREENS)


@in_browser
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_does_not_jump_begins_with_its_figures_and_is_not_long(
    visit: Visitor, path: str, width: int, height: int
) -> None:
    opened = visit(width)
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.page.add_init_script(COUNT_SHIFTS)
    page = opened.go(path)
    page.wait_for_timeout(500)
    assert sum(page.evaluate("window.shifts")) <= MOST_SHIFT
    found = page.evaluate(FIRST)
    assert path in WITHOUT_CHART or found["top"] <= LOWEST
    assert found["lines"] <= (2 if width == 1280 else 3)
    assert width > 640 or found["screens"] <= MOST_SCREENS.get(path, 8)


@in_browser
def test_no_name_of_a_page_is_hidden_at_1024(visit: Visitor) -> None:
    page = visit(1024).go("/trust")
    names = page.locator("#site-pages > ul > li > a").locator("visible=true")
    assert tuple(names.all_inner_texts()) == NAMES
    assert names.evaluate_all(IS_ALL_IN_THE_WINDOW)
    assert not page.locator("#site-head button").is_visible()


@in_browser
@pytest.mark.parametrize("width", [390, 768])
def test_the_menu_closes_after_a_tap(visit: Visitor, width: int) -> None:
    opened = visit(width)
    page = opened.go("/borough?area=E09000022")
    menu = page.locator("#site-pages")
    button = page.get_by_role("button", name="Menu", exact=True)
    assert not menu.is_visible()
    button.click()
    menu.get_by_role("link", name="Crime").click()
    page.wait_for_url(f"{opened.site}/crime?area=E09000022")
    headline_says(page, "in Lambeth")
    assert not menu.is_visible()
    button.click()
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    button.click()
    page.mouse.click(5, 880)
    assert button.get_attribute("aria-expanded") == "false"


@in_browser
def test_a_page_without_a_name_in_the_header_lights_the_one_it_stands_beneath(
    visit: Visitor,
) -> None:
    lit = "#site-pages > ul > li > a[aria-current]"
    page = visit().go("/misconduct")
    assert page.locator(lit).all_inner_texts() == ["Inside the Met"]
    page.locator("#site-pages").get_by_role("link", name="Response times").click()
    page.wait_for_url("**/response")
    page.locator("#site-pages ul ul a[aria-current=page]", has_text="Response times").wait_for()
    assert page.locator(lit).all_inner_texts() == ["Inside the Met"]
    page.locator("#root .foot").get_by_role("link", name="Accessibility").click()
    page.wait_for_url("**/methods#accessibility")
    page.wait_for_function("lit => document.querySelector(lit).textContent === 'Data'", arg=lit)


@in_browser
def test_the_foot_leads_to_the_accessibility_statement(visit: Visitor) -> None:
    page = visit().go("/review")
    page.locator("#root .foot").get_by_role("link", name="Accessibility").click()
    page.wait_for_function(
        """() => {
            const box = document.querySelector("#root #accessibility")?.getBoundingClientRect();
            return box && box.top >= 0 && box.top < innerHeight;
        }"""
    )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/trust",
        "/trust?print=1",
        "/trust?embed=true",
        "/nowhere",
        "/embed/trust/trust",
        "/embed/x",
    ],
)
def test_every_answer_of_html_says_its_language(site: str, path: str) -> None:
    text = requests.get(f"{site}{path}", timeout=30, headers={"Accept": "text/html"}).text
    assert '<html lang="en-GB"' in text
