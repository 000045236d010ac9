"""My borough on a phone and on a laptop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Visitor = Callable[..., Any]

in_browser = pytest.mark.browser


@in_browser
def test_a_phone_shows_the_answer_first_and_folds_the_tables(visit: Visitor) -> None:
    page = visit(width=390).go("/borough?area=E09000022")
    page.locator("#root .place-files").wait_for()
    height = "document.querySelector('.stMainBlockContainer').scrollHeight"
    assert page.evaluate(height) < 7500
    two_screens = "e => e.getBoundingClientRect().bottom < 2 * 844"
    for said in ("64% trust the Met", "122.1 crimes per 1,000", "8.4 positive outcomes"):
        assert page.locator("li", has_text=said).evaluate(two_screens), said
    assert page.locator(".shared-sentence").evaluate(two_screens)
    table = page.locator(".cards-place")
    assert not table.is_visible()
    page.locator("summary", has_text="All 5 questions").click()
    table.wait_for()
    assert "64% (58 to 69) *" in table.inner_text()


@in_browser
def test_a_laptop_shows_what_a_phone_folds(visit: Visitor) -> None:
    page = visit().go("/borough?area=E09000022")
    page.locator("#root .place-files").wait_for()
    for kept in (".cards-place", ".cards-counts", ".tiles"):
        assert page.locator(kept).first.is_visible(), kept
    assert not page.locator("summary", has_text="All 5 questions").is_visible()
