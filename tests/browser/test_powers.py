"""Stop and search, use of force: choices, their addresses, what is masked or missing."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.test_pages import (
    Visitor,
    assert_nothing_scrolls_sideways,
    choose,
    faults,
    headline_says,
)

pytestmark = pytest.mark.browser


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", str(page.locator(".stMain").inner_text()))


def unfold(page: Any) -> None:
    page.locator("#root details").evaluate_all("all => all.forEach(one => one.open = true)")


def settled(page: Any) -> None:
    """Wait until the whole page has been shown, not only its headline."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def test_the_choices_stand_in_the_address_and_back_undoes_them(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/powers")
    headline_says(page, "Black people searched 4.34 times as often as White, 2025 less August")
    choose(page, "basis", "As people said")
    page.wait_for_url(f"{opened.site}/powers?basis=self_defined")
    headline_says(page, "described themselves as Black were searched 2.87 times as often")
    choose(page, "show", "Ratio to White people")
    page.wait_for_url(f"{opened.site}/powers?basis=self_defined&show=ratio")
    choose(page, "tactic", "Firearms")
    page.wait_for_url(re.compile(r"tactic=Firearms"))
    page.locator("h2", has_text="Firearms per resident: on Black people 6.33 times").wait_for()
    page.go_back()
    page.locator("h2", has_text="Force per resident: on Black people 3.45 times").wait_for()
    assert page.url.endswith("/powers?basis=self_defined&show=ratio")
    assert opened.failures == []


def test_a_period_that_the_basis_does_not_hold_leaves_the_address(visit: Visitor) -> None:
    opened = visit()
    page = opened.go("/powers?to=2024-06")
    headline_says(page, "year to June 2024 less August")
    choose(page, "basis", "As people said")
    page.wait_for_url(f"{opened.site}/powers?basis=self_defined")
    headline_says(page, "in the year to March 2023")
    assert "(10 full months and 1 to 17 December 2022 held)" in text_of(page)
    assert not page.locator(".said-warning").count()


def test_a_link_to_what_is_not_held_says_so(visit: Visitor) -> None:
    page = visit().go("/powers?residents=11-61&to=2020-05")
    note = page.locator(".said-warning").inner_text()
    assert "“11-61” for “residents”" in note
    assert "“2020-05” for “to”" in note
    unfold(page)
    assert "not held by ethnic group, so they cannot be chosen here" in text_of(page)


def test_the_working_gives_the_result(visit: Visitor) -> None:
    page = visit().go("/powers")
    fold = page.locator("#root #fold-searches")
    fold.locator("summary").click()
    fold.locator("table", has_text="1,188,385").wait_for()
    assert "Ratio: (a ÷ A) ÷ (b ÷ B) = 4.34" in fold.inner_text()


def test_small_counts_are_masked_on_a_phone_too(visit: Visitor) -> None:
    opened = visit(width=390, dark=True)
    page = opened.go("/powers?object=Fireworks&group=Other&tactic=Baton+round+%28AEP%29")
    settled(page)
    unfold(page)
    page.locator("td", has_text="[c]").first.wait_for()
    text = text_of(page)
    assert not re.search(r"\b(NaN|nan|None|<NA>)\b", text)
    assert_nothing_scrolls_sideways(page)
    assert faults(page) == []
    assert opened.console == []
    assert opened.failures == []
