"""What is seen can be reached without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_pages import choose

Visitor = Callable[..., Any]
in_browser = pytest.mark.browser

IS_FOCUSED = "element => element === document.activeElement"
CLOSED = "#root .phone-fold:not([open])"


@in_browser
def test_what_is_folded_on_a_phone_alone_is_reached_by_keyboard_on_a_laptop(visit: Visitor) -> None:
    page = visit().go("/borough?area=E09000022")
    page.wait_for_function("closed => !document.querySelector(closed)", arg=CLOSED)
    link = page.locator("#root .way a", has_text="Crime trends: Lambeth")
    link.focus()
    assert link.evaluate(IS_FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/crime?area=E09000022")


@in_browser
def test_the_boroughs_on_the_map_are_reached_by_keyboard(visit: Visitor) -> None:
    page = visit().go("/borough?area=E09000022")
    page.locator("#root #fold-map > summary").press("Enter")
    tile = page.locator("#root #fold-map a[title='Camden']")
    tile.focus()
    assert tile.evaluate(IS_FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/borough?area=E09000007")


@in_browser
def test_what_is_open_and_in_focus_survives_a_choice(visit: Visitor) -> None:
    page = visit().go("/trust")
    fold = page.locator("#root #fold-every-quarter")
    fold.locator("summary").press("Enter")
    fold.locator("table").wait_for()
    choose(page, "compare", "Police do a good job locally")
    page.wait_for_url("**/trust?compare=good_job_local")
    page.get_by_text("Good job locally: clearly changed in 11 of 32 boroughs").first.wait_for()
    assert fold.get_attribute("open") is not None
    assert page.locator("#root .st-key-choice_compare input").evaluate(IS_FOCUSED)
    choose(page, "to", "June 2025")  # the fold itself is replaced, and stands open again
    page.wait_for_url("**to=2025-06**")
    page.locator("#root #fold-every-quarter[open] table").wait_for()
