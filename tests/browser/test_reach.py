"""What is seen can be reached without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visitor = Callable[..., Any]
in_browser = pytest.mark.browser

IS_FOCUSED = "element => element === document.activeElement"
CLOSED = "[class*='st-key-phone-fold'] details:not([open])"


@in_browser
def test_what_is_folded_on_a_phone_alone_is_reached_by_keyboard_on_a_laptop(visit: Visitor) -> None:
    page = visit().go("/borough?area=E09000022")
    page.wait_for_function(f'!document.querySelector("{CLOSED}")')
    tile = page.locator("[class*='st-key-phone-fold-map'] a", has_text="Camden")
    tile.focus()
    assert tile.evaluate(IS_FOCUSED)
    page.keyboard.press("Enter")
    page.wait_for_url("**/borough?area=E09000007")


@in_browser
def test_a_keyboard_is_led_into_what_a_button_opens_and_back(visit: Visitor) -> None:
    page = visit().go("/crime")
    button = page.get_by_role("button", name="Copy fixed link")
    button.focus()
    page.keyboard.press("Enter")
    opened = page.locator("[data-testid='stPopoverBody']")
    opened.wait_for()
    page.wait_for_function("document.activeElement?.dataset.testid === 'stPopoverBody'")
    opened.get_by_role("button", name="Copy to clipboard").wait_for()  # seen without a mouse
    page.keyboard.press("Escape")
    opened.wait_for(state="detached")
    page.wait_for_function(IS_FOCUSED, arg=button.element_handle())


@in_browser
def test_the_way_to_the_pages_is_called_what_it_says(visit: Visitor) -> None:
    page = visit(390).go("/borough?area=E09000022")
    page.wait_for_function(f'document.querySelectorAll("{CLOSED}").length === 6')
    page.get_by_role("button", name="Menu", exact=True).wait_for()  # opened, it would stay so
